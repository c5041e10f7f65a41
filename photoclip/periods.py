"""Days, months and years in words (“2021”, “2021-05”, “2019..2021”) and as nanoseconds.

In local time, which is what people mean. Nanoseconds are counted since 1970 in UTC; the ends of
ranges are exclusive.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, date, datetime, timedelta

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8})(?:\.([0-9]{1,9}))?Z")
_YEARS = range(1678, 2262)  # whole ones within 64 bits of nanoseconds
_SECOND = 10**9  # nanoseconds
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RELATIVE = {"today": 0, "yesterday": 1}
"""Words for days: how many days ago they were."""


def read_range(text: str, now: date) -> tuple[int | None, int | None] | None:
    """“2021-05”, “2019..2021”, “2019..”, “..today” -> (from, until). None: no such range."""
    first, dots, last = text.partition("..")
    if not dots:
        first = last = text
    begin, end = _period(first, now), _period(last, now)
    if (first and not begin) or (last and not end) or not (first or last):
        return None
    return begin[0] if begin else None, end[1] if end else None


def name_range(since_ns: int | None, until_ns: int | None) -> str:
    """What ``read_range`` reads as just that, as short as can be."""
    first = [""] if since_ns is None else _names_from(since_ns)
    last = [""] if until_ns is None else _names_until(until_ns)
    same = [name for name in first if name in last and not name.endswith("Z")]
    return same[0] if same else f"{first[0]}..{last[0]}"


def start_ns(day: date) -> int:
    """The first nanosecond of a local day.

    Raises:
        OverflowError, OSError: it lies outside the tables of the local zone.
    """
    return int(datetime(day.year, day.month, day.day).timestamp()) * _SECOND


def month_starts(first_ns: int, last_ns: int) -> list[int]:
    """The first nanosecond of each local month from that of the first moment to that of the last.

    Moments before or after the years that can be told count as the first or last of these.
    """
    first, last = (_month_number(moment) for moment in (first_ns, last_ns))
    starts = []
    for number in range(first, last + 1):
        with contextlib.suppress(ValueError, OverflowError, OSError):
            starts.append(start_ns(date(number // 12, number % 12 + 1, 1)))
    return starts


def local_moment(nanoseconds: int) -> datetime:
    """In the local zone, in which people think of days."""
    moment = _EPOCH + timedelta(microseconds=nanoseconds // 1000)
    try:
        return moment.astimezone()
    except (OSError, OverflowError):  # some systems know no zones before 1970
        return moment


def _month_number(moment: int) -> int:
    day = (_EPOCH + timedelta(seconds=moment // _SECOND)).astimezone().date()
    return 12 * min(max(day.year, _YEARS[0]), _YEARS[-1]) + day.month - 1


def _period(text: str, now: date) -> tuple[int, int] | None:
    """A year, month, day or moment: its first nanosecond and the one after its last."""
    if moment := _MOMENT.fullmatch(text):
        return _exact_moment(moment)
    try:
        days = _days(text, now)
        return (start_ns(days[0]), start_ns(days[1])) if days else None
    except (ValueError, OverflowError, OSError):  # no such day; outside the local zone's tables
        return None


def _days(text: str, now: date) -> tuple[date, date] | None:
    """The first day and the one after the last; ValueError where there is no such day."""
    if text.lower() in RELATIVE:
        day = date(now.year, now.month, now.day) - timedelta(RELATIVE[text.lower()])
        return day, day + timedelta(1)
    match = _DAY.fullmatch(text)
    if not match or int(match[1]) not in _YEARS:
        return None
    year, month = int(match[1]), int(match[2] or 1)
    if match[3]:
        day = date(year, month, int(match[3]))
        return day, day + timedelta(1)
    months = 12 * year + month - 1 + (1 if match[2] else 12)
    return date(year, month, 1), date(months // 12, months % 12 + 1, 1)


def _exact_moment(match: re.Match[str]) -> tuple[int, int] | None:
    try:
        moment = datetime.fromisoformat(f"{match[1]}+00:00")
    except ValueError:
        return None
    seconds = (moment - _EPOCH) // timedelta(seconds=1)
    found = seconds * _SECOND + int((match[2] or "").ljust(9, "0"))
    return (found, found) if -(2**63) <= found < 2**63 else None


def _names_from(moment: int) -> list[str]:
    """What begins then: a year, month and day; else only the moment itself."""
    day = _day_from(moment)
    return _names(day, day) if day else [_name_moment(moment)]


def _names_until(moment: int) -> list[str]:
    """What has ended then."""
    day = _day_from(moment)
    return _names(day - timedelta(1), day) if day else [_name_moment(moment)]


def _names(day: date, edge: date) -> list[str]:
    """A day's year, month and itself, where the edge between two days is one of those too."""
    names = [f"{day:%Y}"] if (edge.month, edge.day) == (1, 1) else []
    names += [f"{day:%Y-%m}"] if edge.day == 1 else []
    return [*names, f"{day:%Y-%m-%d}"]


def _day_from(moment: int) -> date | None:
    """The local day that begins then."""
    try:
        day = datetime.fromtimestamp(moment // _SECOND).date()
        begins = start_ns(day) == moment
    except (ValueError, OverflowError, OSError):
        return None
    return day if begins and day.year in _YEARS[1:] else None


def _name_moment(moment: int) -> str:
    seconds, rest = divmod(moment, _SECOND)
    written = (_EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{written}.{rest:09}Z" if rest else f"{written}Z"
