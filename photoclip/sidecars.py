"""Tags and alternative texts that leave for XMP files and come back: where, and how safely.

A photo's sidecar is ``photo.jpg.xmp``, or ``photo.xmp`` if that is there and no other picture has
the same name before its suffix. Without one, the XMP within the picture counts, and without that
the keywords and the caption of IPTC-IIM; a new document begins as a copy of those, so that programs
which read only that one miss nothing. If the person wants tags in the pictures, they go into JPEG,
PNG, WebP and TIFF files, and into a sidecar too if one is there; files of other formats, and those
in which something else might suffer, get a sidecar. A picture keeps its time when it is written to:
without a date in it, that is the only one it has.

Who is right where file and library disagree:

- The person's verdict stands. A tag they rejected stays rejected whatever a file says, and one they
  accepted stays accepted when another program takes the keyword out of the file.
- A keyword that is a label's name, or the path to it like "animal|dog", in capital letters or not,
  is a tag from the file; it goes when the keyword goes. A label's former names count as long as no
  other label has them. Other keywords make no labels, but are remembered in case one is defined.
- Only what this library wrote is taken out of a file again. What others wrote stays, even a keyword
  of a rejected label.
- An alternative text of the person's own replaces the one in the file; one that was made from tags
  gives way to it. Texts in other languages stay.
- A photo without an alternative text or rating of the person's own has those of its file, and
  follows them. Ratings are only read.

Files are hostile, and never written over unless they were understood. Knows no library and no
labels: paths and texts come in and go out.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from photoclip import iptc
from photoclip.domain import FileStat
from photoclip.errors import PhotoClipError
from photoclip.images import SUFFIXES, hash_content, is_photo_name, is_placeholder
from photoclip.images import read as read_photo
from photoclip.raw_preview import SUFFIXES as RAW_SUFFIXES
from photoclip.replacing import MEANWHILE, check_writable, file_stat, replace
from photoclip.sentences import Sentence, quoted
from photoclip.xml_tree import LARGEST
from photoclip.xmp import NEW, Wanted, XmpFacts, begin, change, join
from photoclip.xmp import read as read_document
from photoclip.xmp_packet import embed, extension, extract, has_room

SUFFIX = ".xmp"


_SPELLINGS = (SUFFIX, SUFFIX.upper())

_RAW = frozenset(
    {".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".gpr", ".iiq", ".kdc", ".mef"}
    | {".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2"}
    | {".srf", ".srw", ".x3f", ".psd", ".jxl"}
)
"""Of pictures that are no photos here but may have a sidecar that is named without a suffix."""


@dataclass(frozen=True, slots=True)
class SidecarFacts:
    """What a sidecar, or the photo file itself, says; ``stat`` is of that file."""

    path: Path
    stat: FileStat
    facts: XmpFacts


@dataclass(frozen=True, slots=True)
class WritePlan:
    """What would be written into a file, or in ``refusal`` a sentence why not.

    ``added`` and ``removed`` are labels as paths. ``alt_text`` is the new one, empty where it is
    taken out, None where it stays. ``before`` and ``after`` are documents, None where none is.
    """

    path: Path
    in_photo: bool
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    alt_text: str | None = None
    refusal: Sentence | None = None
    before: bytes | None = field(default=None, repr=False)
    after: bytes | None = field(default=None, repr=False)

    @property
    def changes(self) -> bool:
        """Whether there is something to write."""
        return self.after != self.before

    @property
    def creates(self) -> bool:
        """Whether the sidecar is a new file."""
        return self.changes and self.before is None and not self.in_photo


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it is after writing.

    Of a photo also the hash of its content as the catalog has it, and the one of what was there.
    """

    path: Path
    stat: FileStat
    content_hash: str | None = None
    hash_before: str | None = None


# --- where ------------------------------------------------------------------------------------


def is_sidecar_name(name: str) -> bool:
    """Tell whether a file of this name may be a sidecar."""
    return name.lower().endswith(SUFFIX) and not name.startswith(".")


def find(photo: Path) -> Path | None:
    """The sidecar of a photo, if there is one (or a link, even to nowhere)."""
    for suffix in _SPELLINGS:
        if os.path.lexists(full := photo.with_name(photo.name + suffix)):
            return full
    for suffix in _SPELLINGS:
        if os.path.lexists(short := photo.with_suffix(suffix)) and not _has_twin(photo):
            return short
    return None


