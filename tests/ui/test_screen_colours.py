"""The colours of the screen that the window is on, found and chosen."""

from __future__ import annotations

import photos
import pytest
from PIL import Image, ImageCms
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from photoclip.ui import screen_colours
from photoclip.ui.preferences import SRGB, Preferences
from photoclip.ui.screen_colours import ScreenColours
from photoclip.ui.screen_profiles import ScreenPlace, place_of, read_profile

WIDE = photos.icc_rgb()


@pytest.fixture
def system(monkeypatch):
    """What the system knows of its screen: ``profile`` or an error."""

    class System:
        profile: object = None
        asked = 0

    def read(place: ScreenPlace) -> object:
        System.asked += 1
        if isinstance(System.profile, Exception):
            raise System.profile
        return System.profile

    monkeypatch.setattr(screen_colours, "read_profile", read)
    return System


@pytest.fixture
def colours(qtbot, system):
    window = QWidget()
    qtbot.addWidget(window)
    colours = ScreenColours(window)
    colours.heard, colours.told = [], []
    colours.found.connect(colours.heard.append)
    colours.failed.connect(colours.told.append)
    colours.window = window
    yield colours
    colours.close()


def wait_for_answer(qtbot, colours) -> None:
    with qtbot.waitSignal(colours._workers.done):
        colours._look()


def test_the_screen_that_the_window_is_on(qtbot, colours, system):
    system.profile = WIDE
    with qtbot.waitSignal(colours.found):
        colours.window.show()
    assert colours.heard == [WIDE]

    wait_for_answer(qtbot, colours)
    assert colours.heard == [WIDE]  # no news
    system.profile = None
    wait_for_answer(qtbot, colours)
    assert colours.heard == [WIDE, None]


@pytest.mark.parametrize(
    "profile", [None, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()]
)
def test_a_screen_of_srgb_is_no_news(qtbot, colours, system, profile):
    system.profile = profile
    wait_for_answer(qtbot, colours)
    assert colours.heard == colours.told == []


@pytest.mark.parametrize("profile", [b"no profile", OSError(5, "Input/output error")])
def test_a_profile_of_the_system_that_is_broken_is_told_once(qtbot, colours, system, profile):
    system.profile = profile
    wait_for_answer(qtbot, colours)
    wait_for_answer(qtbot, colours)
    assert len(colours.told) == 1
    assert colours.told[0].startswith("The screen's colour profile cannot be used.")
    assert colours.heard == []


def test_a_chosen_file_counts_before_the_system(qtbot, colours, system, tmp_path):
    system.profile = b"never looked at"
    (tmp_path / "wide.icc").write_bytes(WIDE)
    with qtbot.waitSignal(colours.found):
        colours.choose(str(tmp_path / "wide.icc"))
    assert (colours.heard, colours.told, system.asked) == ([WIDE], [], 0)

    with qtbot.waitSignal(colours.found):
        colours.choose(SRGB)
    assert colours.heard == [WIDE, None]


@pytest.mark.parametrize("content", [None, b"", b"no profile", photos.icc_cmyk(50), WIDE[:300]])
def test_a_file_that_is_no_profile_says_so_and_leaves_srgb(qtbot, colours, tmp_path, content):
    path = tmp_path / "broken.icc"
    if content is not None:
        path.write_bytes(content)
    with qtbot.waitSignal(colours.failed):
        colours.choose(str(path))
    assert colours.told[0].startswith("broken.icc cannot be used, and colours are shown as sRGB.")
    assert colours.heard == []


def test_the_offscreen_platform_knows_none(qtbot):
    place = place_of(QGuiApplication.primaryScreen())
    assert place.number == 0
    assert read_profile(place) is None


def test_grid_and_viewer_show_the_chosen_colours(desk, qtbot, tmp_path):
    path = tmp_path / "wide.icc"
    path.write_bytes(WIDE)
    rows = desk.fill(["red"])
    thumbnails = desk.window._thumbnails

    def red() -> int:
        pixmap = thumbnails.pixmap(rows[0])
        return 0 if pixmap is None else pixmap.toImage().pixelColor(60, 60).red()

    qtbot.waitUntil(lambda: red() > 250)
    desk.window._settings_page.preferences.chosen.emit(Preferences(screen=str(path)))
    qtbot.waitUntil(lambda: 210 < red() < 230)

    desk.grid.go_to(0)
    desk.window._viewing.open_current()
    canvas = desk.viewer._canvas
    qtbot.waitUntil(
        lambda: 210 < canvas.grab().toImage().pixelColor(canvas.rect().center()).red() < 230
    )
    desk.window._settings_page.preferences.chosen.emit(Preferences(screen=SRGB))
    qtbot.waitUntil(lambda: canvas.grab().toImage().pixelColor(canvas.rect().center()).red() > 250)


def test_a_broken_profile_is_told_in_the_window(desk, qtbot, tmp_path):
    (tmp_path / "broken.icc").write_bytes(b"no profile")
    chosen = Preferences(screen=str(tmp_path / "broken.icc"))
    desk.window._settings_page.preferences.chosen.emit(chosen)
    notice = desk.window._notice._text
    qtbot.waitUntil(lambda: notice.text().startswith("broken.icc cannot be used"))


def test_frames_of_an_animation_have_the_colours_too(tmp_path):
    from photoclip.frames import Frames

    path = tmp_path / "two.gif"
    frames = [Image.new("RGB", (16, 16), colour) for colour in ((255, 0, 0), (0, 0, 255))]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100)
    image, _ = Frames(path.read_bytes()).read(WIDE)
    assert image.getpixel((4, 4)) == pytest.approx((219, 0, 0), abs=5)
