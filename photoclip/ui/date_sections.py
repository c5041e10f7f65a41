"""Photos in order of time, parted into the days or months of the person's own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTimeZone

from photoclip.domain import Ids

translate = QCoreApplication.translate

SECOND = 1_000_000_000
"""Nanoseconds."""

DAY = 86_400
"""Seconds."""


class Grouping(Enum):
    """How the photos are parted; the values are what the settings remember."""

    NONE = "none"
    DAY = "day"
    MONTH = "month"


def read_grouping(value: str) -> Grouping:
    """What the settings remember; by day where that is damaged."""
    return next((each for each in Grouping if each.value == value), Grouping.DAY)


@dataclass(frozen=True, slots=True)
class DateSections:
    """``starts[i]`` is the first row of the photos of ``dates[i]``: a day, or a month's first."""

    starts: list[int]
    dates: list[QDate]


def find_sections(times: Ids, grouping: Grouping) -> DateSections:
    """Part int64 [n] nanoseconds since 1970, in order; NONE makes no sections."""
    import numpy as np

    if grouping is Grouping.NONE or not len(times):
        return DateSections([], [])
    days = read_days(times)
    keys: Ids = days
    if grouping is Grouping.MONTH:
        keys = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    starts = np.append(0, (np.diff(keys) != 0).nonzero()[0] + 1)
    dates = [QDate(1970, 1, 1).addDays(day) for day in days[starts].tolist()]
    if grouping is Grouping.MONTH:
        dates = [QDate(date.year(), date.month(), 1) for date in dates]
    return DateSections(starts.tolist(), dates)


def read_days(times: Ids) -> Ids:
    """The local days of moments in nanoseconds, both int64 [n] and counted since 1970.

    The zone's offsets are asked for once for each of its changes, not for each photo.
    """
    import numpy as np

    seconds = times // SECOND
    zone = QTimeZone.systemTimeZone()
    first, last = (_to_datetime(int(value)) for value in (seconds.min(), seconds.max()))
    changes = zone.transitions(first, last) if zone.hasTransitions() else []
    moments = np.array([change.atUtc.toSecsSinceEpoch() for change in changes], np.int64)
    offsets = [zone.offsetFromUtc(first), *(change.offsetFromUtc for change in changes)]
    local = seconds + np.array(offsets, np.int64)[np.searchsorted(moments, seconds, side="right")]
    return local // DAY


def _to_datetime(seconds: int) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(seconds, QTimeZone(QTimeZone.Initialization.UTC))


def find_row(times: Ids, moment: int) -> int:
    """The newest photo that is not younger than ``moment`` in ns, or the oldest one of all.

    ``times`` are int64 [n] nanoseconds, newest first.
    """
    import numpy as np

    younger = len(times) - int(np.searchsorted(times[::-1], moment, side="right"))
    return max(0, min(younger, len(times) - 1))


def write_date(date: QDate, grouping: Grouping) -> str:
    """A heading: "Tuesday, 4 May 2021", or "May 2021"."""
    if grouping is Grouping.DAY:
        return QLocale().toString(date, translate("sections", "dddd, d MMMM yyyy"))
    return translate("sections", "{month} {year}").format(
        month=QLocale().standaloneMonthName(date.month()), year=date.year()
    )
