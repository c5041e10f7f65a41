from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from support import make_photo
from ui.desk import RecordingLink, make_row

from photoclip.changes import Judge
from photoclip.domain import Label, Verdict
from photoclip.messages import Do, FetchPhotos, PhotosLoaded, ReviewLabel, ReviewReady, Undo
from photoclip.ui import reviewing
from photoclip.ui.bridge import Bridge
from photoclip.ui.pictures import Pictures
from photoclip.ui.review_page import ReviewPage
from photoclip.ui.reviewing import Reviewing

RED = Label(1, "red")


class _Judge:
    """A person at the review, and the engine behind it."""

    def __init__(self, qtbot: Any, root: Path) -> None:
        self.qtbot = qtbot
        self.parent = QObject()
        self.page, self.link, self.bridge = ReviewPage(), RecordingLink(), Bridge()
        qtbot.addWidget(self.page)
        self.bridge.attach(self.link)
        self.pictures = Pictures(parent=self.parent)
        self.reviewing = Reviewing(self.bridge, self.page, self.pictures, self.parent)
        paths = [make_photo(root / f"{n}.png", "red") for n in range(1, 9)]
        self.rows = [make_row(n, path) for n, path in enumerate(paths, 1)]
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.reviewing.review(RED)

    def serve(self, *ids: int) -> None:
        self.bridge._deliver(ReviewReady(1, tuple((photo, 0.5) for photo in ids)))
        wanted = self.link.last(FetchPhotos).ids
        self.bridge._deliver(PhotosLoaded([row for row in self.rows if row.id in wanted]))

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.page, key)

    @property
    def verdicts(self) -> list[object]:
        return [c.change for c in self.link.posted if isinstance(c, Do)]


@pytest.fixture
def judge(qtbot: Any, tmp_path: Path) -> Any:
    judge = _Judge(qtbot, tmp_path)
    yield judge
    judge.pictures.close()
    judge.page.close_workers()


def test_each_photo_gets_one_answer_by_one_key(judge: _Judge) -> None:
    assert judge.link.last(ReviewLabel) == ReviewLabel(1)
    judge.serve(3, 1, 2)
    assert judge.page._question.text() == "Does “red” fit?"
    for key in (Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_Space):
        judge.press(key)
    assert judge.verdicts == [
        Judge.all([3], 1, Verdict.ACCEPTED),
        Judge.all([1], 1, Verdict.REJECTED),
    ]


def test_the_photo_is_shown(judge: _Judge) -> None:
    judge.serve(3)
    judge.qtbot.waitUntil(judge.page._canvas.has_picture)
    assert judge.page._canvas.accessibleName().startswith("Photo, 3 May 2021")


def test_the_last_answer_is_taken_back(judge: _Judge) -> None:
    judge.serve(3, 1, 2)
    judge.press(Qt.Key.Key_Y)
    judge.press(Qt.Key.Key_Backspace)
    assert isinstance(judge.link.posted[-1], Undo)
    judge.press(Qt.Key.Key_N)
    assert judge.verdicts[-1] == Judge.all([3], 1, Verdict.REJECTED)


def test_undo_asks_again_as_sure_as_before(judge: _Judge) -> None:
    undone: list[int] = []
    action = QAction(judge.page)
    action.setShortcuts(QKeySequence.keyBindings(QKeySequence.StandardKey.Undo))
    action.triggered.connect(lambda: undone.append(1))
    judge.page.addAction(action)  # as the window has one
    judge.bridge._deliver(ReviewReady(1, ((3, 0.7), (1, 0.4))))
    button = judge.page._back_button
    assert not button.isEnabled()
    judge.press(Qt.Key.Key_Y)
    assert judge.page._note.text() == "40 % sure"
    judge.qtbot.keyClick(judge.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(judge.link.posted[-1], Undo)
    assert (judge.page._note.text(), button.isEnabled(), undone) == ("70 % sure", False, [])


def test_taking_back_a_photo_that_was_left_open_undoes_nothing(judge: _Judge) -> None:
    judge.serve(3, 1)
    judge.press(Qt.Key.Key_Space)
    judge.press(Qt.Key.Key_Backspace)
    assert judge.link.last(Undo) is None
    judge.press(Qt.Key.Key_Y)
    assert judge.verdicts == [Judge.all([3], 1, Verdict.ACCEPTED)]


def test_after_some_answers_the_rest_is_chosen_anew_and_nothing_is_asked_twice(
    judge: _Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "ASK_AGAIN", 5)
    judge.serve(*range(1, 9))
    for _ in range(5):
        judge.press(Qt.Key.Key_Y)
    assert sum(isinstance(c, ReviewLabel) for c in judge.link.posted) == 2
    judge.serve(1, 8, 7, 6)
    for _ in range(3):
        judge.press(Qt.Key.Key_N)
    judged = [change.verdicts[0][0] for change in judge.verdicts]  # type: ignore[attr-defined]
    assert sorted(judged) == list(range(1, 9))


def test_when_nothing_is_left_to_ask_it_says_so(judge: _Judge) -> None:
    judge.serve()
    judge.press(Qt.Key.Key_Y)
    assert judge.verdicts == []
    assert not judge.page._buttons[0].isEnabled()


def test_escape_ends_the_review(judge: _Judge) -> None:
    judge.serve(1)
    closed: list[int] = []
    judge.reviewing.closed.connect(lambda: closed.append(1))
    judge.press(Qt.Key.Key_Escape)
    assert (closed, judge.reviewing.is_open()) == ([1], False)
