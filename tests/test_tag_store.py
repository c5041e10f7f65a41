"""What is said of a label on photos: verdicts above all, and how they outlive their photos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from label_shelf import Shelf

from photoclip.catalog import Catalog
from photoclip.domain import PhotoFacts, Verdict
from photoclip.keepsakes import Keepsakes

NONE, ACCEPTED, REJECTED = Verdict.NONE, Verdict.ACCEPTED, Verdict.REJECTED


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    catalog = Catalog(tmp_path / "catalog.db")
    yield Shelf(catalog, tmp_path)
    catalog.close()


def test_judging_returns_what_was_said_before(shelf: Shelf) -> None:
    dog, cat = shelf.define("Dog"), shelf.define("Cat")
    one, two = shelf.photos[:2]
    first = shelf.tags.judge([(one, dog, ACCEPTED), (two, cat, REJECTED), (99, dog, ACCEPTED)])
    assert set(first) == {(one, dog, NONE), (two, cat, NONE)}
    assert set(shelf.tags.judge([(one, dog, REJECTED)])) == {(one, dog, ACCEPTED)}
    assert shelf.tags.verdicts(dog) == {one: REJECTED}
    shelf.tags.judge(first)
    assert shelf.tags.verdicts(dog) == shelf.tags.verdicts(cat) == {}
    assert shelf.labels.tags_of(shelf.photos, rejected=True) == {}


def test_no_confidence_touches_what_is_said(shelf: Shelf) -> None:
    dog = shelf.define("Dog")
    shelf.find(dog, 0.9, 0.9, 0.9)
    shelf.judge(dog, 0, REJECTED)
    shelf.tags.mark_in_file(dog, [shelf.photos[1]], True)
    _void(shelf, dog, 0, 99)
    assert shelf.carriers(dog) == [1]
    shelf.find(dog, 0.99, 0.01, 0.01)
    assert shelf.carriers(dog) == [1]
    shelf.tags.void_photo(shelf.photos[0])
    tags = shelf.labels.tags_of(shelf.photos, rejected=True)
    assert {photo: tag.confidence for photo, (tag,) in tags.items()} == {
        shelf.photos[0]: None,
        shelf.photos[1]: pytest.approx(0.01),
    }
    assert shelf.tags.verdicts(dog) == {shelf.photos[0]: REJECTED}


def _void(shelf: Shelf, label: int, after: int, until: int) -> set[int]:
    none = np.empty(0, np.int64), np.empty((0, 1), np.float32)
    return shelf.tags.save_confidences({label: 0.5}, *none, after=after, until=until)


def test_a_range_of_photos_is_voided_and_no_other(shelf: Shelf) -> None:
    dog = shelf.define("Dog")
    shelf.find(dog, *[0.9] * 10)
    assert _void(shelf, dog, shelf.photos[2], shelf.photos[5]) == set(shelf.photos[3:6])
    assert shelf.carriers(dog) == [0, 1, 2, 6, 7, 8, 9]


def test_only_photos_that_begin_or_cease_to_carry_a_label_are_told(shelf: Shelf) -> None:
    dog, cat = shelf.define("Dog"), shelf.define("Cat", threshold=0.1)
    ids = np.array(shelf.photos[:5], np.int64)
    shelf.judge(dog, 0, REJECTED)
    shelf.tags.mark_in_file(dog, [shelf.photos[1]], True)
    limits = {dog: 0.5, cat: 0.1}
    first = np.array([[0.9, 0], [0.9, 0], [0.9, 0], [0.4, 0], [0.1, 0.12]], np.float32)
    assert shelf.tags.save_confidences(limits, ids, first) == {ids[2], ids[4]}
    assert (shelf.carriers(dog), shelf.carriers(cat)) == ([1, 2], [4])
    assert shelf.tags.save_confidences(limits, ids, first) == set()
    second = np.array([[0.1, 0], [0.1, 0], [0.4, 0], [0.6, 0.12], [0.1, 0.1]], np.float32)
    assert shelf.tags.save_confidences(limits, ids, second) == {ids[2], ids[3]}
    assert (shelf.carriers(dog), shelf.carriers(cat)) == ([1, 3], [3, 4])
    assert shelf.tags.verdicts(dog) == {shelf.photos[0]: REJECTED}


def test_the_same_bytes_get_their_verdict_back(shelf: Shelf) -> None:
    dog = shelf.define("Dog")
    shelf.judge(dog, 0, ACCEPTED)
    shelf.judge(dog, 1, REJECTED)
    shelf.catalog.remove_photos(shelf.photos[:2])
    assert shelf.tags.verdicts(dog) == {}
    back = [shelf.add("elsewhere.jpg", "0"), shelf.add("1.jpg", "1")]
    assert shelf.tags.verdicts(dog) == {back[0]: ACCEPTED, back[1]: REJECTED}


def test_a_keepsake_never_outweighs_a_newer_verdict(shelf: Shelf) -> None:
    dog = shelf.define("Dog")
    twin = shelf.add("twin.jpg", "0")
    shelf.judge(dog, 0, ACCEPTED)
    shelf.catalog.remove_photos([shelf.photos[0]])
    shelf.tags.judge([(twin, dog, REJECTED)])
    again = shelf.add("0.jpg", "0")
    assert shelf.tags.verdicts(dog) == {twin: REJECTED}
    shelf.tags.judge([(again, dog, ACCEPTED)])
    shelf.catalog.remove_photos([again, twin])  # the older one goes last
    assert shelf.tags.verdicts(dog) == {}
    newest = shelf.add("0.jpg", "0")
    assert shelf.tags.verdicts(dog) == {newest: ACCEPTED}


@pytest.mark.parametrize("older_first", [True, False])
def test_of_copies_that_are_set_aside_the_newest_verdict_is_kept(
    shelf: Shelf, older_first: bool
) -> None:
    dog, keepsakes = shelf.define("Dog"), Keepsakes(shelf.catalog.database)
    older, newer, again = shelf.photos[0], shelf.add("twin.jpg", "0"), shelf.photos[5]
    shelf.tags.judge([(older, dog, ACCEPTED)])
    shelf.tags.judge([(newer, dog, REJECTED)])
    for photo in (older, newer) if older_first else (newer, older):
        keepsakes.set_aside(photo)
    assert shelf.tags.verdicts(dog) == {}
    keepsakes.give_back(again, "0", ())
    assert shelf.tags.verdicts(dog) == {again: REJECTED}


def test_a_file_that_can_be_read_only_later_gets_its_verdict_back(shelf: Shelf) -> None:
    dog = shelf.define("Dog")
    shelf.judge(dog, 0, REJECTED)
    shelf.catalog.remove_photos([shelf.photos[0]])
    again = shelf.add("0.jpg", "", "It may not be read.")
    assert shelf.tags.verdicts(dog) == {}
    assert shelf.add("0.jpg", "0", PhotoFacts(4, 3)) == again
    assert shelf.tags.verdicts(dog) == {again: REJECTED}


def test_marks_of_files_come_and_go(shelf: Shelf) -> None:
    dog = shelf.define("Dog")
    shelf.judge(dog, 0, ACCEPTED)
    shelf.tags.mark_in_file(dog, shelf.photos[:2], True)
    assert shelf.tags.in_file(dog) == set(shelf.photos[:2])
    assert shelf.tags.labels_in_file(shelf.photos[1]) == {dog}
    shelf.tags.mark_in_file(dog, shelf.photos[:2], False)
    assert shelf.tags.in_file(dog) == set()
    assert shelf.carriers(dog) == [0]


def test_what_belongs_into_files(shelf: Shelf) -> None:
    dog, cat = shelf.define("Dog", threshold=0.5), shelf.define("Cat", threshold=0.9)
    shelf.find(dog, 0.6, 0.95, 0.95)
    shelf.find(cat, 0.8, 0.1, 0.1, 0.95)
    shelf.judge(dog, 2, REJECTED)
    shelf.judge(cat, 1, ACCEPTED)
    a, b, _, d = shelf.photos[:4]
    assert shelf.tags.to_write(None) == {b: [cat]}
    assert shelf.tags.to_write(0.5) == {a: [dog], b: [dog, cat], d: [cat]}
    assert shelf.tags.to_write(0.9) == {b: [dog, cat], d: [cat]}


def test_vectors_come_by_photo_in_portions(shelf: Shelf) -> None:
    rows = np.eye(10, dtype=np.float32)
    backwards = shelf.photos[::-1]
    shelf.catalog.save_vectors(backwards, rows, "a")
    shelf.catalog.save_vectors(backwards[:3], rows[:3], "b")
    ids, vectors = shelf.tags.vectors_from(0, 4, "a")
    assert ids.tolist() == shelf.photos[:4]
    assert vectors.argmax(1).tolist() == [9, 8, 7, 6]
    assert shelf.tags.vectors_from(shelf.photos[8], 4, "a")[0].tolist() == shelf.photos[9:]
    assert shelf.tags.vectors_from(shelf.photos[9], 4, "a")[0].tolist() == []
    assert shelf.tags.vectors_of(shelf.photos, "b")[0].tolist() == shelf.photos[7:]
    assert len(shelf.tags.sample("a", 5, 10)) == 5
    assert shelf.tags.sample("none", 5, 10).shape == (0, 10)
