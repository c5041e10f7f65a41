from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from support import make_photo

from photoclip.ui import drops
from photoclip.ui.drops import read_mime

Action = Qt.DropAction


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

    assert read_mime(mime_of(absent)) == drops.DroppedFiles((absent,))


def test_several_files_but_not_without_end(tmp_path):
    paths = tuple(tmp_path / f"{n}.jpg" for n in range(20))

    assert read_mime(mime_of(*paths)) == drops.DroppedFiles(paths[: drops.MOST_PICTURES])


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


def test_a_picture_inside_a_link_is_the_picture():
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/page")])
    mime.setHtml(
        '<a href="/page"><img alt="a > b" class=x src="https://cdn.org/a.png?b=1&amp;c=2"></a>'
    )

    assert read_mime(mime) == drops.DroppedAddress("https://cdn.org/a.png?b=1&c=2")


def test_a_page_without_a_picture_is_its_address():
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/cat.jpg")])
    mime.setHtml('<a href="https://example.org/cat.jpg">a cat</a>')

    assert read_mime(mime) == drops.DroppedAddress("https://example.org/cat.jpg")


def test_a_picture_within_the_address_needs_no_network():
    mime = QMimeData()
    mime.setText("data:image/png;base64,iVBORw0KGgo=")

    assert read_mime(mime) == drops.DroppedPixels(b"\x89PNG\r\n\x1a\n")


def test_other_data_in_an_address_is_only_text():
    mime = QMimeData()
    mime.setText("data:text/html;base64,PGI+")

    assert read_mime(mime) == drops.DroppedText("data:text/html;base64,PGI+")


def test_a_local_address_is_a_file(tmp_path):
    file = make_photo(tmp_path / "a b.png", "red")
    mime = QMimeData()
    mime.setText(file.as_uri())

    assert read_mime(mime) == drops.DroppedFiles((file,))


@pytest.mark.parametrize("start", ["file://server/share", "file:////server/share", "{folder}"])
def test_a_page_cannot_name_a_folder_or_another_computer(tmp_path, start):
    address = start.format(folder=tmp_path.as_uri())
    mime = QMimeData()
    mime.setHtml(f'<img src="{address}">')
    mime.setText("a cat")

    assert read_mime(mime) == drops.DroppedText("a cat")


def test_text_on_one_line():
    mime = QMimeData()
    mime.setText("  a dog\n on the  beach ")

    assert read_mime(mime) == drops.DroppedText("a dog on the beach")


def test_nothing_of_use():
    mime = QMimeData()
    mime.setData("application/x-unknown", b"1")

    assert read_mime(mime) is None


@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        (Action.CopyAction | Action.MoveAction, Action.CopyAction),
        (Action.MoveAction | Action.LinkAction, Action.LinkAction),
        (Action.MoveAction, None),
    ],
)
def test_a_file_is_never_moved_out_of_another_program(qapp, tmp_path, offered, taken):
    mime = mime_of(tmp_path / "a.jpg")
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), offered, mime, Qt.MouseButton.LeftButton, none)

    assert drops.take_copy(event) == event.isAccepted() == (taken is not None)
    assert taken is None or event.dropAction() == taken
