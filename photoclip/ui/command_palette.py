"""Every action of the window, found by typing a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from photoclip.ui.noted_rows import NOTE, NotedRows, row_height
from photoclip.ui.theme import GAP

WIDTH = 64 * GAP
MOST_ROWS = 10


def action_name(action: QAction) -> str:
    """What an action is called among all others, without the key that is written into it."""
    return action.iconText().split("\t")[0].removesuffix("…").replace("&", "")


def action_keys(action: QAction) -> str:
    """The keys of an action as this platform writes them; empty if it has none."""
    written = action.text().partition("\t")[2]
    return written or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def match(text: str, name: str) -> tuple[int, ...] | None:
    """How well typed letters fit a name, less is better; None if they do not occur in order."""
    wanted, name = text.casefold().split(), name.casefold()
    if not wanted:
        return (0,)
    places = [name.find(word) for word in wanted]
    if min(places) >= 0:
        starts = [place == 0 or not name[place - 1].isalnum() for place in places]
        return (0, -sum(starts), *places)
    place = -1
    for letter in "".join(wanted):
        place = name.find(letter, place + 1)
        if place < 0:
            return None
    return (1, place)


class CommandPalette(QFrame):
    """Lies over the top of the window; ``actions`` is asked each time it opens."""

    def __init__(self, window: QWidget, actions: Callable[[], Sequence[QAction]]) -> None:
        super().__init__(window)
        self._actions = actions
        self._back: QWidget | None = None
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Commands"))
        self._edit = QLineEdit()
        self._edit.setPlaceholderText(self.tr("What do you want to do?"))
        self._edit.setAccessibleName(self.tr("Find a command"))
        self._edit.textChanged.connect(self._fill)
        self._edit.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(NotedRows(self._list))
        self._list.itemClicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self._edit)
        layout.addWidget(self._list)
        self.hide()

    @Slot()
    def open(self) -> None:
        self._back = self.window().focusWidget()
        self._edit.clear()
        self._fill()
        self.show()
        self.raise_()
        self._edit.setFocus()

    @Slot()
    def close_palette(self) -> None:
        self.hide()
        if self._back is not None:
            self._back.setFocus()

    @Slot()
    def _fill(self) -> None:
        text = self._edit.text()
        found = []
        for place, action in enumerate(self._actions()):
            fit = match(text, action_name(action))
            if fit is not None and action.isEnabled() and action_name(action):
                found.append((fit, place, action))
        self._list.clear()
        for _, _, action in sorted(found, key=lambda one: one[:2]):
            keys = action_keys(action)
            item = QListWidgetItem(action_name(action), self._list)
            item.setData(Qt.ItemDataRole.UserRole, action)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{item.text()}, {keys}" if keys else item.text(),
            )
            item.setData(NOTE, keys)
        self._list.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        window = self.window()
        rows = max(1, min(MOST_ROWS, self._list.count()))
        self._list.setFixedHeight(rows * row_height(self._list) + GAP)
        width = min(WIDTH, window.width() - 4 * GAP)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((window.width() - width) // 2, 6 * GAP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self._list.count():
            self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    @Slot()
    def _run(self) -> None:
        item = self._list.currentItem()
        self.close_palette()
        if item is not None:
            action: QAction = item.data(Qt.ItemDataRole.UserRole)
            action.trigger()
