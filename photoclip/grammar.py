"""Queries as people write them: words, “-word”, “word^2”, and filters such as “date:2021”.

Pure: text to values and back. A text is read at every keystroke, so whatever somebody types means
something; ``Piece.meaning`` tells of a filter that is not finished or cannot be understood.
``parse(write(query))`` is the query again, but for pictures and photos, which no text can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from photoclip.domain import MOST_STARS, Filter, Orientation, Query, Text
from photoclip.periods import RELATIVE, name_range, read_range

MOST_WEIGHT = 100.0
"""Larger weights mean this one: beside it, any other term is next to nothing."""

_QUOTED = r'"(?:[^"]|"")*+(?:"|\Z)'  # a quote inside is doubled; the text's end closes the last one
_CLOSED = re.compile(r'"(?:[^"]|"")*+"')
_NUMBER = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_UNIT_BYTES = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}
_LARGEST_SIZE = 2**62  # bytes
_SIZE = re.compile(r"([<>])([0-9]{1,12}(?:\.[0-9]{1,9})?)([a-z]*)")

_FAVOURITE = ("favourite", "favorite")
_LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: ``text[start:end]`` is ``source``.

    ``meaning`` is a term, or a filter of one condition. None: it begins like a filter, a phrase or
    a negative term, but is not finished or says nothing that can be understood; it means nothing.
    """

    source: str
    start: int
    end: int
    meaning: Text | Filter | None


def parse(text: str, now: date) -> Query:
    """The query that a text means: any text means one. ``now`` says which day “today” is."""
    pieces = split(text, now)
    return Query(
        tuple(piece.meaning for piece in pieces if isinstance(piece.meaning, Text)),
        filter=_join(piece.meaning for piece in pieces if isinstance(piece.meaning, Filter)),
    )


