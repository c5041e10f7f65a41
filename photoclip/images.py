"""File -> upright sRGB pixels, facts and content hash. Knows no model, no catalog, no screen.

Files are hostile: whatever is wrong with one ends in an UnreadablePhoto that says what. Everything
here may be called from several threads at once.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import stat
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import psutil
from PIL import Image, ImageFile
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from photoclip import raw_preview
from photoclip.colour import to_eight_bits, to_rgb
from photoclip.domain import Exposure, FileStat, PhotoFacts
from photoclip.errors import UnreadablePhoto
from photoclip.exif import DAMAGE, Exif, read_exif, read_exposure
from photoclip.heif import ends_early, open_either, open_heif

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".apng", ".webp", ".gif", ".tif", ".tiff"}
    | {".bmp", ".heic", ".heif", ".hif", ".avif"}
    | raw_preview.SUFFIXES
)
"""Suffixes of the files that are photos, lower case with the dot."""

MAX_FILE_BYTES = 2**30
"""Larger files are refused unread: a 150-megapixel TIFF of 16 bits a channel is 0.9 GB."""

_SKIPPED_FOLDERS = frozenset(
    {
        "@eadir",  # Synology
        "#recycle",
        "#snapshot",
        "@recycle",  # QNAP
        "@recently-snapshot",
        "$recycle.bin",  # Windows
        "recycler",
        "system volume information",
        "lost+found",  # ext4
        "__macosx",  # archives packed on macOS
        "thumbs",
        "thumbnails",
    }
)
_PREVIEWS = ".lrdata"  # folders of Lightroom's previews

_BYTES_PER_PIXEL = 12  # Pillow keeps 4, and at most three copies live at once
_LOWEST_CAP, _HIGHEST_CAP = 50_000_000, 1_000_000_000
_MOST_SCANS = (
    500  # of a progressive JPEG; real ones have about 10, each costs a pass over all pixels
)

_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Pillow warns about odd metadata that it then does without, and logs what it also raises. A filter
# here, once: `catch_warnings` swaps one list for the whole process, under other threads' feet.
logging.getLogger("PIL").setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning, module=r"PIL\.")


def is_photo_name(name: str) -> bool:
    """Tell whether a file of this name is a photo; hidden ones and macOS's ``._`` twins are not."""
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122


def is_skipped_folder(name: str) -> bool:
    """Tell whether a folder of this name holds no photos of a person: hidden, cache or trash."""
    lower = name.lower()
    return lower.startswith(".") or lower in _SKIPPED_FOLDERS or lower.endswith(_PREVIEWS)


