"""The photos and their words: rows of the manifest, phrases, what is held out, groups to report."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

TEMPLATES = (
    "{}",
    "a photo of {}",
    "a picture of {}",
    "a photo showing {}",
    "this is {}",
    "a close-up photo of {}",
    "{} in the photo",
    "a snapshot of {}",
)

# A phrase held out from training needs photos enough to measure it with.
HELD_OUT_MINIMUM = 12
HELD_OUT_COUNT = 25

_GROUPS = {
    "scenes": (
        "7 wonders of the world",
        "ADE20K validation",
        "Houses dataset",
        "SUN scene subset (CMU 16-720 course data)",
        "multi-class weather",
        "sunrise/sunset",
    ),
    "people and actions": (
        "Human Action Recognition (HAR, Kaggle)",
        "face masks",
        "happy/sad people",
        "sports type classifier (22 sports, web images)",
    ),
    "animals": ("Kaggle cats vs dogs", "Kaggle dog breed identification (Stanford Dogs)"),
    "food": ("Food-101 subset (food-MNIST)", "FoodClassifier"),
    "screenshots, receipts, memes": (
        "ICDAR 2019 SROIE",
        "ImgFlip templates",
        "app screenshots",
        "memery memes",
        "receipt photos",
    ),
}
_GROUP_OF = {dataset: group for group, datasets in _GROUPS.items() for dataset in datasets}
OTHER_GROUP = "objects, clothes, events and the rest"


@dataclass(frozen=True, slots=True)
class Row:
    """A photo of the material, with about five sentences or with one class phrase."""

    file: Path
    train: bool
    dataset: str
    captions: tuple[str, ...]
    label: str | None

    @property
    def group(self) -> str:
        """The group of subjects it is reported under."""
        return _GROUP_OF.get(self.dataset, OTHER_GROUP)

    @property
    def texts(self) -> list[str]:
        """Every text that it is trained with."""
        return list(self.captions) if self.label is None else phrase_texts(self.label)


def read_rows(photos: Path) -> list[Row]:
    """The rows of ``manifest.jsonl`` in the folder, in its order."""
    with (photos / "manifest.jsonl").open(encoding="utf-8") as lines:
        return [_row(photos, json.loads(line)) for line in lines]


def phrase_texts(phrase: str) -> list[str]:
    """A class phrase in every template, and without its article, as people type it."""
    name = without_article(phrase)
    return [template.format(phrase) for template in TEMPLATES] + [name, f"{name} photo"]


def without_article(phrase: str) -> str:
    """As people type it into a search field."""
    first, _, rest = phrase.partition(" ")
    return rest if first in ("a", "an", "the") and rest else phrase


def article(name: str) -> str:
    """The name of a thing with an indefinite article."""
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def common_phrases(rows: list[Row]) -> list[str]:
    """The class phrases with photos enough to be held out, sorted."""
    counts = Counter(row.label for row in rows if row.label is not None)
    return sorted(phrase for phrase, count in counts.items() if count >= HELD_OUT_MINIMUM)


def validation_phrases(rows: list[Row]) -> list[str]:
    """The class phrases among the validation photos, sorted."""
    return sorted({row.label for row in rows if row.label is not None and not row.train})


def repeated_phrases(rows: list[Row]) -> set[str]:
    """The class phrases that more than one training photo has."""
    counts = Counter(row.label for row in rows if row.train and row.label is not None)
    return {phrase for phrase, count in counts.items() if count > 1}


def draw_held_out(rows: list[Row], seed: int) -> list[str]:
    """Phrases to keep out of training, drawn at random, sorted."""
    return sorted(random.Random(seed).sample(common_phrases(rows), HELD_OUT_COUNT))


def _row(photos: Path, entry: dict[str, object]) -> Row:
    captions = entry["captions"]
    label = entry["label"]
    return Row(
        file=photos / str(entry["file"]),
        train=entry["split"] == "train",
        dataset=str(entry["dataset"]),
        captions=tuple(map(str, captions)) if isinstance(captions, list) else (),
        label=None if label is None else str(label),
    )
