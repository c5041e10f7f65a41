"""Searches while the engine does other things."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Gate, Running, Start
from support import Collector, ColourEncoder, make_photo

from photoclip import messages as m
from photoclip.domain import Filter, LikePhoto, Picture, Query, Text
from photoclip.following import Dirty
from photoclip.inbox import Inbox
from photoclip.labelling import Labelling


def test_searching_while_the_model_starts_waits_and_the_newest_wins(
    start: Start, folder: Path
) -> None:
    first = start()
    first.add(folder)
    first.wait_photos(3)
    first.engine.stop()
    go = threading.Event()

    def load() -> ColourEncoder:
        assert go.wait(30)
        return ColourEncoder()

    running = start(load)
    running.wait_phase(m.ModelPhase.STARTING)
    assert len(running.answer(running.ask(Query())).hits) == 3
    assert len(running.answer(running.ask(Query((Text("  "),)))).hits) == 3
    older, newer = running.ask(Query((Text("green"),))), running.ask(Query((Text("red"),)))
    running.flush()
    assert not running.of(m.SearchDone)[2:]
    go.set()
    assert len(running.answer(newer).hits) == 3
    assert older not in {event.serial for event in running.of(m.SearchDone)}
    kinds = [type(event) for event in running.events.seen()]
    ready = next(
        number
        for number, event in enumerate(running.events.seen())
        if isinstance(event, m.ModelState) and event.phase is m.ModelPhase.READY
    )
    assert kinds.index(m.SearchDone, ready)


def test_it_tells_when_answers_end_elsewhere_because_words_can_be_weighed(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, told, ended = Labelling.prepare, list[int](), threading.Event()

    def prepare(labels: Labelling) -> Iterator[Any]:
        yield from real(labels)
        told.append(len(running.of(m.PhotosChanged)))
        ended.set()

    monkeypatch.setattr(Labelling, "prepare", prepare)
    running = start()
    running.add(folder)
    assert ended.wait(30)
    running.flush()
    assert len(running.of(m.PhotosChanged)) > told[0]


def test_a_search_is_answered_between_two_steps(start: Start, tmp_path: Path) -> None:
    for number in range(10):
        make_photo(tmp_path / "many" / f"{number}.png", "red", mark=number)
    gate = Gate()
    running = start(lambda: gate)
    running.add(tmp_path / "many")
    gate.arrived(1)
    serial = running.ask(Query((Text("red"),)))
    gate.let(1)
    assert len(running.answer(serial).hits) == 2
    gate.arrived(2)
    older, newer = running.ask(Query((Text("red"),))), running.ask(Query())
    gate.let(1)
    assert len(running.answer(newer).hits) == 4
    assert older not in {event.serial for event in running.of(m.SearchDone)}
    gate.let(3)
    running.wait_photos(10)


def settle(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Returns what waits until a change of a path has come to the engine, busy or not."""
    dirty: Collector[Path] = Collector()
    put = Inbox.put

    def noted(inbox: Inbox[Any], message: Any) -> None:
        put(inbox, message)
        for path in message.paths if isinstance(message, Dirty) else ():
            dirty(path)

    monkeypatch.setattr(Inbox, "put", noted)

    def wait(path: Path) -> None:
        dirty.wait_until(lambda seen: path in seen)

    return wait


def test_a_new_photo_does_not_wait_for_a_long_scan(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = settle(monkeypatch)
    for number in range(20):
        make_photo(tmp_path / "many" / f"{number}.png", "red", mark=number)
    gate = Gate()
    running = start(lambda: gate)
    running.add(tmp_path / "many")
    gate.arrived(1)
    settled(tmp_path / "many")
    settled(make_photo(tmp_path / "many" / "new.png", "blue"))
    gate.let(2)  # the scan's batch in flight, then the new photo's
    gate.arrived(3)
    serial = running.ask(Query((Text("blue"),), 1))
    gate.let(1)
    assert running.answer(serial).hits.scores[0] > 0.9
    gate.let(20)
    running.wait_photos(21)


def test_photos_moved_during_a_long_scan_stay_themselves(
    start: Start, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A removal is not believed before everything that arrived was looked at."""
    settled = settle(monkeypatch)
    gate = Gate()
    running = start(lambda: gate)
    gate.let(2)
    running.add(folder)
    running.wait_photos(3)
    (before,) = running.photos(Query((Text("red"),)))
    other = tmp_path / "other"
    for number in range(4):
        make_photo(other / f"{number}.png", "cyan", mark=number)
    running.add(other)
    gate.arrived(3)
    settled(other)
    (folder / "red.png").rename(other / "red.png")
    settled(folder / "red.png")
    settled(other / "red.png")
    gate.let(20)
    running.wait_photos(7)
    (after,) = running.photos(Query((Text("red"),)))
    assert (after.id, after.path) == (before.id, other / "red.png")
    assert gate.encoded == 7


def test_pictures_and_photos_as_queries(running: Running, folder: Path, tmp_path: Path) -> None:
    picture = make_photo(tmp_path / "query.png", "green", mark=77)
    assert [p.path.name for p in running.photos(Query((Picture(picture),), 1))] == ["green.png"]
    data = picture.read_bytes()
    assert [p.path.name for p in running.photos(Query((Picture(data),), 1))] == ["green.png"]
    running.post(m.FindPhoto(folder / "blue.png"))
    number = running.wait(m.PhotoFound).photo_id
    assert number is not None
    assert [p.path.name for p in running.photos(Query((LikePhoto(number),), 1))] == ["blue.png"]


def test_where_nothing_fits_it_is_told_what_is_hidden(running: Running) -> None:
    nothing = Query(filter=Filter(suffixes=("gif",)))
    running.post(m.Search(1, nothing, whole=Query()))
    assert running.answer(1).hidden == 3
    running.post(m.Search(2, Query(filter=Filter(suffixes=("png",))), whole=Query()))
    assert running.answer(2).hidden == 0


@pytest.mark.parametrize(
    "term", [Picture(b"no picture"), Picture(Path("/nowhere.png")), LikePhoto(12345)]
)
def test_a_query_that_cannot_be_answered_fails_with_a_sentence(running: Running, term: Any) -> None:
    serial = running.ask(Query((term,)))
    failed = running.wait(m.SearchFailed)
    assert failed.serial == serial
    assert str(failed.reason).endswith(".")
    assert running.find("red") == {"red.png"}
