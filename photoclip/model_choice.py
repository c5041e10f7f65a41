"""The engine's part in choosing models: loading, listing, downloads and imports.

Lives on the engine's thread; what takes long runs beside it and comes back through ``put``.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from photoclip import messages as m
from photoclip.arrivals import Arrivals
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.library import Library
from photoclip.models import Models

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
    reason: str


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
        tell: Callable[[m.Event], None],
        put: Callable[[Outcome], None],
    ) -> None:
        self._library = library
        self._models = models
        self._tell = tell
        self._put = put
        models.tell = self._tell_preparation
        self._arrivals = Arrivals(tell, lambda: put(ArrivalEnded()))

    def _tell_preparation(self, sentence: str) -> None:
        """Loading takes long for once; only the model in use keeps anybody waiting."""
        if self._library.encoder is None:
            self._tell(m.ModelState(m.ModelPhase.STARTING, reason=sentence))

    def close(self) -> None:
        self._arrivals.join()

    def load(self, key: str) -> None:
        """Load a model on a thread of its own; answered by Loaded or LoadFailed."""
        threading.Thread(target=self._load, args=(key,), name="load-model", daemon=True).start()

    def _load(self, key: str) -> None:
        try:
            self._put(Loaded(key, self._models.load(key)))
        except PhotoClipError as error:
            self._put(LoadFailed(key, str(error)))
        except Exception as error:  # noqa: BLE001 - a bug or a broken installation
            _log.error("load model", exc_info=error)
            self._put(LoadFailed(key, f"The model could not be started: {error}."))

    def obey(self, command: ModelCommand, next_share: float) -> None:
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
                self._models.remove(key, self._library)
        self.list(next_share)

    def list(self, next_share: float = 0.0) -> None:
        """Tell which models there are, and which is in use or to come."""
        offers = self._models.offers(self._library.vector_sizes())
        library = self._library
        self._tell(m.ModelsListed(offers, library.model, library.next_model, next_share))
