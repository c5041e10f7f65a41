"""How well mixed queries are answered: what ``photoclip.mixtures`` was chosen by.

    python tests/benchmarks/mixture_quality.py MANIFEST [photos]

MANIFEST is a file of JSON lines with "file" (a picture, from the manifest on) and "captions"
(some English sentences about it). A photo shows a concept if a caption names it. Prints, for ways
to mix, the mean average precision and the precision of the first 20 answers of the starter model;
the rows with a star are what the program does.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photoclip.domain import Vector, Vectors
from photoclip.encoder import Encoder
from photoclip.images import decode
from photoclip.mixtures import NEGATIVE, mix
from photoclip.starter import load_starter

PEOPLE = (
    "people|person|man|men|woman|women|boy|boys|girl|girls|child|children|kid|kids|baby|toddler"
    "|crowd|lady|guy|player|players|couple|he|she|his|her|someone"
)
CONCEPTS = {
    "beach": "beach|ocean|shore|sand",
    "people": PEOPLE,
    "dog": "dog|dogs|puppy",
    "snow": "snow|snowy",
    "grass": "grass|grassy|lawn",
    "water": "water|lake|river|ocean|pool|sea|pond",
    "ball": "ball|football|basketball",
    "bicycle": "bike|bikes|bicycle|bicycles",
    "street": "street|road|sidewalk",
    "food": "food|plate|pizza|sandwich|cake|meal",
    "car": "car|cars|truck|van",
    "mountain": "mountain|mountains|cliff",
}
WITHOUT = [
    ("beach", "people"),
    ("dog", "grass"),
    ("dog", "snow"),
    ("dog", "water"),
    ("dog", "ball"),
]
WITHOUT += [("street", "car"), ("street", "people"), ("people", "dog"), ("water", "people")]
WITHOUT += [("grass", "dog"), ("mountain", "people"), ("food", "people"), ("bicycle", "people")]
WITHOUT += [("snow", "people"), ("beach", "dog"), ("grass", "people")]
WITH = [("dog", "water"), ("dog", "snow"), ("dog", "grass"), ("people", "beach"), ("dog", "ball")]
WITH += [("people", "snow"), ("street", "bicycle"), ("people", "water")]
PICTURES = 12  # of each pair: photos of the first concept that do not show the second

Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float32]


def embed(manifest: Path, most: int, encoder: Encoder) -> tuple[Vectors, list[str]]:
    """Photos that have captions, drawn at random, and what is said of each."""
    rows = [json.loads(line) for line in manifest.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["captions"]]
    chosen = random.Random(0).sample(rows, min(most, len(rows)))
    vectors = []
    for row in chosen:
        data = (manifest.parent / row["file"]).read_bytes()
        image = decode(data, short_side=2 * encoder.image_size).image
        vectors.append(encoder.images(encoder.preprocess(image)[None]))
    return np.concatenate(vectors), [" ".join(row["captions"]).lower() for row in chosen]


def quality(scores: Scores, wanted: Flags) -> tuple[float, float]:
    """Average precision, and the precision of the first 20."""
    ranked = wanted[np.argsort(-scores, kind="stable")]
    precisions = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float(precisions[ranked].mean()), float(ranked[:20].mean())


class Trial:
    """The photos, and which of them show what."""

    def __init__(self, photos: Vectors, captions: list[str], encoder: Encoder) -> None:
        self.photos = photos
        self.text = dict(zip(CONCEPTS, encoder.texts(list(CONCEPTS)), strict=True))
        self.shows = {
            name: np.array([bool(re.search(rf"\b({words})\b", text)) for text in captions])
            for name, words in CONCEPTS.items()
        }

    def mixed(self, *pairs: tuple[Vector, float]) -> Scores:
        rows = np.array([vector for vector, _ in pairs])
        mixture = mix(rows, [weight for _, weight in pairs], self.photos)
        assert mixture is not None
        scores: Scores = self.photos @ mixture.direction
        return scores

    def z(self, vector: Vector) -> Scores:
        scores: Scores = self.photos @ vector
        return (scores - scores.mean()) / scores.std()


def negatives(trial: Trial) -> Iterator[tuple[str, Callable[[str, str], Scores]]]:
    text, photos = trial.text, trial.photos
    yield "the positive term alone", lambda a, b: photos @ text[a]
    for share in (0.25, 0.5, 0.75, 1.0, 1.5):
        weight = -share / NEGATIVE
        star = "*" if share == NEGATIVE else ""
        yield (
            f"less {share:g} of the negative{star}",
            lambda a, b, w=weight: trial.mixed((text[a], 1.0), (text[b], w)),
        )
    for share in (0.75, 1.5):
        yield (
            f"less {share:g} of it where above average",
            lambda a, b, s=share: trial.z(text[a]) - s * np.maximum(trial.z(text[b]), 0),
        )


def pictures(trial: Trial) -> Iterator[tuple[str, Callable[[Vector, str], Scores]]]:
    text, photos = trial.text, trial.photos
    yield "the picture alone", lambda picture, b: photos @ picture
    yield "the text alone", lambda picture, b: photos @ text[b]
    yield "a sum of cosines", lambda picture, b: photos @ (picture + text[b])
    yield "balanced*", lambda picture, b: trial.mixed((picture, 1.0), (text[b], 1.0))


def main() -> None:
    manifest, most = Path(sys.argv[1]), int((*sys.argv, "2000")[2])
    with tempfile.TemporaryDirectory() as cache:
        encoder = load_starter(Path(cache), device="cpu")
        trial = Trial(*embed(manifest, most, encoder), encoder)
    shows = trial.shows
    print(f"{len(trial.photos)} photos\n{'“beach -people”':<38}  AP     first 20")
    for name, score in negatives(trial):
        rows = [quality(score(a, b), shows[a] & ~shows[b]) for a, b in WITHOUT]
        print(f"{name:<38}" + "".join(f"{value:7.3f}" for value in np.mean(rows, 0)))
    print("a picture and “snow”")
    chance = np.random.default_rng(0)
    queries = [
        (place, a, b)
        for a, b in WITH
        for place in chance.choice(np.flatnonzero(shows[a] & ~shows[b]), PICTURES, replace=False)
    ]
    for name, of_picture in pictures(trial):
        rows = [
            quality(of_picture(trial.photos[place], b), shows[a] & shows[b])
            for place, a, b in queries
        ]
        print(f"{name:<38}" + "".join(f"{value:7.3f}" for value in np.mean(rows, 0)))


if __name__ == "__main__":
    main()
