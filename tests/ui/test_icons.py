from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from photoclip.ui.icons import draw_icon


def inked(icon: QIcon, side: int = 32, mode: QIcon.Mode = QIcon.Mode.Normal) -> list[QColor]:
    image = icon.pixmap(QSize(side, side), mode).toImage()
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    colours = [image.pixelColor(*point) for point in points]
    return [colour for colour in colours if colour.alpha()]


def test_an_icon_is_drawn_in_its_colour(qapp):
    ink = inked(draw_icon("list", QColor("#0a6f66")))

    assert 20 < len(ink) < 32 * 32 / 2
    strong = max(ink, key=QColor.alpha)
    assert strong.name() == "#0a6f66"


def test_two_names_are_two_pictures(qapp):
    red = QColor("red")

    assert len(inked(draw_icon("x", red))) != len(inked(draw_icon("list", red)))


def test_a_disabled_icon_is_fainter(qapp):
    icon = draw_icon("list", QColor("black"))
    strong = max(colour.alpha() for colour in inked(icon))

    assert max(c.alpha() for c in inked(icon, mode=QIcon.Mode.Disabled)) < strong / 2


def test_an_icon_that_does_not_exist_is_a_mistake(qapp):
    with pytest.raises(KeyError):
        draw_icon("no-such-icon", QColor("black"))
