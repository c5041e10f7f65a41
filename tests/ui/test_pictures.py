"""Pictures are decoded ahead, within the memory they are given."""

from __future__ import annotations

from pathlib import Path

import photos
import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from ui.desk import make_row

from photoclip.ui.pictures import MOST_PIXELS, Pictures, detail_side
from photoclip.ui.thumbnail_cache import ThumbnailCache

BYTES = 200 * 100 * 4
"""Of one of these pictures in memory."""


@pytest.fixture
def paths(tmp_path):
    made = [tmp_path / f"{i}.png" for i in range(6)]
    for i, path in enumerate(made):
        Image.new("RGB", (200, 100), (i, 0, 0)).save(path)
    return made


@pytest.fixture
def open_pictures():
    opened: list[Pictures] = []

    def open_some(**options):
        opened.append(Pictures(**options))
        return opened[-1]

    yield open_some
    for pictures in opened:
        pictures.close()


def kept(pictures: Pictures, paths: list[Path]) -> list[int]:
    return [i for i, path in enumerate(paths) if pictures.image(path, 100) is not None]


def test_a_picture_tells_the_size_of_the_photo(qtbot, open_pictures, tmp_path):
    path = tmp_path / "large.jpg"
    Image.new("RGB", (1600, 1200)).save(path)
    pictures = open_pictures()
    with qtbot.waitSignal(pictures.loaded):
        pictures.want([path], 100)
    picture = pictures.picture(path, 100)

    assert picture.size == QSize(1600, 1200)
    assert 100 <= picture.image.height() < 200


def test_memory_is_kept_for_what_is_wanted(qtbot, open_pictures, paths):
    pictures = open_pictures(memory=3 * BYTES)
    for wanted in (paths[:3], paths[3:5]):
        with qtbot.waitSignals([pictures.loaded] * len(wanted)):
            pictures.want(wanted, 100)

    assert {3, 4} <= set(kept(pictures, paths))
    assert len(kept(pictures, paths)) == 3


def test_the_photo_itself_stays_even_where_its_neighbours_have_no_room(qtbot, open_pictures, paths):
    pictures = open_pictures(memory=BYTES // 2)
    with qtbot.waitSignals([pictures.loaded] * 3):
        pictures.want(paths[:3], 100)

    assert kept(pictures, paths) == [0]


def test_a_failure_is_tried_again_when_it_is_wanted_again(qtbot, open_pictures, tmp_path):
    path = tmp_path / "late.png"
    pictures = open_pictures()
    with qtbot.waitSignal(pictures.loaded):
        pictures.want([path], 100)
    assert pictures.failure(path, 100) == "The file is gone."
    Image.new("RGB", (20, 10)).save(path)
    with qtbot.waitSignal(pictures.loaded):
        pictures.want([path], 100)

    assert pictures.failure(path, 100) == ""
    assert pictures.image(path, 100) is not None


def test_the_kept_thumbnail_stands_in(qtbot, open_pictures, tmp_path):
    photo = make_row(1, tmp_path / "gone.jpg")
    cache = ThumbnailCache(tmp_path / "thumbnails")
    small = QImage(340, 256, QImage.Format.Format_RGB32)
    small.fill(QColor("red"))
    cache.store(photo.content_hash, 256, small)
    pictures = open_pictures(thumbnails=cache)
    with qtbot.waitSignals([pictures.loaded] * 2):
        pictures.want([photo.path], 100, stand_in=photo)

    assert pictures.failure(photo.path, 100) == "The file is gone."
    assert pictures.image(photo.path, 0).size() == small.size()
    assert pictures.picture(photo.path, 0).size == QSize(64, 48)


def test_detail_comes_beside_the_smaller_picture(qtbot, open_pictures, tmp_path):
    path = tmp_path / "large.jpg"
    Image.new("RGB", (1600, 1200)).save(path)
    pictures = open_pictures()
    with qtbot.waitSignals([pictures.loaded] * 2):
        pictures.want([path], 100, detail=(path, 1200))

    assert pictures.image(path, 1200).size() == QSize(1600, 1200)
    assert pictures.image(path, 100).height() < 200


@pytest.mark.parametrize("size", [(20_000, 15_000), (60_000, 4_000), (4_000, 60_000)])
def test_detail_of_a_huge_photo_stays_within_bounds(size):
    side = detail_side(QSize(*size))
    enlarged = 2 * side / min(size)  # at most, as decoding promises

    assert size[0] * enlarged * size[1] * enlarged <= MOST_PIXELS * 1.01
    assert detail_side(QSize(6000, 4000)) == 4000


def test_what_changed_is_read_again(qtbot, open_pictures, paths):
    pictures = open_pictures()
    with qtbot.waitSignal(pictures.loaded):
        pictures.want(paths[:1], 100)
    pictures.forget({paths[0]})

    assert pictures.image(paths[0], 100) is None


def test_on_another_screen_what_is_wanted_comes_again_in_its_colours(
    qtbot, open_pictures, tmp_path
):
    path = tmp_path / "green.png"
    Image.new("RGB", (200, 100), (0, 255, 0)).save(path, icc_profile=photos.icc_rgb())
    photo = make_row(1, path)
    cache = ThumbnailCache(tmp_path / "cache")
    kept = QImage(256, 256, QImage.Format.Format_RGB32)
    kept.fill(QColor(255, 0, 0))
    cache.store(photo.content_hash, 256, kept)
    pictures = open_pictures(thumbnails=cache)

    def colours() -> list[tuple[int, ...]]:
        images = [pictures.image(path, side) for side in (100, 0)]
        return [image.pixelColor(9, 9).getRgb()[:3] for image in images if image is not None]

    pictures.want([path], 100, stand_in=photo)
    qtbot.waitUntil(lambda: len(colours()) == 2)
    assert colours()[0] == (0, 255, 0)  # cut off at sRGB's edge, where it is another green
    srgb = colours()

    pictures.set_screen(photos.icc_rgb())
    assert colours() == []
    qtbot.waitUntil(lambda: len(colours()) == 2)
    assert colours()[0] == pytest.approx((0, 255, 0), abs=1)
    assert colours()[1] == pytest.approx((219, 0, 0), abs=5)
    pictures.set_screen(None)
    qtbot.waitUntil(lambda: colours() == srgb)
