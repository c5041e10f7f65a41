"""Changing the model: the old one answers until the new one has embedded everything."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support import COLOURS, Collector, ColourEncoder, make_photo

from photoclip import messages as m
from photoclip.domain import Query, Text
from photoclip.encoder import Encoder
from photoclip.engine import Engine
from photoclip.errors import ModelUnavailable, PhotoClipError
from photoclip.library import Library
from photoclip.models import Models


class GreyEncoder(ColourEncoder):
    """Another space: the same colours in another order, and one number more."""

    key = "greys-1"
    name = "Greys"
    dim = len(COLOURS) + 1

    def images(self, pixels: Any) -> Any:
        return _widen(super().images(pixels))

    def texts(self, texts: Any) -> Any:
        return _widen(super().texts(texts))


def _widen(rows: Any) -> Any:
    return np.pad(rows[:, ::-1], ((0, 0), (0, 1)))


class TwoModels(Models):
    """“starter” knows colours, “balanced” is the other one; either may be broken."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "cpu")
        self.broken: set[str] = set()
        self.other = GreyEncoder()

    def vector_space(self, key: str) -> str:
        return {"starter": ColourEncoder.key, "balanced": GreyEncoder.key}.get(key, key)

    def load(self, key: str) -> Encoder:
        if key in self.broken:
            raise ModelUnavailable(f"The model file of {key} is missing.")
        return self.other if key == "balanced" else ColourEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for mark, colour in enumerate([*COLOURS, *COLOURS, *COLOURS]):
        make_photo(tmp_path / "photos" / f"{colour}-{mark}.png", colour, mark=mark)
    return tmp_path / "photos"


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Library]:
    library = _index(tmp_path / "library", folder, ColourEncoder())
    yield library
    library.close()


def _index(root: Path, folder: Path, encoder: Encoder) -> Library:
    library = Library(root)
    library.use(encoder)
    library.add_folder(folder)
    for _ in library.refresh():
        pass
    return library


def _vectors(library: Library) -> dict[str, list[float]]:
    """What the library, as it searches now, knows of each file."""
    index = library._index
    assert index is not None
    owners = library._catalog.photos_of_vectors(np.array(sorted(index.ids)))
    names = {photo.id: photo.path.name for photo in library.photos(tuple(owners.values()))}
    return {names[owner]: index.rows([number])[0].tolist() for number, owner in owners.items()}


def _best(library: Library, text: str) -> str:
    hits = library.search(Query((Text(text),), 1))
    return library.photos(hits.ids)[0].path.name.split("-")[0]