def hash_content(data: bytes) -> str:
    """Return the BLAKE2b digest of 20 bytes, as 40 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def read(path: Path) -> tuple[bytes, FileStat]:
    """Read the whole file, with its size and mtime from before, so that a later change shows.

    Raises UnreadablePhoto: gone, no permission, a folder, a device, too large, or a placeholder of
    a cloud drive (reading one would download it).
    """
    try:
        _refuse(path.stat())
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            data = file.read(MAX_FILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadablePhoto("The file is gone.") from None
    except PermissionError:
        raise UnreadablePhoto("There is no permission to read the file.") from None
    except OSError as error:
        raise UnreadablePhoto("The file cannot be read: {reason}.", reason=error) from error
    _refuse(status)
    return data, FileStat(status.st_size, status.st_mtime_ns)


def _refuse(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadablePhoto("This is a folder, not a file.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadablePhoto("This is no ordinary file.")
    if is_placeholder(status):
        raise UnreadablePhoto("The file is in the cloud and not on this computer.")
    if status.st_size > MAX_FILE_BYTES:
        raise UnreadablePhoto("The file is larger than 1 GB.")


def is_placeholder(status: os.stat_result) -> bool:
    """Windows and macOS mark files whose content a cloud drive fetches when they are read."""
    windows = 0x1000 | 0x40000 | 0x400000  # FILE_ATTRIBUTE_OFFLINE, RECALL_ON_OPEN, _ON_DATA_ACCESS
    macos = 0x40000000  # SF_DATALESS
    attributes = getattr(status, "st_file_attributes", 0)
    return bool(attributes & windows or getattr(status, "st_flags", 0) & macos)


@lru_cache
def pixel_cap(memory_bytes: int | None = None) -> int:
    """Return how many pixels a picture may have: what fits a quarter of the memory.

    ``memory_bytes`` None asks the machine. Never below 50 nor above 1000 megapixels.
    """
    memory = psutil.virtual_memory().total if memory_bytes is None else memory_bytes
    return min(max(memory // 4 // _BYTES_PER_PIXEL, _LOWEST_CAP), _HIGHEST_CAP)


if Image.MAX_IMAGE_PIXELS is not None:
    # Pillow refuses twice this many, in some formats before anyone can ask it for the size.
    Image.MAX_IMAGE_PIXELS = max(Image.MAX_IMAGE_PIXELS, pixel_cap() // 2)


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """``image``: RGB, 8 bits, sRGB, upright, no metadata. ``facts``: of the photo at full size."""

    image: Image.Image
    facts: PhotoFacts


def decode(data: bytes, *, short_side: int | None = None, screen: bytes | None = None) -> Decoded:
    """Decode the first frame of an encoded picture.

    ``short_side`` None decodes at full size. Otherwise the picture may come smaller: its short side
    has at least ``short_side`` pixels if the photo has as many, and less than twice as many; the
    aspect is kept to a pixel. A JPEG is reduced while it is decoded. To see no difference, ask for
    twice the side that the picture is then resized to.

    ``screen`` is a profile for the colours (see ``colour.to_rgb``), without which they are sRGB.

    Raises UnreadablePhoto: empty, no picture, cut short, damaged, or too large for the memory.
    """
    try:
        return _decode(data, short_side, screen)
    except (MemoryError, Image.DecompressionBombError) as error:
        raise UnreadablePhoto("The picture is too large for this computer's memory.") from error
    except DAMAGE as error:
        raise _explain(error, data) from error


def _decode(data: bytes, short_side: int | None, screen: bytes | None) -> Decoded:
    raw = raw_preview.find_preview(data)
    picture = _open(data if raw is None else raw.jpeg)
    full = picture.size
    drafted = None if short_side is None else picture.draft(None, (short_side, short_side))
    _check_pixels(full if picture.info.get("progressive") else picture.size)
    picture.load()
    if drafted is None:
        full = picture.size  # a HEIF may come in another size than its header says
    exif = read_exif(picture if raw is None or raw.exif is None else raw.exif)
    image = to_eight_bits(picture)
    if short_side is not None:
        image = _reduce(image, drafted[1] if drafted else (0, 0, *full), short_side)
    image = to_rgb(image, picture.info.get("icc_profile"), screen)
    return Decoded(_upright(image, exif), _facts(full, exif))


def decode_exposure(data: bytes) -> Exposure:
    """How an encoded picture was taken; nothing of its pixels is decoded if that can be avoided.

    Raises UnreadablePhoto: empty, no picture, or damaged.
    """
    try:
        raw = raw_preview.find_preview(data)
        exif = None if raw is None else raw.exif
        return read_exposure(exif or _open(data if raw is None else raw.jpeg))
    except (MemoryError, Image.DecompressionBombError, *DAMAGE) as error:
        raise _explain(error, data) from error


def _reduce(image: Image.Image, box: tuple[float, ...], short_side: int) -> Image.Image:
    """Reduce what ``box`` holds: the blocks at a drafted JPEG's far edges are partly empty.

    Left in, they stretch the picture by up to a pixel, which an embedding notices: 0.998 instead of
    0.9995 at worst (cosine to the full picture's, EfficientNet-lite2, 6 photos).
    """
    width, height = box[2:]
    if min(width, height) >= 2 * short_side:
        scale = _best_side(max(width, height) / min(width, height), short_side) / min(width, height)
        width, height = width * scale, height * scale
    size = (max(round(width), 1), max(round(height), 1))
    if box == (0, 0, *size):
        return image
    return image.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=1.0)  # type: ignore[arg-type]


def _best_side(aspect: float, short_side: int) -> int:
    """Return the short side, at most a quarter longer, at which the long side is nearly whole.

    A long side rounded by half a pixel moves the middle that a model cuts out.
    """
    sides = range(short_side, short_side * 5 // 4 + 1)
    return min(sides, key=lambda side: abs(side * aspect - round(side * aspect)))


def _upright(image: Image.Image, exif: Exif) -> Image.Image:
    if exif.orientation in _TRANSPOSE:
        image = image.transpose(_TRANSPOSE[exif.orientation])
    elif isinstance(image, ImageFile.ImageFile):
        image = image.copy()  # lets go of the file's bytes
    image.info = {}  # a profile in it would be wrong by now, and thumbnails would carry it along
    return image


def _facts(size: tuple[int, int], exif: Exif) -> PhotoFacts:
    width, height = size if exif.orientation < 5 else size[::-1]
    return PhotoFacts(width, height, exif.taken_at, exif.camera, exif.gps)


def _check_pixels(size: tuple[int, int]) -> None:
    pixels = size[0] * size[1]
    if pixels > pixel_cap():
        raise UnreadablePhoto(
            "The picture has {number} megapixels, more than this computer's memory allows.",
            number=round(pixels / 1e6),
        )


def _open_jpeg(file: BytesIO) -> ImageFile.ImageFile:
    picture = JpegImageFile(file)
    if picture.info.get("progressive") and file.getvalue().count(b"\xff\xda") > _MOST_SCANS:
        raise SyntaxError("too many scans")
    return picture


# Each format by its first bytes. Not Image.open: it tries every format Pillow knows (some of which
# start other programs), and its limit of pixels is not the machine's.
_FORMATS: tuple[tuple[bytes, Callable[[BytesIO], ImageFile.ImageFile]], ...] = (
    (rb"\xff\xd8\xff", _open_jpeg),
    (rb"\x89PNG\r\n\x1a\n", PngImageFile),
    (rb"GIF8[79]a", GifImageFile),
    (rb"II[*+]\x00|MM\x00[*+]", TiffImageFile),
    (rb"RIFF....WEBP", WebPImageFile),
    (rb"BM", BmpImageFile),
    (rb"....ftypavi[fs]", AvifImageFile),
    (rb"....ftyp(mif1|msf1)", open_either),
    (rb"....ftyphe[iv][cxms]", open_heif),
)


def _open(data: bytes) -> ImageFile.ImageFile:
    if not data:
        raise UnreadablePhoto("The file is empty.")
    for magic, open_format in _FORMATS:
        if re.match(magic, data, re.DOTALL):
            return open_format(BytesIO(data))
    raise UnreadablePhoto("The file is not a picture of a known kind.")


def _explain(error: BaseException, data: bytes) -> UnreadablePhoto:
    said = str(error).lower()
    if "truncated" in said or "end of file" in said or _ends_early(data):
        return UnreadablePhoto("The file is cut short.")
    return UnreadablePhoto("The picture is damaged.")


def _ends_early(data: bytes) -> bool:
    """Tell whether a container's own lengths reach past the end of the file."""
    if data.startswith(b"RIFF"):
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    if data.startswith((b"II*\0", b"MM\0*")):
        return int.from_bytes(data[4:8], "little" if data[0] == ord("I") else "big") >= len(data)
    return data[4:8] == b"ftyp" and ends_early(data)
