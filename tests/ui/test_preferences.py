from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog

from photoclip.choices import (
    ALT_TEXTS,
    EXCLUDED,
    IN_PHOTOS,
    MADE,
    ON_BATTERY,
    PAUSE,
    TAG_FILES,
    TAG_PLACE,
)
from photoclip.messages import SettingsRead
from photoclip.ui import preferences
from photoclip.ui.preference_section import PreferenceSection
from photoclip.ui.preferences import Preferences


def _settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def test_preferences_are_kept(tmp_path: Path) -> None:
    chosen = Preferences("dark", "de", "cpu", 4, 500_000_000, "blur", "day", "/a/profile.icc")
    preferences.write(_settings(tmp_path), chosen)
    assert preferences.read(_settings(tmp_path)) == chosen


def test_without_a_file_or_with_a_damaged_one_all_is_as_usual(tmp_path: Path) -> None:
    assert preferences.read(_settings(tmp_path)) == Preferences()
    (tmp_path / "window.ini").write_text("[preferences]\nthreads=many\nthumbnails=-\n")
    assert preferences.read(_settings(tmp_path)) == Preferences()


def test_choosing_tells_all_preferences(qtbot: Any) -> None:
    section = PreferenceSection(Preferences(threads=3), ["en", "de"])
    qtbot.addWidget(section)
    told: list[Preferences] = []
    section.chosen.connect(told.append)
    boxes = {box.accessibleName(): box for box in section.findChildren(QComboBox)}
    dark = boxes["Colours"]
    dark.setCurrentIndex(dark.findData("dark"))
    dark.activated.emit(dark.currentIndex())
    german = boxes["Language (from the next start)"]
    german.setCurrentIndex(german.findData("de"))
    german.activated.emit(german.currentIndex())
    assert told == [
        Preferences(threads=3, theme="dark"),
        Preferences(threads=3, theme="dark", language="de"),
    ]
    assert german.currentText() == "Deutsch"
    assert boxes["Processor threads (from the next start)"].currentData() == 3


def test_what_the_engine_heeds_is_shown_and_told(qtbot: Any) -> None:
    section = PreferenceSection(Preferences(), ["en"])
    qtbot.addWidget(section)
    section.show_choices(
        SettingsRead(
            (
                (EXCLUDED, "*.gif"),
                (ON_BATTERY, PAUSE),
                (TAG_FILES, "accepted"),
                (TAG_PLACE, IN_PHOTOS),
                (ALT_TEXTS, MADE),
            )
        )
    )
    assert section._place.currentData() == IN_PHOTOS
    assert not section._in_photos.isHidden()
    assert section._battery.isChecked()
    assert section._excluded.toPlainText() == "*.gif"
    assert section._tags.currentData() == "accepted"
    told: list[tuple[str, str]] = []
    section.choice_made.connect(lambda name, value: told.append((name, value)))
    assert section._alt_texts.isChecked()
    section._battery.click()
    section._alt_texts.click()
    section._place.setCurrentIndex(section._place.findData(""))
    section._place.activated.emit(section._place.currentIndex())
    assert section._in_photos.isHidden()
    section.show()
    section._excluded.setFocus()
    qtbot.keyClick(section._excluded, Qt.Key.Key_End)
    qtbot.keyClicks(section._excluded, "x")
    qtbot.waitUntil(lambda: len(told) == 4, timeout=5000)
    assert told == [(ON_BATTERY, ""), (ALT_TEXTS, ""), (TAG_PLACE, ""), (EXCLUDED, "*.gifx")]


def test_a_profile_of_the_screen_is_chosen_from_a_file(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = PreferenceSection(Preferences(), ["en"])
    qtbot.addWidget(section)
    told: list[str] = []
    section.chosen.connect(lambda preferences: told.append(preferences.screen))
    (box,) = [
        one
        for one in section.findChildren(QComboBox)
        if one.accessibleName() == "Colours of the photos"
    ]
    files = iter([("/profiles/wide.icc", ""), ("", "")])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: next(files))

    def choose(text: str) -> None:
        box.setCurrentIndex(box.findText(text))
        box.activated.emit(box.currentIndex())

    choose("By a profile from a file…")
    assert (told[-1], box.currentText()) == ("/profiles/wide.icc", "wide.icc")
    choose("By a profile from a file…")  # and cancelled
    assert (told[-1], box.currentText()) == ("/profiles/wide.icc", "wide.icc")
    choose("As sRGB")
    assert told[-1] == preferences.SRGB
    again = PreferenceSection(Preferences(screen="/profiles/wide.icc"), ["en"])
    qtbot.addWidget(again)
    assert "wide.icc" in [one.currentText() for one in again.findChildren(QComboBox)]
