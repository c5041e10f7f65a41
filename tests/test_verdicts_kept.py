"""No sequence of what can happen to a library changes or loses what the person said of photos."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support import COLOURS, ColourEncoder, make_photo

from photoclip import sidecars
from photoclip.changes import Describe, Favour, Judge, MergeLabels, Rate, RemoveLabel, SaveLabel
from photoclip.domain import Label, Origin, Photo, Vectors, Verdict
from photoclip.images import hash_content
from photoclip.library import Library
from photoclip.xmp import Wanted

SAID = {Origin.ACCEPTED: Verdict.ACCEPTED, Origin.REJECTED: Verdict.REJECTED}


class OtherColours(ColourEncoder):
    """Another model over the same photos: its space is turned."""

    key = "colours-2"

    def images(self, pixels: np.ndarray) -> Vectors:
        return np.roll(super().images(pixels), 3, axis=1)

    def texts(self, texts: list[str]) -> Vectors:
        return np.roll(super().texts(texts), 3, axis=1)


class Life:
    """A library and its person; every method is something that can happen to them.

    ``said`` is what the person said: content hash -> label -> verdict. ``marked`` is the rest:
    content hash -> mark -> value.
    """

    def __init__(self, place: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.place = place
        self.roots = [place / "one", place / "two"]
        self.away = place / "away"
        self.made = 0
        self.said: dict[str, dict[int, Verdict]] = {}
        self.marked: dict[str, dict[str, int | bool | str]] = {}
        self.models = [ColourEncoder(), OtherColours()]
        self.root = place / "library-0"
        self.library = Library(self.root)
        self.library.use(self.models[0])
        for folder in (*self.roots, self.away):
            folder.mkdir()
        for root in self.roots:
            self.library.add_folder(root)
        for _ in range(10):
            self.take_photo()
        self.rescan()
        self.labels = [self.define(name) for name in ("red", "green", "blue")]

    def close(self) -> None:
        self.library.close()

    # --- looking ------------------------------------------------------------------------------

    def files(self, *folders: Path) -> list[Path]:
        return sorted(path for folder in folders for path in folder.rglob("*.png"))

    def found(self) -> dict[str, dict[int, Verdict]]:
        """What the library says that the person said, of the photos that it shows."""
        photos = self.library.photos(self.library.newest())
        tags = self.library.labels.tags_of(photo.id for photo in photos)
        return {
            photo.content_hash: {
                tag.label_id: SAID[tag.origin]
                for tag in tags.get(photo.id, ())
                if tag.origin in SAID and not tag.because_of
            }
            for photo in photos
        }

    def check(self) -> None:
        for content, verdicts in self.found().items():
            assert verdicts == self.said.get(content, {})
        for photo in self.library.photos(self.library.newest()):
            self.check_marks(photo)

    def check_marks(self, photo: Photo) -> None:
        """Where the person's own text is none, that of its file counts."""
        said = self.marked.get(photo.content_hash, {})
        assert photo.rating == said.get("rating", 0)
        assert photo.favourite == said.get("favourite", False)
        [in_file] = self.library._catalog.database.row(
            "SELECT file_alt_text FROM photo WHERE id = ?", (photo.id,)
        )
        assert photo.alt_text == said.get("alt_text") or photo.alt_text == in_file
        if said.get("alt_text"):
            assert photo.alt_text == said["alt_text"]

    # --- the disk -----------------------------------------------------------------------------

    def take_photo(self) -> None:
        self.made += 1
        folder = self.chance.choice([*self.roots, self.roots[0] / "sub"])
        colour = self.chance.choice(list(COLOURS))
        make_photo(folder / f"{self.made:04}.png", colour, mark=self.made)

    def _new_place(self) -> Path:
        self.made += 1
        place = self.chance.choice(self.roots) / self.chance.choice(["", "sub", "deep/er"])
        place.mkdir(parents=True, exist_ok=True)
        return place / f"{self.made:04}.png"

    def move_file(self) -> None:
        if files := self.files(*self.roots):
            self.chance.choice(files).rename(self._new_place())

    def move_folder(self) -> None:
        self.made += 1
        root = self.chance.choice(self.roots)
        for folder in sorted(path for path in root.iterdir() if path.is_dir())[:1]:
            folder.rename(self.chance.choice(self.roots) / f"folder{self.made}")

    def move_onto_another(self) -> None:
        self.rescan()  # a picture that was never seen might as well be the other one, edited
        if len(files := self.files(*self.roots)) > 6:
            one, other = self.chance.sample(files, 2)
            one.replace(other)
        self.rescan()

    def swap(self) -> None:
        self.rescan()
        one, other = self.chance.sample(self.files(*self.roots), 2)
        one.rename(self.place / "meanwhile")
        other.rename(one)
        (self.place / "meanwhile").rename(other)
        self.rescan()

    def take_file_away(self) -> None:
        if len(files := self.files(*self.roots)) > 5:
            one = self.chance.choice(files)
            one.rename(self.away / one.name)

    def bring_files_back(self) -> None:
        for path in self.files(self.away):
            path.rename(self._new_place())

    # --- the person ---------------------------------------------------------------------------

    def define(self, name: str) -> int:
        undo = self.library.labels.apply(SaveLabel(Label(0, name)))
        assert isinstance(undo, RemoveLabel)
        return undo.label_id

    def judge(self) -> None:
        photos = self.library.photos(self.library.newest())
        for photo in self.chance.sample(photos, min(3, len(photos))):
            label = self.chance.choice(self.labels)
            verdict = self.chance.choice(list(Verdict))
            self.library.labels.apply(Judge.all([photo.id], label, verdict))
            self._note(photo.content_hash, label, verdict)

    def _note(self, content: str, label: int, verdict: Verdict) -> None:
        verdicts = self.said.setdefault(content, {})
        verdicts.pop(label, None)
        if verdict is not Verdict.NONE:
            verdicts[label] = verdict

    def judge_and_regret(self) -> None:
        photos = self.library.photos(self.library.newest())
        pairs = [(one.id, self.chance.choice(self.labels), Verdict.REJECTED) for one in photos[:4]]
        undo = self.library.labels.apply(Judge(tuple(pairs)))
        self.library.labels.apply(undo)

    def mark(self) -> None:
        photos = self.library.photos(self.library.newest())
        for photo in self.chance.sample(photos, min(3, len(photos))):
            said = self.marked.setdefault(photo.content_hash, {})
            match self.chance.choice(["rating", "favourite", "alt_text"]):
                case "rating":
                    said["rating"] = self.chance.randint(0, 5)
                    self.library.marks.rate(Rate(((photo.id, said["rating"]),)))
                case "favourite":
                    said["favourite"] = self.chance.random() < 0.6
                    self.library.marks.favour(Favour(((photo.id, said["favourite"]),)))
                case _:
                    said["alt_text"] = self.chance.choice(["", f"text {self.made}"])
                    self.library.marks.describe(Describe(((photo.id, said["alt_text"]),)))

    def mark_and_regret(self) -> None:
        ids = [int(number) for number in self.library.newest(4)]
        rated = self.library.marks.rate(Rate.all(ids, 5))
        favoured = self.library.marks.favour(Favour.all(ids, True))
        described = self.library.marks.describe(Describe(tuple((one, "no!") for one in ids)))
        self.library.marks.describe(described)
        self.library.marks.favour(favoured)
        self.library.marks.rate(rated)

    def change_label(self, **fields: object) -> None:
        label = next(
            one
            for one in self.library.labels.all()
            if one.id == self.chance.choice(self.labels) or one.id == self.labels[-1]
        )
        self.library.labels.apply(SaveLabel(replace(label, **fields)))  # type: ignore[arg-type]

    def move_threshold(self) -> None:
        self.change_label(threshold=self.chance.choice([0.0, 0.05, 0.3, 0.5, 0.9, 1.0]))

    def rename_label(self) -> None:
        self.made += 1
        self.change_label(name=f"name {self.made}")

    def nest_label(self) -> None:
        """Or take it out again; a label lies only in an older one, never in itself."""
        place = self.chance.randrange(1, len(self.labels))
        label = next(x for x in self.library.labels.all() if x.id == self.labels[place])
        above = self.chance.choice([None, *self.labels[:place]])
        self.library.labels.apply(SaveLabel(replace(label, parent_id=above)))

    def merge_and_regret(self) -> None:
        one, into = self.chance.sample(self.labels, 2)
        undo = self.library.labels.apply(MergeLabels(one, into))
        self._perhaps_crash(self.library.labels.retag())
        self.library.labels.apply(undo)

    def describe_label(self) -> None:
        self.change_label(descriptions=(self.chance.choice(list(COLOURS)),))

    def remove_and_restore_label(self) -> None:
        undo = self.library.labels.apply(RemoveLabel(self.chance.choice(self.labels)))
        self._perhaps_crash(self.library.refresh())
        self.library.labels.apply(undo)

    def name_in_file(self) -> None:
        """Another program writes names of labels, or something broken, beside a photo."""
        path = self.chance.choice(self.files(*self.roots))
        sidecar = path.with_name(f"{path.name}.xmp")
        if self.chance.random() < 0.3:
            sidecar.write_text(self.chance.choice(["", "<x/>"]))
            return
        sidecar.unlink(missing_ok=True)
        names = [one.name for one in self.library.labels.all()]
        some = self.chance.sample(names, self.chance.randint(1, len(names)))
        text = self.chance.choice(["", f"file {self.made}"])
        for plan in sidecars.plan(path, Wanted("another library", tuple(some), alt_text=text)):
            sidecars.write(plan)

    def write_tags(self) -> None:
        """Beside the photos, or into them: what was said of one is said of its new content."""
        files = {path: hash_content(path.read_bytes()) for path in self.files(*self.roots)}
        only_changed, into_photos = (self.chance.random() < 0.5 for _ in range(2))
        for _ in self.library.tag_files.write(
            0.5, only_changed=only_changed, into_photos=into_photos
        ):
            pass
        for path, before in files.items():
            after = hash_content(path.read_bytes())
            for memory in (self.said, self.marked):
                if after != before and before in memory:
                    memory[after] = memory.pop(before)

    # --- the library --------------------------------------------------------------------------

    def rescan(self) -> None:
        for _ in self.library.refresh():
            pass

    def retag(self) -> None:
        for _ in self.library.labels.retag():
            pass

    def change_model(self) -> None:
        encoder = self.chance.choice(self.models)
        for _ in self.library.embed_for(encoder):
            if self.chance.random() < 0.1:
                return  # it is given up
        self.library.use(encoder)

    def change_model_at_once(self) -> None:
        self.library.use(self.chance.choice(self.models))

    def forget_model(self) -> None:
        assert self.library.encoder is not None
        other = next(one for one in self.models if one.key != self.library.encoder.key)
        self.library.forget_vectors(other.key)

    def remove_folder(self) -> None:
        folder = self.chance.choice(self.library.folders())
        self.library.remove_folder(folder.id)
        happens = self.chance.randrange(3)
        if happens == 0:
            self.library.restore_folder(folder.id)
            return
        if happens == 1:
            self.reopen()
            while self.library.tend():
                pass
        self.library.add_folder(folder.path)

    def reopen(self) -> None:
        encoder = self.library.encoder
        assert encoder is not None
        self.library.close()
        self.library = Library(self.root)
        self.library.use(encoder)

    def crash(self) -> None:
        """The program ends in the midst of a job: the disk is all there is."""
        job = self.chance.choice([self.library.refresh, self.library.labels.retag])()
        self._perhaps_crash(job, always=True)

    def _perhaps_crash(self, job: Iterator[object], *, always: bool = False) -> None:
        for _ in job:
            if self.chance.random() < 0.3:
                break
        if always:
            after = self.place / f"library-{self.made}"
            self.made += 1
            shutil.copytree(self.root, after)
            encoder = self.library.encoder
            assert encoder is not None
            job.close()  # type: ignore[attr-defined]
            self.library.close()
            self.root = after
            self.library = Library(self.root, crashed=True)
            self.library.use(encoder)


