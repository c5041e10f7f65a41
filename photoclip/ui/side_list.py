"""The lines of one section of the side panel; as tall as its lines, the panel scrolls."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QWidget,
)

from photoclip.ui.side_item import ENTRY_ROLE, SideEntry, SideItem

VALUE_ROLE = Qt.ItemDataRole.UserRole + 1
_KEY_ROLE = Qt.ItemDataRole.UserRole + 2

_OWN_KEYS = (
    Qt.Key.Key_F2,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)

Line = tuple[Hashable, object, SideEntry]
"""What tells a line from the others for good, the value that it stands for, and what it says."""


class SideList(QListWidget):
    chosen = Signal(object, bool)
    """The value of a line, and whether it shall be chosen beside others (Ctrl)."""
    removal_asked = Signal(object)
    menu_asked = Signal(object, QPoint)
    """A value and a place on the screen."""
    renamed = Signal(object, str)
    can_rename = False
    """Its lines have names that are the person's."""
    escaped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(SideItem(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.itemClicked.connect(self._take_click)
        self.itemChanged.connect(self._take_change)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """The current line stays the current one."""
        here = [self._key(row) for row in range(self.count())]
        self.blockSignals(True)
        if here == [key for key, _, _ in lines]:
            for row, line in enumerate(lines):
                self._fill(self.item(row), line)
        else:
            self._replace(lines)
        self.blockSignals(False)
        self.updateGeometry()

    def current_value(self) -> object:
        item = self.currentItem()
        return item.data(VALUE_ROLE) if item is not None else None

    def rename_current(self) -> None:
        item = self.currentItem()
        if item is not None:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.editItem(item)

    def sizeHint(self) -> QSize:
        return QSize(120, sum(self.sizeHintForRow(row) for row in range(self.count())))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def _replace(self, lines: Sequence[Line]) -> None:
        current = self._key(self.currentRow())
        self.clear()
        for line in lines:
            item = QListWidgetItem(self)
            self._fill(item, line)
            if line[0] == current:
                self.setCurrentItem(item)

    def _fill(self, item: QListWidgetItem, line: Line) -> None:
        key, value, entry = line
        item.setData(_KEY_ROLE, key)
        item.setData(VALUE_ROLE, value)
        item.setData(ENTRY_ROLE, entry)
        item.setText(entry.name)  # for typing a line's first letters, and for renaming
        spoken = entry.spoken or entry.name
        if entry.active:
            spoken = self.tr("{line}, shown").format(line=spoken)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _key(self, row: int) -> object:
        item = self.item(row)
        return item.data(_KEY_ROLE) if item is not None else None

    # --- what the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, item = event.key(), self.currentItem()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # the name's own keys come here too
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif item is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.chosen.emit(item.data(VALUE_ROLE), beside)
        elif key == Qt.Key.Key_Delete:
            self.removal_asked.emit(item.data(VALUE_ROLE))
        elif key == Qt.Key.Key_F2 and self.can_rename:
            self.rename_current()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN_KEYS
        ):
            event.accept()  # before the window's own keys
            return True
        return super().event(event)

    @Slot(QListWidgetItem)
    def _take_click(self, item: QListWidgetItem) -> None:
        beside = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        self.chosen.emit(item.data(VALUE_ROLE), bool(beside))

    @Slot(QPoint)
    def _ask_menu(self, at: QPoint) -> None:
        item = self.itemAt(at) or self.currentItem()
        if item is not None:
            self.setCurrentItem(item)
            corner = self.visualItemRect(item).bottomLeft()
            place = at if self.itemAt(at) is item else corner
            self.menu_asked.emit(item.data(VALUE_ROLE), self.viewport().mapToGlobal(place))

    @Slot(QListWidgetItem)
    def _take_change(self, item: QListWidgetItem) -> None:
        """Signals are blocked in all other changes: this one is the person's."""
        name, entry = item.data(Qt.ItemDataRole.EditRole), item.data(ENTRY_ROLE)
        self.blockSignals(True)
        item.setText(entry.name)  # until the new name has been taken
        self.blockSignals(False)
        if name and name != entry.name:
            self.renamed.emit(item.data(VALUE_ROLE), name)
