"""Runs a job whose steps wait for a network or a disk in a thread of its own."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Generator
from typing import Generic, TypeVar

from photoclip.domain import Progress

Result = TypeVar("Result")

_INTERVAL = 0.1  # seconds between two reports: more would only flood the listener


class JobThread(Generic[Result]):
    """Steps through a job until it ends, fails or is stopped. Both listeners are called there.

    ``on_end`` gets the result, or the error, or neither if the job was stopped. A job that keeps
    its work can be stopped to pause it: a new one goes on.
    """

    def __init__(
        self,
        job: Generator[Progress, None, Result],
        on_progress: Callable[[Progress], None],
        on_end: Callable[[Result | None, Exception | None], None],
    ) -> None:
        self._job = job
        self._on_progress = on_progress
        self._on_end = on_end
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="model job", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the job at its next step; returns at once."""
        self._stopping.set()

    def join(self, timeout: float | None = None) -> None:
        self._thread.join(timeout)

    def _run(self) -> None:
        result: Result | None = None
        problem: Exception | None = None
        try:
            result = self._steps()
        except Exception as error:  # noqa: BLE001 - the listener tells known errors from bugs
            problem = error
        self._on_end(result, problem)

    def _steps(self) -> Result | None:
        reported = 0.0
        with contextlib.closing(self._job):
            while not self._stopping.is_set():
                try:
                    progress = next(self._job)
                except StopIteration as end:
                    result: Result = end.value
                    return result
                if progress.done >= progress.total or time.monotonic() - reported > _INTERVAL:
                    reported = time.monotonic()
                    self._on_progress(progress)
        return None
