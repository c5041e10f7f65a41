from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ui.search_desk import RecordingLink

from photoclip.domain import FileStat, Photo
from photoclip.messages import Compare, Compared
from photoclip.ui.bridge import Bridge
from photoclip.ui.comparison import Comparison

PHOTO = Photo(7, 1, Path("/photos/a.jpg"), FileStat(1, 1), "0" * 40)


@pytest.fixture
def link():
    return RecordingLink()


@pytest.fixture
def bridge(qtbot, link):
    bridge = Bridge()
    bridge.attach(link)
    return bridge


@pytest.fixture
def panel(qtbot, bridge):
    panel = Comparison(bridge)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_descriptions_with_commas_or_on_lines(qtbot, panel, bridge, link):
    panel.show_photo(PHOTO)
    qtbot.keyClicks(panel._edit, "a dog,  a cat,, a dog")
    panel._edit.insertPlainText("\na small  child")
    qtbot.waitUntil(lambda: link.posted != [])
    assert link.posted == [Compare(7, ("a dog", "a cat", "a small child"))]

    bridge._deliver(Compared(7, ("a dog", "a cat", "a small child"), (0.704, 0.196, 0.1)))

    assert panel._bars.accessibleDescription() == "a dog: 70 %; a cat: 20 %; a small child: 10 %"
    assert panel._bars.isVisible()


def test_one_description_is_compared_with_nothing(qtbot, panel, link):
    panel.show_photo(PHOTO)
    qtbot.keyClicks(panel._edit, "a dog")
    panel._rest.timeout.emit()

    assert link.posted == []
    assert not panel._bars.isVisible()


def test_what_was_written_is_asked_of_the_next_photo_too(panel, bridge, link):
    panel._edit.setPlainText("a dog, a cat")
    panel.show_photo(PHOTO)
    panel.show_photo(replace(PHOTO, id=8))
    bridge._deliver(Compared(7, ("a dog", "a cat"), (0.9, 0.1)))
    assert not panel._bars.isVisible()

    bridge._deliver(Compared(8, ("a dog", "a cat"), (0.2, 0.8)))

    assert link.posted == [Compare(7, ("a dog", "a cat")), Compare(8, ("a dog", "a cat"))]
    assert panel._bars.accessibleDescription() == "a dog: 20 %; a cat: 80 %"
