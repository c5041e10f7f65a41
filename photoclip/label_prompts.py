"""Words of labels become directions: descriptions in several sentences, averaged.

Knows the encoder's ``texts`` and the two word lists in ``resources/labels``; nothing of photos.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from photoclip.calibration import unit
from photoclip.domain import Vector, Vectors
from photoclip.encoder import Encoder
from photoclip.resources import resource

_PHRASES_PER_STEP = 32


def background_phrases() -> tuple[str, ...]:
    """What photos commonly show, in words: what every label is measured against."""
    return _lines("background.txt")


def templates() -> tuple[str, ...]:
    """Sentences with "{}" where a description goes."""
    return _lines("templates.txt")


def embed_phrases(encoder: Encoder, phrases: Sequence[str]) -> Vectors:
    """One direction for each phrase: the mean over the templates, float32 [n, dim] of norm 1.

    As in Radford et al. 2021 (section 3.1.4): unit vectors are averaged and brought to norm 1.
    """
    rows = [
        _embed_some(encoder, phrases[start : start + _PHRASES_PER_STEP])
        for start in range(0, len(phrases), _PHRASES_PER_STEP)
    ]
    return np.concatenate([np.empty((0, encoder.dim), np.float32), *rows])


def embed_background(encoder: Encoder) -> Vectors:
    """The background phrases, float32 [b, dim]: the same for every library, worth keeping."""
    return embed_phrases(encoder, background_phrases())


def embed_label(
    encoder: Encoder, descriptions: Sequence[str], negatives: Sequence[str] = ()
) -> tuple[Vector, Vectors, Vectors]:
    """A label's direction, float32 [dim], one for each description [n, dim], for each negative one.

    Several descriptions are averaged like the templates. Raises ValueError if there is none.
    """
    if not descriptions:
        raise ValueError("a label needs a name or a description")
    rows = embed_phrases(encoder, descriptions)
    return unit(rows.mean(0)), rows, embed_phrases(encoder, negatives)


def _embed_some(encoder: Encoder, phrases: Sequence[str]) -> Vectors:
    sentences = templates()
    texts = [sentence.replace("{}", phrase) for phrase in phrases for sentence in sentences]
    rows = encoder.texts(texts).reshape(len(phrases), len(sentences), encoder.dim)
    return unit(rows.mean(1))


@cache
def _lines(name: str) -> tuple[str, ...]:
    lines = resource("labels", name).read_text("utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))
