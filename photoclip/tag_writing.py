"""The engine's part in tags beside photos: the jobs that write them, and what went wrong.

Lives on the engine's thread. How a file is written safely is elsewhere.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator
from pathlib import Path

from photoclip import messages as m
from photoclip import tag_files
from photoclip.choices import CONFIDENT, TAG_FILES
from photoclip.domain import Problem, Step
from photoclip.library import Library
from photoclip.sentences import Sentence

_CHOOSING = 5.0  # seconds after a choice, of which what to write and where to are two


class TagWriting:
    """Jobs over a library's photos; what they find out is told."""

    def __init__(self, library: Library, tell: Callable[[m.Event], None]) -> None:
        self._library = library
        self._tell = tell
        self._told_misread: set[Problem] = set()
        self._chosen_at = -math.inf

    def await_choices(self) -> None:
        """The person has chosen something, and may go on choosing."""
        self._chosen_at = time.monotonic()

    @property
    def is_wanted(self) -> bool:
        """Did the person choose, a while ago, that tags are written by themselves?"""
        has_rested = time.monotonic() - self._chosen_at > _CHOOSING
        return has_rested and bool(self._library.choices[TAG_FILES])

    def write(self, *, dry_run: bool) -> Generator[Step, None, None]:
        """The job that writes tags into files, or only says what it would write."""
        confident = self._library.choices[TAG_FILES] == CONFIDENT
        least = tag_files.CONFIDENT if confident else None
        written: list[tuple[Path, tuple[Sentence, ...]]] = []
        refused: list[Problem] = []
        for step in self._library.tag_files.write(least, dry_run=dry_run):
            written += step.written
            refused += step.refused
            yield Step(step.done, step.total)
        self._tell(m.TagsWritten(dry_run, written, refused))

    def write_chosen(self) -> Generator[Step, None, None]:
        """The job that writes what has changed, as the person chose; refusals are told once."""
        refused: list[Problem] = []
        for step in self._library.tag_files.write_chosen():
            refused += step.refused
            yield Step(step.done, step.total)
        if refused:
            sentence = Sentence("Some labels could not be written.")
            lines = (Sentence("{path}: {reason}", path=p.path, reason=p.reason) for p in refused)
            self._tell(m.Trouble(sentence, tuple(lines)))

    def tell_misread(self) -> None:
        """Sidecars that could not be understood, each once."""
        news = [one for one in self._library.tag_files.problems() if one not in self._told_misread]
        self._told_misread.update(news)
        if news:
            sentence = Sentence("Some files with labels could not be understood.")
            self._tell(m.Trouble(sentence, tuple(one.reason for one in news)))
