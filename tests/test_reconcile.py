"""Disk against catalog, on real folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoclip import reconcile
from photoclip.catalog import Catalog
from photoclip.domain import FileStat, Photo, PhotoFacts
from photoclip.reconcile import Changes, compare, has_moved, is_gone
from photoclip.sidecar_store import SidecarStore


class World:
    """A folder of the library, its catalog, and what a look at the disk finds."""

    def __init__(self, place: Path) -> None:
        self.root = place / "photos"
        self.root.mkdir()
        self.catalog = Catalog(place / "photoclip.db")
        self.folder_id = self.catalog.add_folder(self.root)

    def write(self, path: str, text: str = "x") -> Path:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        return place

    def know(self, *paths: str) -> list[int]:
        """Take photos into the catalog as they are on the disk; returns their ids."""
        ids = []
        for path in paths:
            found = (self.root / path).stat()
            stat = FileStat(found.st_size, found.st_mtime_ns)
            facts = PhotoFacts(1, 1)
            ids.append(self.catalog.save_photo(self.folder_id, path, stat, path, facts))
        return ids

    def look(self, *paths: str) -> Changes:
        [folder] = self.catalog.folders()
        *pauses, changes = compare(self.catalog, folder, set(paths) or None)
        assert not any(pauses)
        assert changes is not None
        return changes

    def photo(self, photo_id: int) -> Photo:
        [photo] = self.catalog.photos([photo_id])
        return photo

    def is_gone(self, photo_id: int) -> bool:
        return is_gone(self.catalog, self.photo(photo_id))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.catalog.close()


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """The places that are mount points; mounting for real takes privileges that tests lack."""
    places: set[Path] = set()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) in places)
    return places


def test_photos_are_found_in_all_subfolders_and_nothing_else_is(world: World) -> None:
    photos = ["a.jpg", "b.PNG", "sub/c.heic", "sub/sub/d.webp", "with space/é.tiff"]
    others = ["notes.txt", "a.xmp", "noextension", ".hidden.jpg", "._a.jpg", "film.mp4"]
    skipped = [".git/a.jpg", "@eaDir/a.jpg", "sub/.thumbnails/a.jpg", "$RECYCLE.BIN/a.jpg"]
    for path in photos + others + skipped:
        world.write(path)
    os.mkfifo(world.root / "pipe.jpg")
    (world.root / "folder.jpg").mkdir()
    assert sorted(world.look().touched) == sorted(photos)


def test_an_unchanged_folder_has_no_changes(world: World) -> None:
    world.write("a.jpg")
    world.write("sub/b.jpg")
    world.know("a.jpg", "sub/b.jpg")
    assert world.look() == Changes()


def test_a_new_size_or_another_mtime_is_a_change_and_new_files_come_first(world: World) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        world.write(name)
    world.know("a.jpg", "b.jpg", "c.jpg")
    stat = (world.root / "a.jpg").stat()
    world.write("a.jpg", "longer")
    os.utime(world.root / "a.jpg", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    os.utime(world.root / "c.jpg", ns=(0, 5))
    world.write("z.jpg")
    assert world.look().touched == ["z.jpg", "a.jpg", "c.jpg"]


def test_files_and_folders_that_are_gone(world: World) -> None:
    for path in ("a.jpg", "b.jpg", "sub/c.jpg", "sub/deep/d.jpg"):
        world.write(path)
    _, b, c, d = world.know("a.jpg", "b.jpg", "sub/c.jpg", "sub/deep/d.jpg")
    (world.root / "b.jpg").unlink()
    (world.root / "sub").rename(world.root.parent / "elsewhere")
    assert sorted(world.look().gone) == [b, c, d]
    assert all(world.is_gone(number) for number in (b, c, d))


def test_a_folder_or_pipe_in_the_place_of_a_photo_means_it_is_gone(world: World) -> None:
    world.write("a.jpg").touch()
    [number] = world.know("a.jpg")
    assert not world.is_gone(number)
    (world.root / "a.jpg").unlink()
    (world.root / "a.jpg").mkdir()
    assert world.look().gone == [number]
    assert world.is_gone(number)


def test_a_file_in_the_place_of_a_folder_means_its_photos_are_gone(world: World) -> None:
    world.write("sub/a.jpg")
    [number] = world.know("sub/a.jpg")
    (world.root / "sub/a.jpg").unlink()
    (world.root / "sub").rmdir()
    world.write("sub")
    assert world.look().gone == [number]
    assert world.is_gone(number)


# --- looking at parts ---------------------------------------------------------------------------


def test_a_look_at_a_part_sees_only_that(world: World) -> None:
    for path in ("a.jpg", "sub/b.jpg", "sub/deep/c.jpg", "subway/d.jpg"):
        world.write(path)
    assert world.look("a.jpg").touched == ["a.jpg"]
    assert sorted(world.look("sub").touched) == ["sub/b.jpg", "sub/deep/c.jpg"]
    assert sorted(world.look("sub/deep", "a.jpg").touched) == ["a.jpg", "sub/deep/c.jpg"]
    assert len(world.look(".", "sub").touched) == 4


def test_nested_parts_are_looked_at_once(world: World) -> None:
    for path in ("sub/b.jpg", "sub/deep/c.jpg"):
        world.write(path)
    touched = world.look("sub", "sub/deep", "sub/deep/c.jpg", "sub/b.jpg").touched
    assert sorted(touched) == ["sub/b.jpg", "sub/deep/c.jpg"]


def test_a_part_that_is_gone(world: World) -> None:
    for path in ("a.jpg", "sub/b.jpg", "sub/deep/c.jpg"):
        world.write(path)
    a, b, c = world.know("a.jpg", "sub/b.jpg", "sub/deep/c.jpg")
    for path in ("a.jpg", "sub/b.jpg", "sub/deep/c.jpg"):
        (world.root / path).unlink()
    assert world.look("a.jpg").gone == [a]
    assert sorted(world.look("sub").gone) == [b, c]
    assert world.look("never").gone == []


@pytest.mark.parametrize(
    "part", ["notes.txt", ".git/a.jpg", "@eaDir/deep/a.jpg", ".git", "@eaDir", "._a.jpg"]
)
def test_parts_that_are_no_photos(world: World, part: str) -> None:
    for path in ("notes.txt", ".git/a.jpg", "@eaDir/deep/a.jpg", "._a.jpg"):
        world.write(path)
    assert world.look(part) == Changes()


# --- links --------------------------------------------------------------------------------------


def test_sidecars_that_are_new_changed_or_gone(world: World) -> None:
    store = SidecarStore(world.catalog.database)
    for path in ("a.xmp", "sub/b.jpg.XMP", ".hidden.xmp", "@eaDir/c.xmp"):
        world.write(path)
    found = world.look().sidecars
    assert set(found) == {"a.xmp", "sub/b.jpg.XMP"}
    for path, stat in found.items():
        store.note(world.folder_id, path, stat)
    assert world.look().sidecars == {}
    changed = world.write("a.xmp", "longer").stat()
    (world.root / "sub" / "b.jpg.XMP").unlink()
    assert world.look("sub").sidecars == {"sub/b.jpg.XMP": None}
    assert world.look("a.xmp").sidecars == {"a.xmp": FileStat(6, changed.st_mtime_ns)}
    assert set(world.look().sidecars) == {"a.xmp", "sub/b.jpg.XMP"}


def test_sidecars_on_a_drive_that_is_away_are_not_gone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.write("sub/a.xmp")
    store = SidecarStore(world.catalog.database)
    for path, stat in world.look().sidecars.items():
        store.note(world.folder_id, path, stat)
    real = os.scandir

    def scandir(place: Path) -> object:
        if Path(place).name == "sub":
            raise PermissionError
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    assert world.look().sidecars == {}


def test_linked_folders_are_seen_once_and_at_their_real_place(world: World) -> None:
    world.write("m/real/a.jpg")
    (world.root / "z").symlink_to(world.root / "m" / "real")
    (world.root / "a").symlink_to(world.root / "m")
    (world.root / "m" / "loop").symlink_to(world.root)
    (world.root / "self").symlink_to("self")
    assert world.look().touched == ["m/real/a.jpg"]


def test_a_link_to_a_folder_elsewhere_is_followed(world: World) -> None:
    outside = world.root.parent / "outside"
    outside.mkdir()
    (outside / "a.jpg").write_text("x")
    (world.root / "link").symlink_to(outside)
    assert world.look().touched == ["link/a.jpg"]


def test_a_link_to_nowhere_keeps_its_photos(world: World) -> None:
    outside = world.root.parent / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "a.jpg").write_text("x")
    (world.root / "link").symlink_to(outside)
    (world.root / "b.jpg").symlink_to(outside / "deep" / "a.jpg")
    ids = world.know("link/deep/a.jpg", "b.jpg")
    outside.rename(world.root.parent / "unplugged")
    assert world.look().gone == []
    assert not any(world.is_gone(number) for number in ids)
    (world.root / "link").unlink()
    (world.root / "b.jpg").unlink()
    assert sorted(world.look().gone) == ids
    assert all(world.is_gone(number) for number in ids)


# --- what cannot be seen ------------------------------------------------------------------------


def test_a_folder_that_cannot_be_listed_keeps_its_photos(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.write("a.jpg")
    world.write("sub/b.jpg")
    _, b = world.know("a.jpg", "sub/b.jpg")
    (world.root / "a.jpg").unlink()
    scandir = os.scandir

    def refuse(place: Path) -> Iterator[os.DirEntry[str]]:
        if Path(place).name == "sub":
            raise PermissionError(13, "no")
        return scandir(place)

    monkeypatch.setattr(reconcile.os, "scandir", refuse)  # root may list everything
    changes = world.look()
    assert len(changes.gone) == 1
    assert b not in changes.gone
    assert list(changes.unlisted) == ["sub"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root sees it all")
def test_a_folder_without_permission_keeps_its_photos(world: World) -> None:
    world.write("sub/deep/b.jpg")
    [number] = world.know("sub/deep/b.jpg")
    (world.root / "sub").chmod(0)
    try:
        changes = world.look()
        assert (changes.touched, changes.gone) == ([], [])
        assert "may not be read" in str(changes.unlisted["sub"])
        assert not world.is_gone(number)
    finally:
        (world.root / "sub").chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root sees it all")
def test_a_folder_whose_names_alone_can_be_read_is_told(world: World) -> None:
    world.write("sub/a.jpg")
    [number] = world.know("sub/a.jpg")
    world.write("sub/b.jpg")
    (world.root / "sub").chmod(0o444)
    try:
        changes = world.look()
        assert (changes.touched, changes.gone) == ([], [])
        assert list(changes.unlisted) == ["sub"]
        assert not world.is_gone(number)
    finally:
        (world.root / "sub").chmod(0o755)


def test_a_disk_that_fails_keeps_its_photos(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write("a.jpg")
    [number] = world.know("a.jpg")
    (world.root / "a.jpg").unlink()
    assert world.is_gone(number)

    def fail(path: Path) -> os.stat_result:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "lstat", fail)
    assert not world.is_gone(number)


def test_nothing_is_gone_while_the_root_is_missing(world: World) -> None:
    world.write("a.jpg")
    [number] = world.know("a.jpg")
    world.root.rename(world.root.parent / "unplugged")
    assert not world.is_gone(number)
    world.root.mkdir()
    assert world.is_gone(number)


def test_mount_points_are_reported(world: World, mounted: set[Path]) -> None:
    world.write("sub/drive/a.jpg")
    mounted |= {world.root, world.root / "sub" / "drive"}
    assert world.look().mounts == ["", "sub/drive"]


@pytest.mark.parametrize("place", ["", "sub", "sub/drive"])
def test_nothing_is_gone_below_a_mount_point_that_is_none_now(
    world: World, mounted: set[Path], place: str
) -> None:
    world.write("sub/drive/a.jpg")
    [number] = world.know("sub/drive/a.jpg")
    world.catalog.note_mounts(world.folder_id, [place])
    (world.root / "sub/drive/a.jpg").unlink()
    for part in ((), ("sub",), ("sub/drive/a.jpg",)):
        assert world.look(*part).gone == []
    assert not world.is_gone(number)
    mounted.add(world.root / place)
    assert world.look().gone == [number]
    assert world.is_gone(number)


# --- moves --------------------------------------------------------------------------------------


def test_a_photo_has_moved_when_its_old_place_is_empty(world: World) -> None:
    world.write("a.jpg")
    [number] = world.know("a.jpg")
    copy = world.write("b.jpg")
    assert not has_moved(world.catalog, world.photo(number), copy)
    (world.root / "a.jpg").unlink()
    assert has_moved(world.catalog, world.photo(number), copy)


def test_a_hard_link_is_no_move(world: World) -> None:
    world.write("a.jpg")
    [number] = world.know("a.jpg")
    (world.root / "b.jpg").hardlink_to(world.root / "a.jpg")
    assert not has_moved(world.catalog, world.photo(number), world.root / "b.jpg")


def test_another_case_is_a_move_where_case_is_ignored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system that ignores case, told by a listing that has only the new name."""
    world.write("sub/a.jpg")
    [number] = world.know("sub/a.jpg")
    (world.root / "sub" / "A.JPG").hardlink_to(world.root / "sub" / "a.jpg")
    renamed = world.root / "sub" / "A.JPG"
    assert not has_moved(world.catalog, world.photo(number), renamed)
    monkeypatch.setattr(
        reconcile.os, "listdir", lambda place: ["sub"] if place == world.root else ["A.JPG"]
    )
    assert has_moved(world.catalog, world.photo(number), renamed)


def test_scanning_pauses_now_and_then(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "_SCAN_STEP", 2)
    for number in range(9):
        world.write(f"{number % 3}/{number}.jpg")
    [folder] = world.catalog.folders()
    *pauses, changes = compare(world.catalog, folder)
    assert pauses == [None] * 8  # 12 entries, and after photos and sidecars were compared
    assert changes is not None
    assert len(changes.touched) == 9
