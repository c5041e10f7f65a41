"""Trains the starter model's head: ``python packaging/starter/train.py --photos DIR --cache DIR``.

Features of the frozen towers are computed once and kept in the cache folder. With
``--held-out SEED ...`` nothing is written; instead it is trained without 25 phrases drawn at
random and without their photos, and says how well it knows these phrases all the same.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from heads import Examples, Head, Options, fit_scale, merge_heads, train_head
from material import (
    Row,
    common_phrases,
    draw_held_out,
    phrase_texts,
    read_rows,
    validation_phrases,
)
from measures import GROUP_SIZE, caption_recall, phrase_ranks, top
from safetensors.torch import save_file
from torch import Tensor
from towers import Starter

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "starter"

OPTIONS = Options()
# The whole photo, and a random crop of it.
VIEWS = (False, True)
MEMBERS = 4


class Features:
    """Cached features of both towers for every photo and every text of the material.

    ``views`` float32 [views, n, 1280], the whole photos first and again as ``photos``.
    """

    def __init__(self, rows: list[Row], cache: Path) -> None:
        self.rows = rows
        phrases = {row.label for row in rows if row.label is not None}
        captions = {caption for row in rows for caption in row.captions}
        texts = sorted(captions | {text for phrase in phrases for text in phrase_texts(phrase)})
        self._place = {text: place for place, text in enumerate(texts)}
        self.views, self.texts = _cached(rows, texts, cache)
        self.photos = self.views[0]

    def examples(self, without: set[str]) -> Examples:
        """The training photos, except those of the phrases to do without."""
        places = [
            place
            for place, row in enumerate(self.rows)
            if row.train and (row.label is None or row.label not in without)
        ]
        subjects: dict[str, int] = {}
        names = [self.rows[place].label or str(self.rows[place].file) for place in places]
        return Examples(
            self.views[:, places],
            self.texts,
            [[self._place[text] for text in self.rows[place].texts] for place in places],
            torch.tensor([subjects.setdefault(name, len(subjects)) for name in names]),
        )

    def text(self, texts: list[str]) -> Tensor:
        """Features of texts of the material, float32 [n, 384]."""
        return self.texts[[self._place[text] for text in texts]]

    def captioned(self) -> tuple[Tensor, Tensor, Tensor]:
        """Validation photos with captions: photos [n], captions [m], photo of each caption [m]."""
        places = [p for p, row in enumerate(self.rows) if row.captions and not row.train]
        captions = [caption for place in places for caption in self.rows[place].captions]
        owner = [n for n, place in enumerate(places) for _ in self.rows[place].captions]
        return self.photos[places], self.text(captions), torch.tensor(owner)

    def phrase_accuracy(self, head: Head, rows: list[int], phrases: list[str]) -> dict[str, float]:
        """Top-1 and top-5 of photos (places of rows) over phrases, one text for each phrase."""
        own = torch.tensor([phrases.index(str(self.rows[place].label)) for place in rows])
        vectors = head.image_vectors(self.photos[rows])
        return top(phrase_ranks(vectors, head.text_vectors(self.text(phrases)), own))


def train(features: Features, without: set[str], seed: int) -> Head:
    """The merged head of all members; member n is trained from seed + n."""
    examples = features.examples(without)
    heads = []
    for number in range(MEMBERS):
        heads.append(train_head(examples, OPTIONS, seed + number))
        print(f"trained {number + 1} of {MEMBERS}", flush=True)
    return merge_heads(heads, examples)


def report(features: Features, head: Head, held_out: list[str]) -> dict[str, dict[str, float]]:
    """Figures of a head on cached features; of the held-out phrases if there are any."""
    photos, captions, owner = features.captioned()
    found = caption_recall(head.text_vectors(captions), owner, head.image_vectors(photos))
    figures = {"captions": found}
    rows = features.rows
    if not held_out:
        labelled = [p for p, row in enumerate(rows) if row.label is not None and not row.train]
        phrases = validation_phrases(rows)
        return figures | {"phrases": features.phrase_accuracy(head, labelled, phrases)}
    unseen = [place for place, row in enumerate(rows) if row.label in set(held_out)]
    everything = sorted({*common_phrases(rows), *validation_phrases(rows)})
    return figures | {
        "held out, among themselves": features.phrase_accuracy(head, unseen, held_out),
        f"held out, among {len(everything)}": features.phrase_accuracy(head, unseen, everything),
    }


def write(head: Head, scale: float, out: Path) -> None:
    """The head in float16, under the names that open_clip's state dict has for it."""
    tensors = {
        "visual.head.proj.weight": head.image.weight,
        "visual.head.proj.bias": head.image.bias,
        "text.proj.weight": head.text.weight,
    }
    state = {name: value.detach().half().contiguous() for name, value in tensors.items()}
    save_file(state | {"logit_scale": torch.tensor(scale).log()}, out / "head.safetensors")


def _cached(rows: list[Row], texts: list[str], cache: Path) -> tuple[Tensor, Tensor]:
    kept = cache / "features.pt"
    if kept.exists():
        found: dict[str, Tensor] = torch.load(kept, weights_only=True)
        if found["photos"].shape[1] == len(rows) and len(found["texts"]) == len(texts):
            return found["photos"], found["texts"]
    starter = Starter()
    files = [row.file for row in rows]
    found = {
        "photos": torch.stack([starter.image_features(files, cropped) for cropped in VIEWS]),
        "texts": starter.text_features(texts),
    }
    cache.mkdir(parents=True, exist_ok=True)
    torch.save(found, kept)
    return found["photos"], found["texts"]


def _scale(features: Features, head: Head) -> float:
    photos, captions, owner = features.captioned()
    # The first caption of each photo; as many photos as a whole number of groups has.
    first = [int((owner == photo).nonzero()[0]) for photo in range(len(photos))][:GROUP_SIZE]
    return fit_scale(head, photos[:GROUP_SIZE], captions[first], GROUP_SIZE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--photos", type=Path, required=True, help="folder with manifest.jsonl")
    parser.add_argument("--cache", type=Path, required=True, help="folder for features, 250 MB")
    parser.add_argument("--out", type=Path, default=RESOURCES, help="where the head is written")
    parser.add_argument("--held-out", type=int, nargs="+", metavar="SEED", default=[])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    rows = read_rows(arguments.photos)
    features = Features(rows, arguments.cache)
    for draw in arguments.held_out:
        phrases = draw_held_out(rows, draw)
        head = train(features, set(phrases), arguments.seed)
        print(json.dumps({"draw": draw} | report(features, head, phrases), indent=1), flush=True)
    if not arguments.held_out:
        head = train(features, set(), arguments.seed)
        write(head, _scale(features, head), arguments.out)
        print(json.dumps(report(features, head, []), indent=1))


if __name__ == "__main__":
    main()
