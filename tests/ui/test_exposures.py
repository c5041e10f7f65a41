from __future__ import annotations

from dataclasses import replace
from typing import Any

import photos
import pytest
from PIL.ExifTags import Base
from ui.desk import Desk, make_row

from photoclip.domain import Exposure, FileStat
from photoclip.ui.exposures import Exposures


@pytest.fixture
def exposures(qtbot: Any) -> Any:
    exposures = Exposures()
    yield exposures
    exposures.close()


def make_file(path: Any, iso: int) -> Any:
    exif = photos.exif(more={Base.ISOSpeedRatings: iso})
    path.write_bytes(photos.KINDS["JPEG"](photos.corners(), exif=exif))
    return path


def test_it_is_read_from_the_file_and_once(exposures, qtbot, tmp_path):
    photo = make_row(1, make_file(tmp_path / "a.jpg", 800))
    heard: list[tuple[int, Exposure]] = []
    exposures.read.connect(lambda photo, exposure: heard.append((photo.id, exposure)))

    exposures.want(photo)
    qtbot.waitUntil(lambda: heard == [(1, Exposure(iso=800))])
    exposures.want(replace(photo, rating=5))  # the same file
    exposures.want(replace(photo, stat=FileStat(1, 2)))
    qtbot.waitUntil(lambda: len(heard) == 2)


def test_what_cannot_be_read_tells_nothing(exposures, qtbot, tmp_path):
    heard: list[int] = []
    exposures.read.connect(lambda photo, exposure: heard.append(photo.id))
    with qtbot.waitSignal(exposures._workers.done):
        exposures.want(make_row(1, tmp_path / "gone.jpg"))
    exposures.want(make_row(2, make_file(tmp_path / "b.jpg", 100)))
    qtbot.waitUntil(lambda: heard == [2])


def test_the_information_shows_it(desk: Desk):
    rows = desk.fill()
    make_file(rows[1].path, 640)
    desk.window._navigation.show_info(True)
    desk.grid.go_to(1)
    desk.qtbot.waitUntil(lambda: "ISO 640" in desk.window._side.info._facts.text())
