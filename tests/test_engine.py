"""A real engine on real folders with the encoder that knows colours."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
from support import Collector, ColourEncoder, StandInModels, make_photo

from photoclip import engine, following, reconcile
from photoclip import messages as m
from photoclip.changes import RemoveFolder
from photoclip.domain import LikePhoto, Photo, Picture, Query, Text, Vectors
from photoclip.engine import Engine
from photoclip.errors import ModelUnavailable, PhotoClipError
from photoclip.library import Library
from photoclip.watcher import Watcher

E = TypeVar("E", bound=m.Event)


class Gate(ColourEncoder):
    """Encodes a batch only when it is let through."""

    batch_size = 2

    def __init__(self) -> None:
        super().__init__()
        self.passes = threading.Semaphore(0)
        self.waiting: Collector[int] = Collector()

    def images(self, pixels: Any) -> Vectors:
        self.waiting(len(pixels))
        assert self.passes.acquire(timeout=30)
        return super().images(pixels)

    def arrived(self, times: int) -> None:
        self.waiting.wait_until(lambda seen: len(seen) >= times)

    def let(self, batches: int = 1) -> None:
        self.passes.release(batches)


class Running:
    """An engine, its events, and questions to it."""

    def __init__(
        self,
        library: Path,
        load: Callable[[], ColourEncoder],
        open_library: Callable[[], Library] | None = None,
    ) -> None:
        self.events: Collector[m.Event] = Collector()
        self._serial = 0
        models = StandInModels(library / "models", load)
        self.engine = Engine(open_library or (lambda: Library(library)), models, self.events)

    def post(self, command: m.Command) -> None:
        self.engine.post(command)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events.seen() if isinstance(event, kind)]

    def wait(self, kind: type[E], holds: Callable[[E], bool] = lambda _: True) -> E:
        def found(seen: list[m.Event]) -> list[E]:
            return [event for event in seen if isinstance(event, kind) and holds(event)]

        return found(self.events.wait_until(lambda seen: bool(found(seen))))[-1]

    def wait_phase(self, phase: m.ModelPhase) -> m.ModelState:
        return self.wait(m.ModelState, lambda event: event.phase is phase)

    def wait_photos(self, photos: int, unreadable: int = 0) -> m.PhotosChanged:
        """Until that many are told and nothing is left to do."""

        def done(seen: list[m.Event]) -> bool:
            counts = [event for event in seen if isinstance(event, m.PhotosChanged)]
            works = [event for event in seen if isinstance(event, m.IndexingProgress)]
            told = bool(counts) and (counts[-1].photos, counts[-1].unreadable)
            return told == (photos, unreadable) and bool(works) and works[-1].progress is None

        self.events.wait_until(done)
        return self.of(m.PhotosChanged)[-1]

    def ask(self, query: Query) -> int:
        self._serial += 1
        self.post(m.Search(self._serial, query))
        return self._serial

    def answer(self, serial: int) -> m.SearchDone:
        return self.wait(m.SearchDone, lambda event: event.serial == serial)

    def photos(self, query: Query) -> list[Photo]:
        hits = self.answer(self.ask(query)).hits
        ids = tuple(hits.ids[(hits.scores > 0.5) | (len(query.terms) == 0)].tolist())
        before = len(self.of(m.PhotosLoaded))
        self.post(m.FetchPhotos(ids))
        self.events.wait_until(lambda _: len(self.of(m.PhotosLoaded)) > before)
        return list(self.of(m.PhotosLoaded)[-1].photos)

    def find(self, text: str) -> set[str]:
        return {photo.path.name for photo in self.photos(Query((Text(text),)))}

    def add(self, *folders: Path) -> None:
        for folder in folders:
            self.post(m.AddFolder(folder))

    def flush(self) -> None:
        """Until every command so far is obeyed."""
        place = Path(f"/nowhere/{len(self.events.seen())}")
        self.post(m.FindPhoto(place))
        self.wait(m.PhotoFound, lambda event: event.path == place)

    def bugs(self) -> list[m.Trouble]:
        return [event for event in self.of(m.Trouble) if event.details]


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts engines, and sees to it that none leaves a thread or a bug behind."""
    threads = set(threading.enumerate())
    with contextlib.ExitStack() as stack:

        def start(load: Callable[[], ColourEncoder] = ColourEncoder, **options: Any) -> Running:
            running = Running(tmp_path / "library", load, **options)
            stack.callback(running.engine.stop, 20)
            return running

        yield start
    for thread in set(threading.enumerate()) - threads:
        thread.join(10)
    assert set(threading.enumerate()) <= threads


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for mark, colour in enumerate(("red", "green", "blue")):
        make_photo(tmp_path / "photos" / f"{colour}.png", colour, mark=mark)
    return tmp_path / "photos"


