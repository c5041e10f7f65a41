"""Trains the two projection heads: what photos and texts are pulled together, and how.

Both sides of a head are linear, so several trained from different seeds can be merged: the sum of
their scores (before each vector is brought to norm 1) is one bilinear form of rank 384 at most.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

DIMENSIONS = 384


@dataclass(frozen=True, slots=True)
class Options:
    """How both stages of the training regularise; the model card says what else was tried."""

    epochs: int = 80
    batch: int = 1024
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.2
    dropout: float = 0.5
    noise: float = 0.1
    text_dropout: float = 0.1
    # Of the loss that names a labelled photo among all class phrases, not only those of the batch.
    phrase_weight: float = 0.2
    # The most phrases drawn for that beside those of the batch.
    rival_phrases: int = 10_000
    # Prototypes in a batch, as a share of its photos; of use only once the tower learns too.
    prototypes: float = 0.0
    # How much the teachers decide which texts fit a photo; the rest is its own words.
    taught: float = 0.0


@dataclass(frozen=True, slots=True)
class Examples:
    """Photos and their texts, all as features of the towers.

    ``photos`` [views, n, 1280] have the whole photos first; ``texts`` is [m, 384]. ``texts_of``
    are the texts of each photo, ``phrase_of`` [n] its class phrase or -1, and ``phrases`` [p, t]
    the texts of each class phrase. ``prototypes`` [k, 1280] are what the image tower's own
    classifier takes for typical of a class, ``texts_of_prototype`` the texts of these.
    ``teachers`` say how well training photos [p] and texts [t] fit: logits, float32 [p, t].
    """

    photos: Tensor
    texts: Tensor
    texts_of: Sequence[Sequence[int]]
    phrase_of: Tensor
    phrases: Tensor
    prototypes: Tensor
    texts_of_prototype: Sequence[Sequence[int]]
    teachers: Callable[[Tensor, Tensor], Tensor] | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Both projections and the factor on the cosine that the softmax was trained with.

    The text side is one layer, or two with GELU between them once it is levelled.
    """

    image: nn.Linear
    text: nn.Module
    scale: float

    @torch.inference_mode()
    def image_vectors(self, features: Tensor) -> Tensor:
        """Features [n, 1280] -> float32 [n, 384], rows of norm 1."""
        return functional.normalize(self.image(features), dim=-1)

    @torch.inference_mode()
    def text_vectors(self, features: Tensor) -> Tensor:
        """Features [n, 384] -> float32 [n, 384], rows of norm 1."""
        return functional.normalize(self.text(features), dim=-1)


