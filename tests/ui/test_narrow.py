"""A small window: nothing is cut off, nothing overlaps, and the window never grows by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from ui.models import list_models

from photoclip.domain import Facets, Label, Progress
from photoclip.messages import (
    IndexingProgress,
    LabelsChanged,
    ModelPhase,
    ModelState,
    PhotosChanged,
    SearchesChanged,
)
from photoclip.sentences import Sentence
from photoclip.ui.side_folding import FOLDED_BELOW
from photoclip.ui.viewer_bar import NAME_WIDTH

Key = Qt.Key


@pytest.fixture
def desk(desk, qtbot):
    desk.fill()
    desk.hear(LabelsChanged([Label(1, "dog")]), SearchesChanged([], ["beach"]))
    desk.window.activateWindow()
    return desk


def resize(desk, width: int, height: int) -> None:
    desk.window.resize(width, height)
    desk.qtbot.waitUntil(lambda: desk.window.size().toTuple() == (width, height))


def test_the_side_panel_folds_away_and_comes_when_asked_for(desk, qtbot):
    panel, button = desk.browser.side_panel, desk.browser.side_button
    assert panel.isVisible()
    assert not button.isVisible()
    before = desk.browser.splitter.sizes()

    resize(desk, 480, 640)
    assert not panel.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.isVisible()
    assert desk.browser.rect().contains(panel.geometry())
    assert panel.isAncestorOf(desk.window.focusWidget())
    desk.press(desk.window.focusWidget(), Key.Key_Escape)
    assert not panel.isVisible()
    assert button.hasFocus()

    desk.press(button, Key.Key_Space)
    assert panel.isVisible()
    desk.grid.setFocus()
    assert not panel.isVisible()

    resize(desk, 1000, 700)
    assert panel.isVisible()
    assert not button.isVisible()
    splitter = desk.browser.splitter
    qtbot.waitUntil(lambda: abs(splitter.sizes()[0] - before[0]) <= 1)
    assert splitter.widget(0) is panel


def test_folded_away_it_is_not_forgotten_where_it_was(desk, open_window, qtbot):
    desk.browser.splitter.setSizes([300, 700])
    wide = desk.browser.splitter.sizes()
    desk.window.close()
    narrow = open_window()
    resize(narrow, FOLDED_BELOW - 1, 600)
    narrow.window.close()
    again = open_window()

    assert again.browser.splitter.sizes() == wide


def test_the_pane_at_the_right_is_alone_where_both_have_no_room(desk, qtbot):
    side, pages = desk.window._side, desk.window._pages
    resize(desk, 480, 640)
    desk.grid.go_to(1)
    desk.grid.setFocus()
    desk.press(desk.grid, Key.Key_I)
    assert side.isVisible()
    qtbot.waitUntil(lambda: side.width() == 480)
    assert not pages.isVisible()
    assert desk.window.width() == 480

    desk.press(side.info, Key.Key_Escape)
    assert pages.isVisible()
    assert not side.isVisible()
    assert desk.grid.hasFocus()

    desk.press(desk.grid, Key.Key_I)
    resize(desk, 1000, 640)
    assert pages.isVisible()
    assert side.isVisible()
    resize(desk, 480, 640)
    desk.press(side.info, Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.edit.hasFocus()
    assert not side.isVisible()


def test_filters_do_not_make_the_window_higher(desk, qtbot):
    resize(desk, 640, 480)
    desk.bar.toggle_filters()
    panel = desk.browser.search_foot.filters
    counts = tuple((f"Label {n}", n + 1) for n in range(30))
    panel.show_facets(Facets(99, labels=counts, cameras=counts, folders=counts))

    qtbot.waitUntil(lambda: panel.height() > 80)
    assert desk.window.size().toTuple() == (640, 480)
    assert desk.browser.stack.height() >= 100


def test_the_settings_fit(desk, qtbot):
    resize(desk, 480, 640)
    desk.window._navigation.show_settings()
    desk.hear(list_models())
    page = desk.window._settings_page

    def overhang() -> list[str]:
        view = page.findChild(QScrollArea).viewport()
        return [
            f"{type(each).__name__} {each.accessibleName()}"
            for each in view.findChildren(QWidget)
            if each.isVisible() and each.mapTo(view, each.rect().topRight()).x() > view.width()
        ]

    qtbot.waitUntil(lambda: bool(page.models._cards) and overhang() == [])
    resize(desk, 1000, 640)
    qtbot.waitUntil(lambda: overhang() == [])
    # As long as other languages are, where English has just room.
    resize(desk, 640, 640)
    qtbot.waitUntil(lambda: page.width() == 640)
    many = "all that is " + 5 * "spoken, "
    desk.hear(list_models(balanced={"languages": Sentence(many)}))
    (label,) = (each for each in page.findChildren(QLabel) if each.text() == many)
    qtbot.waitUntil(lambda: label.width() >= label.sizeHint().width() and overhang() == [])


def test_the_status_line_leaves_out_what_matters_least(desk, qtbot):
    line = desk.browser.status_line
    desk.hear(
        ModelState(ModelPhase.READY, "Colours", "cpu"),
        IndexingProgress(Progress("indexing", 1234, 5678)),
        PhotosChanged(240, 3),
    )
    assert line._slider.isVisible()
    assert line._model.isVisible()

    resize(desk, 480, 640)
    assert not line._slider.isVisible()
    assert not line._model.isVisible()
    problems = line._problems
    qtbot.waitUntil(lambda: problems.width() >= problems.sizeHint().width())

    desk.hear(IndexingProgress(None), PhotosChanged(240, 0))
    assert line._slider.isVisible()
    assert line._model.isVisible()
    desk.hear(ModelState(ModelPhase.FAILED, reason="It is broken."), PhotosChanged(240, 3))
    assert line._model.isVisible()


def test_the_bar_of_the_viewer_leaves_out_what_the_information_says(desk, qtbot):
    desk.fill()
    desk.grid.go_to(0)
    desk.press(desk.grid, Key.Key_Return)
    bar = desk.viewer._bar
    assert bar.facts.isVisible()
    assert bar.zoom.isVisible()

    desk.press(desk.viewer, Key.Key_I)
    resize(desk, 700, 640)
    qtbot.waitUntil(lambda: bar.width() < 400)
    assert not bar.facts.isVisible()

    def is_whole(widget: QWidget) -> bool:
        least = NAME_WIDTH if widget is bar.name else widget.sizeHint().width()
        return widget.isHidden() or widget.width() >= least

    qtbot.waitUntil(lambda: all(map(is_whole, bar.findChildren(QWidget))))


def test_a_narrow_search_field_shows_its_chip(desk, qtbot):
    desk.fill()
    resize(desk, 700, 640)
    desk.window._navigation.show_info(True)
    desk.type("dog")
    desk.press(desk.edit, Key.Key_Return)
    qtbot.waitUntil(lambda: desk.bar.width() < 400)
    [chip] = desk.bar._row.chips()
    assert chip.isVisible()
    assert desk.bar._row.width() >= chip.sizeHint().width()
    assert not desk.bar._keep.isVisible()
    resize(desk, 1200, 640)
    assert desk.bar._keep.isVisible()


def test_dialogs_are_not_larger_than_their_window(desk, qtbot):
    resize(desk, 640, 400)
    desk.window._dialogs.show_problems()
    dialog = desk.window._dialogs._problems
    assert dialog.size().toTuple() == (640, 400)
    dialog.resize(700, 300)  # by the person
    dialog.close()
    desk.window._dialogs.show_problems()
    assert dialog.size().toTuple() == (700, 300)
    dialog.close()