@pytest.fixture
def encoder() -> ColourEncoder:
    return ColourEncoder()


@pytest.fixture
def running(start: Start, encoder: ColourEncoder, folder: Path) -> Iterator[Running]:
    """With three photos, indexed and watched."""
    running = start(lambda: encoder)
    running.add(folder)
    running.wait_photos(3)
    running.events.clear()
    yield running
    assert running.bugs() == []


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
    running: Running, folder: Path, encoder: ColourEncoder, tmp_path: Path
) -> None:
    whole = make_photo(tmp_path / "whole.png", "purple").read_bytes()
    piece = len(whole) // 8 + 1
    for start in range(0, len(whole), piece):
        with (folder / "slow.png").open("ab") as file:
            file.write(whole[start : start + piece])
        assert running.events.stays_without(
            lambda seen: any(isinstance(event, m.PhotosChanged) for event in seen), 0.25
        )
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
    assert "\n" not in trouble.sentence
    assert not trouble.fatal
    assert trouble.details == ""


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
    assert str(folder) in trouble.sentence
    make_photo(folder / "new.png", "purple")
    running.post(m.Rescan())
    running.wait_photos(4)


# --- searching ----------------------------------------------------------------------------------


def test_searching_while_the_model_starts_waits_and_the_newest_wins(
    start: Start, folder: Path
) -> None:
    first = start()
    first.add(folder)
    first.wait_photos(3)
    first.engine.stop()
    go = threading.Event()

    def load() -> ColourEncoder:
        assert go.wait(30)
        return ColourEncoder()

    running = start(load)
    running.wait_phase(m.ModelPhase.STARTING)
    assert len(running.answer(running.ask(Query())).hits) == 3
    assert len(running.answer(running.ask(Query((Text("  "),)))).hits) == 3
    older, newer = running.ask(Query((Text("green"),))), running.ask(Query((Text("red"),)))
    running.flush()
    assert not running.of(m.SearchDone)[2:]
    go.set()
    assert len(running.answer(newer).hits) == 3
    assert older not in {event.serial for event in running.of(m.SearchDone)}
    kinds = [type(event) for event in running.events.seen()]
    ready = next(
        number
        for number, event in enumerate(running.events.seen())
        if isinstance(event, m.ModelState) and event.phase is m.ModelPhase.READY
    )
    assert kinds.index(m.SearchDone, ready)


def test_a_search_is_answered_between_two_steps(start: Start, tmp_path: Path) -> None:
    for number in range(10):
        make_photo(tmp_path / "many" / f"{number}.png", "red", mark=number)
    gate = Gate()
    running = start(lambda: gate)
    running.add(tmp_path / "many")
    gate.arrived(1)
    serial = running.ask(Query((Text("red"),)))
    gate.let(1)
    assert len(running.answer(serial).hits) == 2
    gate.arrived(2)
    older, newer = running.ask(Query((Text("red"),))), running.ask(Query())
    gate.let(1)
    assert len(running.answer(newer).hits) == 4
    assert older not in {event.serial for event in running.of(m.SearchDone)}
    gate.let(3)
    running.wait_photos(10)


