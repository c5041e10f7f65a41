"""Labels over real photos: defined, renamed, merged, exported, and all of it taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from label_desk import Desk
from PIL import Image
from support import ColourEncoder, make_photo

from photoclip.changes import (
    GiveLabel,
    MergeLabels,
    RemoveLabel,
    RestoreLabel,
    SaveLabel,
    Several,
)
from photoclip.domain import Filter, Label, Origin, Query, Verdict
from photoclip.errors import PhotoClipError

NONE, ACCEPTED, REJECTED = Verdict.NONE, Verdict.ACCEPTED, Verdict.REJECTED


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.library.check() == []
    desk.library.close()


RED = {"red0": ["Red"], "red1": ["Red"], "red2": ["Red"]}


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


def test_a_photo_carries_what_its_labels_lie_in_but_not_what_was_taken_off(desk: Desk) -> None:
    thing = desk.define("Thing", "black")
    colour = desk.define("Colour", "black", parent_id=thing)
    red = desk.define("Red", parent_id=colour)
    dark = desk.define("Dark", "black", parent_id=colour)
    desk.retag()
    photo = desk.ids["red0"]

    def implied() -> list[tuple[str, Origin, str]]:
        [shown] = desk.library.photos([photo])
        assert not {tag.name for tag in shown.tags} & {tag.name for tag in shown.implied}
        return [(tag.name, tag.origin, tag.because_of) for tag in shown.implied]

    assert implied() == [("Colour", Origin.AUTO, "Red"), ("Thing", Origin.AUTO, "Red")]
    desk.judge(dark, ACCEPTED, "red0")
    assert implied() == [("Colour", Origin.ACCEPTED, "Dark"), ("Thing", Origin.ACCEPTED, "Dark")]
    desk.judge(colour, REJECTED, "red0")
    assert implied() == [("Thing", Origin.ACCEPTED, "Dark")]
    found = desk.library.search(Query(filter=Filter(labels=("Thing",), without_labels=("Colour",))))
    assert photo in found.ids
    desk.judge(thing, ACCEPTED, "red0")
    assert implied() == []
    desk.judge(thing, REJECTED, "red0")
    desk.judge(red, REJECTED, "red0")
    assert implied() == []


def test_keywords_of_files_are_tags_until_they_are_gone(desk: Desk) -> None:
    animal = desk.define("Animal", "black")
    dog = desk.define("Dog", "black", parent_id=animal)
    desk.retag()
    labels, photo = desk.library.labels, desk.ids["blue5"]
    assert labels.paths() == {animal: "Animal", dog: "Animal|Dog"}
    assert labels.apply_file_keywords(photo, ["DOG ", "holiday"])
    assert desk.tags() == {"blue5": ["Dog file", "Animal file"]}
    assert not labels.apply_file_keywords(photo, ["animal|dog"])
    desk.judge(dog, REJECTED, "blue5")
    assert desk.tags() == {"blue5": ["Dog rejected"]}
    assert [label.photos for label in labels.all()] == [0, 0]
    for name in ("Dog", "Animal"):
        assert len(desk.library.search(Query(filter=Filter(labels=(name,))))) == 0
    assert labels.apply_file_keywords(photo, ["Animal"])
    assert desk.tags() == {"blue5": ["Animal file", "Dog rejected"]}
    assert labels.apply_file_keywords(photo, [])
    assert desk.tags() == {"blue5": ["Dog rejected"]}
