"""The list that opens under the search field while a filter is being written.

The field keeps the keyboard. Nothing is chosen by itself: Enter means the search until Down, Up or
the mouse chose a line, Tab takes the first one, and Escape puts the list away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from photoclip.domain import FilterNames, Label
from photoclip.ui.completions import Completions, Offer, Value, complete, values_of
from photoclip.ui.controls import announce
from photoclip.ui.noted_rows import NOTE, NotedRows, row_height
from photoclip.ui.theme import GAP

WIDTH = 48 * GAP
MOST_ROWS = 8

Key = Qt.Key

_NOTHING = Completions(0, 0, "", ())


class Completing(QFrame):
    """Lies over whatever is below ``field``, within the window."""

    names_missing = Signal()
    """What is being written needs to know what the library's photos can be filtered by."""

    def __init__(self, edit: QLineEdit, field: QWidget) -> None:
        super().__init__(field)
        self._edit, self._field = edit, field
        self._labels: Sequence[Label] = ()
        self._names = FilterNames()
        self._values: Mapping[str, Sequence[Value]] = {}
        self._found = _NOTHING
        self._notes = self._name_filters()
        self.setObjectName("palette")
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Completions"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(NotedRows(self._list))
        self._list.itemClicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP // 2, GAP // 2, GAP // 2, GAP // 2)
        layout.addWidget(self._list)
        self.hide()
        edit.textEdited.connect(self._offer)
        edit.cursorPositionChanged.connect(self._close_elsewhere)
        edit.returnPressed.connect(self._put_away)
        edit.installEventFilter(self)
        field.installEventFilter(self)

    def show_labels(self, labels: Sequence[Label]) -> None:
        self._labels = labels
        self._renew()

    def show_names(self, names: FilterNames) -> None:
        self._names = names
        self._renew()

    def is_open(self) -> bool:
        return self.isVisible()

    # --- what is offered

    def _renew(self) -> None:
        self._values = values_of(self._labels, self._names)
        awaited = bool(self._found.key) and not self._found.offers
        if (self.is_open() or awaited) and self._edit.hasFocus():
            self._offer()

    @Slot()
    def _offer(self, *, asked: bool = False) -> None:
        """What may follow what is written before the cursor."""
        place = self._edit.cursorPosition()
        self._found = complete(self._edit.text(), place, self._values, asked=asked)
        if self._found.key:
            self.names_missing.emit()
        self._fill(self._found.offers)

    def _fill(self, offers: Sequence[Offer]) -> None:
        opens = bool(offers) and not self.is_open()
        self._list.clear()
        for offer in offers:
            text = offer.value.text if offer.value else offer.written
            note = offer.value.place if offer.value else self._notes[offer.key]
            item = QListWidgetItem(text, self._list)
            item.setData(Qt.ItemDataRole.UserRole, offer)
            item.setData(NOTE, note)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (text, note))))
        self.setVisible(bool(offers) and self._edit.hasFocus())
        if self.is_open():
            self._place()
        if opens and self.is_open():
            announce(self._edit, self.tr("Completions, the down arrow chooses"))

    def _name_filters(self) -> dict[str, str]:
        return {
            "label": self.tr("Photos with a label"),
            "camera": self.tr("Taken with a camera"),
            "type": self.tr("Of a kind of file"),
            "in": self.tr("In a folder"),
            "date": self.tr("Of a day, a year or a span of time"),
            "orientation": self.tr("Landscape, portrait or square"),
            "is": self.tr("Favourites"),
            "rating": self.tr("With so many stars or more"),
            "has": self.tr("With a place"),
            "size": self.tr("Larger or smaller files"),
        }

    def _place(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            self.show()
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + 2))
        rows, row = min(MOST_ROWS, self._list.count()), row_height(self._list)
        room = max(row, window.height() - corner.y() - 3 * GAP)
        self._list.setFixedHeight(min(rows * row + 2, room))
        self.setFixedWidth(min(WIDTH, self._field.width()))
        self.adjustSize()
        self.move(corner)
        self.raise_()

    # --- what is chosen

    def _step(self, step: int) -> None:
        """From no line to the first or last one, and around."""
        count, now = self._list.count(), self._list.currentRow()
        row = (now + step) % count if now >= 0 else (0 if step > 0 else count - 1)
        self._list.setCurrentRow(row)
        announce(self._edit, self._list.item(row).data(Qt.ItemDataRole.AccessibleTextRole))

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem) -> None:
        """Write it; a filter's name goes on with its values."""
        offer: Offer = item.data(Qt.ItemDataRole.UserRole)
        start, end = self._found.start, self._found.end
        rest = self._edit.text()[end:]
        blank = "" if offer.value is None or rest.startswith(" ") else " "
        self._edit.setSelection(start, end - start)
        self._edit.insert(offer.written + blank)  # tells of it, as of keys
        if offer.value is not None:
            self._put_away()

    @Slot()
    def _close_elsewhere(self) -> None:
        """The cursor left what was being completed."""
        if self._edit.cursorPosition() != self._found.end:
            self._put_away()

    @Slot()
    def _put_away(self) -> None:
        self._found = _NOTHING
        self.hide()

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        if event.type() in (kinds.FocusOut, kinds.Hide, kinds.Resize):
            self._put_away()
        if (
            watched is self._edit
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            return self._take_key(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        """Whether that was all that the key does."""
        key, modifiers = event.key(), event.modifiers()
        if key == Key.Key_Space and modifiers == Qt.KeyboardModifier.ControlModifier:
            self._offer(asked=True)
            return True
        if not self.is_open():
            return False
        steps = {Key.Key_Down: 1, Key.Key_Up: -1}
        chosen = self._list.currentItem()
        if key in steps:
            self._step(steps[Key(key)])
        elif key == Key.Key_Escape:
            self._put_away()
        elif key == Key.Key_Tab and modifiers == Qt.KeyboardModifier.NoModifier:
            self._take(chosen or self._list.item(0))
        elif key in (Key.Key_Return, Key.Key_Enter) and chosen is not None:
            self._take(chosen)
        else:
            return False
        return True
