"""Pictures of any shape become squares."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage

from photoclip.ui.qimages import crop_square


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (60_000, 1), (1, 60_000), (1, 1)])
def test_any_shape_becomes_a_square_of_its_middle(size: tuple[int, int]) -> None:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    image.setPixelColor((size[0] - 1) // 2, (size[1] - 1) // 2, QColor("blue"))
    square = crop_square(image, 64, radius=4)
    assert (square.width(), square.height()) == (64, 64)
    middle = square.pixelColor(32, 32)
    assert middle.alpha() == 255
    assert min(size) > 1 or middle == QColor("blue")
