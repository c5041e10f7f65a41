"""The searching half of the window on its own, and a link that records what it posts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from photoclip.messages import Event, Search, SearchDone
from photoclip.ui.bridge import Bridge
from photoclip.ui.search_bar import SearchBar
from photoclip.ui.search_foot import SearchFoot
from photoclip.ui.search_session import SearchSession
from photoclip.ui.searching import Searching
from photoclip.ui.side_panel import SidePanel
from photoclip.ui.thumbnail_cache import ThumbnailCache
from photoclip.ui.thumbnails import Thumbnails


class RecordingLink:
    def __init__(self) -> None:
        self.posted: list[Any] = []

    def post(self, command: Any) -> None:
        self.posted.append(command)

    def all(self, kind: type[Any]) -> list[Any]:
        return [command for command in self.posted if isinstance(command, kind)]

    def last(self, kind: type[Any]) -> Any:
        found = self.all(kind)
        return found[-1] if found else None


class SearchDesk:
    """A person at the search field, and the engine behind it."""

    def __init__(self, qtbot: Any, root: Path) -> None:
        self.qtbot = qtbot
        self.link, self.bridge = RecordingLink(), Bridge()
        self.bridge.attach(self.link)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.bar, self.foot, self.panel = SearchBar(), SearchFoot(), SidePanel()
        column = QVBoxLayout()
        for widget in (self.bar, self.foot):
            column.addWidget(widget)
        column.addStretch()
        row = QHBoxLayout(self.window)
        row.addWidget(self.panel)
        row.addLayout(column, 1)
        self.session = SearchSession(self.bridge)
        self.bar.typed.connect(self.session.search_soon)
        self.bar.chosen.connect(self.session.search_now)
        self.thumbnails = Thumbnails(ThumbnailCache(root / "thumbnails"))
        self.settings = QSettings(str(root / "window.ini"), QSettings.Format.IniFormat)
        self.searching = Searching(
            self.bridge,
            self.session,
            self.bar,
            self.foot,
            self.panel,
            self.thumbnails,
            self.settings,
        )
        self.told: list[str] = []
        self.searching.told.connect(self.told.append)
        self.window.resize(1000, 700)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.bar.focus()

    def hear(self, *events: Event) -> None:
        for event in events:
            self.bridge._deliver(event)

    def answer(self) -> None:
        """To the newest search, with nothing."""
        import numpy as np

        from photoclip.domain import Hits

        nothing = Hits(np.empty(0, np.int64), np.empty(0, np.float32))
        self.hear(SearchDone(self.link.last(Search).serial, nothing))

    def searches(self) -> int:
        return len(self.link.all(Search))

    def asked(self) -> Any:
        """The newest query that was searched."""
        return self.link.last(Search).query

    def names(self) -> list[str]:
        return [chip.accessibleName() for chip in self.bar._row.chips()]

    def close(self) -> None:
        self.searching.close()
        self.session.stop()
        self.thumbnails.close()
        self.window.close()
