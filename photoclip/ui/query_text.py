"""Between the window's queries and their text in the grammar, as of today."""

from __future__ import annotations

from datetime import datetime

from photoclip.domain import Query
from photoclip.grammar import parse, split, write


def read_text(text: str) -> Query:
    """What a person wrote."""
    return parse(text, _today())


def leave_out_meant(text: str) -> str:
    """What of the text means nothing: a filter that is not finished or has no such value."""
    pieces = split(text, _today())
    return " ".join(piece.source for piece in pieces if piece.meaning is None)


def write_query(query: Query) -> str:
    """What can be said of it in words; pictures are left out."""
    return write(query)


def _today() -> datetime:
    return datetime.now().astimezone()
