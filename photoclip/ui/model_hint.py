"""When the line above the photos speaks of models: if the chosen one fails, and once by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, QTimer, Slot

from photoclip.domain import ModelOffer
from photoclip.messages import (
    IndexingProgress,
    ModelPhase,
    ModelsListed,
    ModelState,
    PhotosChanged,
)
from photoclip.model_catalogue import STARTER_KEY
from photoclip.ui import model_texts
from photoclip.ui.bridge import Bridge
from photoclip.ui.suggestion import Suggestion
from photoclip.ui.translation import say

PUT_AWAY = "models/suggestion_put_away"
REST = 2000
"""Milliseconds without work after which indexing counts as finished."""


class ModelHint(QObject):
    """A failure comes first. The suggestion comes after the first indexing, until put away."""

    def __init__(
        self, bridge: Bridge, line: Suggestion, settings: QSettings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._settings = settings
        self._failure = ""
        self._ready = self._idle = self._rested = False
        self._photos = 0
        self._listed: ModelsListed | None = None
        self._resting = QTimer(self, singleShot=True, interval=REST)
        self._resting.timeout.connect(self._rest)
        line.pressed.connect(self._follow)
        line.put_away.connect(self._put_away)
        bridge.model_state.connect(self._take_model_state)
        bridge.photos_changed.connect(self._take_photos)
        bridge.indexing_progress.connect(self._take_progress)
        bridge.models_listed.connect(self._take_list)

    @Slot(object)
    def _take_model_state(self, state: ModelState) -> None:
        failed = state.phase is ModelPhase.FAILED
        self._failure = say(state.reason) if failed else ""
        self._ready = state.phase is ModelPhase.READY
        self._show()

    @Slot(object)
    def _take_photos(self, event: PhotosChanged) -> None:
        self._photos = event.photos
        self._show()

    @Slot(object)
    def _take_progress(self, event: IndexingProgress) -> None:
        if event.progress is not None:
            self._resting.stop()
            self._rested = False
        elif not self._rested:
            self._resting.start()
        self._show()

    @Slot(object)
    def _take_list(self, event: ModelsListed) -> None:
        self._listed = event
        self._show()

    @Slot()
    def _rest(self) -> None:
        self._rested = True
        self._show()

    @Slot()
    def _follow(self) -> None:
        """Whoever opened the page has seen what there is; a failure stays until it is mended."""
        if not self._failure:
            self._put_away()

    @Slot()
    def _put_away(self) -> None:
        if self._failure:
            self._failure = ""
        else:
            self._settings.setValue(PUT_AWAY, True)
        self._show()

    def _show(self) -> None:
        better = self._better_model()
        if self._failure:
            told = self.tr("{reason} Browsing goes on without it.").format(reason=self._failure)
            self._line.say(told, self.tr("Choose a model"))
        elif better is not None:
            self._line.say(model_texts.suggest(better), self.tr("Look at the models"))
        else:
            self._line.say("", "")

    def _better_model(self) -> ModelOffer | None:
        """The recommended model, when it is time to speak of it."""
        listed, quiet = self._listed, self._ready and self._rested and self._photos > 0
        if not quiet or listed is None or listed.next_key is not None:
            return None
        if self._settings.value(PUT_AWAY, False, bool):
            return None
        if listed.in_use != STARTER_KEY:
            return None
        return next((o for o in listed.models if o.recommended and not o.installed), None)
