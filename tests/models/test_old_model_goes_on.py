"""Whatever goes wrong on the way to another model, the one in use goes on answering.

A real engine, real (tiny) open_clip models, and a real server on 127.0.0.1.
"""

from __future__ import annotations

import dataclasses
import shutil
import sys
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from checkpoints import sample
from hub import LocalHub, closed_port, sha256
from support import Collector
from tiny_models import RESEARCH, TINY, WEIGHTS

from photoclip import messages as m
from photoclip.domain import Query, Text
from photoclip.engine import Engine
from photoclip.hub import Hub
from photoclip.library import Library
from photoclip.model_download import download_model
from photoclip.model_store import ModelStore
from photoclip.models import Models
from photoclip.partial_file import partial_path

SECOND = dataclasses.replace(TINY, key="second", name="Second", repository="nobody/second")
CATALOGUE = (TINY, SECOND, RESEARCH)

Disk = namedtuple("Disk", "total used free")


class Desk:
    """An engine whose library has chosen the model “tiny”."""

    def __init__(self, root: Path, hub: Hub) -> None:
        self.events: Collector[m.Event] = Collector()
        self._serial = 0
        models = Models(root / "models", "cpu", catalogue=CATALOGUE, hub=hub)
        self.engine = Engine(lambda: Library(root / "library"), models, self.events)

    def wait(self, kind: type, holds: Callable[[Any], bool] = lambda _: True) -> Any:
        def fits(event: m.Event) -> bool:
            return isinstance(event, kind) and holds(event)

        seen = self.events.wait_until(lambda seen: any(map(fits, seen)), 60)
        return next(event for event in seen if fits(event))

    def wait_ready(self, name: str) -> None:
        self.wait(m.ModelState, lambda e: e.phase is m.ModelPhase.READY and e.name == name)

    def count(self, *words: str) -> int:
        """Photos that a search finds."""
        self._serial += 1
        query = Query(tuple(Text(word) for word in words))
        self.engine.post(m.Search(self._serial, query))
        return len(self.wait(m.SearchDone, lambda e: e.serial == self._serial).hits)

    def refuses(self, command: m.GetModel) -> str:
        """The one sentence of a download that comes to nothing."""
        self.events.clear()
        self.engine.post(command)
        return str(self.wait(m.ArrivalFailed, lambda e: e.key == command.key).reason)


@pytest.fixture
def root(tmp_path: Path, hub: Hub, server: LocalHub) -> Path:
    """A library of two photos that has chosen the model “tiny”, which is installed."""
    server.files[SECOND.repository, WEIGHTS] = server.files[TINY.repository, WEIGHTS]
    for _ in download_model(ModelStore(tmp_path / "models", CATALOGUE), TINY, hub):
        pass
    (tmp_path / "photos").mkdir()
    for name in ("china", "flower"):
        sample(name).save(tmp_path / "photos" / f"{name}.jpg")
    library = Library(tmp_path / "library")
    library.choose_model("tiny")
    library.add_folder(tmp_path / "photos")
    library.close()
    return tmp_path


@pytest.fixture
def start(root: Path, hub: Hub) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def start(hub: Hub = hub) -> Desk:
        desks.append(Desk(root, hub))
        return desks[-1]

    yield start
    for desk in desks:
        desk.engine.stop()


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    desk = start()
    desk.wait_ready("Tiny")
    desk.wait(m.PhotosChanged, lambda event: event.photos == 2)
    return desk


def _break_off(server: LocalHub, store: ModelStore) -> None:
    server.breaks += [100_000] * 20


def _truncate(server: LocalHub, store: ModelStore) -> None:
    server.truncated.add(WEIGHTS)


def _alter(server: LocalHub, store: ModelStore) -> None:
    server.altered.add(WEIGHTS)


def _remove(server: LocalHub, store: ModelStore) -> None:
    server.refused[WEIGHTS] = (404, "EntryNotFound")


