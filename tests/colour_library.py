"""Questions to a library of plain colours."""

from __future__ import annotations

from pathlib import Path

from support import ColourEncoder, make_photo

from photoclip.domain import Query, Term
from photoclip.library import Library

COLOURS = ("red", "green", "blue", "yellow", "purple")


def make_library(place: Path) -> Library:
    """Two photos of every colour."""
    for mark, colour in enumerate(COLOURS * 2):
        make_photo(place / "photos" / f"{colour}{mark // 5}.png", colour, mark=mark)
    return index_photos(place)


def index_photos(place: Path) -> Library:
    """A library of the folder ``photos``."""
    library = Library(place / "library")
    library.use(ColourEncoder())
    library.add_folder(place / "photos")
    for _ in library.refresh():
        pass
    return library


def names(library: Library, *terms: Term, limit: int | None = None) -> list[str]:
    hits = library.search(Query(terms, limit))
    assert len(hits) == len(hits.ids) == len(hits.scores)
    return [photo.path.stem for photo in library.photos(hits.ids)]


def id_of(library: Library, name: str) -> int:
    photos = library.photos(library.newest())
    return next(photo.id for photo in photos if photo.path.stem == name)