def photos_beside(sidecar: Path) -> list[Path]:
    """The photos whose sidecar this is or would be: for a path that has changed or is gone."""
    base = sidecar.with_suffix("")
    if is_photo_name(base.name):
        return [base] if base.is_file() else []
    found = [base.with_name(base.name + suffix) for suffix in _both_cases(SUFFIXES)]
    present = {path for path in found if path.is_file() and not _has_twin(path)}
    return sorted(path for path in present if find(path) in (None, sidecar))


def _has_twin(photo: Path) -> bool:
    """Another file might be what a sidecar named without suffix is about."""
    own = photo.suffix.lower()
    others = _both_cases((SUFFIXES | _RAW) - {own})
    return any(os.path.lexists(photo.with_suffix(suffix)) for suffix in others) or any(
        _is_another(photo.with_suffix(suffix), photo) for suffix in (own, own.upper())
    )


def _is_another(other: Path, photo: Path) -> bool:
    """A file system that ignores case finds a file by either name."""
    try:
        return other != photo and not other.samefile(photo)
    except OSError:
        return False


def _both_cases(suffixes: frozenset[str]) -> list[str]:
    return sorted(suffixes | {suffix.upper() for suffix in suffixes})


# --- reading ----------------------------------------------------------------------------------


def read(photo: Path, library: str = "", content: bytes | None = None) -> SidecarFacts | None:
    """What is said of a photo beside it or, without a sidecar, in it; None if nothing is.

    Args:
        library: whose own words do not count, see ``photoclip.xmp``.
        content: the photo's bytes, where they are at hand.

    Raises:
        PhotoClipError: it cannot be read or understood.
    """
    path = find(photo) or photo
    with _sentence(Sentence("The tags in {path} cannot be read", path=path)):
        if path != photo:
            data, status = _load(path)
        else:
            found, older, status = _look_inside(photo, content)
            if found is None and older is None:
                return None
            data = found or older or b""
        return SidecarFacts(path, file_stat(status), read_document(data, library))


def _found(path: Path) -> tuple[bytes | None, FileStat | None]:
    """A sidecar as it is now, if it is there."""
    if not os.path.lexists(path):
        return None, None
    data, status = _load(path)
    return data, file_stat(status)


def _load(path: Path) -> tuple[bytes, os.stat_result]:
    with _open(path) as file:
        status = os.fstat(file.fileno())
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise PhotoClipError("it is larger than {size} MB.", size=LARGEST >> 20)
    return data, status


def _look_inside(
    photo: Path, content: bytes | None = None
) -> tuple[bytes | None, bytes | None, os.stat_result]:
    """The XMP in a photo, whole; where it has none, what IPTC-IIM in it says, as XMP; its state."""
    if content is not None:
        return *_documents_in(BytesIO(content)), photo.stat()
    with _open(photo) as file:
        return *_documents_in(file), os.fstat(file.fileno())


def _documents_in(file: BinaryIO) -> tuple[bytes | None, bytes | None]:
    if (found := extract(file)) is not None:
        more = extension(file, found)
        return join(found, more) if more else found, None
    older = iptc.read(file)
    has_some = older.keywords or older.caption
    return None, begin(older.keywords, older.caption) if has_some else None


def _open(path: Path) -> BinaryIO:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise PhotoClipError("it is no ordinary file.")
    if is_placeholder(status):
        raise PhotoClipError("it is in the cloud and not on this computer.")
    return path.open("rb")


@contextlib.contextmanager
def _sentence(start: Sentence) -> Iterator[None]:
    try:
        yield
    except PhotoClipError as error:
        raise PhotoClipError("{start}: {reason}", start=start, reason=error) from error
    except OSError as error:
        raise PhotoClipError("{start}: {reason}.", start=start, reason=error) from error


# --- writing ----------------------------------------------------------------------------------


