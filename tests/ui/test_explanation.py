from __future__ import annotations

from pathlib import Path

import pytest
from ui.search_desk import RecordingLink

from photoclip.domain import FileStat, LikePhoto, Photo, Query, Text
from photoclip.messages import Explain, Explained
from photoclip.ui.bridge import Bridge
from photoclip.ui.explanation import Explanation

PHOTO = Photo(7, 1, Path("/photos/a.jpg"), FileStat(1, 1), "0" * 40)
QUERY = Query((Text("beach"), Text("people", -1.0), LikePhoto(3)))


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
    panel = Explanation(bridge)
    qtbot.addWidget(panel)
    return panel


def test_terms_and_labels_with_their_shares(panel, bridge, link):
    panel.show_photo(PHOTO, QUERY)
    assert link.posted == [Explain(7, QUERY)]

    bridge._deliver(Explained(7, (0.2, -0.05, 0.1), (("dog", 0.91), ("sea", 0.2))))

    assert panel.isVisibleTo(panel.parentWidget())
    assert (
        panel._terms.accessibleDescription()
        == "beach: +0.20; Less like people: −0.05; a photo: +0.10"
    )
    assert panel._labels.accessibleDescription() == "dog: 91 %; sea: 20 %"


def test_the_same_is_asked_once(panel, link):
    panel.show_photo(PHOTO, QUERY)
    panel.show_photo(PHOTO, QUERY)

    assert len(link.posted) == 1


def test_without_terms_there_is_nothing_to_explain(panel, bridge, link):
    panel.show_photo(PHOTO, QUERY)
    panel.show_photo(PHOTO, Query())
    bridge._deliver(Explained(7, (0.2, 0.1, 0.1), ()))

    assert panel.isHidden()
    assert len(link.posted) == 1


def test_a_late_answer_about_another_photo_or_query_is_not_shown(panel, bridge):
    panel.show_photo(PHOTO, QUERY)
    bridge._deliver(Explained(8, (0.2, 0.1, 0.1), ()))
    bridge._deliver(Explained(7, (0.2,), ()))

    assert panel.isHidden()
