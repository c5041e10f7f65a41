"""Small controls with an accessible name and an icon that follows the palette."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from photoclip.ui.theme import draw_icon


class IconButton(QToolButton):
    """A button that shows an icon and says ``label``; ``keys`` is only shown, in the tool tip."""

    def __init__(
        self, icon: str, label: str, parent: QWidget | None = None, *, keys: str = ""
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._colour: QColor | QPalette.ColorRole = QPalette.ColorRole.ButtonText
        self.setAutoRaise(True)
        self.setIconSize(QSize(18, 18))
        self.show_as(icon, label, keys)

    def show_as(self, icon: str, label: str, keys: str = "") -> None:
        self._icon = icon
        self.setAccessibleName(label)
        self.setToolTip(f"{label} ({keys})" if keys else label)
        self._draw_icon()

    def set_colour(self, colour: QColor | QPalette.ColorRole) -> None:
        """Draw in this role of the palette, or in one colour in every theme."""
        self._colour = colour
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        colour = self._colour
        if isinstance(colour, QPalette.ColorRole):
            colour = self.palette().color(colour)
        self.setIcon(draw_icon(self._icon, colour))


def make_label(text: str = "", *, quiet: bool = False, warning: bool = False) -> QLabel:
    label = QLabel(text)
    label.setProperty("quiet", quiet)
    label.setProperty("warning", warning)
    return label


def make_button(text: str, *, primary: bool = False, link: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("primary", primary)
    button.setProperty("link", link)
    return button
