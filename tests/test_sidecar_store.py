"""What the catalog remembers of files that describe photos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from label_shelf import Shelf

from photoclip.catalog import Catalog
from photoclip.domain import FileStat, Problem, Verdict
from photoclip.sentences import Sentence
from photoclip.sidecar_store import LONGEST_WORD, UNKNOWN, SidecarStore


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    catalog = Catalog(tmp_path / "catalog.db")
    yield Shelf(catalog, tmp_path)
    catalog.close()


@pytest.fixture
def store(shelf: Shelf) -> SidecarStore:
    store = SidecarStore(shelf.catalog.database)
    for photo in shelf.photos:
        store.note_taken_in(photo, has_ours=False)
    return store


def test_sidecars_are_listed_by_place(shelf: Shelf, store: SidecarStore) -> None:
    known = {path: FileStat(place, 10**9) for place, path in enumerate(("a.xmp", "b/a.xmp", "b0"))}
    for path, stat in known.items():
        store.note(shelf.folder, path, FileStat(99, 99))
        store.note(shelf.folder, path, stat)
    assert store.listing(shelf.folder) == known
    assert set(store.listing(shelf.folder, "b")) == {"b/a.xmp"}
    assert set(store.listing(shelf.folder, "a.xmp")) == {"a.xmp"}
    store.note(shelf.folder, "a.xmp", None)
    assert set(store.listing(shelf.folder)) == {"b/a.xmp", "b0"}
    store.note(shelf.folder, "c.xmp", FileStat(1, 2**80))  # years that SQLite cannot count


def test_photos_beside_a_sidecar(shelf: Shelf, store: SidecarStore) -> None:
    names = ("a/b", "a/b.jpg", "a/b.png", "a/b.jpg.png", "a/bc.jpg", "a/b/c.jpg", "b.jpg")
    ids = {name: shelf.add(name, name) for name in names}
    for number in ids.values():
        store.note_taken_in(number, has_ours=False)
    assert store.to_take_in(shelf.folder) == []
    found = store.forget_photos_beside(shelf.folder, "a/b.jpg.xmp")
    assert set(found) == {ids["a/b.jpg"], ids["a/b.jpg.png"]}
    assert store.to_take_in(shelf.folder) == sorted(found)
    found = store.forget_photos_beside(shelf.folder, "a/b.XMP")
    assert set(found) == {ids[name] for name in ("a/b", "a/b.jpg", "a/b.png", "a/b.jpg.png")}


def test_a_photo_that_is_another_now_is_taken_in_again(shelf: Shelf, store: SidecarStore) -> None:
    moved, same, edited, broken = shelf.catalog.photos(shelf.photos[:4])
    shelf.catalog.move_photo(moved, shelf.folder, "elsewhere.jpg", moved.stat)
    shelf.catalog.move_photo(same, shelf.folder, same.path.name, same.stat)
    shelf.add(edited.path.name, "other bytes")
    shelf.add(broken.path.name, "broken bytes", Sentence("It is broken."))
    assert store.to_take_in(shelf.folder) == [moved.id, edited.id]
    assert store.to_take_in_of([moved.id, same.id, broken.id]) == [moved.id]
    store.note_taken_in(moved.id, has_ours=False)
    assert store.to_take_in(shelf.folder) == [edited.id]


def test_words_are_kept_as_they_are_compared(shelf: Shelf, store: SidecarStore) -> None:
    photo = shelf.photos[0]
    found = store.keep_words(photo, [" Straße ", "STRASSE", "", "x" * (LONGEST_WORD + 1)])
    assert found == {"strasse"}
    assert len(store.keep_words(photo, map(str, range(5000)))) == 5000
    dog = shelf.define("Dog")
    shelf.tags.follow_words(dog, ["17", "18"])
    assert shelf.tags.in_file(dog) == {photo}
    store.keep_words(photo, [])
    shelf.tags.follow_words(dog, ["17", "18"])
    assert shelf.tags.in_file(dog) == set()


def test_words_leave_confidences_and_verdicts_alone(shelf: Shelf, store: SidecarStore) -> None:
    dog = shelf.define("Dog")
    shelf.find(dog, 0.9, 0.9)
    shelf.judge(dog, 1, Verdict.REJECTED)
    before = shelf.labels.tags_of(shelf.photos, rejected=True)
    for photo in shelf.photos[:3]:
        store.keep_words(photo, ["dog"])
    shelf.tags.follow_words(dog, ["dog"])
    assert shelf.carriers(dog) == [0, 2]
    shelf.tags.follow_words(dog, ["cat"])
    assert shelf.labels.tags_of(shelf.photos, rejected=True) == before


def test_what_a_file_says_counts_until_the_person_says_something(
    shelf: Shelf, store: SidecarStore
) -> None:
    photo = shelf.photos[0]
    assert store.follow(photo, 3, "A")
    assert not store.follow(photo, 3, "A")
    shelf.catalog.database.change("UPDATE photo SET rating = 5 WHERE id = ?", (photo,))
    assert store.follow(photo, 4, "B")
    [found] = shelf.catalog.photos([photo])
    assert (found.rating, found.alt_text) == (5, "B")
    assert not store.follow(999, 1, "A")


def test_problems_go_when_a_file_is_understood(shelf: Shelf, store: SidecarStore) -> None:
    [one, other] = shelf.catalog.photos(shelf.photos[:2])
    store.note_problem(one.id, "0.jpg.xmp", Sentence("Broken."), try_again=False)
    store.note_problem(other.id, "1.jpg", Sentence("No permission."), try_again=True)
    assert store.problems() == [
        Problem(one.path.with_name("0.jpg.xmp"), Sentence("Broken.")),
        Problem(other.path, Sentence("No permission.")),
    ]
    assert store.to_take_in(shelf.folder) == [other.id]
    store.note_taken_in(other.id, has_ours=False)
    shelf.catalog.remove_photos([one.id])
    assert store.problems() == []


def test_what_is_to_be_written_and_was(shelf: Shelf, store: SidecarStore) -> None:
    own, theirs, old, found, gone = shelf.photos[:5]
    shelf.catalog.database.change("UPDATE photo SET alt_text = 'Mine' WHERE id = ?", (own,))
    store.follow(theirs, 0, "Theirs")
    for photo in (old, gone):
        store.note_written(photo, "digest")
    store.note_taken_in(old, has_ours=True)
    store.note_taken_in(found, has_ours=True)
    store.note_taken_in(gone, has_ours=False)
    expected = {own: ("Mine", ""), old: ("", "digest"), found: ("", UNKNOWN)}
    assert store.to_write() == expected
    assert store.to_write(own, old) == {old: ("", "digest")}
    assert store.last_photo() == shelf.photos[-1]
    shelf.catalog.hide_folder(shelf.folder)
    assert store.to_write() == {}


def test_former_names_are_kept_with_a_label(shelf: Shelf) -> None:
    dog = shelf.define("Dog", former_names=("Hound",))
    assert shelf.labels.get(dog).former_names == ("Hound",)
    shelf.labels.save(replace(shelf.labels.get(dog), former_names=()))
    assert shelf.labels.namings()[dog].former_names == ()
