"""What the person arranged, kept from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow

from photoclip.ui.browser import Browser


def restore(settings: QSettings, window: QMainWindow, browser: Browser) -> None:
    geometry = settings.value("window/geometry")
    if geometry is None or not window.restoreGeometry(geometry):
        window.resize(1280, 800)
    splitter = settings.value("window/splitter")
    if splitter is not None:
        browser.splitter.restoreState(splitter)
    side = settings.value("window/side", browser.grid.side(), int)
    browser.grid.set_side(int(str(side)))


def remember(settings: QSettings, window: QMainWindow, browser: Browser) -> None:
    settings.setValue("window/geometry", window.saveGeometry())
    settings.setValue("window/splitter", browser.splitter.saveState())
    settings.setValue("window/side", browser.grid.side())
    settings.sync()
