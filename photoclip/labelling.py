"""Labels as the library uses them: defining, judging, merging, carrying in and out of files.

What is changed here is stored at once; photos are scored again by the job ``retag``, and new ones
in the transaction that indexes them (see ``photoclip.label_scores``).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from photoclip.changes import (
    Change,
    GiveLabel,
    Judge,
    MergeLabels,
    RemoveLabel,
    RestoreLabel,
    SaveLabel,
    Several,
)
from photoclip.database import Database
from photoclip.descriptions import Descriptions, compose
from photoclip.domain import Hits, Label, Origin, Step, Tag, Verdict
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError, UnreadablePhoto
from photoclip.images import decode
from photoclip.label_definition import (
    MOST_DESCRIPTIONS,
    MOST_EXAMPLES,
    clean,
    file_words,
    former_names,
    lies_in,
    paths,
    prompts,
    same_name,
    with_implied,
)
from photoclip.label_files import (
    LabelRecord,
    find_preset,
    match,
    parents_first,
    read_labels,
    write_labels,
)
from photoclip.label_scores import LabelScores
from photoclip.label_store import LabelStore
from photoclip.photo_rows import LARGEST
from photoclip.sidecar_store import SidecarStore
from photoclip.tag_store import TagStore
from photoclip.vectors import VectorIndex

_EXAMPLE_SIDE = 448  # pixels: the largest input of a model is 384
_EXAMPLE_BYTES = 2**18


class Labelling:
    """Belongs to the thread of its library. ``cache`` is a folder for what can be made again."""

    def __init__(self, database: Database, cache: Path) -> None:
        self._database = database
        self._labels = LabelStore(database)
        self._tags = TagStore(database)
        self._files = SidecarStore(database)
        self._scores = LabelScores(database, cache)
        self._descriptions = Descriptions(database)
        self._labels.purge()

    # --- questions ----------------------------------------------------------------------------

    def all(self) -> list[Label]:
        """Every label by name, with the number of photos that carry it."""
        return self._labels.all()

    def find(self, name: str) -> Label:
        """The label of that name, whatever its capitals; raises PhotoClipError if there is none."""
        return self._labels.find(name)

    def tags_of(self, photo_ids: Iterable[int]) -> dict[int, tuple[Tag, ...]]:
        """All tags of photos, with what these lie in, and those that the person took off."""
        namings = self._labels.namings()
        found = self._labels.tags_of(photo_ids, rejected=True)
        return {photo: with_implied(tags, namings) for photo, tags in found.items()}

    def carried(self, photo_ids: Iterable[int]) -> dict[int, tuple[Tag, ...]]:
        """The labels that photos carry by themselves."""
        return self._labels.tags_of(photo_ids)

    def describe(
        self, photo_ids: Iterable[int], tags: Mapping[int, Sequence[Tag]]
    ) -> dict[int, str]:
        """What photos show that carry these tags; see ``Descriptions.best``."""
        known = self._scores.background
        return self._descriptions.best(photo_ids, tags, *known) if known else {}

    def alt_texts(self, photo_ids: Iterable[int]) -> dict[int, str]:
        """Photo -> a text made from the labels accepted there and the description that fits best.

        Before the model is ready no description is known to fit, and the labels are all there is.
        """
        tags = {
            photo: [tag for tag in carried if tag.origin is Origin.ACCEPTED]
            for photo, carried in self.carried(photo_ids).items()
        }
        known = self._scores.background
        best = self._descriptions.best(tags, tags, *known, common_too=False) if known else {}
        return {
            photo: compose(best.get(photo, ""), [tag.name for tag in accepted])
            for photo, accepted in tags.items()
            if accepted
        }

    def sensitive(self) -> tuple[str, ...]:
        """The names of labels whose photos may be veiled, with all that is nested in them."""
        return self._labels.sensitive()

    def preview(self, label: Label) -> Hits:
        """What a label would catch, nothing being stored; see ``LabelScores.preview``."""
        return self._scores.preview(label)

    def review(self, label_id: int, count: int = 50) -> tuple[tuple[int, float], ...]:
        """(photo id, confidence) of those to be judged first, the most informative first."""
        return self._scores.review(self._labels.get(label_id), count)

    # --- scoring ------------------------------------------------------------------------------

    def use(self, encoder: Encoder, index: VectorIndex) -> None:
        """Score with this model from now on; ``retag`` replaces what another one found."""
        self._scores.use(encoder, index)

    def retag(self) -> Generator[Step, None, None]:
        """The job that scores photos by labels that changed; may be dropped and begun again."""
        return self._scores.retag()

    def prepare(self) -> Generator[Step, None, None]:
        """The job that makes what labels and queries are measured against."""
        return self._scores.prepare()

    def is_prepared(self, model: str) -> bool:
        """Has ``prepare`` nothing to do?"""
        return self._scores.is_prepared(model)

    def is_current(self, model: str) -> bool:
        """Has ``retag`` nothing to do with this model (its key; it need not be loaded)?"""
        return self._scores.is_current(model)

    def forget_model(self, model: str) -> None:
        """Give back the room of what another model made of the labels."""
        self._scores.forget_model(model)

    @property
    def scores(self) -> LabelScores:
        """For indexing, which tags new photos in its own transaction."""
        return self._scores

    # --- changes ------------------------------------------------------------------------------

    def apply(self, change: Change) -> Change:
        """Do a change that concerns labels; returns the one that takes it back.

        Raises:
            PhotoClipError: it cannot be, and nothing has changed.
        """
        with self._database.transaction():
            match change:
                case Judge(verdicts):
                    return self.judge(verdicts)
                case SaveLabel(label):
                    return self.save(label)
                case GiveLabel(name, photo_ids):
                    return self.give(name, photo_ids)
                case RemoveLabel(label_id):
                    return self.remove(label_id)
                case RestoreLabel(label_id):
                    return self.restore(label_id)
                case MergeLabels(label_id=label_id, into_id=into_id):
                    return self.merge(label_id, into_id)
                case Several(changes):
                    return Several(tuple(reversed([self.apply(one) for one in changes])))
        raise AssertionError(f"{change} does not concern labels")

    def judge(self, verdicts: Sequence[tuple[int, int, Verdict]]) -> Judge:
        """Keep what the person says; their labels learn from it when they are scored again."""
        with self._database.transaction():
            before = self._tags.judge(verdicts)
            learning = {label for _, label, _ in before}
            self._labels.unscore(learning)
        self._scores.forget(learning)
        return Judge(before)

    def save(self, label: Label) -> SaveLabel | RemoveLabel:
        """Define a label (``id`` 0) or change one.

        A new name alone changes no tag: where the name was all that described the label, the old
        one becomes its description, and files may go on using it.
        """
        wanted = clean(label)
        wanted = replace(wanted, examples=tuple(_small(one) for one in wanted.examples))
        before = self._labels.get(label.id) if label.id else None
        if before and _is_renamed(before, wanted):
            wanted = replace(wanted, descriptions=prompts(before))
        if before and not same_name(before.name, wanted.name):
            wanted = _remembering(before, wanted)
        with self._heeding_files():
            number = self._labels.save(wanted)
        self._scores.forget([number])
        return SaveLabel(before) if before else RemoveLabel(number, wanted.name)

    def give(self, name: str, photo_ids: Iterable[int]) -> Several:
        """Define a label by its name alone, and accept it on photos."""
        with self._database.transaction():
            removal = self.save(Label(0, name))
            assert isinstance(removal, RemoveLabel)
            judged = [(photo, removal.label_id, Verdict.ACCEPTED) for photo in photo_ids]
            return Several((self.judge(judged), removal))

    def remove(self, label_id: int) -> RestoreLabel:
        """Remove a label; until the library is opened again it can be restored as it was."""
        label = self._labels.get(label_id)
        with self._heeding_files():
            self._labels.hide(label_id)
        self._scores.forget([label_id])
        return RestoreLabel(label_id, label.name)

    def restore(self, label_id: int) -> RemoveLabel:
        """Bring a removed label back; see ``LabelStore.restore``."""
        with self._heeding_files():
            name = self._labels.restore(label_id)
            self._labels.unscore([label_id])  # photos may have come meanwhile
        self._scores.forget([label_id])
        return RemoveLabel(label_id, name)

    @contextmanager
    def _heeding_files(self) -> Iterator[None]:
        """A change of names: tags of files follow it, all in one transaction."""
        with self._database.transaction():
            before = self._file_words()
            yield
            for number, words in self._file_words().items():
                if words != before.get(number):
                    self._tags.follow_words(number, words)

    def _file_words(self) -> dict[int, set[str]]:
        """Label -> the words by which files name it."""
        found: dict[int, set[str]] = {}
        for word, number in file_words(self._labels.namings()).items():
            found.setdefault(number, set()).add(word)
        return found

    def merge(self, label_id: int, into_id: int) -> Several:
        """Give what one label says to another one, which has the last word, and remove it."""
        source, target = self._labels.get(label_id), self._labels.get(into_id)
        if label_id == into_id:
            raise PhotoClipError("“{name}” cannot be merged with itself.", name=target.name)
        with self._database.transaction():
            labels = self._labels.definitions()
            above = source.parent_id if lies_in(target, source, labels) else target.parent_id
            undo: list[Change] = [self.save(replace(_merged(source, target), parent_id=above))]
            for child in labels:
                if child.parent_id == label_id and child.id != into_id:
                    undo.append(self.save(replace(child, parent_id=into_id)))
            judged = self._tags.verdicts(into_id)
            given = self._tags.verdicts(label_id)
            new = [(photo, into_id, said) for photo, said in given.items() if photo not in judged]
            undo.append(self.judge(new))
            undo.append(self.remove(label_id))
        return Several(tuple(reversed(undo)))

    # --- files --------------------------------------------------------------------------------

    def export(self, path: Path) -> None:
        """Write all labels into a file; see ``photoclip.label_files``."""
        write_labels(path, self._labels.definitions())

    def import_file(self, path: Path) -> Several:
        """Define the labels of a file, or change those that are there to what it says."""
        return self._take_in(read_labels(path))

    def add_preset(self, name: str, names: Mapping[str, str] | None = None) -> Several:
        """Define the labels of a preset; those that are there stay as they are.

        ``names``: a label's name in the preset -> what it is to be called. Its descriptions stay
        the preset's, in the language that every model understands.
        """
        records = [one.called(names or {}) for one in find_preset(name).labels]
        known = match(records, self._labels.definitions())
        return self._take_in([one for one in records if one.name.casefold() not in known])

    def _take_in(self, records: Sequence[LabelRecord]) -> Several:
        undo: list[Change] = []
        with self._database.transaction():
            known = match(records, self._labels.definitions())
            for record in parents_first(records):
                before = known.get(record.name.casefold(), Label(0, record.name))
                label = record.onto(before)
                if record.parent is not None:
                    label = replace(label, parent_id=self._parent_id(record))
                if label != before or not before.id:
                    undo.append(self.save(label))
        return Several(tuple(reversed(undo)))

    def _parent_id(self, record: LabelRecord) -> int | None:
        """Of the label that a file calls its parent, by its name or a former one."""
        if not record.parent:
            return None
        number = file_words(self._labels.namings()).get(record.parent.casefold())
        return self._labels.find(record.parent).id if number is None else number

    # --- sidecars -----------------------------------------------------------------------------

    def apply_file_keywords(self, photo_id: int, keywords: Iterable[str]) -> bool:
        """Note which labels a photo's file names, by name or as "animal|dog" from the top down.

        What the person said of a label outweighs it, and it outweighs the model. Keywords that are
        no label are kept in mind, in case they become one. Returns whether any tag is new.
        """
        known = file_words(self._labels.namings())
        with self._database.transaction():
            words = self._files.keep_words(photo_id, keywords)
            named = {known[word] for word in words if word in known}
            before = self._tags.labels_in_file(photo_id)
            for number in named - before:
                self._tags.mark_in_file(number, [photo_id], True)
            for number in before - named:
                self._tags.mark_in_file(number, [photo_id], False)
        return named != before

    def to_write(
        self, least: float | None, after: int = 0, until: int = LARGEST
    ) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Photo -> paths of accepted labels and of automatic ones that belong into its file.

        Automatic ones of at least the confidence ``least``, without it none; of the photos with
        ids from ``after`` + 1 to ``until``.
        """
        known = self.paths()
        accepted = self._tags.to_write(None, after, until)
        found = {}
        for photo, labels in self._tags.to_write(least, after, until).items():
            sure = accepted.get(photo, [])
            guessed = [number for number in labels if number not in sure]
            found[photo] = (tuple(known[one] for one in sure), tuple(known[one] for one in guessed))
        return found

    def paths(self) -> dict[int, str]:
        """Label -> the names from the top down to it, parted by "|"."""
        return paths(self._labels.namings())


