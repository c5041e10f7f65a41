"""Raw files built by hand, as cameras lay them out, and files that only pretend."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO

import pytest
from photos import encode, scene
from PIL import Image
from PIL.ExifTags import Base

from photoclip.errors import UnreadablePhoto
from photoclip.raw_preview import find_preview

CFA, LINEAR = 32803, 34892
SHORT, LONG = 3, 4

LARGE = encode(scene((300, 200)), "JPEG", quality=90)
SMALL = encode(scene((60, 40)), "JPEG")


def directory(at: int, tags: dict[int, tuple[int, int]], following: int = 0, order: str = "<"):
    """A TIFF directory whose values all fit into their entries."""
    body = struct.pack(order + "H", len(tags))
    for tag, (kind, value) in sorted(tags.items()):
        inline = struct.pack(order + ("HH" if kind == SHORT else "L"), *([value, 0][: 5 - kind]))
        body += struct.pack(order + "HHL", tag, kind, 1) + inline
    return body + struct.pack(order + "L", following)


def raw(mark: bytes = b"II*\0", photometric: int = CFA, jpegs=(SMALL, LARGE), orientation: int = 6):
    """First directory: orientation and where the second is; second: the sensor's."""
    order = "<" if mark.startswith(b"II") else ">"
    tags = {Base.Orientation: (SHORT, orientation), Base.SubIFDs: (LONG, 100)}
    head = mark + struct.pack(order + "L", 8) + directory(8, tags, 0, order)
    second = directory(100, {Base.PhotometricInterpretation: (SHORT, photometric)}, 0, order)
    sensor = bytes(range(256)) * 8
    return head.ljust(100, b"\0") + second + sensor + sensor.join(jpegs) + sensor


def size_of(jpeg: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(jpeg)) as picture:
        picture.load()
        return picture.size


@pytest.mark.parametrize("mark", [b"II*\0", b"MM\0*", b"IIRO", b"IIRS", b"MMOR", b"IIU\0"])
@pytest.mark.parametrize("jpegs", [(SMALL, LARGE), (LARGE, SMALL)])
def test_the_largest_picture_is_found_with_the_raw_files_exif(mark, jpegs):
    preview = find_preview(raw(mark, jpegs=jpegs))

    assert preview.jpeg == LARGE
    assert preview.exif[Base.Orientation] == 6


def test_a_linear_raw_is_one_too():
    assert find_preview(raw(photometric=LINEAR)).jpeg == LARGE


def test_a_dng_is_known_by_its_version():
    tags = {50706: (LONG, 0x00000401), Base.Orientation: (SHORT, 8)}
    data = b"II*\0" + struct.pack("<L", 8) + directory(8, tags) + LARGE

    preview = find_preview(data)

    assert preview.jpeg == LARGE
    assert preview.exif[Base.Orientation] == 8


def test_a_preview_with_a_thumbnail_in_its_own_exif_is_taken_whole():
    segment = b"Exif\0\0" + SMALL
    nested = LARGE[:2] + b"\xff\xe1" + struct.pack(">H", 2 + len(segment)) + segment + LARGE[2:]

    assert find_preview(raw(jpegs=(nested,))).jpeg == nested


def test_a_progressive_preview_is_taken_to_its_end():
    progressive = encode(scene((300, 200)), "JPEG", progressive=True)

    assert find_preview(raw(jpegs=(progressive,))).jpeg == progressive


def test_lossless_raw_data_is_no_preview():
    lossless = LARGE.replace(b"\xff\xc0", b"\xff\xc3", 1)

    assert find_preview(raw(jpegs=(lossless, SMALL))).jpeg == SMALL


def test_fujifilm_has_its_exif_in_the_preview():
    preview = find_preview(b"FUJIFILMCCD-RAW 0201" + bytes(100) + LARGE + bytes(100))

    assert preview.jpeg == LARGE
    assert preview.exif is None


def test_canons_boxes():
    tiff = b"II*\0" + struct.pack("<L", 8) + directory(8, {Base.Orientation: (SHORT, 3)})
    box = struct.pack(">L", 8 + len(tiff)) + b"CMT1" + tiff
    data = struct.pack(">L", 24) + b"ftypcrx \0\0\0\1crx isom" + box + SMALL + LARGE

    preview = find_preview(data)

    assert preview.jpeg == LARGE
    assert preview.exif[Base.Orientation] == 3


@pytest.mark.parametrize(
    "data",
    [
        encode(scene((64, 48)), "TIFF"),
        encode(scene((64, 48)), "TIFF", compression="jpeg"),
        LARGE,
        b"",
        b"II*\0",
        b"MM\0*\xff\xff\xff\xff",
    ],
    ids=["TIFF", "TIFF with JPEG", "JPEG", "nothing", "only a mark", "directory outside"],
)
def test_what_is_no_raw_file_is_left_alone(data):
    assert find_preview(data) is None


def test_a_raw_file_without_a_preview_says_so():
    with pytest.raises(UnreadablePhoto, match="no preview"):
        find_preview(raw(jpegs=()))


def test_directories_that_lead_in_circles_end():
    circle = directory(8, {Base.SubIFDs: (LONG, 8)}, following=8)

    assert find_preview(b"II*\0" + struct.pack("<L", 8) + circle) is None


def test_a_crowd_of_false_starts_ends():
    crowd = raw(jpegs=()) + b"\xff\xd8\xff\xe0\0\4ab" * 100_000
    endless = raw(jpegs=()) + b"\xff\xd8\xff" + b"\xff\xe0\0\2" * 1_000_000

    for data in (crowd, endless):
        with pytest.raises(UnreadablePhoto):
            find_preview(data)


@pytest.mark.parametrize("cut", [9, 50, 104, 200, 3000])
def test_a_cut_file_is_a_sentence_or_a_shorter_preview(cut):
    with suppress(UnreadablePhoto):
        preview = find_preview(raw()[:cut])
        assert preview is None or any(jpeg.startswith(preview.jpeg) for jpeg in (LARGE, SMALL))


def test_every_flipped_byte_of_the_head_is_survived():
    whole = raw()
    for at in range(140):
        for value in (0, 255):
            with suppress(UnreadablePhoto):
                preview = find_preview(whole[:at] + bytes([value]) + whole[at + 1 :])
                assert preview is None or size_of(preview.jpeg) == (300, 200)
