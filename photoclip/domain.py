"""The frozen values that every layer speaks: nothing here needs a disk, a model or a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from photoclip.sentences import Sentence

if TYPE_CHECKING:  # 0.1 s to import, and the window's first paint needs no arrays
    import numpy as np
    import numpy.typing as npt

Vectors: TypeAlias = "npt.NDArray[np.float32]"
"""Embeddings as rows of norm 1: float32 [n, dim]."""

Vector: TypeAlias = "npt.NDArray[np.float32]"
"""One embedding of norm 1: float32 [dim]."""

Ids: TypeAlias = "npt.NDArray[np.int64]"
"""Row identifiers of the catalog: int64 [n]."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A watched root. ``online`` is false while the folder cannot be seen (a drive unplugged)."""

    id: int
    path: Path
    online: bool = True
    photos: int = 0


@dataclass(frozen=True, slots=True)
class FileStat:
    """What tells that a file's content may have changed: size in bytes and mtime in nanoseconds."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What a photo's file says about itself.

    ``width`` and ``height`` are pixels after the EXIF orientation. ``taken_at`` is aware: with the
    offset the camera recorded, or else the local zone's. ``gps`` is latitude, longitude in degrees.
    """

    width: int
    height: int
    taken_at: datetime | None = None
    camera: str | None = None
    gps: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """How a photo was taken; what its file does not say is None, or empty.

    ``seconds`` of the shutter, ``aperture`` as f-number, ``iso`` the sensitivity, ``focal_length``
    in millimetres as on the lens.
    """

    seconds: float | None = None
    aperture: float | None = None
    iso: int | None = None
    focal_length: float | None = None
    lens: str = ""


MOST_STARS = 5
"""Of a photo's rating."""


class Verdict(IntEnum):
    """What the person said of a label on a photo."""

    REJECTED = -1
    NONE = 0
    ACCEPTED = 1


class Origin(Enum):
    """Who put a tag on a photo (or took it off); the values are what ``--json`` prints."""

    AUTO = "auto"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Tag:
    """A label on a photo. ``confidence`` is from 0 to 1, None where nothing has scored it yet.

    ``because_of``: the name of the label on the photo that lies in this one, if that is all that
    puts it there; origin and confidence are then that one's.
    """

    label_id: int
    name: str
    origin: Origin
    confidence: float | None = None
    because_of: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the library; ``facts`` is None when the file could not be read (see ``error``).

    ``rating`` is 0 (none) to 5 stars. ``tags`` are those it carries by itself, ``implied`` what
    these lie in, ``rejected`` those that the person took off.
    ``gist``: what it probably shows (see ``photoclip.descriptions``), empty where that is not
    clear. ``alt_text`` is the person's own, or its file's.
    """

    id: int
    folder_id: int
    path: Path
    stat: FileStat
    content_hash: str
    facts: PhotoFacts | None = None
    error: Sentence | None = None
    rating: int = 0
    favourite: bool = False
    alt_text: str = ""
    tags: tuple[Tag, ...] = ()
    implied: tuple[Tag, ...] = ()
    rejected: tuple[Tag, ...] = ()
    gist: str = ""

    def tagged(self, tags: Sequence[Tag]) -> Photo:
        """The same photo, with all that is said of labels there."""
        rejected = tuple(tag for tag in tags if tag.origin is Origin.REJECTED)
        implied = tuple(tag for tag in tags if tag.because_of)
        own = tuple(tag for tag in tags if tag not in rejected and tag not in implied)
        return replace(self, tags=own, implied=implied, rejected=rejected)


@dataclass(frozen=True, slots=True)
class Text:
    """A query term in words."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A query term that is a picture from outside: a file, or the encoded bytes of one."""

    source: Path | bytes
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LikePhoto:
    """A query term that is a photo of the library."""

    photo_id: int
    weight: float = 1.0


Term: TypeAlias = Text | Picture | LikePhoto


