"""The window as a person uses it, with an engine that says what the test wants."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from ui.desk import press_button, shown_texts

from photoclip.changes import RemoveFolder
from photoclip.domain import (
    Filter,
    Folder,
    Query,
    Text,
)
from photoclip.messages import (
    Do,
    FetchPhotos,
    FolderAdded,
    FoldersChanged,
    ModelPhase,
    ModelState,
    PhotosChanged,
    PhotosLoaded,
    Rescan,
    Search,
    SearchFailed,
)
from photoclip.sentences import Sentence
from photoclip.ui.bridge import Bridge
from photoclip.ui.main_window import MainWindow
from photoclip.ui.preferences import open_settings
from photoclip.ui.window_memory import FIRST_SIZE


def test_first_search_asks_for_the_newest_photos(desk):
    assert desk.link.posted == [Search(1, Query())]


def test_an_empty_library_invites(desk):
    desk.hear(FoldersChanged([]))
    desk.answer([])

    assert "Add a folder" in shown_texts(desk.window)
    assert not desk.grid.isVisible()


def test_a_folder_that_comes_ends_the_invitation(desk):
    desk.hear(FoldersChanged([]))
    desk.answer([])

    desk.fill()

    assert desk.grid.isVisible()
    assert "4 photos" in shown_texts(desk.window)


def test_typing_searches_once_the_keys_rest(desk):
    desk.fill()
    desk.type("red")

    assert not any(s.query.terms for s in desk.link.posted if isinstance(s, Search))
    desk.qtbot.waitUntil(lambda: bool(desk.link.last(Search).query.terms))
    assert desk.link.last(Search) == Search(2, Query((Text("red"),)))


def test_old_results_stay_until_the_new_ones_are_there(desk):
    desk.fill()
    desk.type("red")
    desk.qtbot.waitUntil(lambda: desk.link.last(Search).serial == 2)

    assert desk.model.rowCount() == 4
    desk.answer([1])
    assert list(desk.model.ids()) == [1]


def test_no_photo_fits(desk):
    desk.fill()
    desk.bar.show_text("submarine")
    desk.answer([])

    assert "No photo fits. Try other words." in shown_texts(desk.window)


def test_no_photo_fits_a_filter(desk):
    desk.fill()
    desk.window._search.set_filter(Filter(favourite=True))
    desk.qtbot.waitUntil(lambda: desk.link.last(Search).query.filter == Filter(favourite=True))
    desk.answer([])

    assert "No photo fits. Try fewer filters." in shown_texts(desk.window)


def test_escape_clears_the_search(desk):
    desk.fill()
    desk.bar.show_text("red")
    desk.answer([1])

    desk.press(desk.edit, Qt.Key.Key_Escape)

    assert desk.edit.text() == ""
    assert desk.link.last(Search).query == Query()


def test_escape_in_the_grid_clears_the_search_too(desk):
    desk.fill()
    desk.bar.show_text("red")
    desk.answer([1])
    desk.press(desk.edit, Qt.Key.Key_Down)
    assert desk.grid.hasFocus()

    desk.press(desk.grid, Qt.Key.Key_Escape)

    assert desk.link.last(Search).query == Query()


@pytest.mark.parametrize("key", [(Qt.Key.Key_F, "control"), (Qt.Key.Key_Slash, "none")])
def test_keys_that_go_to_the_search_field(desk, key):
    desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)
    assert not desk.edit.hasFocus()

    modifiers = {"control": Qt.KeyboardModifier.ControlModifier}.get(
        key[1], Qt.KeyboardModifier.NoModifier
    )
    desk.press(desk.grid, key[0], modifier=modifiers)

    assert desk.edit.hasFocus()
    assert desk.edit.text() == ""


def test_a_search_that_waits_for_the_model_says_so(desk):
    desk.fill()
    desk.hear(ModelState(ModelPhase.STARTING))
    desk.bar.show_text("red")

    assert "Your search runs in a moment" in shown_texts(desk.window)
    assert desk.model.rowCount() == 4
    desk.answer([1])
    assert "in a moment" not in shown_texts(desk.window)


def test_a_failed_search_says_why_and_keeps_the_results(desk):
    desk.fill()
    desk.bar.show_text("red")
    desk.hear(SearchFailed(desk.link.last(Search).serial, Sentence("The model is not ready.")))

    assert "The model is not ready." in shown_texts(desk.window)
    assert desk.model.rowCount() == 4


def test_only_details_that_are_on_screen_are_fetched(desk):
    desk.hear(FoldersChanged([Folder(1, Path("/photos"))]), PhotosChanged(100_000, 0))
    desk.answer(range(1, 100_001))

    fetched = desk.posted(FetchPhotos).ids

    assert fetched[0] == 1
    assert len(fetched) < 200


# --- folders


def test_removing_a_folder_asks_first(desk):
    desk.fill()
    folders = desk.browser.side_panel._list
    folders.setCurrentRow(0)
    before = len(desk.link.posted)

    desk.press(folders, Qt.Key.Key_Delete)
    assert len(desk.link.posted) == before
    press_button(desk, "Remove")

    assert desk.link.last(Do) == Do(RemoveFolder(1))


def test_an_offline_folder_says_so_and_its_photos_are_drawn_fainter(desk):
    rows = desk.fill()
    folder = Folder(1, Path("/media/drive"), False, 4)
    desk.hear(FoldersChanged([folder]))

    item = desk.browser.side_panel._list.item(0)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "drive, 4 photos, not connected"
    assert desk.model.is_offline(rows[0])
    tip = desk.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "not connected" in tip


def test_that_a_folder_was_added_is_told_and_taken_back_at_once(desk):
    notice = desk.window._notice
    desk.hear(FolderAdded(Folder(7, Path("/photos/Holiday"), True, 0)))
    assert notice._text.text() == "The folder “Holiday” was added."
    notice._act.click()
    assert desk.link.last(Do) == Do(RemoveFolder(7))


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_F])
def test_what_stands_under_the_search_is_shown_from_the_viewer_too(desk, key):
    desk.fill()
    desk.type("red")
    desk.grid.go_to(0)
    desk.press(desk.grid, Qt.Key.Key_Return)
    modifiers = Qt.KeyboardModifier.ControlModifier
    if key == Qt.Key.Key_F:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    desk.press(desk.viewer, key, modifier=modifiers)
    foot = desk.browser.search_foot
    assert (foot.saving if key == Qt.Key.Key_S else foot.filters).isVisible()


def test_f5_looks_for_changes(desk):
    desk.press(desk.window, Qt.Key.Key_F5)

    assert desk.link.last(Rescan) == Rescan()


# --- the viewer


def test_enter_opens_arrows_go_on_escape_returns(desk):
    rows = desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)

    desk.press(desk.grid, Qt.Key.Key_Return)
    assert desk.viewer.isVisible()
    assert desk.viewer.photo() == rows[0]
    desk.press(desk.viewer, Qt.Key.Key_Right)
    desk.press(desk.viewer, Qt.Key.Key_Right)
    assert desk.viewer.photo() == rows[2]
    desk.press(desk.viewer, Qt.Key.Key_Left)
    desk.press(desk.viewer, Qt.Key.Key_Escape)

    assert not desk.viewer.isVisible()
    assert desk.grid.hasFocus()
    assert desk.grid.selected_rows() == [1]


@pytest.mark.parametrize(("key", "next_row"), [(Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 0)])
def test_after_a_deleted_photo_none_is_skipped(desk, key, next_row):
    rows = desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)
    desk.press(desk.grid, Qt.Key.Key_Return)
    desk.press(desk.viewer, Qt.Key.Key_Right)
    assert desk.viewer.photo() == rows[1]
    desk.answer([rows[0].id, rows[2].id, rows[3].id])
    assert desk.viewer.photo() == rows[1]  # it stays until the person goes on
    desk.press(desk.viewer, key)
    assert desk.viewer.photo() == rows[next_row]


def test_a_double_click_opens_and_the_photo_is_decoded(desk):
    rows = desk.fill()
    at = desk.grid.visualRect(desk.model.index(1)).center()
    viewport = desk.grid.viewport()
    desk.qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    desk.qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at)

    assert desk.viewer.photo() == rows[1]
    canvas = desk.viewer._canvas
    desk.qtbot.waitUntil(lambda: canvas._image is not None)
    middle = canvas._image.pixelColor(32, 24)
    assert middle.getRgb()[:3] == (0, 255, 0)
    assert "3 May 2021, 14:20" in shown_texts(desk.viewer)
    assert "64 × 48" in shown_texts(desk.viewer)
    assert "Pinhole 1" in shown_texts(desk.viewer)


def test_the_photo_is_scaled_beside_the_window_and_again_when_that_changes(desk):
    desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)
    desk.press(desk.grid, Qt.Key.Key_Return)
    canvas = desk.viewer._canvas
    desk.qtbot.waitUntil(lambda: canvas._scaled is not None)
    # 64 × 48 pixels are enlarged to twice their size and no more.
    assert canvas._scaled.size().toTuple() == (128, 96)

    canvas.resize(100, 100)

    desk.qtbot.waitUntil(lambda: canvas._scaled is not None and canvas._scaled.width() == 100)
    assert canvas._scaled.height() == 75


def test_the_viewer_says_why_a_photo_cannot_be_shown(desk):
    rows = desk.fill()
    rows[0].path.write_bytes(b"no picture at all")
    desk.press(desk.edit, Qt.Key.Key_Down)

    desk.press(desk.grid, Qt.Key.Key_Return)

    desk.qtbot.waitUntil(lambda: desk.viewer._canvas._text != "")


def test_the_viewer_keeps_its_photo_when_the_library_changes(desk):
    rows = desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)
    desk.press(desk.grid, Qt.Key.Key_Return)
    desk.hear(PhotosChanged(5, 0))
    desk.qtbot.waitUntil(lambda: desk.link.last(Search).serial == 2)
    desk.answer([9, 1, 2, 3, 4])

    assert desk.viewer.photo() == rows[0]
    desk.press(desk.viewer, Qt.Key.Key_Right)
    assert desk.viewer.photo() == rows[1]


def test_full_screen_and_back(desk):
    desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)
    desk.press(desk.grid, Qt.Key.Key_Return)

    desk.press(desk.viewer, Qt.Key.Key_F11)
    assert desk.window.isFullScreen()
    desk.press(desk.viewer, Qt.Key.Key_Escape)

    assert not desk.window.isFullScreen()
    assert desk.grid.isVisible()


# --- the window itself


def test_the_first_window_is_no_larger_than_the_screen(qtbot, tmp_path):
    window = MainWindow(Bridge(), tmp_path / "thumbnails", open_settings(tmp_path / "window.ini"))
    qtbot.addWidget(window)

    room = window.screen().availableSize()
    assert window.size() == FIRST_SIZE.boundedTo(room) != FIRST_SIZE


def test_what_the_person_arranged_is_remembered(open_window):
    first = open_window()
    first.window.resize(1111, 640)
    first.grid.set_side(240)
    first.window.close()

    second = open_window()

    assert second.grid.side() == 240


def test_thumbnails_are_drawn(desk):
    desk.fill()
    spot = desk.grid.visualRect(desk.model.index(0)).center()

    def is_red() -> bool:
        colour = desk.grid.viewport().grab().toImage().pixelColor(QPoint(spot))
        return colour.red() > 200 and colour.green() < 60

    desk.qtbot.waitUntil(is_red)
    assert desk.posted(FetchPhotos)


def test_photos_that_changed_are_fetched_again(desk):
    rows = desk.fill()
    desk.hear(PhotosChanged(4, 0, (2,)))

    desk.qtbot.waitUntil(lambda: desk.link.last(FetchPhotos).ids == (2,))
    desk.hear(PhotosLoaded(rows[1:2]))
    assert desk.model.photo(1) == rows[1]