OFTEN: list[Callable[[Life], None]] = [
    Life.judge,
    Life.mark,
    Life.rescan,
    Life.retag,
    Life.move_file,
]
EVENTS: list[Callable[[Life], None]] = [
    Life.take_photo,
    Life.move_folder,
    Life.move_onto_another,
    Life.swap,
    Life.take_file_away,
    Life.bring_files_back,
    Life.judge_and_regret,
    Life.mark_and_regret,
    Life.move_threshold,
    Life.rename_label,
    Life.nest_label,
    Life.merge_and_regret,
    Life.describe_label,
    Life.remove_and_restore_label,
    Life.name_in_file,
    Life.write_tags,
    Life.change_model,
    Life.change_model_at_once,
    Life.forget_model,
    Life.remove_folder,
    Life.reopen,
    Life.crash,
]


@pytest.mark.parametrize("seed", range(6))
def test_what_was_said_is_never_changed_or_lost(tmp_path: Path, seed: int) -> None:
    life = Life(tmp_path, seed)
    history: list[str] = []
    try:
        for _ in range(80):
            event = life.chance.choice(life.chance.choice([OFTEN, EVENTS, EVENTS]))
            history.append(event.__name__)
            event(life)
            life.check()
        life.bring_files_back()
        life.rescan()
        life.retag()
        there = {hash_content(path.read_bytes()) for path in life.files(*life.roots)}
        found = life.found()
        assert set(found) == there
        assert {one: found[one] for one in there} == {one: life.said.get(one, {}) for one in there}
        assert life.library.check() == []
    except AssertionError as error:
        error.add_note(f"seed {seed}: {', '.join(history)}")
        raise
    finally:
        life.close()
