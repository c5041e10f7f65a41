"""Labels over real photos: defined, learnt, merged, taken back, scored again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from support import ColourEncoder, make_photo

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
from photoclip.domain import Label, Origin, Verdict
from photoclip.errors import PhotoClipError
from photoclip.library import Library

NONE, ACCEPTED, REJECTED = Verdict.NONE, Verdict.ACCEPTED, Verdict.REJECTED

COLOURS = ("red", "red", "red", "green", "green", "blue", "yellow", "white")


def colour_pixels(colour: str) -> np.ndarray:
    return ColourEncoder().preprocess(Image.new("RGB", (64, 48), colour))


class OtherColours(ColourEncoder):
    """Another model, for which everything lies the other way round."""

    key = "colours-2"

    def images(self, pixels: np.ndarray) -> np.ndarray:
        return super().images(pixels)[:, ::-1].copy()

    def texts(self, texts: list[str]) -> np.ndarray:
        return super().texts(texts)[:, ::-1].copy()


class Desk:
    """A library of coloured photos, and short ways to ask it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        for mark, colour in enumerate(COLOURS):
            make_photo(place / "photos" / f"{colour}{mark}.png", colour, mark=mark)
        self.library = self.open()
        self.library.add_folder(place / "photos")
        self.refresh()

    def open(self) -> Library:
        library = Library(self.place / "library")
        library.use(ColourEncoder())
        return library

    def reopen(self) -> None:
        self.library.close()
        self.library = self.open()

    def refresh(self) -> None:
        for _ in self.library.refresh():
            pass

    def retag(self) -> set[int]:
        return {number for step in self.library.labels.retag() for number in step.changed}

    def define(self, name: str, *descriptions: str, **fields: object) -> int:
        label = Label(0, name, descriptions, **fields)  # type: ignore[arg-type]
        undo = self.apply(SaveLabel(label))
        assert isinstance(undo, RemoveLabel)
        return undo.label_id

    def apply(self, change: Change) -> Change:
        return self.library.labels.apply(change)

    def judge(self, label: int, verdict: Verdict, *names: str) -> Change:
        return self.apply(Judge.all([self.ids[name] for name in names], label, verdict))

    @property
    def ids(self) -> dict[str, int]:
        photos = self.library.photos(self.library.newest())
        return {photo.path.stem: photo.id for photo in photos}

    def tags(self, name: str = "") -> dict[str, list[str]]:
        """Photo -> labels that it carries, with the origin where it is not the model."""
        names = {number: stem for stem, number in self.ids.items()}
        found = {}
        for photo, tags in self.library.labels.tags_of(names).items():
            found[names[photo]] = [
                tag.name + ("" if tag.origin is Origin.AUTO else f" {tag.origin.value}")
                for tag in tags
                if name in ("", tag.name)
            ]
        return {stem: tags for stem, tags in sorted(found.items()) if tags}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.library.check() == []
    desk.library.close()


RED = {"red0": ["Red"], "red1": ["Red"], "red2": ["Red"]}


# --- scoring ------------------------------------------------------------------------------------


def test_a_new_label_finds_its_photos(desk: Desk) -> None:
    red = desk.define("Red")
    assert desk.tags() == {}
    assert desk.retag() == {desk.ids[name] for name in RED}
    assert desk.tags() == RED
    [label] = desk.library.labels.all()
    assert (label.id, label.photos) == (red, 3)
    assert desk.retag() == set()


