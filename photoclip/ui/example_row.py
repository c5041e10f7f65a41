"""Pictures from outside the library that show what a label means; more are dropped onto it."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from photoclip.errors import PhotoClipError
from photoclip.ui import drops
from photoclip.ui.controls import make_label
from photoclip.ui.flow_layout import FlowLayout
from photoclip.ui.qimages import read_qimage
from photoclip.ui.theme import GAP
from photoclip.ui.translation import say
from photoclip.ui.workers import Workers

SIDE = 56
KEPT_SIDE = 512
"""Longer side of a kept example in pixels: more than any model looks at."""


class ExampleRow(QFrame):
    """Accepts pictures as files, pixels, or photos of the library (which are files too)."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropRow")
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Example pictures"))
        self._pictures: list[bytes] = []
        self._buttons: list[QPushButton] = []
        self._hint = make_label(self.tr("Drop pictures here that show it"), quiet=True)
        inside = QWidget()
        self._flow = FlowLayout(inside, GAP // 2)
        self._flow.addWidget(self._hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(inside)
        self._workers = Workers(1, self)
        self._workers.done.connect(self._take)
        self._waiting: dict[Hashable, partial[bytes]] = {}

    def pictures(self) -> tuple[bytes, ...]:
        return tuple(self._pictures)

    def show_pictures(self, pictures: tuple[bytes, ...]) -> None:
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.deleteLater()
        self._pictures, self._buttons = list(pictures), []
        for data in pictures:
            self._add_button(data)
        self._hint.setVisible(not pictures)
        self.updateGeometry()

    def close_workers(self) -> None:
        self._workers.close()

    def _add_button(self, data: bytes) -> None:
        button = QPushButton()
        button.setFixedSize(SIDE, SIDE)
        button.setIconSize(QSize(SIDE - 8, SIDE - 8))
        pixmap = QPixmap()
        pixmap.loadFromData(data)
        button.setIcon(QIcon(pixmap))
        name = self.tr("Example {number}; press to take it away")
        button.setAccessibleName(name.format(number=len(self._buttons) + 1))
        button.setToolTip(self.tr("Press to take it away"))
        button.clicked.connect(lambda: self._remove(data))
        self._buttons.append(button)
        self._flow.addWidget(button)
        button.show()

    def _remove(self, data: bytes) -> None:
        self.show_pictures(tuple(one for one in self._pictures if one != data))
        self.changed.emit()

    # --- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if mime.hasUrls() or mime.hasImage():
            drops.take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        mime = event.mimeData()
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        for path in files:
            self._waiting[path] = partial(_shrink, path)
        if not files:
            dropped = drops.read_mime(mime)
            if isinstance(dropped, drops.DroppedPixels):
                self._waiting[dropped.data] = partial(_shrink, dropped.data)
        self._workers.want(self._waiting)
        drops.take_copy(event)

    @Slot(object, object)
    def _take(self, key: Hashable, result: object) -> None:
        self._waiting.pop(key, None)
        if isinstance(result, bytes):
            if result not in self._pictures:
                self.show_pictures((*self._pictures, result))
                self.changed.emit()
        else:
            self.failed.emit(say(result))


def _shrink(source: Path | bytes) -> bytes:
    """A picture as a small JPEG; raises what ``read_qimage`` does."""
    image = read_qimage(source, KEPT_SIDE)
    longest = max(image.width(), image.height())
    if longest > KEPT_SIDE:
        image = image.scaled(
            QSize(KEPT_SIDE, KEPT_SIDE),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    opaque = image.convertToFormat(QImage.Format.Format_RGB888)
    if not opaque.save(buffer, "JPEG", 88):  # type: ignore[call-overload]
        raise PhotoClipError("The picture could not be kept as an example.")
    return bytes(buffer.data().data())
