"""What all commands share: their library, and how they speak to a terminal or a script."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from tqdm import tqdm

from photoclip.config import LibraryPaths
from photoclip.library import Library
from photoclip.models import Models
from photoclip.sentences import Sentence

_NEWS = 0.1  # seconds between two looks of the progress bar in a terminal
_NEWS_IN_FILE = 5.0  # and in a file, where each is a line of its own


class Session:
    """One command's library; the model is loaded only by those that need it."""

    def __init__(self, root: Path, device: str | None) -> None:
        self.root = root
        self.device = device

    @contextlib.contextmanager
    def library(self) -> Iterator[Library]:
        library = Library(self.root)
        try:
            yield library
        finally:
            library.close()

    @contextlib.contextmanager
    def ready_library(self) -> Iterator[Library]:
        """The library with its model in use."""
        with self.library() as library:
            library.use(self.models.load(library.model))
            yield library

    @contextlib.contextmanager
    def tagged_library(self) -> Iterator[Library]:
        """The library with all tags as its labels are now."""
        with self.library() as library:
            self.bring_tags_up_to_date(library)
            yield library

    def bring_tags_up_to_date(self, library: Library) -> None:
        """Score the photos by labels that changed; the model is loaded only for that."""
        if not library.labels.is_current(self.models.vector_space(library.model)):
            if library.encoder is None:
                library.use(self.models.load(library.model))
            tag_all(library)

    @property
    def models(self) -> Models:
        return Models(LibraryPaths(self.root).models, self.device, tell=say)


def tag_all(library: Library) -> None:
    """Score the photos by labels that changed, with a progress bar."""
    encoder, labels = library.encoder, library.labels
    if encoder and not (labels.scores.can_score or labels.is_current(encoder.key)):
        say(f"The labels are made ready for {encoder.name}; that takes a while, and only once.")
    for preparing, steps in groupby(labels.retag(), lambda step: step.preparing):
        with progress_bar(" phrases" if preparing else " photos") as show:
            for step in steps:
                show(step.done, step.total)


def say(sentence: Sentence | str) -> None:
    """On standard error: results alone go to standard output."""
    print(sentence, file=sys.stderr, flush=True)


def print_json(value: Any) -> None:
    print(json.dumps(value), flush=True)


def printable(text: Path | Sentence | str) -> str:
    """A file name may hold line breaks, and sequences that a terminal would obey."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in str(text)
    )


def count(n: int, one: str, more: str) -> str:
    """As in "1 photo" and "2 photos"."""
    return f"{n} {one if n == 1 else more}"


@contextlib.contextmanager
def progress_bar(unit: str, *, scaled: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, to be told (done, total); none appears where there is nothing to do.

    ``scaled`` shows thousands and millions, as of bytes.
    """
    news = _NEWS if sys.stderr.isatty() else _NEWS_IN_FILE
    with contextlib.ExitStack() as stack:
        bars: list[Any] = []

        def show(done: int, total: int) -> None:
            if total and not bars:
                bar = tqdm(
                    unit=unit,
                    unit_scale=scaled,
                    file=sys.stderr,
                    mininterval=news,
                    dynamic_ncols=True,
                )
                bars.append(stack.enter_context(bar))
            for bar in bars:
                bar.total = total
                bar.update(done - bar.n)

        yield show
