"""What is said of searches: asked, counted, saved and recent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from photoclip.domain import Facets, FilterNames, Hits, Query, SavedSearch
from photoclip.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Search:
    """Answered by SearchDone with the same serial; a newer Search replaces one that still waits.

    ``whole``: what the person asked, where ``query`` leaves photos out because they are hidden.
    """

    serial: int
    query: Query
    whole: Query | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SearchDone:
    """The answer to the Search with that serial, and how long it took.

    ``hidden``: where nothing fits, how many photos would if none were hidden.
    """

    serial: int
    hits: Hits
    seconds: float = 0.0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class SearchFailed:
    serial: int
    reason: Sentence


@dataclass(frozen=True, slots=True)
class CountFacets:
    """Answered by FacetsCounted with the same serial; a newer one replaces one that still waits."""

    serial: int
    query: Query


@dataclass(frozen=True, slots=True)
class FacetsCounted:
    serial: int
    facets: Facets


@dataclass(frozen=True, slots=True)
class FetchFilterNames:
    """What is there to be written into a filter? Answered by FilterNamesFetched."""


@dataclass(frozen=True, slots=True)
class FilterNamesFetched:
    names: FilterNames


@dataclass(frozen=True, slots=True)
class NoteSearch:
    """Remember a text (in the query grammar) among the recent searches."""

    text: str


@dataclass(frozen=True, slots=True)
class ForgetRecent:
    """Forget all recent searches."""


@dataclass(frozen=True, slots=True)
class SearchesChanged:
    """Saved searches by name; recent ones as texts of the query grammar, newest first."""

    saved: Sequence[SavedSearch]
    recent: Sequence[str]
