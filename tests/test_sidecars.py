from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support import make_photo
from test_xml_tree import HOSTILE

from photoclip import sidecars, xmp
from photoclip.domain import FileStat
from photoclip.errors import PhotoClipError
from photoclip.xmp import Wanted, change
from photoclip.xmp_packet import embed

SAMPLES = Path(__file__).parent / "samples" / "xmp"
DOG = Wanted("mine", ("animal|dog",), alt_text="A dog")
NOTHING = Wanted("mine")
LIGHTROOM = (SAMPLES / "lightroom.xmp").read_bytes()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return make_photo(tmp_path / "IMG 1.jpg", "red")


def keywords(photo: Path) -> tuple[str, ...]:
    found = sidecars.read(photo)
    return found.facts.keywords if found else ()


def only(plans: tuple[sidecars.WritePlan, ...]) -> sidecars.WritePlan:
    (one,) = plans
    return one


def said(one: sidecars.WritePlan) -> list[str]:
    return list(map(str, sidecars.describe(one)))


def all_files(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}


# --- where ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["IMG 1.jpg.xmp", "IMG 1.jpg.XMP", "IMG 1.xmp", "IMG 1.XMP"])
def test_a_sidecar_that_is_there_is_found_and_followed(photo: Path, name: str):
    path = photo.with_name(name)
    path.write_bytes(LIGHTROOM)
    assert sidecars.find(photo) == path
    assert sidecars.is_sidecar_name(name)
    assert sidecars.photos_beside(path) == [photo]
    for one in sidecars.plan(photo, DOG):
        sidecars.write(one)
    assert sorted(photo.parent.iterdir()) == sorted([photo, path])
    assert keywords(photo) == ("animal", "Dog", "Ünïcode & more")


def test_the_full_name_comes_before_the_short_one(photo: Path):
    photo.with_name("IMG 1.xmp").write_bytes(LIGHTROOM)
    full = photo.with_name("IMG 1.jpg.xmp")
    full.write_bytes(change(None, DOG).data)
    assert sidecars.find(photo) == full
    assert keywords(photo) == ("dog",)
    assert sidecars.photos_beside(photo.with_name("IMG 1.xmp")) == []


@pytest.mark.parametrize("twin", ["IMG 1.NEF", "IMG 1.dng", "IMG 1.heic", "IMG 1.PNG", "IMG 1.JPG"])
def test_a_short_name_that_may_be_another_files_is_let_alone(photo: Path, twin: str):
    short = photo.with_name("IMG 1.xmp")
    short.write_bytes(LIGHTROOM)
    if photo.with_name(twin).exists():
        pytest.skip("the file system ignores case")
    photo.with_name(twin).write_bytes(b"raw")
    assert sidecars.find(photo) is None
    assert sidecars.photos_beside(short) == []
    written = sidecars.write(only(sidecars.plan(photo, DOG)))
    assert written
    assert written.path == photo.with_name("IMG 1.jpg.xmp")
    assert short.read_bytes() == LIGHTROOM


def test_photos_are_found_from_a_sidecar_that_is_gone(photo: Path):
    assert sidecars.photos_beside(photo.with_name("IMG 1.jpg.xmp")) == [photo]
    assert sidecars.photos_beside(photo.with_name("IMG 1.xmp")) == [photo]
    assert sidecars.photos_beside(photo.with_name("IMG 2.xmp")) == []
    assert sidecars.photos_beside(photo.with_name("IMG 2.jpg.xmp")) == []
    assert not sidecars.is_sidecar_name("._IMG 1.jpg.xmp")


# --- reading ----------------------------------------------------------------------------------


def test_without_a_sidecar_the_photo_itself_is_read(photo: Path):
    assert sidecars.read(photo) is None
    photo.write_bytes(embed(photo.read_bytes(), LIGHTROOM))
    found = sidecars.read(photo)
    assert found
    assert found.path == photo
    assert found.stat == FileStat(photo.stat().st_size, photo.stat().st_mtime_ns)
    assert found.facts == xmp.read(LIGHTROOM)
    assert sidecars.read(photo, content=photo.read_bytes()) == found


def test_a_sidecar_comes_before_the_photo(photo: Path):
    photo.write_bytes(embed(photo.read_bytes(), LIGHTROOM))
    path = photo.with_name("IMG 1.jpg.xmp")
    path.write_bytes(change(None, DOG).data)
    found = sidecars.read(photo, "mine")
    assert found
    assert found.path == path
    assert found.facts.keywords == ("dog",)
    assert found.facts.words == ()


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_sidecar_is_one_sentence_and_stays(photo: Path, data: bytes):
    path = photo.with_name("IMG 1.jpg.xmp")
    path.write_bytes(data)
    before = all_files(photo.parent)
    with pytest.raises(
        PhotoClipError, match=r"^The tags in .*IMG 1\.jpg\.xmp cannot be read: .*\.$"
    ):
        sidecars.read(photo)
    one = only(sidecars.plan(photo, DOG))
    assert str(one.refusal).startswith(f"{path} is left as it is: it ")
    assert sidecars.describe(one) == (one.refusal,)
    assert not one.changes
    with pytest.raises(PhotoClipError, match="left as it is"):
        sidecars.write(one)
    assert all_files(photo.parent) == before


