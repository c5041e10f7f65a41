from __future__ import annotations

import struct
from io import BytesIO

import pytest
from photos import KINDS, corners, encode

from photoclip import iptc
from photoclip.iptc import Iptc

UTF_8 = (1, 90, b"\x1b%G")


def datasets(*found: tuple[int, int, bytes]) -> bytes:
    return b"".join(struct.pack(">BBBH", 0x1C, a, b, len(v)) + v for a, b, v in found)


def with_iptc(suffix: str, found: list[tuple[int, int, bytes]], data: bytes | None = None) -> bytes:
    """A picture with these datasets (record, number, value) in it, or with any data instead."""
    data = datasets(*found) if data is None else data
    if suffix == "tif":
        return encode(corners(), "TIFF", tiffinfo={33723: data})
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(data)) + data + bytes(len(data) % 2)
    payload = b"Photoshop 3.0\0" + resource
    segment = b"\xff\xed" + struct.pack(">H", 2 + len(payload)) + payload
    picture = KINDS["JPEG"](corners())
    return picture[:2] + segment + picture[2:]


def read(data: bytes) -> Iptc:
    return iptc.read(BytesIO(data))


@pytest.mark.parametrize("suffix", ["jpg", "tif"])
def test_keywords_and_caption_are_read(suffix: str):
    found = [(2, 25, b"dog"), (2, 25, b" red  rose "), (2, 25, b"dog"), (2, 120, b"A dog.\r\nAnd")]
    assert read(with_iptc(suffix, found)) == Iptc(("dog", "red rose"), "A dog. And")
    assert read(with_iptc(suffix, [(2, 25, b"one")])) == Iptc(("one",))


@pytest.mark.parametrize(
    ("first", "encoding"), [([UTF_8], "utf-8"), ([], "utf-8"), ([], "cp1252"), ([], "latin-1")]
)
def test_letters_of_any_time_are_understood(first: list[tuple[int, int, bytes]], encoding: str):
    text = "Größe"
    assert read(with_iptc("jpg", [*first, (2, 25, text.encode(encoding))])).keywords == (text,)


@pytest.mark.parametrize(
    "junk", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\\\100MEDIA\\DJI_1.JPG"]
)
def test_what_cameras_write_into_every_picture_is_no_caption(junk: str):
    assert read(with_iptc("jpg", [(2, 120, junk.encode())])) == Iptc()


def test_pictures_without_any_and_other_files_have_none():
    for data in (b"", b"no picture", *(KINDS[kind](corners()) for kind in KINDS)):
        assert read(data) == Iptc()


def test_too_much_is_cut_off():
    many = [(2, 25, str(number).encode()) for number in range(3000)]
    assert len(read(with_iptc("tif", many)).keywords) == iptc.MOST_KEYWORDS
    assert len(read(with_iptc("tif", [(2, 25, b"x" * 30000)])).keywords[0]) == iptc.LONGEST


@pytest.mark.parametrize("suffix", ["jpg", "tif"])
def test_files_that_end_anywhere_or_are_altered_do_no_harm(suffix: str):
    data = with_iptc(suffix, [UTF_8, (2, 25, b"dog"), (2, 120, b"A dog")])
    for end in range(min(len(data), 1500)):
        altered = bytearray(data)
        altered[end] = 0xFF
        read(data[:end])
        read(bytes(altered))
    for junk in (b"\x1c\x02\x19\xff\xff\xff\xff\xff\xff", b"\x1c" * 100, bytes(1000)):
        assert read(with_iptc(suffix, [], junk)) == Iptc()
