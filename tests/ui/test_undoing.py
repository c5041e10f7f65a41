from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMainWindow
from ui.desk import RecordingLink

from photoclip.changes import Favour, Judge, Rate, RemoveFolder, RestoreFolder
from photoclip.domain import Verdict
from photoclip.messages import HistoryChanged, Redo, Undo
from photoclip.ui.bridge import Bridge
from photoclip.ui.file_jobs import Moved
from photoclip.ui.undoing import Undoing

MOVED = (Moved(Path("/photos/a.jpg"), Path("/trash/a.jpg")),)
RATE = Rate.all([1], 3)


class _Hand:
    """A person at undo and redo."""

    def __init__(self, qtbot: Any) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.link, self.bridge = RecordingLink(), Bridge()
        self.bridge.attach(self.link)
        self.undoing = Undoing(self.bridge, self.window)
        self.restored: list[object] = []
        self.removed: list[str] = []
        self.undoing.restore_asked.connect(self.restored.append)
        self.undoing.removed.connect(self.removed.append)

    def hear(self, *arguments: Any, **named: Any) -> None:
        self.bridge._deliver(HistoryChanged(*arguments, **named))

    @property
    def texts(self) -> tuple[str, str]:
        return self.undoing.undo_action.text(), self.undoing.redo_action.text()

    @property
    def enabled(self) -> tuple[bool, bool]:
        return self.undoing.undo_action.isEnabled(), self.undoing.redo_action.isEnabled()


@pytest.fixture
def hand(qtbot: Any) -> _Hand:
    return _Hand(qtbot)


def test_at_first_there_is_nothing_to_undo(hand: _Hand) -> None:
    assert hand.enabled == (False, False)
    hand.undoing.undo()
    assert hand.link.posted == []


def test_a_change_is_named_undone_and_done_again(hand: _Hand) -> None:
    hand.hear(RATE, None, RATE, 1)
    assert hand.enabled == (True, False)
    assert hand.texts[0] == "Undo the rating"
    hand.undoing.undo_action.trigger()
    assert hand.link.posted == [Undo()]
    hand.hear(None, RATE, None, 0)
    assert hand.enabled == (False, True)
    assert hand.texts[1] == "Redo the rating"
    hand.undoing.redo_action.trigger()
    assert hand.link.posted == [Undo(), Redo()]


def test_files_in_the_trash_come_back_in_their_turn(hand: _Hand) -> None:
    hand.hear(RATE, None, RATE, 1)
    hand.undoing.note_trashed(MOVED)
    hand.hear(Favour.all([1], False), None, Favour.all([1], True), 2)
    hand.undoing.undo()
    assert hand.link.posted == [Undo()]
    hand.hear(RATE, None, None, 1)
    assert hand.texts[0] == "Put back from the trash"
    hand.undoing.undo()
    assert hand.restored == [MOVED]
    assert hand.texts[0] == "Undo the rating"
    hand.undoing.undo()
    assert hand.link.posted == [Undo(), Undo()]


def test_a_removal_is_told_so_that_it_can_be_taken_back_at_once(hand: _Hand) -> None:
    hand.hear(RestoreFolder(1), None, RemoveFolder(1), 1)
    assert hand.removed == ["The folder was removed. Its photos stay where they are."]
    assert hand.texts[0] == "Undo the removal of the folder"
    hand.hear(RATE, None, RATE, 2)
    assert len(hand.removed) == 1


def test_a_change_that_failed_is_not_offered(hand: _Hand) -> None:
    hand.hear(None, None, None, 0)
    assert hand.enabled == (False, False)


def test_each_kind_of_change_has_its_name(hand: _Hand) -> None:
    hand.hear(Judge.all([1], 1, Verdict.NONE), None, Judge.all([1], 1, Verdict.ACCEPTED), 1)
    assert hand.texts[0] == "Undo the judgement of labels"


def test_what_was_said_of_a_change_ends_with_it(hand: _Hand, qtbot: Any) -> None:
    with qtbot.assertNotEmitted(hand.undoing.undone):
        hand.undoing.undo()  # there is nothing
    hand.undoing.note_trashed(MOVED)
    with qtbot.waitSignal(hand.undoing.undone):
        hand.undoing.undo()
    assert hand.restored == [MOVED]
