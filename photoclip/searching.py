"""A query becomes ranked photos."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photoclip.catalog import Catalog
from photoclip.domain import Hits, LikePhoto, Query, Term, Text, Vector
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.images import decode, read
from photoclip.vectors import VectorIndex

MOST_HITS = 1000
"""Hits of a query that names no limit: more than anybody looks through."""

_NOTHING = 1e-6  # norm of a sum whose terms cancel one another


def needs_encoder(query: Query) -> bool:
    """Only words and pictures from outside do; photos of the library have their vectors."""
    return any(not isinstance(term, LikePhoto) and not _is_blank(term) for term in query.terms)


def search(
    query: Query, catalog: Catalog, index: VectorIndex | None, encoder: Encoder | None
) -> Hits:
    """The photos that fit best; without any term, all of them, newest first.

    Raises:
        UnreadablePhoto: a picture of the query cannot be decoded.
        PhotoClipError: there is no encoder yet, or a photo of the query has no vector.
    """
    terms = [term for term in query.terms if not _is_blank(term)]
    if terms and (index is None or encoder is None):
        raise PhotoClipError("The model is not ready yet.")
    wanted = query_vector(terms, catalog, encoder) if encoder else None
    if wanted is None or index is None:
        ids = catalog.newest(query.limit)
        return Hits(ids, np.zeros(len(ids), np.float32))
    numbers, scores = index.nearest(wanted, MOST_HITS if query.limit is None else query.limit)
    owners = catalog.photos_of_vectors(numbers)
    return Hits(np.array([owners[number] for number in numbers.tolist()], np.int64), scores)


def query_vector(terms: Sequence[Term], catalog: Catalog, encoder: Encoder) -> Vector | None:
    """The weighted sum of the terms' unit vectors, float32 [dim] of norm 1.

    None: nothing asked, or terms that cancel one another.
    """
    total = np.zeros(encoder.dim, np.float32)
    for term in terms:
        total += term.weight * _term_vector(term, catalog, encoder)
    norm = float(np.linalg.norm(total))
    return (total / norm).astype(np.float32) if norm > _NOTHING else None


def _is_blank(term: Term) -> bool:
    return isinstance(term, Text) and not term.text.strip()


def _term_vector(term: Term, catalog: Catalog, encoder: Encoder) -> Vector:
    if isinstance(term, LikePhoto):
        return _photo_vector(term.photo_id, catalog, encoder.key)
    if isinstance(term, Text):
        rows = encoder.texts([term.text])
    else:
        data = term.source if isinstance(term.source, bytes) else read(term.source)[0]
        image = decode(data, short_side=2 * encoder.image_size).image
        rows = encoder.images(encoder.preprocess(image)[None])
    vector: Vector = rows[0]
    return vector


def _photo_vector(photo_id: int, catalog: Catalog, model: str) -> Vector:
    found = catalog.vectors_of_photos([photo_id], model)
    if found:
        vector: Vector = catalog.vectors(list(found.values()))[0]
        return vector
    photos = catalog.photos([photo_id])
    if not photos:
        raise PhotoClipError("That photo is no longer in the library.")
    raise PhotoClipError(f"{photos[0].path} has not been indexed yet.")
