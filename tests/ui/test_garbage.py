"""On which thread reference cycles end."""

from __future__ import annotations

import gc
import threading
import weakref
from contextlib import closing

import pytest
from PySide6.QtCore import QObject

from photoclip.ui.garbage import GarbageCollector
from photoclip.ui.workers import Workers


class Cycle(QObject):
    """Held by nothing but itself."""

    def __init__(self, ended_on: list[threading.Thread]) -> None:
        super().__init__()
        self.myself = self
        weakref.finalize(self, lambda: ended_on.append(threading.current_thread()))


@pytest.fixture
def collector(qapp):
    """Of this test alone; what was made last is young until 5,000 more objects are there."""
    enabled, thresholds = gc.isenabled(), gc.get_threshold()
    collector = GarbageCollector(qapp)
    gc.set_threshold(5_000)
    yield collector
    collector.deleteLater()
    gc.set_threshold(*thresholds)
    if enabled:
        gc.enable()


def test_cycles_end_on_the_gui_thread_however_much_workers_make(qtbot, collector):
    ended_on: list[threading.Thread] = []
    held = [Cycle(ended_on)]
    made: list[object] = []

    def let_go() -> None:
        held.clear()
        made.extend([] for _ in range(50_000))

    with closing(Workers(1)) as workers:
        with qtbot.waitSignal(workers.done):
            workers.want({"let go": let_go})
        qtbot.waitUntil(lambda: bool(ended_on))
    assert ended_on == [threading.main_thread()]


def test_what_is_young_and_little_is_left(qtbot, collector):
    ended_on: list[threading.Thread] = []
    cycle = weakref.ref(Cycle(ended_on))
    collector.collect_due()
    assert cycle() is not None
    gc.collect()
    assert ended_on == [threading.main_thread()]
