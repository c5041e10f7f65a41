"""The quiet line about better models, after the first indexing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from ui.desk import Desk
from ui.models import INSTALLED, list_models

from photoclip.domain import Progress
from photoclip.messages import IndexingProgress, ModelPhase, ModelState, PhotosChanged
from photoclip.sentences import Sentence
from photoclip.ui import model_hint

BUSY = IndexingProgress(Progress("indexing", 1, 4))
DONE = IndexingProgress(None)


@pytest.fixture(autouse=True)
def short_rest(monkeypatch):
    monkeypatch.setattr(model_hint, "REST", 1)


def index(desk: Desk, **changes: object) -> None:
    """The library has been indexed, and nothing more happens."""
    desk.fill()
    desk.hear(list_models(**changes), BUSY, PhotosChanged(4, 0), DONE)
    hint = desk.window.findChild(model_hint.ModelHint)
    desk.qtbot.waitUntil(lambda: hint._rested)


def line(desk: Desk) -> str:
    suggestion = desk.browser.suggestion
    return suggestion._text.text() if suggestion.isVisible() else ""


def test_it_comes_when_the_first_indexing_is_done(desk):
    desk.fill()
    desk.hear(list_models(), BUSY)
    assert line(desk) == ""
    desk.hear(DONE)

    desk.qtbot.waitUntil(lambda: line(desk) != "")
    assert line(desk) == "Searches find more with a better model: Balanced is a download of 605 MB."


def test_it_goes_while_photos_are_being_indexed(desk):
    index(desk)
    desk.hear(BUSY)

    assert line(desk) == ""


def test_it_opens_the_page_and_has_been_seen(desk, open_window):
    index(desk)
    button = desk.browser.suggestion._button
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert desk.window._settings_page.isVisible()
    assert not desk.browser.suggestion.isVisibleTo(desk.browser)


def test_put_away_it_never_comes_again(desk, open_window):
    index(desk)
    (close,) = (
        b
        for b in desk.browser.suggestion.children()
        if getattr(b, "accessibleName", str)() == "Put away"
    )
    desk.qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert line(desk) == ""
    desk.hear(BUSY, DONE)
    desk.window.close()

    again = open_window()
    index(again)

    assert line(again) == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"in_use": "balanced"},
        {"next_key": "balanced"},
        {"balanced": INSTALLED},
    ],
    ids=["another in use", "changing already", "installed already"],
)
def test_nobody_needs_it_who_has_a_better_model(desk, changes):
    index(desk, **changes)

    assert line(desk) == ""


def test_an_empty_library_needs_no_better_model(desk):
    index(desk)
    desk.hear(PhotosChanged(0, 0))

    assert line(desk) == ""


def test_a_failure_comes_first_and_can_be_put_away(desk):
    index(desk)
    desk.hear(ModelState(ModelPhase.FAILED, reason=Sentence("It is damaged.")))
    assert line(desk) == "It is damaged. Browsing goes on without it."

    desk.browser.suggestion.put_away.emit()
    assert line(desk) == ""
    desk.hear(ModelState(ModelPhase.READY, "Starter", "cpu"))

    assert line(desk).startswith("Searches find more")