def test_a_sidecar_that_is_no_file_is_one_sentence(photo: Path):
    path = photo.with_name("IMG 1.jpg.xmp")
    path.mkdir()
    with pytest.raises(PhotoClipError, match="no ordinary file"):
        sidecars.read(photo)
    assert "no ordinary file" in str(only(sidecars.plan(photo, DOG)).refusal)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(photo: Path):
    os.mkfifo(photo.with_name("IMG 1.jpg.xmp"))
    with pytest.raises(PhotoClipError, match="no ordinary file"):
        sidecars.read(photo)


def test_a_photo_that_is_gone_is_one_sentence(tmp_path: Path):
    photo = tmp_path / "gone.jpg"
    with pytest.raises(PhotoClipError, match="cannot be read"):
        sidecars.read(photo)
    assert only(sidecars.plan(photo, DOG)).refusal
    assert only(sidecars.plan(photo, DOG, into_photo=True)).refusal
    assert not list(tmp_path.iterdir())


# --- a plan -----------------------------------------------------------------------------------


def test_a_plan_says_what_would_be_written_and_writes_nothing(photo: Path):
    before = all_files(photo.parent)
    one = only(sidecars.plan(photo, DOG))
    assert all_files(photo.parent) == before
    assert one.path == photo.with_name("IMG 1.jpg.xmp")
    assert one.creates
    assert (one.added, one.removed, one.alt_text) == (("animal|dog",), (), "A dog")
    assert said(one) == ["Adds “animal > dog”.", "Sets the alternative text “A dog”."]


def test_nothing_to_say_writes_nothing(photo: Path):
    one = only(sidecars.plan(photo, NOTHING))
    assert not one.changes
    assert said(one) == []
    assert sidecars.write(one) is None
    assert list(photo.parent.iterdir()) == [photo]


def test_what_the_photo_itself_says_already_needs_no_sidecar(photo: Path):
    photo.write_bytes(embed(photo.read_bytes(), change(None, replace(DOG, library="x")).data))
    assert not only(sidecars.plan(photo, DOG)).changes


def test_a_new_sidecar_begins_as_what_is_in_the_photo(photo: Path):
    photo.write_bytes(embed(photo.read_bytes(), LIGHTROOM))
    before = photo.read_bytes()
    one = only(sidecars.plan(photo, Wanted("mine", ("cat",))))
    assert one.creates
    assert one.added == ("cat",)
    sidecars.write(one)
    assert photo.read_bytes() == before
    assert keywords(photo) == ("animal", "Dog", "Ünïcode & more", "cat")
    assert b"crs:Exposure2012" in one.path.read_bytes()


def test_a_new_sidecar_does_not_begin_as_something_malformed(photo: Path):
    photo.write_bytes(embed(photo.read_bytes(), HOSTILE["entity bomb"]))
    sidecars.write(only(sidecars.plan(photo, DOG)))
    assert keywords(photo) == ("dog",)
    assert sidecars.plan(photo, DOG, into_photo=True)[1].refusal


# --- writing ----------------------------------------------------------------------------------


def test_what_is_written_can_be_taken_back(photo: Path):
    path = photo.with_name("IMG 1.xmp")
    path.write_bytes(LIGHTROOM)
    os.utime(path, ns=(1, 1))
    wanted = Wanted("mine", ("dog", "cat"))
    written = sidecars.write(only(sidecars.plan(photo, wanted)))
    assert written
    assert written.stat == FileStat(path.stat().st_size, path.stat().st_mtime_ns)
    assert written.stat.mtime_ns > 1
    assert written.content_hash is None
    assert not only(sidecars.plan(photo, wanted)).changes
    back = only(sidecars.plan(photo, NOTHING))
    assert said(back) == ["Takes out “cat”, “dog”."]
    sidecars.write(back)
    assert path.read_bytes() == LIGHTROOM


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_permissions_stay(photo: Path):
    path = photo.with_name("IMG 1.jpg.xmp")
    path.write_bytes(LIGHTROOM)
    path.chmod(0o640)
    sidecars.write(only(sidecars.plan(photo, DOG)))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("now", [b"", LIGHTROOM + b"\n", None])
