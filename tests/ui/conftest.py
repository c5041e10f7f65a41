"""A window on a recording link: what it posts is a list, what it hears is made by hand."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from ui.desk import Desk, RecordingLink

from photoclip.ui.bridge import Bridge
from photoclip.ui.garbage import GarbageCollector
from photoclip.ui.main_window import MainWindow
from photoclip.ui.preferences import open_settings
from photoclip.ui.theme import Theme


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> Iterator[QApplication]:
    QLocale.setDefault(QLocale("en_GB"))
    Theme(qapp, "light")
    GarbageCollector(qapp)
    yield qapp
    gc.enable()


def pytest_itemcollected(item: pytest.Item) -> None:
    # The offscreen platform has no window manager to tell a smallest size to.
    patterns = ("propagateSizeHints", r"does not support (raise|grabbing the keyboard)")
    item.add_marker(pytest.mark.qt_log_ignore(*patterns, extend=True))


@pytest.fixture
def open_window(qtbot: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens windows without an engine; all on the same settings and thumbnails."""
    windows: list[MainWindow] = []

    def open_one() -> Desk:
        link, bridge = RecordingLink(), Bridge()
        bridge.attach(link)
        settings = open_settings(tmp_path / "window.ini")
        window = MainWindow(bridge, tmp_path / "thumbnails", settings)
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(1000, 700)
        with qtbot.waitExposed(window):
            window.show()
        return Desk(qtbot, window, bridge, link, tmp_path)

    yield open_one
    for window in windows:
        window.close()


@pytest.fixture
def desk(open_window: Any) -> Desk:
    return open_window()
