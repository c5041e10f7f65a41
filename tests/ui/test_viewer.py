"""One photo, by keys as a person presses them."""

from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from support import COLOURS
from ui.stand import Stand

KEY = Qt.Key


@pytest.fixture
def stand(qtbot, tmp_path):
    with closing(Stand(qtbot, tmp_path)) as one:
        yield one


def test_keys_that_zoom(stand):
    stand.show([stand.make_large("large.png", (3000, 2000))])
    stand.open()
    stand.wait_for_picture()
    fitted = stand.canvas.zoom()

    stand.press(KEY.Key_Plus)
    assert stand.canvas.zoom() == pytest.approx(fitted * 1.25)
    stand.press(KEY.Key_1)
    assert stand.canvas.zoom() == 1.0
    assert "100" in stand.viewer._bar.zoom.text()
    stand.press(KEY.Key_Minus)
    assert stand.canvas.zoom() == pytest.approx(0.8)
    stand.press(KEY.Key_Z)
    assert stand.canvas.is_fitted()
    stand.press(KEY.Key_Z)
    assert stand.canvas.zoom() == 1.0


def test_arrows_move_a_zoomed_photo_and_pages_go_on(stand):
    rows = stand.show([stand.make_large(f"{i}.png", (3000, 2000)) for i in range(2)])
    stand.open()
    stand.wait_for_picture()
    stand.press(KEY.Key_1)
    before = stand.canvas._view.area().topLeft()

    stand.press(KEY.Key_Right)
    stand.press(KEY.Key_Down)
    assert stand.canvas._view.area().topLeft() - before == QPointF(-80, -80)
    assert stand.viewer.photo() == rows[0]
    stand.press(KEY.Key_PageDown)
    assert stand.viewer.photo() == rows[1]
    stand.wait_for_picture()
    assert stand.canvas.is_fitted()


@pytest.mark.parametrize(
    ("key", "row"),
    [
        (KEY.Key_Right, 2),
        (KEY.Key_Space, 2),
        (KEY.Key_PageDown, 2),
        (KEY.Key_Left, 0),
        (KEY.Key_PageUp, 0),
        (KEY.Key_Backspace, 0),
        (KEY.Key_Home, 0),
        (KEY.Key_End, 3),
    ],
)
def test_keys_that_go_to_another_photo(stand, key, row):
    rows = stand.fill()
    stand.open(1)

    stand.press(key)

    assert stand.viewer.photo() == rows[row]


@pytest.mark.parametrize(
    ("button", "row"), [(Qt.MouseButton.BackButton, 0), (Qt.MouseButton.ForwardButton, 2)]
)
def test_the_mouses_own_buttons_go_on_and_back(stand, button, row):
    rows = stand.fill()
    stand.open(1)
    stand.qtbot.mouseClick(stand.canvas, button)

    assert stand.viewer.photo() == rows[row]


def test_a_turned_view_is_remembered_for_its_photo(stand):
    stand.fill()
    stand.open()
    stand.wait_for_picture()
    stand.press(KEY.Key_R)
    assert stand.canvas._view.photo.toTuple() == (48, 64)
    stand.press(KEY.Key_Right)
    stand.wait_for_picture()
    assert stand.canvas._view.photo.toTuple() == (64, 48)
    stand.press(KEY.Key_Left)
    stand.wait_for_picture()
    assert stand.canvas._view.photo.toTuple() == (48, 64)

    stand.press(KEY.Key_R, shift=True)
    assert stand.canvas._view.photo.toTuple() == (64, 48)


def test_a_photo_that_is_turned_while_it_is_read_comes_turned(stand):
    stand.fill()
    stand.open()
    stand.press(KEY.Key_R)
    stand.wait_for_picture()

    assert stand.canvas._view.photo.toTuple() == (48, 64)


def test_the_next_photo_is_read_ahead(stand):
    rows = stand.fill()
    stand.open()
    side = stand.viewer._loading._short_side()

    stand.qtbot.waitUntil(lambda: stand.pictures.image(rows[1].path, side) is not None)
    stand.press(KEY.Key_Right)
    assert stand.canvas.has_picture()
    assert stand.colour_at(0.5, 0.5) == COLOURS["green"]


def test_a_broken_photo_says_why(stand):
    rows = stand.fill()
    rows[0].path.write_bytes(b"no picture at all")
    stand.open()

    stand.qtbot.waitUntil(lambda: stand.canvas._text.endswith("known kind."))
    assert not stand.viewer._bar.zoom.isEnabled()
    stand.press(KEY.Key_Right)
    stand.wait_for_picture()
    assert stand.canvas._text == ""


