"""What is dropped on the window or pasted into it, as a person does it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from support import make_photo
from ui.desk import press_button, shown_texts

from photoclip.domain import (
    LikePhoto,
    Picture,
    Query,
    Text,
)
from photoclip.messages import (
    AddFolder,
    FindPhoto,
    PhotoFound,
    Search,
)
from photoclip.ui.photo_model import make_mime


def test_a_dropped_folder_is_added(desk, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])

    assert desk.drop(mime)

    assert desk.link.last(AddFolder) == AddFolder(tmp_path)


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
