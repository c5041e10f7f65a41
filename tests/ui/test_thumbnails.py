from __future__ import annotations

import os

import photos
import pytest
from PySide6.QtGui import QImage
from support import make_photo
from ui.desk import make_row

from photoclip.ui.thumbnail_cache import ThumbnailCache, choose_size
from photoclip.ui.thumbnails import Thumbnails


@pytest.fixture
def cache(tmp_path):
    return ThumbnailCache(tmp_path / "cache")


@pytest.fixture
def thumbnails(qtbot, cache):
    thumbnails = Thumbnails(cache)
    yield thumbnails
    thumbnails.close()


@pytest.fixture
def red(tmp_path):
    return make_row(1, make_photo(tmp_path / "red.png", "red", (900, 600)))


def want(qtbot, thumbnails, photo, side=100):
    with qtbot.waitSignal(thumbnails.ready) as ready:
        thumbnails.want([photo], side, 6)
    assert ready.args == [photo.content_hash]


def test_a_square_of_the_asked_size(qtbot, thumbnails, red):
    assert thumbnails.pixmap(red) is None

    want(qtbot, thumbnails, red)

    image = thumbnails.pixmap(red).toImage()
    assert image.size().toTuple() == (100, 100)
    assert image.pixelColor(50, 50).getRgb()[:3] == pytest.approx((255, 0, 0), abs=3)
    assert image.pixelColor(0, 0).alpha() == 0


def test_the_file_on_disk_is_enough_when_the_drive_is_gone(qtbot, thumbnails, cache, red):
    want(qtbot, thumbnails, red)
    red.path.unlink()

    other = Thumbnails(cache)
    want(qtbot, other, red)
    other.close()

    assert other.pixmap(red) is not None


def test_a_file_that_changed_meanwhile_is_not_kept_under_its_old_content(
    qtbot, thumbnails, cache, red
):
    make_photo(red.path, "blue", (900, 601))

    want(qtbot, thumbnails, red)

    assert cache.load(red.content_hash, 256) is None


def test_a_full_disk_costs_the_file_and_not_the_picture(qtbot, tmp_path, red, caplog):
    (tmp_path / "blocked").write_text("a file where the folder should be")
    thumbnails = Thumbnails(ThumbnailCache(tmp_path / "blocked"))

    want(qtbot, thumbnails, red)
    thumbnails.close()

    assert thumbnails.pixmap(red) is not None
    assert "a thumbnail is not kept" in caplog.text


def test_another_size_replaces_the_old_one(qtbot, thumbnails, red):
    want(qtbot, thumbnails, red, 100)
    want(qtbot, thumbnails, red, 300)

    assert thumbnails.pixmap(red).width() == 300


def test_what_cannot_be_read_is_tried_again_only_when_told(qtbot, thumbnails, tmp_path):
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"this is no picture")
    photo = make_row(1, path)

    want(qtbot, thumbnails, photo)
    assert thumbnails.has_failed(photo)
    assert thumbnails.pixmap(photo) is None
    thumbnails.retry()

    assert not thumbnails.has_failed(photo)


def test_memory_is_bounded_by_bytes_and_the_last_used_stays(qtbot, cache, tmp_path):
    thumbnails = Thumbnails(cache, memory=3 * 100 * 100 * 4)
    colours = ["red", "green", "blue", "yellow"]
    photos = [
        make_row(i, make_photo(tmp_path / f"{colour}.png", colour))
        for i, colour in enumerate(colours)
    ]
    for photo in photos[:3]:
        want(qtbot, thumbnails, photo)
    assert thumbnails.pixmap(photos[0]) is not None
    want(qtbot, thumbnails, photos[3])
    thumbnails.close()

    assert thumbnails.pixmap(photos[1]) is None
    assert all(thumbnails.pixmap(photos[i]) is not None for i in (0, 2, 3))


@pytest.mark.parametrize(("side", "size"), [(10, 256), (256, 256), (257, 512), (9999, 768)])
def test_the_smallest_file_that_is_large_enough(side, size):
    assert choose_size(side) == size


def store(cache: ThumbnailCache, name: str, mtime: int) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0)
    cache.store(name, 256, image)
    os.utime(cache._path(name, 256), (mtime, mtime))


def test_trimming_deletes_the_oldest(cache):
    for age, name in enumerate(["aa1", "bb2", "cc3", "dd4"]):
        store(cache, name, 1_000 + age)
    size = cache._path("aa1", 256).stat().st_size

    ThumbnailCache(cache._root, limit=3 * size).trim()

    kept = [name for name in ("aa1", "bb2", "cc3", "dd4") if cache.load(name, 256)]
    assert kept == ["cc3", "dd4"]


def test_nothing_is_trimmed_below_the_limit(cache):
    store(cache, "aa1", 1_000)

    cache.trim()

    assert cache.load("aa1", 256) is not None


