"""What other programs say of photos, in sidecars and in the files, comes in with every scan."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from photos import KINDS, corners
from PIL import Image
from support import Collector, ColourEncoder, StandInModels, make_photo
from test_iptc import with_iptc

from photoclip import messages as m
from photoclip import sidecars, tag_files
from photoclip.changes import Describe, Judge, MergeLabels, Rate, RemoveLabel, SaveLabel
from photoclip.choices import ACCEPTED, CONFIDENT, EXCLUDED, TAG_FILES
from photoclip.domain import Label, Origin, Photo, Verdict
from photoclip.engine import Engine
from photoclip.errors import PhotoClipError
from photoclip.library import Library
from photoclip.xmp import Wanted

SAMPLES = Path(__file__).parent / "samples" / "xmp"

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>'
)


def document(*words: str, rating: int = 0, alt_text: str = "") -> str:
    """An XMP document as a simple program writes it."""
    items = "".join(f"<rdf:li>{word}</rdf:li>" for word in words)
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:iptc="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"><rdf:RDF>'
        f'<rdf:Description rdf:about="" xmp:Rating="{rating}">'
        f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>"
        f'<iptc:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">{alt_text}</rdf:li>'
        "</rdf:Alt></iptc:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta>"
    )


class Desk:
    """A library of three photos: black, white and yellow."""

    def __init__(self, place: Path, name: str = "library") -> None:
        self.photos = place / "photos"
        for mark, colour in enumerate(("black", "white", "yellow")):
            if not self.file(colour).exists():
                make_photo(self.file(colour), colour, mark=mark)
        self.root = place / name
        self.open()
        self.library.add_folder(self.photos)
        self.refresh()

    def open(self) -> None:
        self.library = Library(self.root)
        self.library.use(ColourEncoder())

    def file(self, name: str) -> Path:
        return self.photos / f"{name}.png"

    def sidecar(self, name: str, text: str) -> Path:
        path = self.photos / f"{name}.png.xmp"
        path.write_text(text)
        return path

    def refresh(self, *paths: str) -> set[str]:
        """Names of the photos of which something is new."""
        [folder] = self.library.folders()
        steps = self.library.refresh(folder.id, set(paths) or None)
        ids = {number for step in steps for number in step.changed}
        return {photo.path.stem for photo in self.library.photos(sorted(ids))}

    def define(self, name: str, **fields: object) -> int:
        label = Label(0, name, ("purple",), threshold=1.0, **fields)  # type: ignore[arg-type]
        undo = self.library.labels.apply(SaveLabel(label))
        assert isinstance(undo, RemoveLabel)
        return undo.label_id

    def label(self, number: int) -> Label:
        return next(one for one in self.library.labels.all() if one.id == number)

    def photo(self, name: str) -> Photo:
        photo = self.library.find_photo(self.file(name))
        assert photo is not None
        return photo

    def judge(self, label: int, verdict: Verdict, name: str) -> None:
        self.library.labels.apply(Judge.all([self.photo(name).id], label, verdict))

    def tags(self, name: str) -> dict[str, Origin]:
        found = self.library.labels.tags_of([self.photo(name).id])
        return {tag.name: tag.origin for tags in found.values() for tag in tags}

    def write_chosen(self) -> list[str]:
        """The files written; nothing may be refused."""
        steps = list(self.library.tag_files.write_chosen())
        assert [one for step in steps for one in step.refused] == []
        return [path.name for step in steps for path, _ in step.written]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.library.check() == []
    desk.library.close()


FILE = {"Dog": Origin.FILE}


# --- sidecars -----------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", [(), ("black.png.xmp",)], ids=["all", "watched"])
def test_a_sidecar_comes_changes_and_goes(desk: Desk, parts: tuple[str, ...]) -> None:
    desk.define("Dog")
    desk.define("Cat")
    path = desk.sidecar("black", document("dog", "garden"))
    assert desk.refresh(*parts) == {"black"}
    assert desk.tags("black") == FILE
    assert desk.refresh(*parts) == set()
    path.write_text(document("cat"))
    assert desk.refresh(*parts) == {"black"}
    assert desk.tags("black") == {"Cat": Origin.FILE}
    path.unlink()
    assert desk.refresh(*parts) == {"black"}
    assert desk.tags("black") == {}
    assert desk.refresh(*parts) == set()


def test_a_sidecar_named_without_the_suffix_of_the_photo_counts_too(desk: Desk) -> None:
    desk.define("Dog")
    path = desk.photos / "black.xmp"
    path.write_text(document("dog"))
    assert desk.refresh("black.xmp") == {"black"}
    assert desk.tags("black") == FILE
    path.unlink()
    desk.refresh("black.xmp")
    assert desk.tags("black") == {}


def test_what_has_not_changed_is_not_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sidecar("black", document("dog"))
    desk.refresh()
    desk.sidecar("nobody", document("dog"))
    desk.refresh()
    read: list[Path] = []
    real = sidecars.read
    monkeypatch.setattr(
        tag_files.sidecars, "read", lambda photo, *rest: read.append(photo) or real(photo, *rest)
    )
    desk.refresh()
    assert read == []
    desk.sidecar("white", document("dog"))
    desk.refresh()
    assert read == [desk.file("white")]


def test_a_new_photo_comes_with_its_sidecar(desk: Desk) -> None:
    desk.define("Dog")
    desk.sidecar("green", document("dog"))
    desk.refresh()
    make_photo(desk.file("green"), "green")
    assert desk.refresh("green.png") == {"green"}
    assert desk.tags("green") == FILE


def test_what_lies_within_a_picture_is_read(desk: Desk) -> None:
    desk.define("Dog")
    xmp = document("dog", rating=4, alt_text="A dog.").encode()
    Image.new("RGB", (32, 32), "red").save(desk.photos / "red.jpg", xmp=xmp)
    desk.refresh()
    photo = desk.library.find_photo(desk.photos / "red.jpg")
    assert photo is not None
    [tag] = desk.library.labels.tags_of([photo.id])[photo.id]
    assert (tag.name, tag.origin) == ("Dog", Origin.FILE)
    assert (photo.rating, photo.alt_text) == (4, "A dog.")


def test_a_moved_photo_takes_its_sidecar_along_or_leaves_it(desk: Desk) -> None:
    dog = desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    desk.judge(dog, Verdict.ACCEPTED, "white")
    (desk.photos / "sub").mkdir()
    for one in (path, desk.file("black")):
        one.rename(desk.photos / "sub" / one.name)
    desk.refresh()
    moved = desk.library.find_photo(desk.photos / "sub" / "black.png")
    assert moved is not None
    [tag] = desk.library.labels.tags_of([moved.id])[moved.id]
    assert tag.origin is Origin.FILE
    moved.path.rename(desk.file("black"))
    desk.refresh()
    assert desk.photo("black").id == moved.id
    assert desk.tags("black") == {}


def test_a_crash_before_reading_forgets_no_sidecar(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.define("Dog")
    desk.sidecar("black", document("dog"))
    make_photo(desk.file("green"), "green")
    desk.sidecar("green", document("dog"))

    def crash(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(desk.library.tag_files, "take_in_all", crash)
        with pytest.raises(MemoryError):
            desk.refresh()
    assert desk.photo("green")
    desk.library.close()
    desk.open()
    desk.refresh()
    assert desk.tags("black") == desk.tags("green") == FILE


def test_a_sidecar_in_a_folder_that_is_not_wanted_is_no_trouble(desk: Desk) -> None:
    desk.define("Dog")
    desk.sidecar("black", document("dog"))
    desk.library.choices[EXCLUDED] = "black*"
    desk.refresh()
    assert desk.library.find_photo(desk.file("black")) is None
    desk.library.choices[EXCLUDED] = ""
    desk.refresh()
    assert desk.tags("black") == FILE


@pytest.mark.parametrize(
    ("name", "words", "rating"),
    [("digikam", {"Dog", "Summer"}, 4), ("lightroom", {"Dog"}, 5), ("darktable", {"Dog"}, 0)],
)
def test_sidecars_of_other_programs(desk: Desk, name: str, words: set[str], rating: int) -> None:
    animal = desk.define("Animal")
    desk.define("Dog", parent_id=animal)
    desk.define("Summer")
    shutil.copy(SAMPLES / f"{name}.xmp", desk.photos / "black.png.xmp")
    desk.refresh()
    assert words <= set(desk.tags("black"))
    assert set(desk.tags("black").values()) == {Origin.FILE}
    assert desk.photo("black").rating == rating


def test_a_running_engine_takes_a_changed_sidecar_in(desk: Desk, tmp_path: Path) -> None:
    desk.define("Dog")
    number = desk.photo("black").id
    desk.library.close()
    events: Collector[m.Event] = Collector()
    models = StandInModels(tmp_path / "models", ColourEncoder)
    engine = Engine(lambda: Library(desk.root), models, events)
    try:
        for words in (("dog",), (), ("dog", "garden")):
            events.clear()
            desk.sidecar("black", document(*words))
            events.wait_until(
                lambda seen: any(isinstance(e, m.PhotosChanged) and number in e.ids for e in seen)
            )
    finally:
        engine.stop()
    desk.open()
    assert desk.tags("black") == FILE


# --- in the photo itself ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["HEIF", "AVIF", "WEBP", "TIFF", "JPEG", "IPTC"])
def test_keywords_in_a_photo_come_change_and_go(desk: Desk, kind: str) -> None:
    desk.define("Dog")
    desk.define("Cat")
    path = desk.photos / f"new.{'jpg' if kind == 'IPTC' else kind.lower()}"

    def tags() -> dict[str, Origin]:
        desk.refresh()
        photo = desk.library.find_photo(path)
        assert photo is not None
        return {tag.name: tag.origin for tag in desk.library.labels.tags_of([photo.id])[photo.id]}

    for words in (["dog", "garden"], ["cat"]):
        if kind == "IPTC":
            data = with_iptc("jpg", [(2, 25, word.encode()) for word in words])
        else:
            text = document(*words).encode()
            data = KINDS[kind](
                corners(), **({"tiffinfo": {700: text}} if kind == "TIFF" else {"xmp": text})
            )
        path.write_bytes(data)
        assert tags() == {words[0].title(): Origin.FILE}
    sidecar = path.with_name(path.name + ".xmp")
    sidecar.write_text(document("dog"))
    assert tags() == FILE
    sidecar.unlink()
    assert tags() == {"Cat": Origin.FILE}
    path.write_bytes(KINDS["JPEG" if kind == "IPTC" else kind](corners()))
    desk.refresh()
    assert desk.library.labels.tags_of([desk.library.find_photo(path).id]) == {}  # type: ignore[union-attr]


# --- labels -------------------------------------------------------------------------------------


def test_a_label_defined_later_finds_its_photos_at_once(desk: Desk) -> None:
    desk.sidecar("black", document("DOG", "größe"))
    desk.sidecar("white", document("animal|cat"))
    desk.refresh()
    desk.define("Dog")
    desk.define("GRÖSSE")
    assert desk.tags("black") == {**FILE, "GRÖSSE": Origin.FILE}
    animal = desk.define("Animal")
    cat = desk.define("Cat")
    assert desk.tags("white") == {}
    desk.library.labels.apply(SaveLabel(replace(desk.label(cat), parent_id=animal)))
    assert desk.tags("white") == {"Cat": Origin.FILE}


def test_a_renamed_label_keeps_the_tags_of_files(desk: Desk) -> None:
    dog = desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.sidecar("white", document("hound"))
    desk.refresh()
    undo = desk.library.labels.apply(SaveLabel(replace(desk.label(dog), name="Hound")))
    assert desk.tags("black") == desk.tags("white") == {"Hound": Origin.FILE}
    path.write_text(document("dog", "garden"))
    desk.refresh()
    assert desk.tags("black") == {"Hound": Origin.FILE}
    redo = desk.library.labels.apply(undo)
    assert (desk.tags("black"), desk.tags("white")) == (FILE, {})
    desk.library.labels.apply(redo)
    desk.define("Dog")  # the name is another label's now
    assert (desk.tags("black"), desk.tags("white")) == (FILE, {"Hound": Origin.FILE})


def test_a_merged_label_gives_its_tags_of_files_on(desk: Desk) -> None:
    dog, hound = desk.define("Dog"), desk.define("Hound")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    undo = desk.library.labels.apply(MergeLabels(dog, hound))
    assert desk.tags("black") == {"Hound": Origin.FILE}
    path.write_text(document("dog", "garden"))
    desk.refresh()
    assert desk.tags("black") == {"Hound": Origin.FILE}
    desk.library.labels.apply(undo)
    assert desk.tags("black") == FILE


def test_a_removed_label_is_restored_with_what_files_say_now(desk: Desk) -> None:
    dog = desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    undo = desk.library.labels.apply(RemoveLabel(dog))
    path.unlink()
    desk.sidecar("white", document("dog"))
    desk.refresh()
    desk.library.labels.apply(undo)
    assert (desk.tags("black"), desk.tags("white")) == ({}, FILE)


def test_imported_labels_find_their_photos(desk: Desk, tmp_path: Path) -> None:
    desk.sidecar("black", document("dog"))
    desk.refresh()
    (tmp_path / "labels.txt").write_text("Dog\nCat\n")
    desk.library.labels.import_file(tmp_path / "labels.txt")
    assert desk.tags("black") == {"Dog": Origin.FILE}


def test_the_person_has_the_last_word(desk: Desk) -> None:
    dog = desk.define("Dog")
    desk.judge(dog, Verdict.REJECTED, "black")
    desk.judge(dog, Verdict.ACCEPTED, "white")
    paths = [desk.sidecar(name, document("dog")) for name in ("black", "white")]
    desk.refresh()
    said = {"Dog": Origin.REJECTED}, {"Dog": Origin.ACCEPTED}
    assert (desk.tags("black"), desk.tags("white")) == said
    for path in paths:
        path.write_text(document())
    desk.refresh()
    assert (desk.tags("black"), desk.tags("white")) == said


# --- ratings and alternative texts --------------------------------------------------------------


def test_a_file_is_followed_until_the_person_says_something(desk: Desk) -> None:
    path = desk.sidecar("black", document(rating=3, alt_text="A wall."))
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (3, "A wall.")
    path.write_text(document(rating=4, alt_text="A black wall."))
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (4, "A black wall.")
    number = desk.photo("black").id
    desk.library.marks.rate(Rate(((number, 1),)))
    desk.library.marks.describe(Describe(((number, "Night."),)))
    path.write_text(document(rating=5, alt_text="A wall again."))
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (1, "Night.")
    path.unlink()
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (1, "Night.")


def test_what_only_a_file_says_goes_with_it_and_is_never_written(desk: Desk) -> None:
    path = desk.sidecar("black", document(rating=3, alt_text="A wall."))
    desk.refresh()
    before = path.read_bytes()
    assert [step.written for step in desk.library.tag_files.write() if step.written] == []
    assert path.read_bytes() == before
    path.unlink()
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (0, "")


# --- trouble ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["nothing", BOMB, ""], ids=["malformed", "bomb", "empty"])
def test_a_broken_sidecar_is_told_and_stops_no_other(
    desk: Desk, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    path.write_text(text)
    desk.sidecar("white", document("dog"))
    with caplog.at_level(logging.WARNING, "photoclip.tag_files"):
        assert desk.refresh() == {"white"}
    [record] = caplog.records
    [problem] = desk.library.tag_files.problems()
    assert problem.path == path
    assert str(problem.reason) == record.getMessage()
    assert str(problem.reason).startswith(f"The tags in {path} cannot be read: ")
    assert desk.tags("black") == FILE  # as it was when it was last understood
    assert desk.library.problems() == []
    caplog.clear()
    desk.refresh()
    assert caplog.records == []
    assert path.read_text() == text
    path.write_text(document())
    desk.refresh()
    assert (desk.library.tag_files.problems(), desk.tags("black")) == ([], {})


def test_a_sidecar_that_cannot_be_read_now_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.define("Dog")
    path = desk.sidecar("black", document("dog"))

    def fail(place: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(sidecars, "_load", fail)
        desk.refresh()
    [problem] = desk.library.tag_files.problems()
    assert str(problem.reason) == f"The tags in {path} cannot be read: Permission denied."
    desk.refresh()
    assert desk.tags("black") == FILE


def test_a_file_with_a_million_words_does_not_fill_the_library(desk: Desk) -> None:
    desk.sidecar("black", document(*map(str, range(5000)), "x" * 5000))
    desk.refresh()
    desk.define("17")
    desk.define("4999")
    assert desk.tags("black") == {"17": Origin.FILE}


def test_photos_that_are_away_keep_what_their_files_said(desk: Desk) -> None:
    desk.define("Dog")
    desk.sidecar("black", document("dog"))
    desk.refresh()
    desk.photos.rename(desk.photos.with_name("away"))
    desk.library.labels.apply(SaveLabel(Label(0, "Cat")))
    for _ in desk.library.refresh():
        pass
    desk.photos.with_name("away").rename(desk.photos)
    assert desk.tags("black") == FILE
    assert desk.refresh() == set()


# --- there and back -----------------------------------------------------------------------------


def test_what_one_library_writes_another_one_reads(desk: Desk, tmp_path: Path) -> None:
    animal = desk.define("Animal")
    dog = desk.define("Dog", parent_id=animal)
    desk.judge(dog, Verdict.ACCEPTED, "black")
    desk.library.marks.describe(Describe(((desk.photo("black").id, "Our dog."),)))
    desk.library.choices[TAG_FILES] = ACCEPTED
    assert desk.write_chosen() == ["black.png.xmp"]
    assert desk.refresh() == set()  # its own words are no news to it
    other = Desk(tmp_path, "another library")
    other.define("Dog")
    assert (other.tags("black"), other.photo("black").alt_text) == (FILE, "Our dog.")
    desk.judge(dog, Verdict.REJECTED, "black")
    desk.library.marks.describe(Describe(((desk.photo("black").id, ""),)))
    assert desk.write_chosen() == ["black.png.xmp"]
    assert other.refresh() == {"black"}
    assert (other.tags("black"), other.photo("black").alt_text) == ({}, "")
    other.library.close()


def test_nothing_is_written_until_the_person_chooses_so(desk: Desk) -> None:
    desk.judge(desk.define("Dog"), Verdict.ACCEPTED, "black")
    assert list(desk.library.tag_files.write_chosen()) == []
    desk.library.choices[TAG_FILES] = ACCEPTED
    assert desk.write_chosen() == ["black.png.xmp"]


def test_only_what_has_changed_is_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dog = desk.define("Dog")
    desk.library.choices[TAG_FILES] = ACCEPTED
    for name in ("black", "white"):
        desk.judge(dog, Verdict.ACCEPTED, name)
    assert desk.write_chosen() == ["black.png.xmp", "white.png.xmp"]
    seen: list[Path] = []
    real = sidecars.plan
    monkeypatch.setattr(
        tag_files.sidecars,
        "plan",
        lambda photo, *rest, **how: seen.append(photo) or real(photo, *rest, **how),
    )
    assert desk.write_chosen() == []
    desk.judge(dog, Verdict.NONE, "white")
    assert desk.write_chosen() == ["white.png.xmp"]
    assert seen == [desk.file("white")]
    desk.library.labels.apply(SaveLabel(replace(desk.label(dog), name="Hound")))
    assert desk.write_chosen() == ["black.png.xmp"]
    desk.library.labels.apply(RemoveLabel(dog))
    assert desk.write_chosen() == ["black.png.xmp"]
    assert desk.write_chosen() == []
    assert len(seen) == 3


def test_confident_tags_are_withdrawn_when_the_person_wants_fewer(desk: Desk) -> None:
    desk.library.labels.apply(SaveLabel(Label(0, "Night", ("black",))))
    for _ in desk.library.labels.retag():
        pass
    assert desk.tags("black") == {"Night": Origin.AUTO}
    desk.library.choices[TAG_FILES] = CONFIDENT
    assert desk.write_chosen() == ["black.png.xmp"]
    desk.library.choices[TAG_FILES] = ACCEPTED
    assert desk.write_chosen() == ["black.png.xmp"]
    assert desk.write_chosen() == []


def test_a_lost_sidecar_is_written_again(desk: Desk) -> None:
    desk.judge(desk.define("Dog"), Verdict.ACCEPTED, "black")
    desk.library.choices[TAG_FILES] = ACCEPTED
    desk.write_chosen()
    (desk.photos / "black.png.xmp").unlink()
    desk.refresh()
    assert desk.write_chosen() == ["black.png.xmp"]


def test_words_of_a_photo_that_was_forgotten_meanwhile_are_taken_out(desk: Desk) -> None:
    dog = desk.define("Dog")
    desk.judge(dog, Verdict.ACCEPTED, "black")
    desk.library.choices[TAG_FILES] = ACCEPTED
    desk.write_chosen()
    away = desk.photos.with_name("black.png")
    desk.file("black").rename(away)
    desk.refresh()
    desk.library.labels.apply(RemoveLabel(dog))
    away.rename(desk.file("black"))
    desk.refresh()
    assert desk.write_chosen() == ["black.png.xmp"]
    found = sidecars.read(desk.file("black"))
    assert found is not None
    assert found.facts.keywords == ()


def test_writing_hides_no_news_of_another_program(desk: Desk) -> None:
    dog = desk.define("Dog")
    desk.define("Cat")
    path = desk.sidecar("black", document("garden"))
    desk.refresh()
    path.write_text(document("cat"))  # and before anybody looks ...
    desk.judge(dog, Verdict.ACCEPTED, "black")
    desk.library.choices[TAG_FILES] = ACCEPTED
    assert desk.write_chosen() == ["black.png.xmp"]
    desk.refresh()
    assert desk.tags("black") == {"Dog": Origin.ACCEPTED, "Cat": Origin.FILE}


def test_a_read_only_file_is_refused_once_and_the_next_is_written(desk: Desk) -> None:
    dog = desk.define("Dog")
    path = desk.sidecar("black", document("garden"))
    path.chmod(0o444)
    before = path.read_bytes()
    desk.library.choices[TAG_FILES] = ACCEPTED
    for name in ("black", "white"):
        desk.judge(dog, Verdict.ACCEPTED, name)
    steps = list(desk.library.tag_files.write_chosen())
    assert [one.name for step in steps for one, _ in step.written] == ["white.png.xmp"]
    [refused] = [one for step in steps for one in step.refused]
    assert str(refused.reason) == f"{path} is left as it is: it is read-only."
    assert desk.write_chosen() == []
    assert path.read_bytes() == before
    path.chmod(0o644)
    steps = list(desk.library.tag_files.write())  # who asks for all of it has it tried again
    assert [one.name for step in steps for one, _ in step.written] == ["black.png.xmp"]


def test_a_plan_is_not_carried_out_over_a_newer_sidecar(desk: Desk) -> None:
    path = desk.sidecar("black", document("garden"))
    [plan] = sidecars.plan(desk.file("black"), Wanted("a", ("Dog",)))
    path.write_text(document("house"))
    with pytest.raises(PhotoClipError, match="another program has changed it meanwhile"):
        sidecars.write(plan)
    assert path.read_text() == document("house")


def test_a_sidecar_that_only_changes_its_time_is_read_again_and_nothing_is_new(desk: Desk) -> None:
    desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    os.utime(path, ns=(1, 1))
    assert desk.refresh() == set()
    assert desk.tags("black") == FILE