def plan(photo: Path, wanted: Wanted, *, into_photo: bool = False) -> tuple[WritePlan, ...]:
    """What would be written for a photo, one plan for each file; nothing is written.

    ``into_photo``: into the picture file if its format has room, else beside it.
    """
    sidecar = find(photo)
    into_photo = into_photo and _has_room(photo)
    plans = []
    if sidecar or not into_photo:
        path = sidecar or photo.with_name(photo.name + SUFFIX)
        plans.append(_planned(path, photo, wanted))
    if into_photo:
        plans.append(_planned(photo, photo, wanted))
    return tuple(plans)


def write(one: WritePlan) -> Written | None:
    """Carry out a plan: the file is replaced at once by a whole one; None if nothing changes.

    Raises:
        PhotoClipError: it was refused, the file is another now, or it cannot be written. Whatever
            was there is untouched.
    """
    if one.refusal:
        raise PhotoClipError.saying(one.refusal)
    if not one.changes:
        return None
    with _sentence(_not_written(one.path)):
        assert one.after is not None
        check_writable(one.path)
        if one.in_photo:
            return _write_photo(one.path, one.before, one.after)
        before, status = _found(one.path)
        if before != one.before:
            raise PhotoClipError.saying(MEANWHILE)
        return Written(one.path, replace(one.path, one.after, status))


def _write_photo(path: Path, before: bytes | None, after: bytes) -> Written:
    data, status = read_photo(path)
    if extract(BytesIO(data)) != before:
        raise PhotoClipError.saying(MEANWHILE)
    content = embed(data, after)
    written = replace(path, content, status, keep_time=True)
    return Written(path, written, hash_content(content), hash_content(data))


def tell_changed(photo: Path) -> Sentence:
    """That nothing is written because the photo's file is another than the one looked at."""
    return Sentence("{start}: {reason}", start=_not_written(photo), reason=MEANWHILE)


def _not_written(path: Path) -> Sentence:
    return Sentence("The tags cannot be written to {path}", path=path)


def describe(one: WritePlan) -> tuple[Sentence, ...]:
    """A plan in sentences."""
    if one.refusal:
        return (one.refusal,)
    said = []
    if one.added:
        said.append(Sentence("Adds {labels}.", labels=_listed(one.added)))
    if one.removed:
        said.append(Sentence("Takes out {labels}.", labels=_listed(one.removed)))
    if one.alt_text:
        said.append(Sentence("Sets the alternative text “{text}”.", text=one.alt_text))
    elif one.alt_text is not None:
        said.append(Sentence("Takes out the alternative text."))
    if one.changes and not said:
        said.append(Sentence("Notes which of the keywords are PhotoCLIP's."))
    return tuple(said)


def _listed(paths: tuple[str, ...]) -> list[Sentence]:
    return [quoted(path.replace("|", " > ")) for path in paths]


def _has_room(photo: Path) -> bool:
    """Not in raw files, nor where replacing the file would part it from other names of it.

    Nor where keywords are in what extends the document: that part of a file stays as it is.
    """
    if photo.suffix.lower() in RAW_SUFFIXES or photo.is_symlink():
        return False
    try:
        with _open(photo) as file:
            is_alone = os.fstat(file.fileno()).st_nlink == 1
            return is_alone and has_room(file) and _documents_in(file)[0] == extract(file)
    except (OSError, PhotoClipError):
        return False


def _planned(path: Path, photo: Path, wanted: Wanted) -> WritePlan:
    in_photo = path == photo
    try:
        with _sentence(Sentence("{path} is left as it is", path=path)):
            before, copied = _documents(path, photo)
            start = copied if before is None else before
            revised = change(start, wanted)
            if revised.data == (NEW if start is None else start):
                return WritePlan(path, in_photo, before=before, after=before)
            check_writable(path)
    except PhotoClipError as error:
        return WritePlan(path, in_photo, refusal=error.sentence)
    added, removed, text = revised.added, revised.removed, revised.alt_text
    return WritePlan(path, in_photo, added, removed, text, None, before, revised.data)


def _documents(path: Path, photo: Path) -> tuple[bytes | None, bytes | None]:
    """The document of a file, and the one that a new document begins as."""
    if path != photo and os.path.lexists(path):
        return _load(path)[0], None
    found, older, _ = _look_inside(photo)
    if path == photo:
        return found, older
    try:
        if found is not None:
            read_document(found)
    except PhotoClipError:
        found = None  # one that nobody can read is no beginning
    return None, found or older
