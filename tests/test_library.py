"""The core's one door: folders, questions, and the index kept in step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ColourEncoder, make_photo, open_library, refresh

from photoclip import refreshing
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
    assert [(step.done, step.total) for step in steps if step.total] == [
        (0, 9),
        (4, 9),
        (8, 9),
        (9, 9),
    ]
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