def test_an_offline_photo_shows_its_thumbnail_and_says_so(stand):
    (photo, *_) = stand.fill()
    small = QImage(341, 256, QImage.Format.Format_RGB32)
    small.fill(QColor("purple"))
    stand.cache.store(photo.content_hash, 256, small)
    photo.path.rename(photo.path.with_name("away.png"))
    stand.model.mark_offline([photo.folder_id])
    stand.open()

    stand.qtbot.waitUntil(
        lambda: stand.canvas._text == "The folder of this photo is not connected."
    )
    stand.qtbot.waitUntil(stand.canvas.has_picture)
    assert stand.colour_at(0.5, 0.5) == pytest.approx(QColor("purple").getRgb()[:3], abs=3)

    photo.path.with_name("away.png").rename(photo.path)
    stand.model.mark_offline([])
    stand.qtbot.waitUntil(lambda: stand.colour_at(0.5, 0.5) == COLOURS["red"])
    assert stand.canvas._text == ""


def test_a_changed_file_is_shown_anew_with_the_same_keys(stand):
    rows = stand.fill()
    stand.open()
    stand.wait_for_picture()
    QImage(rows[1].path).save(str(rows[0].path))
    stand.pictures.forget({rows[0].path})
    stand.show([row.path for row in rows])

    stand.qtbot.waitUntil(lambda: stand.colour_at(0.5, 0.5) == COLOURS["green"])


def test_a_veiled_photo_is_seen_when_asked_for_and_veiled_again_later(stand):
    rows = stand.fill()
    stand.viewer.set_veil(lambda photo: photo == rows[0])
    stand.open()
    assert stand.viewer.accessibleName().startswith("Veiled photo")
    assert stand.canvas._veil

    stand.press(KEY.Key_V)
    assert not stand.canvas._veil
    assert "Veiled" not in stand.viewer.accessibleName()
    stand.press(KEY.Key_Right)
    stand.press(KEY.Key_Left)
    assert stand.canvas._veil


def test_escape_and_return_close(stand):
    stand.fill()
    for key in (KEY.Key_Escape, KEY.Key_Return):
        stand.open()
        stand.press(key)
        assert not stand.viewer.isVisible()
        assert not stand.canvas.has_picture()


# --- what it hosts


def test_the_information_is_asked_for_by_key_and_button(stand):
    stand.fill()
    stand.open()
    told = []
    stand.viewer.info_toggled.connect(told.append)
    stand.press(KEY.Key_I)
    stand.qtbot.mouseClick(stand.viewer._bar.info, Qt.MouseButton.LeftButton)
    stand.viewer.show_info(True)
    assert told == [True, False]
    assert stand.viewer._bar.info.isChecked()


def test_the_film_strip_is_toggled(stand):
    stand.fill()
    stand.open()
    height = stand.canvas.height()
    assert stand.strip.isVisible()

    stand.press(KEY.Key_T)
    assert not stand.strip.isVisible()
    assert stand.canvas.height() > height
    stand.press(KEY.Key_T)
    assert stand.strip.isVisible()


# --- full screen


@pytest.fixture
def full(stand):
    stand.fill()
    stand.open()
    stand.wait_for_picture()
    with stand.qtbot.waitSignal(stand.viewer.full_screen_asked):
        stand.qtbot.mouseClick(stand.viewer._bar.full, Qt.MouseButton.LeftButton)
    stand.qtbot.waitUntil(stand.viewer.is_full)
    return stand


def rest(stand):
    stand.viewer._rest._timer.start(0)
    stand.qtbot.waitUntil(lambda: not stand.viewer._rest._timer.isActive())


def test_controls_and_pointer_go_when_the_mouse_rests(full):
    assert full.canvas.geometry() == full.viewer.rect()
    full.qtbot.mouseMove(full.canvas, full.canvas.rect().center())
    assert full.viewer._bar.isVisible()
    assert not full.strip.isVisible()

    rest(full)
    assert not full.viewer._bar.isVisible()
    assert not full.viewer._next.isVisible()
    assert full.canvas.cursor().shape() == Qt.CursorShape.BlankCursor
    full.qtbot.mouseMove(full.canvas, full.canvas.rect().center() / 2)
    assert full.viewer._bar.isVisible()
    assert full.canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_film_strip_comes_as_the_mouse_nears_the_bottom(full):
    bottom = full.canvas.rect().bottomLeft()
    bottom.setX(30)
    full.qtbot.mouseMove(full.canvas, full.canvas.rect().center())
    assert not full.strip.isVisible()
    bottom.setY(bottom.y() - 30)
    full.qtbot.mouseMove(full.canvas, bottom)
    assert full.strip.isVisible()


def test_leaving_full_screen_brings_everything_back(full):
    rest(full)
    full.window.setWindowState(Qt.WindowState.WindowNoState)

    full.qtbot.waitUntil(lambda: not full.viewer.is_full())
    assert full.viewer._bar.isVisible()
    assert full.strip.isVisible()
    assert full.canvas.geometry().top() >= full.viewer._bar.height()
