"""What an engine does about troubles, and how it pauses and stops."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from running import Gate, Running, Start
from support import Collector, ColourEncoder, make_photo

from photoclip import engine
from photoclip import messages as m
from photoclip.changes import RemoveFolder
from photoclip.domain import LikePhoto, Query, Text, Vectors
from photoclip.errors import ModelUnavailable, PhotoClipError
from photoclip.library import Library
from photoclip.sentences import Sentence

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
    assert part in str(running.wait_phase(m.ModelPhase.FAILED).reason)
    hits = running.answer(running.ask(Query())).hits
    running.post(m.FetchPhotos(tuple(hits.ids.tolist())))
    assert len(running.wait(m.PhotosLoaded).photos) == 3
    for term in (Text("red"), LikePhoto(int(hits.ids[0]))):
        serial = running.ask(Query((term,)))
        failed = running.wait(m.SearchFailed, lambda event, wanted=serial: event.serial == wanted)
        assert part in str(failed.reason)
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
    assert running.wait(m.Trouble) == m.Trouble(Sentence("The disk is full."))
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
    assert "ZeroDivisionError" in str(trouble.sentence)
    assert "surprise" in trouble.details[0]
    assert "Traceback" in trouble.details[0]
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
    assert "in use" in str(second.wait(m.Trouble, lambda event: event.fatal).sentence)
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
        assert progress.total == 30
        if progress.done == 0:
            assert (progress.rate, progress.seconds_left) == (0.0, None)
            continue
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


def test_scores_after_a_restart_are_the_same(start: Start, folder: Path) -> None:
    scores = []
    for _ in range(2):
        running = start()
        running.add(folder)
        running.wait_photos(3)
        scores.append(running.answer(running.ask(Query((Text("red"),)))).hits.scores)
        running.engine.stop()
    np.testing.assert_array_equal(*scores)
