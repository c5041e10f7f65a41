"""Queries as text: what it means, that any text means something, and the way back."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from photoclip.domain import Filter, LikePhoto, Orientation, Picture, Query, Term, Text
from photoclip.grammar import parse, split, write
from photoclip.periods import start_ns

TODAY = date(2021, 5, 3)


def terms(text: str) -> list[tuple[str, float]]:
    query = parse(text, TODAY)
    assert query.filter == Filter()
    return [(term.text, term.weight) for term in query.terms if isinstance(term, Text)]


def filter_of(text: str) -> Filter:
    query = parse(text, TODAY)
    assert query.terms == ()
    return query.filter


# --- terms --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a dog on the grass", [("a dog on the grass", 1)]),
        ("  a \t dog\n", [("a dog", 1)]),
        ("beach -people", [("beach", 1), ("people", -1)]),
        ('beach -"two people" sunset', [("beach", 1), ("two people", -1), ("sunset", 1)]),
        ('"golden retriever" grass', [("golden retriever", 1), ("grass", 1)]),
        ('"golden retriever"^2', [("golden retriever", 2)]),
        ("red dog^0.5 beach", [("red", 1), ("dog", 0.5), ("beach", 1)]),
        ("-people^.5", [("people", -0.5)]),
        ("dog^0", [("dog", 0)]),
        ("dog^99999", [("dog", 100)]),
        ("t-shirt x-ray", [("t-shirt x-ray", 1)]),
        ("a - b -- c", [("a - b -- c", 1)]),
        ("--dog a--", [("--dog a--", 1)]),
        ('5" nails say"hi"', [('5" nails say"hi"', 1)]),
        ('"say ""hi"""', [('say "hi"', 1)]),
        ("12:30 http://x foo:bar", [("12:30 http://x foo:bar", 1)]),
        ('"label:dog"', [("label:dog", 1)]),
        ("x^y ^2 :^", [("x^y ^2 :^", 1)]),
    ],
)
def test_terms(text: str, expected: list[tuple[str, float]]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("-", []),
        ("--", []),
        ('"', []),
        ('-"', []),
        ('""', []),
        ("beach -", [("beach", 1)]),
        ('beach "', [("beach", 1)]),
        ('beach "golden retr', [("beach", 1), ("golden retr", 1)]),
        ("dog^", [("dog", 1)]),
        ('"a dog"^', [("a dog", 1)]),
        ("dog^1.", [("dog", 1)]),
        ("beach label:", [("beach", 1)]),
        ("beach date:202", [("beach", 1)]),
        ("beach is:fav", [("beach", 1)]),
        ("beach size:>", [("beach", 1)]),
        ('beach label:"', [("beach", 1)]),
    ],
)
def test_what_is_not_finished_yet_changes_nothing(
    text: str, expected: list[tuple[str, float]]
) -> None:
    assert terms(text) == expected


# --- filters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("label:dog", Filter(labels=("dog",))),
        ('LABEL:"golden retriever"', Filter(labels=("golden retriever",))),
        ("-label:indoor", Filter(without_labels=("indoor",))),
        ("label:dog label:beach label:dog", Filter(labels=("dog", "beach"))),
        ("camera:canon", Filter(cameras=("canon",))),
        ("type:PNG type:.jpg", Filter(suffixes=("png", "jpg"))),
        ("in:holiday", Filter(folders=("holiday",))),
        ('in:"/photos/last year"', Filter(folders=("/photos/last year",))),
        (r"in:C:\photos", Filter(folders=(r"C:\photos",))),
        ("orientation:portrait", Filter(orientations=(Orientation.PORTRAIT,))),
        ("is:favourite", Filter(favourite=True)),
        ("is:Favorite", Filter(favourite=True)),
        ("-is:favourite", Filter(favourite=False)),
        ("rating:3", Filter(least_rating=3)),
        ("rating:2 rating:4", Filter(least_rating=4)),
        ("has:location", Filter(has_location=True)),
        ("-has:location", Filter(has_location=False)),
        ("size:>2mb", Filter(least_size=2_000_000)),
        ("size:<500KB", Filter(most_size=500_000)),
        ("size:>1.5mb size:<2gb", Filter(least_size=1_500_000, most_size=2_000_000_000)),
        (
            "date:2019..2021",
            Filter(since_ns=start_ns(date(2019, 1, 1)), until_ns=start_ns(date(2022, 1, 1))),
        ),
        (
            "date:today",
            Filter(since_ns=start_ns(date(2021, 5, 3)), until_ns=start_ns(date(2021, 5, 4))),
        ),
        ("date:2019.. date:2020..", Filter(since_ns=start_ns(date(2020, 1, 1)))),
    ],
)
def test_filters(text: str, expected: Filter) -> None:
    assert filter_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "type:",
        "-type:png",
        "-camera:canon",
        "orientation:round",
        "is:old",
        "has:legs",
        "rating:six",
        "rating:6",
        "rating:-1",
        "size:2mb",
        "size:>2km",
        "size:>999999999999gb",
        "date:x",
        "in:  ",
        "date:yesterday..x",
        'label:""',
        'label:" "',
        "rating:٣",
    ],
)
def test_what_cannot_be_understood_is_told_by_the_pieces(text: str) -> None:
    assert parse(text, TODAY) == Query()
    assert [piece.meaning for piece in split(text, TODAY)] == [None]


