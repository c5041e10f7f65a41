"""A few threads for what the GUI thread must not do. What is wanted most is done first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping

from PySide6.QtCore import QObject, Qt, QThread, QThreadPool, Signal, Slot

from photoclip.errors import PhotoClipError

Job = Callable[[], object]


class Workers(QObject):
    """Runs jobs in the order of the newest wish. A job's known failure is its result."""

    done = Signal(object, object)
    """The job's key, and what it returned or the PhotoClipError or OSError it raised."""

    _arrived = Signal(object, object)

    def __init__(self, threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._pool.setThreadPriority(QThread.Priority.LowPriority)
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, Job] = {}
        self._running: set[Hashable] = set()
        self._active = 0
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def want(self, jobs: Mapping[Hashable, Job]) -> None:
        """Wait for exactly these, the first one most; what waited before is dropped."""
        with self._lock:
            if self._closed:
                return
            self._waiting = {k: job for k, job in jobs.items() if k not in self._running}
            new = min(self._pool.maxThreadCount() - self._active, len(self._waiting))
            self._active += new
        for _ in range(new):
            self._pool.start(self._work)

    def close(self) -> None:
        """Drop what waits, and return when the jobs in flight have ended."""
        with self._lock:
            self._closed = True
            self._waiting = {}
        self._pool.waitForDone()

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            key, job = taken
            result: object = None
            try:
                result = job()
            except (PhotoClipError, OSError) as error:
                result = error
            except BaseException:
                with self._lock:
                    self._active -= 1
                raise
            finally:
                with self._lock:
                    self._running.discard(key)
            self._arrived.emit(key, result)

    def _take(self) -> tuple[Hashable, Job] | None:
        with self._lock:
            if not self._waiting:
                self._active -= 1
                return None
            key = next(iter(self._waiting))
            self._running.add(key)
            return key, self._waiting.pop(key)

    @Slot(object, object)
    def _deliver(self, key: Hashable, result: object) -> None:
        if not self._closed:
            self.done.emit(key, result)
