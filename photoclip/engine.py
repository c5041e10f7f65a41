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
from collections.abc import Callable, Generator

from photoclip import messages as m
from photoclip.answering import Answering, Question
from photoclip.changing import Changing, Command
from photoclip.choices import EXCLUDED, ON_BATTERY, PAUSE, PAUSED
from photoclip.domain import Query, Step, Text
from photoclip.encoder import Encoder
from photoclip.errors import LibraryLocked, PhotoClipError
from photoclip.following import Dirty, Following, Unwatched
from photoclip.inbox import Inbox
from photoclip.jobs import Jobs, Urgency
from photoclip.library import Library
from photoclip.model_choice import ArrivalEnded, Loaded, LoadFailed, ModelChoice, Outcome
from photoclip.models import Models
from photoclip.power import is_on_battery
from photoclip.sentences import Sentence
from photoclip.tag_writing import TagWriting

_log = logging.getLogger(__name__)

_LOOK_AROUND = 2.0  # seconds between two looks whether a folder came or went
_REST = 1.0  # seconds without a question: then a graph may be saved, which takes half a second
_TELL = 0.2  # seconds between two progress events
_TELL_PHOTOS = 1.0  # seconds between two counts of photos while they change

_Message = m.Command | Dirty | Unwatched | Outcome


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
        self._inbox: Inbox[_Message] = Inbox()
        self._paused = False
        self._saving_power = False
        self._jobs = Jobs()
        self._changed: set[int] = set()
        self._told_at = 0.0
        self._counted_at = 0.0
        self._told_counts = (0, 0)
        self._looked_at = 0.0
        self._asked_at = 0.0
        self._can_look = True
        self._told_bugs: set[str] = set()
        self._unwritten = True
        """Since tags were last written, something was done that may have changed them."""
        self._tending = False
        self._thread = threading.Thread(target=self._run, name="engine")
        self._thread.start()

    def post(self, command: m.Command) -> None:
        """Ask for something; any thread."""
        self._inbox.put(command)

    def stop(self, timeout: float | None = None) -> None:
        """Finish the step in flight, save and close; returns when the library is closed.

        A model that is still being loaded cannot be interrupted: its thread ends by itself.
        """
        self._inbox.close()
        self._thread.join(timeout)

    # --- the thread ---------------------------------------------------------------------------

    def _run(self) -> None:
        if not self._guard(self._open, fatal=True):
            return
        with (
            contextlib.closing(self._library),
            contextlib.closing(self._choice),
            contextlib.closing(self._following),
        ):
            self._tell(self._choice.state)
            self._look_around()
            self._guard(self._tell_photos)
            self._guard(self._answering.tell_searches)
            self._tell(m.SettingsRead(self._library.choices.all()))
            self._choice.load(self._library.model)
            while not self._inbox.is_closed:
                self._turn()
            self._jobs.drop()

    def _open(self) -> None:
        self._library = self._open_patiently()
        self._answering = Answering(self._library, self._tell)
        self._changing = Changing(self._library, self._tell)
        self._tag_writing = TagWriting(self._library, self._tell)
        put = self._inbox.put
        self._choice = ModelChoice(self._library, self._models, self._jobs, self._tell, put)
        self._following = Following(self._library, self._begin, self._tell, put)
        self._paused = self._library.choices[PAUSED] == PAUSE

    def _open_patiently(self) -> Library:
        """Where another process uses the library: as soon as that one is closed."""
        told = False
        while True:
            try:
                return self._open_library()
            except LibraryLocked as error:
                if self._inbox.is_closed:
                    raise
                if not told:
                    self._tell(m.Trouble(error.sentence, fatal=True))
                told = True
                self._inbox.rest(_LOOK_AROUND)

    def _turn(self) -> None:
        """One thing: an answer, a command, a step of a job or of housekeeping, or a look around."""
        if not (self._has_job() or self._may_tend()):
            self._inbox.wait(_REST if self._tending else _LOOK_AROUND, self._can_answer)
        search = self._inbox.take_search(self._can_answer)
        if search is not None:
            self._search(search)
            self._asked_at = time.monotonic()
            return
        command = self._inbox.take()
        if command is not None:
            self._guard(lambda: self._obey(command))
            self._asked_at = time.monotonic()
        elif self._has_job():
            self._step()
        elif self._may_tend():
            self._tending = self._guard(self._tend) and self._tending
        if time.monotonic() - self._looked_at > _LOOK_AROUND:
            self._look_around()

    def _guard(self, act: Callable[[], None], *, aloud: bool = True, fatal: bool = False) -> bool:
        """Whatever goes wrong becomes an event: the engine outlives its troubles."""
        try:
            act()
        except PhotoClipError as error:
            if aloud:
                self._tell(m.Trouble(error.sentence, fatal=fatal))
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
            sentence = Sentence(
                "Something unexpected went wrong ({kind}).", kind=type(error).__name__
            )
            self._tell(m.Trouble(sentence, ("".join(traceback.format_exception(error)),), fatal))

    # --- searching ----------------------------------------------------------------------------

    def _can_answer(self, search: m.Search) -> bool:
        return self._choice.state.phase is not m.ModelPhase.STARTING or _is_empty(search.query)

    def _search(self, search: m.Search) -> None:
        model = self._choice.state
        failure = model.reason if model.phase is m.ModelPhase.FAILED else None
        if failure and not _is_empty(search.query):
            self._tell(m.SearchFailed(search.serial, failure))
        elif not self._guard(lambda: self._answer(search)):
            reason = Sentence("This search failed unexpectedly.")
            self._tell(m.SearchFailed(search.serial, reason))

    def _answer(self, search: m.Search) -> None:
        begun = time.perf_counter()
        try:
            hits = self._library.search(search.query)
            hidden = 0
            if search.whole is not None and not hits.count_fitting():
                hidden = self._library.count(search.whole) or 0
        except PhotoClipError as error:
            self._tell(m.SearchFailed(search.serial, error.sentence))
        else:
            seconds = time.perf_counter() - begun
            self._tell(m.SearchDone(search.serial, hits, seconds, hidden))

    # --- commands -----------------------------------------------------------------------------

    def _obey(self, command: _Message) -> None:
        match command:
            case m.AddFolder(path):
                folder = self._library.add_folder(path)
                self._look_around()  # has it watched, and scanned once it is
                self._tell(m.FolderAdded(folder))
            case m.Do() | m.Undo() | m.Redo() | m.AddPreset() | m.ImportLabels():
                self._change(command)
            case m.Rescan(folder_id):
                self._begin(self._library.refresh(folder_id), Urgency.SCAN)
            case m.Pause() | m.Resume():
                self._paused = isinstance(command, m.Pause)
                self._library.choices[PAUSED] = PAUSE if self._paused else ""
                self._tell_progress(now=True)
            case Dirty():
                self._look_around()
                self._following.look_again(command)
            case Unwatched(sentence):
                self._tell(m.Trouble(sentence))
            case m.UseModel(key):
                self._choice.change(key)
            case Loaded() | LoadFailed():
                self._take_loaded(command)
            case ArrivalEnded():
                self._choice.list()
            case m.Search():
                raise AssertionError("a search waits in its own slot")
            case m.ChangeSetting(name, value):
                self._choose(name, value)
            case m.WriteTags(dry_run):
                self._begin(self._tag_writing.write(dry_run=dry_run), Urgency.WRITING)
            case m.PreviewLabel() | m.ReviewLabel() if self._must_prepare():
                self._begin(self._prepare_for(command), Urgency.TAGGING)
            case _ if isinstance(command, Question):
                self._answering.obey(command)
            case _:
                self._choice.obey(command)

    def _must_prepare(self) -> bool:
        library = self._library
        return library.encoder is not None and not library.labels.scores.can_score

    def _prepare(self) -> Generator[Step, None, None]:
        yield from self._library.labels.prepare()
        self._tell_photos()  # answers end elsewhere now: what was asked is asked again

    def _prepare_for(self, command: m.Command) -> Generator[Step, None, None]:
        """The job that makes labels ready to be asked about; searches are answered meanwhile."""
        yield from self._library.labels.prepare()
        self._inbox.put(command)

    def _change(self, command: Command) -> None:
        """Change what the person wants changed; jobs may be about to save photos of a folder."""
        touched = self._changing.foresee(command)
        interrupted = touched.folders and self._jobs.drop()
        try:
            self._changing.obey(command)
        finally:
            if interrupted or touched.folders:
                self._begin(self._library.refresh(), Urgency.SCAN)
            if interrupted:
                self._choice.load_next()
        self._changed.update(touched.photos)
        self._tell_photos()
        if touched.labels:
            self._tag()
        if touched.searches:
            self._answering.tell_searches()

    def _choose(self, name: str, value: str) -> None:
        self._library.choices[name] = value
        self._tell(m.SettingsRead(self._library.choices.all()))
        self._tag_writing.await_choices()
        self._unwritten = True
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

    # --- the model ----------------------------------------------------------------------------

    def _take_loaded(self, outcome: Loaded | LoadFailed) -> None:
        encoder = self._choice.take(outcome)
        if encoder is not None:
            self._use(encoder)
        self._choice.list()

    def _use(self, encoder: Encoder) -> None:
        """What was found meanwhile waits as jobs: they begin now."""
        changed = self._library.encoder is not None
        if not self._guard(lambda: self._choice.use(encoder)):
            self._choice.fail(Sentence("The model could not be used with this library."))
            return
        if changed or not self._jobs:  # what the old model took in, or nobody while there was none
            self._begin(self._library.refresh(), Urgency.SCAN)
        self._guard(self._tag)
        self._choice.load_next()

    # --- jobs ---------------------------------------------------------------------------------

    def _begin(self, steps: Generator[Step, None, None], urgency: Urgency) -> None:
        if self._choice.state.phase is m.ModelPhase.FAILED:
            steps.close()  # so that whoever waits for its end need not
            return
        self._jobs.begin(steps, urgency)
        if self._waits:
            self._tell_progress(now=True)

    @property
    def _waits(self) -> bool:
        return self._paused or self._saving_power

    def _has_job(self) -> bool:
        if not self._jobs or self._choice.state.phase is not m.ModelPhase.READY:
            return False
        return not self._waits or not self._jobs.most_urgent().can_pause

    def _step(self) -> None:
        job = self._jobs.most_urgent()
        if not self._guard(lambda: self._changed.update(self._jobs.advance(job))):
            self._jobs.remove(job)
        self._unwritten = self._unwritten or job.urgency is not Urgency.WRITING
        self._tending = not self._jobs
        self._tell_progress(now=not self._has_job())
        if not self._jobs:
            self._guard(lambda: self._finish(job.urgency))

    def _finish(self, last: Urgency) -> None:
        """Nothing is left to do but what the work itself made necessary."""
        self._answering.tell_searches()
        self._tag_writing.tell_misread()
        if self._library.count_photos() != self._told_counts:  # folders that cannot be read
            self._tell_photos()
        encoder = self._library.encoder
        labels = self._library.labels
        if encoder is None:
            return
        if last > Urgency.WRITING and last is not Urgency.TAGGING:
            if not labels.is_current(encoder.key):
                self._tag()
                return
            if not labels.is_prepared(encoder.key):
                self._begin(self._prepare(), Urgency.WRITING)
        self._write_chosen()

    def _write_chosen(self) -> None:
        if self._unwritten and self._tag_writing.is_wanted:
            self._unwritten = False
            self._begin(self._tag_writing.write_chosen(), Urgency.WRITING)

    def _may_tend(self) -> bool:
        return self._tending and time.monotonic() - self._asked_at > _REST

    def _tend(self) -> None:
        self._tending = self._library.tend()

    def _tell_progress(self, *, now: bool) -> None:
        if not now and time.monotonic() - self._told_at < _TELL:
            return
        self._told_at = time.monotonic()
        self._tell(m.IndexingProgress(self._jobs.progress(paused=self._waits)))
        if self._changed and (now or time.monotonic() - self._counted_at > _TELL_PHOTOS):
            self._guard(self._tell_photos)

    def _tell_photos(self) -> None:
        self._counted_at = time.monotonic()
        photos, unreadable = self._library.count_photos()
        self._tell(m.PhotosChanged(photos, unreadable, tuple(sorted(self._changed))))
        self._told_counts = photos, unreadable
        self._changed.clear()
        self._answering.tell_labels()
        self._look_around()

    def _look_around(self) -> None:
        """Notice folders that came or went (a drive); what keeps failing is told once."""
        self._looked_at = time.monotonic()
        self._can_look = self._guard(self._following.look_around, aloud=self._can_look)
        self._mind_battery()
        if self._library.encoder is not None and not self._jobs:
            self._guard(self._write_chosen)


def _is_empty(query: Query) -> bool:
    """Nothing is asked: all photos, for which no model is needed."""
    return all(isinstance(term, Text) and not term.text.strip() for term in query.terms)
