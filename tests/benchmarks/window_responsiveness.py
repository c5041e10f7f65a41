"""How soon the window answers, and what keeps it from doing so.

    python tests/benchmarks/window_responsiveness.py --photos DIR [--parts start search scroll]
        [--count 5000] [--rows 100000] [--starts 5]

Prints a table. ``start``: from the start of a process to the first paint and to a model that can
search. ``search``: from the last keystroke to shown results while nothing else happens, then the
event loop while ``count`` photos of DIR are indexed, then the keystrokes again meanwhile; engine
and starter model are the real ones. ``scroll``: ``rows`` photos are opened and scrolled through,
with the pictures of DIR as their thumbnails; a thread stands in for the engine.

The event loop is watched by a timer of 5 ms; its lateness is what a person would have waited.
"""

from __future__ import annotations

import argparse
import os
import pickle
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from photoclip import messages as m
from photoclip.config import LibraryPaths
from photoclip.domain import FileStat, Folder, Hits, Photo, PhotoFacts, Query, Text
from photoclip.host import EngineProcess
from photoclip.ui.bridge import Bridge
from photoclip.ui.main_window import MainWindow
from photoclip.ui.theme import Theme

TICK_MS = 5
KEY_MS = 60
FRAME_MS = 16
PREPARED_SECONDS = 300.0
"""The first start of all makes the starter model ready for this machine."""

QUERIES = (
    "dog on the beach",
    "red car",
    "people eating",
    "mountain lake",
    "receipt",
    "child on a swing",
    "snow",
    "football game",
    "black cat",
    "sunset over water",
)


def show(what: str, value: float, unit: str, target: str = "") -> None:
    print(f"{what:58} {value:10.1f} {unit:5} {target}", flush=True)


def share(values: Sequence[float], percent: float) -> float:
    return float(np.percentile(values, percent)) if len(values) else float("nan")


# --- the event loop -----------------------------------------------------------------------------


def run_until(holds: Callable[[], bool], seconds: float) -> None:
    """Let the window live until something holds; SystemExit after a deadline."""
    loop, deadline = QEventLoop(), time.monotonic() + seconds
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: loop.quit() if holds() or time.monotonic() > deadline else None)
    timer.start()
    loop.exec()
    if not holds():
        raise SystemExit(f"waited in vain for {seconds:.0f} s")


