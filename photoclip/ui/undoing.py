"""Undo and redo over what the engine changed and what was moved to the trash, in one order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from photoclip.changes import Change
from photoclip.messages import HistoryChanged, Redo, Undo
from photoclip.ui import change_texts
from photoclip.ui.bridge import Bridge
from photoclip.ui.file_jobs import Moved

_Step = tuple[Moved, ...] | None
"""Files in the trash, or None for a change that the engine remembers itself."""


class Undoing(QObject):
    """Two actions of the window; ``restore_asked`` wants files back from the trash."""

    restore_asked = Signal(object)
    undone = Signal()
    """What was said of the last change is no longer true."""
    removed = Signal(str)
    """A sentence about something removed, which the person may want to take back at once."""

    def __init__(self, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._steps: list[_Step] = []
        self._undo_change: Change | None = None
        self._redo_change: Change | None = None
        self.undo_action = self._make(window, QKeySequence.StandardKey.Undo, self.undo)
        self.redo_action = self._make(window, QKeySequence.StandardKey.Redo, self._redo)
        self._show()
        bridge.history_changed.connect(self._take_history)

    def _make(
        self, window: QWidget, key: QKeySequence.StandardKey, run: Callable[[], None]
    ) -> QAction:
        action = QAction(self)
        action.setShortcuts(QKeySequence.keyBindings(key))
        action.triggered.connect(run)
        window.addAction(action)
        return action

    @Slot()
    def undo(self) -> None:
        if not self._steps:
            return
        self.undone.emit()
        step = self._steps[-1]
        if step is None:
            self._bridge.post(Undo())
        else:
            self._steps.pop()
            self.restore_asked.emit(step)
            self._show()

    @Slot()
    def _redo(self) -> None:
        self._bridge.post(Redo())

    def note_trashed(self, moved: tuple[Moved, ...]) -> None:
        """Files that can be brought back from the trash."""
        self._steps.append(moved)
        self._show()

    @Slot(object)
    def _take_history(self, event: HistoryChanged) -> None:
        known = [place for place, step in enumerate(self._steps) if step is None]
        for place in reversed(known[event.steps :]):
            del self._steps[place]
        self._steps += [None] * (event.steps - len(known))
        self._undo_change, self._redo_change = event.undo, event.redo
        self._show()
        sentence = change_texts.tell_removed(event.done)
        if sentence:
            self.removed.emit(sentence)

    def _show(self) -> None:
        """Name both actions after what they would do."""
        in_trash = bool(self._steps) and self._steps[-1] is not None
        name = self.tr("Put back from the trash") if in_trash else ""
        self.undo_action.setText(name or change_texts.name_undo(self._undo_change))
        self.undo_action.setEnabled(bool(self._steps))
        self.redo_action.setText(change_texts.name_redo(self._redo_change))
        self.redo_action.setEnabled(self._redo_change is not None)
