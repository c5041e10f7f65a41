"""Profiles where X11 keeps them: in properties of the root window, of a server of our own."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator

import photos
import pytest

from photoclip.ui.screen_profiles import ScreenPlace, read_profile

WIDE = photos.icc_rgb()
FIRST, SECOND = ScreenPlace("xcb", 0, "screen"), ScreenPlace("xcb", 1, "HDMI-1")


@pytest.fixture
def x11(monkeypatch: pytest.MonkeyPatch) -> Iterator[ctypes.CDLL]:
    """A screen without a profile; nobody else's DISPLAY is touched."""
    if shutil.which("Xvfb") is None:
        pytest.skip("there is no Xvfb")
    try:
        library = ctypes.CDLL("libX11.so.6")
    except OSError:
        pytest.skip("there is no libX11")
    number, told = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(told), "-nolisten", "tcp", "-noreset"],
        pass_fds=[told],
        stderr=subprocess.DEVNULL,
    )
    os.close(told)
    with os.fdopen(number) as told_by_server:
        monkeypatch.setenv("DISPLAY", f":{told_by_server.readline().strip()}")
    yield library
    server.terminate()
    server.wait()


def set_property(x11: ctypes.CDLL, name: str, data: bytes) -> None:
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    atom = ctypes.c_ulong(x11.XInternAtom(display, name.encode(), False))
    cardinal = ctypes.c_ulong(6)
    x11.XChangeProperty(display, root, atom, cardinal, 8, 0, data, len(data))
    x11.XCloseDisplay(display)


def test_the_profile_of_each_screen(x11: ctypes.CDLL) -> None:
    assert read_profile(FIRST) is None
    set_property(x11, "_ICC_PROFILE", WIDE)
    assert read_profile(FIRST) == WIDE
    assert read_profile(SECOND) is None

    large = WIDE + bytes(300_000)
    set_property(x11, "_ICC_PROFILE_1", large)
    assert read_profile(SECOND) == large
    set_property(x11, "_ICC_PROFILE", b"")
    assert read_profile(FIRST) is None


def test_without_an_x_server_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":54321")
    assert read_profile(FIRST) is None
    assert read_profile(ScreenPlace("wayland", 0, "eDP-1")) is None
