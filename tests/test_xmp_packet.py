from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from packet_pictures import (
    DOCUMENT,
    HEAD,
    OTHER,
    chunk,
    one_colour,
    segment,
    tiffs,
    two_pictures,
    webps,
)
from photos import KINDS, corners, encode, exif
from PIL import Image, PngImagePlugin

from photoclip.errors import PhotoClipError
from photoclip.xml_tree import LARGEST
from photoclip.xmp_packet import embed, extract, has_room


def found(data: bytes) -> bytes | None:
    return extract(BytesIO(data))


def fits(data: bytes) -> bool:
    return has_room(BytesIO(data))


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


# --- what else is in a JPEG ---------------------------------------------------------------------


def segments(data: bytes) -> list[bytes]:
    """The segments of a JPEG, and from the first scan on all of it."""
    found, place = [], 2
    while data[place + 1] != 0xDA:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        found.append(data[place:end])
        place = end
    return [*found, data[place:]]


def others(data: bytes) -> list[bytes]:
    """All but the document."""
    return [part for part in segments(data) if not part[4:].startswith(HEAD)]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("xmp", ["", "before", "behind"])
def test_the_other_pictures_of_a_jpeg_are_still_found(order: str, xmp: str):
    data = two_pictures(order, xmp=xmp)
    with Image.open(BytesIO(data)) as before:
        assert (before.format, before.n_frames) == ("MPO", 2)
    assert fits(data)
    for document in (DOCUMENT, b"<c>" + b" " * 9000 + b"</c>"):
        data = embed(data, document)
        assert found(data) == document
        with Image.open(BytesIO(data)) as after:
            first, second = after.mpinfo[0xB002]
            assert first["Size"] == len(data) - len(one_colour("blue"))
            assert second["Size"] == len(one_colour("blue"))
            after.seek(1)
            assert after.getpixel((8, 8))[2] > 250
            assert after.size == (16, 16)
    assert data.endswith(one_colour("blue"))
    index = b"\xff\xe2\x00\x58MPF\0"
    assert [part for part in others(data) if not part.startswith(index)] == [
        part for part in others(two_pictures(order)) if not part.startswith(index)
    ]


def test_an_index_that_makes_no_sense_leaves_no_room():
    data = KINDS["JPEG"](corners())
    assert not fits(data[:2] + segment(0xE2, b"MPF\0II*\0") + data[2:])
    whole = two_pictures("<")
    place = whole.index(b"MPF\0")
    for at in range(place, place + 70):
        altered = bytearray(whole)
        altered[at] ^= 0xFF
        if fits(bytes(altered)):
            with suppress(PhotoClipError):
                assert found(embed(bytes(altered), DOCUMENT)) == DOCUMENT


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_picture_whose_place_only_a_makers_notes_know_leaves_no_room(order: str):
    notes = b"II*\0" if order == "<" else b"MM\0*"
    data = KINDS["JPEG"](corners())

    def make(place: int) -> bytes:
        exif_part = segment(0xE1, b"Exif\0\0" + notes + struct.pack(f"{order}II", 8, place))
        return data[:2] + exif_part + data[2:]

    size = len(make(0))
    assert fits(make(size - 12) + b"trailer")
    assert not fits(make(size - 12) + one_colour("blue"))
    assert fits(make(size - 11) + one_colour("blue"))


def test_extended_xmp_and_what_is_behind_the_picture_stay():
    data = KINDS["JPEG"](corners(), exif=exif(make="Maker"), icc_profile=b"profile" * 100)
    more = segment(
        0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + bytes(8) + b"<more/>"
    )
    photoshop = segment(0xED, b"Photoshop 3.0\0" + b"8BIM" + bytes(8))
    motion = b"\0\0\0\x18ftypmp42" + b"\xff\xd9\xff\xd8" * 99
    whole = embed(data, DOCUMENT)
    place = whole.index(b"\xff\xe2")
    whole = whole[:place] + more + photoshop + whole[place:] + motion
    assert found(whole) == DOCUMENT
    after = embed(whole, OTHER)
    assert found(after) == OTHER
    assert others(after) == others(whole)
    assert after.endswith(motion)


# --- the other formats --------------------------------------------------------------------------


def test_other_formats_have_no_room():
    for kind in ("AVIF", "HEIF"):
        assert not fits(KINDS[kind](corners()))
    assert not fits(encode(corners(), "GIF"))
    assert not fits(b"")


