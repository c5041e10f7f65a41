"""What may follow in a text that is being written."""

from __future__ import annotations

import pytest

from photoclip.domain import FilterNames, Label
from photoclip.ui.completions import Completions, complete, values_of

LABELS = [
    Label(1, "animal"),
    Label(2, "dog", parent_id=1),
    Label(3, "golden retriever", parent_id=2),
    Label(4, "hot dog"),
    Label(5, 'the "old" house'),
]
NAMES = FilterNames(("photos", "Summer 2021"), ("Canon EOS 5D", "iPhone 12"), ("jpg", "heic"))
VALUES = values_of(LABELS, NAMES)


def found(text: str, place: int | None = None, *, asked: bool = False) -> Completions:
    return complete(text, len(text) if place is None else place, VALUES, asked=asked)


def written(text: str, place: int | None = None, *, asked: bool = False) -> list[str]:
    return [offer.written for offer in found(text, place, asked=asked).offers]


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("lab", ["label:"]),
        ("a red car lab", ["label:"]),
        ("-lab", ["-label:"]),
        ("OrI", ["orientation:"]),
        ("has", ["has:"]),
        ("-cam", []),  # cameras cannot be turned away
        ("la", []),  # a short word is only a word
        ("in", []),
        ("dog", []),
        ("", []),
        ("dog ", []),
    ],
)
def test_a_word_that_begins_like_a_filter(text: str, offers: list[str]) -> None:
    assert written(text) == offers


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("label:anim", ["label:animal", "label:dog", 'label:"golden retriever"']),
        ("label:do", ["label:dog", 'label:"hot dog"', 'label:"golden retriever"']),
        ("-label:hot", ['-label:"hot dog"']),
        ('label:"golden r', ['label:"golden retriever"']),
        ("label:the", ['label:"the ""old"" house"']),
        ("LABEL:Hot", ['label:"hot dog"']),
        ("beach camera:ip", ['camera:"iPhone 12"']),
        ("camera:5d", ['camera:"Canon EOS 5D"']),
        ("in:sum", ['in:"Summer 2021"']),
        ("type:", ["type:jpg", "type:heic"]),
        ("is:", ["is:favourite"]),
        ("-has:", ["-has:location"]),
        ("orientation:p", ["orientation:portrait", "orientation:landscape"]),
        ("date:", ["date:today", "date:yesterday"]),
        ("rating:", [f"rating:{stars}" for stars in range(1, 6)]),
        ("size:>5", ["size:>5mb"]),
        ("-camera:ca", []),
        ("label:nothing", []),
        ('label:"dog"', []),  # closed
        ('"label:do', []),  # a phrase
        ("colour:r", []),
    ],
)
def test_a_filter_goes_on_with_what_it_can_say(text: str, offers: list[str]) -> None:
    assert written(text) == offers


def test_what_is_there_already_is_not_offered() -> None:
    assert written("label:dog") == ['label:"hot dog"', 'label:"golden retriever"']
    assert written("type:heic") == []


def test_all_labels_where_nothing_is_said_yet_with_where_they_are_nested() -> None:
    values = [offer.value for offer in found("label:").offers]

    assert [(value.text, value.place) for value in values if value] == [
        ("animal", ""),
        ("dog", "animal"),
        ("golden retriever", "animal › dog"),
        ("hot dog", ""),
        ('the "old" house', ""),
    ]


def test_only_what_stands_before_the_cursor_is_completed() -> None:
    text = "label:do on the beach"
    there = found(text, 8)
    assert (there.start, there.end) == (0, 8)
    assert there.offers[0].written == "label:dog"
    assert written(text, 7) == []  # within
    assert written(text, 9) == []  # behind


def test_all_filters_where_one_asks_for_them() -> None:
    assert written("", asked=True)[:3] == ["label:", "camera:", "type:"]
    assert len(written("dog ", asked=True)) == len(written("", asked=True)) == 10
    assert written("l", asked=True) == ["label:"]
    assert written("dog", asked=True) == []


def test_labels_in_a_ring_end() -> None:
    ring = [Label(1, "a", parent_id=2), Label(2, "b", parent_id=1)]
    assert [value.place for value in values_of(ring, FilterNames())["label"]]
