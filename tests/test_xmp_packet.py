from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from photos import KINDS, corners, encode, exif
from PIL import Image, PngImagePlugin

from photoclip.errors import PhotoClipError
from photoclip.xml_tree import LARGEST
from photoclip.xmp_packet import embed, extract, has_room

DOCUMENT = "<a>é – Ünïcode</a>".encode()
OTHER = b"<b>" + b" " * 3000 + b"</b>"
HEAD = b"http://ns.adobe.com/xap/1.0/\0"


def found(data: bytes) -> bytes | None:
    return extract(BytesIO(data))


def fits(data: bytes) -> bool:
    return has_room(BytesIO(data))


def segment(kind: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(payload) + 2) + payload


def chunk(kind: bytes, payload: bytes) -> bytes:
    checksum = zlib.crc32(kind + payload)
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", checksum)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_document_goes_in_and_the_rest_stays_byte_for_byte(kind: str):
    data = KINDS[kind](corners(), exif=exif(make="Maker"), icc_profile=b"profile" * 100)
    assert found(data) is None
    assert fits(data)
    first = embed(data, DOCUMENT)
    assert found(first) == DOCUMENT
    second = embed(first, OTHER)
    assert found(second) == OTHER
    assert embed(second, DOCUMENT) == first
    text = chunk(b"iTXt", b"XML:com.adobe.xmp" + bytes(5) + DOCUMENT)
    part = segment(0xE1, HEAD + DOCUMENT) if kind == "JPEG" else text
    assert first.count(part) == 1
    assert first.replace(part, b"") == data
    assert Image.open(BytesIO(first)).info["xmp"] == DOCUMENT
    assert Image.open(BytesIO(first)).tobytes() == Image.open(BytesIO(data)).tobytes()
    assert Image.open(BytesIO(first)).info["icc_profile"] == b"profile" * 100


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "TIFF"])
def test_what_pillow_writes_is_found(kind: str):
    options = {"tiffinfo": {700: DOCUMENT}} if kind == "TIFF" else {"xmp": DOCUMENT}
    assert found(KINDS[kind](corners(), **options)) == DOCUMENT
    assert found(KINDS[kind](corners())) is None


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_in_a_png_is_found(packed: bool):
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("Comment", "mine")
    texts.add_itxt("XML:com.adobe.xmp", DOCUMENT.decode(), zip=packed)
    data = encode(corners(), "PNG", pnginfo=texts)
    assert found(data) == DOCUMENT
    after = embed(data, OTHER)
    assert found(after) == OTHER
    assert Image.open(BytesIO(after)).info["Comment"] == "mine"


def test_the_big_endian_tiff_is_read_too():
    entry = struct.pack(">HHII", 700, 1, len(DOCUMENT), 26)
    data = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4) + DOCUMENT
    assert found(data) == DOCUMENT


def test_padding_with_zeros_is_left_out():
    assert found(b"\xff\xd8" + segment(0xE1, HEAD + DOCUMENT + bytes(9))) == DOCUMENT


def test_a_jpeg_gets_it_behind_exif_and_fill_bytes():
    data = KINDS["JPEG"](corners(), exif=exif(make="Maker"))
    filled = data[:2] + b"\xff\xff\xff" + data[2:]
    after = embed(filled, DOCUMENT)
    assert after.index(b"Exif\0\0") < after.index(HEAD) < after.index(b"\xff\xdb")
    assert after.replace(segment(0xE1, HEAD + DOCUMENT), b"") == filled


def test_a_jpeg_of_several_pictures_and_other_formats_have_no_room():
    data = KINDS["JPEG"](corners())
    assert not fits(data[:2] + segment(0xE2, b"MPF\0II*\0") + data[2:])
    for kind in ("WEBP", "TIFF", "AVIF"):
        assert not fits(KINDS[kind](corners()))
    assert not fits(b"")


def test_what_does_not_fit_into_a_jpeg_is_refused():
    data = KINDS["JPEG"](corners())
    assert found(embed(data, b"x" * 65504)) == b"x" * 65504
    with pytest.raises(PhotoClipError, match="room"):
        embed(data, b"x" * 65505)


def test_two_documents_are_refused():
    jpeg, png = (embed(KINDS[kind](corners()), DOCUMENT) for kind in ("JPEG", "PNG"))
    text = chunk(b"iTXt", b"XML:com.adobe.xmp" + bytes(5) + DOCUMENT)
    for data in (jpeg[:2] + segment(0xE1, HEAD + DOCUMENT) + jpeg[2:], png[:33] + text + png[33:]):
        for ask in (found, lambda data: embed(data, OTHER)):
            with pytest.raises(PhotoClipError, match="more than one"):
                ask(data)


def test_a_bomb_in_a_png_is_refused():
    packed = zlib.compress(bytes(LARGEST + 2), 9)
    start = b"XML:com.adobe.xmp\0\1\0\0\0"
    ihdr = chunk(b"IHDR", bytes(13))
    for payload in (start + packed, start + b"no zlib"):
        with pytest.raises(PhotoClipError, match="XMP is"):
            found(b"\x89PNG\r\n\x1a\n" + ihdr + chunk(b"iTXt", payload))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_files_that_end_anywhere_or_are_altered_do_no_harm(kind: str):
    options = {"tiffinfo": {700: DOCUMENT}} if kind == "TIFF" else {"xmp": DOCUMENT}
    data = KINDS[kind](corners((8, 8)), **({} if kind == "PNG" else options))
    data = embed(data, DOCUMENT) if kind == "PNG" else data
    for end in range(min(len(data), 1500)):
        altered = bytearray(data)
        altered[end] = 0xFF
        for hostile in (data[:end], bytes(altered)):
            try:
                found(hostile)
                if fits(hostile):
                    assert found(embed(hostile, OTHER)) == OTHER
            except PhotoClipError:
                pass


def test_millions_of_empty_parts_come_to_an_end():
    assert found(b"\xff\xd8" + segment(0xE0, b"") * 1_000_000) is None
    assert found(b"\x89PNG\r\n\x1a\n" + bytes(12) * 1_000_000) is None
