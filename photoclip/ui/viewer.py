"""One photo, as large as the window allows, with its neighbours a key away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from photoclip.domain import Photo
from photoclip.ui import texts
from photoclip.ui.controls import announce
from photoclip.ui.film_strip import FilmStrip
from photoclip.ui.photo_canvas import PAN_STEP
from photoclip.ui.photo_loading import PhotoLoading
from photoclip.ui.pictures import Pictures
from photoclip.ui.slideshow import Slideshow
from photoclip.ui.viewer_frame import ViewerFrame

FAR = 1_000_000_000
"""More rows than there are: to the first or the last photo."""

STEPS = {
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Space: 1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Backspace: -1,
    Qt.Key.Key_Home: -FAR,
    Qt.Key.Key_End: FAR,
}
ARROWS = {
    Qt.Key.Key_Right: (1, QPointF(-PAN_STEP, 0)),
    Qt.Key.Key_Down: (1, QPointF(0, -PAN_STEP)),
    Qt.Key.Key_Left: (-1, QPointF(PAN_STEP, 0)),
    Qt.Key.Key_Up: (-1, QPointF(0, PAN_STEP)),
}
"""The step, and the way the photo is moved instead where it is larger than the window."""


class Viewer(ViewerFrame):
    """Shows what it is told to; which photo comes next is the window's to say."""

    stepped = Signal(int)
    """Go so many photos on, or back when negative."""
    row_chosen = Signal(int)
    closed = Signal()
    full_screen_asked = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Photo"))
        self._photo: Photo | None = None
        self._neighbours: Sequence[Photo] = ()
        self._offline = False
        self._turns: dict[int, int] = {}
        """Quarters that photos were turned by, while the window is open."""
        self._is_veiled: Callable[[Photo], bool] = lambda photo: False
        self._unveiled = False
        """The person asked to see this veiled photo."""
        self._full_for_slideshow = False
        self.slideshow = Slideshow(self)
        self._loading = PhotoLoading(pictures, self._canvas, self)
        self._connect()
        self._keys = self._make_keys()
        self._bar.show_slideshow(self.slideshow)
        self._show_zoom()

    def _connect(self) -> None:
        bar, canvas = self._bar, self._canvas
        bar.back.clicked.connect(self.closed)
        bar.full.clicked.connect(self.full_screen_asked)
        bar.zoom.clicked.connect(lambda: canvas.toggle_full_size())
        bar.turn.clicked.connect(lambda: self.turn(1))
        bar.slideshow.clicked.connect(self._press_slideshow)
        bar.interval.clicked.connect(self.slideshow.next_interval)
        self._previous.clicked.connect(lambda: self.stepped.emit(-1))
        self._next.clicked.connect(lambda: self.stepped.emit(1))
        canvas.zoom_changed.connect(self._show_zoom)
        canvas.clicked.connect(self._pause_slideshow)
        self._loading.shown.connect(self.slideshow.count_down)
        self._loading.failed.connect(self._take_failure)
        self.slideshow.changed.connect(self._take_slideshow)

    def set_film_strip(self, strip: FilmStrip) -> None:
        super().set_film_strip(strip)
        strip.chosen.connect(self.row_chosen)
        strip.stepped.connect(self.stepped)

    def close_workers(self) -> None:
        self._canvas.close_workers()
        self._loading.close_workers()

    # --- which photo

    def photo(self) -> Photo | None:
        return self._photo

    def neighbours(self) -> list[Photo]:
        return list(self._neighbours)

    def is_offline(self) -> bool:
        return self._offline

    def show_row(self, row: int) -> None:
        """Where among the photos the film strip is; -1: nowhere."""
        if self._strip is not None:
            self._strip.show_row(row)

    def show_photo(
        self, photo: Photo, neighbours: Sequence[Photo], place: str, *, offline: bool = False
    ) -> None:
        """``neighbours`` are decoded ahead; ``place`` says where among the photos this one is.

        The file of an ``offline`` photo cannot be read now; its thumbnail is shown.
        """
        before = self._photo
        self._photo, self._neighbours, self._offline = photo, neighbours, offline
        self._bar.show_photo(photo, place)
        if before is None or (before.id, before.stat) != (photo.id, photo.stat):
            self.slideshow.wait()
            self._unveiled = False
            self._loading.show_photo(photo, self._turns.get(photo.id, 0))
        self._draw_veil()
        self._loading.load(neighbours)

    def set_neighbours_exist(self, before: bool, after: bool) -> None:
        self._previous.setEnabled(before)
        self._next.setEnabled(after)

    def leave(self) -> None:
        """Nothing is shown any more, and nothing is decoded for it."""
        self._full_for_slideshow = False
        self.slideshow.stop()
        self._photo = None
        self._neighbours = ()
        self._loading.leave()
        self.show_row(-1)

    @Slot(str)
    def _take_failure(self, reason: str) -> None:
        if self._offline:
            reason = self.tr("The folder of this photo is not connected.")
        self._canvas.show_text(reason)
        announce(self, reason)
        self._show_zoom()
        self.slideshow.skip()

    # --- what must not be seen without being asked for

    def set_veil(self, is_veiled: Callable[[Photo], bool]) -> None:
        """Show photos for which this is true as covered, until the person asks to see one."""
        self._is_veiled = is_veiled
        self._draw_veil()

    def set_screen(self, profile: bytes | None) -> None:
        """See ``Pictures.set_screen``; of an animation it is true from the next frame on."""
        self._loading.animation.set_screen(profile)

    def unveil(self) -> None:
        """Show the photo until another one comes."""
        self._unveiled = True
        self._draw_veil()

    def _draw_veil(self) -> None:
        photo = self._photo
        if photo is None:
            return
        veiled = not self._unveiled and self._is_veiled(photo)
        if veiled:
            name = texts.describe(photo, veiled=True)
            sentence = self.tr("This photo is veiled. Press V to see it.")
        else:
            name, sentence = texts.describe(photo), ""
        self.setAccessibleName(name)
        self._canvas.set_veiled(sentence)

    # --- the view

    def turn(self, quarters: int) -> None:
        """Turn the view of this photo clockwise; the file stays as it is."""
        if self._photo is not None:
            turns = (self._turns.get(self._photo.id, 0) + quarters) % 4
            self._turns[self._photo.id] = turns
            self._canvas.turn(turns)

    @Slot()
    def _show_zoom(self) -> None:
        self._bar.show_zoom(self._canvas.zoom() if self._canvas.has_picture() else None)

    # --- the slideshow

    def toggle_slideshow(self) -> None:
        """Start it in full screen, or end it and leave full screen if it went there."""
        if self.slideshow.is_running():
            self.slideshow.stop()
        elif self._photo is not None:
            self._full_for_slideshow = not self._full
            self.slideshow.start()
            if self._full_for_slideshow:
                self.full_screen_asked.emit()

    @Slot()
    def _press_slideshow(self) -> None:
        if self.slideshow.is_running():
            self.slideshow.toggle_pause()
        else:
            self.toggle_slideshow()

    @Slot()
    def _pause_slideshow(self) -> None:
        if self.slideshow.is_running():
            self.slideshow.toggle_pause()

    @Slot()
    def _take_slideshow(self) -> None:
        self._bar.show_slideshow(self.slideshow)
        if self.slideshow.is_paused():
            announce(self, self.tr("The slideshow is paused."))
            self.show_controls()
        if not self.slideshow.is_running() and self._full_for_slideshow:
            self._full_for_slideshow = False
            if self._full:
                self.full_screen_asked.emit()

    # --- keys and buttons of the mouse

    def _make_keys(self) -> dict[tuple[Qt.Key, bool], Callable[[], object]]:
        """What a key does, without and with Shift."""
        key, canvas = Qt.Key, self._canvas
        plain: dict[Qt.Key, Callable[[], object]] = {
            key.Key_1: lambda: canvas.zoom_to(1.0),
            key.Key_Z: canvas.toggle_full_size,
            key.Key_Plus: lambda: canvas.zoom_by(1),
            key.Key_Equal: lambda: canvas.zoom_by(1),
            key.Key_Minus: lambda: canvas.zoom_by(-1),
            key.Key_R: lambda: self.turn(1),
            key.Key_S: self.toggle_slideshow,
            key.Key_T: self.toggle_strip,
            key.Key_I: self.toggle_info,
            key.Key_V: self.unveil,
            key.Key_P: self._loading.animation.toggle_pause,
        }
        shifted: dict[Qt.Key, Callable[[], object]] = {
            key.Key_Plus: plain[key.Key_Plus],
            key.Key_R: lambda: self.turn(-1),
            key.Key_S: self.slideshow.next_interval,
        }
        return {(k, False): run for k, run in plain.items()} | {
            (k, True): run for k, run in shifted.items()
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        free = not modifiers & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if not free:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space and self.slideshow.is_running():
            self.slideshow.toggle_pause()
        elif key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in ARROWS:
            self._take_arrow(*ARROWS[key])
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_out()
        elif run := self._keys.get((key, shift)):
            run()
        else:
            super().keyPressEvent(event)

    def _take_arrow(self, step: int, way: QPointF) -> None:
        if self._canvas.can_pan() and not self._canvas.is_fitted():
            self._canvas.pan(way)
        else:
            self.stepped.emit(step)

    def _go_out(self) -> None:
        if self.slideshow.is_running():
            self.slideshow.stop()
        else:
            self.closed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.BackButton:
            self.stepped.emit(-1)
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.stepped.emit(1)
        else:
            super().mousePressEvent(event)

    # --- out of sight

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._loading.animation.set_hidden(False)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._loading.animation.set_hidden(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowStateChange:
            self._loading.animation.set_hidden(self.window().isMinimized())
        return super().eventFilter(watched, event)
