"""The person's choices that the engine heeds; they belong to a library and are kept in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate
from typing import Protocol

EXCLUDED = "excluded"
"""Patterns of names and paths that are no photos of the library, one a line."""

ON_BATTERY = "on battery"
"""``PAUSE`` where indexing waits while the computer runs on its battery."""

PAUSED = "paused"
"""``PAUSE`` after the person paused indexing, until they resume it."""

TAG_FILES = "tag files"
"""Which tags are written as XMP: "" none, ``ACCEPTED``, or ``CONFIDENT`` ones too."""

TAG_PLACE = "tag place"
"""Where to: "" beside the photos, or ``IN_PHOTOS`` where that can be."""

ALT_TEXTS = "alt texts"
"""``MADE`` where a photo that nobody described gets an alternative text made from its labels."""

PAUSE = "pause"
MADE = "made"
ACCEPTED = "accepted"
CONFIDENT = "confident"
IN_PHOTOS = "in photos"

NAMES = (EXCLUDED, ON_BATTERY, TAG_FILES, TAG_PLACE, ALT_TEXTS)

MOST_PATTERNS = 200


class _Settings(Protocol):
    def setting(self, name: str) -> str | None: ...

    def set_setting(self, name: str, value: str | None) -> None: ...


class Choices:
    """Kept under names of their own among the settings of a catalog."""

    def __init__(self, settings: _Settings) -> None:
        self._settings = settings

    def __getitem__(self, name: str) -> str:
        return self._settings.setting(f"choice {name}") or ""

    def __setitem__(self, name: str, value: str) -> None:
        self._settings.set_setting(f"choice {name}", value or None)

    def all(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, self[name]) for name in NAMES)


def make_exclusion(patterns: str) -> Callable[[str], bool]:
    """From patterns, one a line, to the question whether a relative path is excluded.

    A pattern with "/" is about the whole path, any other about the name of the file or of any
    folder on the way to it; "*" and "?" stand for any letters. Case makes no difference.
    """
    lines = [line.strip().strip("/") for line in patterns.splitlines()][:MOST_PATTERNS]
    whole = [translate(line.casefold()) for line in lines if "/" in line]
    names = [translate(line.casefold()) for line in lines if line and "/" not in line]
    if not whole and not names:
        return lambda path: False
    for_path, for_name = (re.compile("|".join(some) or r"(?!)") for some in (whole, names))

    def is_excluded(path: str) -> bool:
        parts = path.casefold().split("/")
        places = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
        return any(for_name.match(part) for part in parts) or any(map(for_path.match, places))

    return is_excluded
