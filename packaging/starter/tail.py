"""Trains the end of the image tower, the text tower's biases and norms, and the head together.

Of the image tower the last block and the last convolution learn. What the layers before them make
of the photos is cached, so a step costs little. The tower's own ImageNet classifier keeps saying of
a photo what it said before, so that what the training photos do not show is not forgotten.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from heads import Examples, Head, Options, Trainee, run_epochs
from numpy.typing import NDArray
from text_tower import TextTower
from torch import Tensor, nn
from torch.nn import functional

# The layers that are trained, by their names in timm's model.
TRAINED = ("blocks.6", "conv_head", "bn2")

# How the head learns meanwhile.
HEAD_OPTIONS = Options(dropout=0.4, phrase_weight=0.5, rival_phrases=160, prototypes=0.1)

_BATCH = 256


@dataclass(frozen=True, slots=True)
class TailOptions:
    """How the tail is trained."""

    # There is a training for each pair of a seed and of how much the teachers decide.
    seeds: tuple[int, ...] = (0, 1)
    taught: tuple[float, ...] = (0.0, 0.5)
    epochs: int = 5
    batch: int = 512
    tail_rate: float = 1e-3
    tail_decay: float = 0.05
    head_rate: float = 3e-4
    text_rate: float = 4e-3
    classifier_weight: float = 0.3
    # How far to go from what was there before to what was learned. Short of the end, less is
    # forgotten (Wortsman et al. 2022, WiSE-FT).
    share: float = 0.85


@dataclass(frozen=True, slots=True)
class Towers:
    """Both as they learn: timm's image tower, and the text tower over the material's texts."""

    trunk: Any
    text: TextTower

    def parameters(self) -> list[nn.Parameter]:
        """Those that are trained."""
        return [*trained_tensors(self.trunk).values(), *self.text.trained_tensors().values()]


@dataclass(frozen=True, slots=True)
class Maps:
    """float16 [n, 208, 9, 9] for each view: every photo before the tail. ``places`` [n'] of them
    are the training photos, in the order of the examples."""

    views: Sequence[NDArray[np.float16]]
    places: NDArray[np.int64]

    def take(self, view: Tensor, photos: Tensor) -> Tensor:
        """float32 [b, 208, 9, 9] of training photos [b], each in its view [b]."""
        rows = [self.views[v][self.places[p]] for v, p in zip(view, photos, strict=True)]
        return (
            torch.from_numpy(np.stack(rows)).float().contiguous(memory_format=torch.channels_last)
        )


def tail_features(trunk: Any, maps: Tensor) -> Tensor:
    """Maps [n, 208, 9, 9] -> float32 [n, 1280], pooled."""
    last = trunk.bn2(trunk.conv_head(trunk.blocks[6](maps)))
    features: Tensor = trunk.global_pool(last.float())
    return features


@torch.inference_mode()
def exact_features(trunk: Any, maps: NDArray[np.float16]) -> Tensor:
    """Maps [n, 208, 9, 9] -> float32 [n, 1280], without rounding on the way."""
    parts = [maps[start : start + _BATCH] for start in range(0, len(maps), _BATCH)]
    return torch.cat(
        [tail_features(trunk, torch.from_numpy(part.astype(np.float32))) for part in parts]
    )


def trained_tensors(trunk: Any) -> dict[str, nn.Parameter]:
    """The parameters of the tail of timm's model, by their names there; no running statistics."""
    return {
        name: parameter for name, parameter in trunk.named_parameters() if name.startswith(TRAINED)
    }


def train_tail(
    towers: Towers, start: Head, examples: Examples, maps: Maps, options: TailOptions, seed: int
) -> Head:
    """Trains the towers in place, and a head for them that starts from another.

    Several trainings from the same start, unlike each other, are averaged, which is as good as
    asking all of them (Wortsman et al. 2022, model soups).
    """
    towers.trunk.classifier.requires_grad_(False)
    trainee = Trainee(examples, HEAD_OPTIONS, seed, _in_bfloat16(towers.text.features))
    trainee.start_from(start)
    everything = [*towers.parameters(), *trainee.parameters()]
    before = [parameter.detach().clone() for parameter in everything]
    learned = []
    for number, taught in itertools.product(options.seeds, options.taught):
        rest = start, examples, maps, options, seed + number
        learned.append(train_member(towers, *rest, taught))
        print(f"trained towers, seed {seed + number}, taught {taught}", flush=True)
    with torch.no_grad():
        for parameter, old, *new in zip(everything, before, *learned, strict=True):
            parameter.copy_(old.lerp(torch.stack(new).mean(0), options.share))
    return trainee.head()


def train_member(
    towers: Towers,
    start: Head,
    examples: Examples,
    maps: Maps,
    options: TailOptions,
    seed: int,
    taught: float,
) -> list[Tensor]:
    """What one training makes of the parameters of towers and head; the towers stay as they are."""
    torch.manual_seed(seed)
    towers = copy.deepcopy(towers)
    trunk = towers.trunk
    head_options = replace(HEAD_OPTIONS, taught=taught)
    trainee = Trainee(examples, head_options, seed, _in_bfloat16(towers.text.features))
    trainee.start_from(start)
    wording = list(towers.text.trained_tensors().values())
    optimizer = torch.optim.AdamW(
        [
            *trainee.parameter_groups(options.head_rate),
            *_tail_groups(list(trained_tensors(trunk).values()), options),
            {"params": wording, "lr": options.text_rate, "weight_decay": 0.0},
        ],
        betas=(0.9, 0.98),
    )
    views, count, _ = examples.photos.shape

    def loss(photos: Tensor) -> Tensor:
        view = torch.randint(views, photos.shape)
        with torch.autocast("cpu", torch.bfloat16):
            features = tail_features(trunk, maps.take(view, photos))
        kept = _divergence(trunk.classifier, features, examples.photos[view, photos])
        return trainee.loss(features, photos) + options.classifier_weight * kept

    run_epochs(optimizer, loss, (options.epochs, count, options.batch))
    return [parameter.detach() for parameter in (*towers.parameters(), *trainee.parameters())]


def _in_bfloat16(read: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    def faster(texts: Tensor) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            return read(texts)

    return faster


def _tail_groups(tensors: list[nn.Parameter], options: TailOptions) -> list[dict[str, object]]:
    matrices = [tensor for tensor in tensors if tensor.ndim > 1]
    others = [tensor for tensor in tensors if tensor.ndim == 1]
    rate, decay = options.tail_rate, options.tail_decay
    return [
        {"params": matrices, "lr": rate, "weight_decay": decay},
        {"params": others, "lr": rate, "weight_decay": 0.0},
    ]


def _divergence(classifier: nn.Module, after: Tensor, before: Tensor) -> Tensor:
    """How far (Kullback-Leibler) the classifier's answers have moved; its weights stay."""
    with torch.autocast("cpu", torch.bfloat16):
        wanted = classifier(before).float().log_softmax(1)
        given = classifier(after).float().log_softmax(1)
    return functional.kl_div(given, wanted, reduction="batchmean", log_target=True)
