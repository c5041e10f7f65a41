"""What the engine tells of the library, as the window shows it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from ui.desk import press_button, shown_texts

from photoclip.domain import (
    Filter,
    Hits,
    Label,
    LikePhoto,
    Problem,
    Progress,
    Query,
    Text,
)
from photoclip.messages import (
    FetchPhotos,
    FetchProblems,
    IndexingProgress,
    LabelsChanged,
    ModelPhase,
    ModelState,
    Pause,
    PhotosChanged,
    ProblemsLoaded,
    Resume,
    Search,
    SearchDone,
    Trouble,
)
from photoclip.sentences import Sentence
from photoclip.ui.veil import HIDE

# --- what the engine tells


def test_progress_with_rate_and_time_and_a_pause(desk):
    desk.fill()
    progress = Progress("indexing", 1204, 5000, 45.2, 200.0)
    desk.hear(IndexingProgress(progress))
    assert "1,204 of 5,000 photos · 45 a second · about 3 minutes left" in shown_texts(desk.window)

    press_button(desk, "Pause")
    assert desk.link.posted[-1] == Pause()
    desk.hear(IndexingProgress(Progress("indexing", 1204, 5000, paused=True)))
    press_button(desk, "Resume")
    assert desk.link.posted[-1] == Resume()
    desk.hear(IndexingProgress(None))
    assert "a second" not in shown_texts(desk.window)


def test_changes_of_the_library_refresh_once_and_keep_the_selection(desk):
    rows = desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)
    desk.press(desk.grid, Qt.Key.Key_Right)
    for _ in range(5):
        desk.hear(PhotosChanged(6, 0, (rows[0].id,)))

    desk.qtbot.waitUntil(lambda: desk.link.last(Search).serial == 2)
    desk.answer([8, 7, 1, 2, 3, 4])

    assert desk.grid.selected_rows() == [3]
    assert desk.grid.currentIndex().row() == 3
    desk.qtbot.waitUntil(lambda: 1 in desk.link.last(FetchPhotos).ids)


def test_unreadable_photos_are_listed_with_reasons(desk):
    desk.fill()
    desk.hear(PhotosChanged(4, 1))
    press_button(desk, "1 could not be read")
    assert desk.link.posted[-1] == FetchProblems()
    desk.hear(ProblemsLoaded([Problem(Path("/photos/broken.jpg"), Sentence("The file is empty."))]))

    listed = desk.window._dialogs._problems._list.topLevelItem(0)
    assert listed.text(0) == "broken.jpg"
    assert listed.text(1) == "The file is empty."
    desk.window._dialogs._problems.close()


def test_trouble_is_told_once_and_put_away(desk):
    trouble = Trouble(Sentence("Something unexpected went wrong."), ("Traceback: here",))
    desk.hear(trouble, trouble)
    assert "Something unexpected went wrong." in shown_texts(desk.window)

    press_button(desk, "Copy details")
    assert "Traceback: here" in QApplication.clipboard().text()
    press_button(desk, "Put away")

    assert "Something unexpected" not in shown_texts(desk.window)


def test_fatal_trouble_takes_the_place_of_the_photos(desk):
    desk.fill()
    desk.hear(Trouble(Sentence("Another window has this library open."), fatal=True))

    assert "Another window has this library open." in shown_texts(desk.window)
    assert not desk.grid.isVisible()


def test_a_library_that_another_window_let_go_of_is_shown(desk):
    desk.fill()
    desk.hear(Trouble("Another window has this library open.", fatal=True))
    desk.hear(ModelState(ModelPhase.STARTING))

    assert "Another window has this library open." not in shown_texts(desk.window)
    assert desk.grid.isVisible()


def test_a_pause_of_earlier_is_seen_before_anything_is_counted(desk):
    desk.fill()
    desk.hear(IndexingProgress(Progress("indexing", 0, 0, paused=True)))

    assert "Paused" in shown_texts(desk.window)
    press_button(desk, "Resume")
    assert desk.link.posted[-1] == Resume()


def test_fatal_trouble_promises_no_search(desk):
    desk.hear(ModelState(ModelPhase.STARTING))
    desk.type("dog")
    assert "Your search runs in a moment" in shown_texts(desk.window)
    desk.hear(Trouble(Sentence("Another window has this library open."), fatal=True))

    assert "Your search runs in a moment" not in shown_texts(desk.window)


def test_another_model_is_asked_what_is_on_screen(desk):
    desk.fill()
    desk.type("red")
    desk.qtbot.waitUntil(lambda: desk.link.last(Search).query.terms == (Text("red"),))
    desk.answer([1])
    first = desk.link.last(Search)

    desk.hear(ModelState(ModelPhase.READY, "Another", "cpu"))

    desk.qtbot.waitUntil(lambda: desk.link.last(Search).serial > first.serial)
    assert desk.link.last(Search).query == first.query


def test_a_model_that_failed_says_why(desk):
    desk.fill()
    desk.hear(ModelState(ModelPhase.FAILED, reason=Sentence("The model file was altered.")))

    assert "The model file was altered." in shown_texts(desk.window)
    assert "Search by meaning is off" in shown_texts(desk.window)


# --- where no photos are


def test_photos_that_are_hidden_are_counted_and_shown_when_asked(desk):
    desk.fill()
    desk.window._veil.choose(HIDE)
    desk.hear(LabelsChanged([Label(1, "private", sensitive=True)]))
    desk.window._searching.filter_by_label("private")
    desk.qtbot.waitUntil(lambda: desk.link.last(Search).query.filter.labels == ("private",))

    desk.answer([], hidden=28)
    assert "28 photos are hidden as sensitive." in shown_texts(desk.browser.placeholder)
    press_button(desk, "Show them")

    assert desk.link.last(Search).query == Query(filter=Filter(labels=("private",)))
    desk.answer([1])
    assert desk.grid.isVisible()


def test_where_nothing_is_relevant_what_fits_less_well_is_offered(desk):
    desk.fill()
    desk.type("unicorn")
    desk.qtbot.waitUntil(lambda: desk.link.last(Search).query.terms != ())
    hits = Hits(np.array([1, 2, 3], np.int64), np.zeros(3, np.float32), 0)
    desk.hear(SearchDone(desk.link.last(Search).serial, hits))
    assert "No photo fits. Try other words." in shown_texts(desk.browser.placeholder)

    press_button(desk, "Show more (3 photos fit less well)")

    assert desk.grid.isVisible()
    assert desk.grid.hasFocus()
    assert desk.model.rowCount() == 3
    assert desk.grid.currentIndex().row() == 0


def test_of_similar_photos_the_first_one_is_current(desk):
    desk.fill()
    desk.grid.setFocus()
    desk.grid.go_to(2)
    desk.press(desk.grid, Qt.Key.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.link.last(Search).query == Query((LikePhoto(3),))

    desk.answer([4, 2])
    desk.press(desk.window.focusWidget(), Qt.Key.Key_Return)

    assert desk.viewer.isVisible()
    assert desk.grid.currentIndex().row() == 0
