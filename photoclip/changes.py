"""What a person changes in the library, as values: each can be done, undone and done again.

``Library.apply`` does one and returns the change that takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from photoclip.domain import Label, SavedSearch, Verdict


@dataclass(frozen=True, slots=True)
class Rate:
    """(photo id, stars 0 to 5) for each photo."""

    ratings: tuple[tuple[int, int], ...]

    @classmethod
    def all(cls, photo_ids: Iterable[int], rating: int) -> Rate:
        return cls(tuple((photo_id, rating) for photo_id in photo_ids))


@dataclass(frozen=True, slots=True)
class Favour:
    """(photo id, is it a favourite) for each photo."""

    marks: tuple[tuple[int, bool], ...]

    @classmethod
    def all(cls, photo_ids: Iterable[int], favourite: bool) -> Favour:
        return cls(tuple((photo_id, favourite) for photo_id in photo_ids))


@dataclass(frozen=True, slots=True)
class Describe:
    """(photo id, its alternative text) for each photo."""

    texts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """(photo id, label id, verdict) for each tag."""

    verdicts: tuple[tuple[int, int, Verdict], ...]

    @classmethod
    def all(cls, photo_ids: Iterable[int], label_id: int, verdict: Verdict) -> Judge:
        return cls(tuple((photo_id, label_id, verdict) for photo_id in photo_ids))


@dataclass(frozen=True, slots=True)
class SaveLabel:
    """Define a label (``id`` 0), or change one."""

    label: Label


@dataclass(frozen=True, slots=True)
class GiveLabel:
    """Define a label by its name alone, and accept it on photos."""

    name: str
    photo_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RemoveLabel:
    label_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class RestoreLabel:
    """Bring a removed label back, with its tags and verdicts."""

    label_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class MergeLabels:
    """Give what one label says to another, and remove the first."""

    label_id: int
    into_id: int
    name: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class RemoveFolder:
    """Forget a folder with its photos; the files stay."""

    folder_id: int


@dataclass(frozen=True, slots=True)
class RestoreFolder:
    folder_id: int


@dataclass(frozen=True, slots=True)
class SaveSearch:
    """Keep a query under a name (``id`` 0), or change a kept one."""

    search: SavedSearch


@dataclass(frozen=True, slots=True)
class ForgetSearch:
    search_id: int


@dataclass(frozen=True, slots=True)
class Several:
    """One after the other, as one change."""

    changes: tuple[Change, ...]


Change: TypeAlias = (
    Rate
    | Favour
    | Describe
    | Judge
    | SaveLabel
    | GiveLabel
    | RemoveLabel
    | RestoreLabel
    | MergeLabels
    | RemoveFolder
    | RestoreFolder
    | SaveSearch
    | ForgetSearch
    | Several
)
