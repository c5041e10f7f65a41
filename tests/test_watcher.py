"""Real folders, real watchdog; what settles is collected and waited for."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import Collector, WatchersClock, make_photo

from photoclip.watcher import Watcher

QUIET = 0.8

posix = pytest.mark.skipif(sys.platform == "win32", reason="links need permission there")


class Seen:
    """What a watcher told: sets of (root, path), and sentences."""

    def __init__(self) -> None:
        self.settled: Collector[tuple[Path, set[Path]]] = Collector()
        self.failed: Collector[str] = Collector()

    def tell(self, root: Path, paths: set[Path]) -> None:
        self.settled((root, paths))

    def paths(self) -> set[Path]:
        return {path for _, paths in self.settled.seen() for path in paths}

    def wait_for(self, *paths: Path) -> None:
        self.settled.wait_until(lambda _: set(paths) <= self.paths())

    def watched(self, root: Path, times: int = 1) -> None:
        self.settled.wait_until(lambda seen: seen.count((root, {root})) >= times)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def watcher(seen: Seen) -> Iterator[Watcher]:
    threads = threading.active_count()
    watcher = Watcher(seen.tell, seen.failed, quiet=QUIET)
    yield watcher
    watcher.stop()
    assert threading.active_count() == threads


@pytest.fixture
def root(tmp_path: Path, watcher: Watcher, seen: Seen) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    watcher.watch([folder])
    seen.watched(folder)
    return folder


def test_a_root_is_told_once_it_is_watched(root: Path, seen: Seen) -> None:
    assert seen.settled.seen() == [(root, {root})]
    assert seen.failed.seen() == []


def test_new_changed_and_removed_files_settle(root: Path, seen: Seen) -> None:
    photo = make_photo(root / "a.png", "red")
    seen.wait_for(photo)
    seen.settled.clear()
    make_photo(photo, "blue")
    seen.wait_for(photo)
    seen.settled.clear()
    photo.unlink()
    seen.wait_for(photo)


def test_sidecars_are_told_as_photos_are(root: Path, seen: Seen) -> None:
    path = root / "a.png.xmp"
    path.write_text("x")
    seen.wait_for(path)
    seen.settled.clear()
    path.unlink()
    seen.wait_for(path)


def test_both_ends_of_a_move_settle_together(root: Path, seen: Seen) -> None:
    photo = make_photo(root / "a.png", "red")
    seen.wait_for(photo)
    seen.settled.clear()
    photo.rename(root / "b.png")
    seen.wait_for(photo)
    assert seen.settled.seen() == [(root, {photo, root / "b.png"})]


def test_an_atomic_save_names_the_photo(root: Path, seen: Seen) -> None:
    photo = make_photo(root / "a.png", "red")
    seen.wait_for(photo)
    seen.settled.clear()
    make_photo(root / ".a.tmp.png", "blue").replace(photo)
    seen.wait_for(photo)


def test_what_is_no_photo_is_not_told(root: Path, seen: Seen) -> None:
    (root / "notes.txt").write_text("x")
    (root / ".hidden.png").write_text("x")
    seen.wait_for(make_photo(root / "a.png", "red"))
    assert seen.paths() == {root, root / "a.png"}


def test_reading_a_photo_does_not_make_it_dirty(root: Path, seen: Seen) -> None:
    photo = make_photo(root / "a.png", "red")
    seen.wait_for(photo)
    seen.settled.clear()
    photo.read_bytes()
    seen.wait_for(make_photo(root / "b.png", "red"))
    assert photo not in seen.paths()


def test_a_file_written_in_pieces_settles_once_whole(
    root: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = WatchersClock(monkeypatch)
    slow = root / "slow.png"
    with slow.open("wb") as file:
        for _ in range(8):
            clock.go_on(QUIET / 2)
            file.write(b"piece")
            file.flush()
            clock.wait_for_mark(slow)
            assert seen.settled.stays_without(lambda _: slow in seen.paths(), QUIET / 2)
    clock.run()
    seen.wait_for(slow)


def test_a_folder_settles_after_what_is_being_written_in_it(
    root: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = WatchersClock(monkeypatch)
    trip = root / "trip"
    trip.mkdir()
    clock.wait_for_mark(trip)
    for _ in range(8):
        clock.go_on(QUIET / 2)
        with (trip / "slow.png").open("ab") as file:
            file.write(b"piece")
        clock.wait_for_mark(trip / "slow.png")
        assert seen.settled.stays_without(lambda _: trip in seen.paths(), QUIET / 2)
    clock.run()
    seen.wait_for(trip, trip / "slow.png")


def test_subfolders_are_watched_too(root: Path, seen: Seen) -> None:
    (root / "a" / "b").mkdir(parents=True)
    seen.wait_for(root / "a")
    seen.wait_for(make_photo(root / "a" / "b" / "deep.png", "red"))


def test_a_tree_moved_in_is_named_and_watched(root: Path, seen: Seen, tmp_path: Path) -> None:
    make_photo(tmp_path / "trip" / "one" / "a.png", "red")
    (tmp_path / "trip").rename(root / "trip")
    seen.wait_for(root / "trip")
    seen.wait_for(make_photo(root / "trip" / "one" / "b.png", "red"))


def test_a_folder_moved_out_is_named(root: Path, seen: Seen, tmp_path: Path) -> None:
    make_photo(root / "trip" / "a.png", "red")
    seen.wait_for(root / "trip")
    seen.settled.clear()
    (root / "trip").rename(tmp_path / "elsewhere")
    seen.wait_for(root / "trip")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_watching_survives_folders_that_change_places(
    root: Path, seen: Seen, tmp_path: Path
) -> None:
    """Older and newer releases of watchdog lose a thread over this."""
    trip = root / "trip"
    make_photo(trip / "a.png", "red")
    seen.wait_for(trip)
    trip.rename(tmp_path / "outside")
    trip.mkdir()
    make_photo(trip / "b.png", "red")
    seen.wait_for(trip / "b.png")
    shutil.rmtree(trip)
    shutil.rmtree(tmp_path / "outside")
    assert seen.settled.stays_without(lambda _: False, 3)
    seen.wait_for(make_photo(root / "later.png", "red"))


def test_odd_names_come_through(root: Path, seen: Seen) -> None:
    odd = root / os.fsdecode(b"\xff\xfe new\nline \xe6\xbc\xa2.png")
    make_photo(root / "a.png", "red").rename(odd)
    seen.wait_for(odd)


def test_unwatched_roots_are_silent(root: Path, watcher: Watcher, seen: Seen) -> None:
    other = root.parent / "other"
    other.mkdir()
    watcher.watch([other])
    seen.watched(other)
    make_photo(root / "a.png", "red")
    seen.wait_for(make_photo(other / "b.png", "red"))
    assert root / "a.png" not in seen.paths()


def _remove_and_make(root: Path) -> None:
    root.rmdir()
    root.mkdir()


def _replace(root: Path) -> None:
    root.rename(root.parent / "old")
    root.mkdir()


@pytest.mark.parametrize("again", [_remove_and_make, _replace])
def test_a_root_that_is_made_anew_is_watched_again(
    root: Path, seen: Seen, again: Callable[[Path], None]
) -> None:
    again(root)
    seen.watched(root, times=2)
    seen.wait_for(make_photo(root / "a.png", "red"))


def test_a_root_that_comes_back_is_watched_again(root: Path, seen: Seen) -> None:
    away = root.rename(root.parent / "away")
    make_photo(away / "meanwhile.png", "red")
    assert seen.settled.stays_without(lambda _: len(seen.settled.seen()) > 1, 2.5)
    away.rename(root)
    seen.watched(root, times=2)
    seen.wait_for(make_photo(root / "a.png", "red"))


@pytest.mark.parametrize("allowed", [0, 2])
def test_too_many_folders_to_watch_is_one_sentence(
    tmp_path: Path, watcher: Watcher, seen: Seen, monkeypatch: pytest.MonkeyPatch, allowed: int
) -> None:
    inotify = pytest.importorskip("watchdog.observers.inotify_c")
    add, paths = inotify.inotify_add_watch, set()

    def limited(fd: int, path: bytes, mask: int) -> int:
        paths.add(path)
        if len(paths) > allowed:
            ctypes.set_errno(errno.ENOSPC)
            return -1
        return int(add(fd, path, mask))

    monkeypatch.setattr(inotify, "inotify_add_watch", limited)
    for number in range(5):
        (tmp_path / "photos" / str(number)).mkdir(parents=True)
    watcher.watch([tmp_path / "photos"])
    seen.watched(tmp_path / "photos")
    watcher.watch([tmp_path / "photos", tmp_path / "missing"])
    assert seen.settled.stays_without(lambda _: len(seen.settled.seen()) > 1, 0.5)
    (sentence,) = seen.failed.seen()
    assert "max_user_watches" in str(sentence)
    assert "\n" not in str(sentence)


def test_stopping_ends_at_once_and_tells_nothing_more(tmp_path: Path, seen: Seen) -> None:
    watcher = Watcher(seen.tell, seen.failed, quiet=QUIET)
    watcher.watch([tmp_path])
    seen.watched(tmp_path)
    make_photo(tmp_path / "a.png", "red")
    begun = time.monotonic()
    watcher.stop()
    assert time.monotonic() - begun < 5
    assert seen.paths() == {tmp_path}


@posix
def test_a_linked_folder_is_watched_under_its_own_name(
    root: Path, watcher: Watcher, seen: Seen, tmp_path: Path
) -> None:
    elsewhere, link = tmp_path / "elsewhere", root / "link"
    elsewhere.mkdir()
    link.symlink_to(elsewhere)
    watcher.watch([root], [(root, link)])
    seen.wait_for(link)
    make_photo(elsewhere / "sub" / "a.png", "red")
    seen.settled.wait_until(lambda _: bool({link / "sub", link / "sub" / "a.png"} & seen.paths()))
    seen.settled.clear()
    watcher.watch([root])
    make_photo(root / "b.png", "red")
    seen.wait_for(root / "b.png")
    seen.settled.clear()
    make_photo(elsewhere / "c.png", "red")
    make_photo(root / "d.png", "red")
    seen.wait_for(root / "d.png")
    assert link / "c.png" not in seen.paths()


@posix
def test_a_link_to_another_root_leaves_that_watched_when_it_goes(
    root: Path, watcher: Watcher, seen: Seen, tmp_path: Path
) -> None:
    other, link = tmp_path / "other", root / "link"
    other.mkdir()
    link.symlink_to(other)
    watcher.watch([root, other], [(root, link)])
    seen.wait_for(link, other)
    make_photo(other / "a.png", "red")
    seen.wait_for(link / "a.png", other / "a.png")
    watcher.watch([root, other])
    seen.wait_for(make_photo(root / "b.png", "red"))
    seen.wait_for(make_photo(other / "c.png", "red"))
    assert link / "c.png" not in seen.paths()
