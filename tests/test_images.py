from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import photos
import pytest
from PIL import Image

from photoclip import images
from photoclip.domain import FileStat
from photoclip.errors import UnreadablePhoto

ALL_KINDS = {**photos.KINDS, **photos.PLAIN_KINDS}


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, np.float32) - np.asarray(other, np.float32)).mean())


def assert_corners(picture: Image.Image) -> None:
    assert picture.mode == "RGB"
    np.testing.assert_allclose(photos.corners_of(picture), photos.CORNERS, atol=4)


# --- names and files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a.jpg", "b.JPEG", "c.d.HeIc", "x.tif", "é.avif", "n.png", "w.webp"]
)
def test_photo_names(name: str) -> None:
    assert images.is_photo_name(name)


@pytest.mark.parametrize(
    "name", ["._a.jpg", ".a.jpg", ".jpg", "a.txt", "a.jpg.part", "jpg", "a.xmp"]
)
def test_other_names(name: str) -> None:
    assert not images.is_photo_name(name)


def test_folders() -> None:
    for name in (".git", "@eaDir", "$RECYCLE.BIN", "#recycle", "__MACOSX", "A Previews.lrdata"):
        assert images.is_skipped_folder(name)
    for name in ("2024", "Recycling", "Thumbs up", "@home"):
        assert not images.is_skipped_folder(name)


def test_hash_is_blake2b_of_the_bytes() -> None:
    assert images.hash_content(b"") == "3345524abf6bbe1809449224b5972c41790b6cf2"
    assert images.hash_content(b"a") != images.hash_content(b"b")


def test_read_gives_bytes_and_stat(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"content")
    os.utime(path, ns=(5, 1_700_000_000_000_000_000))
    assert images.read(path) == (b"content", FileStat(7, 1_700_000_000_000_000_000))


def test_read_says_why_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(UnreadablePhoto, match="gone"):
        images.read(tmp_path / "a.jpg")
    with pytest.raises(UnreadablePhoto, match="gone"):
        images.read(tmp_path / "file" / "a.jpg")
    with pytest.raises(UnreadablePhoto, match="folder"):
        images.read(tmp_path)


def test_read_refuses_huge_files_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.tif"
    with path.open("wb") as file:
        file.truncate(images.MAX_FILE_BYTES + 1)
    with pytest.raises(UnreadablePhoto, match="larger than 1 GB"):
        images.read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_read_does_not_wait_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(UnreadablePhoto, match="ordinary"):
        images.read(tmp_path / "pipe.jpg")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="chmod does not stop a reader here")
def test_read_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x")
    path.chmod(0)
    user = os.geteuid()
    if user == 0:  # whom permissions do not stop
        os.seteuid(65534)
    try:
        with pytest.raises(UnreadablePhoto, match="no permission"):
            images.read(path)
    finally:
        os.seteuid(user)


@pytest.mark.parametrize(
    "mark",
    [{"st_file_attributes": 0x400000}, {"st_file_attributes": 0x1000}, {"st_flags": 0x40000000}],
)
def test_read_leaves_placeholders_in_the_cloud(
    mark: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = SimpleNamespace(st_mode=stat.S_IFREG, st_size=9, **mark)
    monkeypatch.setattr(Path, "stat", lambda _: status)
    with pytest.raises(UnreadablePhoto, match="cloud"):
        images.read(tmp_path / "a.heic")


# --- upright pixels -----------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", photos.KINDS)
def test_every_orientation_of_every_format_comes_upright(kind: str, orientation: int) -> None:
    stored = photos.lay_down(photos.corners((48, 32)), orientation)
    data = photos.KINDS[kind](stored, exif=photos.exif(orientation=orientation))
    decoded = images.decode(data)
    assert_corners(decoded.image)
    assert decoded.image.size == (48, 32)
    assert (decoded.facts.width, decoded.facts.height) == (48, 32)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_reduced_pictures_are_upright_too(kind: str) -> None:
    stored = photos.lay_down(photos.corners((480, 320)), 6)
    decoded = images.decode(
        photos.KINDS[kind](stored, exif=photos.exif(orientation=6)), short_side=32
    )
    assert_corners(decoded.image)
    assert decoded.image.size == ((60, 40) if kind == "JPEG" else (48, 32))
    assert (decoded.facts.width, decoded.facts.height) == (480, 320)


@pytest.mark.parametrize("kind", photos.PLAIN_KINDS)
def test_plain_formats(kind: str) -> None:
    assert_corners(images.decode(photos.PLAIN_KINDS[kind](photos.corners())).image)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "PNG", "AVIF"])
def test_the_first_frame_counts(kind: str) -> None:
    others = [Image.new("RGB", (48, 32), "black")] * 2
    data = photos.encode(photos.corners(), kind, save_all=True, append_images=others)
    np.testing.assert_allclose(
        photos.corners_of(images.decode(data).image), photos.CORNERS, atol=12
    )


