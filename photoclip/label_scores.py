"""The labels as the model in use sees them, and the photos' confidences by them.

The catalog notes for each label what its confidences are of (model, background and the labels that
it competes with), and keeps the classifier that made them, so that new photos are scored alike.
Whatever is missing or of something else is made by the job ``retag``: a crash at any moment leaves
nothing but work to do. Verdicts are only ever read here.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photoclip.calibration import Background
from photoclip.database import Database
from photoclip.domain import Hits, Ids, Label, Step, Vector, Vectors, Verdict
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.images import decode
from photoclip.kept_classifier import pack, unpack
from photoclip.label_background import Backgrounds, Surroundings
from photoclip.label_contest import Contest
from photoclip.label_definition import prompts
from photoclip.label_prompts import embed_label
from photoclip.label_store import LabelStore, LabelVectors
from photoclip.photo_rows import LARGEST
from photoclip.tag_store import Confidences, TagStore
from photoclip.tagging import (
    NEAREST,
    LabelClassifier,
    confidences,
    fit_label,
    most_informative,
)
from photoclip.vectors import VectorIndex

_PHOTOS_PER_STEP = 2048  # some 30 to 60 ms with a hundred labels
_LABELS_PER_STEP = 8  # the same, where 100,000 vectors are not in the graph yet
_CANDIDATES = 500  # photos of which a review compares the vectors


class LabelScores:
    """Belongs to the thread of its database; it has nothing to say before ``use``."""

    def __init__(self, database: Database, cache: Path) -> None:
        self._database = database
        self._labels = LabelStore(database)
        self._tags = TagStore(database)
        self._backgrounds = Backgrounds(database, cache)
        self._encoder: Encoder | None = None
        self._index: VectorIndex | None = None
        self._around: Surroundings | None = None
        self._contest: Contest | None = None
        self._classifiers: dict[int, LabelClassifier] = {}
        self._crowds = np.empty(0, np.float32)  # by photo id, which are hardly ever left out
        self._previewed: tuple[object, LabelVectors] | None = None

    # --- the model ----------------------------------------------------------------------------

    def use(self, encoder: Encoder, index: VectorIndex) -> None:
        """Score with this model from now on; ``index`` holds its vectors of all photos."""
        self._encoder, self._index = encoder, index
        self._previewed = None
        self._surround(self._backgrounds.load(encoder.key))

    def _surround(self, around: Surroundings | None) -> None:
        self._around = around
        self._contest = None
        self._classifiers.clear()
        self._crowds = np.empty(0, np.float32)

    def forget(self, label_ids: Iterable[int]) -> None:
        """These labels have another definition or other verdicts now, or are gone."""
        self._contest = None
        for number in label_ids:
            self._classifiers.pop(number, None)

    def forget_model(self, model: str) -> None:
        """Give back the room of what another model made of the labels."""
        self._labels.forget_model(model)
        self._backgrounds.forget(model)

    def is_current(self, model: str) -> bool:
        """Are all confidences of this model, and of the labels as they are?"""
        marks = set(self._labels.scored_by().values())
        if not marks:
            return True
        around, contest = self._backgrounds.load(model), Contest.of(self._labels, model)
        if around is None or self._backgrounds.is_outgrown(around, model):
            return False
        return contest.is_complete and marks == {_mark(model, around, contest)}

    # --- new photos ---------------------------------------------------------------------------

    def tag(self, photo_ids: Sequence[int], vectors: Vectors) -> None:
        """Score new photos by every label that is ready; part of the caller's transaction.

        ``vectors`` are float32 [n, dim] of the model in use. Labels that are not ready yet find
        the photos in the catalog when ``retag`` comes to them.
        """
        if self._around is None or not photo_ids:
            return
        contest = self._working_contest()
        ready = {n: one for n in contest.numbers if (one := self._classifier(n)) is not None}
        ids, order = np.unique(np.array(photo_ids, np.int64), return_index=True)
        # The number of a photo whose batch was undone is given to another one.
        self._crowds[ids[ids < len(self._crowds)]] = np.nan
        self._save(ready, ids, vectors[order])

    def void(self, photo_id: int) -> None:
        """The content of a photo is another now; what the person said of it stays."""
        self._tags.void_photo(photo_id)
        self._crowds[photo_id : photo_id + 1] = np.nan

    def _save(
        self,
        classifiers: Mapping[int, LabelClassifier],
        ids: Ids,
        vectors: Vectors,
        *,
        after: int | None = None,
        until: int = LARGEST,
    ) -> set[int]:
        """Score photos by labels and store it; see ``TagStore.save_confidences``."""
        if not classifiers:
            return set()
        found = np.empty((0, len(classifiers)), np.float32)
        if len(ids):
            related = self._working_contest().kinships(list(classifiers))
            found = self._score(list(classifiers.values()), related, ids, vectors)
        known = self._labels.thresholds()
        thresholds = {number: known[number] for number in classifiers}
        return self._tags.save_confidences(thresholds, ids, found, after=after, until=until)

    def _score(
        self,
        classifiers: Sequence[LabelClassifier],
        related: npt.NDArray[np.bool_],
        ids: Ids,
        vectors: Vectors,
    ) -> Confidences:
        """float32 [photos, labels]; ``related``: bool [labels, all labels of the library]."""
        return confidences(
            classifiers,
            vectors,
            self._working_around().background,
            rivals=self._working_contest().directions(vectors.shape[1]),
            related=related,
            crowds=self._crowds_of(ids, vectors),
        )

    def _crowds_of(self, ids: Ids, vectors: Vectors) -> Confidences:
        """See ``Background.crowds``: most of the work of scoring, and the same for every label."""
        if (short := int(ids.max(initial=0)) + 1 - len(self._crowds)) > 0:
            more = np.full(short + len(self._crowds) // 2, np.nan, np.float32)
            self._crowds = np.concatenate([self._crowds, more])
        found: Confidences = self._crowds[ids]
        if (new := np.isnan(found)).any():
            found[new] = self._working_around().background.crowds(vectors[new])
            self._crowds[ids[new]] = found[new]
        return found

    # --- classifiers --------------------------------------------------------------------------

    def _classifier(self, label_id: int) -> LabelClassifier | None:
        """What the label's photos were scored by; None: nothing, with this model and background."""
        if label_id not in self._classifiers:
            data = self._labels.classifier(label_id)
            around = _mark(self._working_encoder().key, self._working_around())
            kept = unpack(data, around) if data else None
            if kept is None:
                return None
            self._classifiers[label_id] = kept
        return self._classifiers[label_id]

    def _fit_some(self, labels: Sequence[Label], contest: Contest) -> dict[int, LabelClassifier]:
        assert self._index is not None
        directions = np.concatenate([contest.vectors[label.id].positive for label in labels])
        nearest = self._index.nearest_each(directions, NEAREST)
        return {
            label.id: self._fit(label, contest.vectors[label.id], ids)
            for label, (ids, _) in zip(labels, nearest, strict=True)
        }

    def _fit(
        self, label: Label, vectors: LabelVectors, nearest: Ids | None = None
    ) -> LabelClassifier:
        """``nearest``: vectors' ids, if they are known already."""
        assert self._index is not None
        model, verdicts = self._working_encoder().key, self._tags.verdicts(label.id)
        accepted, rejected = (
            self._tags.vectors_of((photo for photo, v in verdicts.items() if v is said), model)[1]
            for said in (Verdict.ACCEPTED, Verdict.REJECTED)
        )
        dim, direction = self._index.dim, vectors.positive[0]
        contest = self._working_contest()
        if nearest is None:
            nearest = self._index.nearest(direction, NEAREST)[0]
        return fit_label(
            positive=direction,
            negatives=vectors.negatives,
            examples=vectors.examples,
            accepted=accepted.reshape(-1, dim),
            rejected=rejected.reshape(-1, dim),
            background=self._working_around().background,
            nearest=self._index.rows(nearest.tolist()),
            rivals=contest.directions(dim)[~contest.related(label.id, label.parent_id)],
        )

    def _encode(self, label: Label) -> LabelVectors:
        encoder = self._working_encoder()
        positive, descriptions, negatives = embed_label(encoder, prompts(label), label.negatives)
        pictures = [
            encoder.preprocess(decode(data, short_side=2 * encoder.image_size).image)
            for data in label.examples
        ]
        rows = [encoder.images(pixels[None]) for pixels in pictures]
        examples = np.concatenate([np.empty((0, encoder.dim), np.float32), *rows])
        return LabelVectors(positive[None], negatives, examples, descriptions)

    def _working_encoder(self) -> Encoder:
        if self._encoder is None:
            raise PhotoClipError("The model is not ready yet.")
        return self._encoder

    def _working_around(self) -> Surroundings:
        """Made now where no label has needed it yet: a matter of seconds, once for each model."""
        if self._around is None:
            for _ in self._renew_background(self._working_encoder()):
                pass
        assert self._around is not None
        return self._around

    def _working_contest(self) -> Contest:
        if self._contest is None:
            self._contest = Contest.of(self._labels, self._working_encoder().key)
        return self._contest

    # --- all photos ---------------------------------------------------------------------------

    def retag(self) -> Generator[Step, None, None]:
        """Score all photos by the labels whose confidences are of something else.

        May be dropped at any step and begun again; ends by itself when the model changes.
        """
        encoder = self._encoder
        if encoder is None or not self._labels.names():
            return
        yield from self._renew_background(encoder)
        store, key = self._labels, encoder.key
        new = [one for one in store.definitions() if store.vectors(one.id, key) is None]
        for done, label in enumerate(new, 1):
            if encoder is not self._encoder:
                return
            self._labels.save_vectors(label.id, encoder.key, self._encode(label))
            self._contest = None
            yield Step(done, len(new), preparing=True)
        if encoder is self._encoder:
            yield from self._rescore(encoder)

    def _renew_background(self, encoder: Encoder) -> Generator[Step, None, None]:
        known = self._around
        if known is None or self._backgrounds.is_outgrown(known, encoder.key):
            made = yield from self._backgrounds.make(encoder)
            if encoder is self._encoder:
                self._surround(made)

    def _rescore(self, encoder: Encoder) -> Generator[Step, None, None]:
        contest, around = self._working_contest(), self._working_around()
        mark = _mark(encoder.key, around, contest)
        stale = {number for number, by in self._labels.scored_by().items() if by != mark}
        if not stale:
            return
        fitted: dict[int, LabelClassifier] = {}
        labels = {label.id: label for label in self._labels.definitions()}
        todo = [labels[number] for number in contest.numbers if number in stale]
        for start in range(0, len(todo), _LABELS_PER_STEP):
            fitted |= self._fit_some(todo[start : start + _LABELS_PER_STEP], contest)
            yield Step(0, 0)
            if contest is not self._contest:
                return  # a label was changed: that begins another run
        self._classifiers.update(fitted)
        total, after, done = self._tags.count_vectors(encoder.key), 0, 0
        while after < LARGEST and contest is self._contest:
            ids, rows = self._tags.vectors_from(after, _PHOTOS_PER_STEP, encoder.key)
            until = int(ids[-1]) if len(ids) == _PHOTOS_PER_STEP else LARGEST
            with self._database.transaction():
                changed = self._save(fitted, ids, rows, after=after, until=until)
                if until == LARGEST:
                    of = _mark(encoder.key, around)
                    kept = {number: pack(one, of) for number, one in fitted.items()}
                    self._labels.note_scored(kept, mark)
            after, done = until, done + len(ids)
            yield Step(done, total, tuple(sorted(changed)))

    def prepare(self) -> Generator[Step, None, None]:
        """Make what labels and queries are measured against, if it is not there yet."""
        if self._encoder is not None:
            yield from self._renew_background(self._encoder)

    @property
    def background(self) -> tuple[str, Background] | None:
        """The model in use and what photos are measured against; None before ``prepare``."""
        if self._encoder is None or self._around is None:
            return None
        return self._encoder.key, self._around.background

    @property
    def can_score(self) -> bool:
        """Is there anything to measure labels against? Without it, the first to ask waits."""
        return self._around is not None

    @property
    def background_mark(self) -> str:
        """Tells the background from any other; empty while there is none."""
        return self._around.mark if self._around is not None else ""

    def is_prepared(self, model: str) -> bool:
        """Has ``prepare`` nothing to do?"""
        return self._around is not None and not self._backgrounds.is_outgrown(self._around, model)

    def confidences_of(
        self, direction: Vector, nearest: Vectors, ids: Ids, vectors: Vectors
    ) -> Confidences | None:
        """How sure it is that photos show what a direction of the model's space says.

        float32 [n] for photos ``ids`` with ``vectors`` [n, dim]; as of a label that nobody taught,
        which the photos ``nearest`` to the direction belong to. None before ``prepare``.
        """
        if self._around is None or not len(ids):
            return None
        none = np.empty((0, len(direction)), np.float32)
        background, crowds = self._around.background, self._crowds_of(ids, vectors)
        label = fit_label(direction, none, none, none, none, background, nearest[:NEAREST])
        return confidences([label], vectors, background, crowds=crowds)[:, 0]

    # --- before anything is stored ------------------------------------------------------------

    def preview(self, label: Label) -> Hits:
        """The library by the confidence of a label as it is being defined, highest first.

        ``hits.relevant`` counts those that would carry it. What the person judged is certain: 1 or
        0. Needs a model.
        """
        ids, found = self._score_all(label, self._encode_for_preview(label))
        verdicts = self._tags.verdicts(label.id)
        accepted, rejected = (
            np.isin(ids, [photo for photo, verdict in verdicts.items() if verdict is said])
            for said in (Verdict.ACCEPTED, Verdict.REJECTED)
        )
        found[accepted], found[rejected] = 1.0, 0.0
        order = np.argsort(-found, kind="stable")
        relevant = int(((found >= label.threshold) & ~rejected).sum())
        return Hits(ids[order], found[order], relevant)

    def _encode_for_preview(self, label: Label) -> LabelVectors:
        """The same words are asked for again and again while the line is moved."""
        meaning = (prompts(label), label.negatives, label.examples)
        if self._previewed is None or self._previewed[0] != meaning:
            self._previewed = meaning, self._encode(label)
        return self._previewed[1]

    def review(self, label: Label, count: int) -> tuple[tuple[int, float], ...]:
        """(photo id, confidence) of ``count`` photos to be judged, the most informative first."""
        model = self._working_encoder().key
        vectors = self._labels.vectors(label.id, model) or self._encode_for_preview(label)
        ids, found = self._score_all(label, vectors)
        open_ones = ~np.isin(ids, list(self._tags.verdicts(label.id)))
        ids, found = ids[open_ones], found[open_ones]
        near = np.sort(most_informative(found, label.threshold, max(count, _CANDIDATES)))
        rows = self._tags.vectors_of(ids[near].tolist(), model)[1]  # by id, as they are in near
        chosen = near[most_informative(found[near], label.threshold, count, rows)]
        return tuple(zip(ids[chosen].tolist(), found[chosen].tolist(), strict=True))

    def _score_all(self, label: Label, vectors: LabelVectors) -> tuple[Ids, Confidences]:
        """Every photo that can be found, and its confidence: int64 [n], float32 [n]."""
        model, after = self._working_encoder().key, 0
        classifier = self._fit(label, vectors)
        related = self._working_contest().related(label.id, label.parent_id)[None]
        all_ids, all_found = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        while True:
            ids, rows = self._tags.vectors_from(after, _PHOTOS_PER_STEP, model)
            if not len(ids):
                break
            after = int(ids[-1])
            all_ids.append(ids)
            all_found.append(self._score([classifier], related, ids, rows)[:, 0])
        together, found = np.concatenate(all_ids), np.concatenate(all_found)
        seen = ~np.isin(together, self._tags.unseen())
        return together[seen], found[seen]


def _mark(model: str, around: Surroundings, contest: Contest | None = None) -> str:
    """What classifiers, and with ``contest`` confidences, are of."""
    return f"{model} {around.mark}" + (f" {contest.mark}" if contest else "")
