"""What becomes of photos and vectors when files come, change, move and go."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support import ColourEncoder, make_photo

from photoclip import indexing
from photoclip.changes import Judge, Rate, RemoveLabel, SaveLabel, SaveSearch
from photoclip.domain import Label, LikePhoto, Origin, Photo, Query, SavedSearch, Text, Verdict
from photoclip.errors import UnreadablePhoto
from photoclip.images import read
from photoclip.library import Library


class Shelf:
    """A library over two folders, and questions about it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.one, self.two = place / "one", place / "two"
        self.encoder = ColourEncoder()
        self.library = Library(place / "library")
        self.library.use(self.encoder)
        for folder in (self.one, self.two):
            folder.mkdir()
            self.library.add_folder(folder)

    def refresh(self) -> set[int]:
        """Look at everything again; returns the ids of the photos that changed."""
        return {number for step in self.library.refresh() for number in step.changed}

    def encoded(self) -> int:
        """How many images were encoded since this was asked last."""
        count, self.encoder.encoded = self.encoder.encoded, 0
        return count

    def photo(self, path: Path) -> Photo | None:
        photos = self.library.photos(self.library.newest())
        return next((photo for photo in photos if photo.path == path), None)

    def id_of(self, path: Path) -> int:
        photo = self.photo(path)
        assert photo is not None
        return photo.id

    def colours(self) -> dict[str, str]:
        """Every photo's path, and the colour whose word finds it best."""
        found = {}
        for photo in self.library.photos(self.library.newest()):
            words = {w: self._score(photo.id, w) for w in ("red", "green", "blue", "yellow")}
            found[photo.path.relative_to(self.place).as_posix()] = max(words, key=words.__getitem__)
        return found

    def _score(self, photo_id: int, word: str) -> float:
        hits = self.library.search(Query((Text(word),)))
        return dict(zip(hits.ids.tolist(), hits.scores.tolist(), strict=True))[photo_id]

    def reopen(self) -> None:
        self.library.close()
        self.library = Library(self.place / "library")
        self.library.use(self.encoder)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    assert shelf.library.check() == []
    shelf.library.close()


def touch(path: Path) -> None:
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 10**9))


def test_photos_are_embedded_and_found(shelf: Shelf) -> None:
    for number, colour in enumerate(("red", "green", "blue", "red", "yellow", "red")):
        make_photo(shelf.one / f"{number}.png", colour, mark=number)
    assert len(shelf.refresh()) == 6
    assert shelf.encoded() == 6
    hits = shelf.library.search(Query((Text("red"),), 3))
    names = {photo.path.name for photo in shelf.library.photos(hits.ids)}
    assert names == {"0.png", "3.png", "5.png"}


def test_nothing_new_is_nothing_to_do(shelf: Shelf) -> None:
    make_photo(shelf.one / "a.png", "red")
    (shelf.one / "bad.jpg").write_text("no picture")
    (shelf.one / "empty.jpg").touch()
    shelf.refresh()
    shelf.encoded()
    assert shelf.refresh() == set()
    shelf.reopen()
    assert shelf.refresh() == set()
    assert shelf.encoded() == 0


# --- the same bytes are never encoded twice -----------------------------------------------------


def test_copies_in_one_batch_are_encoded_once(shelf: Shelf) -> None:
    make_photo(shelf.one / "a.png", "red")
    for name in ("b.png", "c.png"):
        shutil.copy(shelf.one / "a.png", shelf.one / name)
    assert len(shelf.refresh()) == 3
    assert shelf.encoded() == 1
    assert set(shelf.colours().values()) == {"red"}


def test_copies_in_many_batches_are_encoded_once(shelf: Shelf) -> None:
    make_photo(shelf.one / "0.png", "red")
    for number in range(1, 30):
        shutil.copy(shelf.one / "0.png", shelf.one / f"{number}.png")
    assert len(shelf.refresh()) == 30
    assert shelf.encoded() == 1
    assert len(shelf.library.search(Query((Text("red"),)))) == 30


