"""The translations are whole and belong to the code; a German window speaks German."""

from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton
from ui.desk import Desk

from photoclip.domain import Verdict
from photoclip.ui import texts, translation
from photoclip.ui.command_palette import action_name
from photoclip.ui.review_page import ReviewPage

SCRIPT = Path(__file__).parents[2] / "packaging" / "translations.py"
_spec = importlib.util.spec_from_file_location("photoclip_translations", SCRIPT)
assert _spec is not None
assert _spec.loader is not None
translations = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(translations)

FILES = sorted(translations.FOLDER.glob("*.ts"))
PLACEHOLDER = re.compile(r"\{\w*\}|%L?n|\t")

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@dataclass(frozen=True)
class Text:
    context: str
    source: str
    comment: str
    forms: tuple[str, ...]
    unfinished: bool

    def key(self) -> tuple[str, str, str]:
        return self.context, self.source, self.comment


def read_texts(file: Path) -> Iterator[Text]:
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translated = message.find("translation")
            assert translated is not None
            forms = [form.text or "" for form in translated.iter("numerusform")]
            yield Text(
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.findtext("comment", ""),
                tuple(forms or [translated.text or ""]),
                "type" in translated.attrib,
            )


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_there_are_translations() -> None:
    assert "photoclip_de" in [file.stem for file in FILES]
    assert translation.languages() == sorted(
        {translation.SOURCE, *(file.stem.removeprefix("photoclip_") for file in FILES)}
    )


@every_file
class TestFiles:
    def test_nothing_is_left_to_translate(self, file: Path) -> None:
        assert not [text.key() for text in read_texts(file) if text.unfinished]
        assert not [text.key() for text in read_texts(file) if not all(text.forms)]

    def test_placeholders_are_those_of_the_source(self, file: Path) -> None:
        different = [
            (text.source, form)
            for text in read_texts(file)
            for form in text.forms
            if placeholders(form) != placeholders(text.source)
        ]
        assert not different

    def test_they_hold_the_texts_of_the_code(self, file: Path, tmp_path: Path) -> None:
        """``python packaging/translations.py`` writes the new ones, to be translated."""
        now = tmp_path / file.name
        translations.update(file, now)
        assert {text.key() for text in read_texts(file)} == {text.key() for text in read_texts(now)}

    def test_what_is_loaded_is_what_is_written(self, file: Path, tmp_path: Path) -> None:
        """``python packaging/translations.py`` compiles it."""
        made = tmp_path / "made.qm"
        translations.release(file, made)
        assert made.read_bytes() == file.with_suffix(".qm").read_bytes()


@pytest.fixture
def german(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program speaks German, with British habits around it."""
    installed: list[QTranslator] = []
    own = QCoreApplication.installTranslator

    def install(translator: QTranslator) -> bool:
        installed.append(translator)
        return own(translator)

    monkeypatch.setattr(qapp, "installTranslator", install)
    before = QLocale()
    translation.install(qapp, "de")
    yield
    for translator in installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


@pytest.mark.usefixtures("german")
class TestGerman:
    @pytest.mark.parametrize(("n", "said"), [(0, "0 Fotos"), (1, "1 Foto"), (5, "5 Fotos")])
    def test_photos_are_counted(self, n: int, said: str) -> None:
        assert texts.count_photos(n) == said

    @pytest.mark.parametrize(("n", "said"), [(1, "1 Foto"), (5, "5 Fotos")])
    def test_a_plural_text_has_both_forms(self, n: int, said: str) -> None:
        assert texts._numerus.photos(n) == said

    def test_dates_and_numbers_are_german(self) -> None:
        assert texts.write_date(datetime(2021, 5, 3, tzinfo=UTC)) == "3. Mai 2021"
        assert texts.count_photos(12_804) == "12.804 Fotos"

    def test_the_window_speaks(self, desk: Desk) -> None:
        desk.fill()
        names = {action_name(action) for action in desk.window.findChildren(QAction)}
        assert {"Ordner hinzufügen", "Nach Änderungen suchen", "Alle Befehle"} <= names
        assert desk.edit.placeholderText() == "Foto beschreiben oder ein Bild hier ablegen"
        assert desk.browser.status_line._count.text() == "4 Fotos"

    def test_qt_s_own_texts_are_german(self) -> None:
        native = QKeySequence.SequenceFormat.NativeText
        assert QKeySequence("Ctrl+Space").toString(native) == "Strg+Leertaste"

    def test_the_keys_of_the_review_are_those_on_its_buttons(self, qtbot: Any) -> None:
        page = ReviewPage()
        qtbot.addWidget(page)
        page.ask("Strand", "")
        with qtbot.waitSignal(page.judged) as judged:
            qtbot.keyClick(page, Qt.Key.Key_J)
        assert judged.args == [Verdict.ACCEPTED]
        assert "Ja  (J)" in [button.text() for button in page.findChildren(QPushButton)]


def test_afterwards_it_speaks_english_again(qapp: QApplication) -> None:
    assert texts.count_photos(5) == "5 photos"