def test_a_new_photo_does_not_wait_for_a_long_scan(start: Start, tmp_path: Path) -> None:
    for number in range(20):
        make_photo(tmp_path / "many" / f"{number}.png", "red", mark=number)
    gate = Gate()
    running = start(lambda: gate)
    running.add(tmp_path / "many")
    gate.arrived(1)
    make_photo(tmp_path / "many" / "new.png", "blue")
    assert running.events.stays_without(lambda _: False, 2)
    gate.let(2)  # the scan's batch in flight, then the new photo's
    gate.arrived(3)
    serial = running.ask(Query((Text("blue"),), 1))
    gate.let(1)
    assert running.answer(serial).hits.scores[0] > 0.9
    gate.let(20)
    running.wait_photos(21)


def test_photos_moved_during_a_long_scan_stay_themselves(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    """A removal is not believed before everything that arrived was looked at."""
    gate = Gate()
    running = start(lambda: gate)
    gate.let(2)
    running.add(folder)
    running.wait_photos(3)
    (before,) = running.photos(Query((Text("red"),)))
    other = tmp_path / "other"
    for number in range(4):
        make_photo(other / f"{number}.png", "cyan", mark=number)
    running.add(other)
    gate.arrived(3)
    (folder / "red.png").rename(other / "red.png")
    assert running.events.stays_without(lambda _: False, 3)
    gate.let(20)
    running.wait_photos(7)
    (after,) = running.photos(Query((Text("red"),)))
    assert (after.id, after.path) == (before.id, other / "red.png")
    assert gate.encoded == 7


def test_pictures_and_photos_as_queries(running: Running, folder: Path, tmp_path: Path) -> None:
    picture = make_photo(tmp_path / "query.png", "green", mark=77)
    assert [p.path.name for p in running.photos(Query((Picture(picture),), 1))] == ["green.png"]
    data = picture.read_bytes()
    assert [p.path.name for p in running.photos(Query((Picture(data),), 1))] == ["green.png"]
    running.post(m.FindPhoto(folder / "blue.png"))
    number = running.wait(m.PhotoFound).photo_id
    assert number is not None
    assert [p.path.name for p in running.photos(Query((LikePhoto(number),), 1))] == ["blue.png"]


@pytest.mark.parametrize(
    "term", [Picture(b"no picture"), Picture(Path("/nowhere.png")), LikePhoto(12345)]
)
def test_a_query_that_cannot_be_answered_fails_with_a_sentence(running: Running, term: Any) -> None:
    serial = running.ask(Query((term,)))
    failed = running.wait(m.SearchFailed)
    assert failed.serial == serial
    assert failed.reason.endswith(".")
    assert running.find("red") == {"red.png"}


# --- troubles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "part"),
    [(ModelUnavailable("The model file x is missing."), "x is missing"), (OSError("odd"), "odd")],
)
def test_a_model_that_fails_leaves_browsing(
    start: Start, folder: Path, error: Exception, part: str
) -> None:
    first = start()
    first.add(folder)
    first.wait_photos(3)
    first.engine.stop()

    def load() -> ColourEncoder:
        raise error

    running = start(load)
    assert part in running.wait_phase(m.ModelPhase.FAILED).reason
    hits = running.answer(running.ask(Query())).hits
    running.post(m.FetchPhotos(tuple(hits.ids.tolist())))
    assert len(running.wait(m.PhotosLoaded).photos) == 3
    for term in (Text("red"), LikePhoto(int(hits.ids[0]))):
        serial = running.ask(Query((term,)))
        failed = running.wait(m.SearchFailed, lambda event, wanted=serial: event.serial == wanted)
        assert part in failed.reason
    make_photo(folder / "new.png", "purple")
    running.post(m.Rescan())
    running.flush()
    assert running.of(m.Trouble) == []


