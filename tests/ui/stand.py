"""The viewer on its own: a model, a grid and photos, without window, search and engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget
from support import COLOURS, make_photo
from ui.desk import make_hits, make_row

from photoclip.domain import Photo
from photoclip.ui.film_strip import FilmStrip
from photoclip.ui.grid import PhotoGrid
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.pictures import Pictures
from photoclip.ui.thumbnail_cache import ThumbnailCache
from photoclip.ui.thumbnails import Thumbnails
from photoclip.ui.viewer import Viewer
from photoclip.ui.viewing import Viewing


class Stand:
    """A person before one photo."""

    def __init__(self, qtbot: Any, root: Path) -> None:
        self.qtbot, self.root = qtbot, root
        self.window = QMainWindow()
        self.cache = ThumbnailCache(root / "thumbnails")
        self.thumbnails = Thumbnails(self.cache)
        self.pictures = Pictures(thumbnails=self.cache)
        self.model = PhotoModel()
        self.grid = PhotoGrid(self.model, self.thumbnails)
        self.viewer = Viewer(self.pictures)
        self.strip = FilmStrip(self.model, self.thumbnails)
        self.viewer.set_film_strip(self.strip)
        self.canvas = self.viewer._canvas
        self.pages = QStackedWidget()
        self.pages.addWidget(self.grid)
        self.pages.addWidget(self.viewer)
        self.window.setCentralWidget(self.pages)
        self.viewing = Viewing(self.viewer, self.grid, self.model, self.window)
        self.viewing.opened.connect(self._show_viewer)
        self.viewing.closed.connect(lambda: self.pages.setCurrentWidget(self.grid))
        self.viewer.full_screen_asked.connect(self._toggle_full_screen)
        qtbot.addWidget(self.window)
        self.window.resize(800, 600)
        with qtbot.waitExposed(self.window):
            self.window.show()

    def _show_viewer(self) -> None:
        self.pages.setCurrentWidget(self.viewer)
        self.viewer.setFocus()

    def _toggle_full_screen(self) -> None:
        self.window.setWindowState(self.window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def close(self) -> None:
        self.window.close()
        self.viewer.close_workers()
        self.pictures.close()
        self.thumbnails.close()

    # --- photos

    def fill(self, colours: Sequence[str] = ("red", "green", "blue", "yellow")) -> list[Photo]:
        folder = self.root / "photos"
        return self.show(
            [make_photo(folder / f"{i}-{c}.png", c, (64, 48)) for i, c in enumerate(colours)]
        )

    def show(self, paths: Sequence[Path], **changes: Any) -> list[Photo]:
        rows = [make_row(i, path, **changes) for i, path in enumerate(paths, 1)]
        self.grid.show_hits(make_hits([row.id for row in rows]), keep_place=False)
        self.model.add_details(rows)
        return rows

    def make_large(self, name: str, size: tuple[int, int], colour: str = "red") -> Path:
        """A photo of more pixels than any screen, with a white spot in its top left corner."""
        path = self.root / name
        picture = Image.new("RGB", size, COLOURS[colour])
        picture.paste((255, 255, 255), (0, 0, size[0] // 10, size[1] // 10))
        picture.save(path)
        return path

    # --- the person

    def open(self, row: int = 0) -> None:
        self.grid.go_to(row)
        self.viewing.open_current()

    def wait_for_picture(self) -> None:
        """Until the photo is on screen at the screen's size."""
        photo = self.viewer.photo()
        side = self.viewer._loading._short_side()
        self.qtbot.waitUntil(
            lambda: self.pictures.image(photo.path, side) is not None and self.canvas.has_picture()
        )

    def press(self, key: Qt.Key, *, shift: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(self.viewer, key, modifier=modifier)

    def turn_wheel(self, steps: int, at: QPoint, widget: QWidget | None = None) -> None:
        widget = widget or self.canvas
        event = QWheelEvent(
            QPointF(at),
            QPointF(widget.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def colour_at(self, x: float, y: float) -> tuple[int, int, int]:
        """Of the canvas, at a share of its width and height."""
        image = self.canvas.grab().toImage()
        colour = image.pixelColor(round(x * (image.width() - 1)), round(y * (image.height() - 1)))
        return colour.getRgb()[:3]
