"""How the window looks: two sets of colours, one grid of 8 pixels, one accent.

The photos are the only loud thing. Widgets take colours from the palette's roles.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from photoclip.ui.stylesheet import STYLESHEET

GAP = 8
RADIUS = 6


@dataclass(frozen=True, slots=True)
class Colours:
    window: str
    panel: str
    surface: str
    raised: str
    tile: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    warning: str


LIGHT = Colours(
    window="#fafaf8",
    panel="#f2f2ef",
    surface="#ffffff",
    raised="#e7e7e3",
    tile="#ecece8",
    line="#dededa",
    text="#1d1f1f",
    quiet="#5f6362",
    accent="#0a6f66",
    on_accent="#ffffff",
    warning="#a14a06",
)
DARK = Colours(
    window="#1b1d1d",
    panel="#161818",
    surface="#252828",
    raised="#303434",
    tile="#262929",
    line="#303434",
    text="#e9ebea",
    quiet="#9aa09e",
    accent="#4cc9b8",
    on_accent="#06211d",
    warning="#efb05c",
)


_SCHEMES = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}


class Theme(QObject):
    """Follows the system between light and dark, unless one of them is forced."""

    def __init__(self, app: QApplication, forced: str | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._forced = _SCHEMES.get(forced or "")
        app.setStyle("Fusion")
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        self._apply(hints.colorScheme())

    def choose(self, theme: str) -> None:
        """ "light", "dark", or empty to follow the system."""
        self._forced = _SCHEMES.get(theme)
        self._apply(QGuiApplication.styleHints().colorScheme())

    @Slot(Qt.ColorScheme)
    def _apply(self, scheme: Qt.ColorScheme) -> None:
        dark = (self._forced or scheme) == Qt.ColorScheme.Dark
        colours = DARK if dark else LIGHT
        self._app.setPalette(build_palette(colours))
        self._app.setStyleSheet(build_stylesheet(colours))


def build_palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(c.surface), QColor(c.window))
    for target, colour in (
        (role.Window, c.window),
        (role.Base, c.surface),
        (role.AlternateBase, c.tile),
        (role.Button, c.surface),
        (role.Midlight, c.raised),
        (role.Mid, c.line),
        (role.WindowText, c.text),
        (role.Text, c.text),
        (role.ButtonText, c.text),
        (role.PlaceholderText, c.quiet),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.on_accent),
        (role.Accent, c.accent),
        (role.Link, c.accent),
        (role.LinkVisited, c.accent),
        (role.BrightText, c.warning),
        (role.ToolTipBase, c.surface),
        (role.ToolTipText, c.text),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(c.quiet))
    return palette


def build_stylesheet(colours: Colours) -> str:
    return STYLESHEET.substitute(asdict(colours))
