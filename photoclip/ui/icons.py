"""Icons of the Phosphor family (MIT), drawn from the font that qtawesome ships.

Importing qtawesome itself loads eleven fonts and all of Qt's modules: 0.14 s before the first
paint (2 cores). Its one font file is opened here instead.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

DISABLED_OPACITY = 0.4
GLYPH = 0.875
"""Size of a glyph as a share of the icon's height: leaves room for overhang."""


def draw_icon(name: str, colour: QColor) -> QIcon:
    """The icon with Phosphor's name for it; KeyError if there is none."""
    return _draw_icon(name, colour.name())


@cache  # delegates ask for the same few in every paint
def _draw_icon(name: str, colour: str) -> QIcon:
    family, characters = _open_font()
    return QIcon(_Glyph(family, characters[name], colour))


@cache
def _open_font() -> tuple[str, dict[str, str]]:
    """The font's family, and the character of each icon."""
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("qtawesome is not installed")
    folder = Path(spec.submodule_search_locations[0], "fonts")
    (font,) = folder.glob("phosphor-[0-9]*.ttf")
    (codes,) = folder.glob("phosphor-charmap-*.json")
    family = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font)))[0]
    named = json.loads(codes.read_text("utf-8"))
    return family, {name: chr(int(code, 16)) for name, code in named.items()}


class _Glyph(QIconEngine):
    """One character of an icon font, sharp at every size."""

    def __init__(self, family: str, character: str, colour: str) -> None:
        super().__init__()
        self._family, self._character, self._colour = family, character, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        font = QFont(self._family)
        font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
        font.setPixelSize(max(1, round(GLYPH * rect.height())))
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(self._colour))
        painter.setOpacity(DISABLED_OPACITY if mode == QIcon.Mode.Disabled else 1.0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Glyph(self._family, self._character, self._colour)
