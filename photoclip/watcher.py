"""Watched folders: tells which paths may have changed, once they have settled.

Events are hints only. They mark a path as dirty; whoever listens looks at the disk again.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from photoclip.errors import PhotoClipError
from photoclip.images import is_photo_name

_log = logging.getLogger(__name__)

QUIET = 1.0  # seconds without an event, until a path counts as settled
_TICK = 0.2
_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]


class Watcher:
    """Calls ``settled(root, paths)`` on a thread of its own; paths are files or folders below root."""

    def __init__(self, settled: Callable[[Path, set[Path]], None], *, quiet: float = QUIET) -> None:
        self._settled = settled
        self._quiet = quiet
        self._watches: dict[Path, ObservedWatch] = {}
        self._dirty: dict[tuple[Path, Path], float] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._observer: BaseObserver = Observer()
        self._observer.start()
        self._thread = threading.Thread(target=self._settle, name="watcher", daemon=True)
        self._thread.start()

    def watch(self, root: Path) -> None:
        """Begin to watch a folder and everything below it; twice is once.

        Raises:
            PhotoClipError: the system does not let it be watched (it is gone, or too many are).
        """
        if root in self._watches:
            return
        try:
            self._watches[root] = self._observer.schedule(
                _Marker(self, root), str(root), recursive=True, event_filter=_EVENTS
            )
        except OSError as error:
            raise PhotoClipError(
                f"Changes in {root} cannot be watched ({error.strerror or error});"
                " rescan the folder after changing something in it."
            ) from error

    def unwatch(self, root: Path) -> None:
        watch = self._watches.pop(root, None)
        if watch is not None:
            self._observer.unschedule(watch)
        with self._lock:
            self._dirty = {key: when for key, when in self._dirty.items() if key[0] != root}

    def stop(self) -> None:
        self._stopping.set()
        self._observer.stop()
        self._observer.join()
        self._thread.join()

    def mark(self, root: Path, path: Path) -> None:
        with self._lock:
            self._dirty[root, path] = time.monotonic()

    def _settle(self) -> None:
        while not self._stopping.wait(_TICK):
            for root, paths in self._take_quiet().items():
                self._settled(root, paths)

    def _take_quiet(self) -> dict[Path, set[Path]]:
        latest = time.monotonic() - self._quiet
        quiet: dict[Path, set[Path]] = {}
        with self._lock:
            for key in [key for key, when in self._dirty.items() if when <= latest]:
                del self._dirty[key]
                quiet.setdefault(key[0], set()).add(key[1])
        return quiet


class _Marker(FileSystemEventHandler):
    def __init__(self, watcher: Watcher, root: Path) -> None:
        self._watcher = watcher
        self._root = root

    def on_any_event(self, event: FileSystemEvent) -> None:
        for raw in {event.src_path, event.dest_path} - {""}:
            path = Path(os.fsdecode(raw))
            if event.is_directory or is_photo_name(path.name):
                self._watcher.mark(self._root, path)
