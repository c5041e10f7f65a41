"""What a filter could be narrowed to, each with its count of photos.

A facet is counted among the photos that all other parts of the filter let through; of labels, which
must all be there, among those that the whole filter lets through.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from photoclip.database import Database
from photoclip.domain import MOST_STARS, Facets, Filter, FilterNames, Orientation
from photoclip.filters import CARRIED, LIES, STANDS_FOR, condition
from photoclip.label_store import BELOW
from photoclip.periods import month_starts
from photoclip.photo_rows import to_path

MOST = 50
"""Folders and cameras with the most photos; more fit into no list that one reads."""

_LONGEST_SUFFIX = 6  # with its dot
_STARS = range(1, MOST_STARS + 1)

Counts = tuple[tuple[str, int], ...]


def count_photos(wanted: Filter, database: Database) -> int:
    """How many photos the filter lets through."""
    allowed = condition(wanted, database)
    row = database.row(f"SELECT count(*) FROM photo WHERE {allowed.sql}", allowed.parameters)
    return int(row[0])


def count_facets(wanted: Filter, database: Database) -> Generator[None, None, Facets]:
    """Yields between facets, so that something more urgent can be done; returns them."""
    sums: dict[str, int] = {}
    for allowed, columns in _sums(wanted).items():
        sums |= _sum(columns, allowed, database)
        yield
    labels = _labels(wanted, database)
    yield
    folders = _folders(replace(wanted, folders=()), database)
    yield
    cameras = _cameras(replace(wanted, cameras=()), database)
    yield
    suffixes = _suffixes(replace(wanted, suffixes=()), database)
    yield
    return Facets(
        photos=sums["photos"],
        folders=folders,
        labels=labels,
        cameras=cameras,
        suffixes=suffixes,
        orientations=tuple((one, sums[one.value]) for one in Orientation if sums[one.value]),
        months=_months(replace(wanted, since_ns=None, until_ns=None), database),
        ratings=tuple(sums[f"rating {stars}"] for stars in _STARS),
        favourites=sums["favourites"],
        located=sums["located"],
    )


def find_names(database: Database) -> FilterNames:
    """Of all photos that can be found."""
    everything = Filter()
    names: Counter[str] = Counter()
    for place, count in _places(everything, database).items():
        names[place.name] += count
    return FilterNames(
        folders=tuple(name for name, _ in names.most_common() if name),
        cameras=tuple(name for name, _ in _all_cameras(everything, database)),
        suffixes=tuple(name for name, _ in _suffixes(everything, database)),
    )


def _sums(wanted: Filter) -> dict[Filter, dict[str, str]]:
    """What one look at each photo counts: which photos -> (name -> condition)."""
    sums: dict[Filter, dict[str, str]] = defaultdict(dict)
    sums[wanted]["photos"] = "1"
    sums[replace(wanted, favourite=None)]["favourites"] = "photo.favourite"
    sums[replace(wanted, has_location=None)]["located"] = "photo.latitude IS NOT NULL"
    for one in Orientation:
        sums[replace(wanted, orientations=())][one.value] = LIES[one]
    for stars in _STARS:
        sums[replace(wanted, least_rating=0)][f"rating {stars}"] = f"photo.rating >= {stars}"
    return sums


def _sum(columns: dict[str, str], allowed: Filter, database: Database) -> dict[str, int]:
    (counts,) = _rows(", ".join(f"total({sql})" for sql in columns.values()), allowed, database)
    return {name: int(count) for name, count in zip(columns, counts, strict=True)}


def _rows(columns: str, wanted: Filter, database: Database, rest: str = "") -> list[Any]:
    allowed = condition(wanted, database)
    sql = f"SELECT {columns} FROM photo WHERE {allowed.sql} {rest}"
    return database.rows(sql, allowed.parameters)


def _ranked(counts: Iterable[tuple[str, int]]) -> Counts:
    """The names with the most photos first."""
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0])))


def _labels(wanted: Filter, database: Database) -> Counts:
    """By name; labels that are on none of the photos are left out."""
    allowed = condition(wanted, database)
    nested = database.row("SELECT 1 FROM label WHERE parent_id IS NOT NULL")
    once = "DISTINCT" if nested else ""  # and slower
    rows = database.rows(
        f"WITH RECURSIVE {BELOW}, allowed AS MATERIALIZED"
        f" (SELECT photo.id FROM photo WHERE {allowed.sql})"
        f" SELECT (SELECT name FROM label WHERE id = root), count({once} photo_id) {CARRIED}"
        # "+": not by each photo's tags, of which most are none
        " AND +photo_id IN allowed GROUP BY root ORDER BY 1",
        allowed.parameters,
    )
    return tuple((name, count) for name, count in rows)


def _folders(wanted: Filter, database: Database) -> Counts:
    """Absolute paths, each with all that is below it."""
    counts = _places(wanted, database)
    return _ranked((str(place), count) for place, count in counts.items())[:MOST]


def _places(wanted: Filter, database: Database) -> Counter[Path]:
    below: Counter[tuple[int, bytes]] = Counter()
    for number, path in _rows("photo.folder_id, photo.path", wanted, database):
        below[number, path.rpartition(b"/")[0]] += 1
    roots = dict(database.rows("SELECT id, path FROM folder"))
    counts: Counter[Path] = Counter()
    for (number, way), count in below.items():
        root = to_path(roots[number])
        place = root / to_path(way)
        for one in (place, *place.parents):
            counts[one] += count
            if one == root:
                break
    return counts


def _cameras(wanted: Filter, database: Database) -> Counts:
    return _all_cameras(wanted, database)[:MOST]


def _all_cameras(wanted: Filter, database: Database) -> Counts:
    rest = "AND photo.camera IS NOT NULL GROUP BY 1"
    return _ranked(_rows("photo.camera, count(*)", wanted, database, rest))


def _suffixes(wanted: Filter, database: Database) -> Counts:
    """Those that mean the same type are one."""
    ending = f"lower(substr(photo.path, -{_LONGEST_SUFFIX}))"
    counts: Counter[str] = Counter()
    for end, count in _rows(f"{ending}, count(*)", wanted, database, "GROUP BY 1"):
        suffix = end.rpartition(".")[2]
        counts[STANDS_FOR.get(suffix, suffix)] += count
    return _ranked(counts.items())[:MOST]


def _months(wanted: Filter, database: Database) -> tuple[tuple[int, int], ...]:
    """Only months that have photos."""
    times = np.sort(np.array(_rows("photo.shown_ns", wanted, database), np.int64).ravel())
    if not len(times):
        return ()
    starts = month_starts(int(times[0]), int(times[-1]))
    ends = np.searchsorted(times, np.array([*starts[1:], np.iinfo(np.int64).max], np.int64))
    counts = np.diff(ends, prepend=0)
    return tuple((start, int(n)) for start, n in zip(starts, counts, strict=True) if n)


class FacetCounts:
    """Counts facets; what is asked again while nothing has changed is known."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[Filter, Facets] = {}
        self._changes = -1

    def of(self, wanted: Filter) -> Facets:
        """At once: some tenths of a second for a hundred thousand photos."""
        steps = self.steps(wanted)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                facets: Facets = end.value
                return facets

    def steps(self, wanted: Filter) -> Generator[None, None, Facets]:
        """See ``count_facets``."""
        changes = self._database.row("SELECT total_changes()")[0]
        if changes != self._changes:
            self._known, self._changes = {}, changes
        if wanted not in self._known:
            self._known[wanted] = yield from count_facets(wanted, self._database)
        return self._known[wanted]