def test_terms_and_filters_in_any_order() -> None:
    query = parse('label:dog beach is:favourite "a ball" date:2021 -people', TODAY)
    assert query.terms == (Text("beach"), Text("a ball"), Text("people", -1))
    assert query.filter == Filter(
        labels=("dog",),
        favourite=True,
        since_ns=start_ns(date(2021, 1, 1)),
        until_ns=start_ns(date(2022, 1, 1)),
    )


# --- pieces -------------------------------------------------------------------------------------


def test_pieces_know_where_they_stand() -> None:
    text = '  a  dog -"two cats"^2 label:x '
    pieces = split(text, TODAY)
    assert [piece.source for piece in pieces] == ["a  dog", '-"two cats"^2', "label:x"]
    assert [text[piece.start : piece.end] for piece in pieces] == [p.source for p in pieces]
    assert [piece.meaning for piece in pieces] == [
        Text("a dog"),
        Text("two cats", -2),
        Filter(labels=("x",)),
    ]


# --- any text, and back -------------------------------------------------------------------------

ALPHABET = ['"', "-", "^", ":", " ", "..", "label", "in", "date", "size", ">", "<", "is", "rating"]
ALPHABET += [
    "2021",
    "-05",
    "3",
    ".",
    "dog",
    "a",
    "ü",
    "漢",
    "🐈",
    "\t",
    "\n",
    "\0",
    "\udcff",
    "\x85",
]
ALPHABET += ["favourite", "has:location", "2mb", "\\", "/", "\xa0", "Z", "T10:00:00", "E", "١"]


def test_any_text_means_a_query_that_can_be_written() -> None:
    chance = random.Random(1)
    for _ in range(5000):
        text = "".join(chance.choices(ALPHABET, k=chance.randrange(12)))
        query = parse(text, TODAY)
        assert parse(write(query), TODAY) == query, text
        pieces = split(text, TODAY)
        assert all(text[piece.start : piece.end] == piece.source for piece in pieces)
        assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)


def test_long_texts_are_read_at_once() -> None:
    for part in ('"', '""', "-", "^", 'label:"', "a^", "1", "date:", '" '):
        parse(part * 50_000, TODAY)


def random_text(chance: random.Random) -> str:
    while not (text := "".join(chance.choices(ALPHABET, k=chance.randrange(1, 6)))).strip():
        pass
    return text


def random_terms(chance: random.Random) -> tuple[Text, ...]:
    weights = [1.0, 1.0, -1.0, 2, -0.5, 0.0, chance.uniform(-100, 100), 0.1 + 0.2, 1e-7]
    return tuple(
        Text(random_text(chance), chance.choice(weights)) for _ in range(chance.randrange(4))
    )


def random_filter(chance: random.Random) -> Filter:
    def some() -> tuple[str, ...]:
        return tuple(dict.fromkeys(random_text(chance) for _ in range(chance.randrange(3))))

    def moment() -> int | None:
        day = start_ns(date(1950, 1, 1).replace(year=chance.randrange(1900, 2100)))
        return chance.choice([None, day, chance.randrange(-(2**63), 2**63)])

    def size() -> int | None:
        return chance.choice([None, 0, 1, 999, 1000, 2_000_000, chance.randrange(2**40)])

    return Filter(
        folders=some(),
        labels=some(),
        without_labels=some(),
        since_ns=moment(),
        until_ns=moment(),
        cameras=some(),
        suffixes=chance.choice([(), ("png",), ("jpg", "tif")]),
        orientations=tuple(chance.sample(list(Orientation), chance.randrange(3))),
        favourite=chance.choice([None, True, False]),
        least_rating=chance.randrange(6),
        has_location=chance.choice([None, True, False]),
        least_size=size(),
        most_size=size(),
    )


def test_writing_and_parsing_are_inverse() -> None:
    chance = random.Random(2)
    for _ in range(3000):
        query = Query(random_terms(chance), filter=random_filter(chance))
        assert parse(write(query), TODAY) == query, write(query)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (Query((Text("a dog"), Text("people", -1), Text("beach"))), "a dog -people beach"),
        (Query((Text("a dog"), Text("a cat"))), 'a dog "a cat"'),
        (Query((Text("dog", 2), Text("two cats", -0.5))), 'dog^2 -"two cats"^0.5'),
        (Query(filter=Filter(labels=("dog", "big cat"))), 'label:dog label:"big cat"'),
        (Query((Text("-dog"),)), '"-dog"'),
        (Query(filter=Filter(least_size=1_500_000, most_size=700)), "size:>1.5mb size:<700"),
    ],
)
def test_what_is_written_looks_like_what_one_types(query: Query, text: str) -> None:
    assert write(query) == text


@pytest.mark.parametrize("term", [LikePhoto(1), Picture(b"x"), Picture(Path("x")), Text(" ")])
def test_what_no_text_can_hold_is_left_out(term: Term) -> None:
    assert write(Query((Text("a"), term, Text("b")))) == 'a "b"'
