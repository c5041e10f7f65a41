"""Disk against catalog: what of a folder was added, changed, or is gone.

First scan, watch event and restart all come here: they only differ in how much they look at. What
cannot be seen (a drive that is away, a folder without permission) is never taken for gone.

os.path is asked instead of pathlib, whose questions raise where permission is missing.
"""

from __future__ import annotations

import errno
import os
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from photoclip.catalog import Catalog
from photoclip.domain import FileStat, Folder, Photo
from photoclip.images import is_photo_name, is_skipped_folder
from photoclip.photo_rows import stat_values
from photoclip.sentences import Sentence
from photoclip.sidecar_store import SidecarStore
from photoclip.sidecars import is_sidecar_name

_SCAN_STEP = 500  # entries between two yields: a few milliseconds


@dataclass(slots=True)
class Changes:
    """Relative paths to look at, new ones first, and ids of photos whose file was not found."""

    touched: list[str] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    mounts: list[str] = field(default_factory=list)
    """Relative paths that are mount points."""
    unwanted: list[int] = field(default_factory=list)
    """Ids of photos whose file is there, but which the person does not want in the library."""
    sidecars: dict[str, FileStat | None] = field(default_factory=dict)
    """Relative paths of those that are not as they were last time; None: gone."""
    looked_at: list[str] = field(default_factory=list, compare=False)
    """Relative paths of what was looked at, with all that is below it; "" is everything."""
    links: list[str] = field(default_factory=list)
    """Relative paths of linked folders whose photos are seen only by way of the link."""
    unlisted: dict[str, Sentence] = field(default_factory=dict)
    """Relative paths of folders that cannot be read, each with a sentence that says why."""


def compare(
    catalog: Catalog,
    folder: Folder,
    paths: set[str] | None = None,
    is_excluded: Callable[[str], bool] = lambda path: False,
) -> Iterator[Changes | None]:
    """Yield None now and then while scanning, and the changes at the end.

    Args:
        paths: relative paths of files or subfolders that may have changed; None: everything.
        is_excluded: whether the person does not want a relative path in the library.
    """
    changes = Changes()
    changed: list[str] = []
    store = SidecarStore(catalog.database)
    away = _find_away(catalog, folder.id)
    for below in sorted(_outermost(paths)) if paths is not None else [""]:
        scan = _Scan(folder.path)
        for _ in scan.run(below):
            yield None
        known = catalog.listing(folder.id, below)
        excluded = {path for path in (*scan.files, *known) if is_excluded(path)}
        changes.unwanted += [known.pop(path)[0] for path in excluded if path in known]
        scan.forget(excluded)
        unseen = {*away, *scan.unreadable}
        changes.touched += [path for path in scan.files if path not in known]
        changed += [p for p, found in scan.files.items() if p in known and known[p][1] != found]
        changes.gone += [
            number
            for path, (number, _) in known.items()
            if path not in scan.files and not _is_below(path, unseen)
        ]
        changes.mounts += scan.mounts
        changes.looked_at.append(below)
        changes.links += scan.links
        changes.unlisted |= {p: why for p, why in scan.unlisted.items() if not is_excluded(p)}
        yield None
        changes.sidecars |= _changed_sidecars(store.listing(folder.id, below), scan, unseen)
        yield None
    changes.touched += changed
    yield changes


def _changed_sidecars(
    known: Mapping[str, FileStat], scan: _Scan, unseen: set[str]
) -> dict[str, FileStat | None]:
    """As in ``Changes``."""
    lost = [path for path in known.keys() - scan.sidecars if not _is_below(path, unseen)]
    return {
        **{path: stat for path, stat in scan.sidecars.items() if known.get(path) != stat},
        **dict.fromkeys(lost),
    }


def renew(known: Iterable[str], changes: Changes) -> set[str]:
    """What was known of relative paths, without those that were looked at again."""
    looked_at = set(changes.looked_at)
    return {path for path in known if not _is_below(path, looked_at)}


def is_gone(catalog: Catalog, photo: Photo) -> bool:
    """Its file is not there, and not because its drive is away or it may not be seen."""
    if _can_be_there(photo.path):
        return False
    root = catalog.root(photo.folder_id)
    below = photo.path.relative_to(root).as_posix()
    is_there = os.path.isdir(root)  # noqa: PTH112
    return is_there and not _is_below(below, _find_away(catalog, photo.folder_id))


def is_as_known(photo: Photo) -> bool:
    """Is the photo's file still the one that was indexed?"""
    try:
        found = _stat(photo.path)
    except OSError:
        return False
    return found is not None and stat_values(found) == stat_values(photo.stat)


def _can_be_there(path: Path) -> bool:
    """Is there a file, or a link to nowhere or an error on the way to it?"""
    for place in (path, *path.parents):
        try:
            found = place.lstat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return True
        if stat.S_ISLNK(found.st_mode) and not os.path.exists(place):  # noqa: PTH110
            return True
        return place == path and os.path.isfile(place)  # noqa: PTH113
    return False


