"""What writing the labels into files would change, before it is done."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from photoclip.messages import TagsWritten, WriteTags
from photoclip.ui import texts
from photoclip.ui.controls import make_button
from photoclip.ui.file_list_dialog import FileListDialog
from photoclip.ui.translation import say

MOST_ROWS = 5000
"""More are counted and not listed."""


class WritingDialog(FileListDialog):
    """It asks the engine for a rehearsal, and shows it."""

    command_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._write = make_button(self.tr("Write"), primary=True)
        self._write.clicked.connect(self._ask_to_write)
        title = self.tr("Write labels for other programs")
        self.arrange(title, self.tr("Change"), right=(self._write,))

    def rehearse(self) -> None:
        """Ask what would be written, and show it when it is known."""
        self._title.setText(self.tr("Looking at the files…"))
        self._list.clear()
        self._write.setEnabled(False)
        self.command_asked.emit(WriteTags(dry_run=True))
        self.open_wide()

    @Slot(object)
    def show_outcome(self, event: TagsWritten) -> None:
        if self.isHidden():
            return
        self._list.clear()
        rows = [(path, " ".join(map(say, changes))) for path, changes in event.written]
        rows += [(problem.path, say(problem.reason)) for problem in event.refused]
        for path, change in rows[:MOST_ROWS]:
            self.add_row(path, change)
        self._list.resizeColumnToContents(0)
        self._title.setText(self._tell(event))
        self._write.setEnabled(event.dry_run and bool(event.written))

    def _tell(self, event: TagsWritten) -> str:
        count = len(event.written)
        if event.dry_run:
            return texts.tell_files_to_write(count)
        return texts.tell_files_written(count)

    @Slot()
    def _ask_to_write(self) -> None:
        self._write.setEnabled(False)
        self.command_asked.emit(WriteTags(dry_run=False))
