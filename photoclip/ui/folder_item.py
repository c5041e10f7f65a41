"""Draws one watched folder: its name, how many photos it holds, and whether it can be seen."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photoclip.domain import Folder
from photoclip.ui.icons import draw_icon
from photoclip.ui.theme import GAP, RADIUS

Index = QModelIndex | QPersistentModelIndex

FOLDER_ROLE = Qt.ItemDataRole.UserRole
ICON = 18


class FolderItem(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        folder: Folder = index.data(FOLDER_ROLE)
        line: int = option.fontMetrics.height()
        return QSize(0, 2 * GAP + (line if folder.online else 2 * line))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        folder: Folder = index.data(FOLDER_ROLE)
        palette: QPalette = option.palette
        rect: QRect = option.rect.adjusted(GAP, 1, -GAP, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_back(painter, option, rect)
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        text = palette.color(QPalette.ColorRole.WindowText) if folder.online else quiet
        inner = rect.adjusted(GAP, 0, -GAP, 0)
        icon = QRect(inner.left(), inner.center().y() - ICON // 2 + 1, ICON, ICON)
        draw_icon("folder" if folder.online else "hard-drive", quiet).paint(painter, icon)
        inner.setLeft(icon.right() + GAP)
        count = QLocale().toString(folder.photos)
        room = option.fontMetrics.horizontalAdvance(count) + GAP
        painter.setPen(quiet)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, count)
        inner.setRight(inner.right() - room)
        self._paint_names(painter, option, inner, folder, text)
        painter.restore()

    def _paint_back(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        painter.setPen(Qt.PenStyle.NoPen)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setBrush(palette.color(QPalette.ColorRole.Midlight))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)

    def _paint_names(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        folder: Folder,
        colour: object,
    ) -> None:
        metrics = option.fontMetrics
        name = metrics.elidedText(
            folder.path.name or str(folder.path), Qt.TextElideMode.ElideRight, rect.width()
        )
        painter.setPen(colour)
        if folder.online:
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, name)
            return
        line = metrics.height()
        top = rect.center().y() - line
        painter.drawText(
            QRect(rect.left(), top, rect.width(), line), Qt.AlignmentFlag.AlignVCenter, name
        )
        painter.drawText(
            QRect(rect.left(), top + line, rect.width(), line),
            Qt.AlignmentFlag.AlignVCenter,
            self.tr("Not connected"),
        )
