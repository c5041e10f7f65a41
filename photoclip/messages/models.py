"""What is said of models: the one that answers, and those to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from photoclip.domain import ModelOffer, Progress
from photoclip.sentences import Sentence

IMPORTED = "import"
"""Stands for the key of a model that is only just being imported."""


class ModelPhase(Enum):
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelState:
    """``name`` for people ("Starter"), ``device`` as torch says it ("cpu", "cuda", "mps").

    ``reason`` says why it failed, or why starting takes long for once.
    """

    phase: ModelPhase
    name: str = ""
    device: str = ""
    reason: Sentence | None = None


@dataclass(frozen=True, slots=True)
class FetchModels:
    """Answered by ModelsListed, which also comes by itself whenever something of it changed."""


@dataclass(frozen=True, slots=True)
class ModelsListed:
    """``next_key`` is the model that the library is being embedded for, with its share done."""

    models: Sequence[ModelOffer]
    in_use: str
    next_key: str | None = None
    next_share: float = 0.0


@dataclass(frozen=True, slots=True)
class GetModel:
    """Download a model of the catalogue; going on where an earlier download stopped."""

    key: str
    accept_licence: bool = False


@dataclass(frozen=True, slots=True)
class ImportModel:
    """Install a model from a file or folder; ``architecture`` is open_clip's name."""

    path: Path
    architecture: str | None = None


@dataclass(frozen=True, slots=True)
class StopArrival:
    """Stop the download or import that is under way; what has come of a download is kept."""


@dataclass(frozen=True, slots=True)
class DiscardDownload:
    key: str


@dataclass(frozen=True, slots=True)
class ArrivalProgress:
    """A download or import in bytes; None: none is under way (any more)."""

    key: str
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class ArrivalFailed:
    """One sentence about the model that could not be got, imported or used."""

    key: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class UseModel:
    """Embed the library with this model and then switch; the model in use takes a switch back."""

    key: str


@dataclass(frozen=True, slots=True)
class RemoveModel:
    """Delete an installed model, or for the starter only what it has embedded."""

    key: str
