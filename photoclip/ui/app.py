"""Puts the window and the engine's process together; the window is painted first."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from photoclip import __version__
from photoclip.config import LibraryPaths
from photoclip.messages import AddFolder, FoldersChanged, Trouble
from photoclip.sentences import Sentence
from photoclip.ui import preferences, translation
from photoclip.ui.bridge import Bridge
from photoclip.ui.garbage import GarbageCollector
from photoclip.ui.main_window import MainWindow
from photoclip.ui.theme import Theme

if TYPE_CHECKING:
    from photoclip.host import EngineProcess

THREADS_VARIABLE = "PHOTOCLIP_THREADS"
"""As in ``photoclip.devices``, which the window does not import."""

THEME_VARIABLE = "PHOTOCLIP_THEME"
"""``dark`` or ``light``; anything else follows the system."""

STOP_SECONDS = 60.0
"""How long the engine may take to stop; nobody sees it any more. Importing torch from a cold disk
holds Python's interpreter lock, and with it every thread (13 s were seen on a busy machine), while
what the person did last still waits in the pipe: to end the engine sooner would lose it.
"""


def run(library: Path, device: str | None = None, folders: Sequence[Path] = ()) -> int:
    """Open the window on a library, add these folders to it, and stay until it is closed."""
    app = _make_application()
    app.setApplicationName("PhotoCLIP")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("photoclip")
    GarbageCollector(app)
    paths = LibraryPaths(library)
    library.mkdir(parents=True, exist_ok=True)
    settings = preferences.open_settings(paths.window)
    chosen = preferences.read(settings)
    translation.install(app, chosen.language)
    theme = Theme(app, os.environ.get(THEME_VARIABLE) or chosen.theme)
    if chosen.threads:  # inherited by the engine's process
        os.environ.setdefault(THREADS_VARIABLE, str(chosen.threads))
    bridge = Bridge()
    report_bugs(bridge)
    window = MainWindow(bridge, paths.thumbnails, settings)
    window.theme_chosen.connect(theme.choose)
    newcomers = _Newcomers(bridge, folders)
    bridge.folders_changed.connect(newcomers.add)
    # Ctrl-C in a terminal: Python's own answer waits until Qt gives control back.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window.show()
    starter = _Starter(library, device or chosen.device or None, bridge)
    QTimer.singleShot(0, starter.start)
    code = app.exec()
    starter.stop()
    return code


def _make_application() -> QApplication:
    """Leaves the program with one sentence and 1 where there is no screen to show a window on."""
    said: list[str] = []

    def listen(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
        said.append(message)
        if kind == QtMsgType.QtFatalMsg:  # Qt does not return from this: it aborts
            print(_explain_no_window(said), file=sys.stderr, flush=True)
            os._exit(1)

    before = qInstallMessageHandler(listen)
    app = QApplication(sys.argv[:1])
    qInstallMessageHandler(before)
    for message in said:
        print(message, file=sys.stderr)
    return app


def _explain_no_window(said: Sequence[str]) -> str:
    """From what Qt says before it gives up."""
    display = os.environ.get("DISPLAY")
    if any("could not connect to display" in message for message in said):
        reason = f", and the display “{display}” does not answer" if display else ""
        return f"PhotoCLIP's window needs a screen{reason}; see “photoclip --help”."
    if any("libxcb-cursor0" in message for message in said):
        return "PhotoCLIP's window needs the system's package libxcb-cursor0; please install it."
    return f"PhotoCLIP's window cannot be opened: {said[0].rstrip('.')}."


class _Newcomers(QObject):
    """The folders named at the start; those that the library has already need no notice."""

    def __init__(self, bridge: Bridge, folders: Sequence[Path]) -> None:
        super().__init__()
        self._bridge = bridge
        self._waiting = [folder.expanduser().absolute() for folder in folders]

    @Slot(object)
    def add(self, event: FoldersChanged) -> None:
        """When it is known for the first time what the library has."""
        known = {folder.path for folder in event.folders}
        waiting, self._waiting = self._waiting, []
        for path in waiting:
            if not known & {path, path.resolve()}:
                self._bridge.post(AddFolder(path))


class _Starter(QObject):
    """Starts the engine when the window is on its way to the screen."""

    def __init__(self, library: Path, device: str | None, bridge: Bridge) -> None:
        super().__init__()
        self._arguments = (library, device, bridge.listen)
        self._bridge = bridge
        self._engine: EngineProcess | None = None

    @Slot()
    def start(self) -> None:
        from photoclip.host import EngineProcess

        self._engine = EngineProcess(*self._arguments)
        self._bridge.attach(self._engine)

    def stop(self) -> None:
        if self._engine is not None:
            self._engine.stop(STOP_SECONDS)


def report_bugs(bridge: Bridge) -> None:
    """A bug in the window is printed and shown, with its traceback to copy, once for each place."""
    places: set[str] = set()

    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        sys.__excepthook__(kind, error, trace)
        place = kind.__name__ + "".join(traceback.format_tb(trace))
        if place in places:  # one that comes back with every turn of a timer must not nag
            return
        places.add(place)
        details = "".join(traceback.format_exception(kind, error, trace))
        bridge.listen(Trouble(Sentence("Something went wrong in the window."), (details,)))

    sys.excepthook = report
