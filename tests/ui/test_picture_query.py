"""Pictures as queries, good ones and hostile ones; what fails leaves everything as it was."""

from __future__ import annotations

import os
import struct
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from support import make_photo
from ui.search_desk import SearchDesk

from photoclip.domain import FileStat, LikePhoto, Photo, Picture, Query, Text
from photoclip.messages import (
    FetchPhotos,
    FindPhoto,
    PhotoFound,
    PhotosLoaded,
    Search,
    SearchFailed,
)
from photoclip.sentences import Sentence
from photoclip.ui.chip import TermChip
from photoclip.ui.chip_row import ChipRow
from photoclip.ui.drops import DroppedAddress, DroppedFiles, DroppedPixels


@pytest.fixture
def desk(qtbot, tmp_path) -> Iterator[SearchDesk]:
    desk = SearchDesk(qtbot, tmp_path)
    yield desk
    desk.close()


def drop_file(desk: SearchDesk, *paths: Path, add: bool = False) -> None:
    """From elsewhere: the engine knows none of them."""
    desk.searching.pictures.take(DroppedFiles(paths), add=add)
    for path in paths:
        desk.hear(PhotoFound(path, None))


def test_a_file_is_searched_with_once_it_is_read(desk, tmp_path):
    path = make_photo(tmp_path / "red.png", "red")

    drop_file(desk, path)
    desk.qtbot.waitUntil(lambda: desk.searches() > 0)

    assert desk.asked() == Query((Picture(path),))
    (chip,) = desk.bar._row.term_chips()
    assert chip.picture.toImage().pixelColor(5, 5).red() == 255
    assert desk.names() == ["Similar to red.png"]


def test_a_picture_that_comes_later_gets_its_room(qtbot):
    bar = QWidget()
    qtbot.addWidget(bar)
    row, chip = ChipRow(), TermChip((Text("dog"),))
    beside = QHBoxLayout(bar)
    beside.addWidget(row)
    beside.addWidget(QLineEdit(), 1)
    row.add_term(chip)
    bar.resize(600, 60)
    bar.show()
    qtbot.waitUntil(lambda: row.width() == chip.sizeHint().width())

    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.red)
    chip.show_picture(picture)
    qtbot.waitUntil(lambda: row.width() == chip.sizeHint().width())


def test_a_photo_of_ours_waits_for_no_reading(desk, tmp_path):
    path = tmp_path / "on-a-slow-drive.jpg"
    desk.searching.pictures.take(DroppedFiles((path,)))
    assert desk.link.last(FindPhoto) == FindPhoto(path)

    desk.hear(PhotoFound(path, 7))

    assert desk.asked() == Query((LikePhoto(7),))


def test_pictures_are_added_or_take_the_place(desk, tmp_path):
    red, blue = (make_photo(tmp_path / f"{name}.png", name) for name in ("red", "blue"))
    desk.bar.show_query(Query((Text("dog"),)))

    drop_file(desk, red, add=True)
    desk.qtbot.waitUntil(lambda: len(desk.asked().terms) == 2)
    assert desk.asked() == Query((Text("dog"), Picture(red)))
    drop_file(desk, blue)
    desk.qtbot.waitUntil(lambda: len(desk.asked().terms) == 1)

    assert desk.asked() == Query((Picture(blue),))


def test_several_files_are_several_chips(desk, tmp_path):
    paths = [make_photo(tmp_path / f"{name}.png", name) for name in ("red", "blue", "green")]

    drop_file(desk, *paths)
    desk.qtbot.waitUntil(lambda: desk.searches() and len(desk.asked().terms) == 3)

    assert desk.asked() == Query(tuple(Picture(path) for path in paths))


def test_pixels_need_no_question(desk, tmp_path):
    data = make_photo(tmp_path / "red.png", "red").read_bytes()

    desk.searching.pictures.take(DroppedPixels(data))
    desk.qtbot.waitUntil(lambda: desk.searches() > 0)

    assert desk.asked() == Query((Picture(data),))
    assert desk.names() == ["Similar to this picture"]


