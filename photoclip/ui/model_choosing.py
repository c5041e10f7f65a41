"""What is known of the models, and what the person does about them, between page and engine."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from photoclip.messages import (
    IMPORTED,
    ArrivalFailed,
    ArrivalProgress,
    Command,
    FetchModels,
    GetModel,
    ImportModel,
    ModelPhase,
    ModelsListed,
    ModelState,
    StopArrival,
    UseModel,
)
from photoclip.ui import model_texts
from photoclip.ui.bridge import Bridge
from photoclip.ui.model_section import ModelSection
from photoclip.ui.model_view import Arrival, view_models
from photoclip.ui.translation import say

LOOK_AGAIN = 1000
"""Milliseconds between two looks at how far a change of model is."""


class ModelChoosing(QObject):
    told = Signal(str)
    """How far a model's arrival is, for those who do not look at the page; empty: nothing."""
    failed_unseen = Signal(str)
    """Why a model could not be got, while the page is not shown."""

    def __init__(self, bridge: Bridge, section: ModelSection, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._section = section
        self._listed: ModelsListed | None = None
        self._failure = ""
        self._arrival: Arrival | None = None
        self._ending = False
        self._troubles: dict[str, str] = {}
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_AGAIN)
        self._looking.timeout.connect(self._look)
        section.opened.connect(self._look)
        section.command_asked.connect(self._obey)
        bridge.models_listed.connect(self._take_list)
        bridge.arrival_progress.connect(self._take_progress)
        bridge.arrival_failed.connect(self._take_failure)
        bridge.model_state.connect(self._take_model_state)
        bridge.trouble.connect(self._take_trouble)

    @Slot()
    def _look(self) -> None:
        self._looking.stop()
        if self._section.isVisible():
            self._bridge.post(FetchModels())
            self._show()

    @Slot(object)
    def _obey(self, command: Command) -> None:
        match command:
            case GetModel(key):
                self._begin(key)
            case ImportModel():
                self._begin(IMPORTED)
            case StopArrival() if self._arrival is not None:
                arrival = self._arrival
                self._arrival = Arrival(arrival.key, arrival.progress, stopping=True)
            case _:
                self._troubles.clear()
        self._bridge.post(command)
        self._show()

    def _begin(self, key: str) -> None:
        self._arrival, self._ending = Arrival(key), False
        self._troubles.clear()

    # --- what the engine says

    @Slot(object)
    def _take_list(self, event: ModelsListed) -> None:
        self._listed = event
        if self._is_mended(event):
            self._bridge.post(UseModel(event.in_use))
        self._end_arrival()
        self._show()
        if event.next_key is not None:
            self._looking.start()

    @Slot(object)
    def _take_progress(self, event: ArrivalProgress) -> None:
        if event.progress is None:
            # How it ended comes next: a failure or a new list. Until then the card stays as it is.
            self._ending = True
            self.told.emit("")
            return
        stopping = self._arrival is not None and self._arrival.stopping
        self._arrival = Arrival(event.key, event.progress, stopping)
        self._ending = False
        self._troubles.pop(event.key, None)
        self.told.emit(model_texts.tell_arrival(self._arrival, self._name(event.key)))
        self._show()

    @Slot(object)
    def _take_failure(self, event: ArrivalFailed) -> None:
        self._troubles[event.key] = say(event.reason)
        self._end_arrival()
        if not self._section.isVisible():
            self.failed_unseen.emit(say(event.reason))
        self._show()

    def _is_mended(self, event: ModelsListed) -> bool:
        """Whether the chosen model could not be started, and has just been downloaded again."""
        arrival = self._arrival
        if arrival is None or not self._ending or arrival.stopping:
            return False
        return bool(self._failure) and arrival.key == event.in_use

    def _end_arrival(self) -> None:
        if self._ending:
            self._arrival, self._ending = None, False

    @Slot(object)
    def _take_model_state(self, state: ModelState) -> None:
        self._failure = say(state.reason) if state.phase is ModelPhase.FAILED else ""
        self._troubles.clear()
        self._look()

    @Slot()
    def _take_trouble(self) -> None:
        # Perhaps an arrival could not begin, or the engine is a new one: progress will tell.
        self._arrival = None
        self._show()

    def _name(self, key: str) -> str:
        offers = self._listed.models if self._listed is not None else ()
        return next((say(offer.name) for offer in offers if offer.key == key), "")

    def _show(self) -> None:
        if self._listed is None or not self._section.isVisible():
            return
        arrival, occupied = self._arrival, self._arrival is not None
        self._section.show_models(view_models(self._listed, self._failure, arrival, self._troubles))
        importing = arrival if arrival is not None and arrival.key == IMPORTED else None
        trouble = self._troubles.get(IMPORTED, "")
        self._section.show_import(importing, occupied=occupied, trouble=trouble)
