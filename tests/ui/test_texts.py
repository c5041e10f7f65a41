from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from ui.desk import make_row

from photoclip.domain import PREPARING, Exposure, Origin, Progress, Tag
from photoclip.ui import texts

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 photos"), (1, "1 photo"), (2, "2 photos"), (12_804, "12,804 photos")]
)
def test_photos_are_counted_in_good_english(n, said):
    assert texts.count_photos(n) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3, "less than a minute left"),
        (70, "about a minute left"),
        (130, "about 2 minutes left"),
        (88 * 60, "about 88 minutes left"),
        (95 * 60, "about 2 hours left"),
        (11 * 3600, "about 11 hours left"),
    ],
)
def test_the_time_left_is_rounded_as_people_do(seconds, said):
    assert texts.write_time_left(seconds) == said


def test_progress_says_what_is_known():
    assert texts.write_progress(Progress("x", 3, 10)) == "3 of 10 photos"
    assert texts.write_progress(Progress("x", 3, 10, 0.42)) == "3 of 10 photos · 0.4 a second"
    paused = Progress("x", 3, 10, 5.0, 20.0, paused=True)
    assert texts.write_progress(paused) == "Paused at 3 of 10 photos"


def test_labels_are_prepared_in_percent():
    progress = Progress(PREPARING, 120, 480, 5.0, 70.0)
    assert texts.write_progress(progress) == "Preparing labels: 25 % · about a minute left"
    assert texts.write_progress(replace(progress, paused=True)) == "Paused"


def test_a_photo_without_a_date_has_a_name():
    photo = make_row(1, Path("/photos/name.jpg"), facts=None)

    assert texts.describe(photo) == "Photo, name.jpg"
    assert texts.write_facts(photo) == ["2.0 MB"]


def test_what_a_photo_shows_is_said_in_sentences():
    tags = (Tag(1, "Beach", Origin.AUTO, 0.6), Tag(2, "Rex", Origin.ACCEPTED))
    photo = replace(make_row(1, Path("/photos/name.jpg")), tags=tags, gist="a dog")

    assert texts.suggest_alt_text(photo) == "Probably a dog. Labels: Rex. Perhaps: Beach."
    assert texts.describe(photo).endswith(", probably a dog, Rex, Beach")
    assert texts.describe(replace(photo, alt_text="Rex swims")).endswith(", Rex swims")
    assert texts.suggest_alt_text(replace(photo, tags=(), gist="")) == (
        "A photo taken on 3 May 2021."
    )


def test_common_phrases_are_said_in_the_language_of_the_program():
    photo = replace(make_row(1, Path("/photos/name.jpg")), gist="a dog")
    before = QLocale()
    QLocale.setDefault(QLocale("de_AT"))
    try:
        assert texts.suggest_alt_text(photo) == "Probably ein Hund."
        assert texts.suggest_alt_text(replace(photo, gist="Rex")) == "Probably Rex."
    finally:
        QLocale.setDefault(before)


def test_a_moment():
    assert texts.write_moment(datetime(2021, 5, 3, 9, 5, tzinfo=UTC)) == "3 May 2021, 09:05"


@pytest.mark.parametrize(
    ("exposure", "said"),
    [
        (Exposure(1 / 250, 2.8, 400, 35.0), ["1/250 s   f/2.8   ISO 400   35 mm"]),
        (Exposure(1 / 3, 11, focal_length=4.25), ["0.3 s   f/11   4.2 mm"]),
        (Exposure(30.0), ["30 s"]),
        (Exposure(iso=12_800, lens="XF35mmF1.4 R"), ["ISO 12800", "XF35mmF1.4 R"]),
        (Exposure(), []),
    ],
)
def test_how_a_photo_was_taken(exposure, said):
    assert texts.write_exposure(exposure) == said
