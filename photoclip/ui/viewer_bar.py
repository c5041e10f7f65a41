"""The line above the photo in the viewer: what it is, and the few things to do with the view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from photoclip.domain import Photo
from photoclip.ui import texts
from photoclip.ui.controls import ElidedLabel, IconButton, make_label, with_keys
from photoclip.ui.slideshow import Slideshow
from photoclip.ui.theme import GAP

HEIGHT = 48

NAME_WIDTH = 10 * GAP
"""What a photo's name needs to say something."""


class ViewerBar(QWidget):
    """Only shows; the viewer connects the buttons, each of which is a key as well."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("viewerBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = _button("arrow-left", self.tr("Back to the photos"), "Esc")
        self.name = ElidedLabel()
        self.name.setProperty("quiet", False)
        self.facts = ElidedLabel()
        self.place = make_label(quiet=True)
        self.zoom = _keyless(QToolButton())
        self.turn = _button("arrow-clockwise", self.tr("Turn the view"), "R")
        self.interval = _keyless(QToolButton())
        self.slideshow = _button("play", self.tr("Slideshow"), "S")
        self.strip = _button("film-strip", self.tr("Film strip"), "T")
        self.info = _button("info", self.tr("Information"), "I")
        self.full = _button("corners-out", self.tr("Full screen"), "F11")
        for toggle in (self.strip, self.info):
            toggle.setCheckable(True)
        self.strip.hide()
        self._arrange()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, 0, GAP, 0)
        row.setSpacing(GAP)
        row.addWidget(self.back)
        row.addWidget(self.name)
        row.addSpacing(GAP)
        row.addWidget(self.facts, 1)
        row.addWidget(self.place)
        row.addSpacing(GAP)
        for button in (
            self.zoom,
            self.turn,
            self.interval,
            self.slideshow,
            self.strip,
            self.info,
            self.full,
        ):
            row.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for all, what the information says too goes first."""
        room = self.width() - 4 * GAP - NAME_WIDTH
        for button in self.findChildren(QToolButton):
            if button is not self.zoom and not button.isHidden():
                room -= button.sizeHint().width() + GAP
        for widget in (self.place, self.zoom):
            room -= widget.sizeHint().width() + GAP
            widget.setVisible(room >= 0)
        self.facts.setVisible(room >= NAME_WIDTH)

    def show_photo(self, photo: Photo, place: str) -> None:
        self.name.setText(photo.path.name)
        self.name.setToolTip(str(photo.path))
        self.facts.setText("   ".join(texts.write_facts(photo)))
        self.place.setText(place)
        self._fit()

    def show_zoom(self, zoom: float | None) -> None:
        """Device pixels per pixel of the photo; None while there is none."""
        self.zoom.setEnabled(zoom is not None)
        percent = "–" if zoom is None else str(round(100 * zoom))
        self.zoom.setText(self.tr("{percent} %").format(percent=percent))
        name = self.tr("Zoom: {percent} %. Press for full size or to fit.").format(percent=percent)
        self.zoom.setAccessibleName(name)
        self.zoom.setToolTip(with_keys(self.tr("Full size or fit to the window"), "Z"))
        self._fit()

    def show_slideshow(self, slideshow: Slideshow) -> None:
        running, paused = slideshow.is_running(), slideshow.is_paused()
        if not running:
            self.slideshow.show_as("play", self.tr("Slideshow"), "S")
        elif paused:
            self.slideshow.show_as("play", self.tr("Go on with the slideshow"), "Space")
        else:
            self.slideshow.show_as("pause", self.tr("Pause the slideshow"), "Space")
        self.interval.setVisible(running)
        seconds = slideshow.interval()
        self.interval.setText(self.tr("{seconds} s").format(seconds=seconds))
        name = self.tr("Each photo for {seconds} seconds").format(seconds=seconds)
        self.interval.setAccessibleName(name)
        self.interval.setToolTip(with_keys(name, "Shift+S"))
        self._fit()

    def show_full_screen(self, full: bool) -> None:
        if full:
            self.full.show_as("corners-in", self.tr("Leave full screen"), "F11")
        else:
            self.full.show_as("corners-out", self.tr("Full screen"), "F11")


def _button(icon: str, label: str, keys: str) -> IconButton:
    button = IconButton(icon, label, keys=keys)
    _keyless(button)
    return button


def _keyless(button: QToolButton) -> QToolButton:
    # Each of these is a key already; arrows must go to the photo, not to a button.
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setAutoRaise(True)
    return button
