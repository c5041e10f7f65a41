"""The list of recent searches that opens under an empty search field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

_FORGET = Qt.ItemDataRole.UserRole


class RecentSearches(QObject):
    """Arrow keys choose, Enter searches, Escape closes, and typing goes on in the field."""

    chosen = Signal(str)
    """A text of the query grammar."""
    forget_asked = Signal()

    def __init__(self, edit: QLineEdit, field: QWidget) -> None:
        super().__init__(field)
        self._edit, self._field = edit, field
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self._list = QListView()
        self._list.setObjectName("recentSearches")
        self._list.setAccessibleName(self.tr("Recent searches"))
        self._completer.setPopup(self._list)
        self._completer.setWidget(edit)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        edit.textEdited.connect(self._list.hide)

    def show_texts(self, searches: Sequence[str]) -> None:
        """Newest first."""
        self._model.clear()
        for text in searches:
            self._model.appendRow(QStandardItem(text))
        if searches:
            forget = QStandardItem(self.tr("Forget recent searches"))
            forget.setData(True, _FORGET)
            forget.setForeground(self._field.palette().placeholderText())
            self._model.appendRow(forget)

    def has_any(self) -> bool:
        return self._model.rowCount() > 0

    def is_open(self) -> bool:
        return self._list.isVisible()

    @Slot()
    def open(self) -> None:
        if not self.has_any():
            return
        self._edit.setFocus()
        corner = self._edit.mapFrom(self._field, QPoint(0, 0))
        self._completer.complete(QRect(corner, self._field.size()))
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    @Slot(QModelIndex)
    def _take(self, index: QModelIndex) -> None:
        if index.data(_FORGET):
            self.forget_asked.emit()
        else:
            self.chosen.emit(index.data())
