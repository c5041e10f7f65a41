"""Watched folders: tells which paths may have changed, once they have settled.

Events are hints only. They mark a path as dirty; whoever listens looks at the disk again.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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

from photoclip.images import is_photo_name
from photoclip.sentences import Sentence
from photoclip.sidecars import is_sidecar_name

# watchdog may meet a new folder twice: when told of it, and when it walks its parent.
warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)

_log = logging.getLogger(__name__)

QUIET = 1.0  # seconds without an event, until a path counts as settled
_PATIENCE = 5.0  # seconds that a thread may take to end
_TICK = 0.2  # seconds between two looks at what has settled
_LOOK_AROUND = 2.0  # seconds between two looks whether a root is still the same folder
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

_Identity = tuple[int, int]
_Place = tuple[Path, Path]
"""A root, and what is to be watched of it: itself, or a linked folder below it."""


class Watcher:
    """Watches roots on a thread of its own, which also makes every call below.

    ``settled(root, paths)`` names files or folders below ``root`` that may have changed. A root
    itself is named once it is watched, so that whoever scans it then misses nothing.
    ``failed(sentence)`` says that a root cannot be watched; it is named as settled all the same.
    """

    def __init__(
        self,
        settled: Callable[[Path, set[Path]], None],
        failed: Callable[[Sentence], None],
        *,
        quiet: float = QUIET,
    ) -> None:
        self._settled = settled
        self._failed = failed
        self._quiet = quiet
        self._condition = threading.Condition()
        self._wanted: frozenset[_Place] = frozenset()
        self._dirty: dict[tuple[Path, Path], float] = {}
        self._lost: set[Path] = set()
        self._stopping = False
        self._watches: dict[_Place, _Watch] = {}
        self._observer: BaseObserver = Observer()
        self._observer.start()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def watch(self, roots: Iterable[Path], links: Iterable[_Place] = ()) -> None:
        """Watch exactly these folders, and everything below them, from now on.

        The system does not follow symbolic links by itself: ``links`` names linked folders, each
        with its root. One is named as settled, for its root, once it is watched.
        """
        wanted = frozenset((root, root) for root in roots) | frozenset(links)
        with self._condition:
            if wanted != self._wanted:
                self._wanted = wanted
                self._condition.notify()

    def stop(self) -> None:
        """Nothing is called after this; joins every thread.

        Waits for none of them for long: a share that does not answer holds a look at it up, and
        all of them end with the process.
        """
        with self._condition:
            self._stopping = True
            self._condition.notify()
        self._thread.join(_PATIENCE)
        self._observer.stop()
        self._observer.join(_PATIENCE)

    def mark(self, root: Path, paths: Iterable[Path]) -> None:
        """Something happened to these paths, at once; any thread."""
        now = time.monotonic()
        with self._condition:
            if not self._dirty:
                self._condition.notify()
            self._dirty.update({(root, path): now for path in paths})

    def lose(self, place: Path) -> None:
        """A watch ended with its folder; one of the same name needs a new watch."""
        with self._condition:
            self._lost.add(place)

    # --- the thread ---------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            self._follow_wanted()
            for root, paths in self._take_quiet().items():
                self._tell_settled(root, paths)
            with self._condition:
                if not self._stopping:
                    self._condition.wait(_TICK if self._dirty else _LOOK_AROUND)

    def _follow_wanted(self) -> None:
        with self._condition:
            wanted, lost = self._wanted, self._lost
            self._lost = set()
        for root, path in list(self._watches):
            is_another = _identify(path) != self._watches[root, path].identity
            if (root, path) not in wanted or path in lost or is_another:
                self._unschedule((root, path))
                if is_another and path != root:
                    self.mark(root, [path])
        if not self._is_alive():
            self._renew_observer()
        for root, path in wanted - self._watches.keys():
            if identity := _identify(path):
                self._watches[root, path] = self._schedule(root, path, identity)
                self._tell_settled(root, {path})

    def _tell_settled(self, root: Path, paths: set[Path]) -> None:
        if not self._stopping:
            self._settled(root, paths)

    def _is_alive(self) -> bool:
        """watchdog's threads have died of races in its own tables, without a word."""
        threads = [self._observer, getattr(self._observer, "_inotify_fd", self._observer)]
        return all(thread.is_alive() for thread in (*threads, *self._observer.emitters))

    def _renew_observer(self) -> None:
        _log.warning("the observer died and is started again")
        self._watches.clear()
        self._observer.stop()
        self._observer.join()
        self._observer = Observer()
        self._observer.start()

    def _unschedule(self, place: _Place) -> None:
        gone = self._watches.pop(place)
        if gone.observed is not None:
            shared = any(one.observed == gone.observed for one in self._watches.values())
            if shared:  # a link to another root
                self._observer.remove_handler_for_watch(gone.marker, gone.observed)
            else:
                self._observer.unschedule(gone.observed)
        root, path = place
        if path == root:
            with self._condition:
                self._dirty = {key: when for key, when in self._dirty.items() if key[0] != root}

    def _schedule(self, root: Path, path: Path, identity: _Identity) -> _Watch:
        """Walks the whole tree where the system watches single folders (Linux)."""
        target = path.resolve()
        marker = _Marker(self, root, path, target)
        try:
            watch = self._observer.schedule(
                marker, str(target), recursive=True, event_filter=_EVENTS
            )
        except OSError as error:
            self._failed(_sentence(path, error))
            return _Watch(identity, marker, None)
        try:
            self._probe(target.parent)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                self._failed(_sentence(path, error))
        return _Watch(identity, marker, watch)

    def _probe(self, place: Path) -> None:
        """Raise where no folder more can be watched: watchdog is silent about subfolders."""
        if sys.platform == "linux":
            self._observer.unschedule(self._observer.schedule(_Deaf(), str(place)))

    def _take_quiet(self) -> dict[Path, set[Path]]:
        """What has settled; a folder only has when everything below it has.

        Marks less than a tick apart settle together: both ends of a move belong to one look.
        """
        latest = time.monotonic() - self._quiet
        quiet: dict[Path, set[Path]] = {}
        with self._condition:
            if not any(when <= latest for when in self._dirty.values()):
                return {}
            restless = {key[1] for key, when in self._dirty.items() if when > latest + _TICK}
            above = {parent for path in restless for parent in path.parents}
            for root, path in self._dirty:
                if path not in restless and path not in above:
                    quiet.setdefault(root, set()).add(path)
            for root, paths in quiet.items():
                for path in paths:
                    del self._dirty[root, path]
        return quiet


