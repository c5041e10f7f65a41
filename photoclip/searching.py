"""A query becomes ranked photos: by its terms, among those that its filter lets through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from photoclip.catalog import Catalog
from photoclip.domain import Filter, Hits, Ids, Query, Term, Text, Vector, Vectors
from photoclip.encoder import Encoder
from photoclip.filters import condition, vectors_of
from photoclip.label_scores import LabelScores
from photoclip.mixtures import Mixture, mix
from photoclip.relevance import fit_probabilities, fitting_count, relevant_count
from photoclip.tag_store import TagStore
from photoclip.term_vectors import TermVectors
from photoclip.vectors import Scores, VectorIndex, best

MOST_HITS = 1000
"""Hits of a query that names no limit: more than anybody looks through ..."""

MOST_RELEVANT = 10_000
"""... unless all of these are relevant."""

_SAMPLE = 2000  # photos that tell how scores are spread
_GROWTH = 1.1  # times as many photos, or as few: the sample is of another library by then
_FITTING_STEP = 250  # hits looked at for whether they fit: some 10 ms
_COPY = 0.99  # the cosine of the same picture in another size or format; others hardly reach 0.95
_FEW = 4096  # vectors that are read from the catalog sooner than all rows are in memory
_READ_STEP = 16384  # vectors read from the catalog at once: bounds the memory


def has_terms(query: Query) -> bool:
    """Is a model needed to answer it? Blank texts ask for nothing."""
    return any(not _is_blank(term) for term in query.terms)


def browse(query: Query, catalog: Catalog) -> Hits:
    """All photos of the query's filter, newest first; without any model."""
    allowed = condition(query.filter, catalog.database)
    where = () if query.filter == Filter() else (allowed.sql, allowed.parameters)
    ids, times = catalog.newest(query.limit, *where)
    return Hits(ids, np.zeros(len(ids), np.float32), times=times)


