"""Lets phrases that were not trained with stand up to those that were.

Whoever was trained to name photos among certain phrases prefers them to others, however well the
others fit. So the cosines of the trained phrases are lowered by a constant (calibrated stacking,
Chao et al. 2016, "An empirical study and analysis of generalized zero-shot learning"). The model
remains one of open_clip's, its text side a projection with a hidden layer: most units of that
layer carry the linear projection, so little of each that GELU is linear there; the rest were
trained to tell the trained phrases from other texts. What they tell is one direction of the joint
space, on which all photos lie alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from heads import Head, linear
from torch import Tensor, nn
from torch.nn import functional

# GELU(x) = x / 2 + O(x²); float16 still holds weights scaled so.
_SMALL = 1 / 512

# How far all photos lie along the direction, in units of their mean length: enough that a text
# need not lie far along it, little enough that the other cosines keep nearly all of their size.
_ASIDE = 0.3


@dataclass(frozen=True, slots=True)
class LevelOptions:
    """How trained phrases are told and lowered."""

    lowered_by: float = 0.08
    units: int = 32
    steps: int = 4000
    batch: int = 256
    noise: float = 0.2
    learning_rate: float = 4e-3
    # Of a trained phrase that is told wrongly: they must all be lowered alike, or those lowered
    # less win against the others.
    trained_weight: float = 10.0


def level(
    head: Head, photos: Tensor, trained: Tensor, others: Tensor, options: LevelOptions
) -> Head:
    """A head as the given one, in which the cosines of trained phrases are lowered.

    All are features: ``photos`` [n, 1280] of some photos, ``trained`` [t, 384] of the phrases
    trained with, ``others`` [o, 384] of texts of every other kind.
    """
    with torch.no_grad():
        texts, size = head.text(others), head.text(trained).norm(dim=1)
        mean_size = texts.norm(dim=1).mean()
    # A long vector must be moved further for the same change of its cosine.
    detector, strength = _train_detector(trained, size / mean_size, others, options)
    with torch.no_grad():
        # The directions of the joint space by how much of the texts lies in them, least first.
        directions = torch.linalg.eigh(texts.T @ texts).eigenvectors
        aside, kept = directions[:, 0], directions[:, options.units :]
        image = linear(head.image.weight, head.image.bias)
        image.weight -= torch.outer(aside, aside @ image.weight)
        image.bias -= aside * (aside @ image.bias)
        image.bias += _ASIDE * image(photos).norm(dim=1).mean() * aside
        # The cosine changes by the product of what a photo and a text have along the direction.
        share = _ASIDE / (1 + _ASIDE**2) ** 0.5
        step = options.lowered_by / share * mean_size
        inner = torch.cat([_SMALL * kept.T @ head.text.weight, detector])
        outer = torch.cat([kept * (2 / _SMALL), -step * torch.outer(aside, strength)], 1)
    text = nn.Sequential(linear(inner, None), nn.GELU(), linear(outer, None))
    return Head(image, text, head.scale)


def _train_detector(
    trained: Tensor, to_say: Tensor, others: Tensor, options: LevelOptions
) -> tuple[Tensor, Tensor]:
    """Weights [units, 384] and [units] of a layer that says 0 of other texts.

    ``to_say`` [t] are the numbers, around 1, that it says of the trained phrases [t, 384].
    """
    torch.manual_seed(0)
    # Its outputs must be large enough for GELU to bend them; a text's features have length 6.
    spread = torch.cat([trained, others]).std(0)
    first = nn.Linear(trained.shape[1], options.units, bias=False)
    first.weight.data *= 4
    last = nn.Linear(options.units, 1, bias=False)
    optimizer = torch.optim.AdamW([first.weight, last.weight], options.learning_rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, options.learning_rate, total_steps=options.steps, pct_start=0.05
    )
    none = torch.zeros(3 * options.batch)
    for _ in range(options.steps):
        some = torch.randint(len(trained), (options.batch,))
        rest = torch.randint(len(others), (3 * options.batch,))
        seen, wanted = torch.cat([trained[some], others[rest]]), torch.cat([to_say[some], none])
        seen = seen + options.noise * spread * torch.randn_like(seen)
        said = last(functional.gelu(first(seen)))[:, 0]
        optimizer.zero_grad()
        weight = 1 + options.trained_weight * (wanted > 0)
        ((said - wanted).square() * weight).mean().backward()
        optimizer.step()
        schedule.step()
    return first.weight.data, last.weight.data[0]
