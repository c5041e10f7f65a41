"""How well texts find photos, and photos their phrase; pure arithmetic on vectors of norm 1."""

from __future__ import annotations

import torch
from torch import Tensor

GROUP_SIZE = 300
GROUP_DRAWS = 20


def caption_recall(texts: Tensor, photo_of_text: Tensor, photos: Tensor) -> dict[str, float]:
    """R@1 and R@10 of texts [m, d] -> photos [n, d], each text searching ``GROUP_SIZE`` photos.

    The groups are ``GROUP_DRAWS`` random draws from the photos, always the same ones; a text
    takes part when its photo does.
    """
    scores = texts @ photos.T
    own = scores.gather(1, photo_of_text[:, None])
    better = (scores > own).float()
    generator = torch.Generator().manual_seed(0)
    first, ten = [], []
    for _ in range(GROUP_DRAWS):
        drawn = torch.zeros(len(photos))
        drawn[torch.randperm(len(photos), generator=generator)[:GROUP_SIZE]] = 1
        ranks = better[drawn[photo_of_text] > 0] @ drawn
        first.append((ranks < 1).float().mean())
        ten.append((ranks < 10).float().mean())
    return {"R@1": float(torch.stack(first).mean()), "R@10": float(torch.stack(ten).mean())}


def phrase_ranks(photos: Tensor, phrases: Tensor, own: Tensor) -> Tensor:
    """For each photo [n, d], how many phrases [p, d] fit better than its own; int64 [n]."""
    scores = photos @ phrases.T
    return (scores > scores.gather(1, own[:, None])).sum(1)


def top(ranks: Tensor) -> dict[str, float]:
    """Top-1 and top-5 accuracy."""
    return {
        "top-1": float((ranks < 1).float().mean()),
        "top-5": float((ranks < 5).float().mean()),
    }
