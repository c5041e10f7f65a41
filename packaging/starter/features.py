"""What the frozen towers say of the material, computed once and kept in a folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import torch
from heads import Examples
from material import Row, article, phrase_texts, repeated_phrases, without_article
from numpy.typing import NDArray
from tail import Maps, exact_features
from text_tower import TextTower
from timm.data.imagenet_info import ImageNetInfo
from torch import Tensor
from towers import OTHER_TRUNKS, PackagedTrunk, packaged_trunk, write_features, write_maps

from photoclip.label_prompts import background_phrases

# The whole photo, and random crops of it.
VIEWS = 3

# Of these, those that the teachers see.
_TEACHERS_VIEWS = 2

# How far a prototype is from the mean of the photos, in units of its class's logit.
_PROTOTYPE_LOGIT = 12.0


class Features:
    """Maps and features of every photo, features of every text, for training and measuring.

    ``rows`` are those of the material; photos are named by their place in it.
    """

    def __init__(self, rows: list[Row], cache: Path, threads: int) -> None:
        self.rows = rows
        cache.mkdir(parents=True, exist_ok=True)
        self._names = _class_names()
        trunk = packaged_trunk()
        self._classifier: Tensor = trunk.classifier.weight.detach()
        named = {text for names in self._names for text in names}
        common = {text for phrase in background_phrases() for text in phrase_texts(phrase)}
        texts = _texts_of(rows) | named | common
        self._place = {text: place for place, text in enumerate(sorted(texts))}
        self._texts = _cached_texts(self.text_tower(), "\n".join(self._place), cache)
        self._maps = [_cached_maps(trunk, rows, view, cache, threads) for view in range(VIEWS)]
        self._photos = torch.stack([exact_features(trunk, maps) for maps in self._maps])
        self._others = [
            torch.stack(
                [_cached_features(which, rows, v, cache, threads) for v in range(_TEACHERS_VIEWS)]
            )
            for which in OTHER_TRUNKS
        ]

    def examples(self, without: set[str]) -> Examples:
        """The training photos, except those of the phrases to do without."""
        places = self._places(without)
        chosen = [self.rows[place] for place in places]
        phrases = sorted({row.label for row in chosen if row.label is not None})
        number = {phrase: n for n, phrase in enumerate(phrases)}
        photos = self._photos[:, places]
        return Examples(
            photos=photos,
            texts=self._texts,
            texts_of=[self._found(row.texts) for row in chosen],
            phrase_of=torch.tensor([number.get(row.label or "", -1) for row in chosen]),
            phrases=torch.tensor([self._found(phrase_texts(phrase)) for phrase in phrases]),
            prototypes=_prototypes(self._classifier, photos[0].mean(0)),
            texts_of_prototype=[self._found(names) for names in self._names],
        )

    def maps(self, without: set[str]) -> Maps:
        """The maps of the same photos in the same order."""
        return Maps(self._maps, np.array(self._places(without)))

    def of_all_trunks(self, without: set[str]) -> list[Tensor]:
        """What each frozen trunk says of the same photos, float32 [views, n, 1280]."""
        places = self._places(without)
        own = self._photos[:_TEACHERS_VIEWS]
        return [each[:, places] for each in (own, *self._others)]

    def photos(self, places: list[int], trunk: Any) -> Tensor:
        """What a trunk with a trained tail says of whole photos, float32 [n, 1280]."""
        return exact_features(trunk, self._maps[0][places])

    def text_tower(self) -> TextTower:
        """A new one, over the texts of the material."""
        return TextTower(list(self._place))

    @torch.no_grad()
    def texts(self, texts: list[str], tower: TextTower) -> Tensor:
        """What a trained tower says of texts of the material, float32 [n, 384]."""
        return tower.features(torch.tensor(self._found(texts)))

    def trained_phrases(self, without: set[str]) -> list[str]:
        """The phrases that several training photos have, in all their templates."""
        phrases = sorted(repeated_phrases(self.rows) - without)
        return [text for phrase in phrases for text in phrase_texts(phrase)]

    def other_texts(self, without: set[str]) -> list[str]:
        """Texts of every other kind: common phrases, sentences, names of classes.

        The phrases not trained with are not among them either, so that nothing is known of them.
        The common phrases are as many as the rest of the short ones: they are what people type.
        """
        several = repeated_phrases(self.rows)
        barred = {_spoken(phrase) for phrase in several | without}
        common = [phrase for phrase in background_phrases() if _spoken(phrase) not in barred]
        single = {row.label for row in self.rows if row.train and row.label} - several - without
        captions = sorted({text for row in self.rows if row.train for text in row.captions})
        texts = [text for phrase in common for text in phrase_texts(phrase)] * 3
        texts += [text for phrase in sorted(single) for text in phrase_texts(phrase)]
        return texts + captions[::7] + [text for names in self._names for text in names]

    def _found(self, texts: list[str]) -> list[int]:
        return [self._place[text] for text in texts]

    def _places(self, without: set[str]) -> list[int]:
        return [
            place
            for place, row in enumerate(self.rows)
            if row.train and (row.label is None or row.label not in without)
        ]


def _spoken(phrase: str) -> str:
    return without_article(phrase).lower()


def _texts_of(rows: list[Row]) -> set[str]:
    return {text for row in rows for text in row.texts}


def _class_names() -> list[list[str]]:
    """Texts for each of ImageNet's 1000 classes: its names in WordNet, as timm lists them."""
    info = ImageNetInfo()
    lemmas = [info.label_name_to_description(name, detailed=False) for name in info.label_names()]
    return [
        [
            text
            for name in line.split(", ")
            for text in (name, article(name), f"a photo of {article(name)}")
        ]
        for line in lemmas
    ]


def _prototypes(classifier: Tensor, mean: Tensor) -> Tensor:
    """float32 [1000, 1280]: for each class the mean photo, moved until the class stands out."""
    distinct = classifier - classifier.mean(0)
    step = distinct / distinct.square().sum(1, keepdim=True)
    return (mean + _PROTOTYPE_LOGIT * step).relu()


@torch.inference_mode()
def _cached_texts(tower: TextTower, texts: str, cache: Path) -> Tensor:
    kept = cache / f"texts-{hashlib.sha256(texts.encode()).hexdigest()[:16]}.pt"
    if not kept.exists():
        torch.save(tower.features(torch.arange(texts.count("\n") + 1)), kept)
    found: Tensor = torch.load(kept, weights_only=True)
    return found


def _cached_maps(
    trunk: Any, rows: list[Row], view: int, cache: Path, threads: int
) -> NDArray[np.float16]:
    kept = cache / f"maps-{view}.npy"
    if not kept.exists():
        write_maps(trunk, [row.file for row in rows], view, kept, threads)
    maps: NDArray[np.float16] = np.load(kept, mmap_mode="r")
    return maps


def _cached_features(
    which: PackagedTrunk, rows: list[Row], view: int, cache: Path, threads: int
) -> Tensor:
    kept = cache / f"{which.name}-{view}.npy"
    if not kept.exists():
        write_features(packaged_trunk(which), [row.file for row in rows], view, kept, threads)
    return torch.from_numpy(np.load(kept)).float()