def _is_renamed(before: Label, after: Label) -> bool:
    """Does a label that only its name describes get another one?"""
    described = before.descriptions or after.descriptions
    return not described and not same_name(before.name, after.name)


def _merged(source: Label, target: Label) -> Label:
    """The target with all that describes either, as far as it may have so much."""
    descriptions = dict.fromkeys(prompts(target) + prompts(source))
    negatives = dict.fromkeys(target.negatives + source.negatives)
    return replace(
        target,
        descriptions=tuple(descriptions)[:MOST_DESCRIPTIONS],
        negatives=tuple(text for text in negatives if text not in descriptions)[:MOST_DESCRIPTIONS],
        examples=tuple(dict.fromkeys(target.examples + source.examples))[:MOST_EXAMPLES],
        former_names=former_names(target, source),
    )


def _remembering(before: Label, after: Label) -> Label:
    """A renamed label with its old name; one that is changed back has what it had then."""
    if after.former_names != before.former_names:
        return after
    return replace(after, former_names=former_names(after, before))


def _small(picture: bytes) -> bytes:
    """An example as it is kept: enough for any model, and small enough to be passed about."""
    try:
        decoded = decode(picture, short_side=_EXAMPLE_SIDE)
    except UnreadablePhoto as error:
        raise PhotoClipError("An example picture cannot be read: {reason}", reason=error) from error
    if len(picture) <= _EXAMPLE_BYTES:
        return picture
    image = decoded.image
    image.thumbnail((2 * _EXAMPLE_SIDE, 2 * _EXAMPLE_SIDE))
    file = BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()
