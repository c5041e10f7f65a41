"""What the desktop around us can do with a file: show it, open it, take it from the clipboard."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QApplication

from photoclip.domain import Photo
from photoclip.ui.photo_model import make_mime


def reveal(paths: Sequence[Path], failed: Callable[[], object] = lambda: None) -> None:
    """Show files of one folder, selected, in the platform's file manager; else open the folder.

    Explorer selects the first alone. ``failed`` is called, perhaps later, where nothing opens it.
    """
    if sys.platform == "win32":
        QProcess.startDetached("explorer.exe", ["/select,", str(paths[0])])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", *map(str, paths)])
    else:
        _reveal_by_dbus(paths, failed)


def _reveal_by_dbus(paths: Sequence[Path], failed: Callable[[], object]) -> None:
    """The freedesktop.org interface that file managers on Linux answer to."""
    name = "org.freedesktop.FileManager1"
    call = QDBusMessage.createMethodCall(name, "/org/freedesktop/FileManager1", name, "ShowItems")
    urls = [QUrl.fromLocalFile(str(path)) for path in paths]
    call.setArguments([[bytes(url.toEncoded().data()).decode() for url in urls], ""])

    def open_instead() -> None:
        if not open_folder(paths[0].parent):
            failed()

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        open_instead()
        return
    watcher = QDBusPendingCallWatcher(bus.asyncCall(call), QApplication.instance())

    def open_if_refused() -> None:
        if watcher.isError():
            open_instead()
        watcher.deleteLater()

    watcher.finished.connect(open_if_refused)


def open_folder(path: Path) -> bool:
    """Whether there is a program that opens it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


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
