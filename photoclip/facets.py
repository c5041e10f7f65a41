"""What a filter could be narrowed to, each with its count of photos.

A facet is counted among the photos that all other parts of the filter let through; of labels, which
must all be there, among those that the whole filter lets through. Beside words or pictures only the
photos that fit them are counted, but what is listed stays: nothing comes and goes while one types.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from photoclip.database import Database
from photoclip.domain import MOST_STARS, SIZE_RANGES, Facets, Filter, FilterNames, Ids
from photoclip.filters import condition
from photoclip.periods import month_starts
from photoclip.photo_arrays import (
    ORIENTATIONS,
    Codes,
    Mask,
    PhotoArrays,
    read_carriers,
    read_photos,
)

MOST = 50
"""Folders and cameras with the most photos; more fit into no list that one reads."""

_MOST_MASKS = 64
"""Of conditions of filters, each a byte a photo: somebody who drags through the dates asks many."""

Counts = tuple[tuple[str, int], ...]


def count_photos(wanted: Filter, database: Database) -> int:
    """How many photos the filter lets through."""
    allowed = condition(wanted, database)
    row = database.row(f"SELECT count(*) FROM photo WHERE {allowed.sql}", allowed.parameters)
    return int(row[0])


class FacetCounts:
    """Counts facets in arrays that are read once, and again after something has changed.

    For 100,000 photos reading takes some tenths of a second, and then each count a hundredth.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: _Known | None = None
        self._changes = -1

    def of(self, wanted: Filter, relevant: Ids | None = None) -> Facets:
        """``relevant``: ids of the only photos that are counted; None: of all."""
        known = self._read()
        if wanted not in known.facets:
            known.facets[wanted] = _Count(wanted, known, self._database).facets()
        listed = known.facets[wanted]
        if relevant is None:
            return listed
        return _recount(listed, _Count(wanted, known, self._database, relevant).facets())

    def names(self) -> FilterNames:
        """What there is to be filtered by, of all photos that can be found."""
        photos = self._read().photos
        everything = np.ones(len(photos.ids), np.bool_)
        names: Counter[str] = Counter()
        for place, count in zip(photos.places, _below(photos, everything), strict=True):
            names[place.path.name] += count
        return FilterNames(
            folders=tuple(name for name, _ in names.most_common() if name),
            cameras=tuple(
                name for name, _ in _rank(photos.cameras, photos.camera_names, everything)
            ),
            suffixes=tuple(
                name for name, _ in _rank(photos.suffixes, photos.suffix_names, everything)
            ),
        )

    def _read(self) -> _Known:
        """The arrays as of now."""
        changes = self._database.row("SELECT total_changes()")[0]
        if self._known is None or changes != self._changes:
            photos = read_photos(self._database)
            carriers = [(name, photos.find(ids)) for name, ids in read_carriers(self._database)]
            self._known, self._changes = _Known(photos, carriers), changes
        return self._known


@dataclass(slots=True, eq=False)
class _Known:
    """What holds until something changes; ``carriers`` are places in the arrays, by label."""

    photos: PhotoArrays
    carriers: Sequence[tuple[str, Ids]]
    masks: dict[Filter, Mask] = field(default_factory=dict)
    facets: dict[Filter, Facets] = field(default_factory=dict)

    def mask(self, part: Filter, database: Database) -> Mask:
        if part not in self.masks:
            if len(self.masks) >= _MOST_MASKS:
                self.masks.clear()
            self.masks[part] = self.photos.mask(part, database)
        return self.masks[part]


