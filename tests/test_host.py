"""A real engine process with the encoder that knows colours."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from support import COLOURS, Collector, ColourEncoder, StandInModels, make_photo

from photoclip import messages as m
from photoclip.domain import Query, Text
from photoclip.host import EngineProcess
from photoclip.models import Models

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")


def load_colours(folder: Path, device: str | None) -> Models:
    return StandInModels(folder, ColourEncoder)


class Fragile(ColourEncoder):
    """Crashes as a native decoder does, over one colour."""

    def preprocess(self, image: Any) -> Any:
        if image.getpixel((5, 5)) == COLOURS["purple"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        return super().preprocess(image)


def load_fragile(folder: Path, device: str | None) -> Models:
    return StandInModels(folder, Fragile)


def load_never(folder: Path, device: str | None) -> Models:
    def load() -> ColourEncoder:
        threading.Event().wait()
        raise AssertionError("nobody ends the waiting")

    return StandInModels(folder, load)


def load_broken(folder: Path, device: str | None) -> Models:
    def load() -> ColourEncoder:
        raise RuntimeError(f"no model in {folder.name} for {device}")

    return StandInModels(folder, load)


def load_stuck(folder: Path, device: str | None) -> Models:
    """Holds the interpreter, as a native library may; the engine's thread gets no turn."""

    def load() -> ColourEncoder:
        ctypes.PyDLL(None).sleep(600)
        raise AssertionError("nobody waits for that long")

    return StandInModels(folder, load)


