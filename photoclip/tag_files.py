"""The library's tags on their way into files and back; how that is done safely is elsewhere.

Nothing is written unless somebody asks for it. See ``photoclip.sidecars`` for who is right where a
file and the library disagree. os.path is asked instead of pathlib, which raises where permission is
missing.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from photoclip import choices, sidecars
from photoclip.catalog import Catalog
from photoclip.choices import Choices
from photoclip.domain import FileStat, Photo, Problem
from photoclip.errors import PhotoClipError
from photoclip.labelling import Labelling
from photoclip.marks import LONGEST_ALT_TEXT
from photoclip.reconcile import is_as_known
from photoclip.sentences import Sentence
from photoclip.sidecar_store import SidecarStore
from photoclip.sidecars import WritePlan
from photoclip.xmp import Wanted, XmpFacts

_log = logging.getLogger(__name__)

CONFIDENT = 0.8
"""The least confidence of automatic tags that a person lets be written along."""

_IDENTITY = "identity"  # the setting by which this library knows its own words in files

_PHOTOS_PER_STEP = 20
_PHOTOS_PER_LOOK = 5000  # compared with what was written last: some 20 ms
_SIDECARS_PER_STEP = 500


@dataclass(frozen=True, slots=True)
class Writing:
    """One step: how far it is, (file, what changes in it), and what is refused, each why."""

    done: int
    total: int
    written: Sequence[tuple[Path, tuple[Sentence, ...]]]
    refused: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class _How:
    """The parameters of ``TagFiles.write``."""

    into_photos: bool
    alt_texts: bool
    dry_run: bool
    only_changed: bool


class TagFiles:
    """Belongs to the thread of its library."""

    def __init__(self, catalog: Catalog, labels: Labelling, wishes: Choices) -> None:
        self._catalog = catalog
        self._labels = labels
        self._wishes = wishes
        self._files = SidecarStore(catalog.database)
        self._refused: dict[int, str] = {}
        """Photo -> what could not be written, so that it is tried once and not all the time."""

    @property
    def identity(self) -> str:
        """What no other library is called in a file."""
        known = self._catalog.setting(_IDENTITY)
        if known is None:
            known = secrets.token_hex(8)
            self._catalog.set_setting(_IDENTITY, known)
        return known

    # --- reading ------------------------------------------------------------------------------

    def note_sidecars(
        self, folder_id: int, found: Mapping[str, FileStat | None]
    ) -> Iterator[list[int]]:
        """Remember sidecars of a folder as they are now (None: gone), by relative path.

        Yields the ids of photos, some at a time, that are to be taken in because of that.
        """
        waiting = iter(found.items())
        while some := list(islice(waiting, _SIDECARS_PER_STEP)):
            ids: list[int] = []
            with self._catalog.transaction():
                for path, stat in some:
                    ids += self._files.forget_photos_beside(folder_id, path)
                    self._files.note(folder_id, path, stat)
            yield ids

    def to_take_in(self, folder_id: int) -> list[int]:
        """The photos of a folder of which nobody has read what their files say now."""
        return self._files.to_take_in(folder_id)

    def take_in_all(self, photo_ids: Iterable[int]) -> tuple[int, ...]:
        """Take in what the files of photos say, where that is not known; returns whose is new.

        What cannot be understood is logged and kept as a problem, and stops no other.
        """
        new = []
        for photo in self._catalog.photos(self._files.to_take_in_of(photo_ids)):
            if not os.path.exists(photo.path):  # noqa: PTH110
                continue  # it is away, or will be removed
            try:
                if self.take_in(photo):
                    new.append(photo.id)
            except PhotoClipError as error:
                _log.warning("%s", error)
                name = (sidecars.find(photo.path) or photo.path).name
                lasts = not isinstance(error.__cause__, OSError)
                self._files.note_problem(photo.id, name, error.sentence, try_again=not lasts)
        return tuple(new)

    def take_in(self, photo: Photo) -> bool:
        """Read what the file or sidecar of a photo says; returns whether anything is new.

        Raises:
            PhotoClipError: it cannot be read or understood, and nothing has changed.
        """
        found = sidecars.read(photo.path, self.identity)
        facts = found.facts if found else XmpFacts()
        text = "" if facts.alt_text_is_ours else facts.alt_text.strip()[:LONGEST_ALT_TEXT]
        with self._catalog.transaction():
            tagged = self._labels.apply_file_keywords(photo.id, facts.words)
            marked = self._files.follow(photo.id, facts.rating or 0, text)
            self._files.note_taken_in(photo.id, has_ours=facts.has_ours)
        return tagged or marked

    def problems(self) -> list[Problem]:
        """Sidecars, and photos with something in them, that could not be understood."""
        return self._files.problems()

    # --- writing ------------------------------------------------------------------------------

    def write_chosen(self) -> Generator[Writing, None, None]:
        """Bring files up to what has changed, as the person chose; nothing where they did not."""
        chosen = self._wishes[choices.TAG_FILES]
        if chosen in (choices.ACCEPTED, choices.CONFIDENT):
            least = CONFIDENT if chosen == choices.CONFIDENT else None
            yield from self.write(least, only_changed=True)

    def write(
        self,
        least: float | None = None,
        *,
        dry_run: bool = False,
        only_changed: bool = False,
        into_photos: bool | None = None,
        alt_texts: bool | None = None,
    ) -> Generator[Writing, None, None]:
        """Bring the files of all photos to what the person accepted.

        ``least``: also automatic tags of at least that confidence. ``dry_run`` only looks.
        ``into_photos``: into the pictures themselves where that can be, and ``alt_texts``: also
        alternative texts made from labels where nobody wrote one; None as the person chose.
        ``only_changed``: only those of which the library says something else than when they were
        written last. What one file refuses stops no other; photos that cannot be seen now wait for
        the next time.
        """
        if into_photos is None:
            into_photos = self._wishes[choices.TAG_PLACE] == choices.IN_PHOTOS
        if alt_texts is None:
            alt_texts = self._wishes[choices.ALT_TEXTS] == choices.MADE
        how = _How(into_photos, alt_texts, dry_run, only_changed)
        found: dict[int, Wanted] = {}
        last = self._files.last_photo()
        for after in range(0, last, _PHOTOS_PER_LOOK):
            found |= self._find_wanted(after, after + _PHOTOS_PER_LOOK, least, how)
            yield Writing(0, 0, (), ())
        waiting, done = iter(found), 0
        while some := list(islice(waiting, _PHOTOS_PER_STEP)):
            written: list[tuple[Path, tuple[Sentence, ...]]] = []
            refused: list[Problem] = []
            made = self._labels.alt_texts(some) if alt_texts else {}
            for photo in self._catalog.photos(some):
                if os.path.exists(photo.path):  # noqa: PTH110
                    text = "" if photo.alt_text else made.get(photo.id, "")
                    wanted = _described(found[photo.id], text)
                    self._write(photo, wanted, how, written, refused)
            done += len(some)
            yield Writing(done, len(found), written, refused)

    def _find_wanted(
        self, after: int, until: int, least: float | None, how: _How
    ) -> dict[int, Wanted]:
        """What is to be in the files of the photos with ids from ``after`` + 1 to ``until``."""
        tags = self._labels.to_write(least, after, until)
        rest = self._files.to_write(after, until)
        found = {}
        for photo in sorted(tags.keys() | rest.keys()):
            accepted, guessed = tags.get(photo, ((), ()))
            text, written = rest.get(photo, ("", ""))
            wanted = Wanted(self.identity, accepted, guessed, text)
            digest = _digest(wanted, how)
            if not how.only_changed or digest not in (written, self._refused.get(photo)):
                found[photo] = wanted
        return found

    def _write(
        self,
        photo: Photo,
        wanted: Wanted,
        how: _How,
        written: list[tuple[Path, tuple[Sentence, ...]]],
        refused: list[Problem],
    ) -> None:
        if not is_as_known(photo):
            if not how.only_changed:  # else it will be looked at, and is tried again after that
                refused.append(Problem(photo.path, sidecars.tell_changed(photo.path)))
            return
        digest = _digest(wanted, how)
        for plan in sidecars.plan(photo.path, wanted, into_photo=how.into_photos):
            try:
                if plan.refusal:
                    raise PhotoClipError.saying(plan.refusal)
                if not how.dry_run:
                    self._carry_out(photo, plan)
                if plan.changes:
                    written.append((plan.path, sidecars.describe(plan)))
            except PhotoClipError as error:
                refused.append(Problem(plan.path, error.sentence))
                self._refused[photo.id] = digest
                return
        if not how.dry_run:
            self._files.note_written(photo.id, digest)
            self._refused.pop(photo.id, None)

    def _carry_out(self, photo: Photo, plan: WritePlan) -> None:
        """Write, and remember the file so that it is no news; unless it was news before.

        A photo that was written to stays the photo it was, with all that is known of it.
        """
        if plan.in_photo:
            done = sidecars.write(plan)
            if done and done.content_hash and done.hash_before == photo.content_hash:
                self._files.note_rewritten(photo.id, done.stat, done.content_hash)
            return
        path = plan.path.relative_to(self._catalog.root(photo.folder_id)).as_posix()
        known = self._files.listing(photo.folder_id, path).get(path)
        is_known = known == _stat(plan.path)
        done = sidecars.write(plan)
        if done and is_known:
            self._files.note(photo.folder_id, path, done.stat)


def _described(wanted: Wanted, made: str) -> Wanted:
    """With a text that was made, where the person wrote none."""
    if wanted.alt_text or not made:
        return wanted
    return replace(wanted, alt_text=made, alt_text_is_made=True)


def _digest(wanted: Wanted, how: _How) -> str:
    """Of what a library wants to be in a file, and in which; "" where it is nothing.

    A text that is made changes when its labels do, and not whenever another description fits a
    little better: files are not written again for that.
    """
    own = "" if wanted.alt_text_is_made else wanted.alt_text
    said = (wanted.accepted, wanted.guessed, own)
    if not any(said):
        return ""
    place = ("in photo",) if how.into_photos else ()
    described = ("described",) if how.alt_texts and wanted.accepted and not own else ()
    return hashlib.blake2b(
        repr((*said, *place, *described)).encode("utf-8", "replace"), digest_size=8
    ).hexdigest()


def _stat(path: Path) -> FileStat | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return FileStat(found.st_size, found.st_mtime_ns)