def test_the_picture_carries_no_metadata() -> None:
    data = photos.KINDS["JPEG"](
        photos.corners(), exif=photos.exif(orientation=3), icc_profile=photos.icc_rgb()
    )
    image = images.decode(data).image
    assert image.info == {}
    assert type(image) is Image.Image
    assert not image.getexif()


# --- reduced size -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_reduced_size_keeps_the_promise(kind: str) -> None:
    data = ALL_KINDS[kind](photos.scene((900, 600)))
    for short_side in (70, 100, 149, 150, 151, 299, 301, 599, 600, 601, 2000):
        decoded = images.decode(data, short_side=short_side)
        width, height = decoded.image.size
        assert min(600, short_side) <= height < 2 * short_side
        assert abs(width - 1.5 * height) <= 1.5
        assert (decoded.facts.width, decoded.facts.height) == (900, 600)


@pytest.mark.parametrize("kind", ["JPEG", "JPEG progressive", "PNG"])
def test_reduced_size_looks_the_same(kind: str) -> None:
    data = ALL_KINDS[kind](photos.scene((1801, 1203)))
    full, reduced = images.decode(data), images.decode(data, short_side=256)
    assert reduced.image.width < 1000
    small = [d.image.resize((192, 128), Image.Resampling.BICUBIC) for d in (full, reduced)]
    assert difference(*small) < 1.0
    shifted = small[0].transform(small[0].size, Image.Transform.AFFINE, (1, 0, 1, 0, 1, 0))
    assert difference(small[0], shifted) > 4  # so a shift by one pixel would have failed


def test_a_strip_is_not_reduced_to_nothing() -> None:
    assert images.decode(photos.encode(photos.corners((5000, 2)), "PNG"), short_side=1).image.size


# --- refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_cut_short(kind: str, share: float) -> None:
    data = ALL_KINDS[kind](photos.scene((300, 200)))
    with pytest.raises(UnreadablePhoto, match="cut short"):
        images.decode(data[: int(len(data) * share)])


def test_no_pictures() -> None:
    with pytest.raises(UnreadablePhoto, match="empty"):
        images.decode(b"")
    for data in (b"Dear diary,\n", b"%PDF-1.7", b"%!PS-Adobe-3.0 EPSF-3.0\n", bytes(100)):
        with pytest.raises(UnreadablePhoto, match="not a picture"):
            images.decode(data)


@pytest.mark.parametrize("data", [b"\xff\xd8\xff", b"BM", b"GIF89a", b"II*\0", b"MM\0*\0\0\0\x08"])
def test_only_a_beginning(data: bytes) -> None:
    with pytest.raises(UnreadablePhoto, match=r"damaged|cut short"):
        images.decode(data)


def test_pixel_cap_follows_the_memory() -> None:
    assert images.pixel_cap(2**30) == 50_000_000
    assert images.pixel_cap(8 * 2**30) == 8 * 2**30 // 48
    assert images.pixel_cap(2**40) == 1_000_000_000
    assert 50_000_000 <= images.pixel_cap() <= 1_000_000_000


@pytest.mark.parametrize(
    "bomb",
    [
        photos.png((40_000, 40_000), 2, 8, bytes(1000)),
        b"GIF89a\xff\xff\xff\xff\xf0\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\2\0;",
        b"BM"
        + bytes(8)
        + b"\x36\0\0\0\x28\0\0\0"
        + b"\x40\x9c\0\0" * 2
        + b"\1\0\x18\0"
        + bytes(24),
    ],
    ids=["PNG", "GIF", "BMP"],
)
@pytest.mark.parametrize("short_side", [None, 260])
def test_bombs_are_refused_by_their_header(bomb: bytes, short_side: int | None) -> None:
    with pytest.raises(UnreadablePhoto, match=r"\d{4} megapixels, more than this computer's"):
        images.decode(bomb, short_side=short_side)


def test_a_jpeg_is_judged_by_the_pixels_really_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "pixel_cap", lambda: 500_000)
    picture = photos.corners((1600, 1200))
    baseline, progressive = photos.KINDS["JPEG"](picture), ALL_KINDS["JPEG progressive"](picture)
    assert images.decode(baseline, short_side=300).image.size == (400, 300)
    with pytest.raises(UnreadablePhoto, match="2 megapixels"):
        images.decode(baseline)
    with pytest.raises(UnreadablePhoto, match="2 megapixels"):  # it keeps all coefficients
        images.decode(progressive, short_side=300)


def test_a_tiff_larger_than_pillows_own_limit_is_ours_to_judge(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = photos.encode(photos.corners((64, 64)), "TIFF")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 3000)
    assert images.decode(data).image.size == (64, 64)  # Pillow only warns, and quietly
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(UnreadablePhoto, match="too large"):
        images.decode(data)


