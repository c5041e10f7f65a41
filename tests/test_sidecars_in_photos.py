"""Tags that go into the photo files: what else is in them stays, and other programs read them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import struct
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from packet_pictures import segment, tiffs, two_pictures, webps
from PIL import Image
from support import make_photo
from test_iptc import with_iptc
from test_sidecars import DOG, LIGHTROOM, NOTHING, keywords, only

from photoclip import iptc, sidecars
from photoclip.domain import FileStat
from photoclip.errors import PhotoClipError
from photoclip.images import hash_content
from photoclip.xmp import NEW, Wanted, begin, read
from photoclip.xmp_packet import embed


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return make_photo(tmp_path / "IMG 1.jpg", "red")


WRITABLE = ["a.jpg", "a.png", "a.webp", "a.tif"]


@pytest.mark.parametrize("name", WRITABLE)
def test_tags_go_into_the_photo_and_its_pixels_stay(tmp_path: Path, name: str):
    photo = make_photo(tmp_path / name, "red")
    before, pixels = photo.read_bytes(), Image.open(photo).tobytes()
    os.utime(photo, ns=(1, 1_000_000_000))
    one = only(sidecars.plan(photo, DOG, into_photo=True))
    assert photo.read_bytes() == before
    written = sidecars.write(one)
    assert written
    assert written.path == photo
    assert written.stat == FileStat(photo.stat().st_size, photo.stat().st_mtime_ns)
    assert written.content_hash == hash_content(photo.read_bytes())
    assert written.hash_before == hash_content(before)
    assert Image.open(photo).tobytes() == pixels
    assert keywords(photo) == ("dog",)
    assert not only(sidecars.plan(photo, DOG, into_photo=True)).changes
    assert list(tmp_path.iterdir()) == [photo]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_photo_keeps_its_time_and_permissions_unless_nothing_else_would_show(photo: Path):
    os.utime(photo, ns=(1, 1_000_000_000))
    photo.chmod(0o640)
    for text, time in (("A dog", 1), ("A cat and another cat", 1), ("A cat and another dog", 3)):
        wanted = replace(DOG, alt_text=text)
        sidecars.write(only(sidecars.plan(photo, wanted, into_photo=True)))
        assert photo.stat().st_mtime_ns == time * 1_000_000_000
        assert stat.S_IMODE(photo.stat().st_mode) == 0o640


def test_what_the_disk_does_not_keep_is_not_put_in_place(photo: Path, monkeypatch):
    one = only(sidecars.plan(photo, DOG, into_photo=True))
    before = photo.read_bytes()
    sync = os.fsync

    def lose(descriptor: int) -> None:
        os.ftruncate(descriptor, 1000)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", lose)
    with pytest.raises(PhotoClipError, match="did not keep"):
        sidecars.write(one)
    assert photo.read_bytes() == before
    assert list(photo.parent.iterdir()) == [photo]


@pytest.mark.skipif(not hasattr(os, "link"), reason="no links here")
@pytest.mark.parametrize("kind", ["hard", "symbolic"])
def test_a_photo_that_is_in_several_places_gets_a_sidecar(photo: Path, tmp_path: Path, kind: str):
    other = tmp_path / "other" / "b.jpg"
    other.parent.mkdir()
    if kind == "hard":
        os.link(photo, other)
    else:
        other.symlink_to(photo)
    before = photo.read_bytes()
    one = only(sidecars.plan(other, DOG, into_photo=True))
    assert one.creates
    sidecars.write(one)
    assert photo.read_bytes() == before


@pytest.mark.parametrize("name", ["a.dng", "a.NEF", "a.cr2"])
def test_raw_files_get_a_sidecar(tmp_path: Path, name: str):
    photo = make_photo(tmp_path / "a.tif", "red").rename(tmp_path / name)
    assert only(sidecars.plan(photo, DOG, into_photo=True)).creates


@pytest.mark.parametrize("name", WRITABLE)
def test_a_photo_that_is_cut_short_or_hostile_is_no_worse_afterwards(tmp_path: Path, name: str):
    whole = make_photo(tmp_path / name, "red", size=(8, 8)).read_bytes()
    photo = tmp_path / f"b{Path(name).suffix}"
    for end in range(0, len(whole), 5):
        altered = bytearray(whole)
        altered[end] ^= 0xFF
        for data in (whole[:end], bytes(altered)):
            photo.write_bytes(data)
            if sentence := try_to_write(photo):
                assert re.fullmatch(r"(?s)(The tags|/).*\.", sentence)
                assert photo.read_bytes() == data
            else:
                assert sidecars.read(photo)
            for path in tmp_path.iterdir():
                if path.suffix == ".xmp":
                    assert photo.read_bytes() == data
                    path.unlink()
            assert {path.name for path in tmp_path.iterdir()} == {name, photo.name}


def try_to_write(photo: Path) -> str:
    """Why it was refused; "": it was not."""
    try:
        for one in sidecars.plan(photo, DOG, into_photo=True):
            sidecars.write(one)
    except PhotoClipError as error:
        return str(error)
    return ""


# --- IPTC-IIM -----------------------------------------------------------------------------------


@pytest.mark.parametrize("into_photo", [False, True])
@pytest.mark.parametrize("suffix", ["jpg", "tif"])
def test_older_keywords_are_read_and_taken_over(tmp_path: Path, suffix: str, into_photo: bool):
    photo = tmp_path / f"a.{suffix}"
    photo.write_bytes(with_iptc(suffix, [(2, 25, b"cat"), (2, 25, "Größe".encode())]))
    found = sidecars.read(photo, "mine")
    assert found
    assert found.path == photo
    assert found.facts.words == found.facts.keywords == ("cat", "Größe")
    assert not only(sidecars.plan(photo, NOTHING, into_photo=into_photo)).changes
    one = only(sidecars.plan(photo, DOG, into_photo=into_photo))
    said = list(map(str, sidecars.describe(one)))
    assert said == ["Adds “animal > dog”.", "Sets the alternative text “A dog”."]
    sidecars.write(one)
    found = sidecars.read(photo, "mine")
    assert found
    assert found.facts.keywords == ("cat", "Größe", "dog")
    assert found.facts.words == ("cat", "Größe")
    assert iptc.read(BytesIO(photo.read_bytes())).keywords == ("cat", "Größe")
    sidecars.write(only(sidecars.plan(photo, NOTHING, into_photo=into_photo)))
    assert keywords(photo) == ("cat", "Größe")


def test_a_caption_is_an_alternative_text_until_there_is_another(photo: Path):
    photo.write_bytes(with_iptc("jpg", [(2, 120, b"Grandma's birthday")]))
    found = sidecars.read(photo)
    assert found
    assert found.facts.alt_text == "Grandma's birthday"
    assert not found.facts.alt_text_is_ours
    made = replace(DOG, alt_text_is_made=True)
    sidecars.write(only(sidecars.plan(photo, made, into_photo=True)))
    found = sidecars.read(photo)
    assert found
    assert found.facts.alt_text == "Grandma's birthday"
    assert found.facts.keywords == ("dog",)


def test_xmp_counts_before_older_keywords(photo: Path):
    photo.write_bytes(embed(with_iptc("jpg", [(2, 25, b"cat")]), LIGHTROOM))
    assert keywords(photo) == ("animal", "Dog", "Ünïcode & more")


# --- other formats ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.gif", "a.bmp"])
def test_other_formats_get_a_sidecar(tmp_path: Path, name: str):
    photo = make_photo(tmp_path / name, "red")
    before = photo.read_bytes()
    one = only(sidecars.plan(photo, DOG, into_photo=True))
    assert one.creates
    sidecars.write(one)
    assert photo.read_bytes() == before
    assert keywords(photo) == ("dog",)


@pytest.mark.parametrize("into_photo", [False, True])
def test_a_photo_in_the_cloud_is_not_fetched(photo: Path, monkeypatch, into_photo: bool):
    inode = photo.stat().st_ino
    monkeypatch.setattr(sidecars, "is_placeholder", lambda status: status.st_ino == inode)
    [one] = sidecars.plan(photo, Wanted("us", ("Dog",)), into_photo=into_photo)
    assert one.path == photo.with_name(f"{photo.name}.xmp")
    assert "cloud" in str(one.refusal)
    with pytest.raises(PhotoClipError, match="cloud"):
        sidecars.read(photo)


def test_a_sidecar_that_is_there_is_written_besides_the_photo(photo: Path):
    path = photo.with_name("IMG 1.jpg.xmp")
    path.write_bytes(LIGHTROOM)
    cat = Wanted("mine", ("cat",))
    plans = sidecars.plan(photo, cat, into_photo=True)
    assert [one.path for one in plans] == [path, photo]
    for one in plans:
        sidecars.write(one)
    assert "cat" in keywords(photo)
    path.unlink()
    assert keywords(photo) == ("cat",)


def test_a_photo_that_changed_after_the_plan_keeps_its_new_pixels(photo: Path):
    one = only(sidecars.plan(photo, DOG, into_photo=True))
    make_photo(photo, "blue")
    pixels = Image.open(photo).tobytes()
    sidecars.write(one)
    assert Image.open(photo).tobytes() == pixels
    assert keywords(photo) == ("dog",)


def test_a_read_only_photo_or_one_that_got_other_tags_stays(photo: Path):
    one = only(sidecars.plan(photo, DOG, into_photo=True))
    photo.write_bytes(embed(photo.read_bytes(), LIGHTROOM))
    with pytest.raises(PhotoClipError, match="changed it meanwhile"):
        sidecars.write(one)
    photo.chmod(0o444)
    assert str(only(sidecars.plan(photo, DOG, into_photo=True)).refusal).endswith(
        "it is read-only."
    )


# --- other programs ---------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
@pytest.mark.parametrize("name", WRITABLE)
def test_exiftool_reads_what_is_in_a_photo_and_finds_it_sound(tmp_path: Path, name: str):
    photo = make_photo(tmp_path / name, "red")
    pixels = Image.open(photo).tobytes()
    sidecars.write(only(sidecars.plan(photo, DOG, into_photo=True)))
    assert Image.open(photo).tobytes() == pixels
    command = ["exiftool", "-json", "-G1", "-validate", "-warning", "-all", str(photo)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[0]
    assert found["XMP-dc:Subject"] == "dog"
    assert found["XMP-lr:HierarchicalSubject"] == "animal|dog"
    assert found["XMP-digiKam:TagsList"] == "animal/dog"
    assert found["XMP-iptcCore:AltTextAccessibility"] == "A dog"
    assert "Error" not in str(found["ExifTool:Validate"])
    command = ["exiftool", "-q", "-overwrite_original", "-XMP-dc:Subject+=cat", str(photo)]
    subprocess.run(command, check=True)
    assert keywords(photo) == ("dog", "cat")
    sidecars.write(only(sidecars.plan(photo, NOTHING, into_photo=True)))
    assert keywords(photo) == ("cat",)


RICH = {
    "two.jpg": two_pictures("<"),
    "two behind.jpg": embed(two_pictures(">", xmp="behind"), NEW),
    "older.jpg": with_iptc("jpg", [(2, 25, b"cat")]),
    **{f"{name}.webp": data for name, data in webps().items()},
    **{f"{name}.tif": data for name, data in tiffs().items() if name != "with one"},
}


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
@pytest.mark.parametrize("name", RICH)
def test_exiftool_finds_nothing_else_changed(tmp_path: Path, name: str):
    photo = tmp_path / name
    photo.write_bytes(RICH[name])

    def look() -> dict[str, object]:
        command = ["exiftool", "-json", "-G1", "-a", "-u", "-b", "-validate", "-warning"]
        command += ["-error", "-all", str(photo)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[0]
        return {
            name: value
            for name, value in found.items()
            if not name.startswith(("XMP", "System", "SourceFile")) and name not in MOVED
        }

    before = look()
    sidecars.write(only(sidecars.plan(photo, DOG, into_photo=True)))
    assert look() == before
    assert {"animal", "dog", "cat"} & set(keywords(photo))


# --- what extends a document ------------------------------------------------------------------


def extend(photo: Path, more: bytes, *, name: str = "") -> None:
    """Put a document into a JPEG, and what extends it behind it, in pieces out of order."""
    name = name or hashlib.md5(more).hexdigest().upper()
    note = f'xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="{name}"'
    document = LIGHTROOM.replace(b'rdf:about=""', f'rdf:about="" {note}'.encode(), 1)
    data = embed(photo.read_bytes(), document)
    half = len(more) // 2
    parts = b"".join(
        segment(
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\0"
            + name.encode()
            + struct.pack(">II", len(more), place)
            + piece,
        )
        for place, piece in ((half, more[half:]), (0, more[:half]))
    )
    place = data.index(b"\xff\xdb")
    photo.write_bytes(data[:place] + parts + data[place:])


MORE = begin(["far away", "rex"], "A text that is not taken.")


def test_what_extends_a_document_counts_as_part_of_it(photo: Path):
    before = read(LIGHTROOM)
    extend(photo, MORE)
    found = sidecars.read(photo).facts  # type: ignore[union-attr]
    assert before.alt_text
    assert found.keywords == (*before.keywords, "far away", "rex")
    assert {*found.words} == {*before.words, "far away", "rex"}
    assert (found.alt_text, found.rating) == (before.alt_text, before.rating)
    plan = only(sidecars.plan(photo, DOG, into_photo=True))  # that part of the file stays as it is
    sidecars.write(plan)
    assert plan.path == photo.with_name("IMG 1.jpg.xmp")
    assert {*found.keywords} <= {*keywords(photo)}


@pytest.mark.parametrize(
    ("more", "name"),
    [(MORE, "0" * 32), (b"<nothing/>", ""), (b"no XML", "")],
    ids=["altered", "empty", "malformed"],
)
def test_an_extension_that_is_none_hides_nothing(photo: Path, more: bytes, name: str):
    before = read(LIGHTROOM)
    extend(photo, more, name=name)
    assert sidecars.read(photo).facts == before  # type: ignore[union-attr]
    assert only(sidecars.plan(photo, DOG, into_photo=True)).path == photo


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_keywords_that_exiftool_put_into_extended_xmp_are_read(photo: Path, tmp_path: Path):
    words = [f"{number:04} is the number of a long keyword" for number in range(1800)]
    (tmp_path / "words").write_text("\n".join(f"-XMP-dc:Subject={word}" for word in words))
    command = ["exiftool", "-q", "-overwrite_original", "-@", str(tmp_path / "words"), str(photo)]
    subprocess.run(command, check=True)
    assert b"http://ns.adobe.com/xmp/extension/" in photo.read_bytes()
    assert keywords(photo) == tuple(words)


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_extended_xmp_that_exiftool_wrote_is_still_read(photo: Path, tmp_path: Path):
    (tmp_path / "long.txt").write_text("long " * 20_000)
    long = f"-XMP-dc:Description<={tmp_path / 'long.txt'}"
    subject = "-XMP-dc:Subject=cat"
    command = ["exiftool", "-q", "-overwrite_original", long, subject, str(photo)]
    subprocess.run(command, check=True)
    assert b"http://ns.adobe.com/xmp/extension/" in photo.read_bytes()
    sidecars.write(only(sidecars.plan(photo, DOG, into_photo=True)))
    command = ["exiftool", "-json", "-G1", "-validate", "-warning", "-XMP:all", str(photo)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[0]
    assert found["XMP-dc:Description"].split() == ["long"] * 20_000
    assert found["XMP-dc:Subject"] == ["cat", "dog"]
    assert found["ExifTool:Validate"] == "OK"


MOVED = {
    "MPF0:MPImageStart",
    "MPImage2:MPImageStart",
    "MPImage1:MPImageLength",
    "RIFF:WebP_Flags",
    "File:FileType",
}
"""Where the second picture begins, counted from the file's head, and how long the first one is with
its metadata; that a WebP has XMP now, and is an extended one."""


@pytest.mark.skipif(not shutil.which("exiv2"), reason="exiv2 is not installed")
@pytest.mark.parametrize("name", WRITABLE)
def test_exiv2_reads_what_is_in_a_photo(tmp_path: Path, name: str):
    photo = make_photo(tmp_path / name, "red")
    sidecars.write(only(sidecars.plan(photo, DOG, into_photo=True)))
    command = ["exiv2", "-PXkt", str(photo)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    values = dict(line.split(maxsplit=1) for line in found.splitlines())
    assert values["Xmp.dc.subject"].strip() == "dog"
    assert values["Xmp.lr.hierarchicalSubject"].strip() == "animal|dog"
    assert values["Xmp.digiKam.TagsList"].strip() == "animal/dog"
    assert "A dog" in values["Xmp.iptc.AltTextAccessibility"]
