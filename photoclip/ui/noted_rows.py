"""Rows of a list that say something, and quietly at the right something about it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from photoclip.ui.theme import GAP

NOTE = Qt.ItemDataRole.UserRole + 1
"""What is said at the right; it gives way where both have no room."""


class NotedRows(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, option.fontMetrics.height() + 2 * GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        metrics, text = option.fontMetrics, str(index.data() or "")
        room = option.rect.width() - metrics.horizontalAdvance(text) - 5 * GAP
        note = metrics.elidedText(str(index.data(NOTE) or ""), Qt.TextElideMode.ElideRight, room)
        if room < 4 * GAP or not note:
            return
        palette: QPalette = option.palette
        painter.save()
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(option.rect.adjusted(0, 0, -GAP, 0), right, note)
        painter.restore()


def row_height(view: QListView) -> int:
    return max(view.sizeHintForRow(0), view.fontMetrics().height() + 2 * GAP)
