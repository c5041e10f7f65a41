"""The window and the true engine, with an encoder that sees colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from support import ColourEncoder, StandInModels, make_photo
from ui.desk import Desk

from photoclip.engine import Engine
from photoclip.library import Library
from photoclip.messages import FindPhoto
from photoclip.ui.bridge import Bridge
from photoclip.ui.main_window import MainWindow
from photoclip.ui.preferences import open_settings


class Posted:
    """Passes commands on and remembers them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.posted = []

    def post(self, command) -> None:
        self.posted.append(command)
        self._engine.post(command)

    def last(self, kind):
        return next((c for c in reversed(self.posted) if isinstance(c, kind)), None)


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    for colour in ("red", "green", "blue"):
        for mark in range(4):
            make_photo(folder / f"{colour}-{mark}.png", colour, mark=mark)
    (folder / "broken.jpg").write_bytes(b"no picture")
    return folder


@pytest.fixture
def desk(qtbot, tmp_path):
    bridge = Bridge()
    window = MainWindow(bridge, tmp_path / "thumbnails", open_settings(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    window.resize(1000, 700)
    engine = Engine(
        lambda: Library(tmp_path / "library"),
        StandInModels(tmp_path / "models", ColourEncoder),
        bridge.listen,
    )
    link = Posted(engine)
    bridge.attach(link)
    with qtbot.waitExposed(window):
        window.show()
    yield Desk(qtbot, window, bridge, link, tmp_path)
    engine.stop()
    window.close()


def drop_folder(desk: Desk, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    assert desk.drop(mime)


def shown_names(desk: Desk) -> list[str]:
    photos = (desk.model.photo(row) for row in range(desk.model.rowCount()))
    return [photo.path.name if photo else "" for photo in photos]


def test_from_an_empty_library_to_a_found_photo(desk, photos):
    desk.qtbot.waitUntil(lambda: desk.browser.placeholder.isVisible())
    drop_folder(desk, photos)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 12)
    status = desk.browser.status_line
    desk.qtbot.waitUntil(lambda: status._count.text() == "12 photos")
    desk.qtbot.waitUntil(lambda: status._problems.text() == "1 could not be read")

    desk.type("something green")
    desk.qtbot.waitUntil(lambda: shown_names(desk)[:1] == ["green-0.png"], timeout=5_000)
    assert {name.split("-")[0] for name in shown_names(desk)[:4]} == {"green"}

    desk.press(desk.edit, Qt.Key.Key_Down)
    desk.press(desk.grid, Qt.Key.Key_Return)
    canvas = desk.viewer._canvas
    desk.qtbot.waitUntil(lambda: canvas._image is not None)
    assert canvas._image.pixelColor(30, 30).green() == 255


def test_a_dropped_folder_is_told_of_and_a_second_time_it_is_said_to_be_there(desk, photos):
    notice = desk.window._notice
    drop_folder(desk, photos)
    desk.qtbot.waitUntil(lambda: notice._text.text() == "The folder “photos” was added.")
    notice._go_on()
    drop_folder(desk, photos)
    there = f"{photos} is already in the library."
    desk.qtbot.waitUntil(lambda: notice._text.text() == there)
    assert notice.isVisible()


def test_a_dropped_photo_of_ours_finds_its_like(desk, photos):
    drop_folder(desk, photos)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 12)

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photos / "blue-2.png"))])
    desk.drop(mime)

    assert desk.link.last(FindPhoto).path == photos / "blue-2.png"
    desk.qtbot.waitUntil(lambda: (shown_names(desk)[:1] or [""])[0].startswith("blue"))


def test_a_dropped_file_that_is_no_picture_says_so(desk, photos, tmp_path):
    drop_folder(desk, photos)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 12)
    text = tmp_path / "letter.txt"
    text.write_text("Dear photo program")

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(text))])
    desk.drop(mime)

    desk.qtbot.waitUntil(lambda: desk.browser.hint.isVisible())
    assert desk.model.rowCount() == 12


def test_a_photo_saved_in_the_folder_appears(desk, photos):
    drop_folder(desk, photos)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 12)

    make_photo(photos / "yellow-0.png", "yellow")

    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 13, timeout=15_000)


def test_removing_the_folder_brings_the_invitation_back(desk, photos):
    drop_folder(desk, photos)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 12)
    panel = desk.browser.side_panel
    panel._list.setCurrentRow(0)
    desk.press(panel._list, Qt.Key.Key_Delete)
    panel._question._confirm()

    desk.qtbot.waitUntil(lambda: desk.browser.placeholder.isVisible(), timeout=10_000)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 0, timeout=10_000)
