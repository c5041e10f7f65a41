"""How many photos each month has, and a range of months to drag over them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from photoclip.periods import local_moment
from photoclip.ui.filter_texts import write_month

HANDLE = 12
BARS = 56
"""Height of the bars; names of years stand below them."""

_NANOSECONDS = 10**9
_FORTNIGHT = 14 * 86400 * _NANOSECONDS
_LEAST_BAR = 3.0
_YEAR_ROOM = 40
_FAINT = 0.35


_CLEAR_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_STEPS: dict[int, int] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -12,
    Qt.Key.Key_PageUp: 12,
    Qt.Key.Key_Home: -100_000,
    Qt.Key.Key_End: 100_000,
}
"""Months by which a key moves an end."""


class DateHistogram(QWidget):
    """Months are counted from year 0. Two handles stand before the first and after the last."""

    range_chosen = Signal(object, object)
    """Nanoseconds since 1970 of the beginning and the (exclusive) end; None where it is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[int, int] = {}
        self._first, self._last = 0, 0
        self._from, self._to = 0, 0
        self._pressed: int | None = None
        self._handles = (_Handle(self, 0), _Handle(self, 1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setToolTip(self.tr("Drag to choose a range of dates; double-click for all"))

    # --- what it shows

    def show_months(self, months: Sequence[tuple[int, int]]) -> None:
        """(nanoseconds of a month's first moment, count), oldest first."""
        open_ends = (self._from <= self._first, self._to >= self._last)
        # In the middle of the month no zone can turn it into another one.
        self._counts = {_month_at(ns + _FORTNIGHT): count for ns, count in months}
        self._first = min(self._counts, default=0)
        self._last = max(self._counts, default=-1) + 1
        self._from = self._first if open_ends[0] else self._from
        self._to = self._last if open_ends[1] else self._to
        self._settle()

    def show_range(self, since_ns: int | None, until_ns: int | None) -> None:
        """The handles; a range that begins within a month is drawn from its first day."""
        if self._pressed is not None:
            return
        self._from = self._first if since_ns is None else _month_at(since_ns)
        # The last moment that belongs to it, so that the end of May stands after May.
        self._to = self._last if until_ns is None else _month_at(until_ns - 1) + 1
        self._settle()

    def can_be_narrowed(self) -> bool:
        """Whether there is more than one month to choose from."""
        return len(self._counts) > 1

    def limits(self) -> tuple[int, int]:
        return self._from, self._to

    def name_limit(self, which: int) -> str:
        """For a screen reader."""
        month = self._from if which == 0 else self._to - 1
        name = write_month(_first_moment(month))
        return (
            self.tr("From {month}").format(month=name)
            if which == 0
            else self.tr("Until {month}").format(month=name)
        )

    # --- what the person does

    def move_limit(self, which: int, month: int) -> None:
        """0: the beginning, 1: the end; never past the other one."""
        if which == 0:
            self._from = max(self._first, min(month, self._to - 1))
        else:
            self._to = min(self._last, max(month, self._from + 1))
        self._settle()
        self._tell()

    def choose_all(self) -> None:
        self._from, self._to = self._first, self._last
        self._settle()
        self._tell()

    def month_at(self, x: float) -> int:
        """The month under a place, within what there is."""
        share = (x - HANDLE) / max(1, self.width() - 2 * HANDLE)
        return min(max(self._first + int(share * self._months()), self._first), self._last - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._counts and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self.month_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        month = self.month_at(event.position().x())
        self._from, self._to = min(self._pressed, month), max(self._pressed, month) + 1
        self._settle()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            self.mouseMoveEvent(event)
            self._pressed = None
            self._tell()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self.choose_all()

    def _tell(self) -> None:
        since = None if self._from <= self._first else _nanoseconds(self._from)
        until = None if self._to >= self._last else _nanoseconds(self._to)
        self.range_chosen.emit(since, until)

    # --- how it looks

    def sizeHint(self) -> QSize:
        return QSize(320, BARS + self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settle()

    def _months(self) -> int:
        return max(1, self._last - self._first)

    def _place(self, month: float) -> float:
        inside = min(max(month, self._first), self._last)
        return HANDLE + (inside - self._first) * (self.width() - 2 * HANDLE) / self._months()

    def _settle(self) -> None:
        for which, handle in enumerate(self._handles):
            place = self._place(self._from if which == 0 else self._to)
            left = place - HANDLE if which == 0 else place
            handle.setGeometry(round(left), 0, HANDLE, BARS)
            handle.setVisible(bool(self._counts))
            handle.setAccessibleName(self.name_limit(which) if self._counts else "")
            handle.setToolTip(handle.accessibleName())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._counts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_bars(painter)
        self._paint_years(painter)
        painter.end()

    def _paint_bars(self, painter: QPainter) -> None:
        room = (self.width() - 2 * HANDLE) / self._months()
        step = max(1, -(-_LEAST_BAR // room)) if room > 0 else 1
        sums: dict[int, int] = {}
        for month, count in self._counts.items():
            bar = self._first + int((month - self._first) // step * step)
            sums[bar] = sums.get(bar, 0) + count
        most = max(1, *sums.values())
        role = QPalette.ColorRole
        narrowed = (self._from, self._to) != (self._first, self._last)
        for month, count in sums.items():
            if not count:  # photos of it do not fit what is searched for
                continue
            chosen = narrowed and self._from <= month < self._to
            colour = self.palette().color(role.Accent if chosen else role.PlaceholderText)
            colour.setAlphaF(1.0 if chosen else _FAINT)
            painter.setBrush(colour)
            left, width = self._place(month), room * step
            height = max(2.0, (BARS - 4) * count / most)
            gap = 1.0 if width > _LEAST_BAR else 0.5
            painter.drawRoundedRect(
                QRectF(left + gap / 2, BARS - height, max(1.0, width - gap), height), 1, 1
            )

    def _paint_years(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        metrics, free = painter.fontMetrics(), 0.0
        for year in range(self._first // 12, self._last // 12 + 1):
            left = self._place(max(12 * year, self._first))
            name = str(year)
            wide = metrics.horizontalAdvance(name)
            if left >= free and left + wide <= self.width():
                painter.drawText(QPoint(round(left), BARS + metrics.ascent() + 3), name)
                free = left + max(wide + 8, _YEAR_ROOM)


class _Handle(QWidget):
    """One end of the range: to be dragged, or moved with the arrow keys."""

    def __init__(self, histogram: DateHistogram, which: int) -> None:
        super().__init__(histogram)
        self._histogram, self._which = histogram, which
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CLEAR_KEYS:
            self._histogram.choose_all()
        elif event.key() in _STEPS:
            here = self._histogram.limits()[self._which]
            self._histogram.move_limit(self._which, here + _STEPS[event.key()])
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = self.mapToParent(event.position().toPoint()).x()
        self._histogram.move_limit(self._which, self._histogram.month_at(x) + self._which)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() in _CLEAR_KEYS or event.key() in _STEPS)
            return event.isAccepted()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        role = QPalette.ColorRole
        strong = self.hasFocus() or self.underMouse()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(role.Accent if strong else role.PlaceholderText))
        edge = self.width() - 2 if self._which == 0 else 0
        painter.drawRect(edge, 0, 2, self.height())
        grip = QRectF(self.width() - 7 if self._which == 0 else -1, self.height() / 2 - 8, 8, 16)
        painter.drawRoundedRect(grip, 3, 3)
        painter.end()


def _month_at(nanoseconds: int) -> int:
    moment = local_moment(nanoseconds)
    return 12 * moment.year + moment.month - 1


def _first_moment(month: int) -> datetime:
    year, number = divmod(month, 12)
    return datetime(min(max(year, 1), 9999), number + 1, 1)


def _nanoseconds(month: int) -> int:
    moment = _first_moment(month)
    try:
        seconds = moment.timestamp()
    except (OSError, OverflowError):  # as in local_moment
        seconds = moment.replace(tzinfo=UTC).timestamp()
    return round(seconds) * _NANOSECONDS
