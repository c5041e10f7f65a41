from __future__ import annotations

from datetime import datetime

import pytest

from photoclip.domain import Filter, Orientation
from photoclip.ui.filter_texts import describe_condition


def ns(*date: int) -> int:
    return int(datetime(*date).timestamp()) * 10**9


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (ns(2021, 1, 1), ns(2022, 1, 1), "2021"),
        (ns(2019, 1, 1), ns(2022, 1, 1), "2019 to 2021"),
        (ns(2021, 5, 1), ns(2021, 6, 1), "May 2021"),
        (ns(2019, 3, 1), ns(2021, 6, 1), "March 2019 to May 2021"),
        (ns(2021, 5, 3), ns(2021, 5, 4), "3 May 2021"),
        (ns(2021, 5, 3), ns(2021, 5, 7), "3 May 2021 to 6 May 2021"),
        (ns(2021, 5, 3), None, "Since 3 May 2021"),
        (None, ns(2021, 5, 3), "Before 3 May 2021"),
        (ns(1950, 1, 1), ns(1951, 1, 1), "1950"),
    ],
)
def test_dates_are_said_as_people_say_them(qapp, since, until, words):
    assert describe_condition(Filter(since_ns=since, until_ns=until)) == ("calendar-blank", words)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Filter(folders=("/photos/Family & friends",)), "Family & friends"),
        (Filter(folders=("Family",)), "Family"),
        (Filter(labels=("dog",)), "dog"),
        (Filter(without_labels=("dog",)), "Without dog"),
        (Filter(cameras=("Canon",)), "Canon"),
        (Filter(suffixes=("jpg",)), "JPG"),
        (Filter(orientations=(Orientation.PORTRAIT,)), "Portrait"),
        (Filter(favourite=False), "No favourites"),
        (Filter(least_rating=1), "1 star or more"),
        (Filter(least_rating=5), "5 stars"),
        (Filter(has_location=False), "Without a place"),
        (Filter(least_size=5_000_000), "From 5 MB"),
        (Filter(most_size=5_000_000), "Below 5 MB"),
        (Filter(least_size=1_000_000, most_size=5_000_000), "1 MB to 5 MB"),
    ],
)
def test_conditions_have_words(qapp, part, words):
    assert describe_condition(part)[1] == words
