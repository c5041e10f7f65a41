"""The applications of a freedesktop.org desktop that open a kind of file, and how they are started.

By its specifications for desktop entries (1.5) and for associations between MIME types and
applications (1.0.1). No shell is involved: a desktop entry's Exec line becomes a list of arguments.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Iterator, Mapping, Sequence
from configparser import ConfigParser, Error, SectionProxy
from dataclasses import dataclass
from pathlib import Path
from urllib.request import pathname2url

from PySide6.QtCore import QLocale, QMimeDatabase, QStandardPaths

_ENTRY = "Desktop Entry"
_ADDED, _REMOVED = "Added Associations", "Removed Associations"
_DEFAULT = "Default Applications"
_CACHE = "MIME Cache"

_ANYTHING = ("application/octet-stream", "text/plain")
"""Types that nearly every type is derived from: what opens these does not show a photo."""

_ESCAPES = {r"\s": " ", r"\n": "\n", r"\t": "\t", r"\r": "\r", r"\\": "\\"}


@dataclass(frozen=True, slots=True)
class Application:
    """``command`` still has the field codes of the desktop entry in it, as “%F”."""

    id: str
    name: str
    command: tuple[str, ...]
    folder: str = ""
    icon: str = ""

    @property
    def takes_many(self) -> bool:
        """One start opens any number of files."""
        return any(part in ("%F", "%U") for part in self.command)

    def starts(self, paths: Sequence[Path]) -> list[list[str]]:
        """Program and arguments of each start that opens these files."""
        groups = [paths] if self.takes_many else [[path] for path in paths]
        return [list(self._fill_in(group)) for group in groups]

    def _fill_in(self, paths: Sequence[Path]) -> Iterator[str]:
        files = [str(path) for path in paths]
        addresses = [f"file://{pathname2url(file)}" for file in files]
        codes = {
            "%f": files[:1],
            "%F": files,
            "%u": addresses[:1],
            "%U": addresses,
            "%i": ["--icon", self.icon] if self.icon else [],
        }
        for part in self.command:
            whole = codes.get(part)
            filled = [self._fill_into(part, codes)] if whole is None else whole
            yield from (one for one in filled if one or not part)
        if not any(code in part for part in self.command for code in ("%f", "%F", "%u", "%U")):
            yield from files[:1]

    def _fill_into(self, part: str, codes: Mapping[str, Sequence[str]]) -> str:
        """Codes within an argument; those that are deprecated or unknown say nothing."""
        known = {"c": self.name, "f": codes["%f"][0], "u": codes["%u"][0]}
        text, *rest = part.split("%")
        while rest:
            code = rest.pop(0)
            if not code and rest:  # "%%"
                text += "%" + rest.pop(0)
            else:
                text += known.get(code[:1], "") + code[1:]
        return text


def find_applications(paths: Sequence[Path]) -> list[Application]:
    """Those that open every one of the files, the usual one first."""
    kinds = {path.suffix.lower(): _types(path) for path in paths}
    lists = [_find_for(types) for types in kinds.values()]
    first = lists[0] if lists else []
    return [one for one in first if all(one in others for others in lists[1:])]


def _types(path: Path) -> tuple[str, ...]:
    """The type that the file's name says, with what else it is called and derived from."""
    kind = QMimeDatabase().mimeTypeForFile(str(path), QMimeDatabase.MatchMode.MatchExtension)
    names = (kind.name(), *kind.aliases(), *kind.allAncestors())
    return tuple(name for name in names if name not in _ANYTHING)


def _find_for(types: Sequence[str]) -> list[Application]:
    places = [
        Path(place)
        for place in QStandardPaths.standardLocations(
            QStandardPaths.StandardLocation.ApplicationsLocation
        )
    ]
    found: dict[str, Application | None] = {}
    for name in dict.fromkeys(name for one in types for name in _associated(one, places)):
        found[name] = _read_application(name, places)
    return [one for one in found.values() if one is not None]


# --- which applications a type is associated with