def has_moved(catalog: Catalog, photo: Photo, place: Path) -> bool:
    """Is the file at ``place``, which has the photo's content, the photo's own file, renamed?"""
    if is_gone(catalog, photo):
        return True
    if str(photo.path).casefold() != str(place).casefold():
        return False
    # A file system that ignores case still finds the file under its old name, but lists the new.
    root = catalog.root(photo.folder_id)
    try:
        return photo.path.samefile(place) and not _is_listed(root, photo.path.relative_to(root))
    except OSError:
        return False


def _is_listed(root: Path, below: Path) -> bool:
    """Are there folders and a file of just these names?"""
    for part in below.parts:
        if part not in os.listdir(root):  # noqa: PTH208
            return False
        root /= part
    return True


def _find_away(catalog: Catalog, folder_id: int) -> set[str]:
    root = catalog.root(folder_id)
    return {path for path in catalog.mounts(folder_id) if not os.path.ismount(root / path)}


def _outermost(paths: set[str]) -> set[str]:
    """Leave out what lies below another of the paths; "." is everything."""
    if "." in paths:
        return {""}
    return {
        path
        for path in paths
        if not any(str(parent) in paths for parent in PurePosixPath(path).parents)
    }


def _is_below(path: str, places: set[str]) -> bool:
    return bool(places) and any(
        not place or path == place or path.startswith(place + "/") for place in places
    )


class _Scan:
    """One walk over the photos and sidecars of a folder, or of a file or folder below it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._visited: set[tuple[int, int]] = set()
        self._waiting: list[str] = []
        self._links: deque[str] = deque()
        """Linked folders come last: a folder that also has a real place is seen there."""
        self.links: list[str] = []
        self.unlisted: dict[str, Sentence] = {}
        self.files: dict[str, FileStat] = {}
        self.sidecars: dict[str, FileStat] = {}
        self.mounts: list[str] = []
        self.unreadable: list[str] = []
        """Places that could not be looked at: nothing at or below them counts as gone."""

    def forget(self, paths: set[str]) -> None:
        for path in paths & self.files.keys():
            del self.files[path]

    def run(self, below: str) -> Iterator[None]:
        *parents, name = PurePosixPath(below).parts or ("",)
        if any(is_skipped_folder(part) for part in parents):
            return
        place = self._root / below
        if not os.path.isdir(place):  # noqa: PTH112
            self._note(place, name, below)
        elif not is_skipped_folder(name):
            self._waiting.append(below)
            yield from self._walk()

    def _walk(self) -> Iterator[None]:
        count = 0
        while self._waiting or self._links:
            for _ in self._list(self._waiting.pop() if self._waiting else self._links.popleft()):
                count += 1
                if count % _SCAN_STEP == 0:
                    yield

    def _list(self, below: str) -> Iterator[None]:
        place = self._root / below
        try:
            found = place.stat()
            if (found.st_dev, found.st_ino) in self._visited:  # a symbolic link led back here
                return
            self._visited.add((found.st_dev, found.st_ino))
            if os.path.ismount(place):
                self.mounts.append(below)
            if below and os.path.islink(place):  # noqa: PTH114
                self.links.append(below)
            with os.scandir(place) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    self._sort_in(entry, f"{below}/{entry.name}" if below else entry.name)
                    yield
        except FileNotFoundError:
            return
        except OSError as error:
            self._pass_over(below, error)

    def _pass_over(self, below: str, error: OSError) -> None:
        self.unreadable.append(below)
        may_not = error.errno in (errno.EACCES, errno.EPERM)
        self.unlisted[below] = (
            Sentence("This folder may not be read, so its photos are not known.")
            if may_not
            else Sentence(
                "This folder cannot be read ({reason}), so its photos are not known.", reason=error
            )
        )

    def _sort_in(self, entry: os.DirEntry[str], path: str) -> None:
        if entry.is_symlink() and not os.path.exists(entry):  # noqa: PTH110
            self.unreadable.append(path)  # a link to a drive that is away, or to nowhere
        elif _is_folder(entry):
            if not is_skipped_folder(entry.name):
                (self._links if entry.is_symlink() else self._waiting).append(path)
        else:
            self._note(entry, entry.name, path)

    def _note(self, place: os.PathLike[str], name: str, path: str) -> None:
        if is_photo_name(name):
            files = self.files
        elif is_sidecar_name(name):
            files = self.sidecars
        else:
            return
        try:
            found = _stat(Path(place))
        except OSError as error:  # names of files may be read here, but nothing more
            self._pass_over(path.rpartition("/")[0], error)
            return
        if found:
            files[path] = found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _stat(path: Path) -> FileStat | None:
    """None: gone, or not a regular file. OSError where it may not be looked at."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return FileStat(found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None
