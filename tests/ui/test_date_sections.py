from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import QDate, QTimeZone

from photoclip.ui.date_sections import Grouping, find_row, find_sections, read_grouping, write_date

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def in_berlin(monkeypatch):
    """The machine stands where summer time is."""
    zone = QTimeZone(b"Europe/Berlin")
    monkeypatch.setattr(QTimeZone, "systemTimeZone", staticmethod(lambda: zone))


def moments(*times: datetime) -> np.ndarray:
    return np.array([round(time.timestamp()) * 10**9 for time in times], np.int64)


@pytest.mark.usefixtures("in_berlin")
def test_days_end_at_the_midnight_of_the_place():
    times = moments(
        datetime(2021, 7, 2, 0, 1, tzinfo=BERLIN),  # still the 1st in UTC
        datetime(2021, 7, 1, 23, 59, tzinfo=BERLIN),
        datetime(2021, 7, 1, 0, 0, tzinfo=BERLIN),
        datetime(2020, 12, 31, 23, 59, 59, tzinfo=BERLIN),
    )

    sections = find_sections(times, Grouping.DAY)

    assert sections.starts == [0, 1, 3]
    assert sections.dates == [QDate(2021, 7, 2), QDate(2021, 7, 1), QDate(2020, 12, 31)]


@pytest.mark.usefixtures("in_berlin")
def test_every_hour_of_two_years_lies_in_its_day():
    begin = datetime(2020, 1, 1, tzinfo=ZoneInfo("UTC"))
    hours = [begin + timedelta(hours=hour) for hour in range(2 * 366 * 24)][::-1]

    sections = find_sections(moments(*hours), Grouping.DAY)

    days = [hour.astimezone(BERLIN).date() for hour in hours]
    starts = [row for row, day in enumerate(days) if row == 0 or days[row - 1] != day]
    assert sections.starts == starts
    assert [date.toPython() for date in sections.dates] == [days[row] for row in starts]


@pytest.mark.usefixtures("in_berlin")
def test_months_begin_on_their_first():
    times = moments(
        datetime(2021, 3, 31, 12, tzinfo=BERLIN),
        datetime(2021, 3, 2, 12, tzinfo=BERLIN),
        datetime(2020, 3, 2, 12, tzinfo=BERLIN),
        datetime(1969, 12, 31, 12, tzinfo=BERLIN),
    )

    sections = find_sections(times, Grouping.MONTH)

    assert sections.starts == [0, 2, 3]
    assert sections.dates == [QDate(2021, 3, 1), QDate(2020, 3, 1), QDate(1969, 12, 1)]


def test_no_grouping_and_no_photos_make_no_sections():
    assert find_sections(np.array([5, 3, 1]), Grouping.NONE).starts == []
    assert find_sections(np.empty(0, np.int64), Grouping.DAY).starts == []


def test_the_farthest_times_have_a_day_too():
    most = 2**63 - 1

    assert len(find_sections(np.array([most, -most]), Grouping.DAY).dates) == 2


def test_the_newest_photo_of_a_time():
    times = np.array([50, 40, 40, 30])

    assert [find_row(times, moment) for moment in (99, 50, 45, 40, 39, 30, 1)] == [
        0, 0, 1, 1, 3, 3, 3,
    ]  # fmt: skip


def test_headings_are_in_the_persons_language(qapp):
    assert write_date(QDate(2021, 5, 4), Grouping.DAY) == "Tuesday, 4 May 2021"
    assert write_date(QDate(2021, 5, 1), Grouping.MONTH) == "May 2021"


def test_a_damaged_setting_groups_by_day():
    assert read_grouping("month") is Grouping.MONTH
    assert read_grouping("") is Grouping.DAY
