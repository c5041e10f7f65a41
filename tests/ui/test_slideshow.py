"""A slideshow, with the time made short."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from ui.stand import Stand

from photoclip.ui import slideshow
from photoclip.ui.slideshow import Slideshow

KEY = Qt.Key


@pytest.fixture
def stand(qtbot, tmp_path):
    with closing(Stand(qtbot, tmp_path)) as one:
        yield one


def let_time_pass(stand: Stand) -> None:
    """As if the photo had been looked at for long enough."""
    timer = stand.viewer.slideshow._timer
    stand.qtbot.waitUntil(timer.isActive)
    with stand.qtbot.waitSignal(stand.viewer.slideshow.due):
        timer.start(0)


def start(stand: Stand, row: int = 0) -> None:
    stand.open(row)
    stand.wait_for_picture()
    stand.press(KEY.Key_S)


def test_it_goes_on_in_full_screen_and_round_again(stand):
    rows = stand.fill()
    start(stand, 2)
    assert stand.window.isFullScreen()

    for row in (3, 0, 1):
        let_time_pass(stand)
        assert stand.viewer.photo() == rows[row]
    stand.press(KEY.Key_S)
    assert not stand.viewer.slideshow.is_running()
    assert not stand.window.isFullScreen()


def test_escape_ends_it_before_it_closes_the_photo(stand):
    stand.fill()
    start(stand)
    stand.press(KEY.Key_Escape)

    assert not stand.viewer.slideshow.is_running()
    assert not stand.window.isFullScreen()
    assert stand.viewing.is_open()


def test_a_full_screen_that_was_there_before_stays(stand):
    stand.fill()
    stand.open()
    stand.wait_for_picture()
    stand.viewer.full_screen_asked.emit()
    stand.press(KEY.Key_S)
    stand.press(KEY.Key_Escape)

    assert stand.window.isFullScreen()


@pytest.mark.parametrize("how", ["space", "click", "button"])
def test_it_is_paused_and_goes_on(stand, how):
    rows = stand.fill()
    start(stand)

    def pause() -> None:
        if how == "space":
            stand.press(KEY.Key_Space)
        else:
            widget = stand.canvas if how == "click" else stand.viewer._bar.slideshow
            stand.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    pause()
    assert stand.viewer.slideshow.is_paused()
    assert not stand.viewer.slideshow._timer.isActive()
    pause()
    assert stand.viewer.photo() == rows[0]
    let_time_pass(stand)
    assert stand.viewer.photo() == rows[1]


def test_going_on_by_hand_gives_the_photo_its_whole_time(stand):
    rows = stand.fill()
    start(stand)
    stand.press(KEY.Key_Right)
    assert stand.viewer.photo() == rows[1]

    timer = stand.viewer.slideshow._timer
    stand.qtbot.waitUntil(timer.isActive)
    assert timer.remainingTime() > 4000


def test_the_interval_is_chosen(stand):
    stand.fill()
    start(stand)
    seen = []
    for _ in range(3):
        stand.press(KEY.Key_S, shift=True)
        seen.append((stand.viewer.slideshow.interval(), stand.viewer._bar.interval.text()))

    assert seen == [(10, "10 s"), (3, "3 s"), (5, "5 s")]


def test_what_cannot_be_shown_is_skipped(stand):
    rows = stand.fill(["red", "green", "blue", "yellow", "purple", "cyan"])
    rows[1].path.write_bytes(b"broken since")
    stand.model.add_details(
        [
            replace(rows[2], error="The picture is damaged.", facts=None),
            replace(rows[3], folder_id=2),
        ]
    )
    stand.model.mark_offline([2])
    stand.model.set_veil(lambda photo: photo.id == rows[4].id)
    start(stand)

    let_time_pass(stand)
    stand.qtbot.waitUntil(lambda: stand.viewer.photo() == rows[5])


def test_of_veiled_photos_only_it_says_that_there_is_nothing_to_show(stand):
    rows = stand.fill()
    stand.model.set_veil(lambda photo: photo in rows)
    told = []
    stand.viewing.told.connect(told.append)
    stand.open()
    stand.press(KEY.Key_S)

    assert told == ["None of these photos can be shown: they are veiled or cannot be read."]
    assert not stand.viewer.slideshow.is_running()
    assert not stand.window.isFullScreen()


def test_of_a_single_photo_it_ends(stand):
    stand.fill(["red"])
    start(stand)
    let_time_pass(stand)

    assert not stand.viewer.slideshow.is_running()


def test_where_nothing_can_be_shown_it_gives_up(qtbot, monkeypatch):
    monkeypatch.setattr(slideshow, "MOST_SKIPPED", 5)
    show = Slideshow()
    show.due.connect(show.skip)
    show.start()
    show.skip()

    qtbot.waitUntil(lambda: not show.is_running())


def test_closing_the_photo_ends_it(stand):
    stand.fill()
    start(stand)
    stand.viewing.close()

    assert not stand.viewer.slideshow.is_running()
    assert not stand.viewer.slideshow._timer.isActive()
