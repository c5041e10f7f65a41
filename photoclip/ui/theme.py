"""How the window looks: two sets of colours, one grid of 8 pixels, one accent.

The photos are the only loud thing. Widgets take colours from the palette's roles.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import qtawesome
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

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


class Theme(QObject):
    """Follows the system between light and dark, unless one of them is forced."""

    def __init__(self, app: QApplication, forced: str | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._forced = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}.get(
            forced or ""
        )
        app.setStyle("Fusion")
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        self._apply(hints.colorScheme())

    @Slot(Qt.ColorScheme)
    def _apply(self, scheme: Qt.ColorScheme) -> None:
        dark = (self._forced or scheme) == Qt.ColorScheme.Dark
        colours = DARK if dark else LIGHT
        self._app.setPalette(build_palette(colours))
        self._app.setStyleSheet(build_stylesheet(colours))


def draw_icon(name: str, colour: QColor) -> QIcon:
    """An icon of the Phosphor family (MIT)."""
    return _draw_icon(name, colour.name())


@cache  # delegates ask for the same few in every paint
def _draw_icon(name: str, colour: str) -> QIcon:
    icon: QIcon = qtawesome.icon(f"ph.{name}", color=colour)
    return icon


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


def build_stylesheet(c: Colours) -> str:
    return f"""
QToolTip {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.line}; padding: 4px; }}
QMenu {{ background: {c.surface}; border: 1px solid {c.line}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.raised}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.quiet}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
QToolButton {{ border: 1px solid transparent; border-radius: {RADIUS}px; padding: 5px; }}
QToolButton:hover {{ background: {c.raised}; }}
QToolButton:pressed {{ background: {c.line}; }}
QToolButton:focus {{ border-color: {c.accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px;
    padding: 6px 14px; }}
QPushButton:hover {{ background: {c.raised}; }}
QPushButton:focus {{ border-color: {c.accent}; }}
QPushButton[primary="true"] {{ background: {c.accent}; color: {c.on_accent};
    border: 1px solid {c.accent}; padding: 9px 20px; }}
QPushButton[primary="true"]:focus {{ border-color: {c.text}; }}
QPushButton[link="true"] {{ background: transparent; color: {c.accent};
    border: 1px solid transparent; padding: 2px 4px; }}
QPushButton[link="true"]:hover {{ text-decoration: underline; }}
QPushButton[link="true"]:focus {{ border-color: {c.accent}; }}
QLabel[quiet="true"] {{ color: {c.quiet}; }}
QLabel[warning="true"] {{ color: {c.warning}; }}
#sidePanel {{ background: {c.panel}; border-right: 1px solid {c.line}; }}
#sidePanel QListView {{ background: transparent; border: none; outline: none; }}
#searchField {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {GAP}px; }}
#searchField[focused="true"] {{ border-color: {c.accent}; }}
#searchField QLineEdit {{ background: transparent; border: none; }}
#chip {{ background: {c.raised}; border-radius: {RADIUS}px; }}
#chip QToolButton {{ padding: 2px; }}
#notice {{ background: {c.raised}; border-radius: {RADIUS}px; }}
#statusLine {{ border-top: 1px solid {c.line}; }}
#photoGrid {{ background: transparent; border: none; outline: none;
    activate-on-singleclick: 0; }}
#viewer {{ background: #101112; }}
#viewer QLabel {{ color: #e9ebea; }}
#viewer QLabel[quiet="true"] {{ color: #a2a8a6; }}
#viewer QToolButton {{ background: rgba(32, 34, 34, 170); border-radius: 18px; padding: 7px; }}
#viewer QToolButton:hover {{ background: rgba(70, 74, 74, 220); }}
#viewer QToolButton:focus {{ border-color: {DARK.accent}; }}
QTreeView {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px;
    outline: none; }}
QTreeView::item {{ padding: 6px; }}
QTreeView::item:selected {{ background: {c.raised}; color: {c.text}; }}
QHeaderView::section {{ background: {c.surface}; color: {c.quiet}; border: none;
    border-bottom: 1px solid {c.line}; padding: 6px; }}
QProgressBar {{ background: {c.raised}; border: none; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 2px; }}
QSlider {{ min-height: 20px; }}
QSlider::groove:horizontal {{ background: {c.line}; height: 2px; border-radius: 1px; }}
QSlider::handle:horizontal {{ background: {c.quiet}; width: 12px; height: 12px;
    margin: -5px 0; border-radius: 6px; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {c.accent}; }}
QSplitter::handle {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 2px; min-height: 32px; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::handle:hover {{ background: {c.quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
