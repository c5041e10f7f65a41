"""How a filter that is being written may go on; pure, and without words for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from photoclip.domain import FilterNames, Label
from photoclip.grammar import (
    FILTERS,
    NEGATIVE_FILTERS,
    VALUES,
    Beginning,
    find_beginning,
    write_filter,
)

LEAST_LETTERS = 3
"""A shorter word is rarely meant to become a filter, and “in” and “is” never seem so."""

MOST = 50

ABOVE = " › "
"""Between a label and what it is nested in."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a filter can say; ``place`` says where a label is nested."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """``written`` goes where the beginning stands. Without ``value`` it is a filter's name."""

    written: str
    key: str
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Completions:
    """``text[start:end]`` is what one of the offers may take the place of."""

    start: int
    end: int
    key: str
    offers: tuple[Offer, ...]


def complete(
    text: str, place: int, values: Mapping[str, Sequence[Value]], *, asked: bool = False
) -> Completions:
    """What may follow at that place; ``asked`` for, also where nothing is begun."""
    begun = find_beginning(text, place)
    if begun is None:
        free = not text[:place].strip() or text[:place][-1:].isspace()
        begun = Beginning(place, place, "", "", False) if free else None
    if begun is None or (not begun.key and len(begun.value) < LEAST_LETTERS and not asked):
        return Completions(place, place, "", ())
    if begun.key:
        known = [*map(Value, VALUES.get(begun.key, ())), *values.get(begun.key, ())]
        offers = tuple(_complete_value(begun, known))
    else:
        offers = tuple(_complete_name(begun))
    return Completions(begun.start, begun.end, begun.key, offers[:MOST])


def _complete_name(begun: Beginning) -> Iterator[Offer]:
    sign = "-" if begun.negative else ""
    for name in NEGATIVE_FILTERS if begun.negative else FILTERS:
        if name.startswith(begun.value.lower()):
            yield Offer(f"{sign}{name}:", name)


def _complete_value(begun: Beginning, known: Sequence[Value]) -> Iterator[Offer]:
    """Those that begin so first, then those in which a word does, then all that hold it."""
    if begun.negative and begun.key not in NEGATIVE_FILTERS:
        return
    wanted = begun.value.strip().casefold()
    ranked: list[tuple[int, Value]] = []
    for value in known:
        rank = _rank(wanted, value)
        if rank is not None:
            ranked.append((rank, value))
    sign = "-" if begun.negative else ""
    for _, value in sorted(ranked, key=lambda pair: pair[0]):
        yield Offer(write_filter(sign + begun.key, value.text), begun.key, value)


def _rank(wanted: str, value: Value) -> int | None:
    """None: it does not fit, or is already there."""
    name = value.text.casefold()
    if name == wanted:
        return None
    fits = (
        name.startswith(wanted),
        f" {wanted}" in name,
        wanted in name,
        wanted in value.place.casefold(),
    )
    return fits.index(True) if any(fits) else None


def values_of(labels: Sequence[Label], names: FilterNames) -> dict[str, Sequence[Value]]:
    """By the name of the filter that may say them."""
    by_id = {label.id: label for label in labels}
    return {
        "label": [Value(label.name, ABOVE.join(_path(label, by_id))) for label in labels],
        "camera": [Value(name) for name in names.cameras],
        "in": [Value(name) for name in names.folders],
        "type": [Value(name) for name in names.suffixes],
    }


def _path(label: Label, by_id: Mapping[int, Label]) -> list[str]:
    """What a label is nested in, the outermost first; a ring, which there should not be, ends."""
    path: list[str] = []
    above = by_id.get(label.parent_id or 0)
    while above is not None and above.name not in path:
        path.insert(0, above.name)
        above = by_id.get(above.parent_id or 0)
    return path
