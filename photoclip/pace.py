"""How fast a job goes, and how long it will still take."""

from __future__ import annotations

import time
from collections import deque

from photoclip.domain import Progress

_WINDOW = 20.0  # seconds that the rate looks back


class Pace:
    """Turns (done, total) into a Progress with a rate over the last seconds.

    It counts from where it begins: what was done before, perhaps in an earlier run, is no speed.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._marks: deque[tuple[float, int]] = deque()

    def begin(self, done: int) -> None:
        """Count from here; ``progress`` does so by itself where it was not done before."""
        if not self._marks:
            self._marks.append((time.monotonic(), done))

    def progress(self, done: int, total: int, *, paused: bool = False) -> Progress:
        now = time.monotonic()
        self._marks.append((now, done))
        while len(self._marks) > 2 and self._marks[0][0] < now - _WINDOW:
            self._marks.popleft()
        begun, before = self._marks[0]
        rate = (done - before) / (now - begun) if now > begun else 0.0
        left = (total - done) / rate if rate > 0 else None
        return Progress(self.what, done, total, rate, left, paused)
