from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QSlider

from photoclip.ui.controls import IconButton
from photoclip.ui.theme import DARK, LIGHT, Colours, Theme, build_palette


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue, _ = QColor(colour).getRgbF()
    return red, green, blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_readable(colours: Colours):
    for ground in (colours.window, colours.panel, colours.surface, colours.raised):
        for text in (colours.text, colours.quiet, colours.accent, colours.warning):
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(colours.on_accent, colours.accent) >= 4.5


def test_it_follows_the_system(qapp):
    before = qapp.palette()
    theme = Theme(qapp)
    hints = QGuiApplication.styleHints()
    try:
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.window
    finally:
        hints.colorSchemeChanged.disconnect(theme._apply)
        qapp.setPalette(before)


def test_a_forced_theme_does_not(qapp):
    theme = Theme(qapp, "light")
    hints = QGuiApplication.styleHints()
    try:
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.window
    finally:
        hints.colorSchemeChanged.disconnect(theme._apply)


def test_a_click_beside_the_knob_of_a_slider_moves_it(qtbot, qapp):
    Theme(qapp)
    slider = QSlider(Qt.Orientation.Horizontal)
    qtbot.addWidget(slider)
    slider.setRange(0, 100)
    slider.setPageStep(10)
    slider.setValue(50)
    slider.resize(200, slider.sizeHint().height())
    slider.show()
    for y in (slider.height() // 2 - 5, slider.height() // 2 + 5):  # nobody hits a line of 2 px
        before = slider.value()
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, y))
        assert slider.value() == before - 10


def test_icons_follow_the_palette(qtbot):
    button = IconButton("x", "Close")
    qtbot.addWidget(button)
    button.setPalette(build_palette(LIGHT))
    light = button.icon().cacheKey()

    button.setPalette(build_palette(DARK))

    assert button.icon().cacheKey() != light
    assert button.accessibleName() == "Close"
