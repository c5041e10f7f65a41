"""Tiny architectures that open_clip knows while the tests run, and a catalogue that offers them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import open_clip
from checkpoints import ARCHITECTURES, make_checkpoint
from open_clip import pretrained

from photoclip.model_catalogue import CatalogueModel, WeightsFile

REPOSITORY = "nobody/tiny"
WEIGHTS = "open_clip_model.safetensors"
PICKLED = "open_clip_pytorch_model.bin"

NAMES = {"OpenAI's ViT": "tiny-vit", "SigLIP": "tiny-siglip", "timm and BERT": "tiny-bert"}
TEXT_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json")

TINY = CatalogueModel(
    key="tiny",
    name="Tiny",
    summary="Good for nothing.",
    architecture="tiny-vit",
    pretrained="nowhere",
    repository=REPOSITORY,
    weights=(WeightsFile(WEIGHTS), WeightsFile(PICKLED)),
    dim=32,
    speed="fast",
    languages="none",
    licence="MIT",
    permits="Any use.",
    size=13_000_000,
)
TINY_BERT = dataclasses.replace(
    TINY,
    key="tiny-bert",
    name="Tiny BERT",
    architecture="tiny-bert",
    repository="nobody/tiny-bert",
    tokenizer_repository="nobody/bert",
    tokenizer_files=TEXT_FILES,
)
TAGGED = dataclasses.replace(TINY, architecture="tiny-vit-twice", pretrained="elsewhere")
"""Pictures are normalised as its tag says: its architecture does not tell."""
RESEARCH = dataclasses.replace(
    TINY,
    key="research",
    name="Not for you",
    licence="Research Licence",
    permits="Research only.",
    research_only=True,
)


def register_architectures(folder: Path) -> None:
    """Make open_clip know the architectures of ``checkpoints`` and how they were "trained"."""
    for title, name in NAMES.items():
        described: dict[str, Any] = ARCHITECTURES[title]
        (folder / f"{name}.json").write_text(json.dumps(described["model_cfg"]))
        record = pretrained._pcfg(hf_hub=f"nobody/{name}/", **described["preprocess_cfg"])
        if described["model_cfg"].get("quick_gelu"):
            record["quick_gelu"] = True
        pretrained._PRETRAINED[name] = {"nowhere": record}
    plain = ARCHITECTURES["OpenAI's ViT"]["model_cfg"]
    (folder / "tiny-vit-custom.json").write_text(json.dumps(plain | {"custom_text": True}))
    # Two trainings of one architecture that differ in their pictures' normalisation.
    (folder / "tiny-vit-twice.json").write_text(json.dumps(plain))
    other = pretrained._pcfg(hf_hub="nobody/tiny-vit/", mean=(0.5,) * 3, std=(0.5,) * 3)
    known = pretrained._PRETRAINED["tiny-vit"]["nowhere"]
    pretrained._PRETRAINED["tiny-vit-twice"] = {"nowhere": known, "elsewhere": other}
    larger = json.loads(json.dumps(plain))
    larger["vision_cfg"]["image_size"] = 128
    (folder / "tiny-vit-128.json").write_text(json.dumps(larger))
    open_clip.add_model_config(folder)


def make_tiny(title: str, folder: Path) -> Path:
    """A local-dir of one of ``checkpoints.ARCHITECTURES``."""
    folder.mkdir(parents=True, exist_ok=True)
    return make_checkpoint(title, folder)