def test_new_photos_are_tagged_as_they_are_indexed(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    desk.reopen()  # the classifier is remembered
    make_photo(desk.place / "photos" / "new.png", "red", mark=77)
    steps = desk.library.refresh()
    for step in steps:
        if step.changed:
            break
    assert desk.tags()["new"] == ["Red"]
    steps.close()


def test_a_number_that_comes_again_after_an_undone_batch_is_scored_anew(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    photo = desk.ids["red0"]
    [before] = desk.library.labels.tags_of([photo])[photo]
    desk.reopen()  # nothing of the photos is remembered
    red, white = ColourEncoder().images(np.stack([colour_pixels("red"), colour_pixels("white")]))
    scores = desk.library.labels._scores

    def fail_after_tagging() -> None:
        with desk.library.transaction():
            scores.tag([photo], white[None])
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        fail_after_tagging()
    scores.tag([photo], red[None])

    [after] = desk.library.labels.tags_of([photo])[photo]
    assert after.confidence == pytest.approx(before.confidence, abs=1e-3)


def test_a_photo_with_other_content_loses_what_the_model_found(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    desk.judge(red, ACCEPTED, "red1")
    for name in ("red0", "red1"):
        make_photo(desk.place / "photos" / f"{name}.png", "blue", size=(70, 50), mark=99)
    (desk.place / "photos" / "red2.png").write_bytes(b"nothing")
    desk.refresh()
    assert desk.tags() == {"red1": ["Red accepted"]}


def test_a_label_only_a_moment_old_is_scored_before_the_library_is_closed_or_after(
    desk: Desk,
) -> None:
    desk.define("Red")
    steps = desk.library.labels.retag()
    for _ in range(3):
        next(steps)
    steps.close()
    desk.reopen()
    assert not desk.library.labels.is_current(ColourEncoder.key)
    desk.retag()
    assert desk.library.labels.is_current(ColourEncoder.key)
    assert desk.tags() == RED


def test_a_lost_cache_is_made_again(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    [cache] = (desk.place / "library" / "index").glob("*.npz")
    for damage in (b"", b"PK\x03\x04nonsense", cache.read_bytes()[:500]):
        cache.write_bytes(damage)
        desk.reopen()
        desk.retag()
        assert desk.library.labels.is_current(ColourEncoder.key)
        assert desk.tags() == RED


def test_another_model_scores_everything_anew(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    desk.judge(red, ACCEPTED, "blue5")
    other = OtherColours()
    for _ in desk.library.embed_for(other):
        pass
    assert desk.tags()["red0"] == ["Red"]  # the old one still answers
    desk.library.use(other)
    assert not desk.library.labels.is_current(other.key)
    desk.retag()
    assert desk.tags()["blue5"] == ["Red accepted"]
    assert {"red0", "red1", "red2"} <= set(desk.tags())
    desk.library.forget_vectors(ColourEncoder.key)
    assert len(list((desk.place / "library" / "index").glob("*.npz"))) == 1


def test_confidences_of_photos_that_the_new_model_has_not_seen_are_void(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    desk.library.use(OtherColours())
    desk.retag()
    assert desk.tags() == {}


def test_it_is_measured_anew_once_the_library_has_grown_a_lot(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    for mark in range(len(COLOURS) + 1):
        make_photo(desk.place / "photos" / f"more{mark}.png", "cyan", mark=mark)
    desk.refresh()
    assert not desk.library.labels.is_current(ColourEncoder.key)
    desk.retag()
    assert desk.library.labels.is_current(ColourEncoder.key)
    assert desk.tags() == RED


# --- the person ---------------------------------------------------------------------------------


def test_verdicts_stand_and_are_learnt_from(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    before = desk.library.labels.preview(Label(red, "Red"))
    desk.judge(red, REJECTED, "red0")
    desk.judge(red, ACCEPTED, "green3")
    desk.retag()
    assert desk.tags()["red0"] == ["Red rejected"]
    assert desk.tags()["green3"] == ["Red accepted"]
    after = desk.library.labels.preview(Label(red, "Red"))
    confidence = [
        dict(zip(hits.ids.tolist(), hits.scores.tolist(), strict=True)) for hits in (before, after)
    ]
    alike = desk.ids["green4"]
    assert confidence[1][alike] > confidence[0][alike]


def test_a_photo_tells_what_it_carries_from_what_was_taken_off(desk: Desk) -> None:
    red, dark = desk.define("Red"), desk.define("Dark", "black")
    desk.judge(red, REJECTED, "red0")
    desk.judge(dark, ACCEPTED, "red0")
    [photo] = desk.library.photos([desk.ids["red0"]])
    assert [(tag.name, tag.origin) for tag in photo.tags] == [("Dark", Origin.ACCEPTED)]
    assert [(tag.name, tag.origin) for tag in photo.rejected] == [("Red", Origin.REJECTED)]


def test_judging_is_taken_back_and_done_again(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    undo = desk.judge(red, REJECTED, "red0", "blue5")
    assert desk.tags()["red0"] == ["Red rejected"]
    redo = desk.apply(undo)
    assert "red rejected" not in str(desk.tags())
    desk.retag()
    assert desk.tags() == RED
    desk.apply(redo)
    assert desk.tags()["blue5"] == ["Red rejected"]


def test_a_preview_stores_nothing_and_cuts_where_the_label_would(desk: Desk) -> None:
    hits = desk.library.labels.preview(Label(0, "Red", threshold=0.5))
    assert desk.library.labels.all() == []
    assert len(hits) == len(COLOURS)
    assert (np.diff(hits.scores) <= 0).all()
    assert hits.relevant == 3
    assert set(hits.ids[:3].tolist()) == {desk.ids[name] for name in RED}
    everything = desk.library.labels.preview(Label(0, "Red", threshold=0.0))
    assert everything.relevant == len(COLOURS)
    red = desk.define("Red")
    desk.judge(red, REJECTED, "red0")
    desk.judge(red, ACCEPTED, "blue5")
    hits = desk.library.labels.preview(Label(red, "Red", threshold=0.0))
    assert (hits.ids[0], hits.ids[-1]) == (desk.ids["blue5"], desk.ids["red0"])
    assert hits.relevant == len(COLOURS) - 1


def test_only_what_is_not_judged_is_reviewed(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    desk.judge(red, REJECTED, "red0", "blue5")
    asked = [photo for photo, _ in desk.library.labels.review(red, 50)]
    assert sorted(asked) == sorted(set(desk.ids.values()) - {desk.ids["red0"], desk.ids["blue5"]})
    assert len(desk.library.labels.review(red, 2)) == 2
    with pytest.raises(PhotoClipError, match=r"^That label is no longer there\.$"):
        desk.library.labels.review(99)


def test_without_a_model_nothing_is_scored_and_all_else_works(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    undo = library.labels.apply(SaveLabel(Label(0, "Red")))
    assert isinstance(undo, RemoveLabel)
    assert list(library.labels.retag()) == []
    assert [label.name for label in library.labels.all()] == ["Red"]
    with pytest.raises(PhotoClipError, match=r"^The model is not ready yet\.$"):
        library.labels.preview(Label(0, "Red"))
    library.close()


# --- definitions --------------------------------------------------------------------------------


def test_a_label_takes_example_pictures(desk: Desk) -> None:
    file = BytesIO()
    Image.effect_noise((1500, 1000), 60).convert("RGB").save(file, "PNG")
    desk.define("Noise", examples=(file.getvalue(),))
    desk.retag()
    [label] = desk.library.labels.all()
    [kept] = label.examples
    assert len(kept) < 400_000 < len(file.getvalue())
    desk.apply(SaveLabel(label))
    assert desk.library.labels.all()[0].examples == (kept,)
    with pytest.raises(PhotoClipError, match=r"^An example picture cannot be read: "):
        desk.define("Broken", examples=(b"nothing",))


def test_a_new_name_changes_no_tag(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    undo = desk.apply(SaveLabel(Label(red, "Rot")))
    assert desk.library.labels.is_current(ColourEncoder.key)
    assert desk.tags() == {name: ["Rot"] for name in RED}
    desk.apply(undo)
    assert desk.library.labels.is_current(ColourEncoder.key)
    assert (desk.tags(), desk.library.labels.find("red").descriptions) == (RED, ())


def test_a_change_of_a_label_is_taken_back(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    undo = desk.apply(SaveLabel(Label(red, "Red", ("blue",), threshold=0.4)))
    desk.retag()
    assert desk.tags() == {"blue5": ["Red"]}
    desk.apply(undo)
    desk.retag()
    assert desk.tags() == RED


def test_a_removed_label_comes_back_with_its_verdicts(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    desk.judge(red, ACCEPTED, "blue5")
    undo = desk.apply(RemoveLabel(red))
    assert (undo, desk.tags()) == (RestoreLabel(red, "Red"), {})
    make_photo(desk.place / "photos" / "new.png", "red", mark=77)
    desk.refresh()
    assert desk.apply(undo) == RemoveLabel(red, "Red")
    desk.retag()
    assert desk.tags()["new"] == ["Red"]
    assert desk.tags()["blue5"] == ["Red accepted"]
    desk.apply(RemoveLabel(red))
    desk.reopen()
    with pytest.raises(PhotoClipError, match=r"^That label cannot be brought back"):
        desk.apply(undo)


def test_a_label_is_defined_and_given_in_one_change(desk: Desk) -> None:
    undo = desk.apply(GiveLabel("Rex", (desk.ids["red0"], desk.ids["blue5"], 999)))
    given = {"blue5": ["Rex accepted"], "red0": ["Rex accepted"]}
    assert desk.tags() == given
    redo = desk.apply(undo)
    assert (desk.tags(), desk.library.labels.all()) == ({}, [])
    desk.apply(redo)
    assert desk.tags() == given
    with pytest.raises(PhotoClipError, match=r"^There is already a label “Rex”\.$"):
        desk.apply(GiveLabel("rex", (desk.ids["red1"],)))
    assert desk.tags() == given


def test_merging_gives_all_to_the_other_label_and_is_taken_back(desk: Desk) -> None:
    colour = desk.define("Colour")
    red = desk.define("Red", parent_id=colour)
    crimson = desk.define("Crimson", "red")
    deep = desk.define("Deep", "black", parent_id=red)
    desk.judge(red, ACCEPTED, "blue5", "green3")
    desk.judge(crimson, REJECTED, "blue5", "white7")
    desk.library.labels.apply_file_keywords(desk.ids["yellow6"], ["red"])
    desk.retag()
    before = desk.library.labels.all(), desk.tags()
    undo = desk.apply(MergeLabels(red, crimson))
    labels = {label.name: label for label in desk.library.labels.all()}
    assert set(labels) == {"Colour", "Crimson", "Deep"}
    assert labels["Crimson"].descriptions == ("red", "Red")
    assert labels["Deep"].parent_id == crimson
    said = desk.tags("Crimson")
    assert said["blue5"] == ["Crimson rejected"]  # its own verdict has the last word
    assert said["green3"] == ["Crimson accepted"]
    assert said["yellow6"] == ["Crimson file"]
    desk.apply(undo)
    desk.retag()
    assert (desk.library.labels.all(), desk.tags()) == before
    with pytest.raises(PhotoClipError, match=r"^“Red” cannot be merged with itself\.$"):
        desk.apply(MergeLabels(red, red))
    desk.apply(MergeLabels(colour, deep))  # into one that lies in it
    parents = {label.name: label.parent_id for label in desk.library.labels.all()}
    assert parents == {"Crimson": None, "Deep": None, "Red": deep}


def test_several_changes_are_one(desk: Desk) -> None:
    red = desk.define("Red")
    changes = Several((SaveLabel(Label(0, "Blue")), RemoveLabel(red), RemoveLabel(99)))
    with pytest.raises(PhotoClipError, match=r"^That label is no longer there\.$"):
        desk.apply(changes)
    assert [label.name for label in desk.library.labels.all()] == ["Red"]


# --- files and sidecars -------------------------------------------------------------------------


def test_labels_go_out_and_come_in(desk: Desk, tmp_path: Path) -> None:
    red = desk.define("Red", "red", threshold=0.3, colour="#ff0000", sensitive=True)
    desk.define("Dark red", parent_id=red)
    desk.library.labels.export(tmp_path / "labels.toml")
    exported = desk.library.labels.all()
    desk.apply(RemoveLabel(red))
    desk.apply(SaveLabel(Label(0, "Blue")))
    undo = desk.library.labels.import_file(tmp_path / "labels.toml")
    found = {label.name: label for label in desk.library.labels.all()}
    assert set(found) == {"Blue", "Dark red", "Red"}
    assert found["Red"].descriptions == exported[1].descriptions
    assert found["Red"].sensitive
    assert found["Dark red"].parent_id == found["Red"].id
    desk.apply(undo)
    assert {label.name for label in desk.library.labels.all()} == {"Blue", "Dark red"}


def test_a_renamed_label_is_the_same_one_where_its_file_is_imported(
    desk: Desk, tmp_path: Path
) -> None:
    red = desk.define("Red", "red")
    desk.retag()
    desk.judge(red, ACCEPTED, "blue5")
    carried = list(desk.tags())
    desk.library.labels.export(tmp_path / "before.toml")
    desk.apply(SaveLabel(replace(desk.library.labels.find("Red"), name="Rot")))
    desk.define("Dark", parent_id=red)
    desk.library.labels.export(tmp_path / "after.json")
    # The older file knows it by its former name, and the library's newer name stays.
    assert desk.library.labels.import_file(tmp_path / "before.toml").changes == ()
    # The newer file renames a label that still has the former name; its photos stay.
    desk.apply(RemoveLabel(desk.library.labels.find("Dark").id))
    desk.apply(SaveLabel(replace(desk.library.labels.find("Rot"), name="Red", former_names=())))
    undo = desk.library.labels.import_file(tmp_path / "after.json")
    found = {label.name: label for label in desk.library.labels.all()}
    assert (found["Rot"].id, found["Rot"].former_names) == (red, ("Red",))
    assert found["Dark"].parent_id == red
    assert list(desk.tags("Rot")) == carried
    desk.apply(undo)
    assert [label.name for label in desk.library.labels.all()] == ["Red"]


def test_former_names_of_an_imported_label_count_in_files(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_text(
        '[[label]]\nname = "Rot"\ndescriptions = ["black"]\nformer_names = ["Red", "Rosso"]\n'
    )
    photo = desk.ids["blue5"]
    desk.library.labels.apply_file_keywords(photo, ["rosso"])  # before there is a label
    desk.library.labels.import_file(tmp_path / "labels.toml")
    assert desk.tags() == {"blue5": ["Rot file"]}
    desk.library.labels.apply_file_keywords(photo, ["Red"])
    assert desk.tags() == {"blue5": ["Rot file"]}


def test_a_preset_heeds_labels_that_were_renamed(desk: Desk) -> None:
    desk.library.labels.add_preset("pets")
    cat = desk.library.labels.find("Cat")
    desk.apply(SaveLabel(replace(cat, name="Katze")))
    desk.apply(RemoveLabel(desk.library.labels.find("Kitten").id))
    assert len(desk.library.labels.add_preset("pets").changes) == 1
    assert desk.library.labels.find("Kitten").parent_id == cat.id


def test_a_file_of_names_leaves_known_labels_alone(desk: Desk, tmp_path: Path) -> None:
    desk.define("Red", "something red", threshold=0.3)
    before = desk.library.labels.find("red")
    (tmp_path / "names").write_text("red\nblue\n")
    assert len(desk.library.labels.import_file(tmp_path / "names").changes) == 1
    assert desk.library.labels.find("red") == before
    assert desk.library.labels.find("blue").name == "blue"
    (tmp_path / "bad.toml").write_text('[[label]]\nname = "New"\n[[label]]\nname="x"\nparent="?"')
    with pytest.raises(PhotoClipError, match=r"^There is no label “\?”\.$"):
        desk.library.labels.import_file(tmp_path / "bad.toml")
    assert [label.name for label in desk.library.labels.all()] == ["blue", "Red"]


def test_a_preset_adds_what_is_not_there(desk: Desk) -> None:
    own = desk.define("dog", "our dog")
    undo = desk.library.labels.add_preset("pets")
    labels = {label.name: label for label in desk.library.labels.all()}
    assert labels["dog"].descriptions == ("our dog",)
    assert labels["Puppy"].parent_id == own
    assert labels["Kitten"].parent_id == labels["Cat"].id
    assert desk.library.labels.add_preset("pets").changes == ()
    desk.apply(undo)
    assert [label.name for label in desk.library.labels.all()] == ["dog"]


def test_a_preset_s_labels_may_have_other_names(desk: Desk) -> None:
    named = {"Pet": "Haustier", "Dog": "Hund", "Puppy": "Welpe"}
    assert len(desk.library.labels.add_preset("pets", named).changes) == 12
    labels = {label.name: label for label in desk.library.labels.all()}
    assert labels["Hund"].descriptions[0] == "a dog"
    assert labels["Hund"].parent_id == labels["Haustier"].id
    assert labels["Cat"].parent_id == labels["Haustier"].id
    assert not {"Dog", "Pet"} & labels.keys()
    assert desk.library.labels.add_preset("pets", named).changes == ()


def test_what_lies_in_a_sensitive_label_is_sensitive(desk: Desk) -> None:
    private = desk.define("Private", "black", sensitive=True)
    red = desk.define("Red", parent_id=private)
    desk.define("Crimson", parent_id=red, sensitive=True)
    desk.define("Green")
    assert desk.library.labels.sensitive() == ("Private", "Red", "Crimson")


def test_keywords_of_files_are_tags_until_they_are_gone(desk: Desk) -> None:
    animal = desk.define("Animal", "black")
    dog = desk.define("Dog", "black", parent_id=animal)
    desk.retag()
    labels, photo = desk.library.labels, desk.ids["blue5"]
    assert labels.paths() == {animal: "Animal", dog: "Animal|Dog"}
    assert labels.apply_file_keywords(photo, ["DOG ", "holiday"])
    assert desk.tags() == {"blue5": ["Dog file"]}
    assert not labels.apply_file_keywords(photo, ["animal|dog"])
    desk.judge(dog, REJECTED, "blue5")
    assert desk.tags() == {"blue5": ["Dog rejected"]}
    assert labels.apply_file_keywords(photo, ["Animal"])
    assert desk.tags() == {"blue5": ["Animal file", "Dog rejected"]}
    assert labels.apply_file_keywords(photo, [])
    assert desk.tags() == {"blue5": ["Dog rejected"]}
