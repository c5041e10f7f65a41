"""What becomes of photos and vectors when files come, are copied or cannot be read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from file_shelf import Shelf, refuse, touch
from support import ColourEncoder, make_photo

from photoclip import indexing
from photoclip.domain import LikePhoto, Query, Text
from photoclip.errors import UnreadablePhoto
from photoclip.images import read
from photoclip.library import Library


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    assert shelf.library.check() == []
    shelf.library.close()


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
        patch.setattr(indexing, "read", lambda path: refuse(path) if path == b else read(path))
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
