"""A filter as a condition of SQL, on the rows of ``photo`` that can be found at all.

What depends on the library, the names of labels and the places of folders, is looked up in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from photoclip.database import Database
from photoclip.domain import Filter, Ids, Orientation
from photoclip.label_definition import same_name
from photoclip.label_store import BELOW, CARRIED
from photoclip.photo_rows import AMONG, LARGEST, numbers, to_path

ALIKE = {
    "jpg": ("jpg", "jpeg", "jpe", "jfif"),
    "tif": ("tif", "tiff"),
    "heic": ("heic", "heif", "hif"),
    "png": ("png", "apng"),
}
"""Suffixes of one and the same type of file, by the one that stands for all."""

STANDS_FOR = {suffix: name for name, suffixes in ALIKE.items() for suffix in suffixes}

_SQUARE = "abs(photo.width - photo.height) * 50 <= max(photo.width, photo.height)"  # within 2 %

LIES = {
    Orientation.SQUARE: _SQUARE,
    Orientation.LANDSCAPE: f"photo.width > photo.height AND NOT {_SQUARE}",
    Orientation.PORTRAIT: f"photo.width < photo.height AND NOT {_SQUARE}",
}
"""How a photo lies, as a condition."""

_SHOWN = (
    "photo.error IS NULL"
    " AND photo.folder_id NOT IN (SELECT id FROM folder WHERE removed_ns IS NOT NULL)"
)

_LONGEST = 4096  # characters of a name; no longer path can be opened


@dataclass(frozen=True, slots=True)
class Condition:
    """What stands after WHERE where ``photo`` is among the tables, with its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


def condition(wanted: Filter, database: Database) -> Condition:
    """Readable photos of folders that are not removed, of which all of the filter is true."""
    parts = [
        Condition(_SHOWN),
        *_labels(wanted, database),
        *_any(_places(wanted.folders, database)),
        *_any([_camera(name) for name in wanted.cameras]),
        *_any([_suffix(name) for name in wanted.suffixes]),
        *_any([Condition(f"({LIES[one]})") for one in wanted.orientations]),
        *_marks(wanted),
        *_bounds(wanted),
    ]
    return Condition(
        " AND ".join(part.sql for part in parts),
        tuple(value for part in parts for value in part.parameters),
    )


def vectors_of(wanted: Filter, model: str, database: Database) -> Ids:
    """The vector ids of the photos that the filter lets through: int64 [n]."""
    allowed = condition(wanted, database)
    rows = database.rows(
        "SELECT vector.id FROM photo JOIN vector ON vector.photo_id = photo.id"
        f" WHERE vector.model = ? AND {allowed.sql}",
        (model, *allowed.parameters),
    )
    return np.array(rows, np.int64).reshape(-1)


def _any(parts: Sequence[Condition]) -> Iterator[Condition]:
    """One of them suffices; none asks for nothing."""
    if parts:
        sql = " OR ".join(part.sql for part in parts)
        yield Condition(f"({sql})", tuple(value for part in parts for value in part.parameters))


def _marks(wanted: Filter) -> Iterator[Condition]:
    if wanted.favourite is not None:
        yield Condition("photo.favourite" if wanted.favourite else "NOT photo.favourite")
    if wanted.has_location is not None:
        yield Condition(f"photo.latitude IS {'NOT ' if wanted.has_location else ''}NULL")


def _bounds(wanted: Filter) -> Iterator[Condition]:
    for sql, value in (
        ("photo.rating >= ?", wanted.least_rating or None),
        ("photo.shown_ns >= ?", wanted.since_ns),
        ("photo.shown_ns < ?", wanted.until_ns),
        ("photo.size >= ?", wanted.least_size),
        ("photo.size < ?", wanted.most_size),
    ):
        if value is not None:
            yield Condition(sql, (max(-LARGEST, min(value, LARGEST)),))


def _labels(wanted: Filter, database: Database) -> Iterator[Condition]:
    """Each of the labels, none of the others; a name that no label has is on no photo."""
    if not wanted.labels and not wanted.without_labels:
        return
    names = database.rows("SELECT id, name FROM label WHERE removed_ns IS NULL")
    carried = f"(WITH RECURSIVE {BELOW} SELECT photo_id {CARRIED} AND root {AMONG})"
    for way, texts in (("IN", wanted.labels), ("NOT IN", wanted.without_labels)):
        for text in texts:
            ids = [number for number, name in names if same_name(name, text.strip())]
            yield Condition(f"photo.id {way} {carried}", (numbers(ids),))


def _camera(name: str) -> Condition:
    """That camera; if there is none of just that name, those with the text in their names."""
    text = _sql_text(name.strip())
    return Condition(
        "(photo.camera = ? OR (instr(lower(photo.camera), lower(?)) > 0"
        " AND NOT EXISTS (SELECT 1 FROM photo AS other WHERE other.camera = ?)))",
        (text, text, text),
    )


def _suffix(name: str) -> Condition:
    suffixes = ALIKE.get(STANDS_FOR.get(name, name), (name,))
    endings = [f".{suffix}" for suffix in suffixes]
    sql = " OR ".join("lower(substr(photo.path, ?)) = ?" for _ in endings)
    values = [value for end in endings for value in (-len(end), _sql_text(end))]
    return Condition(f"({sql})", tuple(values))


def _places(folders: Sequence[str], database: Database) -> list[Condition]:
    if not folders:
        return []
    rows = database.rows("SELECT id, path FROM folder WHERE removed_ns IS NULL")
    roots = {number: to_path(path) for number, path in rows}
    return [place for folder in folders for place in _place(folder, roots)]


def _place(folder: str, roots: dict[int, Path]) -> Iterator[Condition]:
    """Whole roots, what is below a place in one, or what has such a folder on its way."""
    path = PurePath(folder)
    if path.is_absolute():
        whole = [number for number, root in roots.items() if root.is_relative_to(path)]
        for number, root in roots.items():
            if number not in whole and path.is_relative_to(root):
                yield _below(number, path.relative_to(root).as_posix())
    else:
        name = PurePath(folder.strip()[:_LONGEST]).as_posix()
        whole = [
            number
            for number, root in roots.items()
            if f"/{name}/".casefold() in f"{root.as_posix()}/".casefold()
        ]
        way = _sql_bytes(f"/{name}/")
        sql = "instr('/' || lower(CAST(photo.path AS TEXT)), lower(CAST(? AS TEXT))) > 0"
        yield Condition(sql, (way,))
    yield Condition(f"photo.folder_id {AMONG}", (numbers(whole),))


def _below(root: int, place: str) -> Condition:
    """“0” follows “/”: a range, because an index serves it."""
    ends = (_sql_bytes(f"{place}/"), _sql_bytes(f"{place}0"))
    sql = "(photo.folder_id = ? AND photo.path >= ? AND photo.path < ?)"
    return Condition(sql, (root, *ends))


def _sql_bytes(text: str) -> bytes:
    """As paths are stored; what cannot be in a path becomes a question mark."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _sql_text(text: str) -> str:
    """Bytes that were no UTF-8 (from a command line) cannot be compared."""
    return text.encode("utf-8", "replace").decode("utf-8")
