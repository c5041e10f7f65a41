"""The window as a person uses it, with an engine that says what the test wants."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from support import make_photo

from photoclip.changes import RemoveFolder
from photoclip.domain import (
    Filter,
    Folder,
    Hits,
    Label,
    LikePhoto,
    Picture,
    Problem,
    Progress,
    Query,
    Text,
)
from photoclip.messages import (
    AddFolder,
    Do,
    FetchPhotos,
    FetchProblems,
    FindPhoto,
    FolderAdded,
    FoldersChanged,
    IndexingProgress,
    LabelsChanged,
    ModelPhase,
    ModelState,
    Pause,
    PhotoFound,
    PhotosChanged,
    PhotosLoaded,
    ProblemsLoaded,
    Rescan,
    Resume,
    Search,
    SearchDone,
    SearchFailed,
    Trouble,
)
from photoclip.sentences import Sentence
from photoclip.ui.bridge import Bridge
from photoclip.ui.main_window import MainWindow
from photoclip.ui.photo_model import make_mime
from photoclip.ui.preferences import open_settings
from photoclip.ui.veil import HIDE
from photoclip.ui.window_memory import FIRST_SIZE


def shown_texts(widget: QWidget) -> str:
    """Everything readable on it."""
    return "\n".join(
        child.text()
        for child in widget.findChildren(QWidget)
        if child.isVisible() and hasattr(child, "text")
    )


def press_button(desk, name: str) -> None:
    buttons = [
        b
        for b in desk.window.findChildren(QAbstractButton)
        if b.isVisible() and name in (b.text(), b.accessibleName())
    ]
    assert len(buttons) == 1, f"{name}: {len(buttons)} buttons"
    desk.qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


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


def test_a_dropped_folder_is_added(desk, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])

    assert desk.drop(mime)

    assert desk.link.last(AddFolder) == AddFolder(tmp_path)


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


# --- pictures as queries


def test_a_dropped_file_of_ours_searches_without_encoding(desk):
    rows = desk.fill()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(rows[0].path))])

    assert desk.drop(mime)
    assert desk.link.last(FindPhoto) == FindPhoto(rows[0].path)
    assert "red.png" in shown_texts(desk.bar)
    desk.hear(PhotoFound(rows[0].path, 1))

    assert desk.link.last(Search).query == Query((LikePhoto(1),))


def test_a_dropped_file_from_elsewhere_is_read(desk, tmp_path):
    desk.fill()
    other = make_photo(tmp_path / "other" / "purple.png", "purple")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(other))])

    desk.drop(mime)
    desk.hear(PhotoFound(other, None))

    desk.qtbot.waitUntil(lambda: desk.link.last(Search).query == Query((Picture(other),)))
    (chip,) = desk.bar._row.term_chips()
    assert not chip.picture.isNull()


def test_a_closed_chip_is_not_brought_back_by_a_late_answer(desk, tmp_path):
    desk.fill()
    other = make_photo(tmp_path / "other" / "purple.png", "purple")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(other))])
    desk.drop(mime)
    press_button(desk, "Remove Similar to purple.png")

    desk.hear(PhotoFound(other, None))

    assert desk.link.last(Search).query == Query()


def test_pasted_pixels_search(desk):
    desk.fill()
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(image)

    desk.press(desk.edit, Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)

    desk.qtbot.waitUntil(lambda: bool(desk.link.last(Search).query.terms))
    (term,) = desk.link.last(Search).query.terms
    assert QImage.fromData(term.source).size() == image.size()
    assert "this picture" in shown_texts(desk.bar)


def test_words_beside_a_picture_narrow_it(desk):
    rows = desk.fill()
    desk.window._find_similar(rows[:1])
    desk.type("red")
    desk.qtbot.waitUntil(lambda: len(desk.link.last(Search).query.terms) == 2)

    assert desk.link.last(Search).query == Query((LikePhoto(1), Text("red")))


def test_our_own_photo_is_taken_by_the_search_field_only(desk):
    rows = desk.fill()
    searches = len([c for c in desk.link.posted if isinstance(c, Search)])

    assert not desk.drop(make_mime(rows[:1]))
    assert len([c for c in desk.link.posted if isinstance(c, Search)]) == searches
    field = desk.bar.mapTo(desk.window, desk.bar.rect().center())
    assert desk.drop(make_mime(rows[:1]), at=field)

    assert desk.link.last(Search).query == Query((LikePhoto(1),))


def test_a_dropped_text_is_searched(desk):
    desk.fill()
    mime = QMimeData()
    mime.setText("a red\ncar")

    desk.drop(mime)

    assert desk.edit.text() == "a red car"
    assert desk.link.last(Search).query == Query((Text("a red car"),))


def test_a_web_address_is_asked_about_first(desk):
    desk.fill()
    posted = len(desk.link.posted)
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/cat.jpg")])

    desk.drop(mime)

    assert len(desk.link.posted) == posted
    assert "Download this picture from example.org?" in shown_texts(desk.window)


def test_find_similar_by_key(desk):
    desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)
    desk.press(desk.grid, Qt.Key.Key_Right)

    desk.press(desk.grid, Qt.Key.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)

    assert desk.link.last(Search).query == Query((LikePhoto(2),))
    assert "green.png" in shown_texts(desk.bar)


def test_copying_the_path_and_the_picture(desk):
    rows = desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)
    modifier = Qt.KeyboardModifier

    desk.press(desk.grid, Qt.Key.Key_C, modifier=modifier.ControlModifier | modifier.ShiftModifier)
    assert QApplication.clipboard().text() == str(rows[0].path)

    desk.press(desk.grid, Qt.Key.Key_C, modifier=modifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: QApplication.clipboard().mimeData().hasImage())
    assert QApplication.clipboard().image().size().toTuple() == (64, 48)


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


def test_a_model_that_failed_says_why(desk):
    desk.fill()
    desk.hear(ModelState(ModelPhase.FAILED, reason=Sentence("The model file was altered.")))

    assert "The model file was altered." in shown_texts(desk.window)
    assert "Search by meaning is off" in shown_texts(desk.window)


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