def test_what_is_signed_as_it_is_has_no_room():
    jpeg, png, webp = (KINDS[kind](corners()) for kind in ("JPEG", "PNG", "WEBP"))
    assert not fits(jpeg[:2] + segment(0xEB, b"JP\0\0jumbc2pa") + jpeg[2:])
    assert not fits(png[:33] + chunk(b"caBX", b"signature") + png[33:])
    assert not fits(riff([*chunks(webp), (b"C2PA", b"signature")]))
    tiff = KINDS["TIFF"](corners(), tiffinfo={52545: b"signature"})
    assert not fits(tiff)


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Of a WebP: name and payload of each."""
    found, place = [], 12
    while place < 8 + int.from_bytes(data[4:8], "little"):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        found.append((data[place : place + 4], data[place + 8 : place + 8 + size]))
        place += 8 + size + size % 2
    return found


def riff(parts: list[tuple[bytes, bytes]]) -> bytes:
    rows = (
        name + struct.pack("<I", len(payload)) + payload + bytes(len(payload) % 2)
        for name, payload in parts
    )
    body = b"WEBP" + b"".join(rows)
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize("name", list(webps()))
def test_a_document_goes_into_a_webp_and_the_rest_stays(name: str):
    data = webps()[name]
    assert fits(data)
    first = embed(data, DOCUMENT)
    second = embed(first, OTHER)
    assert (found(first), found(second)) == (DOCUMENT, OTHER)
    assert embed(second, DOCUMENT) == first
    skipped = (b"XMP ", b"VP8X")
    for after in (first, second):
        assert [one for one in chunks(after) if one[0] not in skipped] == [
            one for one in chunks(data) if one[0] not in skipped
        ]
        assert len(after) == 8 + int.from_bytes(after[4:8], "little")
        with Image.open(BytesIO(after)) as picture, Image.open(BytesIO(data)) as old:
            assert picture.info["xmp"].rstrip(b"\0") in (DOCUMENT, OTHER)
            assert (picture.size, picture.mode, picture.n_frames) == (
                old.size,
                old.mode,
                old.n_frames,
            )
            for frame in range(old.n_frames):
                picture.seek(frame)
                old.seek(frame)
                assert picture.tobytes() == old.tobytes()
    before, extended = dict(chunks(data)).get(b"VP8X"), dict(chunks(first))[b"VP8X"]
    if before:
        assert extended == bytes((before[0] | 4,)) + before[1:]
    assert embed(data + b"trailer", DOCUMENT) == first + b"trailer"
    assert not fits(data[:-1])


@pytest.mark.parametrize("name", list(tiffs()))
def test_a_document_goes_behind_a_tiff_and_every_byte_stays(name: str):
    data = tiffs()[name]
    assert data.startswith(b"MM" if name == "big endian" else b"II")
    assert fits(data)
    first = embed(data, DOCUMENT)
    second = embed(first, OTHER)
    assert (found(first), found(second)) == (DOCUMENT, OTHER)
    assert embed(second, DOCUMENT) == first  # it does not grow with every change
    for after in (first, second):
        assert after[:4] == data[:4]
        assert after[8:].startswith(data[8:])
        with Image.open(BytesIO(after)) as picture, Image.open(BytesIO(data)) as old:
            assert picture.n_frames == old.n_frames
            for frame in range(old.n_frames):
                picture.seek(frame)
                old.seek(frame)
                assert picture.tobytes() == old.tobytes()
                tags = [dict(one.tag_v2) for one in (picture, old)]
                for one in tags:
                    one.pop(700, None)
                assert tags[0] == tags[1]


@pytest.mark.parametrize("name", sorted(tiffs().keys() - {"odd"}))
def test_a_tiff_that_is_cut_short_has_no_room(name: str):
    data = tiffs()[name]
    assert fits(data)
    padding = len(data) - len(data.rstrip(b"\0"))
    assert [size for size in range(0, len(data) - padding, 7) if fits(data[:size])] == []


def test_a_tiff_whose_directories_lead_beyond_its_end_has_no_room():
    data = tiffs()["pages"]
    (start,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, start)
    end = start + 2 + 12 * count
    assert fits(data)
    assert not fits(data[:end] + struct.pack("<I", len(data) + 6) + data[end + 4 :])


def test_a_cameras_raw_file_that_is_a_tiff_has_no_room():
    assert not fits(encode(corners(), "TIFF", tiffinfo={50706: b"\1\4\0\0"}))


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_what_is_in_heif_and_avif_is_found(kind: str):
    assert found(KINDS[kind](corners(), xmp=DOCUMENT)) == DOCUMENT
    assert found(KINDS[kind](corners())) is None


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_hostile_heif_and_avif_do_no_harm(kind: str):
    data = KINDS[kind](corners((16, 16)), xmp=DOCUMENT)
    for end in range(0, len(data), 7):
        altered = bytearray(data)
        altered[end] ^= 0xFF
        for hostile in (data[:end], bytes(altered)):
            with suppress(PhotoClipError):
                found(hostile)


def test_what_does_not_fit_into_a_jpeg_is_refused():
    data = KINDS["JPEG"](corners())
    assert found(embed(data, b"x" * 65504)) == b"x" * 65504
    with pytest.raises(PhotoClipError, match="room"):
        embed(data, b"x" * 65505)


def test_a_jpeg_that_is_nearly_full_has_no_room():
    data = KINDS["JPEG"](corners())
    assert fits(embed(data, b"x" * 40_000))
    assert not fits(embed(data, b"x" * 60_000))


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
            with suppress(PhotoClipError):
                found(hostile)
                if fits(hostile):
                    assert found(embed(hostile, OTHER)) == OTHER


def test_millions_of_empty_parts_come_to_an_end():
    assert found(b"\xff\xd8" + segment(0xE0, b"") * 1_000_000) is None
    assert found(b"\x89PNG\r\n\x1a\n" + bytes(12) * 1_000_000) is None
