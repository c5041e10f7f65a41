"""An engine that runs, its events, and an encoder that waits to be let through."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from support import Collector, ColourEncoder, StandInModels

from photoclip import messages as m
from photoclip.domain import Photo, Query, Text, Vectors
from photoclip.engine import Engine
from photoclip.library import Library

E = TypeVar("E", bound=m.Event)


class Gate(ColourEncoder):
    """Encodes a batch only when it is let through."""

    batch_size = 2

    def __init__(self) -> None:
        super().__init__()
        self.passes = threading.Semaphore(0)
        self.waiting: Collector[int] = Collector()

    def images(self, pixels: Any) -> Vectors:
        self.waiting(len(pixels))
        assert self.passes.acquire(timeout=30)
        return super().images(pixels)

    def arrived(self, times: int) -> None:
        self.waiting.wait_until(lambda seen: len(seen) >= times)

    def let(self, batches: int = 1) -> None:
        self.passes.release(batches)


class Running:
    """An engine, its events, and questions to it."""

    def __init__(
        self,
        library: Path,
        load: Callable[[], ColourEncoder],
        open_library: Callable[[], Library] | None = None,
    ) -> None:
        self.events: Collector[m.Event] = Collector()
        self._serial = 0
        models = StandInModels(library / "models", load)
        self.engine = Engine(open_library or (lambda: Library(library)), models, self.events)

    def post(self, command: m.Command) -> None:
        self.engine.post(command)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events.seen() if isinstance(event, kind)]

    def wait(self, kind: type[E], holds: Callable[[E], bool] = lambda _: True) -> E:
        def found(seen: list[m.Event]) -> list[E]:
            return [event for event in seen if isinstance(event, kind) and holds(event)]

        return found(self.events.wait_until(lambda seen: bool(found(seen))))[-1]

    def wait_phase(self, phase: m.ModelPhase) -> m.ModelState:
        return self.wait(m.ModelState, lambda event: event.phase is phase)

    def wait_photos(self, photos: int, unreadable: int = 0) -> m.PhotosChanged:
        """Until that many are told and nothing is left to do."""

        def done(seen: list[m.Event]) -> bool:
            counts = [event for event in seen if isinstance(event, m.PhotosChanged)]
            works = [event for event in seen if isinstance(event, m.IndexingProgress)]
            told = bool(counts) and (counts[-1].photos, counts[-1].unreadable)
            return told == (photos, unreadable) and bool(works) and works[-1].progress is None

        self.events.wait_until(done)
        return self.of(m.PhotosChanged)[-1]

    def ask(self, query: Query) -> int:
        self._serial += 1
        self.post(m.Search(self._serial, query))
        return self._serial

    def answer(self, serial: int) -> m.SearchDone:
        return self.wait(m.SearchDone, lambda event: event.serial == serial)

    def photos(self, query: Query) -> list[Photo]:
        hits = self.answer(self.ask(query)).hits
        ids = tuple(hits.ids[(hits.scores > 0.5) | (len(query.terms) == 0)].tolist())
        before = len(self.of(m.PhotosLoaded))
        self.post(m.FetchPhotos(ids))
        self.events.wait_until(lambda _: len(self.of(m.PhotosLoaded)) > before)
        return list(self.of(m.PhotosLoaded)[-1].photos)

    def find(self, text: str) -> set[str]:
        return {photo.path.name for photo in self.photos(Query((Text(text),)))}

    def add(self, *folders: Path) -> None:
        for folder in folders:
            self.post(m.AddFolder(folder))

    def flush(self) -> None:
        """Until every command so far is obeyed."""
        place = Path(f"/nowhere/{len(self.events.seen())}")
        self.post(m.FindPhoto(place))
        self.wait(m.PhotoFound, lambda event: event.path == place)

    def bugs(self) -> list[m.Trouble]:
        return [event for event in self.of(m.Trouble) if event.details]


Start = Callable[..., Running]
"""Starts an engine; see the fixture of that name."""
