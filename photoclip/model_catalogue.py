"""The models a person can choose, as ``resources/models.toml`` describes them. Cheap to import."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from photoclip.errors import PhotoClipError
from photoclip.resources import resource
from photoclip.sentences import Sentence

STARTER_KEY = "starter"


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A file of weights at the hub; ``sha256`` is None where only the hub itself knows it."""

    name: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """One model on offer. Texts are for people; ``size`` is bytes to download (0: built in).

    ``architecture`` and ``pretrained`` are open_clip's names. ``weights`` are alternatives, best
    first. ``imagenet`` and ``coco`` are accuracies from 0 to 1 as ``source`` gives them: zero-shot
    classification, and text-to-photo recall at 1. ``gflops`` is for one photo.
    """

    key: str
    name: str
    summary: str
    architecture: str
    dim: int
    speed: str
    languages: str
    licence: str
    permits: str
    built_in: bool = False
    recommended: bool = False
    research_only: bool = False
    pretrained: str = ""
    repository: str = ""
    revision: str = "main"
    weights: tuple[WeightsFile, ...] = ()
    tokenizer_repository: str = ""
    tokenizer_files: tuple[str, ...] = ()
    size: int = 0
    approximate: bool = False
    gflops: float | None = None
    imagenet: float | None = None
    coco: float | None = None
    source: str = ""

    @property
    def trained_architecture(self) -> str:
        """As open_clip tells apart weights of one architecture: "name/pretrained tag"."""
        return "/".join(filter(None, (self.architecture, self.pretrained)))


def load_catalogue(path: Path | None = None) -> tuple[CatalogueModel, ...]:
    """The catalogue that ships with the program, or another file of the same form."""
    with (path or resource("models.toml")).open("rb") as file:
        entries = tomllib.load(file)["model"]
    return tuple(_read(entry) for entry in entries)


def find_model(catalogue: Sequence[CatalogueModel], name: str) -> CatalogueModel:
    """The model with that key or name, in any letter case; PhotoClipError if there is none."""
    wanted = name.strip().casefold()
    for model in catalogue:
        if wanted in (model.key.casefold(), model.name.casefold()):
            return model
    known = [model.key for model in catalogue]
    raise PhotoClipError("There is no model “{name}”; there are {known}.", name=name, known=known)


def human_size(size: int) -> Sentence:
    """Bytes as people read them, in powers of 1000: "605 MB", "1.7 GB"."""
    if size >= 1e9:
        return Sentence("{number} GB", number=size / 1e9)
    return Sentence("{number} MB", number=max(1, round(size / 1e6)))


def _read(entry: dict[str, Any]) -> CatalogueModel:
    known = {field.name for field in fields(CatalogueModel)}
    if unknown := entry.keys() - known:
        raise ValueError(f"unknown fields in the model catalogue: {sorted(unknown)}")
    weights = tuple(WeightsFile(**file) for file in entry.get("weights", ()))
    tokenizer = tuple(entry.get("tokenizer_files", ()))
    return CatalogueModel(**entry | {"weights": weights, "tokenizer_files": tokenizer})
