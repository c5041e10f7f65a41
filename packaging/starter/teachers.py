"""What better models say of the training photos, for the starter model to learn from.

A teacher is a head on three image towers side by side, and is asked only about photos that it was
not trained with: of those that it was, it would say no more than their own words. So the photos are
parted, and each part is told by a teacher trained with the others. That a photo of a lake could
almost be one of a river is what the words alone do not say (Hinton et al. 2015, "Distilling the
knowledge in a neural network").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from heads import DIMENSIONS, Examples, Options, train_head
from torch import Tensor
from torch.nn import functional

FOLDS = 4

TEACHER_OPTIONS = Options(epochs=60)

# The factor on the cosine under which the teachers' softmax over texts is about as often right as
# it is sure, on photos that they were not trained with.
_SCALE = 28.0


@dataclass(frozen=True, slots=True)
class Teachers:
    """``fold`` [n] tells which teacher speaks of a training photo, ``photos`` [n, 384] what it
    makes of the photo, and ``texts`` [FOLDS, m, 384] what each makes of every text; float16."""

    fold: Tensor
    photos: Tensor
    texts: Tensor

    def scores(self, photos: Tensor, texts: Tensor) -> Tensor:
        """Logits, float32 [p, t], of training photos [p] and texts [t], named by their places."""
        scores = torch.empty(len(photos), len(texts))
        for fold, known in enumerate(self.texts):
            asked = self.fold[photos] == fold
            scores[asked] = self.photos[photos[asked]].float() @ known[texts].float().T
        return _SCALE * scores


def train_teachers(
    examples: Examples, features: Sequence[Tensor], options: Options, seed: int
) -> Teachers:
    """Teachers for the photos of ``examples``, of which ``features`` [views, n, f] are what each
    of the towers says."""
    seen = _side_by_side(features)
    count = seen.shape[1]
    fold = torch.randperm(count, generator=torch.Generator().manual_seed(seed)) % FOLDS
    photos, texts = torch.empty(count, DIMENSIONS).half(), []
    for number in range(FOLDS):
        known, asked = (fold != number).nonzero()[:, 0], (fold == number).nonzero()[:, 0]
        teacher = train_head(_only(examples, seen, known), options, seed + number)
        views = [teacher.image_vectors(view) for view in seen[:, asked]]
        photos[asked] = functional.normalize(torch.stack(views).mean(0), dim=1).half()
        texts.append(teacher.text_vectors(examples.texts).half())
        print(f"trained teacher {number + 1} of {FOLDS}", flush=True)
    return Teachers(fold, photos, torch.stack(texts))


def _side_by_side(features: Sequence[Tensor]) -> Tensor:
    """Features [views, n, f] of several towers -> [views, n, sum of f], each to the same size."""
    return torch.cat([each / each[0].std(0).mean() for each in features], 2)


def _only(examples: Examples, features: Tensor, places: Tensor) -> Examples:
    return replace(
        examples,
        photos=features[:, places],
        texts_of=[examples.texts_of[place] for place in places.tolist()],
        phrase_of=examples.phrase_of[places],
        prototypes=torch.zeros(0, features.shape[2]),
    )
