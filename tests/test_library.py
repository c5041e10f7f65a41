"""The core's one door: folders, questions, and the index kept in step."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support import ColourEncoder, make_photo

from photoclip import refreshing, vectors
from photoclip.changes import Rate
from photoclip.choices import EXCLUDED
from photoclip.domain import Query, Text
from photoclip.errors import PhotoClipError
from photoclip.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = open_library(tmp_path / "library")
    yield library
    library.close()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder with four photos, two of them in a subfolder."""
    for number, path in enumerate(("a.png", "b.png", "sub/c.png", "sub/d.png")):
        make_photo(tmp_path / "photos" / path, ("red", "blue")[number % 2], mark=number)
    return tmp_path / "photos"


def open_library(root: Path) -> Library:
    library = Library(root)
    library.use(ColourEncoder())
    return library


def refresh(library: Library, *arguments: object) -> set[int]:
    return {number for step in library.refresh(*arguments) for number in step.changed}  # type: ignore[arg-type]


def paths(library: Library) -> set[str]:
    return {photo.path.name for photo in library.photos(library.newest())}


# --- folders ------------------------------------------------------------------------------------


def test_a_folder_is_added_once(library: Library, photos: Path) -> None:
    folder = library.add_folder(photos)
    assert (folder.path, folder.online, folder.photos) == (photos, True, 0)
    (photos.parent / "link").symlink_to(photos)
    for again in (photos, photos / "sub" / "..", photos.parent / "link"):
        with pytest.raises(PhotoClipError, match=r"photos is already in the library\.$"):
            library.add_folder(again)
    assert library.folders() == [folder]


def test_nested_folders_are_refused_both_ways(library: Library, photos: Path) -> None:
    library.add_folder(photos)
    with pytest.raises(PhotoClipError, match=r"sub is already covered by the folder .*photos\.$"):
        library.add_folder(photos / "sub")
    with pytest.raises(PhotoClipError, match=r"contains the folder .*photos; remove that one"):
        library.add_folder(photos.parent)
    (photos.parent / "photos2").mkdir()
    assert library.add_folder(photos.parent / "photos2").path == photos.parent / "photos2"


def test_what_is_no_folder_is_refused(library: Library, photos: Path) -> None:
    with pytest.raises(PhotoClipError, match=r"a\.png is a file, not a folder\.$"):
        library.add_folder(photos / "a.png")
    with pytest.raises(PhotoClipError, match=r"^There is no folder .*missing\.$"):
        library.add_folder(photos / "missing")
    (photos / "loop").symlink_to("loop")
    with pytest.raises(PhotoClipError, match=r"^There is no folder .*loop\.$"):
        library.add_folder(photos / "loop")
    assert library.folders() == []


def test_several_folders_are_added_all_or_none(library: Library, photos: Path) -> None:
    other = photos.parent / "other"
    other.mkdir()
    for refused in (photos / "missing", photos / "sub", other):
        with pytest.raises(PhotoClipError):
            library.add_folders([photos, other, refused])
        assert library.folders() == []
    assert [folder.path for folder in library.add_folders([photos, other])] == [photos, other]


