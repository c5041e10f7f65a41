"""A change of model in the engine: paused, taken back, gone on with, and searches meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from other_models import GreyEncoder
from support import COLOURS, Collector, ColourEncoder, make_photo

from photoclip import messages as m
from photoclip.domain import Query, Text
from photoclip.encoder import Encoder
from photoclip.engine import Engine
from photoclip.errors import ModelUnavailable
from photoclip.library import Library
from photoclip.models import Models
from photoclip.sentences import Sentence


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
        self.tell(Sentence("Preparing {key}.", key=key))
        return self.other if key == "balanced" else ColourEncoder()


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


def test_nobody_is_told_to_wait_while_the_next_model_is_prepared(desk: Desk) -> None:
    desk.engine.post(m.UseModel("balanced"))
    desk.wait(m.ModelState, phase=m.ModelPhase.READY, name="Greys")
    states = [event for event in desk.events.seen() if isinstance(event, m.ModelState)]
    assert [str(one.reason) for one in states if one.reason] == ["Preparing starter."]


def test_the_old_model_answers_between_the_steps_of_a_change(
    desk: Desk, models: TwoModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = models.other.images

    def ask_meanwhile(pixels: Any) -> Any:
        desk.engine.post(m.Search(1, Query((Text("red"),))))
        return encode(pixels)

    models.other.batch_size = 4
    monkeypatch.setattr(models.other, "images", ask_meanwhile)
    desk.engine.post(m.UseModel("balanced"))
    desk.wait(m.ModelState, phase=m.ModelPhase.READY, name="Greys")
    answers = [
        event for event in desk.events.seen() if isinstance(event, m.SearchDone | m.ModelState)
    ]
    before = answers[: [getattr(one, "name", "") for one in answers].index("Greys")]
    found = [len(one.hits) for one in before if isinstance(one, m.SearchDone)]
    assert len(found) > 1
    assert set(found) == {3 * len(COLOURS)}  # whatever the new one has seen so far


def test_photos_that_come_during_a_change_are_seen_by_the_new_model_too(
    desk: Desk, models: TwoModels, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = models.other.images

    def bring_a_photo(pixels: Any) -> Any:
        make_photo(folder / "late.png", "red", mark=99)
        desk.engine.post(m.Rescan())
        return encode(pixels)

    monkeypatch.setattr(models.other, "images", bring_a_photo)
    desk.engine.post(m.UseModel("balanced"))
    desk.wait(m.ModelState, phase=m.ModelPhase.READY, name="Greys")
    found = 0
    for serial in range(1, 500):
        desk.engine.post(m.Search(serial, Query((Text("red"),))))
        found = len(desk.wait(m.SearchDone, serial=serial).hits)
        if found > 3 * len(COLOURS):
            break
    assert found == 3 * len(COLOURS) + 1


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


def test_a_change_under_way_is_taken_back(
    desk: Desk, models: TwoModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode, changed = models.other.images, threading.Event()

    def change_my_mind(pixels: Any) -> Any:
        desk.events.clear()
        changed.set()
        desk.engine.post(m.UseModel("starter"))
        desk.engine.post(m.Resume())  # tells what is still to be done
        return encode(pixels)

    models.other.batch_size = 4
    monkeypatch.setattr(models.other, "images", change_my_mind)
    desk.engine.post(m.UseModel("balanced"))
    assert changed.wait(30)
    desk.wait(m.ModelsListed, next_key=None)
    desk.wait(m.IndexingProgress, progress=None)
    desk.engine.stop()
    assert models.other.encoded == 4


def test_the_next_model_is_removed_under_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.engine.post(m.UseModel("balanced"))
    desk.wait(m.ModelState, phase=m.ModelPhase.READY, name="Greys")
    desk.engine.post(m.RemoveModel("starter"))  # it is built in: what it embedded
    encode, removed, encoded = ColourEncoder.images, threading.Event(), 0

    def remove_it(encoder: ColourEncoder, pixels: Any) -> Any:
        nonlocal encoded
        encoded += len(pixels)
        desk.events.clear()
        removed.set()
        desk.engine.post(m.RemoveModel("starter"))
        desk.engine.post(m.Resume())  # tells what is still to be done
        return encode(encoder, pixels)

    monkeypatch.setattr(ColourEncoder, "batch_size", 4)
    monkeypatch.setattr(ColourEncoder, "images", remove_it)
    desk.engine.post(m.UseModel("starter"))
    assert removed.wait(30)
    desk.wait(m.ModelsListed, next_key=None)
    desk.wait(m.IndexingProgress, progress=None)
    desk.engine.stop()
    assert encoded == 4


def _is_paused(event: m.Event) -> bool:
    progress = event.progress if isinstance(event, m.IndexingProgress) else None
    return progress is not None and progress.paused


def test_a_change_is_paused_under_way_and_goes_on_after_a_restart(
    desk: Desk, models: TwoModels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = models.other.images

    def pause(pixels: Any) -> Any:
        desk.engine.post(m.Pause())
        return encode(pixels)

    models.other.batch_size = 4
    with monkeypatch.context() as pausing:
        pausing.setattr(models.other, "images", pause)
        desk.engine.post(m.UseModel("balanced"))
        desk.events.wait_until(lambda seen: any(map(_is_paused, seen)), 30)
        desk.engine.post(m.Search(1, Query((Text("red"),))))
        assert len(desk.wait(m.SearchDone, serial=1).hits) == 3 * len(COLOURS)
        desk.engine.stop()
    assert models.other.encoded == 4
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
    desk.events.clear()
    desk.engine.post(m.FetchModels())
    assert desk.wait(m.ModelsListed).next_key is None  # not tried again at the next start


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
