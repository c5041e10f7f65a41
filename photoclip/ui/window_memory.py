"""What the person arranged, kept from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QMainWindow, QSplitter

from photoclip.ui.browser import Browser
from photoclip.ui.side_pane import SidePane

FIRST_SIZE = QSize(1280, 800)
"""Of a window that nobody has sized yet, in logical pixels, where the screen is large enough."""


def restore(
    settings: QSettings, window: QMainWindow, browser: Browser, across: QSplitter, side: SidePane
) -> None:
    geometry = settings.value("window/geometry")
    if geometry is None or not window.restoreGeometry(geometry):
        window.resize(FIRST_SIZE.boundedTo(window.screen().availableSize()))
    for name, splitter in (("splitter", browser.splitter), ("across", across)):
        state = settings.value(f"window/{name}")
        if state is not None:
            splitter.restoreState(state)
    size = settings.value("window/side", browser.grid.side(), int)
    browser.grid.set_side(int(str(size)))
    side.hide()


def remember(
    settings: QSettings, window: QMainWindow, browser: Browser, across: QSplitter, side: SidePane
) -> None:
    settings.setValue("window/geometry", window.saveGeometry())
    if browser.splitter.count() > 1:  # the side panel is not folded away
        settings.setValue("window/splitter", browser.splitter.saveState())
    if not side.isHidden():
        settings.setValue("window/across", across.saveState())
    settings.setValue("window/side", browser.grid.side())
    settings.setValue("window/information", not side.isHidden())
    settings.sync()