def test_a_file_that_changed_after_the_plan_is_not_written(photo: Path, now: bytes | None):
    path = photo.with_name("IMG 1.jpg.xmp")
    path.write_bytes(LIGHTROOM)
    one = only(sidecars.plan(photo, DOG))
    path.unlink() if now is None else path.write_bytes(now)
    before = all_files(photo.parent)
    with pytest.raises(PhotoClipError, match="changed it meanwhile"):
        sidecars.write(one)
    assert all_files(photo.parent) == before


def test_a_sidecar_that_appeared_after_the_plan_is_not_written_over(photo: Path):
    one = only(sidecars.plan(photo, DOG))
    one.path.write_bytes(LIGHTROOM)
    with pytest.raises(PhotoClipError, match="changed it meanwhile"):
        sidecars.write(one)
    assert one.path.read_bytes() == LIGHTROOM


def test_a_file_that_changes_while_it_is_written_stays(photo: Path, monkeypatch):
    path = photo.with_name("IMG 1.jpg.xmp")
    path.write_bytes(LIGHTROOM)
    one = only(sidecars.plan(photo, DOG))
    sync = os.fsync

    def meanwhile(descriptor: int) -> None:
        sync(descriptor)
        path.write_bytes(b"another program's")

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(PhotoClipError, match="changed it meanwhile"):
        sidecars.write(one)
    assert path.read_bytes() == b"another program's"
    assert sorted(photo.parent.iterdir()) == sorted([photo, path])


def test_a_read_only_sidecar_is_one_sentence_and_stays(photo: Path):
    path = photo.with_name("IMG 1.jpg.xmp")
    path.write_bytes(LIGHTROOM)
    planned = only(sidecars.plan(photo, DOG))
    path.chmod(0o444)
    one = only(sidecars.plan(photo, DOG))
    assert str(one.refusal) == f"{path} is left as it is: it is read-only."
    with pytest.raises(PhotoClipError, match=r"^The tags cannot be written .* read-only\.$"):
        sidecars.write(planned)
    assert path.read_bytes() == LIGHTROOM
    assert keywords(photo)


def test_a_folder_that_refuses_is_one_sentence(photo: Path, monkeypatch):
    one = only(sidecars.plan(photo, DOG))
    monkeypatch.setattr(os, "access", lambda path, mode: path != photo.parent)
    assert str(only(sidecars.plan(photo, DOG)).refusal).endswith("its folder is read-only.")
    with pytest.raises(PhotoClipError, match="folder is read-only"):
        sidecars.write(one)
    assert list(photo.parent.iterdir()) == [photo]


def test_links_are_read_but_not_written(photo: Path, tmp_path: Path):
    target = tmp_path / "elsewhere" / "a.xmp"
    target.parent.mkdir()
    target.write_bytes(LIGHTROOM)
    path = photo.with_name("IMG 1.jpg.xmp")
    path.symlink_to(target)
    assert "Dog" in keywords(photo)
    assert str(only(sidecars.plan(photo, DOG)).refusal).endswith("it is a link to another file.")
    target.unlink()
    with pytest.raises(PhotoClipError, match="cannot be read"):
        sidecars.read(photo)
    assert only(sidecars.plan(photo, DOG)).refusal
    assert path.is_symlink()


CRASH = """
import os, sys
from pathlib import Path
from photoclip import sidecars
from photoclip.xmp import Wanted
plan = sidecars.plan(Path(sys.argv[1]), Wanted("mine", ("cat",)))[0]
Path.replace = lambda *_: os._exit(9)
sidecars.write(plan)
"""


def test_a_crash_before_the_file_is_in_place_leaves_the_old_one(photo: Path):
    path = photo.with_name("IMG 1.jpg.xmp")
    path.write_bytes(LIGHTROOM)
    crashed = subprocess.run([sys.executable, "-c", CRASH, str(photo)], check=False)
    assert crashed.returncode == 9
    assert path.read_bytes() == LIGHTROOM
    left = [p for p in photo.parent.iterdir() if p not in (photo, path)]
    assert [p.name[0] for p in left] == ["."]
    sidecars.write(only(sidecars.plan(photo, Wanted("mine", ("cat",)))))
    assert "cat" in keywords(photo)
    assert sorted(photo.parent.iterdir()) == sorted([photo, path])


def test_a_full_disk_is_one_sentence_and_leaves_the_old_one(photo: Path, monkeypatch):
    path = photo.with_name("IMG 1.jpg.xmp")
    path.write_bytes(LIGHTROOM)
    one = only(sidecars.plan(photo, DOG))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PhotoClipError, match=r"No space left on device\.$"):
        sidecars.write(one)
    assert path.read_bytes() == LIGHTROOM
    assert sorted(photo.parent.iterdir()) == sorted([photo, path])
