"""Models on offer, as the engine would list them."""

from __future__ import annotations

from typing import Any

from photoclip.domain import ModelOffer
from photoclip.messages import ModelsListed
from photoclip.sentences import Sentence

STARTER: dict[str, Any] = {
    "name": Sentence("Starter"),
    "summary": Sentence("Comes with PhotoCLIP."),
    "architecture": "small",
    "speed": Sentence("very fast"),
    "languages": Sentence("English"),
    "licence": Sentence("MIT"),
    "permits": Sentence("Any use."),
    "installed": True,
}
BALANCED: dict[str, Any] = {
    "name": Sentence("Balanced"),
    "summary": Sentence("The usual choice."),
    "architecture": "ViT-B-32-256",
    "speed": Sentence("fast"),
    "languages": Sentence("English"),
    "licence": Sentence("MIT"),
    "permits": Sentence("Any use, also commercial."),
    "recommended": True,
    "download_size": 605_189_364,
    "imagenet": 0.728,
    "coco": 0.399,
    "source": "https://example.org/results",
}
RESEARCH: dict[str, Any] = {
    "name": Sentence("Research"),
    "summary": Sentence("Small and quick."),
    "architecture": "MobileCLIP2-S2",
    "speed": Sentence("fast"),
    "languages": Sentence("English"),
    "licence": Sentence("Research License"),
    "permits": Sentence("Scientific research only."),
    "research_only": True,
    "download_size": 397_500_000,
    "approximate": True,
    "imagenet": 0.772,
}
KNOWN = {"starter": STARTER, "balanced": BALANCED, "research": RESEARCH}


def list_models(
    in_use: str = "starter",
    next_key: str | None = None,
    share: float = 0.0,
    more: tuple[ModelOffer, ...] = (),
    **changes: dict[str, Any],
) -> ModelsListed:
    """Three models; ``changes`` are by key: ``balanced={"installed": True}``."""
    offers = [ModelOffer(key=k, **(v | changes.get(k, {}))) for k, v in KNOWN.items()]
    return ModelsListed([*offers, *more], in_use, next_key, share)


INSTALLED = {"installed": True, "disk_size": 605_000_000}
