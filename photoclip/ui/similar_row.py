"""The photos most like the one that is shown, small, to go on from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from photoclip.domain import Photo
from photoclip.messages import FindSimilar, SimilarFound
from photoclip.ui import texts
from photoclip.ui.bridge import Bridge
from photoclip.ui.flow_layout import FlowLayout
from photoclip.ui.icons import draw_icon
from photoclip.ui.pictures import Pictures
from photoclip.ui.qimages import crop_square
from photoclip.ui.theme import GAP

SIDE = 64
COUNT = 9


class SimilarRow(QWidget):
    chosen = Signal(object)
    """A Photo to be looked at."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked: int | None = None
        self._buttons: dict[int, tuple[Photo, QPushButton]] = {}
        self._found: Sequence[Photo] = ()
        self._is_veiled: Callable[[Photo], bool] = lambda photo: False
        self._leaves_out = False
        self._pictures = Pictures(parent=self)
        self._pictures.loaded.connect(self._draw)
        self._flow = FlowLayout(self, GAP // 2)
        bridge.similar_found.connect(self._take)

    def show_photo(self, photo: Photo | None) -> None:
        if photo is None or photo.id != self._asked:
            self._asked = photo.id if photo is not None else None
            self._fill(())
            if photo is not None:
                self._bridge.post(FindSimilar(photo.id, COUNT))

    def set_screen(self, profile: bytes | None) -> None:
        """See ``Pictures.set_screen``."""
        self._pictures.set_screen(profile)
        self._fill(self._found)

    def set_veil(self, is_veiled: Callable[[Photo], bool], *, leaves_out: bool) -> None:
        """Which photos are not to be seen for now; ``leaves_out``: not even that they are there."""
        self._is_veiled, self._leaves_out = is_veiled, leaves_out
        self._fill(self._found)

    def close_workers(self) -> None:
        self._pictures.close()

    @Slot(object)
    def _take(self, event: SimilarFound) -> None:
        if event.photo_id == self._asked:
            self._fill(event.photos)

    def _fill(self, photos: Sequence[Photo]) -> None:
        for _, button in self._buttons.values():
            self._flow.removeWidget(button)
            button.deleteLater()
        self._buttons, self._found = {}, photos
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for photo in photos:
            if self._leaves_out and self._is_veiled(photo):
                continue
            button = QPushButton()
            button.setObjectName("pictureButton")
            button.setFixedSize(SIDE, SIDE)
            button.setIconSize(QSize(SIDE, SIDE))
            button.setAccessibleName(texts.describe(photo, veiled=self._is_veiled(photo)))
            button.setToolTip(photo.path.name)
            if self._is_veiled(photo):
                button.setIconSize(QSize(SIDE // 3, SIDE // 3))
                button.setIcon(draw_icon("eye-slash", quiet))
            button.clicked.connect(lambda _=False, photo=photo: self.chosen.emit(photo))
            self._buttons[photo.id] = (photo, button)
            self._flow.addWidget(button)
            button.show()
        shown = [photo for photo, _ in self._buttons.values() if not self._is_veiled(photo)]
        self._pictures.want([photo.path for photo in shown], self._short_side())
        self._draw()
        self.updateGeometry()

    def _short_side(self) -> int:
        return round(SIDE * self.devicePixelRatioF())

    @Slot()
    def _draw(self) -> None:
        side = self._short_side()
        for photo, button in self._buttons.values():
            image = None if self._is_veiled(photo) else self._pictures.image(photo.path, side)
            if image is not None and button.icon().isNull():
                square = crop_square(image, side, 4 * self.devicePixelRatioF())
                button.setIcon(QIcon(QPixmap.fromImage(square)))
