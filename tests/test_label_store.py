"""What is kept of labels and of who carries them: names, nesting, counts, the line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from label_shelf import Shelf

from photoclip.catalog import Catalog
from photoclip.domain import Label, Origin, Verdict
from photoclip.errors import PhotoClipError
from photoclip.label_store import LabelVectors
from photoclip.sentences import Sentence


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    catalog = Catalog(tmp_path / "catalog.db")
    yield Shelf(catalog, tmp_path)
    catalog.close()


def test_a_label_is_read_as_it_was_saved(shelf: Shelf) -> None:
    animal = shelf.define("Animal")
    label = Label(
        0, "Dog", ("a dog", "a puppy"), ("a wolf",), (b"x", b"y"), 0.4, animal, "#aabbcc", True
    )
    number = shelf.labels.save(label)
    assert shelf.labels.get(number) == replace(label, id=number)
    shorter = Label(number, "Hound", ("a hound",))
    assert shelf.labels.save(shorter) == number
    assert shelf.labels.find(" hOUND ") == shorter
    assert [one.name for one in shelf.labels.all()] == ["Animal", "Hound"]


def test_names_are_unique_whatever_their_capitals(shelf: Shelf) -> None:
    shelf.define("Ärger")
    dog = shelf.define("Dog")
    for taken in ("ärger", "DOG"):
        with pytest.raises(PhotoClipError, match=r"^There is already a label “(Ärger|Dog)”\.$"):
            shelf.define(taken)
    shelf.labels.save(Label(dog, "dog"))
    shelf.labels.hide(dog)
    other = shelf.define("DOG")
    with pytest.raises(PhotoClipError, match=r"^There is another label “dog” now"):
        shelf.labels.restore(dog)
    shelf.labels.hide(other)
    assert shelf.labels.restore(dog) == "dog"


def test_nesting_never_becomes_a_circle(shelf: Shelf) -> None:
    top = shelf.define("Top")
    middle = shelf.define("Middle", parent_id=top)
    low = shelf.define("Low", parent_id=middle)
    with pytest.raises(PhotoClipError, match=r"^“Top” cannot lie in “Low”, which lies in it\.$"):
        shelf.labels.save(Label(top, "Top", parent_id=low))
    with pytest.raises(PhotoClipError, match=r"cannot lie in “Top”"):
        shelf.labels.save(Label(top, "Top", parent_id=top))
    with pytest.raises(PhotoClipError, match=r"is no longer there\.$"):
        shelf.define("Lost", parent_id=99)


def test_a_photo_carries_what_is_likely_or_said(shelf: Shelf) -> None:
    dog = shelf.define("Dog", threshold=0.5)
    shelf.find(dog, 0.9, 0.5, 0.49, 0.9, 0.1, 0.2)
    shelf.judge(dog, 3, Verdict.REJECTED)
    shelf.judge(dog, 4, Verdict.ACCEPTED)
    shelf.tags.mark_in_file(dog, [shelf.photos[5]], True)
    assert shelf.carriers(dog) == [0, 1, 4, 5]
    assert shelf.labels.counts() == {dog: 4}
    tags = shelf.labels.tags_of(shelf.photos, rejected=True)
    origins = {shelf.photos.index(photo): tag.origin for photo, (tag,) in tags.items()}
    auto = Origin.AUTO
    assert origins == {0: auto, 1: auto, 3: Origin.REJECTED, 4: Origin.ACCEPTED, 5: Origin.FILE}
    assert shelf.photos[3] not in shelf.labels.tags_of(shelf.photos)


def test_a_new_threshold_writes_no_tag(shelf: Shelf) -> None:
    dog = shelf.define("Dog", threshold=0.5)
    shelf.find(dog, 0.9, 0.4, 0.2)
    shelf.labels.note_scored({dog: b""}, "model")
    for threshold, carriers in ((0.3, [0, 1]), (0.95, []), (0.15, [0, 1, 2]), (0.5, [0])):
        shelf.labels.save(Label(dog, "Dog", threshold=threshold))
        assert shelf.carriers(dog) == carriers
        assert shelf.labels.scored_by() == {dog: "model"}
    shelf.labels.save(Label(dog, "Dog", threshold=0.05))  # what lies there was never stored
    assert shelf.labels.scored_by() == {dog: None}


def test_who_carries_a_label_carries_what_it_lies_in(shelf: Shelf) -> None:
    animal = shelf.define("Animal")
    dog = shelf.define("Dog", parent_id=animal)
    puppy = shelf.define("Puppy", parent_id=dog)
    shelf.find(animal, 0.9, 0.1)
    shelf.find(dog, 0.9, 0.9)
    shelf.find(puppy, 0.0, 0.0, 0.9, 0.9)
    shelf.judge(animal, 3, Verdict.REJECTED)
    assert shelf.carriers(animal) == [0, 1, 2]  # 3 is a dog, but no animal: the person says so
    assert shelf.carriers(dog) == [0, 1, 2, 3]
    assert shelf.labels.counts() == {animal: 3, dog: 4, puppy: 2}
    shelf.labels.hide(dog)
    assert shelf.labels.counts() == {animal: 1, puppy: 2}
    assert next(one for one in shelf.labels.all() if one.id == puppy).parent_id is None


def test_what_no_search_finds_is_not_counted(shelf: Shelf) -> None:
    dog = shelf.define("Dog")
    shelf.find(dog, 0.9, 0.9)
    shelf.judge(dog, 0, Verdict.ACCEPTED)
    shelf.add("0.jpg", "0", Sentence("It is damaged."))
    assert shelf.labels.counts() == {dog: 1}
    shelf.catalog.hide_folder(shelf.folder)
    assert shelf.labels.counts() == {}


def test_what_a_model_makes_of_a_label_goes_with_its_definition(shelf: Shelf) -> None:
    dog = shelf.define("Dog", descriptions=("a dog",))
    rows = np.eye(4, dtype=np.float32)
    shelf.labels.save_vectors(dog, "model", LabelVectors(rows[:1], rows[1:3], rows[3:3], rows[3:4]))
    found = shelf.labels.vectors(dog, "model")
    assert found is not None
    assert found.positive.tolist() == rows[:1].tolist()
    assert found.negatives.tolist() == rows[1:3].tolist()
    assert found.examples.shape == (0, 4)
    assert found.descriptions.tolist() == rows[3:4].tolist()
    assert shelf.labels.vectors(dog, "other") is None
    shelf.labels.save(Label(dog, "Hound", ("a dog",), threshold=0.7, colour="#000000"))
    assert shelf.labels.vectors(dog, "model") is not None
    shelf.labels.save(Label(dog, "Hound", ("a hound",)))
    assert shelf.labels.vectors(dog, "model") is None


def test_removed_labels_come_back_whole_until_they_are_purged(shelf: Shelf) -> None:
    dog = shelf.define("Dog", descriptions=("a dog",))
    shelf.judge(dog, 0, Verdict.ACCEPTED)
    shelf.labels.hide(dog)
    assert (shelf.labels.all(), shelf.labels.tags_of(shelf.photos)) == ([], {})
    shelf.labels.restore(dog)
    assert (shelf.labels.get(dog).descriptions, shelf.carriers(dog)) == (("a dog",), [0])
    shelf.labels.hide(dog)
    shelf.labels.purge()
    with pytest.raises(PhotoClipError, match=r"^That label cannot be brought back"):
        shelf.labels.restore(dog)
    assert shelf.tags.verdicts(dog) == {}
