"""What becomes of photos, and of what was said of them, when files move and are overwritten."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from file_shelf import Shelf, refuse, touch
from support import make_photo

from photoclip import indexing
from photoclip.changes import Judge, Rate, RemoveLabel, SaveLabel, SaveSearch
from photoclip.domain import Label, LikePhoto, Origin, Query, SavedSearch, Text, Verdict


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    assert shelf.library.check() == []
    shelf.library.close()


# --- moves --------------------------------------------------------------------------------------


def test_a_renamed_or_moved_file_stays_the_same_photo(shelf: Shelf) -> None:
    names = ["a.png", "b.png", "c.png"]
    for number, name in enumerate(names):
        make_photo(shelf.one / name, "red", mark=number)
    shelf.refresh()
    ids = [shelf.id_of(shelf.one / name) for name in names]
    vectors = shelf.library._catalog.vectors_of_photos(ids, shelf.encoder.key)
    shelf.encoded()
    moved = [shelf.one / "renamed.png", shelf.one / "sub" / "b.png", shelf.two / "c.png"]
    for name, place in zip(names, moved, strict=True):
        place.parent.mkdir(exist_ok=True)
        (shelf.one / name).rename(place)
    assert shelf.refresh() == set(ids)
    assert shelf.encoded() == 0
    assert [shelf.id_of(place) for place in moved] == ids
    assert shelf.library.count_photos() == (3, 0)
    assert shelf.library._catalog.vectors_of_photos(ids, shelf.encoder.key) == vectors


def test_a_renamed_folder_keeps_its_photos(shelf: Shelf) -> None:
    for number in range(20):
        make_photo(shelf.one / "old" / f"{number}.png", "red", mark=number)
    shelf.refresh()
    before = set(shelf.library.newest().tolist())
    shelf.encoded()
    (shelf.one / "old").rename(shelf.one / "new")
    shelf.refresh()
    assert set(shelf.library.newest().tolist()) == before
    assert shelf.encoded() == 0
    assert all(name.startswith("one/new/") for name in shelf.colours())


def test_two_copies_that_both_move_stay_two_photos(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shutil.copy(a, shelf.one / "b.png")
    shelf.refresh()
    before = set(shelf.library.newest().tolist())
    a.rename(shelf.one / "c.png")
    (shelf.one / "b.png").rename(shelf.two / "d.png")
    shelf.refresh()
    assert set(shelf.library.newest().tolist()) == before


def test_a_file_of_a_drive_that_is_away_has_not_moved(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    number = shelf.id_of(a)
    shelf.encoded()
    shutil.copy(a, shelf.two / "copy.png")
    shelf.one.rename(shelf.place / "unplugged")
    shelf.refresh()
    (shelf.place / "unplugged").rename(shelf.one)
    assert shelf.refresh() == set()
    assert shelf.id_of(a) == number != shelf.id_of(shelf.two / "copy.png")
    assert shelf.encoded() == 0


def test_a_damaged_file_that_moves_stays_the_same_problem(shelf: Shelf) -> None:
    (shelf.one / "bad.jpg").write_text("no picture")
    [number] = shelf.refresh()
    (shelf.one / "bad.jpg").rename(shelf.two / "worse.jpg")
    assert shelf.refresh() == {number}
    assert [problem.path for problem in shelf.library.problems()] == [shelf.two / "worse.jpg"]


# --- changed content ----------------------------------------------------------------------------


def test_changed_content_is_encoded_again_on_the_same_photo(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    number = shelf.id_of(a)
    shelf.encoded()
    make_photo(a, "blue", size=(80, 60))
    assert shelf.refresh() == {number}
    assert shelf.encoded() == 1
    assert shelf.colours() == {"one/a.png": "blue"}
    photo = shelf.photo(a)
    assert photo is not None
    assert photo.facts is not None
    assert (photo.facts.width, photo.facts.height) == (80, 60)
    assert len(shelf.library.search(Query((Text("red"),)))) == 1
    shelf.reopen()
    assert shelf.colours() == {"one/a.png": "blue"}


def test_a_file_overwritten_with_the_content_of_another(shelf: Shelf) -> None:
    a, b = make_photo(shelf.one / "a.png", "red"), make_photo(shelf.one / "b.png", "blue")
    shelf.refresh()
    ids = shelf.id_of(a), shelf.id_of(b)
    shelf.encoded()
    shutil.copy(b, a)
    touch(a)
    shelf.refresh()
    assert shelf.encoded() == 0
    assert shelf.colours() == {"one/a.png": "blue", "one/b.png": "blue"}
    assert (shelf.id_of(a), shelf.id_of(b)) == ids


def test_a_file_that_moves_onto_another(shelf: Shelf) -> None:
    a, b = make_photo(shelf.one / "a.png", "red"), make_photo(shelf.one / "b.png", "blue")
    shelf.refresh()
    shelf.encoded()
    a.replace(b)
    shelf.refresh()
    assert shelf.encoded() == 0
    assert shelf.colours() == {"one/b.png": "red"}


def test_two_files_that_are_swapped(shelf: Shelf) -> None:
    a, b = make_photo(shelf.one / "a.png", "red"), make_photo(shelf.one / "b.png", "blue")
    touch(a)
    shelf.refresh()
    ids = {shelf.id_of(a), shelf.id_of(b)}
    shelf.encoded()
    a.rename(shelf.one / "other")
    b.rename(a)
    (shelf.one / "other").rename(b)
    shelf.refresh()
    assert shelf.encoded() == 0
    assert shelf.colours() == {"one/a.png": "blue", "one/b.png": "red"}
    assert {shelf.id_of(a), shelf.id_of(b)} == ids


def test_files_that_each_take_the_name_of_the_next(shelf: Shelf) -> None:
    colours = ["red", "green", "blue", "yellow"] * 5
    for number, colour in enumerate(colours):
        path = make_photo(shelf.one / f"{number:02}.png", colour, mark=number)
        os.utime(path, ns=(0, 10**18 + number))
    shelf.refresh()
    for number in reversed(range(20)):
        (shelf.one / f"{number:02}.png").rename(shelf.one / f"{number + 1:02}.png")
    shelf.refresh()
    assert shelf.colours() == {
        f"one/{number + 1:02}.png": colour for number, colour in enumerate(colours)
    }
    assert shelf.library.status(shelf.encoder.key, "", "").waiting == 0


def test_a_file_that_moves_while_a_new_one_takes_its_name(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    for number in range(20):
        make_photo(shelf.one / f"0{number}.png", "green", mark=number)
    shelf.refresh()
    shelf.encoded()
    a.rename(shelf.one / "z.png")
    make_photo(a, "blue")
    touch(a)
    shelf.refresh()
    assert shelf.encoded() == 1
    colours = shelf.colours()
    assert (colours["one/a.png"], colours["one/z.png"]) == ("blue", "red")
    assert len(colours) == 22


# --- labels -------------------------------------------------------------------------------------


def accept(shelf: Shelf, *paths: Path) -> int:
    """A label that the person accepted on these photos; returns its id."""
    undo = shelf.library.labels.apply(SaveLabel(Label(0, "mine")))
    assert isinstance(undo, RemoveLabel)
    ids = [shelf.id_of(path) for path in paths]
    shelf.library.labels.apply(Judge.all(ids, undo.label_id, Verdict.ACCEPTED))
    return undo.label_id


def accepted(shelf: Shelf) -> set[str]:
    """The paths of photos on which a label was accepted."""
    photos = shelf.library.photos(shelf.library.newest())
    tags = shelf.library.labels.tags_of(photo.id for photo in photos)
    return {
        photo.path.relative_to(shelf.place).as_posix()
        for photo in photos
        if any(tag.origin is Origin.ACCEPTED for tag in tags.get(photo.id, ()))
    }


def test_a_verdict_goes_with_a_file_that_moves(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    accept(shelf, a)
    a.rename(shelf.two / "b.png")
    shelf.refresh()
    assert accepted(shelf) == {"two/b.png"}


def test_a_verdict_stays_with_a_photo_that_is_edited_or_overwritten(shelf: Shelf) -> None:
    a, b = make_photo(shelf.one / "a.png", "red"), make_photo(shelf.one / "b.png", "blue")
    shelf.refresh()
    accept(shelf, a)
    make_photo(a, "green")
    shelf.refresh()
    assert accepted(shelf) == {"one/a.png"}
    shutil.copy(b, a)
    touch(a)
    shelf.refresh()
    assert accepted(shelf) == {"one/a.png"}


@pytest.mark.parametrize("judged", ["a", "b"])
def test_verdicts_go_with_files_that_swap_their_names(shelf: Shelf, judged: str) -> None:
    paths = {name: make_photo(shelf.one / f"{name}.png", "red", mark=ord(name)) for name in "ab"}
    touch(paths["a"])
    shelf.refresh()
    accept(shelf, paths[judged])
    paths["a"].rename(shelf.one / "other")
    paths["b"].rename(paths["a"])
    (shelf.one / "other").rename(paths["b"])
    shelf.refresh()
    assert accepted(shelf) == {"one/b.png" if judged == "a" else "one/a.png"}


@pytest.mark.parametrize("judged", ["a", "b"])
def test_a_verdict_goes_with_a_file_that_moves_onto_another(shelf: Shelf, judged: str) -> None:
    paths = {name: make_photo(shelf.one / f"{name}.png", "red", mark=ord(name)) for name in "ab"}
    shelf.refresh()
    accept(shelf, paths[judged])
    kept = paths["b"].read_bytes()
    paths["a"].replace(paths["b"])
    shelf.refresh()
    assert accepted(shelf) == ({"one/b.png"} if judged == "a" else set())
    (shelf.two / "back.png").write_bytes(kept)
    shelf.refresh()
    assert "two/back.png" in accepted(shelf) or judged == "a"


@pytest.mark.parametrize("name", ["0.png", "z.png"])  # indexed before it, and after
def test_a_verdict_goes_with_a_file_whose_name_a_new_one_takes(shelf: Shelf, name: str) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    accept(shelf, a)
    a.rename(shelf.one / name)
    make_photo(a, "green", size=(50, 30))
    shelf.refresh()
    assert f"one/{name}" in accepted(shelf)


def test_what_was_said_of_a_photo_goes_to_its_copy_once_it_is_gone(shelf: Shelf) -> None:
    a, b = make_photo(shelf.one / "a.png", "red"), shelf.two / "b.png"
    shelf.refresh()
    accept(shelf, a)
    shelf.library.marks.rate(Rate.all([shelf.id_of(a)], 5))
    shutil.copy(a, b)  # onto another disk, file by file; the originals are deleted afterwards
    shelf.refresh()
    assert accepted(shelf) == {"one/a.png"}
    a.unlink()
    assert shelf.id_of(b) in shelf.refresh()
    assert accepted(shelf) == {"two/b.png"}
    photo = shelf.photo(b)
    assert photo is not None
    assert photo.rating == 5


def test_what_was_said_of_photos_of_a_removed_folder_goes_to_their_copies(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    accept(shelf, a)
    shutil.copy(a, shelf.two / "b.png")
    shelf.refresh()
    shelf.library.remove_folder(shelf.library.find_folder(shelf.one).id)
    shelf.reopen()
    while shelf.library.tend():
        pass
    assert accepted(shelf) == {"two/b.png"}


def test_a_saved_search_by_a_photo_outlives_the_photos_absence(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    query = Query((LikePhoto(shelf.id_of(a)),))
    shelf.library.searches.apply(SaveSearch(SavedSearch(0, "Red walls", query)))
    a.rename(shelf.place / "a.png")
    shelf.refresh()
    (shelf.place / "a.png").rename(shelf.two / "b.png")
    shelf.refresh()
    [search] = shelf.library.saved_searches()
    assert search.query == Query((LikePhoto(shelf.id_of(shelf.two / "b.png")),))
    assert search.photos == 1


def test_a_verdict_outlives_a_file_that_moves_while_it_cannot_be_read(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    accept(shelf, a)
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "read", refuse)
        touch(a)
        shelf.refresh()
        assert shelf.photo(a) is None
    a.rename(shelf.two / "b.png")
    shelf.refresh()
    assert accepted(shelf) == {"two/b.png"}
