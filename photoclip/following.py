"""The engine's part in folders: which are there, what watching them says, and looking again.

Lives on the engine's thread; the watcher's threads come in through ``put``. os.path is asked
instead of pathlib, which raises where permission is missing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from inspect import GEN_CLOSED, getgeneratorstate
from pathlib import Path

from photoclip import messages as m
from photoclip.domain import Folder, Step
from photoclip.jobs import Urgency
from photoclip.library import Library
from photoclip.network_drives import is_on_network
from photoclip.sentences import Sentence
from photoclip.watcher import Watcher

VISIT = 600.0
"""Seconds between two looks at what the system does not tell changes of."""

_MANY = 1000  # settled paths of one folder: looking at all of it is cheaper, and misses nothing


@dataclass(frozen=True, slots=True)
class Dirty:
    """These paths below a root may have changed, and have settled."""

    root: Path
    paths: set[Path]


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A folder is not watched; the sentence says why."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class _Visit:
    """When a place was last looked at, and by which job."""

    at: float
    steps: Generator[Step, None, None] | None = None

    def is_due(self) -> bool:
        """Long ago, and nobody is still at it."""
        is_over = self.steps is None or getgeneratorstate(self.steps) == GEN_CLOSED
        return is_over and time.monotonic() - self.at > VISIT


class Following:
    """Watches from its first ``look_around`` until ``close``."""

    def __init__(
        self,
        library: Library,
        begin: Callable[[Generator[Step, None, None], Urgency], None],
        tell: Callable[[m.Event], None],
        put: Callable[[Dirty | Unwatched], None],
    ) -> None:
        self._library = library
        self._begin = begin
        self._tell = tell
        self._folders: list[Folder] | None = None
        self._visits: dict[Path, _Visit] = {}
        self._watcher = Watcher(
            lambda root, paths: put(Dirty(root, paths)),
            lambda sentence: put(Unwatched(sentence)),
        )

    def close(self) -> None:
        self._watcher.stop()

    def look_around(self) -> None:
        """Notice folders that came or went (a drive), and watch those that are there."""
        folders = self._library.folders()
        online = [folder for folder in folders if folder.online]
        links = [(folder, link) for folder in online for link in self._library.links(folder)]
        self._watcher.watch(
            (folder.path for folder in online), [(folder.path, link) for folder, link in links]
        )
        if folders != self._folders:
            self._folders = folders
            self._tell(m.FoldersChanged(tuple(folders)))
        for folder, place in [*((folder, folder.path) for folder in online), *links]:
            self._visit(folder, place)

    def _visit(self, folder: Folder, place: Path) -> None:
        """Look again now and then at what lies on another computer."""
        last = self._visits.get(place)
        if last is not None and not last.is_due():
            return
        steps = None
        if last is not None and is_on_network(place):  # else it is new, and being looked at
            below = None if place == folder.path else {_below(folder, place)}
            steps = self._library.refresh(folder.id, below)
            self._begin(steps, Urgency.SCAN)
        self._visits[place] = _Visit(time.monotonic(), steps)

    def look_again(self, dirty: Dirty) -> None:
        """Begin to compare what may have changed with the catalog."""
        for folder in self._folders or ():
            if folder.path == dirty.root and folder.online:
                if dirty.root in dirty.paths or len(dirty.paths) > _MANY:
                    self._begin(self._library.refresh(folder.id), Urgency.SCAN)
                    return
                there = {path for path in dirty.paths if os.path.exists(path)}  # noqa: PTH110
                self._begin_part(folder, there, Urgency.ARRIVAL)
                self._begin_part(folder, dirty.paths - there, Urgency.REMOVAL)

    def _begin_part(self, folder: Folder, paths: set[Path], urgency: Urgency) -> None:
        if paths:
            below = {_below(folder, path) for path in paths}
            self._begin(self._library.refresh(folder.id, below), urgency)


def _below(folder: Folder, path: Path) -> str:
    return path.relative_to(folder.path).as_posix()