def _gate(server: LocalHub, store: ModelStore) -> None:
    server.refused[WEIGHTS] = (403, "GatedRepo")


def _fill_disk(server: LocalHub, store: ModelStore) -> None:
    target = store.staging(SECOND.key) / WEIGHTS
    target.parent.mkdir(parents=True)
    part = partial_path(target, sha256(server.files[SECOND.repository, WEIGHTS]))
    part.symlink_to("/dev/full")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_break_off, "what has come is kept"),
        (_truncate, "has only a part of"),
        (_alter, "arrived altered"),
        (_remove, f"has no file {WEIGHTS}"),
        (_gate, "accepted its licence"),
        pytest.param(
            _fill_disk,
            "is full; make room",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's"),
        ),
    ],
)
def test_a_failed_download_leaves_the_old_model_and_can_be_tried_again(
    desk: Desk,
    server: LocalHub,
    root: Path,
    spoil: Callable[[LocalHub, ModelStore], None],
    sentence: str,
) -> None:
    store = ModelStore(root / "models", CATALOGUE)
    spoil(server, store)
    reason = desk.refuses(m.GetModel("second"))
    assert sentence in reason
    assert "\n" not in reason
    assert desk.count("a flower") == 2
    assert store.find("second") is None

    server.breaks.clear()
    for trouble in (server.truncated, server.altered, server.refused):
        trouble.clear()
    if spoil is _fill_disk:
        shutil.rmtree(store.staging("second"))
    desk.events.clear()
    desk.engine.post(m.GetModel("second"))
    desk.wait(m.ModelsListed, lambda e: any(o.key == "second" and o.installed for o in e.models))
    desk.engine.post(m.UseModel("second"))
    desk.wait_ready("Second")
    assert desk.count("a flower") == 2


def test_no_network_leaves_the_old_model(start: Callable[..., Desk], tmp_path: Path) -> None:
    desk = start(Hub(f"http://127.0.0.1:{closed_port()}", tmp_path / "cache", offline=False))
    desk.wait_ready("Tiny")
    assert "cannot be reached" in desk.refuses(m.GetModel("second"))
    desk.wait(m.ModelsListed)
    assert desk.count() == desk.count("a flower") == 2


def test_too_little_space_and_a_refused_licence_leave_the_old_model(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "accept that first" in desk.refuses(m.GetModel("research"))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(10**9, 9 * 10**8, 10**8))
    assert "are free" in desk.refuses(m.GetModel("second"))
    assert desk.count("a flower") == 2


@pytest.mark.parametrize("spoil", ["missing", "altered"])
def test_starting_without_the_models_file(
    root: Path, start: Callable[..., Desk], hub: Hub, spoil: str
) -> None:
    """Browsing works, and each way out: getting it again, or using another one."""
    for _ in download_model(ModelStore(root / "models", CATALOGUE), SECOND, hub):
        pass
    first = start()
    first.wait(m.PhotosChanged, lambda event: event.photos == 2)
    first.engine.stop()
    weights = root / "models" / "tiny" / WEIGHTS
    content = weights.read_bytes()
    weights.unlink() if spoil == "missing" else weights.write_bytes(content[:-1] + b"?")

    desk = start()
    failed = desk.wait(m.ModelState, lambda event: event.phase is m.ModelPhase.FAILED)
    assert str(weights) in str(failed.reason)
    assert "\n" not in str(failed.reason)
    assert desk.count() == 2
    desk.events.clear()
    desk.engine.post(m.UseModel("second"))
    desk.wait_ready("Second")
    desk.wait(m.PhotosChanged, lambda event: len(event.ids) == 2)
    assert desk.count("a flower") == 2
    desk.events.clear()
    desk.engine.post(m.GetModel("tiny"))
    desk.wait(m.ArrivalProgress, lambda event: event.progress is None)
    assert weights.read_bytes() == content
    desk.engine.post(m.UseModel("tiny"))
    desk.wait_ready("Tiny")
    assert desk.count("a flower") == 2