class Orientation(Enum):
    """How a photo lies; the values are the query grammar's words."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class Filter:
    """Photos of which all of it is true; an empty filter lets every photo through.

    Of ``folders``, ``cameras``, ``suffixes`` and ``orientations`` one suffices, of ``labels`` each
    must be there. A folder is an absolute path (with all below it) or the name of any folder on
    the way to the photo. Cameras are parts of the name, suffixes are lower case without the dot.
    Times are nanoseconds since 1970, sizes bytes; ``until_ns`` and ``most_size`` are exclusive.
    """

    folders: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    without_labels: tuple[str, ...] = ()
    since_ns: int | None = None
    until_ns: int | None = None
    cameras: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    orientations: tuple[Orientation, ...] = ()
    favourite: bool | None = None
    least_rating: int = 0
    has_location: bool | None = None
    least_size: int | None = None
    most_size: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What a person is looking for; without terms every photo of the filter, newest first.

    ``strictness`` from -1 to 1 moves the line at which relevance ends; 0 is as it is found.
    """

    terms: tuple[Term, ...] = ()
    limit: int | None = None
    filter: Filter = Filter()
    strictness: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Ranked photos, best first: ``ids`` int64 [n], ``scores`` float32 [n] (cosines, or zeros).

    ``relevant``: how many of the first ones lie above the line where relevance ends; None where
    nothing ranks them. ``times``: where they are in order of time, int64 [n] nanoseconds.
    """

    ids: Ids
    scores: npt.NDArray[np.float32]
    relevant: int | None = None
    times: Ids | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def count_fitting(self) -> int:
        """How many of the first ones fit; all where nothing ranks them."""
        return len(self) if self.relevant is None else self.relevant


SIZE_RANGES = ((None, 10**6), (10**6, 5 * 10**6), (5 * 10**6, 20 * 10**6), (20 * 10**6, None))
"""Bytes from and below which sizes of files are counted; None: no such end."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What a filter could be narrowed to, each with its count of photos.

    Each facet is counted among the photos that all *other* parts of the filter let through, and
    beside words or pictures among those of them that are relevant.
    ``months`` are (nanoseconds of a month's first moment, count), oldest first; ``ratings`` hold
    how many photos have at least 1, 2, ... 5 stars, ``sizes`` how many are in each of SIZE_RANGES.
    """

    photos: int
    folders: tuple[tuple[str, int], ...] = ()
    labels: tuple[tuple[str, int], ...] = ()
    cameras: tuple[tuple[str, int], ...] = ()
    suffixes: tuple[tuple[str, int], ...] = ()
    orientations: tuple[tuple[Orientation, int], ...] = ()
    months: tuple[tuple[int, int], ...] = ()
    ratings: tuple[int, ...] = ()
    favourites: int = 0
    located: int = 0
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterNames:
    """What the library's photos can be filtered by, the most frequent first.

    ``folders`` are names, each once, of all folders at and below the roots.
    """

    folders: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query with a name: a smart album. ``photos`` is its count now, None while unknown.

    ``harmless`` is the same of photos without any sensitive label.
    """

    id: int
    name: str
    query: Query
    photos: int | None = None
    harmless: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the person's own, with which every photo is tagged that it fits.

    ``examples`` are encoded pictures from outside the library; photos of the library that show it
    are accepted ones. ``threshold`` is the least confidence of a tag; ``colour`` is "#rrggbb" or
    empty. ``sensitive``: its photos may be veiled. ``photos`` counts those that carry it.
    ``former_names`` it had itself or took over from a label merged into it: files may still use
    them.
    """

    id: int
    name: str
    descriptions: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    examples: tuple[bytes, ...] = ()
    threshold: float = 0.5
    parent_id: int | None = None
    colour: str = ""
    sensitive: bool = False
    photos: int = 0
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A photo that could not be read, and why."""

    path: Path
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job: how far it is, and which photos changed in it.

    ``preparing``: it counts phrases and labels, which a model has to know before it sees to photos.
    """

    done: int
    total: int
    changed: tuple[int, ...] = ()
    preparing: bool = False


PREPARING = "preparing"
"""What a Progress tells of whose steps are ``preparing``."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is, in photos or bytes; ``rate`` is per second."""

    what: str
    done: int
    total: int
    rate: float = 0.0
    seconds_left: float | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """The library at a glance."""

    photos: int
    vectors: int
    unreadable: Sequence[Problem]
    folders: Sequence[Folder]
    model: str
    device: str
    waiting: int = 0
    library: Path = field(default_factory=Path)


@dataclass(frozen=True, slots=True)
class ModelOffer:
    """A model that a person can choose, and how much of it is here.

    Sizes are bytes: of the download (0: built in or imported), of what has come of a download that
    is not finished, of the installed files, and of the vectors that it has made. ``imagenet`` and
    ``coco`` are accuracies from 0 to 1 as ``source`` gives them.
    """

    key: str
    name: Sentence
    summary: Sentence
    architecture: str
    speed: Sentence
    languages: Sentence
    licence: Sentence
    permits: Sentence
    recommended: bool = False
    research_only: bool = False
    installed: bool = False
    download_size: int = 0
    approximate: bool = False
    arrived: int = 0
    disk_size: int = 0
    vectors: int = 0
    vectors_size: int = 0
    imagenet: float | None = None
    coco: float | None = None
    source: str = ""