def rest(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


class Lateness:
    """How much later than promised a timer comes, in milliseconds."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._expected = 0.0
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Lateness:
        self._expected = time.perf_counter() + TICK_MS / 1000
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, 1000 * (now - self._expected)))
        self._expected = now + TICK_MS / 1000

    def report(self, what: str) -> None:
        show(f"{what}: p99 of the event loop", share(self.late, 99), "ms", "<= 16")
        show(f"{what}: longest stall", max(self.late, default=0.0), "ms", "<= 50")


class Paints(QObject):
    """When any of some widgets was painted."""

    def __init__(self, *widgets: QObject) -> None:
        super().__init__(widgets[0])
        self.times: list[float] = []
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times.append(time.perf_counter())
        return False


# --- start --------------------------------------------------------------------------------------


def measure_start(library: Path, times: int) -> None:
    """Each start is a process of its own, timed from outside."""
    _start_once(library)
    both = [_start_once(library) for _ in range(times)]
    show(
        "start: first paint (median)", 1000 * statistics.median(b[0] for b in both), "ms", "<= 800"
    )
    show("start: ready to search (median)", 1000 * statistics.median(b[1] for b in both), "ms")


def _start_once(library: Path) -> tuple[float, float]:
    command = [sys.executable, __file__, "--started", str(time.time()), "--library", str(library)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    painted, ready = done.stdout.split()[-2:]
    return float(painted), float(ready)


def be_started(library: Path, begun: float) -> None:
    """The process that is measured: the program itself, that says when it gets where."""
    from photoclip.ui import app

    class Timed(MainWindow):
        painted = 0.0

        def __init__(self, bridge: Bridge, thumbnails: Path, settings: QSettings) -> None:
            super().__init__(bridge, thumbnails, settings)
            bridge.model_state.connect(self._take_state)

        def paintEvent(self, event: Any) -> None:
            super().paintEvent(event)
            if not self.painted:
                self.painted = -1.0
                QTimer.singleShot(0, self._note_paint)

        def _note_paint(self) -> None:
            self.painted = time.time() - begun

        def _take_state(self, state: m.ModelState) -> None:
            if state.phase is m.ModelPhase.READY:
                print(self.painted, time.time() - begun, flush=True)
                self.close()

    app.MainWindow = Timed
    app.run(library)


# --- search -------------------------------------------------------------------------------------


def read_settings(path: Path) -> QSettings:
    return QSettings(str(path), QSettings.Format.IniFormat)


class RealWindow:
    """The window and its engine, on a library of its own."""

    def __init__(self, library: Path) -> None:
        paths = LibraryPaths(library)
        library.mkdir(parents=True, exist_ok=True)
        self.bridge = Bridge()
        self.window = MainWindow(self.bridge, paths.thumbnails, read_settings(paths.window))
        self.grid = self.window._browser.grid
        self.field = self.window._search._edit
        self.paints = Paints(self.grid.viewport(), self.window._browser.placeholder)
        self.queries: dict[int, Query] = {}
        self.answered = ""
        self.answered_at = 0.0
        self.ready = self.indexing = False
        self.photos = 0
        self.window._session.answered.connect(self._note_answer)
        self.bridge.model_state.connect(self._take_state)
        self.bridge.indexing_progress.connect(self._take_progress)
        self.bridge.photos_changed.connect(self._take_photos)
        self.window.resize(1280, 800)
        self.window.show()
        self.engine = EngineProcess(library, None, self.bridge.listen)
        self.bridge.attach(self)
        run_until(lambda: self.ready, PREPARED_SECONDS)

    def post(self, command: m.Command) -> None:
        """The bridge's link: the engine, of which the queries are remembered."""
        if isinstance(command, m.Search):
            self.queries[command.serial] = command.query
        self.engine.post(command)

    def _note_answer(self, event: m.SearchDone, again: bool) -> None:
        terms = self.queries[event.serial].terms if event.serial in self.queries else ()
        self.answered = " ".join(term.text for term in terms if isinstance(term, Text))
        self.answered_at = time.perf_counter()

    def _take_state(self, state: m.ModelState) -> None:
        self.ready = state.phase is m.ModelPhase.READY

    def _take_progress(self, event: m.IndexingProgress) -> None:
        self.indexing = event.progress is not None

    def _take_photos(self, event: m.PhotosChanged) -> None:
        self.photos = event.photos

    def add(self, folder: Path) -> None:
        before = self.photos
        self.bridge.post(m.AddFolder(folder))
        run_until(lambda: self.indexing and self.photos > before, 60)

    def time_search(self, text: str) -> float:
        """Type a text, and return the milliseconds from the last key to the painted answer."""
        self.field.clear()
        rest(600)
        for letter in text[:-1]:
            QTest.keyClick(self.field, letter)
            rest(KEY_MS)
        begun = time.perf_counter()
        QTest.keyClick(self.field, text[-1])
        run_until(lambda: self.answered == text, 20)
        run_until(lambda: self.paints.times[-1] > self.answered_at, 2)
        painted = next(time for time in self.paints.times if time > self.answered_at)
        return 1000 * (painted - begun)

    def close(self) -> None:
        self.window.close()
        self.engine.stop()


def measure_search(place: Path, photos: Path, count: int) -> None:
    first = _copy(_find(photos), place / "first", 500)
    second = _copy(islice(_find(photos), 500, None), place / "second", count)
    window = RealWindow(place / "library")
    window.add(first)
    run_until(lambda: not window.indexing, 300)
    rest(3000)
    _report_searches("nothing else", [window.time_search(text) for text in 3 * QUERIES])
    begun, before = time.perf_counter(), window.photos
    with Lateness() as lateness:
        window.add(second)
        run_until(lambda: not window.indexing or window.photos > before + count // 2, 1800)
    rate = (window.photos - before) / (time.perf_counter() - begun)
    show("indexing: photos a second", rate, "")
    lateness.report("indexing")
    took = []
    while window.indexing and len(took) < 3 * len(QUERIES):
        took.append(window.time_search(QUERIES[len(took) % len(QUERIES)]))
    _report_searches("indexing", took)
    memory = psutil.Process(window.engine._process.pid).memory_info().rss
    show("engine's memory meanwhile", memory / 2**20, "MiB")
    window.close()


def _report_searches(what: str, took: Sequence[float]) -> None:
    target = "<= 250" if what == "indexing" else "<= 100"
    show(f"last key to shown results, {what}: p50 of {len(took)}", share(took, 50), "ms")
    show(f"last key to shown results, {what}: p95", share(took, 95), "ms", target)


def _find(photos: Path) -> Iterator[Path]:
    return (path for path in sorted(photos.rglob("*")) if path.suffix.lower() in (".jpg", ".jpeg"))


def _copy(paths: Iterator[Path], folder: Path, count: int) -> Path:
    folder.mkdir()
    for number, path in enumerate(islice(paths, count)):
        shutil.copy(path, folder / f"{number:05}{path.suffix}")
    return folder


# --- scroll -------------------------------------------------------------------------------------


class StandIn:
    """Answers like the engine, on a thread, with values that went through a pickle."""

    def __init__(self, bridge: Bridge, photos: Sequence[Path], rows: int) -> None:
        self._bridge = bridge
        self._photos = photos
        moments = np.linspace(1_700_000_000, 1_200_000_000, rows)
        self.hits = Hits(
            np.arange(1, rows + 1),
            np.zeros(rows, np.float32),
            times=(moments * 1e9).astype(np.int64),
        )
        self._commands: queue.SimpleQueue[m.Command | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        bridge.listen(m.ModelState(m.ModelPhase.READY, "None", "cpu"))
        bridge.listen(m.FoldersChanged([Folder(1, Path("/"), True, rows)]))

    def post(self, command: m.Command) -> None:
        self._commands.put(command)

    def stop(self) -> None:
        self._commands.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (command := self._commands.get()) is not None:
            event: m.Event | None = None
            if isinstance(command, m.Search):
                event = m.SearchDone(command.serial, self.hits)
            elif isinstance(command, m.FetchPhotos):
                event = m.PhotosLoaded([self._make(photo_id) for photo_id in command.ids])
            if event is not None:
                self._bridge.listen(pickle.loads(pickle.dumps(event)))

    def _make(self, photo_id: int) -> Photo:
        path = self._photos[photo_id % len(self._photos)]
        stat = path.stat()
        taken = datetime.fromtimestamp(int(self.hits.times[photo_id - 1]) / 1e9, UTC)
        facts = PhotoFacts(4000, 3000, taken, "Camera")
        file = FileStat(stat.st_size, stat.st_mtime_ns)
        return Photo(photo_id, 1, path, file, f"{photo_id:064x}", facts)


def measure_scroll(place: Path, photos: Path, rows: int) -> None:
    process = psutil.Process()
    bridge = Bridge()
    window = MainWindow(bridge, place / "thumbnails", read_settings(place / "window.ini"))
    window.resize(1280, 800)
    window.show()
    rest(300)
    before = process.memory_info().rss
    engine = StandIn(bridge, list(_find(photos)), rows)
    grid = window._browser.grid
    begun = time.perf_counter()
    grid.show_hits(engine.hits, keep_place=False)
    grid.viewport().repaint()
    show(f"open {rows} rows", 1000 * (time.perf_counter() - begun), "ms", "<= 500")
    bridge.attach(engine)
    rest(1500)
    _scroll(window, "by the wheel", lambda step: _turn_wheel(grid), 600)
    most = grid.verticalScrollBar().maximum()
    bar = grid.verticalScrollBar()
    _scroll(window, "end to end", lambda step: bar.setValue(most * step // 300), 300)
    after = process.memory_info().rss
    show(f"memory of the window with {rows} rows", after / 2**20, "MiB")
    show("  of it for rows, details and thumbnails", (after - before) / 2**20, "MiB")
    window.close()
    engine.stop()


def _scroll(window: MainWindow, what: str, go_on: Callable[[int], None], steps: int) -> None:
    paints, step = Paints(window._browser.grid.viewport()), 0

    def advance() -> None:
        nonlocal step
        step += 1
        go_on(step)

    timer = QTimer(interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(advance)
    begun = time.perf_counter()
    timer.start()
    with Lateness() as lateness:
        run_until(lambda: step >= steps, 120)
    timer.stop()
    show(
        f"scrolling {what}: frames",
        len(paints.times) / (time.perf_counter() - begun),
        "1/s",
        ">= 60",
    )
    lateness.report(f"scrolling {what}")


def _turn_wheel(grid: Any) -> None:
    middle = QPointF(grid.viewport().rect().center())
    event = QWheelEvent(
        middle,
        grid.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid.viewport(), event)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, help="a folder of JPEGs")
    parts = ("start", "search", "scroll")
    parser.add_argument("--parts", nargs="+", choices=parts, default=parts)
    parser.add_argument("--count", type=int, default=5_000, help="photos to index")
    parser.add_argument("--rows", type=int, default=100_000, help="photos to scroll through")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--library", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    arguments = read_arguments()
    if arguments.started:
        be_started(arguments.library, arguments.started)
        return
    print(f"{os.cpu_count()} cores, {arguments.photos}")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        if "start" in arguments.parts:
            measure_start(place / "empty", arguments.starts)
        app = QApplication(sys.argv[:1])
        Theme(app, "light")
        if "scroll" in arguments.parts:
            measure_scroll(place, arguments.photos, arguments.rows)
        if "search" in arguments.parts:
            measure_search(place, arguments.photos, arguments.count)


if __name__ == "__main__":
    main()