def test_a_model_that_does_not_fit_counts_as_failed(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PhotoClipError("The database is damaged.")

    monkeypatch.setattr(Library, "use", refuse)
    running = start()
    waiting = running.ask(Query((Text("red"),)))
    running.wait_phase(m.ModelPhase.FAILED)
    assert running.wait(m.SearchFailed).serial == waiting


def test_a_known_error_in_a_job_is_told_and_the_engine_goes_on(start: Start, folder: Path) -> None:
    class Full(ColourEncoder):
        broken = True

        def images(self, pixels: Any) -> Vectors:
            if Full.broken:
                raise PhotoClipError("The disk is full.")
            return super().images(pixels)

    running = start(Full)
    running.add(folder)
    assert running.wait(m.Trouble) == m.Trouble("The disk is full.")
    Full.broken = False
    running.post(m.Rescan())
    running.wait_photos(3)


def test_a_bug_is_told_once_with_its_traceback(
    start: Start, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Buggy(ColourEncoder):
        def texts(self, texts: Any) -> Vectors:
            if "red" in texts:
                raise ZeroDivisionError("surprise")
            return super().texts(texts)

    running = start(Buggy)
    running.add(folder)
    running.wait_photos(3)
    for _ in range(3):
        serial = running.ask(Query((Text("red"),)))
        running.wait(m.SearchFailed, lambda event, wanted=serial: event.serial == wanted)
    (trouble,) = running.of(m.Trouble)
    assert "ZeroDivisionError" in trouble.sentence
    assert "surprise" in trouble.details
    assert "Traceback" in trouble.details
    assert not trouble.fatal
    assert len(caplog.records) == 1
    assert len(running.answer(running.ask(Query())).hits) == 3


def test_folders_that_cannot_be_listed_are_told_once(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: Collector[int] = Collector()

    def fail(_: Library) -> None:
        looks(1)
        raise PhotoClipError("The library's disk could not be read or written.")

    with monkeypatch.context() as broken:
        broken.setattr(Library, "folders", fail)
        looks.wait_until(lambda seen: len(seen) >= 3)  # one may be of a scan that was under way
        told = len(running.of(m.Trouble))
        looks.wait_until(lambda seen: len(seen) >= 6)
    running.flush()
    assert 1 <= told == len(running.of(m.Trouble))


@pytest.mark.parametrize("error", [PhotoClipError("In use."), RuntimeError("a bug")])
def test_a_library_that_cannot_be_opened_is_fatal(start: Start, error: Exception) -> None:
    def refuse() -> Library:
        raise error

    running = start(open_library=refuse)
    trouble = running.wait(m.Trouble)
    assert trouble.fatal
    running.post(m.Rescan())
    running.engine.stop()
    assert running.of(m.ModelState) == []


def test_a_library_in_use_is_opened_as_soon_as_the_first_lets_go(
    start: Start, running: Running
) -> None:
    second = start()
    assert "in use" in second.wait(m.Trouble, lambda event: event.fatal).sentence
    asked = second.ask(Query((Text("red"),)))
    assert second.of(m.ModelState) == []
    running.engine.stop()
    assert len(second.answer(asked).hits) == 3
    assert len(second.of(m.Trouble)) == 1


def test_waiting_for_a_library_in_use_can_be_stopped(start: Start, running: Running) -> None:
    second = start()
    second.wait(m.Trouble)
    second.engine.stop(20)
    assert [t.name for t in threading.enumerate()].count("engine") == 1


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
    running.flush()
    assert running.events.stays_without(lambda _: "new.png" in running.find("yellow"), 1)
    monkeypatch.setattr(following, "VISIT", 0.0)
    monkeypatch.setattr(following, "is_on_network", lambda path: path == folder)
    running.wait_photos(4)
    assert running.find("yellow") == {"new.png"}


# --- pause, removal, stopping -------------------------------------------------------------------


def test_pause_and_resume(start: Start, tmp_path: Path) -> None:
    for number in range(10):
        make_photo(tmp_path / "many" / f"{number}.png", "red", mark=number)
    gate = Gate()
    running = start(lambda: gate)
    running.add(tmp_path / "many")
    gate.arrived(1)
    running.post(m.Pause())
    gate.let(10)
    paused = running.wait(
        m.IndexingProgress, lambda event: event.progress is not None and event.progress.paused
    )
    assert paused.progress is not None
    done = paused.progress.done
    assert done < 10
    assert len(running.find("red")) == done
    running.events.clear()
    assert running.events.stays_without(lambda seen: bool(seen), 1)
    assert len(gate.waiting.seen()) == done // 2
    running.post(m.Resume())
    running.wait_photos(10)


def test_a_folder_removed_in_mid_indexing_is_gone(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    for number in range(10):
        make_photo(tmp_path / "many" / f"{number}.png", "purple", mark=number)
    gate = Gate()
    running = start(lambda: gate)
    running.add(tmp_path / "many")
    gate.arrived(1)
    running.add(folder)
    running.post(m.Do(RemoveFolder(1)))
    gate.let(20)
    running.wait(m.FoldersChanged, lambda event: [f.path for f in event.folders] == [folder])
    running.wait_photos(3)
    assert running.find("purple") == set()
    assert len(running.answer(running.ask(Query())).hits) == 3


def test_stopping_in_mid_indexing_loses_nothing_done(
    start: Start, tmp_path: Path, encoder: ColourEncoder
) -> None:
    for number in range(10):
        make_photo(tmp_path / "many" / f"{number}.png", "red", mark=number)
    gate = Gate()
    running = start(lambda: gate)
    running.add(tmp_path / "many")
    gate.let(2)
    gate.arrived(3)
    gate.let(1)
    running.engine.stop()
    again = start(lambda: encoder)
    again.wait_photos(10)
    assert gate.encoded + encoder.encoded == 10


def test_stopping_does_not_wait_for_a_model_that_is_loading(start: Start) -> None:
    go = threading.Event()

    def load() -> ColourEncoder:
        assert go.wait(30)
        return ColourEncoder()

    running = start(load)
    running.wait_phase(m.ModelPhase.STARTING)
    running.engine.stop()
    assert [t.name for t in threading.enumerate() if t.name == "engine"] == []
    go.set()


def test_progress_is_sane(start: Start, tmp_path: Path) -> None:
    for number in range(30):
        make_photo(tmp_path / "many" / f"{number}.png", "red", mark=number)
    gate = Gate()
    running = start(lambda: gate)
    running.add(tmp_path / "many")
    for batch in range(1, 16):
        gate.arrived(batch)
        assert running.events.stays_without(lambda _: False, 0.1)
        gate.let()
    running.wait_photos(30)
    told = [event.progress for event in running.of(m.IndexingProgress) if event.progress]
    assert len(told) >= 4
    assert [p.done for p in told] == sorted(p.done for p in told)
    for progress in told:
        assert 0 < progress.done <= progress.total == 30
        assert 0 < progress.rate < 40
        assert progress.seconds_left is not None
        assert progress.seconds_left == pytest.approx((30 - progress.done) / progress.rate)
    changed = {number for event in running.of(m.PhotosChanged) for number in event.ids}
    assert len(changed) == 30


def test_housekeeping_waits_until_nobody_asks(
    running: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tended: Collector[int] = Collector()

    def tend(_: Library) -> bool:
        tended(1)
        return False

    monkeypatch.setattr(Library, "tend", tend)
    monkeypatch.setattr(engine, "_REST", 3600.0)
    running.find("red")
    make_photo(folder / "new.png", "yellow")
    running.wait_photos(4)
    assert tended.stays_without(lambda seen: bool(seen), 1)
    monkeypatch.setattr(engine, "_REST", 0.2)
    running.flush()
    tended.wait_until(lambda seen: len(seen) == 1)


def test_odd_names_go_all_the_way(running: Running, folder: Path) -> None:
    odd = folder / os.fsdecode(b"\xff new\nline \xe6\xbc\xa2.png")
    make_photo(folder.parent / "x.png", "purple").rename(odd)
    running.wait_photos(4)
    assert [photo.path for photo in running.photos(Query((Text("purple"),)))] == [odd]


def test_scores_after_a_restart_are_the_same(start: Start, folder: Path) -> None:
    scores = []
    for _ in range(2):
        running = start()
        running.add(folder)
        running.wait_photos(3)
        scores.append(running.answer(running.ask(Query((Text("red"),)))).hits.scores)
        running.engine.stop()
    np.testing.assert_array_equal(*scores)


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
    assert "may not be read" in problem.reason
    running.post(m.Rescan())
    running.wait_photos(3)
