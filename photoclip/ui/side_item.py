"""Draws one line of the side panel: an icon, a name, a count, and whether the photos show it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from photoclip.ui.icons import draw_icon
from photoclip.ui.theme import GAP, RADIUS

Index = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = Qt.ItemDataRole.UserRole
ICON = 18
MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class SideEntry:
    """What one line says. ``note`` is a second line; ``active``: the photos are chosen by it.

    ``spoken`` is what a screen reader says; ``colour`` ("#rrggbb") is the icon's, if any.
    """

    name: str
    icon: str
    count: int | None = None
    note: str = ""
    spoken: str = ""
    colour: str = ""
    indent: int = 0
    faint: bool = False
    active: bool = False


class SideItem(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: SideEntry = index.data(ENTRY_ROLE)
        line: int = option.fontMetrics.height()
        return QSize(0, 2 * GAP + (2 * line if entry.note else line))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: SideEntry = index.data(ENTRY_ROLE)
        palette: QPalette = option.palette
        rect: QRect = option.rect.adjusted(GAP, 1, -GAP, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_back(painter, option, rect, active=entry.active)
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        accent = palette.color(QPalette.ColorRole.Accent)
        inner = rect.adjusted(GAP * (1 + 2 * entry.indent), 0, -GAP, 0)
        icon = QRect(inner.left(), inner.center().y() - ICON // 2 + 1, ICON, ICON)
        colour = QColor(entry.colour) if entry.colour else accent if entry.active else quiet
        draw_icon(entry.icon, colour).paint(painter, icon)
        inner.setLeft(icon.right() + GAP)
        if entry.count is not None:
            count = QLocale().toString(entry.count)
            painter.setPen(quiet)
            painter.drawText(inner, MIDDLE | Qt.AlignmentFlag.AlignRight, count)
            inner.setRight(inner.right() - option.fontMetrics.horizontalAdvance(count) - GAP)
        painter.setPen(quiet if entry.faint else palette.color(QPalette.ColorRole.WindowText))
        _paint_lines(painter, option, inner, entry)
        painter.restore()

    # --- a name that is changed in place

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        edit = QLineEdit(parent)
        edit.setAccessibleName(self.tr("Name"))
        return edit

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(index.data(ENTRY_ROLE).name)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.text().strip():
            model.setData(index, editor.text().strip(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(GAP, 0, -GAP, 0))


def _paint_back(
    painter: QPainter, option: QStyleOptionViewItem, rect: QRect, *, active: bool
) -> None:
    state: QStyle.StateFlag = option.state
    palette: QPalette = option.palette
    painter.setPen(Qt.PenStyle.NoPen)
    if active or state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(palette.color(QPalette.ColorRole.Midlight))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(palette.color(QPalette.ColorRole.Highlight))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)


def _paint_lines(
    painter: QPainter, option: QStyleOptionViewItem, rect: QRect, entry: SideEntry
) -> None:
    metrics = option.fontMetrics
    name = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, rect.width())
    if not entry.note:
        painter.drawText(rect, MIDDLE, name)
        return
    line = metrics.height()
    top = QRect(rect.left(), rect.center().y() - line, rect.width(), line)
    painter.drawText(top, MIDDLE, name)
    note = metrics.elidedText(entry.note, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(top.translated(0, line), MIDDLE, note)
