"""A person at the window, and a link that records what the window posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from support import make_photo

from photoclip import images
from photoclip.domain import FileStat, Folder, Hits, Photo, PhotoFacts
from photoclip.messages import (
    Command,
    Event,
    FetchPhotos,
    FoldersChanged,
    ModelPhase,
    ModelState,
    PhotosChanged,
    PhotosLoaded,
    Search,
    SearchDone,
)
from photoclip.ui.bridge import Bridge
from photoclip.ui.main_window import MainWindow


def make_hits(ids: Sequence[int]) -> Hits:
    return Hits(np.array(ids, np.int64), np.zeros(len(ids), np.float32))


def make_row(photo_id: int, path: Path, **changes: Any) -> Photo:
    """A photo as the catalog would tell it; the file need not exist."""
    stat = path.stat() if path.exists() else None
    facts = PhotoFacts(64, 48, datetime(2021, 5, 3, 14, 20, tzinfo=UTC), "Pinhole 1")
    values: dict[str, Any] = {
        "id": photo_id,
        "folder_id": 1,
        "path": path,
        "stat": FileStat(stat.st_size, stat.st_mtime_ns) if stat else FileStat(2_000_000, 1),
        "content_hash": images.hash_content(path.read_bytes()) if stat else f"{photo_id:064x}",
        "facts": facts,
    }
    return Photo(**(values | changes))


@dataclass
class RecordingLink:
    posted: list[Command] = field(default_factory=list)

    def post(self, command: Command) -> None:
        self.posted.append(command)

    def last(self, kind: type[Any]) -> Any:
        return next((c for c in reversed(self.posted) if isinstance(c, kind)), None)


class Desk:
    """A person at the window, and the engine behind it."""

    def __init__(
        self, qtbot: Any, window: MainWindow, bridge: Bridge, link: RecordingLink, root: Path
    ) -> None:
        self.qtbot, self.window, self.bridge, self.link = qtbot, window, bridge, link
        self.root = root
        self.browser = window._browser
        self.grid = window._browser.grid
        self.model = window._model
        self.edit = window._search._edit
        self.bar = window._search
        self.viewer = window._viewer

    def hear(self, *events: Event) -> None:
        """As if the engine said so: delivered at once, in order."""
        for event in events:
            self.bridge._deliver(event)

    def posted(self, kind: type[Any]) -> Any:
        """The newest command of this kind, when it has come."""
        self.qtbot.waitUntil(lambda: self.link.last(kind) is not None)
        return self.link.last(kind)

    def answer(self, ids: Sequence[int], **changes: Any) -> None:
        self.hear(SearchDone(self.link.last(Search).serial, make_hits(ids), **changes))

    def fill(self, colours: Sequence[str] = ("red", "green", "blue", "yellow")) -> list[Photo]:
        """A library of small real photos, one of each colour, shown newest first."""
        folder = self.root / "photos"
        rows = [
            make_row(i, make_photo(folder / f"{colour}.png", colour))
            for i, colour in enumerate(colours, 1)
        ]
        self.hear(
            ModelState(ModelPhase.READY, "Colours", "cpu"),
            FoldersChanged([Folder(1, folder, True, len(rows))]),
            PhotosChanged(len(rows), 0),
        )
        self.answer([row.id for row in rows])
        self.qtbot.waitUntil(lambda: self.link.last(FetchPhotos) is not None)
        self.hear(PhotosLoaded(rows))
        return rows

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.edit, text)

    def press(self, widget: QWidget, key: Qt.Key, **options: Any) -> None:
        self.qtbot.keyClick(widget, key, **options)

    def drop(self, mime: QMimeData, at: QPoint | None = None) -> bool:
        """Drag in, over and drop as a file manager does; whether the window took it."""
        at = at or self.window.rect().center()
        action = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        button = Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        for kind in (QDragEnterEvent, QDragMoveEvent):
            event = kind(at, action, mime, button, none)
            QApplication.sendEvent(self.window, event)
        if not event.isAccepted():
            return False
        drop = QDropEvent(at, action, mime, button, none)
        QApplication.sendEvent(self.window, drop)
        if drop.isAccepted():
            assert drop.dropAction() == Qt.DropAction.CopyAction, "a moved file may be deleted"
        return drop.isAccepted()


def shown_texts(widget: QWidget) -> str:
    """Everything readable on it."""
    return "\n".join(
        child.text()
        for child in widget.findChildren(QWidget)
        if child.isVisible() and hasattr(child, "text")
    )


def press_button(desk: Desk, name: str) -> None:
    buttons = [
        b
        for b in desk.window.findChildren(QAbstractButton)
        if b.isVisible() and name in (b.text(), b.accessibleName())
    ]
    assert len(buttons) == 1, f"{name}: {len(buttons)} buttons"
    desk.qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
