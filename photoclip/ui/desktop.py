"""What the desktop around us can do with a file: show it, open it, take it from the clipboard."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QApplication

from photoclip.domain import Photo
from photoclip.ui.photo_model import make_mime


def reveal(path: Path) -> None:
    """Show the file, selected, in the platform's file manager; else open its folder there."""
    if sys.platform == "win32":
        QProcess.startDetached("explorer.exe", ["/select,", str(path)])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(path)])
    else:
        _reveal_by_dbus(path)


def _reveal_by_dbus(path: Path) -> None:
    """The freedesktop.org interface that file managers on Linux answer to."""
    name = "org.freedesktop.FileManager1"
    call = QDBusMessage.createMethodCall(name, "/org/freedesktop/FileManager1", name, "ShowItems")
    address = bytes(QUrl.fromLocalFile(str(path)).toEncoded().data()).decode()
    call.setArguments([[address], ""])
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        open_folder(path.parent)
        return
    watcher = QDBusPendingCallWatcher(bus.asyncCall(call), QApplication.instance())

    def open_if_refused() -> None:
        if watcher.isError():
            open_folder(path.parent)
        watcher.deleteLater()

    watcher.finished.connect(open_if_refused)


def open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_outside(path: Path) -> bool:
    """Open the file with the program that the person's system has for its kind."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def copy_paths(paths: Sequence[Path]) -> None:
    QApplication.clipboard().setText("\n".join(str(path) for path in paths))


def copy_photo(photo: Photo, image: QImage) -> None:
    """Put the photo on the clipboard: pixels for editors, the file for file managers."""
    mime = make_mime([photo])
    mime.setImageData(image)
    QApplication.clipboard().setMimeData(mime)
