"""Questions to a library of plain colours."""

from __future__ import annotations

from photoclip.domain import (
    Query,
    Term,
)
from photoclip.library import Library

COLOURS = ("red", "green", "blue", "yellow", "purple")


def names(library: Library, *terms: Term, limit: int | None = None) -> list[str]:
    hits = library.search(Query(terms, limit))
    assert len(hits) == len(hits.ids) == len(hits.scores)
    return [photo.path.stem for photo in library.photos(hits.ids)]


def id_of(library: Library, name: str) -> int:
    photos = library.photos(library.newest())
    return next(photo.id for photo in photos if photo.path.stem == name)
