"""What a photo shows in words that somebody wrote, where some fit it clearly.

A label that the photo carries has descriptions; the best of them is taken if it fits better than
its others together and as well as any common phrase. Where a photo carries hardly a label, a common
phrase is taken that fits better than all the others together. Otherwise nothing is said: who cannot
see a photo cannot see either that a guess is wrong. For the same reason a text that goes into files
is made from what the person accepted alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import numpy as np

from photoclip.calibration import SHARPNESS, Array, Background
from photoclip.database import Database
from photoclip.domain import Origin, Tag, Vector, Vectors
from photoclip.label_prompts import background_phrases
from photoclip.label_store import DESCRIPTION
from photoclip.photo_rows import AMONG, numbers
from photoclip.tag_store import TagStore

_CLEAR = 0.5  # share of the best common phrase among all of them
_CLEAR_OF_LABEL = 0.6  # the same among a label's own descriptions
_AS_GOOD = 0.1  # spreads by which the best common phrase may lie above a label's description
_FEW_LABELS = 1  # photos that carry more are described by them alone

_Described = Mapping[int, tuple[Sequence[str], Vectors]]


class Descriptions:
    """Belongs to the thread of its database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tags = TagStore(database)

    def best(
        self,
        photo_ids: Iterable[int],
        tags: Mapping[int, Sequence[Tag]],
        model: str,
        background: Background,
        *,
        common_too: bool = True,
    ) -> dict[int, str]:
        """Photo -> the words that fit it best, for those that some words fit clearly.

        ``tags``: the labels that photos carry; ``background``: of the library and the ``model``.
        ``common_too``: common phrases, and not only what their labels are described by.
        """
        ids, rows = self._tags.vectors_of(photo_ids, model)
        if not len(ids):
            return {}
        described = self._described({tag.label_id for some in tags.values() for tag in some}, model)
        common = background.standardize(rows, background.phrases)
        found = {}
        for number, row, scores in zip(ids.tolist(), rows, common, strict=True):
            carried = tags.get(number, ())
            best = _best_of_labels(row, carried, described, background, float(scores.max()))
            if best is None and common_too and len(carried) <= _FEW_LABELS:
                best = _best_common(scores, carried)
            if best is not None:
                found[number] = best
        return found

    def _described(self, label_ids: Iterable[int], model: str) -> _Described:
        """Label -> its descriptions and their directions, where it has any."""
        rows = self._database.rows(
            "SELECT description.label_id, text, data FROM description"
            " JOIN label_vector USING (label_id, place)"
            f" WHERE label_id {AMONG} AND NOT negative AND model = ? AND kind = ?"
            " ORDER BY label_id, place",
            (numbers(label_ids), model, DESCRIPTION),
        )
        found = {}
        for number, group in groupby(rows, key=lambda row: row[0]):
            texts, data = zip(*((text, data) for _, text, data in group), strict=True)
            found[number] = (texts, np.frombuffer(b"".join(data), "<f4").reshape(len(texts), -1))
        return found


def compose(description: str, names: Sequence[str]) -> str:
    """An alternative text without a word that is not the person's: "Our dog. Rex, Sofa."."""
    sentences = (
        f"{text[0].upper()}{text[1:]}." for text in (description, ", ".join(names)) if text
    )
    return " ".join(sentences)


def _best_of_labels(
    photo: Vector,
    tags: Sequence[Tag],
    described: _Described,
    background: Background,
    best_common: float,
) -> str | None:
    """What the person is sure of comes before what a model found."""
    fitting: list[tuple[bool, float, str]] = []
    for tag in tags:
        if tag.label_id in described:
            texts, directions = described[tag.label_id]
            scores = background.standardize(photo[None], directions)[0]
            place, share = _winner(scores)
            is_clear = share >= _CLEAR_OF_LABEL and scores[place] >= best_common - _AS_GOOD
            if is_clear and _words(texts[place]) != _words(tag.name):
                is_sure = tag.origin is not Origin.AUTO
                fitting.append((is_sure, float(scores[place]), texts[place]))
    return max(fitting)[2] if fitting else None


def _best_common(scores: Array, tags: Sequence[Tag]) -> str | None:
    """None also where a label says the same."""
    place, share = _winner(scores)
    phrase = background_phrases()[place]
    is_said = any(_words(tag.name) <= _words(phrase) for tag in tags)
    return phrase if share >= _CLEAR and not is_said else None


def _words(text: str) -> set[str]:
    return set(text.casefold().split()) - {"a", "an", "the"}


def _winner(scores: Array) -> tuple[int, float]:
    """The place of the best one, and its share of what all of them together have."""
    powers = np.exp(SHARPNESS * (scores - scores.max()))
    return int(scores.argmax()), float(1 / powers.sum())