def _associated(mime: str, places: Sequence[Path]) -> Iterator[str]:
    """Ids of desktop entries: the person's choice first, then what the entries themselves say."""
    lists = [_read(file) for file in _association_files(places)]
    for one in lists:
        yield from _names(one, _DEFAULT, mime)
    removed: set[str] = set()
    for one in lists:
        yield from (name for name in _names(one, _ADDED, mime) if name not in removed)
        removed.update(_names(one, _REMOVED, mime))
    for place in places:
        yield from (name for name in _declared(mime, place) if name not in removed)


def _association_files(places: Sequence[Path]) -> Iterator[Path]:
    """In the order in which they count."""
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
    names = [*(f"{name}-mimeapps.list" for name in desktops if name), "mimeapps.list"]
    settings = QStandardPaths.StandardLocation.GenericConfigLocation
    for place in [*map(Path, QStandardPaths.standardLocations(settings)), *places]:
        yield from (place / name for name in names)


def _declared(mime: str, place: Path) -> list[str]:
    """What the entries in a folder say they open: from its cache, else from themselves."""
    cache = place / "mimeinfo.cache"
    if cache.exists():
        return _names(_read(cache), _CACHE, mime)
    entries = ((path, _read(path)) for path in sorted(place.rglob("*.desktop")))
    return [
        "-".join(path.relative_to(place).parts)
        for path, entry in entries
        if mime in _names(entry, _ENTRY, "MimeType")
    ]


def _names(parsed: ConfigParser, section: str, key: str) -> list[str]:
    value = parsed.get(section, key, fallback="")
    return [name.strip() for name in value.split(";") if name.strip()]


# --- what an application is


def _read_application(name: str, places: Sequence[Path]) -> Application | None:
    """None: there is none of that id, or it cannot be started from here."""
    path = next((p for place in places for p in _entry_paths(name, place) if p.exists()), None)
    parsed = _read(path) if path else ConfigParser()
    if not parsed.has_section(_ENTRY):
        return None
    entry = parsed[_ENTRY]
    command = _split(_unescape(entry.get("Exec", "")))
    if (
        entry.get("Type") != "Application"
        or entry.get("Hidden", "false") == "true"
        or entry.get("Terminal", "false") == "true"
        or not command
        or shutil.which(command[0]) is None
        or shutil.which(entry.get("TryExec", command[0])) is None
    ):
        return None
    return Application(
        name, _title(entry) or name, command, entry.get("Path", ""), entry.get("Icon", "")
    )


def _entry_paths(name: str, place: Path) -> Iterator[Path]:
    """An id is a path below the folder with “-” for “/”."""
    yield place / name
    parts = name.split("-")
    for number in range(1, len(parts)):
        yield place / "-".join(parts[:number]) / "-".join(parts[number:])


def _title(entry: SectionProxy) -> str:
    """In the person's language if it has one."""
    language = QLocale().name()
    keys = (f"Name[{language}]", f"Name[{language.partition('_')[0]}]", "Name")
    return next((_unescape(entry[key]) for key in keys if entry.get(key)), "")


def _unescape(value: str) -> str:
    parts = value.replace("\\\\", "\0")
    for written, meant in _ESCAPES.items():
        parts = parts.replace(written, meant)
    return parts.replace("\0", "\\")


def _split(line: str) -> tuple[str, ...]:
    """An Exec line's arguments; none where its quotes are not closed."""
    try:
        parts = shlex.split(line)
        # Within quotes a shell, and so an Exec line, escapes these two as well.
        return tuple(part.replace(r"\$", "$").replace(r"\`", "`") for part in parts)
    except ValueError:
        return ()


def _read(path: Path) -> ConfigParser:
    """An INI file as the desktop writes them; empty if it is not there or is not one."""
    parsed = ConfigParser(
        interpolation=None, delimiters=("=",), comment_prefixes=("#",), strict=False
    )
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    try:
        parsed.read(path, encoding="utf-8")
    except (Error, UnicodeDecodeError, OSError):
        return ConfigParser()
    return parsed
