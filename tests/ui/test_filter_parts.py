from __future__ import annotations

import pytest

from photoclip.domain import Filter, Orientation, Query, Text
from photoclip.ui.filter_parts import (
    holds,
    join_filters,
    join_queries,
    put_in,
    split_filter,
    take_away,
)

WHOLE = Filter(
    folders=("/a", "/b"),
    labels=("dog",),
    without_labels=("cat",),
    since_ns=10,
    until_ns=20,
    cameras=("Canon",),
    suffixes=("jpg",),
    orientations=(Orientation.SQUARE,),
    favourite=False,
    least_rating=3,
    has_location=True,
    least_size=0,
    most_size=9,
)


def test_split_and_joined_it_is_the_same():
    parts = split_filter(WHOLE)

    assert len(parts) == 12
    assert join_filters(*parts) == WHOLE
    assert Filter(since_ns=10, until_ns=20) in parts
    assert split_filter(Filter()) == ()


@pytest.mark.parametrize("part", split_filter(WHOLE))
def test_each_condition_can_be_taken_away_and_put_in_again(part):
    without = take_away(WHOLE, part)

    assert holds(WHOLE, part)
    assert not holds(without, part)
    assert len(split_filter(without)) == 11
    assert set(split_filter(put_in(without, part))) == set(split_filter(WHOLE))


def test_a_range_takes_the_place_of_a_range():
    large = put_in(Filter(most_size=5, labels=("dog",)), Filter(least_size=8))

    assert large == Filter(least_size=8, labels=("dog",))


def test_what_is_typed_later_wins_where_there_can_be_only_one():
    joined = join_filters(
        Filter(least_rating=2, labels=("a",)), Filter(least_rating=4, labels=("b",))
    )

    assert joined == Filter(least_rating=4, labels=("a", "b"))


def test_queries_are_joined():
    first = Query((Text("a"),), filter=Filter(favourite=True), strictness=0.5)

    assert join_queries(first, Query((Text("b"),), filter=Filter(has_location=True))) == Query(
        (Text("a"), Text("b")), filter=Filter(favourite=True, has_location=True), strictness=0.5
    )
