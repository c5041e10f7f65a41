from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from support import make_photo

from photoclip.ui import drops
from photoclip.ui.drops import read_mime


def mime_of(*paths: Path) -> QMimeData:
    mime = QMimeData()
    if paths:
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_folders_win_over_files(tmp_path):
    file = make_photo(tmp_path / "a.png", "red")
    folder = tmp_path / "folder"
    folder.mkdir()

    assert read_mime(mime_of(file, folder)) == drops.DroppedFolders((folder,))


def test_a_file_is_not_opened(tmp_path):
    absent = tmp_path / "name with spaces und ümlaut.jpg"

    assert read_mime(mime_of(absent)) == drops.DroppedFile(absent)


def test_pixels_win_over_the_address_that_a_browser_adds(qapp):
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.png")])
    mime.setImageData(image)

    dropped = read_mime(mime)

    assert isinstance(dropped, drops.DroppedPixels)
    assert QImage.fromData(dropped.data).pixelColor(1, 1).blue() == 255


def test_encoded_pixels_are_taken_as_they_are():
    mime = QMimeData()
    mime.setData("image/jpeg", b"\xff\xd8 whatever")

    assert read_mime(mime) == drops.DroppedPixels(b"\xff\xd8 whatever")


@pytest.mark.parametrize("text", ["https://example.org/cat", "http://example.org"])
def test_an_address_as_text(text):
    mime = QMimeData()
    mime.setText(text)

    assert read_mime(mime) == drops.DroppedAddress(text)


def test_text_on_one_line():
    mime = QMimeData()
    mime.setText("  a dog\n on the  beach ")

    assert read_mime(mime) == drops.DroppedText("a dog on the beach")


def test_nothing_of_use():
    mime = QMimeData()
    mime.setData("application/x-unknown", b"1")

    assert read_mime(mime) is None
