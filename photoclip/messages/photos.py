"""What is said of single photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from photoclip.domain import Photo, Query


@dataclass(frozen=True, slots=True)
class FetchPhotos:
    """Answered by PhotosLoaded."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PhotosLoaded:
    """The asked photos that still exist."""

    photos: Sequence[Photo]


@dataclass(frozen=True, slots=True)
class FindPhoto:
    """Is this file a photo of ours? Answered by PhotoFound."""

    path: Path


@dataclass(frozen=True, slots=True)
class PhotoFound:
    path: Path
    photo_id: int | None


@dataclass(frozen=True, slots=True)
class FindSimilar:
    """Which photos are most like this one? Answered by SimilarFound."""

    photo_id: int
    count: int = 12


@dataclass(frozen=True, slots=True)
class SimilarFound:
    """The photos most like one, best first, without itself."""

    photo_id: int
    photos: Sequence[Photo]


@dataclass(frozen=True, slots=True)
class Explain:
    """Why is this photo among the hits? Answered by Explained."""

    photo_id: int
    query: Query


@dataclass(frozen=True, slots=True)
class Explained:
    """What pulls a photo up (positive) or down: the query's terms in their order, and labels.

    Contributions add up to the score of the photo; confidences are from 0 to 1.
    """

    photo_id: int
    terms: tuple[float, ...]
    labels: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Which of these texts fits the photo best? Answered by Compared."""

    photo_id: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The probability that the model gives each text, as softmax over the asked ones."""

    photo_id: int
    texts: tuple[str, ...]
    probabilities: tuple[float, ...]