def test_changed_is_the_same_as_from_the_start(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    for _ in library.embed_for(GreyEncoder()):
        assert _best(library, "red") == "red"  # the old model answers meanwhile
    library.use(GreyEncoder())
    fresh = _index(tmp_path / "other", folder, GreyEncoder())
    assert _vectors(library) == _vectors(fresh)
    fresh.close()


def test_embedding_for_the_model_in_use_needs_no_change(library: Library, folder: Path) -> None:
    library.use(GreyEncoder())
    make_photo(folder / "red-new.png", "red", mark=77)
    for _ in library.refresh():
        pass
    library.use(ColourEncoder())
    for _ in library.embed_for(ColourEncoder()):
        pass
    assert library.check() == []


CHANGE = """
import sys
from pathlib import Path
from models.test_changing import GreyEncoder
from support import ColourEncoder
from photoclip.library import Library

library = Library(Path(sys.argv[1]))
library.use(ColourEncoder())
encoder = GreyEncoder()
encoder.batch_size = 2
for step in library.embed_for(encoder):
    print(step.done, flush=True)
    sys.stdin.readline()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_process_that_is_killed_twice_on_the_way(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "library"
    _index(root, folder, ColourEncoder()).close()
    done = 0
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", CHANGE, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            text=True,
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdout.readline()
            child.stdin.write("\n")
            child.stdin.flush()
            done = int(child.stdout.readline())
            child.kill()
    library = Library(root)
    encoder = GreyEncoder()
    library.use(ColourEncoder())
    for _ in library.embed_for(encoder):
        pass
    assert 0 < encoder.encoded == 3 * len(COLOURS) - done  # a batch that was told is not lost
    library.use(encoder)
    assert library.check() == []
    fresh = _index(tmp_path / "other", folder, GreyEncoder())
    assert _vectors(library) == _vectors(fresh)
    fresh.close()
    library.close()


def test_dropped_twice_on_the_way(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "library"
    encoder = GreyEncoder()
    _index(root, folder, ColourEncoder()).close()
    for steps in (1, 2):
        library = Library(root)
        library.use(ColourEncoder())
        job = library.embed_for(encoder)
        for _ in range(steps):
            next(job)
        job.close()
        library.close()
    library = Library(root)
    library.use(ColourEncoder())
    for _ in library.embed_for(encoder):
        pass
    assert encoder.encoded == 3 * len(COLOURS)  # nothing was embedded twice
    library.use(encoder)
    fresh = _index(tmp_path / "other", folder, GreyEncoder())
    assert _vectors(library) == _vectors(fresh)
    fresh.close()
    library.close()


def test_what_changes_meanwhile_is_caught_up(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    job = library.embed_for(GreyEncoder())
    next(job)
    make_photo(folder / "late-1.png", "purple", mark=99)
    make_photo(folder / "red-0.png", "blue", mark=98)
    (folder / "green-1.png").unlink()
    for _ in library.refresh():
        pass
    for _ in job:
        pass
    library.use(GreyEncoder())
    for _ in library.refresh():
        pass
    fresh = _index(tmp_path / "other", folder, GreyEncoder())
    assert _vectors(library) == _vectors(fresh)
    fresh.close()


def test_changing_back_embeds_nothing(library: Library) -> None:
    for _ in library.embed_for(GreyEncoder()):
        pass
    library.use(GreyEncoder())
    encoder = ColourEncoder()
    for _ in library.embed_for(encoder):
        pass
    assert encoder.encoded == 0


def test_the_vectors_of_a_model_can_be_given_back(library: Library) -> None:
    for _ in library.embed_for(GreyEncoder()):
        pass
    count = 3 * len(COLOURS)
    assert library.vector_sizes() == {
        ColourEncoder.key: (count, count * 2 * ColourEncoder.dim),
        GreyEncoder.key: (count, count * 2 * GreyEncoder.dim),
    }
    library.forget_vectors(GreyEncoder.key)
    assert library.vector_sizes().keys() == {ColourEncoder.key}
    with pytest.raises(PhotoClipError, match="in use"):
        library.forget_vectors(ColourEncoder.key)


# --- in the engine --------------------------------------------------------------------------------


class Desk:
    """An engine over a library, and what it said."""

    def __init__(self, root: Path, models: Models) -> None:
        self.events: Collector[m.Event] = Collector()
        self.engine = Engine(lambda: Library(root), models, self.events)

    def wait(self, kind: type, **wanted: Any) -> Any:
        """The first event of a kind with these values."""

        def fits(event: m.Event) -> bool:
            return isinstance(event, kind) and all(
                getattr(event, name) == value for name, value in wanted.items()
            )

        seen = self.events.wait_until(lambda seen: any(fits(event) for event in seen), 30)
        return next(event for event in seen if fits(event))


@pytest.fixture
def models(tmp_path: Path) -> TwoModels:
    return TwoModels(tmp_path / "models")


@pytest.fixture
def desk(library: Library, tmp_path: Path, models: TwoModels) -> Iterator[Desk]:
    library.close()
    desk = Desk(tmp_path / "library", models)
    desk.wait(m.ModelState, phase=m.ModelPhase.READY, name="Colours")
    yield desk
    desk.engine.stop()


def test_the_engine_changes_and_remembers(desk: Desk, models: TwoModels, tmp_path: Path) -> None:
    desk.engine.post(m.UseModel("balanced"))
    desk.wait(m.ModelsListed, next_key="balanced")
    desk.wait(m.ModelState, phase=m.ModelPhase.READY, name="Greys")
    listed = desk.wait(m.ModelsListed, in_use="balanced")
    assert listed.next_key is None
    assert next(one for one in listed.models if one.key == "balanced").vectors == 3 * len(COLOURS)
    desk.engine.stop()
    again = Desk(tmp_path / "library", models)
    try:
        again.wait(m.ModelState, phase=m.ModelPhase.READY, name="Greys")
    finally:
        again.engine.stop()


def test_a_change_is_taken_back(desk: Desk) -> None:
    desk.engine.post(m.Pause())
    desk.engine.post(m.UseModel("balanced"))
    desk.wait(m.ModelsListed, next_key="balanced")
    before = len(desk.events.seen())
    desk.engine.post(m.UseModel("starter"))
    desk.engine.post(m.Resume())
    desk.events.wait_until(
        lambda seen: any(
            isinstance(event, m.ModelsListed) and event.next_key is None for event in seen[before:]
        ),
        30,
    )
    desk.engine.stop()
    states = [event.name for event in desk.events.seen() if isinstance(event, m.ModelState)]
    assert "Greys" not in states


def test_a_change_goes_on_after_a_restart(desk: Desk, models: TwoModels, tmp_path: Path) -> None:
    desk.engine.post(m.Pause())
    desk.engine.post(m.UseModel("balanced"))
    desk.wait(m.ModelsListed, next_key="balanced")
    desk.engine.stop()
    assert models.other.encoded == 0
    again = Desk(tmp_path / "library", models)
    try:
        again.wait(m.ModelState, phase=m.ModelPhase.READY, name="Colours")
        again.engine.post(m.Resume())  # it was paused before, and still is
        again.wait(m.ModelState, phase=m.ModelPhase.READY, name="Greys")
    finally:
        again.engine.stop()
    assert models.other.encoded == 3 * len(COLOURS)


def test_a_broken_next_model_leaves_the_old_one(desk: Desk, models: TwoModels) -> None:
    models.broken.add("balanced")
    desk.engine.post(m.UseModel("balanced"))
    failed = desk.wait(m.ArrivalFailed, key="balanced")
    assert str(failed.reason) == "The model file of balanced is missing."
    desk.engine.post(m.Search(1, Query((Text("red"),), 1)))
    assert len(desk.wait(m.SearchDone, serial=1).hits) == 1


def test_the_way_out_of_a_broken_model(library: Library, tmp_path: Path, models: TwoModels) -> None:
    library.choose_model("balanced")
    library.close()
    models.broken.add("balanced")
    desk = Desk(tmp_path / "library", models)
    try:
        desk.wait(m.ModelState, phase=m.ModelPhase.FAILED)
        desk.engine.post(m.Search(1, Query()))  # browsing goes on
        assert len(desk.wait(m.SearchDone, serial=1).hits) == 3 * len(COLOURS)
        desk.engine.post(m.UseModel("starter"))
        desk.wait(m.ModelState, phase=m.ModelPhase.READY, name="Colours")
        desk.engine.post(m.Search(2, Query((Text("red"),), 1)))
        assert len(desk.wait(m.SearchDone, serial=2).hits) == 1
    finally:
        desk.engine.stop()


def test_a_model_in_use_is_not_removed(desk: Desk) -> None:
    desk.engine.post(m.RemoveModel("starter"))
    assert "in use" in str(desk.wait(m.Trouble).sentence)


def test_a_failed_download_is_told(desk: Desk) -> None:
    desk.engine.post(m.GetModel("research"))
    assert "accept" in str(desk.wait(m.ArrivalFailed, key="research").reason)
