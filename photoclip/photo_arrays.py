"""Photos as arrays, one a column and read in one pass: what is counted without asking SQLite again.

Of every photo that can be found. Names of folders, cameras and suffixes are codes, places in a list
beside the array; -1 says that there is none.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from photoclip.database import Database
from photoclip.domain import Filter, Ids, Orientation
from photoclip.filters import LIES, STANDS_FOR, condition
from photoclip.label_store import BELOW, CARRIED
from photoclip.photo_rows import to_path

ORIENTATIONS = tuple(Orientation)

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

_LONGEST_SUFFIX = 8  # with its dot; no photo has a longer one

# Four small values in one number: fewer values to fetch.
_MARKS = (
    "rating + 8 * favourite + 16 * (latitude IS NOT NULL) + 32 * CASE "
    + " ".join(f"WHEN {LIES[one]} THEN {n}" for n, one in enumerate(ORIENTATIONS, 1))
    + " ELSE 0 END"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder at or below a root; ``above`` is the code of the next one on the way to the root."""

    root: Path
    way: str
    above: int = -1

    @property
    def path(self) -> Path:
        return self.root / self.way


@dataclass(frozen=True, slots=True, eq=False)
class PhotoArrays:
    """All are in the order of ``ids``, which are ascending.

    ``times`` are nanoseconds since 1970, ``sizes`` bytes, ``ratings`` stars. ``lies`` is a place in
    ORIENTATIONS or -1. Of ``places`` each comes after the one above it.
    """

    ids: Ids
    times: Ids
    sizes: Ids
    ratings: Ids
    favourites: Mask
    located: Mask
    lies: Ids
    folders: Codes
    places: Sequence[Place]
    cameras: Codes
    camera_names: Sequence[str]
    suffixes: Codes
    suffix_names: Sequence[str]

    def find(self, ids: Ids) -> Ids:
        """Where in the arrays photos are; those that are not there are left out."""
        if not len(self.ids):
            return ids[:0]
        found: Ids = np.searchsorted(self.ids, ids)
        found[found == len(self.ids)] = 0
        there: Ids = found[self.ids[found] == ids]
        return there

    def mask(self, wanted: Filter, database: Database) -> Mask:
        """Which of them a filter lets through: bool [n]."""
        asked = replace(
            Filter(),
            folders=wanted.folders,
            labels=wanted.labels,
            without_labels=wanted.without_labels,
            cameras=wanted.cameras,
        )
        mask = np.ones(len(self.ids), np.bool_)
        if asked != Filter():
            allowed = condition(asked, database)
            rows = database.rows(f"SELECT id FROM photo WHERE {allowed.sql}", allowed.parameters)
            mask[:] = False
            mask[self.find(np.array(rows, np.int64).reshape(-1))] = True
        for part in self._parts(wanted):
            mask &= part
        return mask

    def _parts(self, wanted: Filter) -> Iterator[Mask]:
        """What the arrays know by themselves, and SQLite only by a look at every photo."""
        if wanted.since_ns is not None:
            yield self.times >= wanted.since_ns
        if wanted.until_ns is not None:
            yield self.times < wanted.until_ns
        if wanted.least_size is not None:
            yield self.sizes >= wanted.least_size
        if wanted.most_size is not None:
            yield self.sizes < wanted.most_size
        if wanted.favourite is not None:
            yield self.favourites == wanted.favourite
        if wanted.has_location is not None:
            yield self.located == wanted.has_location
        if wanted.orientations:
            yield np.isin(self.lies, [ORIENTATIONS.index(one) for one in wanted.orientations])
        if wanted.suffixes:
            meant = {STANDS_FOR.get(suffix, suffix) for suffix in wanted.suffixes}
            codes = [code for code, name in enumerate(self.suffix_names) if name in meant]
            yield np.isin(self.suffixes, codes)
        yield self.ratings >= wanted.least_rating


def read_photos(database: Database) -> PhotoArrays:
    allowed = condition(Filter(), database)
    rows = database.rows(
        f"SELECT id, shown_ns, size, {_MARKS}, folder_id, path, camera"
        f" FROM photo WHERE {allowed.sql} ORDER BY id",
        allowed.parameters,
    )
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * 7
    ids, times, sizes, marks = (np.array(column, np.int64) for column in columns[:4])
    roots, paths, cameras = columns[4:]
    ways = (path.rpartition(b"/")[0] for path in paths)
    folders, places = _encode_places(zip(roots, ways, strict=True), database)
    camera_codes, camera_names = _encode(cameras)
    suffixes, suffix_names = _encode_suffixes(paths)
    return PhotoArrays(
        ids,
        times,
        sizes,
        ratings=marks & 7,
        favourites=(marks & 8) > 0,
        located=(marks & 16) > 0,
        lies=(marks >> 5) - 1,
        folders=folders,
        places=places,
        cameras=camera_codes,
        camera_names=camera_names,
        suffixes=suffixes,
        suffix_names=suffix_names,
    )


def read_carriers(database: Database) -> list[tuple[str, Ids]]:
    """Each label by name, and the ids of the photos that carry it, each once."""
    labels = database.rows("SELECT id, name FROM label WHERE removed_ns IS NULL ORDER BY name")
    rows = database.rows(f"WITH RECURSIVE {BELOW} SELECT root, photo_id {CARRIED} ORDER BY root")
    pairs = np.array(rows, np.int64).reshape(-1, 2)
    carriers = {}
    for number, _ in labels:
        first, last = np.searchsorted(pairs[:, 0], [number, number + 1])
        carriers[number] = np.unique(pairs[first:last, 1])
    return [(name, carriers[number]) for number, name in labels]


def _encode(values: Iterable[Any]) -> tuple[Codes, list[Any]]:
    """Codes in the order in which values first occur; None is -1."""
    values = list(values)
    names = [name for name in dict.fromkeys(values) if name is not None]
    codes = {None: -1, **{name: code for code, name in enumerate(names)}}
    return np.fromiter(map(codes.__getitem__, values), np.int32, len(values)), names


def _encode_suffixes(paths: Iterable[bytes]) -> tuple[Codes, list[str]]:
    """Those that mean the same type are one."""
    written, endings = _encode(path[-_LONGEST_SUFFIX:].rpartition(b".")[2] for path in paths)
    suffixes = (ending.lower().decode(errors="replace") for ending in endings)
    meant, names = _encode(STANDS_FOR.get(suffix, suffix) for suffix in suffixes)
    return meant[written], names


def _encode_places(
    ways: Iterable[tuple[int, bytes]], database: Database
) -> tuple[Codes, list[Place]]:
    """Folders by the ids of their roots and the ways from there, with all those above them."""
    roots = {number: to_path(path) for number, path in database.rows("SELECT id, path FROM folder")}
    written, directly = _encode(ways)
    codes: dict[tuple[int, bytes], int] = {}
    places: list[Place] = []

    def code(root: int, way: bytes) -> int:
        if (root, way) not in codes:
            above = code(root, way.rpartition(b"/")[0]) if way else -1
            codes[root, way] = len(places)
            places.append(Place(roots[root], os.fsdecode(way), above))
        return codes[root, way]

    meant = np.array([code(root, way) for root, way in directly], np.int32)
    return meant[written], places
