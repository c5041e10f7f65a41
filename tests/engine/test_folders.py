"""What an engine makes of folders that change, come and go."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from running import Running, Start
from support import Collector, ColourEncoder, WatchersClock, make_photo

from photoclip import following, reconcile
from photoclip import messages as m
from photoclip.changes import RemoveFolder
from photoclip.domain import Query, Text
from photoclip.errors import ModelUnavailable
from photoclip.model_catalogue import STARTER_KEY
from photoclip.watcher import QUIET, Watcher

# --- what happens in a watched folder -----------------------------------------------------------


def test_a_new_photo_is_found(running: Running, folder: Path, encoder: ColourEncoder) -> None:
    make_photo(folder / "new.png", "purple")
    running.wait_photos(4)
    assert running.find("purple") == {"new.png"}
    assert encoder.encoded == 4


def test_a_changed_photo_is_found_as_what_it_is_now(running: Running, folder: Path) -> None:
    make_photo(folder / "red.png", "yellow")
    running.wait(m.PhotosChanged, lambda event: bool(event.ids))
    assert running.find("yellow") == {"red.png"}
    assert running.find("red") == set()


def test_an_atomic_save_is_a_change(running: Running, folder: Path) -> None:
    (before,) = running.photos(Query((Text("red"),)))
    make_photo(folder / ".temporary.png", "yellow").replace(folder / "red.png")
    running.wait(m.PhotosChanged, lambda event: before.id in event.ids)
    (after,) = running.photos(Query((Text("yellow"),)))
    assert (after.id, after.path) == (before.id, before.path)


@pytest.mark.parametrize("new", ["renamed.png", "sub/red.png"])
def test_a_moved_photo_stays_itself(
    running: Running, folder: Path, encoder: ColourEncoder, new: str
) -> None:
    (before,) = running.photos(Query((Text("red"),)))
    (folder / new).parent.mkdir(exist_ok=True)
    (folder / "red.png").rename(folder / new)
    running.wait(m.PhotosChanged, lambda event: before.id in event.ids and event.photos == 3)
    (after,) = running.photos(Query((Text("red"),)))
    assert (after.id, after.path) == (before.id, folder / new)
    assert encoder.encoded == 3


def test_a_renamed_folder_keeps_its_photos(
    running: Running, folder: Path, encoder: ColourEncoder
) -> None:
    make_photo(folder / "trip" / "a.png", "purple")
    running.wait_photos(4)
    (before,) = running.photos(Query((Text("purple"),)))
    running.events.clear()
    (folder / "trip").rename(folder / "holiday")
    running.wait(m.PhotosChanged, lambda event: before.id in event.ids)
    (after,) = running.photos(Query((Text("purple"),)))
    assert (after.id, after.path) == (before.id, folder / "holiday" / "a.png")
    assert encoder.encoded == 4
    make_photo(folder / "holiday" / "b.png", "cyan")
    running.wait_photos(5)


def test_a_photo_moved_to_another_root_stays_itself(
    running: Running, folder: Path, encoder: ColourEncoder, tmp_path: Path
) -> None:
    make_photo(tmp_path / "other" / "cyan.png", "cyan")
    running.add(tmp_path / "other")
    running.wait_photos(4)
    (before,) = running.photos(Query((Text("red"),)))
    running.events.clear()
    (folder / "red.png").rename(tmp_path / "other" / "red.png")
    running.wait(m.PhotosChanged, lambda event: before.id in event.ids and event.photos == 4)
    (after,) = running.photos(Query((Text("red"),)))
    assert (after.id, after.path) == (before.id, tmp_path / "other" / "red.png")
    assert encoder.encoded == 4


def test_a_deleted_photo_is_gone(running: Running, folder: Path) -> None:
    (folder / "red.png").unlink()
    running.wait_photos(2)
    assert running.find("red") == set()


@pytest.mark.filterwarnings("ignore:Callback with id:RuntimeWarning")  # watchdog's own thread
def test_a_folder_moved_out_and_back(
    running: Running, folder: Path, tmp_path: Path, encoder: ColourEncoder
) -> None:
    make_photo(folder / "trip" / "a.png", "purple")
    running.wait_photos(4)
    (folder / "trip").rename(tmp_path / "outside")
    running.wait_photos(3)
    running.events.clear()
    (tmp_path / "outside").rename(folder / "trip")
    running.wait_photos(4)
    assert running.find("purple") == {"a.png"}


def test_a_tree_moved_in_is_taken_whole(running: Running, folder: Path, tmp_path: Path) -> None:
    for number in range(5):
        make_photo(tmp_path / "tree" / str(number) / "deep" / f"{number}.png", "cyan", mark=number)
    (tmp_path / "tree").rename(folder / "tree")
    running.wait_photos(8)
    assert running.find("cyan") == {f"{number}.png" for number in range(5)}


def test_a_slowly_written_file_is_taken_once_whole(
    running: Running,
    folder: Path,
    encoder: ColourEncoder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = WatchersClock(monkeypatch)
    whole = make_photo(tmp_path / "whole.png", "purple").read_bytes()
    piece = len(whole) // 8 + 1
    for start in range(0, len(whole), piece):
        clock.go_on(QUIET / 2)
        with (folder / "slow.png").open("ab") as file:
            file.write(whole[start : start + piece])
        clock.wait_for_mark(folder / "slow.png")
        assert running.events.stays_without(
            lambda seen: any(isinstance(e, m.PhotosChanged) and e.photos > 3 for e in seen), 0.25
        )
    clock.run()
    running.wait_photos(4)
    assert running.find("purple") == {"slow.png"}
    assert encoder.encoded == 4


def test_an_unreadable_photo_is_told_and_then_mended(running: Running, folder: Path) -> None:
    (folder / "broken.jpg").write_bytes(b"no picture")
    running.wait_photos(3, unreadable=1)
    running.post(m.FetchProblems())
    (problem,) = running.wait(m.ProblemsLoaded).problems
    assert problem.path == folder / "broken.jpg"
    make_photo(folder / "broken.jpg", "cyan")
    running.wait_photos(4)


# --- roots that come and go ---------------------------------------------------------------------


def test_a_root_that_vanishes_is_offline_and_comes_back(
    running: Running, folder: Path, encoder: ColourEncoder
) -> None:
    away = folder.rename(folder.parent / "away")
    told = running.wait(m.FoldersChanged, lambda event: not event.folders[0].online)
    assert told.folders[0].photos == 3
    assert running.find("red") == {"red.png"}
    make_photo(away / "meanwhile.png", "purple")
    away.rename(folder)
    running.wait(m.FoldersChanged, lambda event: event.folders[0].online)
    running.wait_photos(4)
    assert running.find("purple") == {"meanwhile.png"}
    make_photo(folder / "later.png", "cyan")
    running.wait_photos(5)
    assert encoder.encoded == 5


def test_a_root_that_is_deleted_keeps_its_photos(running: Running, folder: Path) -> None:
    shutil.rmtree(folder)
    running.wait(m.FoldersChanged, lambda event: not event.folders[0].online)
    running.flush()
    assert len(running.answer(running.ask(Query())).hits) == 3


def test_a_library_opens_with_a_root_missing(start: Start, folder: Path) -> None:
    first = start()
    first.add(folder)
    first.wait_photos(3)
    first.engine.stop()
    away = folder.rename(folder.parent / "away")
    second = start()
    second.wait_phase(m.ModelPhase.READY)
    assert not second.wait(m.FoldersChanged).folders[0].online
    assert second.find("red") == {"red.png"}
    away.rename(folder)
    second.wait(m.FoldersChanged, lambda event: event.folders[0].online)


def test_two_roots(running: Running, folder: Path, tmp_path: Path) -> None:
    other = make_photo(tmp_path / "other" / "cyan.png", "cyan").parent
    running.add(other)
    running.wait_photos(4)
    make_photo(other / "b.png", "purple")
    make_photo(folder / "c.png", "purple", mark=9)
    running.wait_photos(6)
    assert running.find("purple") == {"b.png", "c.png"}
    one = next(f for f in running.of(m.FoldersChanged)[-1].folders if f.path == other)
    running.post(m.Do(RemoveFolder(one.id)))
    running.wait(m.FoldersChanged, lambda event: len(event.folders) == 1)
    running.wait_photos(4)
    assert running.find("purple") == {"c.png"}


def test_what_changed_while_nothing_ran_is_found_at_the_start(
    start: Start, folder: Path, encoder: ColourEncoder
) -> None:
    first = start(lambda: encoder)
    first.add(folder)
    first.wait_photos(3)
    first.engine.stop()
    (folder / "red.png").rename(folder / "moved.png")
    (folder / "green.png").unlink()
    make_photo(folder / "new.png", "purple")
    second = start(lambda: encoder)
    second.wait(m.PhotosChanged, lambda event: len(event.ids) == 3)
    assert second.find("red") == {"moved.png"}
    assert second.find("green") == set()
    assert encoder.encoded == 4


@pytest.mark.parametrize("place", ["photos", "photos/sub", ".", "missing", "photos/red.png"])
def test_folders_that_cannot_be_added_are_one_sentence(
    running: Running, folder: Path, place: str
) -> None:
    (folder / "sub").mkdir()
    running.add(folder.parent / place)
    trouble = running.wait(m.Trouble)
    assert "\n" not in str(trouble.sentence)
    assert not trouble.fatal
    assert trouble.details == ()


def test_a_folder_that_cannot_be_watched_is_told_and_scanned(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "inotify instance limit reached")

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.schedule", refuse)
    running = start()
    running.add(folder)
    running.wait_photos(3)
    (trouble,) = running.of(m.Trouble)
    assert str(folder) in str(trouble.sentence)
    make_photo(folder / "new.png", "purple")
    running.post(m.Rescan())
    running.wait_photos(4)


# --- what the system does not tell of -----------------------------------------------------------


def test_a_photo_behind_a_link_is_found_when_it_comes(
    running: Running, folder: Path, tmp_path: Path
) -> None:
    make_photo(tmp_path / "elsewhere" / "old.png", "purple")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    running.wait_photos(4)
    make_photo(tmp_path / "elsewhere" / "new.png", "yellow")
    running.wait_photos(5)
    [photo] = running.photos(Query((Text("yellow"),)))
    assert photo.path == folder / "link" / "new.png"
    (folder / "link").unlink()
    running.wait_photos(3)


def test_a_network_share_is_looked_at_again_and_again(
    running: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Watcher, "mark", lambda *_: None)  # nothing is ever told
    make_photo(folder / "new.png", "yellow")
    monkeypatch.setattr(following, "VISIT", 0.0)
    monkeypatch.setattr(following, "is_on_network", lambda path: path == folder)
    running.wait_photos(4)
    assert running.find("yellow") == {"new.png"}


def test_a_network_share_is_looked_at_again_after_a_model_failed(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Watcher, "mark", lambda *_: None)
    monkeypatch.setattr(following, "VISIT", 0.0)
    visits: Collector[Path] = Collector()
    monkeypatch.setattr(following, "is_on_network", lambda path: visits(path) is None)
    failures = [ModelUnavailable("no")]

    def load() -> ColourEncoder:
        if failures:
            raise failures.pop()
        return ColourEncoder()

    running = start(load)
    running.wait_phase(m.ModelPhase.FAILED)
    running.add(folder)
    visits.wait_until(lambda seen: folder in seen)
    running.flush()
    running.post(m.UseModel(STARTER_KEY))
    running.wait_phase(m.ModelPhase.READY)
    running.wait_photos(3)
    make_photo(folder / "new.png", "yellow")
    running.wait_photos(4)


def test_a_change_that_nobody_may_look_at_is_no_bug(
    running: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = os.stat

    def refuse(path: Any, *args: Any, **options: Any) -> os.stat_result:
        if str(path).endswith("shut.png"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return stat(path, *args, **options)

    monkeypatch.setattr(os, "stat", refuse)
    make_photo(folder / "shut.png", "yellow")
    make_photo(folder / "new.png", "purple")
    running.wait(m.PhotosChanged, lambda event: event.photos == 4)
    assert running.find("purple") == {"new.png"}


def test_a_folder_that_cannot_be_read_is_counted_and_listed(
    running: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "shut").mkdir()
    scandir = os.scandir

    def refuse(place: Path) -> Any:
        if Path(os.fsdecode(place)).name == "shut":
            raise PermissionError(errno.EACCES, "Permission denied")
        return scandir(place)

    with monkeypatch.context() as shut:
        shut.setattr(reconcile.os, "scandir", refuse)  # root may list everything
        running.post(m.Rescan())
        running.wait_photos(3, unreadable=1)
        running.post(m.FetchProblems())
        [problem] = running.wait(m.ProblemsLoaded).problems
    assert problem.path == folder / "shut"
    assert "may not be read" in str(problem.reason)
    running.post(m.Rescan())
    running.wait_photos(3)


def test_odd_names_go_all_the_way(running: Running, folder: Path) -> None:
    odd = folder / os.fsdecode(b"\xff new\nline \xe6\xbc\xa2.png")
    make_photo(folder.parent / "x.png", "purple").rename(odd)
    running.wait_photos(4)
    assert [photo.path for photo in running.photos(Query((Text("purple"),)))] == [odd]
