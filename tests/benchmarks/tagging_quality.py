"""How well labels find their photos, and where search results end: prints tables.

    python tests/benchmarks/tagging_quality.py --photos DIR [--split val] [--fast]

DIR holds manifest.jsonl (one JSON object a line: file, split, and label or captions) and pictures.
The phrases of the split's labelled photos are defined as labels, by their names alone; a photo
shows its own phrase and no other. The photos are scored by the starter model as they are by the
program. "With hindsight" means chosen by the truth itself, which no program can do.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photoclip.calibration import Background, measure
from photoclip.config import find_cache
from photoclip.domain import Vectors
from photoclip.encoder import Encoder
from photoclip.images import decode
from photoclip.label_prompts import embed_background, embed_phrases
from photoclip.relevance import relevant_count
from photoclip.starter import load_starter
from photoclip.tagging import (
    NEAREST,
    THRESHOLD,
    LabelClassifier,
    confidences,
    fit_label,
    most_informative,
)

VERDICTS = 10
MOST_POOL = 12  # photos of a label that are there to be judged
FEW_LABELS = 10
ABSENT = (
    "a submarine",
    "a space station",
    "an oil platform",
    "a hot-air balloon",
    "a roller coaster",
    "a snowman",
    "a zebra",
    "a penguin",
    "a chess board",
    "an igloo",
    "a tractor",
    "a violin",
    "a lighthouse",
    "an ambulance",
    "a volcano",
    "a wind turbine",
)

Truth = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Row:
    file: Path
    split: str
    label: str | None
    captions: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """Photos [n, d], their phrases' directions [m, d] and who shows what, bool [n, m]."""

    phrases: list[str]
    directions: Vectors
    vectors: Vectors
    truth: Truth
    background: Background

    def part(self, places: Sequence[int]) -> Material:
        """Only some of the labels are defined; the photos of the others show none of them."""
        return Material(
            [self.phrases[place] for place in places],
            self.directions[list(places)],
            self.vectors,
            self.truth[:, list(places)],
            self.background,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--photos", type=Path, required=True, help="folder with manifest.jsonl")
    parser.add_argument("--split", default="val", help="the split that is measured")
    parser.add_argument("--fast", action="store_true", help="without verdicts")
    options = parser.parse_args()
    encoder = load_starter(find_cache())
    rows = read_rows(options.photos)
    measured = [row for row in rows if row.split == options.split and row.label]
    material = embed(encoder, measured, embed_background(encoder))
    print(f"{len(measured)} photos, {len(material.phrases)} labels, model {encoder.key}\n")
    print_zero_shot(encoder, material)
    if not options.fast:
        print_verdicts_within(material)
        print_verdicts_in_halves(material)
        print_verdicts_elsewhere(encoder, material, rows, options.split)
    print_relevance(encoder, material, rows, options.split)


def read_rows(photos: Path) -> list[Row]:
    entries = [json.loads(line) for line in (photos / "manifest.jsonl").open(encoding="utf-8")]
    return [
        Row(photos / one["file"], one["split"], one["label"], tuple(one["captions"] or ()))
        for one in entries
    ]


def embed(encoder: Encoder, rows: Sequence[Row], background: Vectors) -> Material:
    phrases = sorted({row.label for row in rows if row.label})
    vectors = embed_photos(encoder, [row.file for row in rows])
    own = np.array([phrases.index(str(row.label)) for row in rows])
    truth = own[:, None] == np.arange(len(phrases))
    directions = embed_phrases(encoder, phrases)
    return Material(phrases, directions, vectors, truth, measure(background, vectors))


def embed_photos(encoder: Encoder, files: Sequence[Path]) -> Vectors:
    def prepare(file: Path) -> Scores:
        image = decode(file.read_bytes(), short_side=2 * encoder.image_size).image
        return encoder.preprocess(image)

    with ThreadPoolExecutor(2) as pool:
        batches = [files[at : at + 32] for at in range(0, len(files), 32)]
        rows = [encoder.images(np.stack(list(pool.map(prepare, batch)))) for batch in batches]
    return np.concatenate(rows)


# --- measures


def f1(truth: Truth, found: Truth) -> npt.NDArray[np.float64]:
    """One for each label."""
    right = (truth & found).sum(0)
    return 2 * right / np.maximum(truth.sum(0) + found.sum(0), 1)


def mean_average_precision(truth: Truth, scores: Scores) -> float:
    order = np.argsort(-scores, axis=0, kind="stable")
    ranked = np.take_along_axis(truth, order, 0)
    precision = ranked.cumsum(0) / np.arange(1, len(ranked) + 1)[:, None]
    return float(((precision * ranked).sum(0) / ranked.sum(0)).mean())


def best_line(truth: Truth, scores: Scores) -> float:
    """The single line with the highest macro-F1, by hindsight."""
    lines = np.quantile(scores, np.linspace(0.8, 0.9999, 400))
    return float(max(lines, key=lambda line: f1(truth, scores >= line).mean()))


def own_best(truth: Truth, scores: Scores) -> float:
    """Macro-F1 if every label has the line that is best for it, by hindsight."""
    order = np.argsort(-scores, axis=0, kind="stable")
    right = np.take_along_axis(truth, order, 0).cumsum(0)
    found = np.arange(1, len(scores) + 1)[:, None]
    return float((2 * right / (found + truth.sum(0))).max(0).mean())


# --- labels by their names


def print_zero_shot(encoder: Encoder, material: Material) -> None:
    truth, vectors = material.truth, material.vectors
    raw = vectors @ encoder.texts(material.phrases).T
    logits = getattr(encoder, "logit_scale", 100.0) * raw
    powers = np.exp(logits - logits.max(1, keepdims=True))
    softmax = powers / powers.sum(1, keepdims=True)
    default = tag(material)
    print(f"{'':46} macro-F1     mAP")
    show("raw cosine at 0.25", truth, raw, 0.25)
    show("raw cosine, best single line with hindsight", truth, raw, best_line(truth, raw))
    show("raw cosine, each label's best with hindsight", truth, raw, None)
    show("softmax over the labels at 0.5", truth, softmax, 0.5)
    show("softmax, best single line with hindsight", truth, softmax, best_line(truth, softmax))
    show("the program's default", truth, default, THRESHOLD)
    show("  its best single line with hindsight", truth, default, best_line(truth, default))
    show("  each label's best with hindsight", truth, default, None)
    print_few_labels(material, raw)


def print_few_labels(material: Material, raw: Scores) -> None:
    """Labels as people have them: few, and of most photos none is true."""
    places = list(range(len(material.phrases)))
    random.Random(0).shuffle(places)
    groups = [places[at : at + FEW_LABELS] for at in range(0, len(places), FEW_LABELS)]
    found = np.empty_like(raw)
    alone = np.empty_like(raw)
    for group in groups:
        found[:, group] = tag(material.part(group))
        for place in group:
            alone[:, [place]] = tag(material.part([place]))
    show(f"default, {FEW_LABELS} labels at a time", material.truth, found, THRESHOLD)
    show("default, one label at a time", material.truth, alone, THRESHOLD)
    print()


def show(name: str, truth: Truth, scores: Scores, line: float | None) -> None:
    macro = own_best(truth, scores) if line is None else f1(truth, scores >= line).mean()
    at = "" if line is None else f"   line {line:.3f}"
    print(f"{name:46} {macro:8.3f} {mean_average_precision(truth, scores):7.3f}{at}")


def tag(material: Material) -> Scores:
    """Confidences as the program gives them before any verdict."""
    labels = [fit(material, place, [], []) for place in range(len(material.phrases))]
    return confidences(labels, material.vectors, material.background)


def fit(
    material: Material, place: int, judged: Sequence[int], said: Sequence[bool]
) -> LabelClassifier:
    """One label with verdicts on photos of the material."""
    direction, none = material.directions[place], material.vectors[:0]
    nearest = np.argsort(-(material.vectors @ direction))[:NEAREST]
    truth = np.array(said, bool)
    rows = material.vectors[list(judged)]
    return fit_label(
        direction,
        none,
        none,
        rows[truth],
        rows[~truth],
        material.background,
        material.vectors[nearest],
        material.directions,
    )


# --- verdicts


def review(material: Material, place: int, pool: npt.NDArray[np.int64], at_once: int) -> Reviewed:
    """Judge photos of the pool as the review queue asks for them, answered by the truth."""
    judged: list[int] = []
    crowds = material.background.crowds(material.vectors)
    while True:
        said = [bool(material.truth[photo, place]) for photo in judged]
        label = fit(material, place, judged, said)
        found = confidences(
            [label], material.vectors, material.background, material.directions, crowds=crowds
        )[:, 0]
        if len(judged) >= min(VERDICTS, len(pool)):
            return judged, found
        asked = np.setdiff1d(pool, judged)
        order = most_informative(found[asked], THRESHOLD, 8 * at_once)
        candidates = asked[order]
        chosen = most_informative(
            found[candidates], THRESHOLD, at_once, material.vectors[candidates]
        )
        judged += candidates[chosen].tolist()


Reviewed = tuple[list[int], Scores]


def print_verdicts_within(material: Material) -> None:
    """The photos that are measured are the library, and those judged are among them."""
    before = tag(material) >= THRESHOLD
    pool = np.arange(len(material.vectors))
    print(f"after {VERDICTS} verdicts for each label, asked one by one {'macro-F1':>13}")
    after, judged = np.zeros_like(before), np.zeros_like(before)
    for place in range(len(material.phrases)):
        photos, found = review(material, place, pool, 1)
        after[:, place] = found >= THRESHOLD
        judged[photos, place] = True
    whole = np.where(judged, material.truth, after)
    print_change("in the library itself", material.truth, before, whole)
    left = material.truth & ~judged
    some = left.any(0)
    print_change(
        f"  its photos not judged ({some.sum()} labels have any)",
        left[:, some],
        (before & ~judged)[:, some],
        (after & ~judged)[:, some],
    )


def print_verdicts_in_halves(material: Material) -> None:
    """Of each label every other photo may be judged, and the rest is measured."""
    shown = material.truth.cumsum(0)[np.arange(len(material.truth)), material.truth.argmax(1)]
    pool, measured = np.flatnonzero(shown % 2 == 0), np.flatnonzero(shown % 2)
    print_verdicts("judged in one half, measured on the other", material, pool, measured, 1)
    print_verdicts("  the same, ten asked at once", material, pool, measured, VERDICTS)


def print_verdicts_elsewhere(
    encoder: Encoder, material: Material, rows: Sequence[Row], split: str
) -> None:
    """Photos from outside the measured split are judged, the measured ones never."""
    other = list(pool_rows(rows, material.phrases, split))
    if other:
        both = join(material, embed(encoder, other, material.background.phrases))
        measured = np.arange(len(material.vectors))
        pool = np.arange(len(material.vectors), len(both.vectors))
        print_verdicts("judged in photos of other splits", both, pool, measured, 1)
    print()


def print_verdicts(
    name: str,
    material: Material,
    pool: npt.NDArray[np.int64],
    measured: npt.NDArray[np.int64],
    at_once: int,
) -> None:
    before = tag(material)[measured] >= THRESHOLD
    after = np.zeros_like(before)
    for place in range(len(material.phrases)):
        after[:, place] = review(material, place, pool, at_once)[1][measured] >= THRESHOLD
    print_change(name, material.truth[measured], before, after)


def pool_rows(rows: Sequence[Row], phrases: Sequence[str], split: str) -> Iterator[Row]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row.split != split and row.label in phrases and counts[row.label] < MOST_POOL:
            counts[row.label] += 1
            yield row


def join(measured: Material, other: Material) -> Material:
    """One library of both; the labels are those of the measured photos."""
    places = [measured.phrases.index(phrase) for phrase in other.phrases]
    truth = np.zeros((len(other.vectors), len(measured.phrases)), bool)
    truth[:, places] = other.truth
    vectors = np.concatenate([measured.vectors, other.vectors])
    return Material(
        measured.phrases,
        measured.directions,
        vectors,
        np.concatenate([measured.truth, truth]),
        measure(measured.background.phrases, vectors),
    )


def print_change(name: str, truth: Truth, before: Truth, after: Truth) -> None:
    first, then = f1(truth, before).mean(), f1(truth, after).mean()
    print(f"{name:46} {first:8.3f} -> {then:.3f}  ({then - first:+.3f})")


# --- the relevance line


def print_relevance(encoder: Encoder, material: Material, rows: Sequence[Row], split: str) -> None:
    print("where results end (medians)                    precision  recall  returned")
    scores = material.vectors @ encoder.texts(material.phrases).T
    for strictness in (0.0, -0.5, 0.5):
        found = cut(scores, material.background, strictness)
        print_cut(f"phrases as queries, strictness {strictness:+.1f}", material.truth, found)
    absent = cut(material.vectors @ encoder.texts(ABSENT).T, material.background, 0.0)
    print(f"{'phrases of what is not there':46} {'':9} {'':7} {np.median(absent.sum(0)):9.0f}")
    own = material.truth.argmax(1)
    alike = own[:, None] == own[None]
    np.fill_diagonal(alike, False)
    some = alike.any(0)
    pictures = (material.vectors @ material.vectors.T)[:, some]
    found = cut(pictures, None, 0.0)
    found[np.flatnonzero(some), np.arange(int(some.sum()))] = False
    print_cut("photos as queries (same phrase)", alike[:, some], found)
    print_captions(encoder, rows, split, material.background.phrases)


def cut(scores: Scores, background: Background | None, strictness: float) -> Truth:
    found = np.zeros(scores.shape, bool)
    for place, column in enumerate(scores.T):
        order = np.argsort(-column)
        count = relevant_count(column[order], column, background=background, strictness=strictness)
        found[order[:count], place] = True
    return found


def print_cut(name: str, truth: Truth, found: Truth) -> None:
    right = (truth & found).sum(0)
    precision = np.median(right / np.maximum(found.sum(0), 1))
    recall = np.median(right / truth.sum(0))
    print(f"{name:46} {precision:9.2f} {recall:7.2f} {np.median(found.sum(0)):9.0f}")


def print_captions(encoder: Encoder, rows: Sequence[Row], split: str, phrases: Vectors) -> None:
    captioned = [row for row in rows if row.split == split and row.captions]
    if not captioned:
        return
    vectors = embed_photos(encoder, [row.file for row in captioned])
    scores = vectors @ encoder.texts([row.captions[0] for row in captioned]).T
    found = cut(scores, measure(phrases, vectors), 0.0)
    name = f"captions among {len(captioned)} photos (own photo in)"
    print(f"{name:46} {'':9} {np.diag(found).mean():7.2f} {np.median(found.sum(0)):9.0f}")


if __name__ == "__main__":
    main()