def make_huge(path: Path) -> Path:
    """A PNG that says it has 40,000 x 40,000 pixels."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in chunks
        )
    )
    return path


def make_sparse(path: Path) -> Path:
    """Two gigabytes that take no room on most disks."""
    with path.open("wb") as file:
        os.truncate(file.fileno(), 2 << 30)
    return path


def make_bad(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.jpg"
    match kind:
        case "broken":
            path.write_bytes(make_photo(folder / "whole.jpg", "red").read_bytes()[:200])
        case "page":
            path.write_text("<!doctype html><title>no picture</title>")
        case "text":
            path.write_text("Dear photo program")
        case "empty":
            path.touch()
        case "folder":
            path.mkdir()
        case "large":
            make_sparse(path)
        case "tiny":
            return make_photo(folder / "tiny.png", "red", (1, 1))
        case "huge":
            make_huge(path)
    return path  # "absent": nothing is there


@pytest.mark.parametrize(
    "kind", ["broken", "page", "text", "empty", "folder", "large", "tiny", "huge", "absent"]
)
@pytest.mark.parametrize("add", [False, True])
def test_what_is_no_picture_leaves_one_sentence_and_the_query(desk, tmp_path, kind, add):
    desk.bar.show_query(Query((Text("dog"),)))
    desk.answer()
    before = desk.searches()
    path = make_bad(kind, tmp_path)

    drop_file(desk, path, add=add)
    desk.qtbot.waitUntil(lambda: desk.told != [])

    (sentence,) = desk.told
    assert sentence.startswith(f"“{path.name}” cannot be searched with: ")
    assert sentence.endswith(".")
    assert desk.names() == ["dog"]
    assert desk.searches() == before
    assert desk.session.query == desk.bar.query() == Query((Text("dog"),))


def test_one_bad_file_among_good_ones(desk, tmp_path):
    good = make_photo(tmp_path / "red.png", "red")
    bad = make_bad("text", tmp_path)

    drop_file(desk, bad, good)
    desk.qtbot.waitUntil(lambda: desk.told != [] and desk.searches() > 0)

    assert desk.asked() == Query((Picture(good),))


def test_a_picture_that_only_the_engine_refuses(desk, tmp_path):
    desk.bar.show_query(Query((Text("dog"),)))
    desk.answer()
    path = make_photo(tmp_path / "red.png", "red")
    drop_file(desk, path)
    desk.qtbot.waitUntil(lambda: desk.asked() == Query((Picture(path),)))

    desk.hear(SearchFailed(desk.link.last(Search).serial, Sentence("It is gone.")))

    assert desk.names() == ["dog"]
    assert desk.session.query == desk.bar.query() == Query((Text("dog"),))


def test_words_beside_a_picture_that_the_engine_refuses_are_asked_for_alone(desk, tmp_path):
    desk.bar.show_query(Query((Text("cat"),)))
    desk.answer()
    path = make_photo(tmp_path / "red.png", "red")
    drop_file(desk, path)
    desk.qtbot.waitUntil(lambda: desk.asked() == Query((Picture(path),)))
    desk.qtbot.keyClicks(desk.bar._edit, "dog")
    desk.qtbot.waitUntil(lambda: desk.asked() == Query((Picture(path), Text("dog"))))

    desk.hear(SearchFailed(desk.link.last(Search).serial, "It is gone."))

    assert desk.bar.query() == desk.asked() == desk.session.query == Query((Text("dog"),))


def test_a_failed_retry_is_read_again(desk, tmp_path):
    path = make_bad("text", tmp_path)
    drop_file(desk, path)
    desk.qtbot.waitUntil(lambda: desk.told != [])

    make_photo(tmp_path / "red.png", "red").rename(path)
    drop_file(desk, path)
    desk.qtbot.waitUntil(lambda: desk.searches() > 0)

    assert desk.asked() == Query((Picture(path),))


def test_a_chip_that_was_removed_stays_away(desk, tmp_path):
    path = make_photo(tmp_path / "red.png", "red")
    desk.searching.pictures.take(DroppedFiles((path,)))
    desk.bar.clear()
    searches = desk.searches()

    desk.hear(PhotoFound(path, 3))

    assert desk.names() == []
    assert desk.searches() == searches


def test_a_saved_photo_gets_its_name_and_picture_again(desk, tmp_path):
    path = make_photo(tmp_path / "red.png", "red")
    desk.bar.show_query(Query((LikePhoto(7, 2.0),)))
    assert desk.link.last(FetchPhotos) == FetchPhotos((7,))

    desk.hear(PhotosLoaded([Photo(7, 1, path, FileStat(1, 1), "0" * 40)]))

    (chip,) = desk.bar._row.term_chips()
    assert desk.names() == ["Similar to red.png, weight 2"]
    desk.qtbot.waitUntil(lambda: chip.picture is not None)
    assert desk.asked() == Query((LikePhoto(7, 2.0),))


# --- from the web


@pytest.fixture
def web(tmp_path) -> Iterator[str]:
    picture = make_photo(tmp_path / "web.png", "green").read_bytes()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(picture if self.path == "/green.png" else b"<html></html>")

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def press(desk: SearchDesk, text: str) -> None:
    (button,) = [
        b for b in desk.foot.findChildren(QPushButton) if b.isVisible() and b.text() == text
    ]
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_address_is_fetched_only_after_a_yes(desk, web):
    desk.searching.pictures.take(DroppedAddress(f"{web}/green.png"))
    assert desk.foot.question._text.text() == "Download this picture from 127.0.0.1?"
    assert desk.names() == []

    press(desk, "Download")
    desk.qtbot.waitUntil(lambda: desk.searches() > 0)

    (term,) = desk.asked().terms
    assert isinstance(term, Picture)
    assert isinstance(term.source, bytes)
    assert not desk.foot.question.isVisible()


def test_a_no_fetches_nothing(desk, web):
    desk.searching.pictures.take(DroppedAddress(f"{web}/green.png"))

    press(desk, "No")

    assert not desk.foot.question.isVisible()
    assert "fetch" not in [thread.name for thread in threading.enumerate()]
    assert desk.names() == []


def test_a_question_is_dropped_for_what_comes_after_it(desk, web, tmp_path):
    desk.searching.pictures.take(DroppedAddress(f"{web}/green.png"))
    drop_file(desk, make_photo(tmp_path / "red.png", "red"))

    assert not desk.foot.question.isVisible()
    desk.qtbot.waitUntil(lambda: desk.searches() > 0)
    assert desk.names() == ["Similar to red.png"]


def test_a_late_picture_does_not_take_the_place_of_a_newer_one(desk, web, tmp_path):
    desk.searching.pictures.take(DroppedAddress(f"{web}/green.png"))
    press(desk, "Download")
    drop_file(desk, make_photo(tmp_path / "red.png", "red"))
    desk.qtbot.waitUntil(lambda: "fetch" not in [thread.name for thread in threading.enumerate()])
    desk.qtbot.waitUntil(lambda: desk.searches() > 0)

    assert desk.names() == ["Similar to red.png"]


@pytest.mark.parametrize("address", ["{web}/page", "http://127.0.0.1:1/a.png"])
def test_what_the_web_does_not_give_is_one_sentence(desk, web, address):
    desk.bar.show_query(Query((Text("dog"),)))
    desk.searching.pictures.take(DroppedAddress(address.format(web=web)))

    press(desk, "Download")
    desk.qtbot.waitUntil(lambda: desk.told != [])

    assert len(desk.told) == 1
    assert desk.names() == ["dog"]


def test_what_is_no_web_address_is_not_asked_about(desk):
    desk.searching.pictures.take(DroppedAddress("http://"))

    assert desk.told == ["That is no web address of a picture."]
    assert not desk.foot.question.isVisible()