def test_a_removed_folder_takes_its_photos_along_and_leaves_the_files(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    make_photo(tmp_path / "other" / "e.png", "red")
    library.add_folders([photos, tmp_path / "other"])
    refresh(library)
    library.remove_folder(library.find_folder(photos).id)
    assert paths(library) == {"e.png"}
    assert len(library.search(Query((Text("red"),)))) == 1
    assert library.check() == []
    assert (photos / "sub" / "d.png").exists()
    with pytest.raises(PhotoClipError, match=r"photos is not a folder of the library\.$"):
        library.find_folder(photos)


def test_a_removed_folder_comes_back_with_all_that_was_known_of_it(
    library: Library, photos: Path
) -> None:
    folder = library.add_folder(photos)
    refresh(library)
    before = library.search(Query((Text("red"),)))
    library.remove_folder(folder.id)
    assert len(library.search(Query((Text("red"),)))) == 0
    library.restore_folder(folder.id)
    after = library.search(Query((Text("red"),)))
    assert after.ids.tolist() == before.ids.tolist()
    assert after.scores.tolist() == before.scores.tolist()
    assert library.check() == []


def test_a_removed_folder_stays_removed_where_another_could_not_be_added(
    library: Library, photos: Path
) -> None:
    folder = library.add_folder(photos)
    refresh(library)
    library.remove_folder(folder.id)
    with pytest.raises(PhotoClipError):
        library.add_folders([photos, photos / "missing"])
    assert len(library.search(Query((Text("red"),)))) == 0
    assert library.check() == []


def test_a_photo_that_moved_out_of_a_removed_folder_is_found_where_it_is_now(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    make_photo(tmp_path / "other" / "e.png", "blue")
    folder, _ = library.add_folders([photos, tmp_path / "other"])
    refresh(library)
    library.remove_folder(folder.id)
    (photos / "a.png").rename(tmp_path / "other" / "a.png")
    refresh(library)
    hits = library.search(Query((Text("red"),), 1))
    assert [photo.path for photo in library.photos(hits.ids)] == [tmp_path / "other" / "a.png"]
    assert library.check() == []
    library.restore_folder(folder.id)
    assert library.check() == []


def test_a_folder_removed_before_the_last_start_is_forgotten_in_small_steps(saved: Path) -> None:
    library = open_library(saved)
    folder = library.folders()[0]
    library.remove_folder(folder.id)
    library.close()
    library = open_library(saved)
    while library.tend():
        pass
    with pytest.raises(PhotoClipError, match=r"^That folder cannot be brought back"):
        library.restore_folder(folder.id)
    assert library.check() == []
    library.close()


def test_a_folder_added_around_a_removed_one_has_each_photo_once(
    library: Library, photos: Path
) -> None:
    inner = library.add_folder(photos / "sub")
    refresh(library)
    library.remove_folder(inner.id)
    library.add_folder(photos)
    refresh(library)
    names = [photo.path.name for photo in library.photos(library.newest())]
    assert sorted(names) == sorted(set(names))
    with pytest.raises(PhotoClipError, match="cannot be brought back"):
        library.restore_folder(inner.id)


def test_a_folder_that_is_away_can_be_found_and_removed(library: Library, photos: Path) -> None:
    library.add_folder(photos)
    photos.rename(photos.parent / "away")
    assert not library.find_folder(photos).online
    library.remove_folder(library.find_folder(photos).id)
    assert library.folders() == []


# --- refreshing ---------------------------------------------------------------------------------


def test_without_an_encoder_there_is_no_refreshing(tmp_path: Path, photos: Path) -> None:
    library = Library(tmp_path / "library")
    library.add_folder(photos)
    with pytest.raises(PhotoClipError, match=r"^The model is not ready yet\.$"):
        refresh(library)
    library.close()


def test_steps_tell_how_far_it_is(library: Library, photos: Path) -> None:
    library.add_folder(photos)
    for number in range(5):
        make_photo(photos / f"more{number}.png", "green", mark=number)
    steps = list(library.refresh())
    assert [(step.done, step.total) for step in steps if step.total] == [(4, 9), (8, 9), (9, 9)]
    assert sorted(n for step in steps for n in step.changed) == sorted(library.newest().tolist())


def test_one_folder_or_a_part_of_it_can_be_refreshed(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    make_photo(tmp_path / "other" / "e.png", "red")
    one, _ = library.add_folders([photos, tmp_path / "other"])
    refresh(library, one.id, {"sub/c.png"})
    assert paths(library) == {"c.png"}
    refresh(library, one.id, {"sub"})
    assert paths(library) == {"c.png", "d.png"}
    refresh(library, one.id)
    assert paths(library) == {"a.png", "b.png", "c.png", "d.png"}
    refresh(library)
    assert len(library.newest()) == 5


def test_a_folder_that_is_away_loses_nothing(library: Library, photos: Path) -> None:
    library.add_folder(photos)
    refresh(library)
    before = library.newest().tolist()
    photos.rename(photos.parent / "away")
    assert refresh(library) == set()
    assert library.newest().tolist() == before
    (photos.parent / "away").rename(photos)
    assert refresh(library) == set()


def test_a_drive_pulled_out_while_it_is_scanned_loses_nothing(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its mount point stays behind, an empty folder."""
    mounted = {photos}
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) in mounted)
    library.add_folder(photos)
    refresh(library)
    before = library.newest().tolist()
    steps = library.refresh()
    next(steps)
    mounted.clear()
    photos.rename(photos.parent / "drive")
    photos.mkdir()
    assert [n for step in steps for n in step.changed] == []
    for _ in range(2):
        assert refresh(library) == set()
        assert library.newest().tolist() == before
        assert not library.folders()[0].online
    photos.rmdir()
    (photos.parent / "drive").rename(photos)
    mounted.add(photos)
    assert library.folders()[0].online
    assert refresh(library) == set()


def test_many_photos_are_removed_in_steps(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "_REMOVE_STEP", 2)
    library.add_folder(photos)
    refresh(library)
    shutil.rmtree(photos / "sub")
    (photos / "a.png").unlink()
    removed = [len(step.changed) for step in library.refresh() if step.changed]
    assert removed == [2, 1]
    assert paths(library) == {"b.png"}
    assert library.check() == []


# --- questions ----------------------------------------------------------------------------------


def test_a_photo_is_found_by_its_file(library: Library, photos: Path, tmp_path: Path) -> None:
    (photos / "bad.jpg").write_text("no picture")
    library.add_folder(photos)
    refresh(library)
    (tmp_path / "link").symlink_to(photos / "sub")
    for path in (photos / "sub" / "c.png", tmp_path / "link" / "c.png"):
        photo = library.find_photo(path)
        assert photo is not None
        assert photo.path == photos / "sub" / "c.png"
    (tmp_path / "loop").symlink_to("loop")
    for path in (photos / "bad.jpg", photos / "none.png", tmp_path / "e.png", tmp_path / "loop"):
        assert library.find_photo(path) is None


def test_the_status_counts(library: Library, photos: Path) -> None:
    (photos / "bad.jpg").write_text("no picture")
    folder = library.add_folder(photos)
    key = ColourEncoder.key
    refresh(library)
    status = library.status(key, "Colours", "cpu")
    assert (status.photos, status.vectors, status.waiting) == (4, 4, 0)
    assert [problem.path for problem in status.unreadable] == [photos / "bad.jpg"]
    assert [(one.id, one.photos) for one in status.folders] == [(folder.id, 4)]
    assert (status.model, status.device, status.library) == ("Colours", "cpu", library.paths.root)
    assert library.status("another", "", "").waiting == 4


# --- the index ----------------------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a closed library whose vectors are all in the graph's file."""
    monkeypatch.setattr(vectors.VectorIndex.__init__, "__kwdefaults__", {"fresh_limit": 0})
    monkeypatch.setattr(vectors.VectorIndex.load.__func__, "__kwdefaults__", {"fresh_limit": 0})
    library = open_library(tmp_path / "library")
    library.add_folder(photos)
    refresh(library)
    while library.tend():
        pass
    library.close()
    assert (tmp_path / "library" / "index" / f"{ColourEncoder.key}.hnsw").exists()
    return tmp_path / "library"


def index_file(root: Path) -> Path:
    return root / "index" / f"{ColourEncoder.key}.hnsw"


def graph_size(library: Library) -> int:
    assert library._index is not None
    return len(library._index._alive)


def found(library: Library) -> set[str]:
    hits = library.search(Query((Text("red"),), 2))
    return {photo.path.name for photo in library.photos(hits.ids)}


def test_the_index_is_loaded_not_made_again(saved: Path) -> None:
    library = open_library(saved)
    assert graph_size(library) == 4
    assert found(library) == {"a.png", "c.png"}
    assert library.check() == []
    library.close()


@pytest.mark.parametrize("suffix", [".hnsw", ".json"])
def test_a_missing_or_damaged_index_is_made_again(saved: Path, suffix: str) -> None:
    path = index_file(saved).with_suffix(suffix)
    for spoil in (lambda: path.write_bytes(b"damaged"), path.unlink):
        spoil()
        library = open_library(saved)
        assert graph_size(library) == 0
        assert found(library) == {"a.png", "c.png"}
        assert library.check() == []
        while library.tend():
            pass
        library.close()
    library = open_library(saved)
    assert graph_size(library) == 4
    library.close()


def test_an_index_that_missed_removals_and_additions_catches_up(saved: Path, photos: Path) -> None:
    older = index_file(saved).read_bytes(), index_file(saved).with_suffix(".json").read_bytes()
    library = open_library(saved)
    (photos / "a.png").unlink()
    make_photo(photos / "e.png", "red", mark=99)
    refresh(library)
    while library.tend():
        pass
    library.close()
    index_file(saved).write_bytes(older[0])
    index_file(saved).with_suffix(".json").write_bytes(older[1])
    library = open_library(saved)
    assert graph_size(library) == 3
    assert found(library) == {"c.png", "e.png"}
    assert library.check() == []
    library.close()


def test_an_index_newer_than_the_database_is_made_again(
    saved: Path, photos: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A backup of the database was put back: its next vectors get numbers that the index has."""
    backup = (saved / "photoclip.db").read_bytes()
    library = open_library(saved)
    make_photo(photos / "e.png", "green")
    refresh(library)
    while library.tend():
        pass
    library.close()
    (saved / "photoclip.db").write_bytes(backup)
    (photos / "e.png").unlink()
    library = open_library(saved)
    assert graph_size(library) == 0
    assert "is of another library" in caplog.text
    assert len(vectors.VectorIndex.load(index_file(saved), ColourEncoder.key, 8)) == 0
    make_photo(photos / "f.png", "red", mark=98)
    refresh(library)
    library.close()
    library = open_library(saved)
    hits = library.search(Query((Text("red"),), 3))
    names = {photo.path.name for photo in library.photos(hits.ids)}
    assert names == {"a.png", "c.png", "f.png"}
    assert library.check() == []
    library.close()


def test_an_index_of_another_history_is_made_again(saved: Path) -> None:
    """The same numbers, but other vectors."""
    index = vectors.VectorIndex.load(index_file(saved), ColourEncoder.key, ColourEncoder.dim)
    other = vectors.VectorIndex(ColourEncoder.dim, fresh_limit=0)
    ids = sorted(index.ids)
    other.add(np.array(ids, np.int64), index.rows(ids[::-1]))
    other.absorb(10)
    other.save(index_file(saved), ColourEncoder.key)
    library = open_library(saved)
    assert found(library) == {"a.png", "c.png"}
    assert library.check() == []
    library.close()


def test_the_check_tells_what_is_wrong_with_the_index(saved: Path) -> None:
    library = open_library(saved)
    index = library._index
    assert index is not None
    number, other = sorted(index.ids)[:2]
    row = index.rows([number])
    index.remove([number])
    assert library.check() == ["1 vectors are not in both the index and the database."]
    index.add(np.array([number], np.int64), row)
    library._catalog.database.change(
        "UPDATE vector SET data = (SELECT data FROM vector WHERE id = ?) WHERE id = ?",
        (other, number),
    )
    assert library.check() == ["1 of some 500 vectors of the index are wrong."]
    library.close()


def test_the_check_tells_what_is_wrong_with_the_database(saved: Path) -> None:
    path = saved / "photoclip.db"
    table, name, rest = path.read_bytes().rpartition(b"sub/c.png")
    path.write_bytes(table + name.upper() + rest)
    library = Library(saved)
    sentences = library.check()
    assert sentences
    assert all(one.startswith("The database is damaged: ") for one in sentences)
    library.close()


def test_an_index_that_cannot_be_saved_stops_nothing(
    saved: Path, photos: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(saved / "index")
    (saved / "index").write_text("in the way")
    library = open_library(saved)
    while library.tend():
        pass
    library.close()
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert "could not be saved" in caplog.text
    library = open_library(saved)
    assert found(library) == {"a.png", "c.png"}
    library.close()


def test_the_index_is_no_pickle_and_says_what_it_is_of(saved: Path) -> None:
    note = json.loads(index_file(saved).with_suffix(".json").read_text())
    assert note["model"] == ColourEncoder.key
    assert note["dim"] == ColourEncoder.dim
    assert len(note["sha256"]) == 64


def test_excluded_photos_leave_and_come_back_with_their_marks(
    library: Library, photos: Path
) -> None:
    library.add_folder(photos)
    refresh(library)
    inner = library.find_photo(photos / "sub" / "d.png")
    assert inner is not None
    library.marks.rate(Rate.all([inner.id], 4))
    everything = paths(library)
    library.choices[EXCLUDED] = "sub"
    refresh(library)
    outside = {path.name for path in photos.iterdir() if path.is_file()}
    assert paths(library) == everything & outside < everything
    assert library.check() == []
    library.choices[EXCLUDED] = ""
    refresh(library)
    assert paths(library) == everything
    back = library.find_photo(photos / "sub" / "d.png")
    assert back is not None
    assert back.rating == 4
