"""Measures the starter model as shipped: ``python packaging/starter/evaluate.py --photos DIR``.

The validation photos go through the real preprocessing and both towers, with the head as stored.
Prints the figures as JSON: texts finding captioned photos, phrases naming labelled ones, the
latter by group of subjects too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from material import Row, read_rows, validation_phrases
from measures import caption_recall, phrase_ranks, top
from torch import Tensor
from torch.nn.functional import normalize
from towers import Starter

# One text for each phrase, and the mean of several, which a label with prompts amounts to.
PROMPTS = {
    "phrases": ("{}",),
    "phrases, three prompts": ("{}", "a photo of {}", "a picture of {}"),
}


def measure_captions(starter: Starter, rows: list[Row]) -> dict[str, float]:
    """R@1 and R@10 of the captions of the validation photos."""
    captioned = [row for row in rows if row.captions and not row.train]
    captions = [caption for row in captioned for caption in row.captions]
    owner = [place for place, row in enumerate(captioned) for _ in row.captions]
    photos = starter.image_vectors([row.file for row in captioned])
    return caption_recall(starter.text_vectors(captions), torch.tensor(owner), photos)


def measure_phrases(starter: Starter, rows: list[Row]) -> dict[str, dict[str, float]]:
    """Top-1 and top-5 of the labelled validation photos over all their phrases, and by group."""
    labelled = [row for row in rows if row.label is not None and not row.train]
    phrases = validation_phrases(rows)
    own = torch.tensor([phrases.index(str(row.label)) for row in labelled])
    photos = starter.image_vectors([row.file for row in labelled])
    figures: dict[str, dict[str, float]] = {}
    for name, prompts in PROMPTS.items():
        ranks = phrase_ranks(photos, _phrase_vectors(starter, phrases, prompts), own)
        figures[name] = top(ranks)
        for group in sorted({row.group for row in labelled}):
            inside = torch.tensor([row.group == group for row in labelled])
            figures[f"{name}: {group}"] = top(ranks[inside]) | {"photos": int(inside.sum())}
    return figures


def _phrase_vectors(starter: Starter, phrases: list[str], prompts: tuple[str, ...]) -> Tensor:
    vectors = [starter.text_vectors([prompt.format(p) for p in phrases]) for prompt in prompts]
    return normalize(torch.stack(vectors).mean(0), dim=-1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--photos", type=Path, required=True, help="folder with manifest.jsonl")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    rows = read_rows(arguments.photos)
    starter = Starter()
    captions = measure_captions(starter, rows)
    print(json.dumps({"captions": captions} | measure_phrases(starter, rows), indent=1))


if __name__ == "__main__":
    main()
