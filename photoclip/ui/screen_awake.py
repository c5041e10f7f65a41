"""Asks the system not to dim or lock the screen. Where it cannot be asked, nothing happens."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QObject, QProcess

_CONNECTION = "photoclip-screen"


class ScreenAwake(QObject):
    """Kept from ``keep`` until ``release``, or until the program ends."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = False
        self._process: QProcess | None = None

    def keep(self) -> None:
        if self._kept:
            return
        self._kept = True
        if sys.platform == "win32":
            # ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED
            _set_execution_state(0x80000003)
        elif sys.platform == "darwin":
            self._process = QProcess(self)
            self._process.start("/usr/bin/caffeinate", ["-d", "-w", str(os.getpid())])
        else:
            _inhibit()

    def release(self) -> None:
        if not self._kept:
            return
        self._kept = False
        if sys.platform == "win32":
            _set_execution_state(0x80000000)
        elif sys.platform == "darwin":
            if self._process is not None:
                self._process.terminate()
        else:
            _uninhibit()


def _set_execution_state(flags: int) -> None:
    import ctypes

    getattr(ctypes, "windll").kernel32.SetThreadExecutionState(flags)  # noqa: B009


def _inhibit() -> None:
    """Ask the desktop's idle service (org.freedesktop.ScreenSaver), and wait for no answer.

    The wish lasts as long as the connection that made it, so it gets one of its own.
    """
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _CONNECTION)
    if bus.isConnected():
        service = "org.freedesktop.ScreenSaver"
        path = "/org/freedesktop/ScreenSaver"
        message = QDBusMessage.createMethodCall(service, path, service, "Inhibit")
        reason = QCoreApplication.translate("ScreenAwake", "Slideshow")
        message.setArguments(["PhotoCLIP", reason])
        bus.asyncCall(message)


def _uninhibit() -> None:
    from PySide6.QtDBus import QDBusConnection

    QDBusConnection.disconnectFromBus(_CONNECTION)
