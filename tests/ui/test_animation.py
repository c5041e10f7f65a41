"""Animated pictures move, but only while somebody looks."""

from __future__ import annotations

from contextlib import closing

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from support import COLOURS
from ui.stand import Stand

RED, BLUE = COLOURS["red"], COLOURS["blue"]


@pytest.fixture
def stand(qtbot, tmp_path):
    with closing(Stand(qtbot, tmp_path)) as one:
        yield one


@pytest.fixture
def moving(stand):
    """A photo that is red and blue in turns, and one that is still."""
    frames = [Image.new("RGB", (64, 48), colour) for colour in (RED, BLUE)]
    path = stand.root / "moving.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=40, loop=0)
    still = stand.root / "still.gif"
    frames[0].save(still)
    stand.show([path, still])
    stand.open()
    return stand


def frames_of(stand: Stand) -> list[object]:
    seen: list[object] = []
    stand.viewer._loading.animation.frame.connect(seen.append)
    return seen


def test_it_plays_round_and_round(moving):
    for colour in (BLUE, RED, BLUE):
        moving.qtbot.waitUntil(lambda c=colour: moving.colour_at(0.5, 0.5) == c)


def test_a_key_pauses_it(moving):
    animation = moving.viewer._loading.animation
    moving.qtbot.waitUntil(animation.is_playing)
    moving.press(Qt.Key.Key_P)
    assert animation.is_paused()
    assert not animation._due.isActive()

    moving.press(Qt.Key.Key_P)
    with moving.qtbot.waitSignal(animation.frame):
        pass


def test_out_of_sight_it_rests(moving):
    animation = moving.viewer._loading.animation
    moving.qtbot.waitUntil(animation.is_playing)
    moving.pages.setCurrentWidget(moving.grid)
    assert not animation._due.isActive()

    moving.pages.setCurrentWidget(moving.viewer)
    with moving.qtbot.waitSignal(animation.frame):
        pass


def test_a_still_picture_stays_still(moving):
    moving.press(Qt.Key.Key_Right)
    moving.wait_for_picture()
    animation = moving.viewer._loading.animation
    moving.qtbot.waitUntil(lambda: animation._workers._active == 0)

    assert not animation.is_playing()


def test_the_next_photo_ends_it(moving):
    moving.qtbot.waitUntil(moving.viewer._loading.animation.is_playing)
    moving.press(Qt.Key.Key_Right)

    assert not moving.viewer._loading.animation.is_playing()


def test_a_damaged_end_leaves_the_last_good_frame(stand):
    frames = [Image.effect_noise((64, 48), 50).convert("P") for _ in range(6)]
    path = stand.root / "cut.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=20, loop=0)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    stand.show([path])
    stand.open()
    stand.wait_for_picture()
    animation = stand.viewer._loading.animation

    stand.qtbot.waitUntil(animation.is_playing)
    assert stand.canvas._text == ""


def test_zooming_and_turning_work_on_what_moves(moving):
    moving.qtbot.waitUntil(moving.viewer._loading.animation.is_playing)
    moving.press(Qt.Key.Key_R)
    moving.press(Qt.Key.Key_Plus)

    for colour in (BLUE, RED):
        moving.qtbot.waitUntil(lambda c=colour: moving.colour_at(0.5, 0.5) == c)
    assert moving.canvas._view.photo.toTuple() == (48, 64)