def test_a_huge_text_is_refused() -> None:
    text = (b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    with pytest.raises(UnreadablePhoto, match="damaged"):
        images.decode(photos.png((1, 1), 0, 8, b"\0\0", text))


def test_endless_directories_and_scans_end() -> None:
    tiff = bytearray(photos.encode(photos.corners(), "TIFF"))
    start = int.from_bytes(tiff[4:8], "little")
    count = int.from_bytes(tiff[start : start + 2], "little")
    tiff[start + 2 + 12 * count : start + 6 + 12 * count] = tiff[4:8]  # the next is the same again
    assert_corners(images.decode(bytes(tiff)).image)
    jpeg = ALL_KINDS["JPEG progressive"](photos.corners())
    last = jpeg.rindex(b"\xff\xda")
    with pytest.raises(UnreadablePhoto, match="damaged"):
        images.decode(jpeg[:last] + jpeg[last:-2] * 600 + jpeg[-2:])


def test_an_item_type_that_is_no_text_does_not_kill_the_process() -> None:
    data = photos.KINDS["HEIF"](photos.corners(), exif=photos.exif(make="Make"))
    item = data.index(b"infe", data.index(b"iinf"))
    item = data.index(b"Exif", item)
    with pytest.raises(UnreadablePhoto, match="damaged"):
        images.decode(data[:item] + b"Exi\xff" + data[item + 4 :])


def damage(data: bytes, generator: random.Random) -> bytes:
    """Flip some bytes, most of them near the beginning where the structure is; sometimes cut."""
    damaged = bytearray(data)
    for _ in range(generator.choice((1, 2, 5, 20))):
        limit = len(damaged) if generator.random() < 0.5 else min(len(damaged), 400)
        damaged[generator.randrange(limit)] = generator.choice((0, 1, 127, 128, 255))
    return bytes(
        damaged[: generator.randrange(len(damaged))] if generator.random() < 0.2 else damaged
    )


def sources() -> dict[str, bytes]:
    picture, grey = photos.scene((96, 64)), photos.scene((96, 64)).convert("L")
    facts = photos.exif(orientation=6, taken="2021:03:04 05:06:07", gps=photos.gps(12, 34))
    rich = {"exif": facts, "icc_profile": photos.icc_rgb()}
    return {
        **{kind: encode(picture, **rich) for kind, encode in photos.KINDS.items()},
        **{kind: encode(picture) for kind, encode in photos.PLAIN_KINDS.items()},
        "JPEG CMYK": photos.encode(
            picture.convert("CMYK"), "JPEG", icc_profile=photos.icc_cmyk(50)
        ),
        "PNG 16": photos.encode(grey.convert("I;16"), "PNG"),
        "PNG palette": photos.encode(picture.convert("P"), "PNG", transparency=3),
        "TIFF float": photos.encode(grey.convert("F"), "TIFF", compression="tiff_lzw"),
        "WEBP frames": photos.encode(picture, "WEBP", save_all=True, append_images=[picture]),
    }


@pytest.mark.parametrize("kind", sources())
def test_damaged_files_decode_or_are_unreadable(kind: str) -> None:
    generator = random.Random(kind)
    data = sources()[kind]
    refused = 0
    for _ in range(25):
        try:
            decoded = images.decode(
                damage(data, generator), short_side=generator.choice((None, 16))
            )
            assert decoded.image.mode == "RGB"
        except UnreadablePhoto:
            refused += 1
    assert refused


# --- in a program -------------------------------------------------------------------------------


def run(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_pillows_warnings_stay_inside(tmp_path: Path) -> None:
    path = tmp_path / "odd.png"
    path.write_bytes(photos.png((1, 1), 0, 8, b"\0\0", (b"acTL", bytes(8))))
    code = "import sys, {}; print({}(open(sys.argv[1], 'rb')))"
    with pytest.raises(subprocess.CalledProcessError, match="exit status 1"):
        run(code.format("PIL.Image", "PIL.Image.open"), str(path))
    decoded = "import sys, pathlib; from photoclip import images; p = pathlib.Path(sys.argv[1]); "
    assert run(decoded + "print(images.decode(p.read_bytes()).image.size)", str(path)) == "(1, 1)"


def test_the_import_is_light() -> None:
    code = "import sys, photoclip.images; print(*sorted(sys.modules))"
    loaded = set(run(code).split())
    assert not loaded & {"torch", "pi_heif", "_pi_heif", "PySide6", "hnswlib"}


def test_threads_agree() -> None:
    data = [
        encode(photos.scene((300, 200)), icc_profile=photos.icc_rgb())
        for encode in photos.KINDS.values()
    ] * 6
    alone = [images.decode(d, short_side=50).image.tobytes() for d in data]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda d: images.decode(d, short_side=50).image.tobytes(), data))
    assert together == alone