class _Count:
    """The facets of one filter."""

    def __init__(
        self, wanted: Filter, known: _Known, database: Database, relevant: Ids | None = None
    ) -> None:
        self._photos, self._carriers = known.photos, known.carriers
        parts = _split(wanted)
        self._masks = {names: known.mask(part, database) for names, part in parts.items()}
        self._wanted = wanted
        self._most = MOST if relevant is None else None
        self._counted = np.ones(len(known.photos.ids), np.bool_)
        if relevant is not None:
            self._counted[:] = np.isin(known.photos.ids, relevant)

    def facets(self) -> Facets:
        photos, whole = self._photos, self._allowed()
        lying = np.bincount(photos.lies[self._allowed("orientations")] + 1, minlength=4)[1:]
        orientations = zip(ORIENTATIONS, lying.tolist(), strict=True)
        return Facets(
            photos=int(whole.sum()),
            folders=_folders(photos, self._allowed("folders"), self._wanted.folders, self._most),
            labels=self._labels(whole),
            cameras=_most(
                _rank(photos.cameras, photos.camera_names, self._allowed("cameras")),
                self._wanted.cameras,
                self._most,
            ),
            suffixes=_most(
                _rank(photos.suffixes, photos.suffix_names, self._allowed("suffixes")),
                self._wanted.suffixes,
                self._most,
            ),
            orientations=tuple((one, count) for one, count in orientations if count),
            months=_count_months(photos.times[self._allowed("since_ns")]),
            ratings=self._ratings(),
            favourites=int(photos.favourites[self._allowed("favourite")].sum()),
            located=int(photos.located[self._allowed("has_location")].sum()),
            sizes=self._sizes(),
        )

    def _allowed(self, but: str = "") -> Mask:
        """What all parts of the filter let through, but for the one that has this name in it."""
        allowed = self._counted.copy()
        for names, mask in self._masks.items():
            if but not in names:
                allowed &= mask
        return allowed

    def _labels(self, whole: Mask) -> Counts:
        """By name; labels that are on none of the photos are left out."""
        counts = ((name, int(whole[places].sum())) for name, places in self._carriers)
        return tuple((name, count) for name, count in counts if count)

    def _ratings(self) -> tuple[int, ...]:
        stars = self._photos.ratings[self._allowed("least_rating")]
        return tuple(int((stars >= least).sum()) for least in range(1, MOST_STARS + 1))

    def _sizes(self) -> tuple[int, ...]:
        sizes = self._photos.sizes[self._allowed("least_size")]
        edges = [least for least, _ in SIZE_RANGES if least is not None]
        ranges = np.searchsorted(np.array(edges, np.int64), sizes, side="right")
        return tuple(np.bincount(ranges, minlength=len(SIZE_RANGES)).tolist())


_PARTS: Sequence[Collection[str]] = (
    ("folders",),
    ("labels", "without_labels"),
    ("since_ns", "until_ns"),
    ("cameras",),
    ("suffixes",),
    ("orientations",),
    ("favourite",),
    ("least_rating",),
    ("has_location",),
    ("least_size", "most_size"),
)
"""What a filter is counted without; a range is one part."""


def _split(whole: Filter) -> dict[Collection[str], Filter]:
    """The parts that say something, by the names of their fields."""
    parts = {names: Filter(**{name: getattr(whole, name) for name in names}) for names in _PARTS}
    return {names: part for names, part in parts.items() if part != Filter()}


def _rank(codes: Codes, names: Sequence[str], allowed: Mask) -> Counts:
    """Names with their photos, the most first; those that have none are left out."""
    counts = np.bincount(codes[allowed] + 1, minlength=len(names) + 1)[1:].tolist()
    return _sorted((name, count) for name, count in zip(names, counts, strict=True) if count)


def _sorted(counts: Iterable[tuple[str, int]]) -> Counts:
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0])))


def _recount(listed: Facets, counted: Facets) -> Facets:
    """What is listed, each with its other count, or 0."""
    again: dict[str, Any] = {}
    for name in ("folders", "labels", "cameras", "suffixes", "orientations", "months"):
        counts = dict(getattr(counted, name))
        again[name] = tuple((one, counts.get(one, 0)) for one, _ in getattr(listed, name))
    return replace(counted, **again)


def _most(ranked: Counts, chosen: Collection[str], most: int | None) -> Counts:
    """The first ones, and what is chosen, however few photos it has; None: all."""
    if most is None:
        return ranked
    return ranked[:most] + tuple(one for one in ranked[most:] if one[0] in chosen)


def _folders(
    photos: PhotoArrays, allowed: Mask, chosen: Collection[str], limit: int | None
) -> Counts:
    """Absolute paths, each with all that is below it; those chosen, by path or name, among them."""
    counted = list(zip(photos.places, _below(photos, allowed), strict=True))
    limit = len(counted) if limit is None else limit
    most = heapq.nsmallest(limit, counted, key=lambda one: (-one[1], one[0].root, one[0].way))
    if chosen and len(counted) > limit:
        names = {name.casefold() for name in chosen}
        most += [
            one
            for one in counted
            if one not in most
            and (str(one[0].path) in chosen or one[0].path.name.casefold() in names)
        ]
    return tuple((str(place.path), count) for place, count in most if count)


def _below(photos: PhotoArrays, allowed: Mask) -> list[int]:
    """Of each place the photos at and below it."""
    counts: list[int] = np.bincount(photos.folders[allowed], minlength=len(photos.places)).tolist()
    for number in range(len(counts) - 1, -1, -1):  # what is below comes after
        above = photos.places[number].above
        if above >= 0:
            counts[above] += counts[number]
    return counts


def _count_months(times: Ids) -> tuple[tuple[int, int], ...]:
    """Only months that have photos."""
    if not len(times):
        return ()
    times = np.sort(times)
    starts = month_starts(int(times[0]), int(times[-1]))
    ends = np.searchsorted(times, np.array([*starts[1:], np.iinfo(np.int64).max], np.int64))
    counts = np.diff(ends, prepend=0)
    return tuple((start, int(n)) for start, n in zip(starts, counts, strict=True) if n)