def test_a_later_copy_is_another_photo_and_not_encoded(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    number = shelf.id_of(a)
    shelf.encoded()
    for copy in (shelf.one / "b.png", shelf.two / "c.png"):
        shutil.copy(a, copy)
    assert len(shelf.refresh()) == 2
    assert shelf.encoded() == 0
    assert shelf.id_of(a) == number
    assert shelf.colours() == {"one/a.png": "red", "one/b.png": "red", "two/c.png": "red"}


def test_a_touched_file_is_not_encoded(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    before = shelf.photo(a)
    assert before is not None
    shelf.encoded()
    touch(a)
    assert shelf.refresh() == {before.id}
    assert shelf.encoded() == 0
    after = shelf.photo(a)
    assert after is not None
    assert (after.id, after.stat.mtime_ns) == (before.id, a.stat().st_mtime_ns)
    assert shelf.refresh() == set()


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


# --- unreadable files ---------------------------------------------------------------------------


def test_an_unreadable_file_is_noted_once_and_tried_again_when_it_changes(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = shelf.one / "bad.png"
    bad.write_text("no picture")
    [number] = shelf.refresh()
    [problem] = shelf.library.problems()
    assert problem.path == bad
    assert str(problem.reason).endswith(".")
    tried: list[bytes] = []
    decode = indexing.decode
    monkeypatch.setattr(
        indexing, "decode", lambda data, **options: tried.append(data) or decode(data, **options)
    )
    assert shelf.refresh() == set()
    assert tried == []
    make_photo(bad, "red")
    assert shelf.refresh() == {number}
    assert len(tried) == 1
    assert shelf.library.problems() == []
    assert shelf.colours() == {"one/bad.png": "red"}


def test_a_photo_that_is_damaged_and_then_restored(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shutil.copy(a, shelf.place / "backup")
    shelf.refresh()
    number = shelf.id_of(a)
    a.write_bytes(a.read_bytes()[:60])
    assert shelf.refresh() == {number}
    assert shelf.library.count_photos() == (0, 1)
    assert len(shelf.library.search(Query((Text("red"),)))) == 0
    shutil.copy(shelf.place / "backup", a)
    assert shelf.refresh() == {number}
    assert shelf.library.count_photos() == (1, 0)
    assert shelf.colours() == {"one/a.png": "red"}


def test_a_file_whose_permission_comes_back_is_read_though_it_did_not_change(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = make_photo(shelf.one / "a.png", "red")

    def refuse(path: Path) -> None:
        raise UnreadablePhoto("There is no permission to read the file.")

    with monkeypatch.context() as patch:
        patch.setattr(indexing, "read", refuse)  # root may read everything
        [number] = shelf.refresh()
        assert [problem.path for problem in shelf.library.problems()] == [a]
        assert shelf.refresh() == set()
    assert shelf.refresh() == {number}
    assert shelf.colours() == {"one/a.png": "red"}


def test_copies_of_a_damaged_file_are_not_decoded_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf.one / "a.jpg").write_text("no picture")
    shelf.refresh()
    shutil.copy(shelf.one / "a.jpg", shelf.one / "b.jpg")
    monkeypatch.setattr(indexing, "decode", None)
    shelf.refresh()
    reasons = {str(problem.reason) for problem in shelf.library.problems()}
    assert (shelf.library.count_photos(), len(reasons)) == ((0, 2), 1)


def test_a_file_that_goes_while_it_waits_is_no_photo(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    steps = shelf.library.refresh()
    assert next(steps).changed == ()
    a.unlink()
    assert [number for step in steps for number in step.changed] == []
    assert shelf.library.count_photos() == (0, 0)


def test_a_twin_that_is_overwritten_while_its_copy_waits(shelf: Shelf) -> None:
    """The last file was looked up in time to be known, and has to be read after all."""
    names = [shelf.one / f"{number}.png" for number in range(6)]
    for number, name in enumerate(names):
        make_photo(name, "red", mark=number)
    shelf.refresh()
    shelf.encoded()
    shutil.copy(names[0], names[5])
    make_photo(names[0], "blue")
    for name in names:
        touch(name)
    shelf.refresh()
    assert shelf.colours() == {f"one/{n}.png": "red" if n else "blue" for n in range(6)}
    assert shelf.encoded() == 2


# --- stopping midway ----------------------------------------------------------------------------


def test_closing_the_job_midway_keeps_whole_batches(shelf: Shelf) -> None:
    for number in range(20):
        make_photo(shelf.one / f"{number:02}.png", "red", mark=number)
    steps = shelf.library.refresh()
    changed: set[int] = set()
    while not changed:
        changed.update(next(steps).changed)
    steps.close()
    assert len(changed) == shelf.encoder.batch_size
    assert set(shelf.library.newest().tolist()) == changed
    assert set(shelf.library.search(Query((Text("red"),))).ids.tolist()) == changed
    assert len(shelf.refresh()) == 16
    assert shelf.encoded() == 20


def test_a_batch_whose_storing_fails_leaves_nothing(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        make_photo(shelf.one / f"{number}.png", "red", mark=number)

    def fail(*arguments: object) -> None:
        raise RuntimeError("in between")

    with monkeypatch.context() as patch:
        patch.setattr(shelf.library._catalog, "save_vectors", fail)
        with pytest.raises(RuntimeError, match="in between"):
            shelf.refresh()
    assert shelf.library.count_photos() == (0, 0)
    assert len(shelf.library.search(Query((Text("red"),)))) == 0
    assert len(shelf.refresh()) == 8


def test_searching_gives_the_same_after_reopening(shelf: Shelf) -> None:
    for number in range(40):
        make_photo(shelf.one / f"{number}.png", ("red", "blue")[number % 2], mark=number)
    make_photo(shelf.one / "0.png", "green")
    shelf.refresh()
    (shelf.one / "1.png").unlink()
    shelf.refresh()
    before = shelf.library.search(Query((Text("red"),)))
    shelf.reopen()
    after = shelf.library.search(Query((Text("red"),)))
    assert sorted(after.ids.tolist()) == sorted(before.ids.tolist())
    # The rows lie in another order now, and BLAS may add up each of them otherwise.
    np.testing.assert_allclose(after.scores, before.scores, rtol=0, atol=1e-6)


def test_a_crash_before_the_index_is_saved_loses_nothing(shelf: Shelf, tmp_path: Path) -> None:
    for number in range(12):
        make_photo(shelf.one / f"{number}.png", "red", mark=number)
    shelf.refresh()
    shutil.copytree(tmp_path / "library", tmp_path / "crashed")
    other = Library(tmp_path / "crashed")
    other.use(shelf.encoder)
    assert other.check() == []
    assert len(other.search(Query((Text("red"),)))) == 12
    assert len(other.search(Query((LikePhoto(int(other.newest(1)[0])),)))) == 12
    other.close()


# --- another model ------------------------------------------------------------------------------


class OtherEncoder(ColourEncoder):
    key = "colours-2"


def test_another_model_embeds_all_photos_again(shelf: Shelf) -> None:
    for number, colour in enumerate(("red", "blue", "green")):
        make_photo(shelf.one / f"{number}.png", colour)
    (shelf.one / "bad.jpg").write_text("no picture")
    shelf.refresh()
    before = shelf.colours()
    shelf.encoder = OtherEncoder()
    shelf.library.use(shelf.encoder)
    assert len(shelf.library.search(Query((Text("red"),)))) == 0
    assert shelf.library.status(shelf.encoder.key, "", "").waiting == 3
    assert len(shelf.refresh()) == 3
    assert shelf.encoded() == 3
    assert shelf.colours() == before
    shelf.encoder = ColourEncoder()
    shelf.library.use(shelf.encoder)
    assert shelf.refresh() == set()
    assert shelf.colours() == before


def test_what_changed_under_another_model_is_embedded_again(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    shelf.encoder = OtherEncoder()
    shelf.library.use(shelf.encoder)
    shelf.refresh()
    make_photo(a, "blue")
    touch(a)
    shelf.refresh()
    shelf.encoder = ColourEncoder()
    shelf.library.use(shelf.encoder)
    shelf.refresh()
    assert shelf.colours() == {"one/a.png": "blue"}


def test_a_file_that_moves_while_the_model_changes_stays_the_same_photo(shelf: Shelf) -> None:
    a = make_photo(shelf.one / "a.png", "red")
    shelf.refresh()
    number = shelf.id_of(a)
    shelf.encoder = OtherEncoder()
    shelf.library.use(shelf.encoder)
    a.rename(shelf.two / "b.png")
    assert shelf.refresh() == {number}
    assert shelf.id_of(shelf.two / "b.png") == number
    assert shelf.colours() == {"two/b.png": "red"}


def test_photos_that_change_or_cannot_be_read_while_another_model_embeds_are_still_found(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = make_photo(shelf.one / "a.png", "red"), make_photo(shelf.one / "b.png", "blue")
    shelf.refresh()
    make_photo(a, "green")
    touch(a)
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "read", lambda path: _refuse(path) if path == b else read(path))
        for _ in shelf.library.embed_for(OtherEncoder()):
            pass
    assert shelf.colours() == {"one/a.png": "red", "one/b.png": "blue"}
    shelf.refresh()
    assert shelf.colours() == {"one/a.png": "green", "one/b.png": "blue"}
    for _ in shelf.library.embed_for(OtherEncoder()):
        pass
    shelf.encoder = OtherEncoder()
    shelf.library.use(shelf.encoder)
    assert shelf.colours() == {"one/a.png": "green", "one/b.png": "blue"}


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
        patch.setattr(indexing, "read", _refuse)
        touch(a)
        shelf.refresh()
        assert shelf.photo(a) is None
    a.rename(shelf.two / "b.png")
    shelf.refresh()
    assert accepted(shelf) == {"two/b.png"}


def _refuse(path: Path) -> tuple[bytes, object]:
    raise UnreadablePhoto("The file cannot be read: Input/output error.")