class Trainee(nn.Module):
    """A head that learns, with the losses it learns by."""

    def __init__(
        self,
        examples: Examples,
        options: Options,
        seed: int,
        text_features: Callable[[Tensor], Tensor] | None = None,
    ) -> None:
        """``text_features`` says what a text tower that learns too makes of texts [n]."""
        super().__init__()
        self._examples = examples
        self._text_features = text_features or examples.texts.__getitem__
        self._options = options
        self._choose = random.Random(seed)
        self._spread = examples.photos[0].std(0)
        self.image = nn.Linear(examples.photos.shape[-1], DIMENSIONS)
        self.text = nn.Linear(examples.texts.shape[1], DIMENSIONS, bias=False)
        self.log_scale = nn.Parameter(torch.tensor(20.0).log())
        self.phrase_log_scale = nn.Parameter(torch.tensor(20.0).log())

    def start_from(self, head: Head) -> None:
        """Takes over a head, its vectors brought to sizes that a learning rate fits."""
        with torch.no_grad():
            size = self.image_size(head) / 5
            self.image.weight.copy_(head.image.weight / size)
            self.image.bias.copy_(head.image.bias / size)
            self.text.weight.copy_(head.text.weight)
            self.log_scale.fill_(head.scale).log_()
            self.phrase_log_scale.copy_(self.log_scale)

    def image_size(self, head: Head) -> Tensor:
        """The mean length of a photo's vector before it is brought to norm 1."""
        lengths: Tensor = head.image(self._examples.photos[0, :2000]).norm(dim=1)
        return lengths.mean()

    def parameter_groups(self, rate: float) -> list[dict[str, object]]:
        """For an optimizer; only matrices decay."""
        scalars = [self.image.bias, self.log_scale, self.phrase_log_scale]
        decay = self._options.weight_decay
        return [
            {"params": [self.image.weight, self.text.weight], "lr": rate, "weight_decay": decay},
            {"params": scalars, "lr": rate, "weight_decay": 0.0},
        ]

    def head(self) -> Head:
        """What was learned."""
        return Head(self.image, self.text, self.log_scale.exp().item())

    def loss(self, photos: Tensor, places: Tensor) -> Tensor:
        """The contrastive loss in both directions (Radford et al. 2021, CLIP), and the phrases'.

        ``photos`` [n, 1280] are features, in a view of any kind, of the photos ``places`` [n]. All
        photos of one class phrase count as right for it.
        """
        known, options = self._examples, self._options
        drawn = torch.randperm(len(known.prototypes))[: int(options.prototypes * len(places))]
        texts = [self._choose.choice(known.texts_of[place]) for place in places.tolist()]
        texts += [self._choose.choice(known.texts_of_prototype[k]) for k in drawn.tolist()]
        noisy = photos + options.noise * self._spread * torch.randn_like(photos)
        seen = torch.cat([noisy, known.prototypes[drawn]])
        images = self._project(self.image, functional.dropout(seen, options.dropout))
        asked = torch.tensor(texts)
        scores = self.log_scale.exp() * _cosines(images, self._text_vectors(asked))
        alike = _targets(self._subjects(places, drawn), asked)
        pairs = _contrastive(scores, *self._taught_targets(alike, places, asked))
        return pairs + options.phrase_weight * self._phrase_loss(images[: len(places)], places)

    def _taught_targets(
        self, target: Tensor, places: Tensor, texts: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Which texts a photo should find, and which photos a text, once the teachers are heard.

        They know nothing of the prototypes, which come last.
        """
        teachers, share, count = self._examples.teachers, self._options.taught, len(places)
        if teachers is None or not share:
            return target, target
        said = teachers(places, texts)
        by_photo, by_text = target.clone(), target.clone()
        by_photo[:count] = by_photo[:count].lerp(said.softmax(1), share)
        photos = functional.pad(said[:, :count].T.softmax(1), (0, len(target) - count))
        by_text[:count] = by_text[:count].lerp(photos, share)
        return by_photo, by_text

    def _phrase_loss(self, images: Tensor, places: Tensor) -> Tensor:
        """Cross-entropy of the photos over the phrases, as a mean over the batch.

        Of photos without a phrase only the teachers know which phrases fit.
        """
        known, teachers, share = self._examples, self._examples.teachers, self._options.taught
        labelled = known.phrase_of[places] >= 0
        own = known.phrase_of[places[labelled]]
        rivals = torch.randperm(len(known.phrases))[: self._options.rival_phrases]
        asked = torch.unique(torch.cat([own, rivals]))
        template = torch.randint(known.phrases.shape[1], (len(asked), 1))
        phrases = known.phrases[asked].gather(1, template)[:, 0]
        scores = self.phrase_log_scale.exp() * _cosines(images, self._text_vectors(phrases))
        target = torch.zeros_like(scores)
        target[labelled, torch.searchsorted(asked, own)] = 1
        if teachers is not None and share:
            target = target.lerp(teachers(places, phrases).softmax(1), share)
        return -(target * scores.log_softmax(1)).sum() / len(places)

    def _subjects(self, places: Tensor, prototypes: Tensor) -> Tensor:
        """A number for each, equal for photos of one class phrase and for no others."""
        own = self._examples.phrase_of[places]
        phrases, photos = len(self._examples.phrases), len(self._examples.phrase_of)
        alone = torch.where(own >= 0, own, phrases + places)
        return torch.cat([alone, phrases + photos + prototypes])

    def _text_vectors(self, texts: Tensor) -> Tensor:
        features = functional.dropout(self._text_features(texts), self._options.text_dropout)
        return self._project(self.text, features)

    def _project(self, side: nn.Linear, features: Tensor) -> Tensor:
        # bfloat16 halves the time of a step and costs nothing that could be measured.
        with torch.autocast("cpu", torch.bfloat16):
            return functional.normalize(side(features).float(), dim=-1)


def train_head(examples: Examples, options: Options, seed: int) -> Head:
    """One head on features that stay as they are."""
    torch.manual_seed(seed)
    trainee = Trainee(examples, options, seed)
    optimizer = torch.optim.AdamW(trainee.parameter_groups(options.learning_rate))
    views, count, _ = examples.photos.shape

    def features(places: Tensor) -> Tensor:
        return examples.photos[torch.randint(views, places.shape), places]

    run_epochs(
        optimizer,
        lambda places: trainee.loss(features(places), places),
        (options.epochs, count, options.batch),
    )
    return trainee.head()


def run_epochs(
    optimizer: torch.optim.Optimizer,
    loss: Callable[[Tensor], Tensor],
    size: tuple[int, int, int],
) -> None:
    """Every photo once an epoch, in random batches; ``size`` is epochs, photos and batch."""
    epochs, count, batch = size
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [group["lr"] for group in optimizer.param_groups],
        total_steps=epochs * (count // batch),
        pct_start=0.1,
    )
    for _ in range(epochs):
        for places in torch.randperm(count).split(batch)[: count // batch]:
            optimizer.zero_grad()
            loss(places).backward()
            optimizer.step()
            schedule.step()


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
        linear(basis.T @ image, basis.T @ bias),
        linear(text_in_basis, None),
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


def linear(weight: Tensor, bias: Tensor | None) -> nn.Linear:
    """A layer with copies of these weights."""
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    layer.weight.data = weight.detach().clone().contiguous()
    if bias is not None:
        layer.bias.data = bias.detach().clone().contiguous()
    return layer


def _targets(subject: Tensor, texts: Tensor) -> Tensor:
    """Which texts a photo should find: float32 [batch, batch], rows of sum 1."""
    same = (subject[:, None] == subject[None, :]) | (texts[:, None] == texts[None, :])
    return same / same.sum(1, keepdim=True)


def _contrastive(scores: Tensor, of_photo: Tensor, of_text: Tensor) -> Tensor:
    by_photo = -(of_photo * scores.log_softmax(1)).sum(1).mean()
    by_text = -(of_text * scores.T.log_softmax(1)).sum(1).mean()
    return (by_photo + by_text) / 2


def _cosines(left: Tensor, right: Tensor) -> Tensor:
    return (left.bfloat16() @ right.bfloat16().T).float()


def _text_size(head: Head, examples: Examples) -> Tensor:
    lengths: Tensor = head.text(examples.texts[::10]).norm(dim=1)
    return lengths.mean()
