"""Sentences that several widgets say. Numbers, dates and sizes are written in the person's locale.

English needs no plural file: one thing has its own sentence, and for other numbers each language's
numerus forms apply.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject, QTime

from photoclip.domain import PREPARING, Exposure, FileStat, Origin, Photo, Progress, Tag
from photoclip.periods import local_moment
from photoclip.resources import resource

translate = QCoreApplication.translate

_LONG_EXPOSURE = 0.3
"""Seconds from which on cameras write a decimal number rather than a fraction."""


class _Numerus(QObject):
    """Texts with a number other than one: lupdate finds plural forms in ``self.tr`` only."""

    def photos(self, n: int) -> str:
        return self.tr("%Ln photos", "", n)

    def unreadable(self, n: int) -> str:
        return self.tr("%Ln could not be read", "", n)

    def hidden(self, n: int) -> str:
        return self.tr("%Ln photos are hidden as sensitive.", "", n)

    def further(self, n: int) -> str:
        return self.tr("Show more (%Ln photos fit less well)", "", n)

    def minutes_left(self, n: int) -> str:
        return self.tr("about %Ln minutes left", "", n)

    def hours_left(self, n: int) -> str:
        return self.tr("about %Ln hours left", "", n)

    def stars(self, n: int) -> str:
        return self.tr("%Ln stars", "", n)

    def copied(self, n: int) -> str:
        return self.tr("%Ln photos were copied.", "", n)

    def trashed(self, n: int) -> str:
        return self.tr("%Ln photos are in the trash.", "", n)

    def files_to_write(self, n: int) -> str:
        return self.tr("%Ln files would be written. Nothing has been written yet.", "", n)

    def files_written(self, n: int) -> str:
        return self.tr("%Ln files were written.", "", n)

    def ask_open(self, n: int) -> str:
        return self.tr("Open %Ln photos with the usual program, each by itself?", "", n)

    def ask_trash(self, n: int) -> str:
        return self.tr("Move %Ln photos to the trash?", "", n)


_numerus = _Numerus()


def count_photos(n: int) -> str:
    return translate("texts", "1 photo") if n == 1 else _numerus.photos(n)


def count_stars(n: int) -> str:
    if n == 0:
        return translate("texts", "No stars")
    return translate("texts", "1 star") if n == 1 else _numerus.stars(n)


def tell_hidden(n: int) -> str:
    one = translate("texts", "1 photo is hidden as sensitive.")
    return one if n == 1 else _numerus.hidden(n)


def offer_further(n: int) -> str:
    one = translate("texts", "Show more (1 photo fits less well)")
    return one if n == 1 else _numerus.further(n)


def tell_copied(n: int) -> str:
    return translate("texts", "1 photo was copied.") if n == 1 else _numerus.copied(n)


def tell_trashed(n: int) -> str:
    return translate("texts", "1 photo is in the trash.") if n == 1 else _numerus.trashed(n)


def tell_files_to_write(n: int) -> str:
    if n == 0:
        return translate("texts", "There is nothing to write: the files say it already.")
    if n == 1:
        return translate("texts", "1 file would be written. Nothing has been written yet.")
    return _numerus.files_to_write(n)


def tell_files_written(n: int) -> str:
    return translate("texts", "1 file was written.") if n == 1 else _numerus.files_written(n)


def ask_open(n: int) -> str:
    """Of several."""
    return _numerus.ask_open(n)


def ask_trash(n: int) -> str:
    return translate("texts", "Move 1 photo to the trash?") if n == 1 else _numerus.ask_trash(n)


def count_unreadable(n: int) -> str:
    return translate("texts", "1 could not be read") if n == 1 else _numerus.unreadable(n)


def title_unreadable(n: int) -> str:
    return count_unreadable(n) if n else translate("texts", "Every photo could be read.")


def write_date(moment: datetime) -> str:
    return QLocale().toString(
        QDate(moment.year, moment.month, moment.day), translate("texts", "d MMMM yyyy")
    )


def write_moment(moment: datetime) -> str:
    time = QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
    return f"{write_date(moment)}, {time}"


def describe(photo: Photo | None, *, veiled: bool = False) -> str:
    """What a screen reader says of a photo; None: its details are not known yet."""
    if photo is None:
        return translate("texts", "Photo")
    if veiled:
        return translate("texts", "Veiled photo, {name}").format(name=photo.path.name)
    parts = [translate("texts", "Photo")]
    if photo.facts is not None and photo.facts.taken_at is not None:
        parts.append(write_date(photo.facts.taken_at))
    if photo.facts is not None and photo.facts.gps is not None:
        parts.append(write_place(*photo.facts.gps))
    parts += [photo.alt_text] if photo.alt_text else _tell_content(photo)
    if not (photo.alt_text or photo.gist or photo.tags):
        parts.append(photo.path.name)
    if photo.favourite:
        parts.append(translate("texts", "favourite"))
    if photo.rating:
        parts.append(count_stars(photo.rating))
    return ", ".join(parts)


def suggest_alt_text(photo: Photo | None) -> str:
    """Sentences made from what the photo probably shows and its labels; else from its date."""
    if photo is None:
        return ""
    sentences = []
    if photo.gist:
        sentences.append(translate("texts", "Probably {what}.").format(what=_tell_gist(photo)))
    sure = ", ".join(tag.name for tag in photo.tags if tag.origin is not Origin.AUTO)
    if sure:
        sentences.append(translate("texts", "Labels: {labels}.").format(labels=sure))
    guessed = ", ".join(tag.name for tag in _by_confidence(photo) if tag.origin is Origin.AUTO)
    if guessed:
        sentences.append(translate("texts", "Perhaps: {labels}.").format(labels=guessed))
    if not sentences and photo.facts is not None and photo.facts.taken_at is not None:
        date = write_date(photo.facts.taken_at)
        sentences.append(translate("texts", "A photo taken on {date}.").format(date=date))
    return " ".join(sentences)


def _tell_content(photo: Photo) -> list[str]:
    """What a photo probably shows, and its labels: those that the person accepted come first."""
    gist = translate("texts", "probably {what}").format(what=_tell_gist(photo))
    sure = sorted(_by_confidence(photo), key=lambda tag: tag.origin is Origin.AUTO)
    return [*([gist] if photo.gist else []), *(tag.name for tag in sure)]


def _by_confidence(photo: Photo) -> list[Tag]:
    return sorted(photo.tags, key=lambda tag: -(tag.confidence or 0))


def _tell_gist(photo: Photo) -> str:
    """In the language of the program, where the words are common ones."""
    language = QLocale.languageToCode(QLocale().language())
    return _common_phrases(language).get(photo.gist, photo.gist)


@cache
def _common_phrases(language: str) -> dict[str, str]:
    """The phrases of ``photoclip.descriptions`` in another language, as far as there is a list."""
    place = resource("labels", f"background_{language}.txt")
    if not place.is_file():
        return {}
    lines = place.read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line and line[0] != "#")


def write_place(latitude: float, longitude: float) -> str:
    """Degrees with their directions, for people."""
    locale = QLocale()
    north = (
        translate("texts", "{degrees}° north")
        if latitude >= 0
        else translate("texts", "{degrees}° south")
    )
    east = (
        translate("texts", "{degrees}° east")
        if longitude >= 0
        else translate("texts", "{degrees}° west")
    )
    return ", ".join(
        text.format(degrees=locale.toString(abs(value), "f", 4))
        for text, value in ((north, latitude), (east, longitude))
    )


def write_facts(photo: Photo) -> list[str]:
    """Date, size in pixels, camera and size on disk, as far as they are known.

    A photo that does not say when it was taken has its file's date, by which it is sorted.
    """
    facts = photo.facts
    size = QLocale().formattedDataSize(photo.stat.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    if facts is None:
        return [size]
    return [
        write_moment(facts.taken_at) if facts.taken_at else _write_file_date(photo.stat),
        f"{facts.width} × {facts.height}",
        *([facts.camera] if facts.camera else []),
        size,
    ]


def write_exposure(exposure: Exposure) -> list[str]:
    """Shutter, aperture, sensitivity and focal length, then the lens, as far as they are known."""
    seconds, parts = exposure.seconds, []
    if seconds is not None and seconds < _LONG_EXPOSURE:
        shutter = translate("texts", "1/{number} s")
        parts.append(shutter.format(number=_write_short(1 / seconds, 0)))
    elif seconds is not None:
        parts.append(translate("texts", "{seconds} s").format(seconds=_write_short(seconds)))
    if exposure.aperture is not None:
        parts.append(f"f/{_write_short(exposure.aperture)}")
    if exposure.iso is not None:
        parts.append(f"ISO {exposure.iso}")
    if exposure.focal_length is not None:
        length = _write_short(exposure.focal_length)
        parts.append(translate("texts", "{length} mm").format(length=length))
    return [line for line in ("   ".join(parts), exposure.lens) if line]


def _write_short(number: float, digits: int = 1) -> str:
    """With as many digits behind the point, but no noughts."""
    return QLocale().toString(float(round(number, digits)), "g", 9)


def _write_file_date(stat: FileStat) -> str:
    date = write_moment(local_moment(stat.mtime_ns))
    return translate("texts", "File of {date}").format(date=date)


def write_progress(progress: Progress) -> str:
    locale = QLocale()
    preparing = progress.what == PREPARING
    counted = translate("texts", "{done} of {total} photos").format(
        done=locale.toString(progress.done), total=locale.toString(progress.total)
    )
    if progress.paused and (preparing or not progress.total):
        return translate("texts", "Paused")
    if progress.paused:
        return translate("texts", "Paused at {counted}").format(counted=counted)
    parts = [_write_preparation(progress) if preparing else counted]
    if progress.rate > 0 and not preparing:
        digits = 0 if progress.rate >= 10 else 1
        rate = locale.toString(progress.rate, "f", digits)
        parts.append(translate("texts", "{rate} a second").format(rate=rate))
    if progress.seconds_left is not None:
        parts.append(write_time_left(progress.seconds_left))
    return " · ".join(parts)


def _write_preparation(progress: Progress) -> str:
    """How many phrases a model has looked at says nothing to people."""
    percent = QLocale().toString(round(100 * progress.done / progress.total))
    return translate("texts", "Preparing labels: {number} %").format(number=percent)


def write_time_left(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 50:
        return translate("texts", "less than a minute left")
    if minutes < 2:
        return translate("texts", "about a minute left")
    if minutes < 90:
        return _numerus.minutes_left(minutes)
    hours = round(seconds / 3600)
    return translate("texts", "about an hour left") if hours == 1 else _numerus.hours_left(hours)