class Searching:
    """Answers with one model and its index; belongs to the thread of its catalog."""

    def __init__(
        self, catalog: Catalog, index: VectorIndex, encoder: Encoder, fits: LabelScores
    ) -> None:
        self._fits = fits
        self._catalog = catalog
        self._index = index
        self._encoder = encoder
        self._terms = TermVectors(catalog, encoder)
        self._sample: Vectors | None = None
        self._sampled = 0
        self._allowed: tuple[tuple[Filter, int], Ids] | None = None
        self._last: tuple[tuple[Query, int, str], Hits] | None = None

    def search(self, query: Query) -> Hits:
        """The photos that fit best; without any term, all of the filter, newest first.

        Scores are cosines with the direction of all terms together (see ``photoclip.mixtures``).

        Raises:
            UnreadablePhoto: a picture of the query cannot be decoded.
            PhotoClipError: a photo of the query is gone or has no vector.
        """
        mixture = self._mix(query.terms)
        if mixture is None:
            return browse(query, self._catalog)
        most = MOST_HITS if query.limit is None else query.limit
        hits = self._rank(mixture.direction, query, most)
        if query.limit is None and hits.relevant == most:  # it may not end there
            hits = self._rank(mixture.direction, query, MOST_RELEVANT)
        if query.filter == Filter() and query.limit is None:
            self._last = self._moment(query), hits
        return hits

    def search_whole(self, query: Query) -> Hits:
        """All that fits the terms, whatever the filter; what was just searched is known.

        Raises as ``search`` does.
        """
        query = replace(query, filter=Filter(), limit=None)
        if self._last is not None and self._last[0] == self._moment(query):
            return self._last[1]
        return self.search(query)

    def _moment(self, query: Query) -> tuple[Query, int, str]:
        """What its answer depends on."""
        return query, self._count_changes(), self._fits.background_mark

    def _count_changes(self) -> int:
        return int(self._catalog.database.row("SELECT total_changes()")[0])

    def explain(self, photo_id: int, query: Query) -> tuple[float, ...]:
        """What each term adds to the photo's score; of equal terms, the first adds it all.

        Raises as ``search`` does.
        """
        mixture = self._mix(query.terms)
        if mixture is None:
            return (0.0,) * len(query.terms)
        return tuple((mixture.parts @ self._terms.of_photo(photo_id)).tolist())

    def compare(self, photo_id: int, texts: Sequence[str]) -> tuple[float, ...]:
        """The probability that the model gives each text for the photo; together 1.

        See ``photoclip.relevance.fit_probabilities``; raises as ``search`` does.
        """
        if not texts:
            return ()
        photo = self._terms.of_photo(photo_id)
        rows = np.array([self._terms.of_text(text) for text in texts])
        return tuple(fit_probabilities(photo, rows, self._encoder.logit_scale).tolist())

    # --- the terms ----------------------------------------------------------------------------

    def _mix(self, terms: Sequence[Term]) -> Mixture | None:
        """None: nothing is asked, or the terms cancel one another."""
        weights = _weights(terms)
        if not any(weights):
            return None
        vectors = np.zeros((len(terms), self._encoder.dim), np.float32)
        for place, (term, weight) in enumerate(zip(terms, weights, strict=True)):
            if weight:
                vectors[place] = self._terms.of(term)
        return mix(vectors, weights, self._sample_rows())

    def _sample_rows(self) -> Vectors:
        """Photos from all over the library: float32 [n, dim]."""
        now, then = len(self._index), self._sampled
        if self._sample is None or now > _GROWTH * then or now * _GROWTH < then:
            tags = TagStore(self._catalog.database)
            self._sample = tags.sample(self._encoder.key, _SAMPLE, self._encoder.dim)
            self._sampled = now
        return self._sample

    # --- the photos ---------------------------------------------------------------------------

    def _rank(self, direction: Vector, query: Query, most: int) -> Hits:
        """The nearest photos of the filter, and how many of them are relevant."""
        numbers, scores = self._nearest(direction, query.filter, most)
        owners = self._catalog.photos_of_vectors(numbers)
        ids = np.array([owners[number] for number in numbers.tolist()], np.int64)
        relevant = self._count_fitting(direction, query, numbers, ids)
        if relevant is None:
            # Copies of the picture asked for would lift the line above all that is merely like it.
            copies = 0 if _has_words(query) else int(np.count_nonzero(scores >= _COPY))
            relevant = copies + relevant_count(
                scores[copies:],
                self._sample_rows() @ direction,
                photos=len(self._index),
                strictness=query.strictness,
            )
        return Hits(ids, scores, relevant)

    def _count_fitting(self, direction: Vector, query: Query, numbers: Ids, ids: Ids) -> int | None:
        """How many photos fit the words; None where there are no words, or nothing to compare."""
        if not _has_words(query):
            return None
        relevant, nearest = 0, self._rows(numbers[:_FITTING_STEP])
        for start in range(0, len(numbers), _FITTING_STEP):
            part = slice(start, start + _FITTING_STEP)
            rows = self._rows(numbers[part]) if start else nearest
            found = self._fits.confidences_of(direction, nearest, ids[part], rows)
            if found is None:
                return None
            count = fitting_count(found, strictness=query.strictness)
            relevant += count
            if count < len(found) // 2:  # hardly any of those that come after fit
                break
        return relevant

    def _nearest(self, direction: Vector, wanted: Filter, most: int) -> tuple[Ids, Scores]:
        """Vector ids and their cosines, best first; exact where there is a filter."""
        if wanted == Filter():
            return self._index.nearest(direction, most)
        allowed = self._let_through(wanted)
        unheld = self._index.unheld()
        if unheld and len(allowed) <= _FEW:
            return best(allowed, self._rows(allowed) @ direction, most)
        for start in range(0, len(unheld), _READ_STEP):
            some = unheld[start : start + _READ_STEP]
            self._index.hold(np.array(some, np.int64), self._rows(some))
        return self._index.nearest_among(direction, allowed, most)

    def _rows(self, numbers: Sequence[int] | Ids) -> Vectors:
        if not len(numbers):
            return np.empty((0, self._encoder.dim), np.float32)
        return self._catalog.vectors([int(number) for number in numbers])

    def _let_through(self, wanted: Filter) -> Ids:
        """Vector ids; what is asked again while nothing has changed is known."""
        key = (wanted, self._count_changes())
        if self._allowed is None or self._allowed[0] != key:
            self._allowed = key, vectors_of(wanted, self._encoder.key, self._catalog.database)
        return self._allowed[1]


def _is_blank(term: Term) -> bool:
    return isinstance(term, Text) and not term.text.strip()


def _has_words(query: Query) -> bool:
    return any(isinstance(term, Text) and term.weight > 0 for term in query.terms)


def _weights(terms: Sequence[Term]) -> list[float]:
    """Of each term; of equal ones, the first bears the weights of all."""
    sums: dict[Term, float] = defaultdict(float)
    for term in terms:
        sums[replace(term, weight=0.0)] += 0.0 if _is_blank(term) else term.weight
    return [sums.pop(replace(term, weight=0.0), 0.0) for term in terms]
