"""The ICC profile of a screen, as each platform tells it. Any thread may ask.

On macOS and Wayland the system itself brings sRGB into a screen's colours: there is nothing to ask.
"""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QScreen

MOST_BYTES = 32_000_000
"""Of a profile; the largest known ones, tables for printers, have a few million."""


@dataclass(frozen=True, slots=True)
class ScreenPlace:
    """Which screen it is: by its number among all, and by its name."""

    platform: str
    number: int
    name: str


def place_of(screen: QScreen) -> ScreenPlace:
    screens = QGuiApplication.screens()
    number = screens.index(screen) if screen in screens else 0
    return ScreenPlace(QGuiApplication.platformName(), number, screen.name())


def read_profile(place: ScreenPlace) -> bytes | None:
    """None: the system knows none, or needs nobody's help with it. Raises OSError."""
    if sys.platform == "win32":
        return _read_from_windows(place.name)
    if place.platform == "xcb":
        return _read_from_x11(place.number)
    return None


# --- X11: “ICC Profiles In X Specification” 0.4, a property of the root window

_ANY_TYPE = 0
_UNITS = MOST_BYTES // 4


def _read_from_x11(number: int) -> bytes | None:
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:  # Qt itself can do without it
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    try:
        name = f"_ICC_PROFILE_{number}" if number else "_ICC_PROFILE"
        return _read_property(x11, ctypes.c_void_p(display), name.encode())
    finally:
        x11.XCloseDisplay(ctypes.c_void_p(display))


def _read_property(x11: ctypes.CDLL, display: ctypes.c_void_p, name: bytes) -> bytes | None:
    """The bytes of a property of the root window; None where there is none."""
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XInternAtom.restype = ctypes.c_ulong
    atom = x11.XInternAtom(display, name, True)
    if not atom:
        return None
    kind, form = ctypes.c_ulong(), ctypes.c_int()
    count, rest = ctypes.c_ulong(), ctypes.c_ulong()
    data = ctypes.POINTER(ctypes.c_ubyte)()
    failed = x11.XGetWindowProperty(
        display,
        ctypes.c_ulong(x11.XDefaultRootWindow(display)),
        ctypes.c_ulong(atom),
        ctypes.c_long(0),
        ctypes.c_long(_UNITS),
        False,
        ctypes.c_ulong(_ANY_TYPE),
        ctypes.byref(kind),
        ctypes.byref(form),
        ctypes.byref(count),
        ctypes.byref(rest),
        ctypes.byref(data),
    )
    if failed or not data:
        return None
    profile = bytes(data[: count.value]) if form.value == 8 else b""
    x11.XFree(data)
    return profile or None


# --- Windows: the file that is set for the display


def _read_from_windows(name: str) -> bytes | None:
    if sys.platform != "win32":
        return None
    gdi = ctypes.windll.gdi32
    gdi.CreateDCW.restype = ctypes.c_void_p
    context = gdi.CreateDCW(None, name, None, None)
    if not context:
        return None
    path, size = ctypes.create_unicode_buffer(1024), ctypes.c_uint32(1024)
    there = gdi.GetICMProfileW(ctypes.c_void_p(context), ctypes.byref(size), path)
    gdi.DeleteDC(ctypes.c_void_p(context))
    return Path(path.value).read_bytes() if there and path.value else None
