"""Ranges of time in words: read, named, and cut into months."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from photoclip.periods import month_starts, name_range, read_range, start_ns

TODAY = date(2021, 5, 3)


@pytest.fixture(params=["UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia"], autouse=True)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoneInfo]:
    """Clocks that are put forward at midnight, and an island that skipped a day."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone cannot be set here")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield ZoneInfo(request.param)
    monkeypatch.undo()
    time.tzset()


def local(*parts: int, zone: ZoneInfo) -> int:
    return int(datetime(*parts, tzinfo=zone).timestamp()) * 10**9  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2021", (2021, 1, 1), (2022, 1, 1)),
        ("2021-05", (2021, 5, 1), (2021, 6, 1)),
        ("2021-12", (2021, 12, 1), (2022, 1, 1)),
        ("2021-5-3", (2021, 5, 3), (2021, 5, 4)),
        ("2020-02-29", (2020, 2, 29), (2020, 3, 1)),
        ("2019..2021", (2019, 1, 1), (2022, 1, 1)),
        ("2019..2020-06", (2019, 1, 1), (2020, 7, 1)),
        ("today", (2021, 5, 3), (2021, 5, 4)),
        ("Yesterday..today", (2021, 5, 2), (2021, 5, 4)),
        ("1850", (1850, 1, 1), (1851, 1, 1)),
    ],
)
def test_ranges_are_local(
    text: str, first: tuple[int, ...], after: tuple[int, ...], zone: ZoneInfo
) -> None:
    assert read_range(text, TODAY) == (local(*first, zone=zone), local(*after, zone=zone))


def test_open_ranges(zone: ZoneInfo) -> None:
    assert read_range("2019..", TODAY) == (local(2019, 1, 1, zone=zone), None)
    assert read_range("..2020-06", TODAY) == (None, local(2020, 7, 1, zone=zone))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "2",
        "20",
        "202",
        "20211",
        "2021-13",
        "2021-00",
        "2021-02-30",
        "0001",
        "9999",
        "x",
        "2021-05-03x",
        "2019..x",
        "x..2019",
        "2019...2020",
        "٢٠٢١",
        "2021-05-03T25:00:00Z",
    ],
)
def test_what_is_no_range(text: str) -> None:
    assert read_range(text, TODAY) is None


@pytest.mark.parametrize(
    "name",
    [
        "2021",
        "2021-05",
        "2021-05-03",
        "2019..2021",
        "2019..2020-06",
        "2019..",
        "..2020-06",
        "2018-11-04",
        "2011-12-28",
        "1850..1851",
        "2021-05-03T10:11:12.000000013Z..",
    ],
)
def test_names_are_as_short_as_can_be(name: str) -> None:
    found = read_range(name, TODAY)
    assert found is not None
    assert name_range(*found) == name


@pytest.mark.parametrize("moment", [0, 1, -1, 10**18 + 1, 2**63 - 1, -(2**63)])
def test_any_moment_can_be_named(moment: int) -> None:
    for pair in ((moment, None), (None, moment), (moment, moment)):
        assert read_range(name_range(*pair), TODAY) == pair


def test_months_follow_one_another(zone: ZoneInfo) -> None:
    first, last = local(2020, 11, 15, 12, zone=zone), local(2021, 2, 1, zone=zone)
    assert month_starts(first, last) == [
        local(year, month, 1, zone=zone)
        for year, month in [(2020, 11), (2020, 12), (2021, 1), (2021, 2)]
    ]
    assert month_starts(last, last) == [last]


def test_months_of_clocks_never_set() -> None:
    starts = month_starts(-(2**63), 2**63 - 1)
    assert starts == sorted(set(starts))
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=starts[0] // 10**9) < datetime(
        1679, 1, 1, tzinfo=UTC
    )


def test_a_day_begins_where_the_clocks_say(zone: ZoneInfo) -> None:
    assert start_ns(date(2021, 5, 3)) == local(2021, 5, 3, zone=zone)
