"""Keeping the screen awake never fails, whatever desktop there is or is not."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtDBus import QDBusConnection

from photoclip.ui.screen_awake import ScreenAwake


def test_it_can_be_asked_for_and_taken_back_any_number_of_times(qapp):
    awake = ScreenAwake()
    for _ in range(2):
        awake.keep()
        awake.keep()
        awake.release()
        awake.release()


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
def test_without_a_desktop_nothing_happens(qapp, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    awake = ScreenAwake()
    awake.keep()

    assert not QDBusConnection("photoclip-screen").isConnected()
    awake.release()
