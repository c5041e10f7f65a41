"""The commands ``search`` and ``similar``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from photoclip import grammar
from photoclip.domain import Filter, Hits, Picture, Query
from photoclip.errors import PhotoClipError, UnreadablePhoto
from photoclip.library import Library
from photoclip.terminal import Session, print_json, printable

_HOW_MANY = 20


def run_search(session: Session, options: argparse.Namespace) -> int:
    """Print the photos that fit a text of the query grammar, or one text a line."""
    texts = _lines() if options.query == "-" else iter([options.query])
    with session.ready_library() as library:
        for text in texts:
            query = _read(text)
            wanted = _narrow(library, query.filter, options.label)
            _answer(library, replace(query, filter=wanted), options)
    return 0


def run_similar(session: Session, options: argparse.Namespace) -> int:
    """Print the photos most like a picture."""
    with session.ready_library() as library:
        wanted = _narrow(library, Filter(), options.label)
        try:
            _answer(library, Query((Picture(options.image),), filter=wanted), options)
        except UnreadablePhoto as error:
            raise UnreadablePhoto(
                "{path}: {reason}", path=printable(options.image), reason=error
            ) from error
    return 0


def _lines() -> Iterator[str]:
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _read(text: str) -> Query:
    """Strictly: a script must not get all photos because of a slip in a filter."""
    today = date.today()
    for piece in grammar.split(text, today):
        if piece.meaning is None and ":" in piece.source:
            raise PhotoClipError(
                "“{text}” is no filter that can be understood; to search for it in words, put "
                "it in quotation marks.",
                text=printable(piece.source),
            )
    return grammar.parse(text, today)


def _narrow(library: Library, wanted: Filter, labels: Sequence[str]) -> Filter:
    """With more labels; raises PhotoClipError where there is no such label."""
    wanted = replace(wanted, labels=(*wanted.labels, *labels))
    for name in (*wanted.labels, *wanted.without_labels):
        library.labels.find(name)
    return wanted


def _answer(library: Library, query: Query, options: argparse.Namespace) -> None:
    limit = _HOW_MANY if options.n is None and not options.relevant else options.n
    hits = library.search(replace(query, limit=limit))
    if options.relevant and hits.relevant is not None:
        hits = Hits(hits.ids[: hits.relevant], hits.scores[: hits.relevant])
    _print(library, hits, options.json)


def _print(library: Library, hits: Hits, as_json: bool) -> None:
    scores = dict(zip(hits.ids.tolist(), hits.scores.tolist(), strict=True))
    found = [(photo.path, scores[photo.id]) for photo in library.photos(hits.ids)]
    if as_json:
        print_json([{"path": str(path), "score": round(score, 6)} for path, score in found])
        return
    for path, score in found:
        print(f"{score:.3f}  {printable(path)}")
