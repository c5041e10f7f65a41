"""What the conditions of a filter, and the terms of a query, are called for people."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from photoclip.domain import Filter, Orientation
from photoclip.periods import local_moment

translate = QCoreApplication.translate


def describe_condition(part: Filter) -> tuple[str, str]:
    """An icon's name and a few words for a filter of one condition (see ``split_filter``)."""
    for value, icon, sentence in (
        (part.folders, "folder", "{value}"),
        (part.labels, "tag", "{value}"),
        (part.without_labels, "tag", translate("filters", "Without {value}")),
        (part.cameras, "camera", "{value}"),
    ):
        if value:
            return icon, sentence.format(
                value=name_folder(value[0]) if icon == "folder" else value[0]
            )
    if part.suffixes:
        return "image", part.suffixes[0].upper()
    if part.orientations:
        return orientation_icon(part.orientations[0]), name_orientation(part.orientations[0])
    if part.since_ns is not None or part.until_ns is not None:
        return "calendar-blank", describe_dates(part.since_ns, part.until_ns)
    if part.least_size is not None or part.most_size is not None:
        return "hard-drive", describe_sizes(part.least_size, part.most_size)
    return _describe_mark(part)


def _describe_mark(part: Filter) -> tuple[str, str]:
    if part.favourite is not None:
        return "heart", (
            translate("filters", "Favourites")
            if part.favourite
            else translate("filters", "No favourites")
        )
    if part.has_location is not None:
        return "map-pin", (
            translate("filters", "With a place")
            if part.has_location
            else translate("filters", "Without a place")
        )
    return "star", describe_rating(part.least_rating)


def describe_rating(least: int) -> str:
    if least == 1:
        return translate("filters", "1 star or more")
    if least == 5:
        return translate("filters", "5 stars")
    return translate("filters", "{stars} stars or more").format(stars=QLocale().toString(least))


def name_folder(folder: str) -> str:
    """The last part of a path, or the name as it is."""
    return PurePath(folder).name or folder


def name_orientation(orientation: Orientation) -> str:
    return {
        Orientation.LANDSCAPE: translate("filters", "Landscape"),
        Orientation.PORTRAIT: translate("filters", "Portrait"),
        Orientation.SQUARE: translate("filters", "Square"),
    }[orientation]


def orientation_icon(orientation: Orientation) -> str:
    return {
        Orientation.LANDSCAPE: "rectangle",
        Orientation.PORTRAIT: "device-mobile",
        Orientation.SQUARE: "square",
    }[orientation]


def describe_sizes(least: int | None, most: int | None) -> str:
    if least is None and most is not None:
        return translate("filters", "Below {size}").format(size=_write_size(most))
    if most is None and least is not None:
        return translate("filters", "From {size}").format(size=_write_size(least))
    return translate("filters", "{least} to {most}").format(
        least=_write_size(least or 0), most=_write_size(most or 0)
    )


def _write_size(size: int) -> str:
    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def describe_dates(since_ns: int | None, until_ns: int | None) -> str:
    """A year, month or day where the range is just that; ``until_ns`` is exclusive."""
    if since_ns is None and until_ns is not None:
        return translate("filters", "Before {date}").format(date=_write_day(local_moment(until_ns)))
    if until_ns is None and since_ns is not None:
        return translate("filters", "Since {date}").format(date=_write_day(local_moment(since_ns)))
    since, until = local_moment(since_ns or 0), local_moment(until_ns or 0)
    last = until - timedelta(days=1)
    if (since.month, since.day, last.month, last.day) == (1, 1, 12, 31):
        if since.year == last.year:
            return str(since.year)
        return translate("filters", "{first} to {last}").format(first=since.year, last=last.year)
    if since.day == 1 and until.day == 1:
        if (since.year, since.month) == (last.year, last.month):
            return write_month(since)
        return translate("filters", "{first} to {last}").format(
            first=write_month(since), last=write_month(last)
        )
    if last <= since:
        return _write_day(since)
    return translate("filters", "{first} to {last}").format(
        first=_write_day(since), last=_write_day(last)
    )


def write_month(moment: datetime) -> str:
    day = QDate(moment.year, moment.month, 1)
    return QLocale().toString(day, translate("filters", "MMMM yyyy"))


def _write_day(moment: datetime) -> str:
    day = QDate(moment.year, moment.month, moment.day)
    return QLocale().toString(day, translate("filters", "d MMM yyyy"))