def split(text: str, now: date) -> tuple[Piece, ...]:
    """The pieces of a text in their order; plain words beside one another are one piece."""
    pieces: list[Piece] = []
    words: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if _is_plain(token):
            words.append(token)
            continue
        pieces += _join_words(words)
        words = []
        pieces.append(Piece(token[0], token.start(), token.end(), _mean(token, now)))
    return (*pieces, *_join_words(words))


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is being written: ``text[start:end]`` is a filter and its value so far, or a word.

    ``key`` is empty for a word, which is then the ``value``; ``negative``: it begins with a hyphen.
    """

    start: int
    end: int
    key: str
    value: str
    negative: bool


def find_beginning(text: str, place: int) -> Beginning | None:
    """What ends at that place and may go on; phrases, and values with closed quotes, do not."""
    for token in _TOKEN.finditer(text):
        if token.end() != place or token["phrase"] is not None:
            continue
        value = token["word"] if token["key"] is None else token["value"]
        if not _CLOSED.fullmatch(value):
            key = (token["key"] or "").lower()
            return Beginning(token.start(), place, key, _unquote(value), bool(token["minus"]))
    return None


def write(query: Query) -> str:
    """Terms in words and the filter as text; pictures, photos and blank terms are left out."""
    parts: list[str] = []
    merges = False  # with plain words that would follow
    for term in query.terms:
        if isinstance(term, Text) and term.text.strip():
            part = _write_term(term, quote=merges and term.weight == 1)
            merges = term.weight == 1 and not part.startswith('"')
            parts.append(part)
    return " ".join([*parts, *_write_filter(query.filter)])


# --- reading ------------------------------------------------------------------------------------


def _is_plain(token: re.Match[str]) -> bool:
    """A word without sign or weight; a lone hyphen is one, unless something may yet follow it."""
    word = token["word"]
    if word is None:
        return False
    if not token[0].strip("-"):
        return bool(token.string[token.end() :].strip())
    return (not token["minus"] or word.startswith("-")) and _parse_weight(word) is None


def _join_words(words: list[re.Match[str]]) -> Iterator[Piece]:
    if words:
        start, end = words[0].start(), words[-1].end()
        meaning = Text(" ".join(word[0] for word in words))
        yield Piece(words[0].string[start:end], start, end, meaning)


def _mean(token: re.Match[str], now: date) -> Text | Filter | None:
    """Of a token that is no plain word."""
    sign = -1.0 if token["minus"] else 1.0
    if token["key"] is not None:
        value = _unquote(token["value"])
        readers = _NEGATIVE_READERS if token["minus"] else _READERS
        reader = readers.get(token["key"].lower())
        return reader(value, now) if reader and value.strip() else None
    if token["phrase"] is not None:
        phrase = _unquote(token["phrase"])
        return Text(phrase, sign * _weight(token["weight"] or "")) if phrase.strip() else None
    if not token[0].strip("-"):
        return None
    word, weight = _parse_weight(token["word"]) or (token["word"], 1.0)
    return Text(word, sign * weight)


def _unquote(value: str) -> str:
    if not value.startswith('"'):
        return value
    inside = re.fullmatch(r'"((?:[^"]|"")*+)"?', value)
    return inside[1].replace('""', '"') if inside else value


def _parse_weight(word: str) -> tuple[str, float] | None:
    """“dog^2” -> ("dog", 2.0); “dog^”, whose number is still to come, weighs 1."""
    before, caret, number = word.rpartition("^")
    if (
        not caret
        or not before[-1:].isalnum()
        or (number.strip(".") and not _NUMBER.fullmatch(number))
    ):
        return None
    return before, _weight(number)


def _weight(number: str) -> float:
    return min(float(number), MOST_WEIGHT) if _NUMBER.fullmatch(number) else 1.0


def _join(parts: Iterable[Filter]) -> Filter:
    """All conditions together; where there can be only one, the last one."""
    values: dict[str, Any] = {}
    for part in parts:
        for field in fields(Filter):
            value = getattr(part, field.name)
            if isinstance(value, tuple):
                values[field.name] = tuple(dict.fromkeys((*values.get(field.name, ()), *value)))
            elif value != field.default:
                values[field.name] = value
    return Filter(**values)


# --- filters ------------------------------------------------------------------------------------

_Reader = Callable[[str, date], Filter | None]


def _read_orientation(value: str, now: date) -> Filter | None:
    known = {one.value: one for one in Orientation}
    lies = known.get(value.lower())
    return Filter(orientations=(lies,)) if lies else None


def _read_is(value: str, *, yes: bool) -> Filter | None:
    return Filter(favourite=yes) if value.lower() in _FAVOURITE else None


def _read_has(value: str, *, yes: bool) -> Filter | None:
    return Filter(has_location=yes) if value.lower() == _LOCATION else None


def _read_rating(value: str, now: date) -> Filter | None:
    stars = int(value) if value in set("0123456789") else MOST_STARS + 1
    return Filter(least_rating=stars) if stars <= MOST_STARS else None


def _read_suffix(value: str, now: date) -> Filter | None:
    suffix = value.strip().lower().removeprefix(".")
    return Filter(suffixes=(suffix,)) if suffix else None


def _read_size(value: str, now: date) -> Filter | None:
    match = _SIZE.fullmatch(value.lower())
    if not match or match[3] not in _UNIT_BYTES:
        return None
    size = int(Decimal(match[2]) * _UNIT_BYTES[match[3]])
    if size > _LARGEST_SIZE:
        return None
    return Filter(least_size=size) if match[1] == ">" else Filter(most_size=size)


def _read_dates(value: str, now: date) -> Filter | None:
    found = read_range(value, now)
    return Filter(since_ns=found[0], until_ns=found[1]) if found else None


_READERS: dict[str, _Reader] = {
    "label": lambda value, now: Filter(labels=(value,)),
    "camera": lambda value, now: Filter(cameras=(value,)),
    "type": _read_suffix,
    "in": lambda value, now: Filter(folders=(value,)),
    "date": _read_dates,
    "orientation": _read_orientation,
    "is": lambda value, now: _read_is(value, yes=True),
    "rating": _read_rating,
    "has": lambda value, now: _read_has(value, yes=True),
    "size": _read_size,
}
_NEGATIVE_READERS: dict[str, _Reader] = {
    "label": lambda value, now: Filter(without_labels=(value,)),
    "is": lambda value, now: _read_is(value, yes=False),
    "has": lambda value, now: _read_has(value, yes=False),
}

FILTERS = tuple(_READERS)
"""The names of the filters: what stands before the colon."""

NEGATIVE_FILTERS = tuple(_NEGATIVE_READERS)
"""Those of them that may follow a hyphen."""

VALUES: dict[str, tuple[str, ...]] = {
    "date": tuple(RELATIVE),
    "orientation": tuple(one.value for one in Orientation),
    "is": _FAVOURITE[:1],
    "rating": tuple(str(stars) for stars in range(1, MOST_STARS + 1)),
    "has": (_LOCATION,),
    "size": ("<1mb", ">1mb", ">5mb", ">20mb"),
}
"""What a filter can say whatever the library holds; of sizes, and of dates, a few examples."""

_TOKEN = re.compile(
    rf"(?P<minus>-?)(?:(?P<key>(?ai:{'|'.join(_READERS)})):(?P<value>{_QUOTED}|\S*)"
    rf"|(?P<phrase>{_QUOTED})(?:\^(?P<weight>[0-9.]*))?"
    rf"|(?P<word>\S+))"
)


# --- writing ------------------------------------------------------------------------------------


def _write_term(term: Text, *, quote: bool) -> str:
    """Bare where that means the same, else in quotes."""
    sign = "-" if term.weight < 0 else ""
    size = abs(float(term.weight))
    weight = "" if size == 1 else f"^{Decimal(repr(size)).normalize():f}"
    bare = f"{sign}{term.text}{weight}"
    return bare if not quote and _means(bare, term) else f"{sign}{_quote(term.text)}{weight}"


def _write_filter(wanted: Filter) -> Iterator[str]:
    yield from _write_texts("in", wanted.folders)
    yield from _write_texts("label", wanted.labels)
    yield from _write_texts("-label", wanted.without_labels)
    if wanted.since_ns is not None or wanted.until_ns is not None:
        yield f"date:{name_range(wanted.since_ns, wanted.until_ns)}"
    yield from _write_texts("camera", wanted.cameras)
    yield from _write_texts("type", wanted.suffixes)
    yield from _write_texts("orientation", [one.value for one in wanted.orientations])
    if wanted.favourite is not None:
        yield f"{'' if wanted.favourite else '-'}is:{_FAVOURITE[0]}"
    if wanted.least_rating:
        yield f"rating:{wanted.least_rating}"
    if wanted.has_location is not None:
        yield f"{'' if wanted.has_location else '-'}has:{_LOCATION}"
    if wanted.least_size is not None:
        yield f"size:>{_write_size(wanted.least_size)}"
    if wanted.most_size is not None:
        yield f"size:<{_write_size(wanted.most_size)}"


def _write_texts(key: str, values: Iterable[str]) -> Iterator[str]:
    return (write_filter(key, value) for value in values)


def write_filter(key: str, value: str) -> str:
    """One filter by its name, which may follow a hyphen, in quotes where it needs them."""
    bare = not value.startswith('"') and value == "".join(value.split())
    return f"{key}:{value if bare else _quote(value)}"


def _means(text: str, term: Text) -> bool:
    """By itself, and so between any others."""
    pieces = split(text, date(2000, 1, 1))
    return len(pieces) == 1 and pieces[0].meaning == term


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _write_size(size: int) -> str:
    unit, count = max(
        ((unit, count) for unit, count in _UNIT_BYTES.items() if count <= max(size, 1)),
        key=lambda pair: pair[1],
    )
    return f"{(Decimal(size) / count).normalize():f}{unit}"
