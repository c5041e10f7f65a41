"""The translations are whole and belong to the code; a German window speaks German."""

from __future__ import annotations

import ast
import errno
import importlib.util
import os
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
from ui.search_desk import SearchDesk

from photoclip.domain import Problem, Verdict
from photoclip.errors import PhotoClipError
from photoclip.label_files import presets as all_presets
from photoclip.messages import PhotoFound, ProblemsLoaded, Trouble
from photoclip.model_catalogue import load_catalogue
from photoclip.sentences import Sentence, foreign, quoted
from photoclip.ui import presets, texts, translation
from photoclip.ui.command_palette import action_name
from photoclip.ui.controls import IconButton
from photoclip.ui.drops import DroppedFiles
from photoclip.ui.problems import ProblemsDialog
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


class TestCore:
    """What the core says is written as templates, which the script finds by their calls."""

    HERE = ("sentences.py", "errors.py")
    """They make sentences of what they are given."""

    def test_no_sentence_is_glued_together(self) -> None:
        glued = [
            f"{path.name}:{call.lineno}"
            for path, call in translations.calls(everywhere=True)
            if translations.template(call) is None and path.name not in self.HERE
        ]
        assert not glued

    def test_every_place_in_a_template_has_its_value(self) -> None:
        different = [
            f"{path.name}:{call.lineno}"
            for path, call in translations.calls(everywhere=True)
            if path.name not in self.HERE
            and set(re.findall(r"\{(\w*)\}", translations.template(call) or ""))
            != {keyword.arg for keyword in call.keywords}
        ]
        assert not different

    def test_they_are_found_wherever_they_are_made(self) -> None:
        found = translations.collect()["core"]
        assert {
            "The file is empty.",  # an UnreadablePhoto
            "{host} has no file {name} of {repository}, or keeps it private.",  # a kind of hub.py's
            "Adds {labels}.",  # a Sentence
            "very fast",  # of the model catalogue
        } <= set(found)
        assert "{path} is not a photo of the library." not in found

    def test_a_glued_sentence_is_noticed(self) -> None:
        [call] = (
            node
            for node in ast.walk(ast.parse('PhotoClipError(f"No folder {path}.")'))
            if isinstance(node, ast.Call)
        )
        assert translations.template(call) is None


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

    def test_what_the_core_says(self) -> None:
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/disk")
        said = Sentence("{path} could not be written: {reason}.", path="/disk/a{b}", reason=full)
        assert translation.say(said) == (
            "/disk/a{b} konnte nicht geschrieben werden: auf dem Datenträger ist kein Platz mehr."
        )
        assert translation.say(PhotoClipError("The file is empty.")) == "Die Datei ist leer."
        adds = Sentence("Adds {labels}.", labels=[quoted("Hund"), quoted("Katze")])
        assert translation.say(adds) == "Trägt „Hund“, „Katze“ ein."
        room = Sentence(
            "{host} sent only {before} of the {size} bytes of {name}; try again later.",
            host="h",
            before=1000,
            size=25000,
            name="n",
        )
        assert "nur 1.000 von 25.000 Bytes" in translation.say(room)
        assert translation.say(Sentence("{number} GB", number=1.7)) == "1,7 GB"

    def test_what_an_older_version_kept_is_shown_as_it_is(self) -> None:
        kept = Sentence.from_text("The file cannot be read: Input/output error.")
        assert translation.say(kept) == "The file cannot be read: Input/output error."
        assert translation.say(Sentence.from_text("The file is empty.")) == "Die Datei ist leer."

    def test_photos_that_cannot_be_read_and_troubles(self, desk: Desk) -> None:
        desk.fill()
        desk.window._dialogs.show_problems()
        empty = Problem(Path("/photos/broken.jpg"), Sentence("The file is empty."))
        desk.hear(ProblemsLoaded([empty]))
        [dialog] = desk.window.findChildren(ProblemsDialog)
        assert dialog._list.topLevelItem(0).text(1) == "Die Datei ist leer."
        dialog.close()
        desk.hear(Trouble(Sentence("There is no folder {path}.", path="/x")))
        assert desk.window._notice._text.text() == "Es gibt keinen Ordner /x."

    def test_a_dropped_file_that_is_no_picture(self, qtbot: Any, tmp_path: Path) -> None:
        desk = SearchDesk(qtbot, tmp_path)
        path = tmp_path / "brief.txt"
        path.write_text("Liebes Programm")
        desk.searching.pictures.take(DroppedFiles((path,)))
        desk.hear(PhotoFound(path, None))
        qtbot.waitUntil(lambda: desk.told != [])
        desk.close()
        assert desk.told == [
            "Mit „brief.txt“ lässt sich nicht suchen: Die Datei ist kein Bild einer bekannten Art."
        ]

    def test_the_models_of_the_catalogue(self) -> None:
        for model in load_catalogue():
            for word in translations.MODEL_WORDS:
                assert QCoreApplication.translate("core", getattr(model, word))
            assert translation.say(foreign(model.summary)) != model.summary
        assert translation.say(foreign("about 100 languages")) == "etwa 100 Sprachen"

    def test_ready_made_labels_have_german_names(self) -> None:
        assert ("Dog", "Hund") in presets.label_names("pets")

    def test_keys_are_written_as_on_german_keyboards(self, qtbot: Any) -> None:
        button = IconButton("x", "Suchen", keys="Ctrl+Shift+F")
        qtbot.addWidget(button)
        assert button.toolTip() == "Suchen (Strg+Umschalt+F)"

    def test_the_keys_of_the_review_are_those_on_its_buttons(self, qtbot: Any) -> None:
        page = ReviewPage()
        qtbot.addWidget(page)
        page.ask("Strand", "")
        with qtbot.waitSignal(page.judged) as judged:
            qtbot.keyClick(page, Qt.Key.Key_J)
        assert judged.args == [Verdict.ACCEPTED]
        said = [button.text() for button in page.findChildren(QPushButton)]
        assert said[:3] == ["Ja  (J)", "Nein  (N)", "Unsicher  (Leertaste)"]


def test_afterwards_it_speaks_english_again(qapp: QApplication) -> None:
    assert texts.count_photos(5) == "5 photos"
    assert presets.label_names("pets") == ()


def test_the_menu_knows_every_ready_made_set() -> None:
    assert sorted(presets.named()) == sorted((one.name, one.title) for one in all_presets())
