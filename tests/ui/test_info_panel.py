from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from ui.desk import make_row

from photoclip.changes import Describe, Favour, Judge, Rate
from photoclip.domain import Exposure, FileStat, Label, Origin, Photo, PhotoFacts, Tag, Verdict
from photoclip.ui.controls import IconButton
from photoclip.ui.info_panel import InfoPanel
from photoclip.ui.tag_row import _TagChip

DOG, BEACH = Label(1, "dog", colour="#c0392b"), Label(2, "beach")


class _Reader:
    """A person at the panel; what they want is recorded."""

    def __init__(self, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.panel = InfoPanel()
        qtbot.addWidget(self.panel)
        self.panel.set_labels([DOG, BEACH])
        self.changes: list[object] = []
        self.wanted: list[tuple[str, object]] = []
        self.chosen: list[str] = []
        self.panel.changed.connect(self.changes.append)
        self.panel.label_wanted.connect(lambda name, ids: self.wanted.append((name, ids)))
        self.panel.label_chosen.connect(self.chosen.append)
        with qtbot.waitExposed(self.panel):
            self.panel.show()

    def chip(self, name: str) -> _TagChip:
        return next(c for c in self.panel.findChildren(_TagChip) if c.text() == name)

    def add(self, name: str) -> None:
        self.qtbot.keyClicks(self.panel._new_label, name)
        self.qtbot.keyClick(self.panel._new_label, Qt.Key.Key_Return)


@pytest.fixture
def reader(qtbot: Any) -> _Reader:
    return _Reader(qtbot)


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    tags = (Tag(1, "dog", Origin.ACCEPTED, 0.9), Tag(2, "beach", Origin.AUTO, 0.62))
    return replace(make_row(7, tmp_path / "a.jpg"), tags=tags)


def test_a_photo_tells_what_is_known_of_it(reader: _Reader, photo: Photo) -> None:
    facts = PhotoFacts(640, 480, photo.facts and photo.facts.taken_at, "Pinhole 1", (48.2, -16.4))
    reader.panel.show_photos([replace(photo, facts=facts)])
    assert reader.panel._name.text() == "a.jpg"
    written = reader.panel._facts.text()
    for part in ("3 May 2021", "640 × 480", "Pinhole 1", "48.2000° north, 16.4000° west"):
        assert part in written
    assert str(photo.path.parent) in written


def test_how_it_was_taken_stands_there_as_long_as_it_is_shown(
    reader: _Reader, photo: Photo
) -> None:
    reader.panel.show_photos([photo])
    reader.panel.show_exposure(photo, Exposure(1 / 250, 2.8, lens="A lens"))
    reader.panel.show_photos([replace(photo, rating=3)])
    assert "1/250 s   f/2.8\nA lens" in reader.panel._facts.text()

    other = replace(photo, id=8)
    reader.panel.show_photos([other])
    assert "A lens" not in reader.panel._facts.text()
    reader.panel.show_exposure(photo, Exposure(lens="Came late"))
    assert "Came late" not in reader.panel._facts.text()


def test_each_label_says_where_it_comes_from(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([photo])
    assert reader.chip("dog").accessibleName() == "dog, You said so."
    assert reader.chip("beach").accessibleName() == "beach, Found by itself, 62 % sure."


def test_a_label_that_was_taken_off_is_still_there_to_be_taken_back(
    reader: _Reader, photo: Photo
) -> None:
    photo = photo.tagged([*photo.tags, Tag(3, "wall", Origin.REJECTED, 0.7)])
    reader.panel.show_photos([photo])
    assert [chip.text() for chip in reader.panel._tags._chips] == ["dog", "beach", "wall"]
    assert reader.chip("wall").accessibleName() == "wall, You said that this is wrong."
    assert reader.chip("wall").font().strikeOut()
    assert not reader.chip("dog").font().strikeOut()
    menu = reader.chip("wall").make_menu()
    assert [one.text() for one in menu.actions()[:2]] == ["Right", "Leave it open"]
    menu.actions()[1].trigger()
    assert reader.changes == [Judge.all([7], 3, Verdict.NONE)]
    reader.panel.show_photos([photo, replace(photo, id=8, rejected=())])
    assert "wall" not in [chip.text() for chip in reader.panel._tags._chips]
    reader.panel.show_photos([photo, replace(photo, id=8)])
    assert "wall" in [chip.text() for chip in reader.panel._tags._chips]


def test_a_label_that_another_brings_along_can_be_taken_off_alone(
    reader: _Reader, photo: Photo
) -> None:
    animal = Tag(4, "animal", Origin.ACCEPTED, 0.9, because_of="dog")
    photo = photo.tagged([*photo.tags, animal])
    reader.panel.show_photos([photo])
    assert [chip.text() for chip in reader.panel._tags._chips] == ["dog", "beach", "animal"]
    assert reader.chip("animal").accessibleName() == "animal, Because “dog” lies in it."
    menu = reader.chip("animal").make_menu()
    assert [one.text() for one in menu.actions()[:2]] == ["Right", "Wrong"]
    menu.actions()[1].trigger()
    assert reader.changes == [Judge.all([7], 4, Verdict.REJECTED)]
    reader.panel.show_photos([photo, replace(photo, id=8, implied=())])
    assert reader.chip("animal (1)").accessibleName() == "animal, On 1 of 2 photos."


def test_a_label_is_corrected_by_a_key_or_the_menu(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([photo])
    reader.qtbot.keyClick(reader.chip("beach"), "+")
    reader.qtbot.keyClick(reader.chip("beach"), "-")
    reader.qtbot.keyClick(reader.chip("dog"), Qt.Key.Key_Delete)
    menu = reader.chip("dog").make_menu()
    next(action for action in menu.actions() if action.text() == "Leave it open").trigger()
    assert reader.changes == [
        Judge.all([7], 2, Verdict.ACCEPTED),
        Judge.all([7], 2, Verdict.REJECTED),
        Judge.all([7], 1, Verdict.REJECTED),
        Judge.all([7], 1, Verdict.NONE),
    ]


def test_the_photos_of_a_label_are_one_step_away(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([photo])
    menu = reader.chip("dog").make_menu()
    next(action for action in menu.actions() if action.text() == "Photos with “dog”").trigger()
    assert reader.chosen == ["dog"]


def test_a_known_label_is_accepted_and_a_new_one_is_wanted(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([photo])
    reader.add("BEACH")
    reader.add("  my   cat ")
    reader.add("   ")
    assert reader.changes == [Judge.all([7], 2, Verdict.ACCEPTED)]
    assert reader.wanted == [("my cat", [7])]


def test_several_photos_show_what_they_share(reader: _Reader, photo: Photo) -> None:
    other = replace(photo, id=8, rating=3, tags=(Tag(1, "dog", Origin.AUTO, 0.7),))
    reader.panel.show_photos([photo, other])
    assert reader.panel._name.text() == "2 photos"
    assert [chip.text() for chip in reader.panel._tags._chips] == ["dog", "beach (1)"]
    assert reader.chip("dog").accessibleName() == "dog, On 2 of 2 photos."
    assert not reader.chip("dog").property("sure")  # one of them was found by itself
    menu = reader.chip("beach (1)").make_menu()
    next(action for action in menu.actions() if action.text() == "Wrong for all of them").trigger()
    assert reader.changes.pop() == Judge.all([7, 8], 2, Verdict.REJECTED)
    assert reader.panel._alt_text.isHidden()
    reader.add("beach")
    assert reader.changes == [Judge.all([7, 8], 2, Verdict.ACCEPTED)]


def test_stars_and_heart(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([replace(photo, rating=2)])
    stars = reader.panel._stars
    stars._stars[3].click()
    stars._stars[1].click()  # the last lit one takes them all away
    stars._heart.click()
    assert reader.changes == [Rate.all([7], 4), Rate.all([7], 0), Favour.all([7], True)]


def test_what_was_written_is_told_when_the_person_goes_on(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([photo])
    field = reader.panel._alt_text
    assert field.placeholderText() == "Labels: dog. Perhaps: beach."
    reader.qtbot.keyClicks(field, "A dog")
    reader.panel.show_photos([replace(photo, rating=1)])  # news about the same photo
    assert field.toPlainText() in ("A dog", "")
    reader.panel.show_photos([replace(photo, id=9, alt_text="Another")])
    assert Describe(((7, "A dog"),)) in reader.changes
    assert field.toPlainText() == "Another"


def test_the_suggestion_is_there_to_be_changed_and_is_nobodys_until_then(
    reader: _Reader, photo: Photo
) -> None:
    reader.panel.show_photos([photo])
    field = reader.panel._alt_text
    suggestion = field.placeholderText()
    field.setFocus()
    assert field.toPlainText() == suggestion
    reader.panel._new_label.setFocus()
    assert (field.toPlainText(), reader.changes) == ("", [])
    field.setFocus()
    reader.qtbot.keyClick(field, Qt.Key.Key_End)
    reader.qtbot.keyClicks(field, " At home.")
    reader.panel._new_label.setFocus()
    assert reader.changes == [Describe(((7, f"{suggestion} At home."),))]


def test_who_clicks_into_the_suggestion_writes_over_it(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([photo])
    field = reader.panel._alt_text
    reader.qtbot.mouseClick(field.viewport(), Qt.MouseButton.LeftButton)
    reader.qtbot.keyClicks(field, "Rex")
    reader.panel._new_label.setFocus()
    assert reader.changes == [Describe(((7, "Rex"),))]

    reader.qtbot.mouseClick(field.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    reader.qtbot.keyClicks(field, "My ")
    reader.panel._new_label.setFocus()
    assert reader.changes[1:] == [Describe(((7, "My Rex"),))]


def test_the_persons_own_text_is_not_replaced(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([replace(photo, alt_text="Rex at home")])
    field = reader.panel._alt_text
    field.setFocus()
    assert field.toPlainText() == "Rex at home"
    reader.panel._new_label.setFocus()
    assert (field.toPlainText(), reader.changes) == ("Rex at home", [])


def test_without_a_photo_nothing_can_be_changed(reader: _Reader) -> None:
    reader.panel.show_photos([])
    assert reader.panel._name.text() == "No photo is chosen"
    assert reader.panel._stars.isHidden()
    assert reader.panel._new_label.isHidden()
    reader.add("dog")
    assert reader.changes == []


def test_every_control_has_a_name(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([photo])
    for button in reader.panel.findChildren(IconButton):
        assert button.accessibleName()


def test_a_label_that_was_begun_is_not_for_another_photo(reader: _Reader, photo: Photo) -> None:
    reader.panel.show_photos([photo])
    reader.qtbot.keyClicks(reader.panel._new_label, "holi")
    reader.panel.show_photos([replace(photo, rating=3)])
    assert reader.panel._new_label.text() == "holi"
    reader.panel.show_photos([replace(photo, id=8)])
    assert reader.panel._new_label.text() == ""


def test_without_a_date_in_the_photo_the_file_has_one(reader: _Reader, photo: Photo) -> None:
    changed = datetime(2019, 8, 9, 12, 30).astimezone()
    stat = FileStat(2_000_000, int(changed.timestamp()) * 10**9)
    undated = replace(photo, stat=stat, facts=PhotoFacts(640, 480, None, ""))
    reader.panel.show_photos([undated])
    assert "File of 9 August 2019, 12:30" in reader.panel._facts.text().splitlines()
    reader.panel.show_photos([replace(photo, stat=stat)])
    assert "File of" not in reader.panel._facts.text()
