"""“Open with”: a menu of the programs that open the chosen photos.

On Linux it lists the desktop's applications for them. macOS and Windows keep that list to
themselves: there one chooses in a dialog, Windows' own one or that for files.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from photoclip.domain import Photo
from photoclip.ui.applications import Application, find_applications

MOST_STARTS = 10
"""More photos are not opened one by one, or only after a question."""


class OpenWith(QObject):
    failed = Signal(str)
    """A sentence."""

    def __init__(self, window: QWidget, chosen: Callable[[], Sequence[Photo]]) -> None:
        super().__init__(window)
        self._window, self._chosen = window, chosen
        self.menu = QMenu(self.tr("Open with"), window)
        self.menu.aboutToShow.connect(self._fill)

    @Slot()
    def popup(self) -> None:
        """The menu by itself, for who comes by keys."""
        if self._chosen():
            at = self._window.focusWidget() or self._window
            self.menu.popup(at.mapToGlobal(at.rect().center()))

    @Slot()
    def _fill(self) -> None:
        self.menu.clear()
        paths = [photo.path for photo in self._chosen()]
        if sys.platform in ("win32", "darwin"):
            choose = _choose_on_windows if sys.platform == "win32" else self._choose_on_macos
            self.menu.addAction(self.tr("Choose a program…"), partial(choose, paths))
            return
        for application in find_applications(paths):
            text = application.name.replace("&", "&&")
            action = self.menu.addAction(text, partial(self.open, application, paths))
            action.setEnabled(application.takes_many or len(paths) <= MOST_STARTS)
        if self.menu.isEmpty():
            none = self.menu.addAction(self.tr("No program is known for these photos"))
            none.setEnabled(False)

    def open(self, application: Application, paths: Sequence[Path]) -> None:
        """Start it, apart from this program: it goes on when this one ends."""
        for program, *arguments in application.starts(paths):
            self._start(application.name, program, arguments, application.folder)

    def _start(self, name: str, program: str, arguments: list[str], folder: str = "") -> None:
        started, _ = QProcess.startDetached(program, arguments, folder)
        if not started:
            sentence = self.tr("{name} could not be started.")
            self.failed.emit(sentence.format(name=name))

    def _choose_on_macos(self, paths: Sequence[Path]) -> None:
        title, kinds = self.tr("Choose a program"), self.tr("Programs (*.app)")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, "/Applications", kinds)
        if chosen:
            self._start(Path(chosen).stem, "open", ["-a", chosen, *map(str, paths)])


def _choose_on_windows(paths: Sequence[Path]) -> None:
    """Windows' own dialog, for one file; it says itself what goes wrong, and may be cancelled."""
    if sys.platform == "win32":  # os.startfile is there only
        with contextlib.suppress(OSError):
            os.startfile(paths[0], "openas")  # noqa: S606 - no shell: the system's own verb
