"""Where things lie around the photo in the viewer, and when they go away in full screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from photoclip.ui import viewer_bar
from photoclip.ui.controls import IconButton
from photoclip.ui.film_strip import FilmStrip
from photoclip.ui.photo_canvas import PhotoCanvas
from photoclip.ui.pointer_rest import PointerRest
from photoclip.ui.theme import DARK, GAP, build_palette, build_stylesheet
from photoclip.ui.viewer_bar import ViewerBar

INHERITED = f"""
QWidget {{ color: {DARK.text}; placeholder-text-color: {DARK.quiet};
    selection-background-color: {DARK.accent}; selection-color: {DARK.on_accent}; }}
"""
"""A palette does not reach into a widget whose application has a style sheet; this does."""

STYLE = """
#viewer { background: #101112; }
#viewer > QToolButton { background: rgba(32, 34, 34, 170); border-radius: 18px; padding: 7px; }
#viewer > QToolButton:hover { background: rgba(70, 74, 74, 220); }
#viewerBar { background: rgba(16, 17, 18, 215); }
#viewerBar QToolButton { background: transparent; border-radius: 6px; padding: 6px; }
#viewerBar QToolButton:hover { background: #303434; }
#viewerBar QToolButton:checked { background: #252828; }
"""
"""On top of the dark theme: the viewer is dark in both."""


NEAR = 120
"""Logical pixels from the bottom at which the film strip comes in full screen."""


class ViewerFrame(QWidget):
    """A bar on top, the photo, and a film strip below.

    In full screen the photo has all the room, and the rest lies over it while the pointer moves.
    """

    info_toggled = Signal(bool)
    """The person wants the information shown, or hidden."""
    strip_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setPalette(build_palette(DARK))
        self.setStyleSheet(INHERITED + build_stylesheet(DARK) + STYLE)
        self._canvas = PhotoCanvas(self)
        self._previous = self._edge_button("caret-left", self.tr("Previous photo"), "←")
        self._next = self._edge_button("caret-right", self.tr("Next photo"), "→")
        self._bar = ViewerBar(self)
        self._strip: FilmStrip | None = None
        self._strip_on, self._info_on = True, False
        self._full = False
        self._controls_shown, self._strip_near = True, False
        self._pointer = QPointF(-1, -1)
        """Where it was last, in global logical pixels."""
        self._bar.strip.clicked.connect(self.toggle_strip)
        self._bar.info.clicked.connect(self.toggle_info)
        self._rest = PointerRest(self, [self._canvas, self._bar, self._previous, self._next])
        self._rest.moved.connect(self._take_move)
        self._rest.rested.connect(self._take_rest)

    def _edge_button(self, icon: str, label: str, keys: str) -> IconButton:
        button = IconButton(icon, label, self, keys=keys)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    # --- what it hosts

    def set_film_strip(self, strip: FilmStrip) -> None:
        self._strip = strip
        strip.setParent(self)
        self._rest.watch(strip)
        self._bar.strip.show()
        self._place()

    @Slot(bool)
    def show_info(self, shown: bool) -> None:
        """Say whether the information beside the viewer is shown."""
        self._info_on = shown
        self._place()

    @Slot()
    def toggle_info(self) -> None:
        self.show_info(not self._info_on)
        self.info_toggled.emit(self._info_on)

    def info_is_on(self) -> bool:
        return self._info_on

    @Slot(bool)
    def show_strip(self, shown: bool) -> None:
        self._strip_on = shown
        self._place()

    @Slot()
    def toggle_strip(self) -> None:
        self.show_strip(not self._strip_on)
        self.strip_toggled.emit(self._strip_on)

    def strip_is_on(self) -> bool:
        return self._strip_on

    def is_full(self) -> bool:
        return self._full

    # --- where it lies

    def _place(self) -> None:
        room = self.rect()
        self._bar.info.setChecked(self._info_on)
        self._bar.strip.setChecked(self._strip_on)
        bar = QRect(room.left(), room.top(), room.width(), viewer_bar.HEIGHT)
        self._bar.setGeometry(bar)
        self._bar.setVisible(self._controls_shown)
        stage = room if self._full else room.adjusted(0, bar.height(), 0, 0)
        stage = self._place_strip(room, stage)
        margin = 0 if self._full else GAP
        self._canvas.setGeometry(stage.adjusted(margin, 0, -margin, 0 if self._full else -margin))
        self._place_edges(stage)

    def _place_strip(self, room: QRect, stage: QRect) -> QRect:
        """The room that is left above it."""
        strip = self._strip
        if strip is None:
            return stage
        height = strip.sizeHint().height()
        strip.setGeometry(room.left(), room.bottom() - height + 1, room.width(), height)
        near = self._controls_shown and self._strip_near
        strip.setVisible(self._strip_on and (near or not self._full))
        return stage if self._full or not self._strip_on else stage.adjusted(0, 0, 0, -height)

    def _place_edges(self, stage: QRect) -> None:
        size = self._previous.sizeHint()
        top = stage.center().y() - size.height() // 2
        self._previous.move(stage.left() + 2 * GAP, top)
        self._next.move(stage.right() - 2 * GAP - size.width(), top)
        for button in (self._previous, self._next):
            button.resize(size)
            button.setVisible(self._controls_shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # --- full screen

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._follow_window()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowStateChange and watched is self.window():
            self._follow_window()
        return False

    def _follow_window(self) -> None:
        self._full = self.window().isFullScreen()
        self._bar.show_full_screen(self._full)
        self.show_controls()

    def show_controls(self) -> None:
        """For a while, in full screen; they are always there otherwise."""
        self._show_controls(True)
        self._rest.begin()

    def _show_controls(self, shown: bool) -> None:
        self._controls_shown = shown or not self._full
        hidden = not self._controls_shown
        self._canvas.hide_pointer(hidden)
        self._place()

    @Slot(QPointF)
    def _take_move(self, at: QPointF) -> None:
        self._pointer = at
        if not self._full:
            return
        near = self.height() - self.mapFromGlobal(at).y() < NEAR
        if near != self._strip_near or not self._controls_shown:
            self._strip_near = near
            self._show_controls(True)

    @Slot()
    def _take_rest(self) -> None:
        if self._full and not self._is_over_controls(self._pointer.toPoint()):
            self._strip_near = False
            self._show_controls(False)

    def _is_over_controls(self, at: QPoint) -> bool:
        controls = (self._bar, self._previous, self._next, self._strip)
        return any(
            each.isVisible() and each.rect().contains(each.mapFromGlobal(at))
            for each in controls
            if each is not None
        )