def test_no_partial_file_is_left(cache):
    store(cache, "aa1", 1_000)

    assert [path.name for path in cache._root.rglob("*") if path.is_file()] == ["aa1-256.jpg"]


def test_what_was_looked_at_stays_when_the_rest_goes(cache):
    for name in ("aa1", "bb2", "cc3"):
        store(cache, name, 1_000)
    size = cache._path("aa1", 256).stat().st_size
    cache.load("bb2", 256)

    cache.set_limit(2 * size)
    cache.trim()

    assert [name for name in ("aa1", "bb2", "cc3") if cache.load(name, 256)] == ["bb2"]


def test_looking_again_soon_writes_nothing(cache):
    store(cache, "aa1", 1_000)
    path = cache._path("aa1", 256)
    cache.load("aa1", 256)
    used = path.stat().st_mtime_ns

    cache.load("aa1", 256)

    assert path.stat().st_mtime_ns == used


def test_what_a_crash_left_is_swept_and_what_is_being_written_is_not(cache):
    store(cache, "aa1", 1_000)
    left, written = (cache._root / "aa" / f"aa1-256.jpg.{n}.part" for n in (1, 2))
    for path in (left, written):
        path.write_bytes(b"half")
    os.utime(left, (1_000, 1_000))

    cache.trim()

    assert not left.exists()
    assert written.exists()


def test_foreign_files_beside_the_thumbnails_are_left_alone(cache):
    store(cache, "aa1", 1_000)
    foreign = cache._root / "letters" / "to-a-friend.txt"
    foreign.parent.mkdir()
    foreign.write_text("dear friend")

    cache.clear()

    assert foreign.exists()
    assert cache.load("aa1", 256) is None
    assert cache.size() == 0


def test_more_than_the_limit_is_noticed_while_storing(cache):
    store(cache, "aa1", 1_000)
    cache.set_limit(cache.size())
    assert not cache.is_over_limit()

    store(cache, "bb2", 1_000)

    assert cache.is_over_limit()


def test_a_limit_is_kept_while_thumbnails_are_made(qtbot, cache, tmp_path):
    cache.set_limit(1)
    thumbnails = Thumbnails(cache)
    thumbnails.count_size()
    with qtbot.waitSignal(thumbnails.size_counted):
        pass

    want(qtbot, thumbnails, make_row(1, make_photo(tmp_path / "red.png", "red", (900, 600))))

    qtbot.waitUntil(lambda: not list(cache._root.glob("*/*")))
    thumbnails.close()


def test_the_size_on_the_disk_is_told(qtbot, thumbnails, cache, red):
    want(qtbot, thumbnails, red)
    with qtbot.waitSignal(thumbnails.size_counted) as counted:
        thumbnails.count_size()
    assert counted.args == [cache.size()]
    with qtbot.waitSignal(thumbnails.size_counted) as counted:
        thumbnails.clear_files()
    assert counted.args == [0]


def test_what_was_scrolled_past_is_not_made(qtbot, thumbnails, tmp_path):
    """Of three pages of wishes only the last is fulfilled, but for the jobs already begun."""
    photos = [
        make_row(i, make_photo(tmp_path / f"{i}.png", "red", (400, 300), i)) for i in range(60)
    ]
    made = []
    thumbnails.ready.connect(made.append)
    for page in range(3):
        thumbnails.want(photos[20 * page : 20 * page + 20], 100, 6)

    last = {photo.content_hash for photo in photos[40:]}
    qtbot.waitUntil(lambda: last <= set(made))

    assert len(made) <= 20 + 2 * thumbnails._workers._pool.maxThreadCount()


def test_another_screen_has_its_own_pixels_and_the_disk_keeps_srgb(qtbot, thumbnails, cache, red):
    want(qtbot, thumbnails, red)
    with qtbot.waitSignal(thumbnails.dropped):
        thumbnails.set_screen(photos.icc_rgb())
    assert thumbnails.pixmap(red) is None

    want(qtbot, thumbnails, red)
    shown = thumbnails.pixmap(red).toImage().pixelColor(50, 50).getRgb()[:3]
    assert shown == pytest.approx((219, 0, 0), abs=5)  # Adobe RGB's number for sRGB's red
    kept = cache.load(red.content_hash, choose_size(100)).pixelColor(128, 128).getRgb()[:3]
    assert kept == pytest.approx((255, 0, 0), abs=3)

    with qtbot.assertNotEmitted(thumbnails.dropped):
        thumbnails.set_screen(photos.icc_rgb())


def test_what_is_being_made_for_the_former_screen_is_not_shown(qtbot, thumbnails, red):
    thumbnails.want([red], 100, 6)
    thumbnails.set_screen(photos.icc_rgb())
    thumbnails._workers._pool.waitForDone()
    want(qtbot, thumbnails, red)

    shown = thumbnails.pixmap(red).toImage().pixelColor(50, 50).getRgb()[:3]
    assert shown == pytest.approx((219, 0, 0), abs=5)
