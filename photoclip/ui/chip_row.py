"""The finished parts of a query side by side; where they have no room, the row scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from photoclip.domain import Filter
from photoclip.ui.chip import Chip, FilterChip, TermChip
from photoclip.ui.filter_parts import join_filters, split_filter

GAP = 4


class ChipRow(QScrollArea):
    """Terms first, then conditions."""

    changed = Signal()
    edit_asked = Signal(object)
    """A chip that shall be text again; it is gone already."""
    left = Signal()
    """The person goes on to the right of the last chip, or back out with Escape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._inside = QWidget()
        self._layout = QHBoxLayout(self._inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self.setWidget(self._inside)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        bar = self.horizontalScrollBar()
        bar.rangeChanged.connect(lambda _, most: bar.setValue(most))  # to the newest chip
        self.hide()

    # --- what it holds

    def chips(self) -> list[Chip]:
        return list(self._chips)

    def term_chips(self) -> list[TermChip]:
        return [chip for chip in self._chips if isinstance(chip, TermChip)]

    def filter(self) -> Filter:
        return join_filters(*(c.part for c in self._chips if isinstance(c, FilterChip)))

    def add_term(self, chip: TermChip) -> None:
        self._insert(len(self.term_chips()), chip)

    def set_filter(self, wanted: Filter) -> None:
        """Chips for these conditions and no others; those that stay keep their place."""
        parts = split_filter(wanted)
        here = [chip for chip in self._chips if isinstance(chip, FilterChip)]
        for chip in here:
            if chip.part not in parts:
                self.remove(chip)
        for part in parts:
            if part not in [chip.part for chip in here]:
                self._insert(len(self._chips), FilterChip(part))

    def remove(self, chip: Chip) -> None:
        self._chips.remove(chip)
        self._layout.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self._fit()

    def clear(self) -> None:
        for chip in self.chips():
            self.remove(chip)

    def enter(self) -> bool:
        """From the right; False where there is no chip to go to."""
        if self._chips:
            self._focus(len(self._chips) - 1)
        return bool(self._chips)

    def _insert(self, place: int, chip: Chip) -> None:
        self._chips.insert(place, chip)
        self._layout.insertWidget(place, chip)
        chip.removed.connect(self._remove_sender)
        chip.changed.connect(self._settle_change)
        chip.edit_asked.connect(self._edit_sender)
        chip.stepped.connect(self._step)
        chip.resized.connect(self.updateGeometry)
        chip.show()
        self._fit()

    def _fit(self) -> None:
        self.setVisible(bool(self._chips))
        self.updateGeometry()

    # --- what the person does

    @Slot()
    def _remove_sender(self) -> None:
        chip = self.sender()
        assert isinstance(chip, Chip)
        place, had_focus = self._chips.index(chip), chip.hasFocus()
        self.remove(chip)
        if had_focus:
            self._focus(place)
        self.changed.emit()

    @Slot()
    def _edit_sender(self) -> None:
        chip = self.sender()
        assert isinstance(chip, Chip)
        self.remove(chip)
        self.edit_asked.emit(chip)

    @Slot()
    def _settle_change(self) -> None:
        self._fit()
        self.changed.emit()

    @Slot(int)
    def _step(self, step: int) -> None:
        chip = self.sender()
        assert isinstance(chip, Chip)
        self._focus(max(0, self._chips.index(chip) + step))

    def _focus(self, place: int) -> None:
        if place >= len(self._chips):
            self.left.emit()
            return
        self._chips[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(self._chips[place], GAP, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.x() or turned.y()) // 2)
        event.accept()

    # --- its size

    def sizeHint(self) -> QSize:
        return self._layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(72, self.sizeHint().width()), self.sizeHint().height())
