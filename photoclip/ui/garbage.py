"""Python's reference cycles are collected on the GUI thread alone.

By itself Python collects on whichever thread has just made an object. On a worker's thread that
would end widgets and timers that only the GUI thread may touch.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 500


class GarbageCollector(QObject):
    """From now on collects on the thread that this lives on, as often as Python would."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=INTERVAL_MS)
        timer.timeout.connect(self.collect_due)
        timer.start()

    @Slot()
    def collect_due(self) -> None:
        """Collect the oldest generation that Python's own thresholds say is due."""
        limits = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(limits) if count > most]
        if due:
            gc.collect(due[-1])
