"""The strip of years beside the scroll bar: points at a time, and the photos of it come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QDate, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from photoclip.ui.date_sections import Grouping, write_date
from photoclip.ui.theme import GAP, RADIUS

WIDTH, MARKS = 6 * GAP, 10
"""Of the strip, and of the longest mark at its right edge, in logical pixels."""

END = 2 * GAP
"""Room above the first and below the last date, in logical pixels."""

LEAST_TICKS = 5
"""Pixels between two months under which the second one has no tick."""


class Stop(NamedTuple):
    """A month, and where the scroll bar stands when its photos are at the top."""

    value: int
    month: QDate


class DateScrubber(QWidget):
    """Moved by the mouse; a keyboard has Home, End, Page Up and Down for the same."""

    moved = Signal(int)
    """The value that the scroll bar should take."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._stops: Sequence[Stop] = ()
        self._most = 1
        self._value = 0
        self._dates: QPixmap | None = None
        """All but the mark, which alone changes while one scrolls; None when it must be drawn."""
        self._bubble = _Bubble(parent)
        self.setAccessibleName(self.tr("Dates"))
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_stops(self, stops: Sequence[Stop], most: int) -> None:
        """The months by rising values; ``most`` is the scroll bar's maximum."""
        self._stops = stops
        self._most = max(1, most)
        self._forget_dates()

    def show_value(self, value: int) -> None:
        """Where the scroll bar stands."""
        self.update(self._mark())
        self._value = value
        self.update(self._mark())

    def month_at(self, y: int) -> QDate:
        value = self._value_at(y)
        below = [stop.month for stop in self._stops if stop.value <= value]
        return below[-1] if below else self._stops[0].month

    def _value_at(self, y: int) -> int:
        share = (y - END) / max(1, self.height() - 2 * END)
        return round(max(0.0, min(1.0, share)) * self._most)

    def _place_of(self, value: int) -> int:
        share = min(1.0, value / self._most)
        return END + round(share * (self.height() - 2 * END))

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.moved.emit(self._value_at(event.position().toPoint().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        y = event.position().toPoint().y()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved.emit(self._value_at(y))
        self._show_bubble(y)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._show_bubble(event.position().toPoint().y())

    def leaveEvent(self, event: QEvent) -> None:
        self._bubble.hide()

    def _show_bubble(self, y: int) -> None:
        if self._stops:
            y = max(END, min(self.height() - END, y))
            self._bubble.point_at(self.geometry().topLeft() + QPoint(0, y), self.month_at(y))

    # --- painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._forget_dates()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._forget_dates()

    def _forget_dates(self) -> None:
        self._dates = None
        self.update()

    def _mark(self) -> QRect:
        return QRect(self.width() - MARKS, self._place_of(self._value) - 1, MARKS, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._dates is None or self._dates.devicePixelRatio() != ratio:
            self._dates = self._draw_dates(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._dates)
        painter.fillRect(self._mark(), self.palette().color(QPalette.ColorRole.Highlight))
        painter.end()

    def _draw_dates(self, ratio: float) -> QPixmap:
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self.palette().color(QPalette.ColorRole.Window))
        painter = QPainter(pixmap)
        painter.setFont(self.font())
        self._paint_dates(painter, self.palette())
        painter.end()
        return pixmap

    def _paint_dates(self, painter: QPainter, palette: QPalette) -> None:
        """Each year where it begins, as far as there is room, and ticks for the months."""
        tick, quiet = QPalette.ColorRole.Mid, QPalette.ColorRole.PlaceholderText
        line = painter.fontMetrics().height()
        label_end, tick_end, year = -line, -LEAST_TICKS, 0
        for value, month in self._stops:
            y = self._place_of(value)
            if month.year() != year and y - line // 2 >= label_end:
                place = QRect(0, y - line // 2, self.width() - MARKS - GAP // 2, line)
                painter.setPen(palette.color(quiet))
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(month.year()))
                label_end = place.bottom() + GAP // 2
            if y >= tick_end:
                width = MARKS if month.year() != year else MARKS // 2
                painter.fillRect(self.width() - width, y, width, 1, palette.color(tick))
                tick_end = y + LEAST_TICKS
            year = month.year()


class _Bubble(QWidget):
    """A month's name, left of the strip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def text(self) -> str:
        return self._text

    def point_at(self, spot: QPoint, month: QDate) -> None:
        self._text = write_date(month, Grouping.MONTH)
        metrics = self.fontMetrics()
        self.resize(metrics.horizontalAdvance(self._text) + 3 * GAP, metrics.height() + 2 * GAP)
        self.move(spot - QPoint(self.width() + GAP // 2, self.height() // 2))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.setBrush(self.palette().color(QPalette.ColorRole.ToolTipBase))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        painter.setPen(self.palette().color(QPalette.ColorRole.ToolTipText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
