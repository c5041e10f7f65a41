"""Runs the library on a thread of its own: queries first, then commands, then jobs step by step.

The engine takes commands from any thread and tells events to one listener, on its own thread. It
owns the library, the watcher and the loading of the model; it knows nothing of windows.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from photoclip import messages as m
from photoclip.domain import Folder
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.library import Library, Step
from photoclip.pace import Pace
from photoclip.searching import needs_encoder
from photoclip.watcher import Watcher

_log = logging.getLogger(__name__)

_LOOK_AROUND = 2.0  # seconds between two looks whether a folder came or went
_TELL = 0.2  # seconds between two progress events
_TELL_PHOTOS = 1.0  # seconds between two counts of photos while they change


@dataclass(frozen=True, slots=True)
class _Dirty:
    root: Path
    paths: set[Path]


@dataclass(frozen=True, slots=True)
class _Loaded:
    encoder: Encoder


@dataclass(frozen=True, slots=True)
class _Failed:
    reason: str


@dataclass(slots=True)
class _Job:
    steps: Generator[Step, None, None]
    pace: Pace = field(default_factory=lambda: Pace("indexing"))
    last: Step = field(default_factory=lambda: Step(0, 0))


_Inner = _Dirty | _Loaded | _Failed


class Engine:
    """Starts at once; ``stop`` ends it after the step in flight."""

    def __init__(
        self,
        open_library: Callable[[], Library],
        load_encoder: Callable[[], Encoder],
        listener: Callable[[m.Event], None],
    ) -> None:
        self._open_library = open_library
        self._load_encoder = load_encoder
        self._tell = listener
        self._condition = threading.Condition()
        self._waiting_search: m.Search | None = None
        self._commands: deque[m.Command | _Inner] = deque()
        self._stopping = False
        self._paused = False
        self._jobs: list[_Job] = []
        self._model: m.ModelState = m.ModelState(m.ModelPhase.STARTING)
        self._folders: list[Folder] = []
        self._told_folders: list[Folder] | None = None
        self._changed: set[int] = set()
        self._told_at = 0.0
        self._counted_at = 0.0
        self._looked_at = 0.0
        self._tending = False
        self._thread = threading.Thread(target=self._run, name="engine")
        self._thread.start()

    def post(self, command: m.Command) -> None:
        """Ask for something; any thread."""
        self._put(command)

    def stop(self, timeout: float | None = None) -> None:
        """Finish the step in flight, save and close; returns when all threads are joined."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        self._thread.join(timeout)

    def _put(self, command: m.Command | _Inner) -> None:
        with self._condition:
            if isinstance(command, m.Search):
                self._waiting_search = command  # the newest wins
            else:
                self._commands.append(command)
            self._condition.notify()

    # --- the thread ---------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._library = self._open_library()
        except PhotoClipError as error:
            self._tell(m.Trouble(str(error), fatal=True))
            return
        loader = threading.Thread(target=self._load, name="load-model", daemon=True)
        self._watcher = Watcher(lambda root, paths: self._put(_Dirty(root, paths)))
        try:
            self._tell(self._model)
            self._look_around()
            self._tell_photos()
            loader.start()
            while not self._stopping:
                self._turn()
        finally:
            self._drop_jobs()
            self._watcher.stop()
            self._library.close()

    def _turn(self) -> None:
        """One thing: an answer, a command, a step of a job, or a look around."""
        self._wait()
        search = self._take_search()
        if search is not None:
            self._guard(lambda: self._search(search))
            return
        with self._condition:
            command = self._commands.popleft() if self._commands else None
        if command is not None:
            self._guard(lambda: self._obey(command))
        elif self._has_job():
            self._step()
        elif self._tending:
            self._tending = self._library.tend()
        if time.monotonic() - self._looked_at > _LOOK_AROUND:
            self._guard(self._look_around)

    def _wait(self) -> None:
        with self._condition:
            if self._stopping or self._commands or self._has_job() or self._tending:
                return
            if self._waiting_search is None or not self._can_answer(self._waiting_search):
                self._condition.wait(_LOOK_AROUND)

    def _guard(self, act: Callable[[], None]) -> bool:
        """Whatever goes wrong becomes an event: the engine outlives its troubles."""
        try:
            act()
        except PhotoClipError as error:
            self._tell(m.Trouble(str(error)))
            return False
        except Exception as error:  # a bug: told with its traceback, and the engine goes on
            _log.exception("engine")
            sentence = f"Something unexpected went wrong ({type(error).__name__})."
            self._tell(m.Trouble(sentence, traceback.format_exc()))
            return False
        return True

    # --- searching ----------------------------------------------------------------------------

    def _take_search(self) -> m.Search | None:
        with self._condition:
            search = self._waiting_search
            if search is None or not self._can_answer(search):
                return None
            self._waiting_search = None
            return search

    def _can_answer(self, search: m.Search) -> bool:
        return self._model.phase is not m.ModelPhase.STARTING or not search.query.terms

    def _search(self, search: m.Search) -> None:
        if self._model.phase is m.ModelPhase.FAILED and needs_encoder(search.query):
            self._tell(m.SearchFailed(search.serial, self._model.reason))
            return
        begun = time.perf_counter()
        try:
            hits = self._library.search(search.query)
        except PhotoClipError as error:
            self._tell(m.SearchFailed(search.serial, str(error)))
            return
        self._tell(m.SearchDone(search.serial, hits, time.perf_counter() - begun))

    # --- commands -----------------------------------------------------------------------------

    def _obey(self, command: m.Command | _Inner) -> None:
        match command:
            case m.AddFolder(path):
                self._add_folder(path)
            case m.RemoveFolder(folder_id):
                self._remove_folder(folder_id)
            case m.Rescan(folder_id):
                self._begin(self._library.refresh(folder_id))
            case m.FetchPhotos(ids):
                self._tell(m.PhotosLoaded(self._library.photos(ids)))
            case m.FindPhoto(path):
                photo = self._library.find_photo(path)
                self._tell(m.PhotoFound(path, photo.id if photo else None))
            case m.FetchProblems():
                self._tell(m.ProblemsLoaded(self._library.problems()))
            case m.Pause() | m.Resume():
                self._paused = isinstance(command, m.Pause)
                self._tell_progress(now=True)
            case _Dirty(root, paths):
                self._look_again(root, paths)
            case _Loaded(encoder):
                self._use(encoder)
            case _Failed(reason):
                self._model = m.ModelState(m.ModelPhase.FAILED, reason=reason)
                self._tell(self._model)
            case m.Search():
                raise AssertionError("a search waits in its own slot")

    def _add_folder(self, path: Path) -> None:
        folder = self._library.add_folder(path)
        self._look_around()  # watches it before it is scanned
        self._begin(self._library.refresh(folder.id))

    def _remove_folder(self, folder_id: int) -> None:
        self._drop_jobs()  # they may be about to save photos of that folder
        self._library.remove_folder(folder_id)
        self._tell_photos()
        self._begin(self._library.refresh())

    def _look_again(self, root: Path, paths: set[Path]) -> None:
        self._look_around()
        for folder in self._folders:
            if folder.path == root and folder.online:
                below = {path.relative_to(root).as_posix() for path in paths}
                whole = "." in below
                self._begin(self._library.refresh(folder.id, None if whole else below))

    # --- the model ----------------------------------------------------------------------------

    def _load(self) -> None:
        try:
            self._put(_Loaded(self._load_encoder()))
        except PhotoClipError as error:
            self._put(_Failed(str(error)))
        except Exception as error:  # a bug, or a broken installation: browsing must go on
            _log.exception("load model")
            self._put(_Failed(f"The model could not be started: {error}."))

    def _use(self, encoder: Encoder) -> None:
        self._library.use(encoder)
        self._model = m.ModelState(m.ModelPhase.READY, encoder.name, encoder.device)
        self._tell(self._model)
        self._begin(self._library.refresh())

    # --- jobs ---------------------------------------------------------------------------------

    def _begin(self, steps: Generator[Step, None, None]) -> None:
        """The newest job goes first: a photo just saved need not wait for a long first scan."""
        self._jobs.append(_Job(steps))

    def _drop_jobs(self) -> None:
        for job in self._jobs:
            job.steps.close()
        self._jobs.clear()

    def _has_job(self) -> bool:
        return bool(self._jobs) and not self._paused and self._model.phase is m.ModelPhase.READY

    def _step(self) -> None:
        job = self._jobs[-1]
        finished = False

        def advance() -> None:
            nonlocal finished
            step = next(job.steps, None)
            if step is None:
                finished = True
            else:
                job.last = step
                self._changed.update(step.changed)

        if not self._guard(advance) or finished:
            self._jobs.remove(job)
            self._tending = not self._jobs
        self._tell_progress(now=not self._jobs)

    def _tell_progress(self, *, now: bool) -> None:
        if not now and time.monotonic() - self._told_at < _TELL:
            return
        self._told_at = time.monotonic()
        busy = next((job for job in self._jobs if job.last.total), None)
        progress = None
        if busy is not None:
            progress = busy.pace.progress(busy.last.done, busy.last.total, paused=self._paused)
        self._tell(m.IndexingProgress(progress))
        if self._changed and (now or time.monotonic() - self._counted_at > _TELL_PHOTOS):
            self._tell_photos()

    def _tell_photos(self) -> None:
        self._counted_at = time.monotonic()
        photos, unreadable = self._library.count_photos()
        self._tell(m.PhotosChanged(photos, unreadable, tuple(sorted(self._changed))))
        self._changed.clear()
        self._look_around()

    def _look_around(self) -> None:
        """Notice folders that came or went (a drive), watch those that are there."""
        self._looked_at = time.monotonic()
        before = {folder.id: folder for folder in self._folders}
        self._folders = self._library.folders()
        for folder in self._folders:
            known = before.pop(folder.id, None)
            if folder.online and (known is None or not known.online):
                self._guard(partial(self._watcher.watch, folder.path))
                if known is not None:
                    self._begin(self._library.refresh(folder.id))
            elif not folder.online:
                self._watcher.unwatch(folder.path)
        for removed in before.values():
            self._watcher.unwatch(removed.path)
        self._tell_folders_if_changed()

    def _tell_folders_if_changed(self) -> None:
        if self._folders != self._told_folders:
            self._told_folders = self._folders
            self._tell(m.FoldersChanged(tuple(self._folders)))
