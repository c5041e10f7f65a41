from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from support import make_photo

from photoclip.domain import Hits, Label
from photoclip.ui.label_editor import LabelEditor

DOG = Label(2, "dog", ("golden retriever",), ("toy",), (), 0.6, None, "#c0392b")
ANIMAL, PUPPY = Label(1, "animal"), Label(3, "puppy", parent_id=2)


class _Definer:
    """A person at the editor; what they want is recorded."""

    def __init__(self, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.editor = LabelEditor()
        qtbot.addWidget(self.editor)
        self.previews: list[Label] = []
        self.saved: list[Label] = []
        self.lines: list[float] = []
        self.closed: list[int] = []
        self.editor.previewed.connect(self.previews.append)
        self.editor.saved.connect(self.saved.append)
        self.editor.line_moved.connect(self.lines.append)
        self.editor.closed.connect(lambda: self.closed.append(1))
        with qtbot.waitExposed(self.editor):
            self.editor.show()

    def drop(self, mime: QMimeData) -> None:
        action = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        button = Qt.MouseButton.LeftButton
        for kind in (QDragEnterEvent, QDropEvent):
            event = kind(QPoint(5, 5), action, mime, button, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self.editor._examples, event)
            assert event.isAccepted()
            assert event.dropAction() == Qt.DropAction.CopyAction


@pytest.fixture
def definer(qtbot: Any) -> Any:
    definer = _Definer(qtbot)
    yield definer
    definer.editor.close_workers()


def test_a_label_is_shown_as_it_is_and_saved_unchanged(definer: _Definer) -> None:
    definer.editor.edit_label(DOG, [ANIMAL, DOG, PUPPY])
    assert definer.previews == [DOG]
    definer.editor._save_button.click()
    assert definer.saved == [DOG]


def test_a_new_label_is_written_and_previewed_when_the_keys_rest(definer: _Definer) -> None:
    definer.editor.edit_label(Label(0, ""), [])
    definer.previews.clear()
    definer.qtbot.keyClicks(definer.editor._name, "beach")
    definer.qtbot.keyClicks(definer.editor._descriptions, "sandy beach")
    definer.qtbot.waitUntil(lambda: bool(definer.previews))
    [shown] = definer.previews
    assert (shown.name, shown.descriptions, shown.id) == ("beach", ("sandy beach",), 0)
    definer.qtbot.keyClick(definer.editor._name, Qt.Key.Key_Return)
    assert [label.name for label in definer.saved] == ["beach"]


def test_a_label_without_a_name_is_not_saved(definer: _Definer) -> None:
    definer.editor.edit_label(Label(0, ""), [])
    definer.qtbot.keyClicks(definer.editor._descriptions, "something")
    definer.qtbot.keyClick(definer.editor._name, Qt.Key.Key_Return)
    assert definer.saved == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ('so-called "dog"', "quotation mark"),
        ("ANIMAL", "already a label “animal”"),
        ("x" * 101, "too long"),
    ],
)
def test_what_can_be_no_label_stays_in_the_editor_with_a_sentence(
    definer: _Definer, name: str, reason: str
) -> None:
    definer.editor.edit_label(Label(0, ""), [ANIMAL])
    definer.qtbot.keyClicks(definer.editor._descriptions, "hours of work")
    definer.qtbot.keyClicks(definer.editor._name, name)
    definer.editor._save_button.click()
    assert (definer.saved, definer.closed) == ([], [])
    assert reason in definer.editor._sentence.text()
    assert definer.editor._sentence.isVisible()
    assert definer.editor.label().descriptions == ("hours of work",)

    definer.editor._name.clear()
    definer.qtbot.keyClicks(definer.editor._name, "good name")
    assert not definer.editor._sentence.isVisible()
    definer.editor._save_button.click()
    assert [label.name for label in definer.saved] == ["good name"]


def test_moving_the_line_tells_what_it_catches_without_asking_again(definer: _Definer) -> None:
    definer.editor.edit_label(DOG, [])
    definer.previews.clear()
    scores = np.array([0.9, 0.7, 0.4, 0.1], np.float32)
    definer.editor.show_hits(Hits(np.array([1, 2, 3, 4], np.int64), scores))
    assert definer.editor._cut.text() == "From 60 % sure: 2 photos"
    definer.editor._line.setValue(30)
    assert definer.editor._cut.text() == "From 30 % sure: 3 photos"
    assert (definer.lines[-1], definer.editor.caught()) == (0.3, 3)
    assert definer.previews == []
    assert definer.editor.label().threshold == 0.3


def test_a_label_cannot_lie_in_itself_or_in_what_lies_in_it(definer: _Definer) -> None:
    definer.editor.edit_label(DOG, [ANIMAL, DOG, PUPPY])
    box = definer.editor._parent_box
    assert [box.itemText(i) for i in range(box.count())] == ["Nothing else", "animal"]


def test_a_dropped_picture_becomes_a_small_example(definer: _Definer, tmp_path: Path) -> None:
    path = make_photo(tmp_path / "red.png", "red")
    definer.editor.edit_label(Label(0, "red"), [])
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    definer.drop(mime)
    definer.qtbot.waitUntil(lambda: len(definer.editor.label().examples) == 1)
    assert definer.editor.label().examples[0].startswith(b"\xff\xd8")
    definer.editor._examples._buttons[0].click()
    assert definer.editor.label().examples == ()


def test_what_is_no_picture_is_one_sentence(definer: _Definer, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no picture")
    definer.editor.edit_label(Label(0, "red"), [])
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    definer.drop(mime)
    definer.qtbot.waitUntil(lambda: bool(definer.editor._sentence.text()))
    assert definer.editor.label().examples == ()


def test_escape_closes_without_saving(definer: _Definer) -> None:
    definer.editor.edit_label(DOG, [])
    definer.qtbot.keyClick(definer.editor, Qt.Key.Key_Escape)
    assert (definer.closed, definer.saved) == ([1], [])
