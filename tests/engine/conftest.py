"""Real engines on real folders with the encoder that knows colours."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Running, Start
from support import ColourEncoder, make_photo


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts engines, and sees to it that none leaves a thread or a bug behind."""
    threads = set(threading.enumerate())
    with contextlib.ExitStack() as stack:

        def start(load: Callable[[], ColourEncoder] = ColourEncoder, **options: Any) -> Running:
            running = Running(tmp_path / "library", load, **options)
            stack.callback(running.engine.stop, 20)
            return running

        yield start
    for thread in set(threading.enumerate()) - threads:
        thread.join(10)
    assert set(threading.enumerate()) <= threads


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for mark, colour in enumerate(("red", "green", "blue")):
        make_photo(tmp_path / "photos" / f"{colour}.png", colour, mark=mark)
    return tmp_path / "photos"


@pytest.fixture
def encoder() -> ColourEncoder:
    return ColourEncoder()


@pytest.fixture
def running(start: Start, encoder: ColourEncoder, folder: Path) -> Iterator[Running]:
    """With three photos, indexed and watched."""
    running = start(lambda: encoder)
    running.add(folder)
    running.wait_photos(3)
    running.events.clear()
    yield running
    assert running.bugs() == []
