"""Trains the two projection heads on cached features of the frozen towers.

Both sides of a head are linear, so several trained from different seeds can be merged: the sum of
their scores (before each vector is brought to norm 1) is one bilinear form of rank 384 at most.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

DIMENSIONS = 384

# Rows of noise and of dropout masks drawn once; steps take runs of them, which is much cheaper.
_POOL = 4096


@dataclass(frozen=True, slots=True)
class Options:
    """How a head is trained; the defaults won by little, see the model card."""

    epochs: int = 80
    batch: int = 1024
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.2
    dropout: float = 0.5
    noise: float = 0.1
    text_dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class Examples:
    """Photos and their texts.

    ``photos`` [views, n, 1280] are features, of the whole photos first; ``texts`` [m, 384] too.
    ``texts_of`` are the texts of each photo. ``subject`` [n] is equal for photos of the same
    class phrase, and of no two others.
    """

    photos: Tensor
    texts: Tensor
    texts_of: Sequence[Sequence[int]]
    subject: Tensor


@dataclass(frozen=True, slots=True)
class Head:
    """Both projections and the factor on the cosine that the softmax was trained with."""

    image: nn.Linear
    text: nn.Linear
    scale: float

    @torch.inference_mode()
    def image_vectors(self, features: Tensor) -> Tensor:
        """Features [n, 1280] -> float32 [n, 384], rows of norm 1."""
        return functional.normalize(self.image(features), dim=-1)

    @torch.inference_mode()
    def text_vectors(self, features: Tensor) -> Tensor:
        """Features [n, 384] -> float32 [n, 384], rows of norm 1."""
        return functional.normalize(self.text(features), dim=-1)


def train_head(examples: Examples, options: Options, seed: int) -> Head:
    """One head, by a contrastive loss in both directions (Radford et al. 2021, CLIP), AdamW."""
    torch.manual_seed(seed)
    image = nn.Linear(examples.photos.shape[-1], DIMENSIONS)
    text = nn.Linear(examples.texts.shape[1], DIMENSIONS, bias=False)
    log_scale = nn.Parameter(torch.tensor(20.0).log())
    optimizer = torch.optim.AdamW(
        [
            {"params": [image.weight, text.weight], "weight_decay": options.weight_decay},
            {"params": [image.bias, log_scale], "weight_decay": 0.0},
        ],
        lr=options.learning_rate,
    )
    steps = options.epochs * (len(examples.subject) // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, options.learning_rate, total_steps=steps, pct_start=0.1
    )
    for photos, texts, subject in _batches(examples, options, seed):
        seen = functional.dropout(texts, options.text_dropout)
        scores = log_scale.exp() * _cosines(_project(image, photos), _project(text, seen))
        loss = _contrastive(scores, _targets(subject))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return Head(image, text, float(log_scale.detach().exp()))


def merge_heads(heads: Sequence[Head], examples: Examples) -> Head:
    """One head whose scores are those of all heads added up, each with the same say.

    The joint spaces are laid side by side; the texts then fill a subspace of the rank of one
    text side, and the photos are projected onto it, which changes no product of the two.
    """
    with torch.inference_mode():
        sizes = [
            (head.image(examples.photos[0]).norm(dim=1).mean(), _text_size(head, examples))
            for head in heads
        ]
        image = torch.cat(
            [head.image.weight / a for head, (a, _) in zip(heads, sizes, strict=True)]
        )
        bias = torch.cat([head.image.bias / a for head, (a, _) in zip(heads, sizes, strict=True)])
        text = torch.cat([head.text.weight / b for head, (_, b) in zip(heads, sizes, strict=True)])
        basis, text_in_basis = torch.linalg.qr(text)
    return Head(
        _linear(basis.T @ image, basis.T @ bias),
        _linear(text_in_basis, None),
        sum(head.scale for head in heads) / len(heads),
    )


def fit_scale(head: Head, photos: Tensor, texts: Tensor, batch: int) -> float:
    """The factor on the cosine under which pairs (features, row by row) are likeliest.

    Each text is to be told from the others of its run of ``batch`` pairs; for pairs that the head
    was not trained with, so its softmax is not surer than it should be.
    """
    image_vectors = head.image_vectors(photos).split(batch)
    scores = [
        image @ text.T
        for image, text in zip(image_vectors, head.text_vectors(texts).split(batch), strict=True)
    ]

    def loss(scale: float) -> float:
        own = [functional.cross_entropy(scale * s, torch.arange(len(s))) for s in scores]
        return float(torch.stack(own).mean())

    return min((float(scale) for scale in range(5, 101)), key=loss)


def _batches(
    examples: Examples, options: Options, seed: int
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Photos with noise and dropout, a text of each drawn at random, and their subjects."""
    choose = random.Random(seed)
    views, count, width = examples.photos.shape
    noise = options.noise * examples.photos[0].std(0) * torch.randn(_POOL, width)
    masks = functional.dropout(torch.ones(_POOL, width), options.dropout)
    for _ in range(options.epochs):
        order = torch.randperm(count)
        for start in range(0, count - options.batch + 1, options.batch):
            places = order[start : start + options.batch]
            runs = [choose.randrange(_POOL - options.batch) for _ in range(2)]
            view = torch.randint(views, places.shape)
            photos = examples.photos[view, places] + noise[runs[0] : runs[0] + options.batch]
            photos = photos * masks[runs[1] : runs[1] + options.batch]
            drawn = [choose.choice(examples.texts_of[place]) for place in places.tolist()]
            yield photos, examples.texts[drawn], examples.subject[places]


def _targets(subject: Tensor) -> Tensor:
    """Which texts a photo should find: float32 [batch, batch], rows of sum 1."""
    same = (subject[:, None] == subject[None, :]).float()
    return same / same.sum(1, keepdim=True)


def _contrastive(scores: Tensor, target: Tensor) -> Tensor:
    by_photo = -(target * scores.log_softmax(1)).sum(1).mean()
    by_text = -(target * scores.T.log_softmax(1)).sum(1).mean()
    return (by_photo + by_text) / 2


def _project(side: nn.Linear, features: Tensor) -> Tensor:
    # bfloat16 halves the time of a step and costs nothing that could be measured.
    with torch.autocast("cpu", torch.bfloat16):
        return functional.normalize(side(features).float(), dim=-1)


def _cosines(left: Tensor, right: Tensor) -> Tensor:
    return (left.bfloat16() @ right.bfloat16().T).float()


def _text_size(head: Head, examples: Examples) -> Tensor:
    return head.text(examples.texts[::10]).norm(dim=1).mean()


def _linear(weight: Tensor, bias: Tensor | None) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    layer.weight.data = weight.contiguous().clone()
    if bias is not None:
        layer.bias.data = bias.contiguous().clone()
    return layer
