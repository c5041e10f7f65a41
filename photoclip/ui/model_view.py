"""What the page says of each model, and what can be done with it. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from photoclip.domain import ModelOffer, Progress
from photoclip.messages import ModelsListed


class Standing(Enum):
    IN_USE = auto()
    BROKEN = auto()
    """Chosen, but it could not be started."""
    NEXT = auto()
    """The library is being embedded for it."""
    ARRIVING = auto()
    PARTLY = auto()
    """A part of its download is here."""
    INSTALLED = auto()
    AVAILABLE = auto()


class Action(Enum):
    USE = auto()
    RETRY = auto()
    DOWNLOAD = auto()
    DOWNLOAD_AGAIN = auto()
    CONTINUE = auto()
    PAUSE = auto()
    TAKE_BACK = auto()
    DISCARD = auto()
    REMOVE = auto()


ARRIVALS = frozenset({Action.DOWNLOAD, Action.DOWNLOAD_AGAIN, Action.CONTINUE})
"""There is one arrival at a time."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A download or import under way. Without ``progress`` nothing has come yet."""

    key: str
    progress: Progress | None = None
    stopping: bool = False


@dataclass(frozen=True, slots=True)
class ModelView:
    """``in_use`` is the chosen model, which answers unless ``failed``.

    ``share`` (0 to 1) tells how far a change to this one is.
    ``occupied``: another model is on its way. ``trouble`` is one sentence, or empty.
    """

    offer: ModelOffer
    standing: Standing
    in_use: ModelOffer | None = None
    failed: bool = False
    share: float = 0.0
    arrival: Arrival | None = None
    occupied: bool = False
    trouble: str = ""


def view_models(
    listed: ModelsListed, failure: str, arrival: Arrival | None, troubles: Mapping[str, str]
) -> list[ModelView]:
    """``failure`` says why the model in use could not be started; ``troubles`` are by key."""
    in_use = next((offer for offer in listed.models if offer.key == listed.in_use), None)

    def view(offer: ModelOffer) -> ModelView:
        standing = _find_standing(offer, listed, failure, arrival)
        trouble = troubles.get(offer.key, "")
        return ModelView(
            offer,
            standing,
            in_use,
            bool(failure),
            listed.next_share if standing is Standing.NEXT else 0.0,
            arrival if standing is Standing.ARRIVING else None,
            occupied=arrival is not None and standing is not Standing.ARRIVING,
            trouble=trouble or (failure if standing is Standing.BROKEN else ""),
        )

    return [view(offer) for offer in listed.models]


def _find_standing(
    offer: ModelOffer, listed: ModelsListed, failure: str, arrival: Arrival | None
) -> Standing:
    if arrival is not None and arrival.key == offer.key:
        return Standing.ARRIVING
    if offer.key == listed.in_use:
        return Standing.BROKEN if failure else Standing.IN_USE
    if offer.key == listed.next_key:
        return Standing.NEXT
    if offer.installed:
        return Standing.INSTALLED
    return Standing.PARTLY if offer.arrived else Standing.AVAILABLE


def usable_actions(view: ModelView) -> frozenset[Action]:
    """Those of the offered actions that can be done now."""
    if view.arrival is not None and view.arrival.stopping:
        return frozenset()
    return offered_actions(view) - (ARRIVALS if view.occupied else frozenset())


def offered_actions(view: ModelView) -> frozenset[Action]:
    """What the card has buttons for."""
    offer = view.offer
    match view.standing:
        case Standing.ARRIVING:
            return frozenset({Action.PAUSE})
        case Standing.NEXT:
            return frozenset({Action.TAKE_BACK})
        case Standing.PARTLY:
            return frozenset({Action.CONTINUE, Action.DISCARD})
        case Standing.AVAILABLE:
            return frozenset({Action.DOWNLOAD})
        case Standing.BROKEN:
            retry = {Action.RETRY} if offer.installed else set()
            fetch = {Action.DOWNLOAD_AGAIN} if offer.download_size else set()
            return frozenset(retry | fetch)
        case Standing.INSTALLED:
            frees = offer.disk_size + offer.vectors_size
            return frozenset({Action.USE, Action.REMOVE} if frees else {Action.USE})
        case _:
            return frozenset()
