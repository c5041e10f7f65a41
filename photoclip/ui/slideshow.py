"""When the next photo of a slideshow is due, and whether the screen must stay awake for it.

Knows no photo: an interval begins when ``count_down`` says that a picture is on screen, so that
slow disks shorten no picture's time.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from photoclip.ui.screen_awake import ScreenAwake

INTERVALS = (3, 5, 10)
"""Seconds that a photo stays."""

MOST_SKIPPED = 200
"""Photos in a row that cannot be shown before it gives up."""


class Slideshow(QObject):
    due = Signal()
    """The next photo is wanted."""
    started = Signal()
    changed = Signal()
    """It started, stopped, paused, went on, or has another interval."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._interval = INTERVALS[1]
        self._running = self._paused = False
        self._skipped = 0
        self._awake = ScreenAwake(self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.due)

    def is_running(self) -> bool:
        """Also while it is paused."""
        return self._running

    def is_paused(self) -> bool:
        return self._paused

    def interval(self) -> int:
        """Seconds."""
        return self._interval

    def set_interval(self, seconds: int) -> None:
        self._interval = seconds
        if self._timer.isActive():
            self.count_down()
        self.changed.emit()

    def start(self) -> None:
        self._running, self._paused, self._skipped = True, False, 0
        self._awake.keep()
        self.count_down()
        self.changed.emit()
        self.started.emit()

    @Slot()
    def stop(self) -> None:
        if self._running:
            self._running = self._paused = False
            self._timer.stop()
            self._awake.release()
            self.changed.emit()

    def toggle_pause(self) -> None:
        self._paused = not self._paused
        if self._paused:
            self._timer.stop()
            self._awake.release()
        else:
            self._awake.keep()
            self.count_down()
        self.changed.emit()

    def next_interval(self) -> None:
        at = INTERVALS.index(self._interval) if self._interval in INTERVALS else -1
        self.set_interval(INTERVALS[(at + 1) % len(INTERVALS)])

    def wait(self) -> None:
        """Another photo is being read: its time has not begun."""
        self._timer.stop()

    def count_down(self) -> None:
        """A photo is on screen now."""
        self._skipped = 0
        self._start(self._interval * 1000)

    def skip(self) -> None:
        """This photo cannot be shown."""
        self._skipped += 1
        if self._skipped > MOST_SKIPPED:
            self.stop()
        else:
            self._start(0)

    def _start(self, milliseconds: int) -> None:
        if self._running and not self._paused:
            self._timer.start(milliseconds)
