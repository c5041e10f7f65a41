"""Runs the library on a thread of its own: queries first, then commands, then jobs step by step.

The engine takes commands from any thread and tells events to one listener, on its own thread. It
owns the library, the watcher and the loading of the model; it knows nothing of windows.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from photoclip import messages as m
from photoclip import tag_files
from photoclip.answering import NEWEST_WINS, Answering, Question
from photoclip.changing import Changing, Command
from photoclip.choices import CONFIDENT, EXCLUDED, ON_BATTERY, PAUSE, PAUSED, TAG_FILES
from photoclip.domain import Folder, Problem, Query, Step, Text
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.jobs import Jobs, Urgency
from photoclip.library import Library
from photoclip.model_choice import (
    ArrivalEnded,
    Loaded,
    LoadFailed,
    ModelChoice,
    ModelCommand,
    Outcome,
)
from photoclip.models import Models
from photoclip.power import is_on_battery
from photoclip.watcher import Watcher

_log = logging.getLogger(__name__)

_LOOK_AROUND = 2.0  # seconds between two looks whether a folder came or went
_TELL = 0.2  # seconds between two progress events
_TELL_PHOTOS = 1.0  # seconds between two counts of photos while they change
_MANY = 1000  # settled paths of one folder: looking at all of it is cheaper, and misses nothing


@dataclass(frozen=True, slots=True)
class _Dirty:
    root: Path
    paths: set[Path]


@dataclass(frozen=True, slots=True)
class _Unwatched:
    sentence: str


_Inner = _Dirty | _Unwatched | Outcome


class Engine:
    """Starts at once; ``stop`` ends it after the step in flight."""

    def __init__(
        self,
        open_library: Callable[[], Library],
        models: Models,
        listener: Callable[[m.Event], None],
    ) -> None:
        self._open_library = open_library
        self._models = models
        self._tell = listener
        self._condition = threading.Condition()
        self._waiting_search: m.Search | None = None
        self._commands: deque[m.Command | _Inner] = deque()
        self._stopping = False
        self._paused = False
        self._saving_power = False
        self._jobs = Jobs()
        self._model: m.ModelState = m.ModelState(m.ModelPhase.STARTING)
        self._folders: list[Folder] | None = None
        self._changed: set[int] = set()
        self._told_at = 0.0
        self._counted_at = 0.0
        self._looked_at = 0.0
        self._can_look = True
        self._told_bugs: set[str] = set()
        self._told_misread: set[Problem] = set()
        self._unwritten = True
        """Since tags were last written, something was done that may have changed them."""
        self._tending = False
        self._thread = threading.Thread(target=self._run, name="engine")
        self._thread.start()

    def post(self, command: m.Command) -> None:
        """Ask for something; any thread."""
        self._put(command)

    def stop(self, timeout: float | None = None) -> None:
        """Finish the step in flight, save and close; returns when the library is closed.

        A model that is still being loaded cannot be interrupted: its thread ends by itself.
        """
        with self._condition:
            self._stopping = True
            self._condition.notify()
        self._thread.join(timeout)

    def _put(self, command: m.Command | _Inner) -> None:
        with self._condition:
            if isinstance(command, m.Search):
                self._waiting_search = command  # the newest wins
            else:
                if isinstance(command, NEWEST_WINS):
                    older = [one for one in self._commands if type(one) is type(command)]
                    for one in older:
                        self._commands.remove(one)
                self._commands.append(command)
            self._condition.notify()

    # --- the thread ---------------------------------------------------------------------------

    def _run(self) -> None:
        if not self._guard(self._open, fatal=True):
            return
        with contextlib.closing(self._library), self._choosing(), self._watching():
            self._tell(self._model)
            self._look_around()
            self._guard(self._tell_photos)
            self._guard(self._answering.tell_searches)
            self._tell(m.SettingsRead(self._library.choices.all()))
            self._choice.load(self._library.model)
            while not self._stopping:
                self._turn()
            self._jobs.drop()

    def _open(self) -> None:
        self._library = self._open_library()
        self._answering = Answering(self._library, self._tell)
        self._changing = Changing(self._library, self._tell)
        self._paused = self._library.choices[PAUSED] == PAUSE

    @contextlib.contextmanager
    def _choosing(self) -> Iterator[None]:
        self._choice = ModelChoice(self._library, self._models, self._tell, self._put)
        with contextlib.closing(self._choice):
            yield

    @contextlib.contextmanager
    def _watching(self) -> Iterator[None]:
        self._watcher = Watcher(
            lambda root, paths: self._put(_Dirty(root, paths)),
            lambda sentence: self._put(_Unwatched(sentence)),
        )
        try:
            yield
        finally:
            self._watcher.stop()

    def _turn(self) -> None:
        """One thing: an answer, a command, a step of a job or of housekeeping, or a look around."""
        self._wait()
        search = self._take_search()
        if search is not None:
            self._search(search)
            return
        with self._condition:
            command = self._commands.popleft() if self._commands else None
        if command is not None:
            self._guard(lambda: self._obey(command))
        elif self._has_job():
            self._step()
        elif self._tending:
            self._tending = self._guard(self._tend) and self._tending
        if time.monotonic() - self._looked_at > _LOOK_AROUND:
            self._look_around()

    def _wait(self) -> None:
        with self._condition:
            if self._stopping or self._commands or self._has_job() or self._tending:
                return
            if self._waiting_search is None or not self._can_answer(self._waiting_search):
                self._condition.wait(_LOOK_AROUND)

    def _guard(self, act: Callable[[], None], *, aloud: bool = True, fatal: bool = False) -> bool:
        """Whatever goes wrong becomes an event: the engine outlives its troubles."""
        try:
            act()
        except PhotoClipError as error:
            if aloud:
                self._tell(m.Trouble(str(error), fatal=fatal))
            return False
        except Exception as error:  # noqa: BLE001 - a bug, told with its traceback
            self._tell_bug(error, fatal)
            return False
        return True

    def _tell_bug(self, error: Exception, fatal: bool) -> None:
        """Log it and tell it, once: the same place tends to fail again."""
        place = type(error).__name__ + "".join(traceback.format_tb(error.__traceback__))
        if place not in self._told_bugs:
            self._told_bugs.add(place)
            _log.error("unexpected", exc_info=error)
            sentence = f"Something unexpected went wrong ({type(error).__name__})."
            self._tell(m.Trouble(sentence, "".join(traceback.format_exception(error)), fatal))

    # --- searching ----------------------------------------------------------------------------

    def _take_search(self) -> m.Search | None:
        with self._condition:
            search = self._waiting_search
            if search is None or not self._can_answer(search):
                return None
            self._waiting_search = None
            return search

    def _can_answer(self, search: m.Search) -> bool:
        return self._model.phase is not m.ModelPhase.STARTING or _is_empty(search.query)

    def _search(self, search: m.Search) -> None:
        if self._model.phase is m.ModelPhase.FAILED and not _is_empty(search.query):
            self._tell(m.SearchFailed(search.serial, self._model.reason))
        elif not self._guard(lambda: self._answer(search)):
            self._tell(m.SearchFailed(search.serial, "This search failed unexpectedly."))

    def _answer(self, search: m.Search) -> None:
        begun = time.perf_counter()
        try:
            hits = self._library.search(search.query)
        except PhotoClipError as error:
            self._tell(m.SearchFailed(search.serial, str(error)))
        else:
            self._tell(m.SearchDone(search.serial, hits, time.perf_counter() - begun))

    # --- commands -----------------------------------------------------------------------------

    def _obey(self, command: m.Command | _Inner) -> None:
        match command:
            case m.AddFolder(path):
                self._library.add_folder(path)
                self._look_around()  # has it watched, and scanned once it is
            case m.Do() | m.Undo() | m.Redo() | m.AddPreset() | m.ImportLabels():
                self._change(command)
            case m.Rescan(folder_id):
                self._begin(self._library.refresh(folder_id), Urgency.SCAN)
            case m.Pause() | m.Resume():
                self._paused = isinstance(command, m.Pause)
                self._library.choices[PAUSED] = PAUSE if self._paused else ""
                self._tell_progress(now=True)
            case _Dirty(root, paths):
                self._look_again(root, paths)
            case _Unwatched(sentence):
                self._tell(m.Trouble(sentence))
            case m.UseModel(key):
                self._change_model(key)
            case Loaded() | LoadFailed():
                self._take_loaded(command)
            case ArrivalEnded():
                self._choice.list(self._jobs.share(Urgency.CHANGE_OF_MODEL))
            case m.Search():
                raise AssertionError("a search waits in its own slot")
            case m.ChangeSetting(name, value):
                self._choose(name, value)
            case m.WriteTags(dry_run):
                self._begin(self._write_tags(dry_run=dry_run), Urgency.WRITING)
            case m.PreviewLabel() | m.ReviewLabel() if self._must_prepare():
                self._begin(self._prepare_for(command), Urgency.TAGGING)
            case _ if isinstance(command, Question):
                self._answering.obey(command)
            case _:
                self._obey_choice(command)

    def _tell_misread(self) -> None:
        """Sidecars that could not be understood, each once."""
        news = [one for one in self._library.tag_files.problems() if one not in self._told_misread]
        self._told_misread.update(news)
        if news:
            reasons = "\n".join(one.reason for one in news)
            self._tell(m.Trouble("Some files with labels could not be understood.", reasons))

    def _write_chosen(self) -> Generator[Step, None, None]:
        """The job that writes what has changed, as the person chose; refusals are told once."""
        refused: list[Problem] = []
        for step in self._library.tag_files.write_chosen():
            refused += step.refused
            yield Step(step.done, step.total)
        if refused:
            reasons = "\n".join(f"{one.path}: {one.reason}" for one in refused)
            self._tell(m.Trouble("Some labels could not be written beside their photos.", reasons))

    def _must_prepare(self) -> bool:
        library = self._library
        return library.encoder is not None and not library.labels.scores.can_score

    def _prepare_for(self, command: m.Command) -> Generator[Step, None, None]:
        """The job that makes labels ready to be asked about; searches are answered meanwhile."""
        yield from self._library.labels.prepare()
        self._put(command)

    def _write_tags(self, *, dry_run: bool) -> Generator[Step, None, None]:
        """The job that writes tags beside the photos, or only says what it would write."""
        confident = self._library.choices[TAG_FILES] == CONFIDENT
        least = tag_files.CONFIDENT if confident else None
        written: list[tuple[Path, str]] = []
        refused: list[Problem] = []
        for step in self._library.tag_files.write(least, dry_run=dry_run):
            written += step.written
            refused += step.refused
            yield Step(step.done, step.total)
        self._tell(m.TagsWritten(dry_run, written, refused))

    def _change(self, command: Command) -> None:
        """Change what the person wants changed; jobs may be about to save photos of a folder."""
        touched = self._changing.foresee(command)
        interrupted = touched.folders and self._jobs.drop()
        try:
            self._changing.obey(command)
        finally:
            if interrupted or touched.folders:
                self._begin(self._library.refresh(), Urgency.SCAN)
            if interrupted and self._library.next_model is not None:
                self._choice.load(self._library.next_model)
        self._changed.update(touched.photos)
        self._tell_photos()
        if touched.labels:
            self._tag()
        if touched.searches:
            self._answering.tell_searches()

    def _choose(self, name: str, value: str) -> None:
        self._library.choices[name] = value
        self._tell(m.SettingsRead(self._library.choices.all()))
        if name == EXCLUDED:
            self._begin(self._library.refresh(), Urgency.SCAN)
        self._mind_battery()

    def _mind_battery(self) -> None:
        """Wait with indexing while the computer runs on its battery, if the person wants that."""
        waits = self._library.choices[ON_BATTERY] == PAUSE and is_on_battery()
        if waits != self._saving_power:
            self._saving_power = waits
            self._tell_progress(now=True)

    def _tag(self) -> None:
        """Tell how the labels are now, and score the photos by those that changed."""
        self._answering.tell_labels()
        self._jobs.drop(Urgency.TAGGING)
        self._begin(self._library.labels.retag(), Urgency.TAGGING)

    def _look_again(self, root: Path, paths: set[Path]) -> None:
        self._look_around()
        for folder in self._folders or ():
            if folder.path == root and folder.online:
                if root in paths or len(paths) > _MANY:
                    self._begin(self._library.refresh(folder.id), Urgency.SCAN)
                    return
                there = {path for path in paths if path.exists()}
                self._begin_part(folder, there, Urgency.ARRIVAL)
                self._begin_part(folder, paths - there, Urgency.REMOVAL)

    def _begin_part(self, folder: Folder, paths: set[Path], urgency: Urgency) -> None:
        if paths:
            below = {path.relative_to(folder.path).as_posix() for path in paths}
            self._begin(self._library.refresh(folder.id, below), urgency)

    # --- the model ----------------------------------------------------------------------------

    def _change_model(self, key: str) -> None:
        """Begin to change to a model; the one in use takes a change back."""
        self._jobs.drop(Urgency.CHANGE_OF_MODEL)
        if self._model.phase is m.ModelPhase.FAILED:  # nothing answers meanwhile: change at once
            self._library.choose_model(key)
            self._model = m.ModelState(m.ModelPhase.STARTING)
            self._tell(self._model)
        else:
            self._library.plan_model(None if key == self._library.model else key)
        if key != self._library.model or self._model.phase is m.ModelPhase.STARTING:
            self._choice.load(key)
        self._choice.list()

    def _take_loaded(self, outcome: Loaded | LoadFailed) -> None:
        """The model in use, or the next one; any other was given up while it was loading."""
        library = self._library
        if outcome.key == library.model:
            if isinstance(outcome, Loaded):
                self._use(outcome.encoder)
            elif self._model.phase is m.ModelPhase.STARTING:
                self._fail(outcome.reason)
        elif outcome.key == library.next_model:
            if isinstance(outcome, Loaded):
                self._begin(self._embed_for(outcome), Urgency.CHANGE_OF_MODEL)
            else:
                library.plan_model(None)
                self._tell(m.ArrivalFailed(outcome.key, outcome.reason))
        self._choice.list()

    def _embed_for(self, loaded: Loaded) -> Generator[Step, None, None]:
        """The job that changes the model: the old one answers until the new one knows it all."""
        yield from self._library.embed_for(loaded.encoder)
        self._library.choose_model(loaded.key)
        self._put(loaded)

    def _use(self, encoder: Encoder) -> None:
        """What was found meanwhile waits as jobs: they begin now."""
        changed = self._library.encoder is not None
        if not self._guard(lambda: self._library.use(encoder)):
            self._fail("The model could not be used with this library.")
            return
        self._model = m.ModelState(m.ModelPhase.READY, encoder.name, encoder.device)
        self._tell(self._model)
        if changed or not self._jobs:  # what the old model took in, or nobody while there was none
            self._begin(self._library.refresh(), Urgency.SCAN)
        self._guard(self._tag)
        if self._library.next_model is not None:
            self._choice.load(self._library.next_model)

    def _obey_choice(self, command: ModelCommand) -> None:
        if isinstance(command, m.RemoveModel) and command.key == self._library.next_model:
            self._jobs.drop(Urgency.CHANGE_OF_MODEL)
        self._choice.obey(command, self._jobs.share(Urgency.CHANGE_OF_MODEL))

    def _fail(self, reason: str) -> None:
        self._model = m.ModelState(m.ModelPhase.FAILED, reason=reason)
        self._tell(self._model)
        self._jobs.drop()

    # --- jobs ---------------------------------------------------------------------------------

    def _begin(self, steps: Generator[Step, None, None], urgency: Urgency) -> None:
        if self._model.phase is not m.ModelPhase.FAILED:
            self._jobs.begin(steps, urgency)

    def _has_job(self) -> bool:
        if not self._jobs or self._model.phase is not m.ModelPhase.READY:
            return False
        # Pausing is about photos: a label that is being defined goes on.
        waits = self._paused or self._saving_power
        return not waits or self._jobs.most_urgent().urgency is Urgency.TAGGING

    def _step(self) -> None:
        job = self._jobs.most_urgent()
        if not self._guard(lambda: self._changed.update(self._jobs.advance(job))):
            self._jobs.remove(job)
        self._unwritten = self._unwritten or job.urgency is not Urgency.WRITING
        self._tending = not self._jobs
        self._tell_progress(now=not self._jobs)
        if not self._jobs:
            self._guard(lambda: self._finish(job.urgency))

    def _finish(self, last: Urgency) -> None:
        """Nothing is left to do but what the work itself made necessary."""
        self._answering.tell_searches()
        self._tell_misread()
        encoder = self._library.encoder
        labels = self._library.labels
        if encoder is None:
            return
        if last > Urgency.WRITING and last is not Urgency.TAGGING:
            if not labels.is_current(encoder.key):
                self._tag()
                return
            if not labels.is_prepared(encoder.key):
                self._begin(labels.prepare(), Urgency.WRITING)
        if self._unwritten and self._library.choices[TAG_FILES]:
            self._unwritten = False
            self._begin(self._write_chosen(), Urgency.WRITING)

    def _tend(self) -> None:
        self._tending = self._library.tend()

    def _tell_progress(self, *, now: bool) -> None:
        if not now and time.monotonic() - self._told_at < _TELL:
            return
        self._told_at = time.monotonic()
        self._tell(
            m.IndexingProgress(self._jobs.progress(paused=self._paused or self._saving_power))
        )
        if self._changed and (now or time.monotonic() - self._counted_at > _TELL_PHOTOS):
            self._guard(self._tell_photos)

    def _tell_photos(self) -> None:
        self._counted_at = time.monotonic()
        photos, unreadable = self._library.count_photos()
        self._tell(m.PhotosChanged(photos, unreadable, tuple(sorted(self._changed))))
        self._changed.clear()
        self._answering.tell_labels()
        self._look_around()

    def _look_around(self) -> None:
        """Notice folders that came or went (a drive); what keeps failing is told once."""
        self._looked_at = time.monotonic()
        self._can_look = self._guard(self._follow_folders, aloud=self._can_look)
        self._mind_battery()

    def _follow_folders(self) -> None:
        folders = self._library.folders()
        self._watcher.watch(folder.path for folder in folders if folder.online)
        if folders != self._folders:
            self._folders = folders
            self._tell(m.FoldersChanged(tuple(folders)))


def _is_empty(query: Query) -> bool:
    """Nothing is asked: all photos, for which no model is needed."""
    return all(isinstance(term, Text) and not term.text.strip() for term in query.terms)
