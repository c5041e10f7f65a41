"""Pictures of the formats that hold XMP, some put together part by part."""

from __future__ import annotations

import struct
import zlib

from photos import KINDS, corners, encode, exif
from PIL import Image

DOCUMENT = "<a>é – Ünïcode</a>".encode()

OTHER = b"<b>" + b" " * 3000 + b"</b>"

HEAD = b"http://ns.adobe.com/xap/1.0/\0"


def segment(kind: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(payload) + 2) + payload


def chunk(kind: bytes, payload: bytes) -> bytes:
    checksum = zlib.crc32(kind + payload)
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", checksum)


def two_pictures(order: str, *, xmp: str = "", second: bytes = b"") -> bytes:
    """A multi-picture file; ``xmp``: "before" or "behind" its index there is a document already."""
    first, other = KINDS["JPEG"](corners(), exif=exif(make="Maker")), second or one_colour("blue")
    document = segment(0xE1, HEAD + OTHER)

    def index(size: int, place: int) -> bytes:
        head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, 3)
        rows = struct.pack(f"{order}HHI4s", 0xB000, 7, 4, b"0100")
        rows += struct.pack(f"{order}HHII", 0xB001, 4, 1, 2)
        rows += struct.pack(f"{order}HHII", 0xB002, 7, 32, 50)
        entries = struct.pack(f"{order}IIIHH", 0x20030000, size, 0, 0, 0)
        entries += struct.pack(f"{order}IIIHH", 0, len(other), place, 0, 0)
        return segment(0xE2, b"MPF\0" + head + rows + bytes(4) + entries)

    end = first.index(b"\xff\xdb")
    before = first[:end] + (document if xmp == "before" else b"")
    behind = (document if xmp == "behind" else b"") + first[end:]
    size = len(before) + len(index(0, 0)) + len(behind)
    return before + index(size, size - len(before) - 8) + behind + other


def one_colour(colour: str) -> bytes:
    return encode(Image.new("RGB", (16, 16), colour), "JPEG")


def webps() -> dict[str, bytes]:
    clear = corners().convert("RGBA")
    clear.putalpha(100)
    rich = {"exif": exif(make="Maker"), "icc_profile": b"profile" * 101}
    frames = [corners(), corners().rotate(90)]
    return {
        "lossy": encode(corners(), "WEBP"),
        "lossless": encode(corners((47, 31)), "WEBP", lossless=True),
        "lossless with alpha": encode(clear, "WEBP", lossless=True),
        "lossy with alpha": encode(clear, "WEBP"),
        "extended": encode(corners(), "WEBP", **rich),
        "animated": encode(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
    }


def tiffs() -> dict[str, bytes]:
    pages = [corners(), corners().rotate(90)]
    rich = {"exif": exif(make="Maker"), "icc_profile": b"profile" * 101}
    return {
        "plain": encode(corners(), "TIFF"),
        "odd": encode(corners(), "TIFF") + b"x",
        "packed": encode(corners(), "TIFF", compression="tiff_lzw"),
        "rich": encode(corners(), "TIFF", **rich),
        "pages": encode(pages[0], "TIFF", save_all=True, append_images=pages[1:]),
        "big endian": encode(Image.new("I;16B", (8, 8), 300), "TIFF"),
        "with one": encode(corners(), "TIFF", tiffinfo={700: DOCUMENT}),
    }
