"""A query becomes ranked photos."""

from __future__ import annotations

import numpy as np

from photoclip.catalog import Catalog
from photoclip.domain import Hits, LikePhoto, Picture, Query, Term, Text, Vector
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.images import decode, read
from photoclip.vectors import VectorIndex

MOST_HITS = 1000
"""Hits of a query that names no limit: more than anybody looks through."""


def needs_encoder(query: Query) -> bool:
    """Only words and pictures from outside do; photos of the library have their vectors."""
    return any(
        isinstance(term, Picture) or (isinstance(term, Text) and term.text.strip())
        for term in query.terms
    )


def search(
    query: Query, catalog: Catalog, index: VectorIndex, model: str, encoder: Encoder | None
) -> Hits:
    """The photos that fit best; without any term, all of them, newest first.

    Raises:
        UnreadablePhoto: a picture of the query cannot be decoded.
        PhotoClipError: a photo of the query is not in the library.
    """
    wanted = query_vector(query, catalog, model, encoder)
    if wanted is None:
        ids = catalog.newest(query.limit)
        return Hits(ids, np.zeros(len(ids), np.float32))
    most = MOST_HITS if query.limit is None else query.limit
    numbers, scores = index.nearest(wanted, most)
    owners = catalog.photos_of_vectors(numbers)
    known = np.array([number in owners for number in numbers.tolist()], bool)
    photos = [owners[number] for number in numbers[known].tolist()]
    return Hits(np.array(photos, np.int64), scores[known])


def query_vector(
    query: Query, catalog: Catalog, model: str, encoder: Encoder | None
) -> Vector | None:
    """The weighted sum of the terms' unit vectors, float32 [dim] of norm 1; None: nothing asked."""
    terms = [term for term in query.terms if not (isinstance(term, Text) and not term.text.strip())]
    if not terms:
        return None
    total = np.sum(
        [term.weight * _term_vector(term, catalog, model, encoder) for term in terms], axis=0
    )
    norm = float(np.linalg.norm(total))
    return (total / norm).astype(np.float32) if norm > 1e-6 else None


def _term_vector(term: Term, catalog: Catalog, model: str, encoder: Encoder | None) -> Vector:
    if isinstance(term, LikePhoto):
        found = catalog.vectors_of_photos([term.photo_id], model)
        if not found:
            raise PhotoClipError("That photo is no longer in the library.")
        vector: Vector = catalog.vectors([found[term.photo_id]])[0]
        return vector
    if encoder is None:
        raise PhotoClipError("The model is not ready yet.")
    if isinstance(term, Text):
        vector = encoder.texts([term.text])[0]
        return vector
    data = term.source if isinstance(term.source, bytes) else read(term.source)[0]
    image = decode(data, short_side=2 * encoder.image_size).image
    vector = encoder.images(encoder.preprocess(image)[None])[0]
    return vector
