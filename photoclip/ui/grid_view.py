"""A grid of square cells under headings: geometry, keys, mouse and painting. Knows no photos.

It is a QListView because screen readers know one as a list and Qt's own selection, keys and drags
come with it. All geometry is ``GridLayout``'s instead of Qt's, which has no sections.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from photoclip.ui.grid_headings import HEADING, GridHeadings, background
from photoclip.ui.grid_layout import GridLayout

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemView.ScrollHint
Move = QAbstractItemView.CursorAction
State = QStyle.StateFlag


class GridView(QListView):
    """Subclasses make the layout, name the sections and paint the cells by a delegate."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = GridLayout()
        self._foot_height = 0
        self._goal: int | None = None
        """The column that going up and down keeps to, through lines that are shorter."""
        self._band: QRect | None = None
        """The rubber band, in the content's coordinates."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Always there, or its coming would change the columns; invisible while it has no use.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        # What is opaque is scrolled by moving its pixels.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def name_section(self, section: int) -> str:
        """What a section's heading says."""
        raise NotImplementedError

    def set_layout(self, layout: GridLayout, foot: int = 0) -> None:
        """Lay the rows out; ``foot`` pixels stay free below them."""
        self._layout = layout
        self._foot_height = foot
        self._goal = None
        self.updateGeometries()
        self.viewport().update()

    def grid_layout(self) -> GridLayout:
        return self._layout

    def _headings(self) -> GridHeadings:
        return GridHeadings(self._layout, self.verticalOffset(), self.viewport().width())

    # --- geometry, as Qt asks for it

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= self._layout.count:
            return QRect()
        x, y = self._layout.cell(index.row())
        return QRect(x, y - self.verticalOffset(), self._layout.side, self._layout.side)

    def indexAt(self, point: QPoint) -> QModelIndex:
        if self._headings().sticky().contains(point):
            return QModelIndex()
        row = self._layout.row_at(point.x(), point.y() + self.verticalOffset())
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def visible_rows(self) -> range:
        top = self.verticalOffset()
        return self._layout.rows_between(top, top + self.viewport().height())

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)  # not QListView's: it would lay out each row

    def updateGeometries(self) -> None:
        page = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setSingleStep(max(24, self._layout.side // 4))
        bar.setPageStep(page)
        bar.setRange(0, max(0, self._layout.height + self._foot_height - page))

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)

    def viewportSizeHint(self) -> QSize:
        return QSize(
            self._layout.columns * self._layout.side, self._layout.height + self._foot_height
        )

    # --- scrolling

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        if not index.isValid() or index.row() >= self._layout.count:
            return
        y, side = self._layout.cell(index.row()).y, self._layout.side
        page, heading = self.viewport().height(), self._layout.heading
        value = self.verticalOffset()
        if hint == Hint.PositionAtTop:
            value = y - heading
        elif hint == Hint.PositionAtBottom:
            value = y + side - page
        elif hint == Hint.PositionAtCenter:
            value = y + (side - page) // 2
        else:  # the sticky heading covers what is under it
            value = max(min(value, y - heading), y + side - page)
        self.verticalScrollBar().setValue(value)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.scrollDirtyRegion(0, dy)
        viewport = self.viewport()
        if self._band is not None:
            viewport.update()
            return
        viewport.scroll(0, dy)
        if self._layout.heading:
            viewport.update(0, 0, viewport.width(), HEADING + max(0, dy))

    # --- keys

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self._layout.count
        if not count:
            return QModelIndex()
        row = self.currentIndex().row()
        if not 0 <= row < count:
            return self.model().index(0, 0)
        if action in (Move.MoveUp, Move.MoveDown, Move.MovePageUp, Move.MovePageDown):
            row = self._go_vertically(action, row)
        else:
            self._goal = None
            row = {
                Move.MoveLeft: max(0, row - 1),
                Move.MovePrevious: max(0, row - 1),
                Move.MoveRight: min(count - 1, row + 1),
                Move.MoveNext: min(count - 1, row + 1),
                Move.MoveHome: 0,
                Move.MoveEnd: count - 1,
            }[action]
        return self.model().index(row, 0)

    def _go_vertically(self, action: Move, row: int) -> int:
        if self._goal is None:
            self._goal = self._layout.column(row)
        if action == Move.MoveUp:
            return self._layout.above(row, self._goal)
        if action == Move.MoveDown:
            return self._layout.below(row, self._goal)
        page = max(self._layout.side, self.viewport().height() - self._layout.side)
        y = self._layout.cell(row).y + (page if action == Move.MovePageDown else -page)
        return self._layout.row_near(self._goal, y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not jump: names are not what this program finds photos by."""

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        # This is where the context-menu key opens the menu.
        if query == Qt.InputMethodQuery.ImCursorRectangle and self.currentIndex().isValid():
            return self.visualRect(self.currentIndex()).intersected(self.viewport().rect())
        return super().inputMethodQuery(query)

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        # A selected photo is dragged out; from any other place the rubber band is drawn.
        self.setDragEnabled(index.isValid() and self.selectionModel().isSelected(index))
        self._goal = None
        heading = self._headings().section_at(event.position().toPoint())
        if heading >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._select_section(heading, event.modifiers())
        else:
            QAbstractItemView.mousePressEvent(self, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        QAbstractItemView.mouseReleaseEvent(self, event)
        if self._band is not None:
            self._band = None
            self.viewport().update()

    def _select_section(self, section: int, modifiers: Qt.KeyboardModifier) -> None:
        """All photos under a heading; with Ctrl or Shift, these too."""
        rows = self._layout.section_rows(section)
        flag = QItemSelectionModel.SelectionFlag
        more = modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        chosen = self.select_rows([rows])
        self.selectionModel().setCurrentIndex(self.model().index(rows.start, 0), flag.NoUpdate)
        self.selectionModel().select(chosen, flag.Select if more else flag.ClearAndSelect)

    # --- selection

    def selected_rows(self, at_most: int | None = None) -> list[int]:
        """Rows in order; by ranges, because a selection may be the whole library."""
        rows: list[int] = []
        for part in self.selectionModel().selection().toList():
            rows.extend(range(part.top(), part.bottom() + 1)[:at_most])
            if at_most is not None and len(rows) >= at_most:
                return sorted(rows[:at_most])
        return sorted(rows)

    def select_rows(self, ranges: list[range]) -> QItemSelection:
        """A selection of these ranges, none of which is empty."""
        model, chosen = self.model(), QItemSelection()
        for rows in ranges:
            chosen.select(model.index(rows.start, 0), model.index(rows.stop - 1, 0))
        return chosen

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """From corner to corner: by the rubber band what it touches, else all rows between."""
        begin, end = rect.topLeft(), rect.bottomRight()
        if self.state() == QAbstractItemView.State.DragSelectingState:
            ranges = self._stretch_band(begin, end)
        else:
            down = QPoint(0, self.verticalOffset())
            rows = sorted(
                self._layout.row_at((at + down).x(), (at + down).y()) for at in (begin, end)
            )
            ranges = [range(rows[0], rows[1] + 1)] if rows[0] >= 0 else []
        self.selectionModel().select(self.select_rows(ranges), command)

    def _stretch_band(self, begin: QPoint, end: QPoint) -> list[range]:
        down = self.verticalOffset()
        left, right = sorted((begin.x(), end.x()))
        top, bottom = sorted((begin.y() + down, end.y() + down))
        self._band = QRect(QPoint(left, top), QPoint(right, bottom))
        self.viewport().update()
        return self._layout.ranges_in(left, top, right, bottom)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        visible, region = self.visible_rows(), QRegion()
        for part in selection.toList():
            for row in range(max(visible.start, part.top()), min(visible.stop, part.bottom() + 1)):
                region += self.visualRect(self.model().index(row, 0))
        return region

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        if QAccessible.isActive():
            QAbstractItemView.dataChanged(self, first, last, list(roles))
        visible = self.visible_rows()
        top, end = max(visible.start, first.row()), min(visible.stop - 1, last.row())
        if top <= end:  # Qt would paint everything again
            lines = QRect(0, self._layout.cell(top).y, self.viewport().width(), 0)
            lines.setBottom(self._layout.cell(end).y + self._layout.side)
            self.viewport().update(lines.translated(0, -self.verticalOffset()))

    def currentChanged(self, current: Index, previous: Index) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        if self.hasFocus() and current.isValid() and QAccessible.isActive():
            # Qt's own list looks the child up in a layout that is not used here.
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        QAbstractItemView.selectionChanged(self, selected, deselected)  # for the same reason

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), background())
        self._paint_cells(painter, event.region())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        self._headings().paint(painter, event.rect(), self.name_section)
        if self._band is not None:
            self._paint_band(painter, self._band.translated(0, -self.verticalOffset()))
        painter.end()

    def _paint_cells(self, painter: QPainter, region: QRegion) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~State.State_Selected & ~State.State_HasFocus
        model, delegate, selection = self.model(), self.itemDelegate(), self.selectionModel()
        focused = self.currentIndex().row() if self.hasFocus() else -1
        hovered = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())).row()
        under_mouse = self.viewport().underMouse()
        offset, side, area = self.verticalOffset(), self._layout.side, region.boundingRect()
        for row in self._layout.rows_between(offset + area.top(), offset + area.bottom() + 1):
            x, y = self._layout.cell(row)
            option.rect = QRect(x, y - offset, side, side)
            if not region.intersects(option.rect):
                continue
            index = model.index(row, 0)
            state = plain
            if selection.isSelected(index):
                state |= State.State_Selected
            if row == focused:
                state |= State.State_HasFocus
            if under_mouse and row == hovered:
                state |= State.State_MouseOver
            option.state = state
            delegate.paint(painter, option, index)

    def _paint_band(self, painter: QPainter, band: QRect) -> None:
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(accent, 1))
        accent.setAlpha(36)
        painter.setBrush(accent)
        painter.drawRect(band.adjusted(0, 0, -1, -1))
