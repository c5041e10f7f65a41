"""The headings of a grid's sections: where they are, and how they are painted.

The one of what is at the top stays there while its own place is scrolled away: it is sticky.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPalette

from photoclip.ui.grid_layout import GridLayout
from photoclip.ui.theme import GAP

HEADING = 5 * GAP
"""Height of a heading in logical pixels."""


def background() -> QColor:
    """The window's: a style sheet may have made the widget's own one transparent."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window)


@dataclass(frozen=True, slots=True)
class GridHeadings:
    """Of a layout of which ``offset`` pixels have been scrolled away, ``width`` pixels wide."""

    layout: GridLayout
    offset: int
    width: int

    def sticky(self) -> QRect:
        """The sticky heading; empty where there is none."""
        if not self._are_there() or self.offset <= 0:
            return QRect()
        section = self.layout.section_at(self.offset)
        pushed = min(0, self.layout.section_top(section + 1) - self.offset - HEADING)
        return QRect(0, pushed, self.width, HEADING)

    def section_at(self, point: QPoint) -> int:
        """The section whose heading is there; -1 for none."""
        if not self._are_there():
            return -1
        y = point.y() + self.offset
        section = self.layout.section_at(y)
        inside = y - self.layout.section_top(section) < HEADING
        return section if inside or self.sticky().contains(point) else -1

    def _are_there(self) -> bool:
        return bool(self.layout.heading and self.layout.count)

    def paint(self, painter: QPainter, area: QRect, name: Callable[[int], str]) -> None:
        """Those within ``area``; ``name`` gives what a section's heading says."""
        if not self._are_there():
            return
        section = self.layout.section_at(self.offset + area.top())
        while section < self.layout.sections():
            top = self.layout.section_top(section) - self.offset
            if top > area.bottom():
                break
            _paint_heading(painter, QRect(0, top, self.width, HEADING), name(section))
            section += 1
        sticky = self.sticky()
        if sticky.isValid() and sticky.intersects(area):
            painter.fillRect(sticky, background())
            _paint_heading(painter, sticky, name(self.layout.section_at(self.offset)))


def _paint_heading(painter: QPainter, place: QRect, text: str) -> None:
    inner = place.adjusted(GAP // 2, GAP // 2, -GAP // 2, 0)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
