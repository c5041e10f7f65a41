"""The dialogs beside the window: photos that could not be read, and labels to be written."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from photoclip.messages import FetchProblems, ProblemsLoaded
from photoclip.ui import desktop
from photoclip.ui.bridge import Bridge
from photoclip.ui.problems import ProblemsDialog
from photoclip.ui.writing_dialog import WritingDialog


class Dialogs(QObject):
    """Each is made when it is first asked for."""

    def __init__(self, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._window = window
        self._problems: ProblemsDialog | None = None
        self._writing: WritingDialog | None = None
        bridge.problems_loaded.connect(self._take_problems)

    @Slot()
    def show_problems(self) -> None:
        if self._problems is None:
            self._problems = ProblemsDialog(self._window)
            self._problems.reveal_asked.connect(lambda path: desktop.reveal([path]))
        self._bridge.post(FetchProblems())
        self._problems.open_wide()

    @Slot(object)
    def _take_problems(self, event: ProblemsLoaded) -> None:
        if self._problems is not None:
            self._problems.show_problems(event.problems)

    @Slot()
    def show_writing(self) -> None:
        if self._writing is None:
            self._writing = WritingDialog(self._window)
            self._writing.command_asked.connect(self._bridge.post)
            self._bridge.tags_written.connect(self._writing.show_outcome)
        self._writing.rehearse()