Start = Callable[..., tuple[EngineProcess, Collector[m.Event]]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    threads = threading.active_count()
    children = set(_children())
    with contextlib.ExitStack() as stack:

        def start(load: Any = load_colours) -> tuple[EngineProcess, Collector[m.Event]]:
            events: Collector[m.Event] = Collector()
            engine = EngineProcess(tmp_path / "library", "cpu", events, load)
            stack.callback(engine.stop)
            return engine, events

        yield start
    assert threading.active_count() == threads
    assert set(_children()) <= children


def _children(parent: int | None = None) -> list[int]:
    """Engine processes; Python's own resource tracker does not count."""
    return [
        child.pid
        for child in psutil.Process(parent).children(recursive=True)
        if "resource_tracker" not in " ".join(child.cmdline())
    ]


def _wait(events: Collector[m.Event], kind: type, times: int = 1) -> Any:
    def found(seen: list[m.Event]) -> list[m.Event]:
        return [event for event in seen if isinstance(event, kind)]

    return found(events.wait_until(lambda seen: len(found(seen)) >= times, 60))[-1]


def _wait_ready(events: Collector[m.Event], times: int = 1) -> None:
    ready = m.ModelState(m.ModelPhase.READY, "Colours", "cpu")
    events.wait_until(lambda seen: seen.count(ready) >= times, 60)


def test_commands_go_down_and_events_come_up(start: Start, tmp_path: Path) -> None:
    engine, events = start()
    make_photo(tmp_path / "photos" / "red.png", "red")
    engine.post(m.AddFolder(tmp_path / "photos"))
    events.wait_until(
        lambda seen: any(isinstance(e, m.PhotosChanged) and e.photos == 1 for e in seen), 60
    )
    engine.post(m.Search(7, Query((Text("red"),))))
    done = _wait(events, m.SearchDone)
    assert (done.serial, len(done.hits)) == (7, 1)
    engine.post(m.FetchPhotos(tuple(done.hits.ids.tolist())))
    assert _wait(events, m.PhotosLoaded).photos[0].path.name == "red.png"
    engine.stop()
    assert _children() == []


@posix
def test_an_engine_that_stopped_in_time_is_not_taken_for_alive(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine, events = start()
    _wait_ready(events)
    wait_for_child = os.waitpid

    def answer_late(pid: int, options: int) -> tuple[int, int]:
        found = wait_for_child(pid, options)
        threading.Event().wait(0.5)  # as on a busy machine; another thread's question comes first
        return found

    monkeypatch.setattr(os, "waitpid", answer_late)
    engine.stop()
    assert engine._process.exitcode == 0
    assert "did not stop" not in caplog.text


@posix
def test_an_engine_that_does_not_stop_is_ended(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    engine, events = start(load_stuck)
    events.wait_until(lambda seen: any(isinstance(e, m.ModelState) for e in seen), 60)
    engine.stop(1.0)
    assert "did not stop in 1.0 s" in caplog.text
    assert _children() == []


def test_the_encoder_gets_its_folder_and_device(start: Start) -> None:
    _, events = start(load_broken)
    events.wait_until(
        lambda seen: any(
            "no model in models for cpu" in str(getattr(e, "reason", "")) for e in seen
        ),
        60,
    )


def test_what_cannot_be_sent_is_refused_at_once(start: Start) -> None:
    engine, events = start()
    with pytest.raises((AttributeError, TypeError)):
        engine.post(lambda: None)  # type: ignore[arg-type]
    engine.post(m.Search(1, Query()))
    assert _wait(events, m.SearchDone).serial == 1


@posix
def test_crashes_are_told_and_mended_twice(start: Start, tmp_path: Path) -> None:
    engine, events = start()
    _wait_ready(events)
    for times in (1, 2):
        os.kill(_children()[0], signal.SIGKILL)
        assert not _wait(events, m.Trouble, times=times).fatal
        _wait_ready(events, times=times + 1)
        engine.post(m.Search(times, Query()))
        assert _wait(events, m.SearchDone, times=times).serial == times
    os.kill(_children()[0], signal.SIGKILL)
    assert _wait(events, m.Trouble, times=3).fatal
    engine.post(m.Search(2, Query()))  # nobody is there; nothing happens
    engine.stop()


@posix
def test_a_search_that_a_crash_cut_off_is_answered(start: Start) -> None:
    engine, events = start(load_never)
    _wait(events, m.ModelState)
    engine.post(m.Search(5, Query((Text("red"),))))
    os.kill(_children()[0], signal.SIGKILL)
    assert _wait(events, m.SearchFailed).serial == 5


def test_stopping_does_not_wait_for_a_model_that_is_loading(start: Start) -> None:
    engine, events = start(load_never)
    _wait(events, m.ModelState)
    child = psutil.Process(_children()[0])
    engine.stop(timeout=30)
    assert engine._process.exitcode == 0
    assert not child.is_running()


@posix
def test_stopping_right_after_a_crash_hangs_nowhere(start: Start) -> None:
    engine, _ = start()
    os.kill(_children()[0], signal.SIGKILL)
    engine.stop()


@posix
def test_an_engine_that_does_not_answer_is_ended(start: Start) -> None:
    engine, events = start()
    _wait_ready(events)
    os.kill(_children()[0], signal.SIGSTOP)
    engine.stop(timeout=0.5)
    assert _children() == []


@posix
def test_ctrl_c_is_the_windows_business(start: Start) -> None:
    engine, events = start()
    _wait_ready(events)
    os.kill(_children()[0], signal.SIGINT)
    engine.post(m.Search(1, Query()))
    assert _wait(events, m.SearchDone).serial == 1
    engine.stop()
    assert [event for event in events.seen() if isinstance(event, m.Trouble)] == []


_PARENT = """
import sys
from pathlib import Path
from photoclip.host import EngineProcess
from photoclip.models import Models
from test_host import load_colours, load_never

if __name__ == "__main__":
    load = {"colours": load_colours, "never": load_never}[sys.argv[2]]
    engine = EngineProcess(Path(sys.argv[1]), None, lambda event: print(event, flush=True), load)
    sys.stdin.read()
    if sys.argv[3] == "raise":
        raise SystemExit("stopped without a word to the engine")
"""


@pytest.mark.parametrize("load", ["colours", "never"])
@pytest.mark.parametrize("end", ["kill", "raise"])
@posix
def test_the_engine_ends_with_its_parent(tmp_path: Path, load: str, end: str) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    with subprocess.Popen(
        [sys.executable, script, tmp_path / "library", load, end],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        assert b"ModelState" in parent.stdout.readline()
        (child,) = [psutil.Process(pid) for pid in _children(parent.pid)]
        if end == "kill":
            parent.kill()
        else:
            parent.stdin.close()
        child.wait(30)
        parent.wait(30)


@posix
def test_a_file_that_crashes_the_engine_is_set_aside(start: Start, tmp_path: Path) -> None:
    for colour in COLOURS:
        make_photo(tmp_path / "photos" / f"{colour}.png", colour)
    engine, events = start(load_fragile)
    engine.post(m.AddFolder(tmp_path / "photos"))
    events.wait_until(
        lambda seen: any(isinstance(e, m.PhotosChanged) and e.unreadable == 1 for e in seen), 60
    )
    engine.post(m.FetchProblems())
    problem = _wait(events, m.ProblemsLoaded).problems[0]
    assert problem.path.name == "purple.png"
    assert "crash twice" in str(problem.reason)
    engine.post(m.Search(1, Query()))
    assert len(_wait(events, m.SearchDone).hits) == len(COLOURS) - 1
