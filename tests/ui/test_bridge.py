from __future__ import annotations

import threading
from typing import get_args

import pytest
from PySide6.QtCore import Signal

from photoclip.messages import Event, Pause, PhotosChanged, Resume, Trouble
from photoclip.sentences import Sentence
from photoclip.ui.bridge import Bridge


class Link:
    def __init__(self):
        self.posted = []

    def post(self, command):
        self.posted.append(command)


def test_an_event_of_another_thread_arrives_in_the_gui_thread(qtbot):
    bridge = Bridge()
    threads = []
    bridge.photos_changed.connect(lambda event: threads.append(threading.current_thread()))
    with qtbot.waitSignal(bridge.photos_changed) as heard:
        thread = threading.Thread(target=bridge.listen, args=(PhotosChanged(3, 0),))
        thread.start()
        thread.join()

    assert heard.args == [PhotosChanged(3, 0)]
    assert threads == [threading.main_thread()]


def test_events_keep_their_order(qtbot):
    bridge = Bridge()
    heard = []
    bridge.photos_changed.connect(heard.append)
    bridge.trouble.connect(heard.append)
    events = [PhotosChanged(1, 0), Trouble(Sentence("Oh.")), PhotosChanged(2, 0)]
    for event in events:
        bridge.listen(event)

    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == events


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
def test_every_event_has_a_signal(qtbot, kind):
    bridge, event = Bridge(), object.__new__(kind)
    signals = [name for name in vars(Bridge) if isinstance(vars(Bridge)[name], Signal)]
    heard = []
    for name in signals:
        if not name.startswith("_"):
            getattr(bridge, name).connect(heard.append)
    bridge.listen(event)

    qtbot.waitUntil(lambda: bool(heard))
    assert len(heard) == 1
    assert heard[0] is event


def test_commands_wait_for_the_engine(qtbot):
    bridge, link = Bridge(), Link()
    bridge.post(Pause())
    bridge.attach(link)
    bridge.post(Resume())

    assert link.posted == [Pause(), Resume()]