class _Deaf(FileSystemEventHandler):
    pass


class _Marker(FileSystemEventHandler):
    """Marks what happens below ``target``, which the library knows as ``place``."""

    def __init__(self, watcher: Watcher, root: Path, place: Path, target: Path) -> None:
        self._watcher = watcher
        self._root = root
        self._place = place
        self._target = target

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = {Path(os.fsdecode(raw)) for raw in (event.src_path, event.dest_path) if raw}
        if isinstance(event, DirDeletedEvent) and self._target in paths:
            self._watcher.lose(self._place)
        dirty = [path for path in paths if event.is_directory or _is_of_interest(path)]
        if dirty:
            self._watcher.mark(self._root, map(self._known, dirty))

    def _known(self, path: Path) -> Path:
        if self._place == self._target or not path.is_relative_to(self._target):
            return path
        return self._place / path.relative_to(self._target)


@dataclass(frozen=True, slots=True)
class _Watch:
    """``observed`` is None where the system refused."""

    identity: _Identity
    marker: _Marker
    observed: ObservedWatch | None


def _is_of_interest(path: Path) -> bool:
    """A photo, a sidecar, or a link that may lead to a folder with some."""
    if is_photo_name(path.name) or is_sidecar_name(path.name):
        return True
    return os.path.islink(path)  # noqa: PTH114 - pathlib raises where permission is missing


def _identify(root: Path) -> _Identity | None:
    """Which folder a path names; None: none."""
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _sentence(root: Path, error: OSError) -> Sentence:
    if error.errno == errno.ENOSPC:
        return Sentence(
            "{root} has more folders than the system lets programs watch; rescan it after changing"
            " something in it, or raise fs.inotify.max_user_watches.",
            root=root,
        )
    return Sentence(
        "Changes in {root} cannot be watched ({reason});"
        " rescan the folder after changing something in it.",
        root=root,
        reason=error,
    )
