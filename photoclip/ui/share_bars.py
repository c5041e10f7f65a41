"""A few bars, each with its words and its number; they can be heard as well as seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from photoclip.ui.controls import ElidedLabel, make_label
from photoclip.ui.theme import GAP

THICK = 6


@dataclass(frozen=True, slots=True)
class Share:
    """``length`` from -1 to 1 of the bar's room; below 0 it is drawn in the colour that warns."""

    words: str
    number: str
    length: float
    strong: bool = True


class ShareBars(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._lines: list[tuple[ElidedLabel, QLabel, _Bar]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.setAccessibleName(name)
        self.hide()

    def show_shares(self, shares: Sequence[Share]) -> None:
        """Bars that were there already only change."""
        while len(self._lines) < len(shares):
            self._add_line()
        for (words, number, bar), share in zip(self._lines, shares, strict=False):
            words.setText(share.words)
            words.setToolTip(share.words)
            number.setText(share.number)
            bar.show_share(share)
        for place, line in enumerate(self._lines):
            for widget in line:
                widget.setVisible(place < len(shares))
        spoken = "; ".join(f"{share.words}: {share.number}" for share in shares)
        self.setAccessibleDescription(spoken)
        self.setVisible(bool(shares))

    def _add_line(self) -> None:
        words, number, bar = ElidedLabel(), make_label(quiet=True), _Bar()
        row = 2 * len(self._lines)
        self._grid.addWidget(words, row, 0)
        self._grid.addWidget(number, row, 1)
        self._grid.addWidget(bar, row + 1, 0, 1, 2)
        self._grid.setRowMinimumHeight(row + 1, THICK + GAP)
        self._lines.append((words, number, bar))


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share = Share("", "", 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: Share) -> None:
        self._share = share
        self.setAccessibleName(f"{share.words}: {share.number}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, THICK)

    def paintEvent(self, event: QPaintEvent) -> None:
        role = QPalette.ColorRole
        length, strong = self._share.length, self._share.strong
        colour = role.BrightText if length < 0 else role.Accent if strong else role.PlaceholderText
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(role.Midlight))
        painter.setBrush(self.palette().color(role.Midlight))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), THICK), 3, 3)
        wide = min(1.0, abs(length)) * self.width()
        if wide >= 1:
            painter.setPen(self.palette().color(colour))
            painter.setBrush(self.palette().color(colour))
            painter.drawRoundedRect(QRectF(0, 0, max(wide, THICK), THICK), 3, 3)
        painter.end()


def write_percent(share: float) -> str:
    return f"{QLocale().toString(round(100 * share))} %"
