"""The engine's part in models: loading them, changing from one to another, downloads and imports.

Lives on the engine's thread; what takes long runs beside it and comes back through ``put``.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass

from photoclip import messages as m
from photoclip.arrivals import Arrivals
from photoclip.domain import Step
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.jobs import Jobs, Urgency
from photoclip.library import Library
from photoclip.models import Models
from photoclip.sentences import Sentence

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model is ready to be used."""

    key: str
    encoder: Encoder


@dataclass(frozen=True, slots=True)
class LoadFailed:
    """A model cannot be loaded; the reason is a sentence."""

    key: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class ArrivalEnded:
    """A download or import is over, one way or the other."""


Outcome = Loaded | LoadFailed | ArrivalEnded

ModelCommand = (
    m.FetchModels | m.GetModel | m.ImportModel | m.StopArrival | m.DiscardDownload | m.RemoveModel
)


class ModelChoice:
    """``put`` may be called on any thread, with an Outcome for the engine."""

    def __init__(
        self,
        library: Library,
        models: Models,
        jobs: Jobs,
        tell: Callable[[m.Event], None],
        put: Callable[[Outcome], None],
    ) -> None:
        self.state = m.ModelState(m.ModelPhase.STARTING)
        self._library = library
        self._models = models
        self._jobs = jobs
        self._tell = tell
        self._put = put
        models.tell = self._tell_preparation
        self._arrivals = Arrivals(tell, lambda: put(ArrivalEnded()))

    def _tell_preparation(self, sentence: Sentence) -> None:
        """Loading takes long for once; only the model in use keeps anybody waiting."""
        if self._library.encoder is None:
            self._tell(m.ModelState(m.ModelPhase.STARTING, reason=sentence))

    def close(self) -> None:
        self._arrivals.join()

    # --- loading and changing -----------------------------------------------------------------

    def load(self, key: str) -> None:
        """Load a model on a thread of its own; answered by Loaded or LoadFailed."""
        threading.Thread(target=self._load, args=(key,), name="load-model", daemon=True).start()

    def _load(self, key: str) -> None:
        try:
            self._put(Loaded(key, self._models.load(key)))
        except PhotoClipError as error:
            self._put(LoadFailed(key, error.sentence))
        except Exception as error:  # noqa: BLE001 - a bug or a broken installation
            _log.error("load model", exc_info=error)
            reason = Sentence("The model could not be started: {said}.", said=str(error))
            self._put(LoadFailed(key, reason))

    def load_next(self) -> None:
        """Go on with a change that was begun before."""
        if self._library.next_model is not None:
            self.load(self._library.next_model)

    def change(self, key: str) -> None:
        """Begin to change to a model; the one in use takes a change back."""
        self._jobs.drop(Urgency.CHANGE_OF_MODEL)
        if self.state.phase is m.ModelPhase.FAILED:  # nothing answers meanwhile: change at once
            self._library.choose_model(key)
            self._enter(m.ModelState(m.ModelPhase.STARTING))
        else:
            self._library.plan_model(None if key == self._library.model else key)
        if key != self._library.model or self.state.phase is m.ModelPhase.STARTING:
            self.load(key)
        self.list()

    def take(self, outcome: Loaded | LoadFailed) -> Encoder | None:
        """Returns the encoder of the model in use, once it is loaded; embeds for the next one.

        Any other model was given up while it was loading.
        """
        library = self._library
        if outcome.key == library.model:
            if isinstance(outcome, Loaded):
                return outcome.encoder
            if self.state.phase is m.ModelPhase.STARTING:
                self.fail(outcome.reason)
        elif outcome.key == library.next_model:
            if isinstance(outcome, Loaded):
                self._jobs.begin(self._embed_for(outcome), Urgency.CHANGE_OF_MODEL)
            else:
                library.plan_model(None)
                self._tell(m.ArrivalFailed(outcome.key, outcome.reason))
        return None

    def _embed_for(self, loaded: Loaded) -> Generator[Step, None, None]:
        """The job that changes the model: the old one answers until the new one knows it all."""
        yield from self._library.embed_for(loaded.encoder)
        self._library.choose_model(loaded.key)
        self._put(loaded)

    def use(self, encoder: Encoder) -> None:
        """Search and index with it from now on."""
        self._library.use(encoder)
        self._enter(m.ModelState(m.ModelPhase.READY, encoder.name, encoder.device))

    def fail(self, reason: Sentence) -> None:
        """The model in use cannot be used: no job can go on."""
        self._enter(m.ModelState(m.ModelPhase.FAILED, reason=reason))
        self._jobs.drop()

    def _enter(self, state: m.ModelState) -> None:
        self.state = state
        self._tell(state)

    # --- choosing -----------------------------------------------------------------------------

    def obey(self, command: ModelCommand) -> None:
        """Do what the person wants with models; PhotoClipError where that cannot be."""
        match command:
            case m.FetchModels():
                pass
            case m.GetModel(key, accept_licence):
                self._arrivals.begin(key, self._models.get(key, accept_licence=accept_licence))
            case m.ImportModel(path, architecture):
                self._arrivals.begin(m.IMPORTED, self._models.bring(path, architecture))
            case m.StopArrival():
                self._arrivals.stop()
            case m.DiscardDownload(key):
                self._models.discard(key)
            case m.RemoveModel(key):
                if key == self._library.next_model:
                    self._jobs.drop(Urgency.CHANGE_OF_MODEL)
                self._models.remove(key, self._library)
        self.list()

    def list(self) -> None:
        """Tell which models there are, and which is in use or to come."""
        offers = self._models.offers(self._library.vector_sizes())
        library = self._library
        share = self._jobs.share(Urgency.CHANGE_OF_MODEL)
        self._tell(m.ModelsListed(offers, library.model, library.next_model, share))
