from __future__ import annotations

import threading

import pytest

from photoclip.errors import UnreadablePhoto
from photoclip.ui.workers import Workers


@pytest.fixture
def workers(qtbot):
    workers = Workers(1)
    yield workers
    workers.close()


@pytest.fixture
def gate(workers):
    """A job that keeps the only thread busy until it is set."""
    started, gate = threading.Event(), threading.Event()

    def wait() -> None:
        started.set()
        gate.wait(5)

    workers.want({"gate": wait})
    assert started.wait(5)
    return gate


def test_the_newest_wish_is_done_first_and_older_ones_are_dropped(qtbot, workers, gate):
    results = []
    workers.done.connect(lambda key, result: results.append((key, result)))
    workers.want({name: lambda: 0 for name in "abc"})
    workers.want({"z": lambda: 26, "c": lambda: 3})
    gate.set()

    qtbot.waitUntil(lambda: len(results) == 3)
    assert results == [("gate", None), ("z", 26), ("c", 3)]


def test_a_job_in_flight_is_not_started_twice(qtbot, workers, gate):
    results = []
    workers.done.connect(lambda key, result: results.append(key))
    workers.want({"gate": pytest.fail, "last": lambda: None})
    gate.set()

    qtbot.waitUntil(lambda: results == ["gate", "last"])


@pytest.mark.parametrize("error", [UnreadablePhoto("It ends early."), FileNotFoundError("gone")])
def test_a_known_failure_is_a_result(qtbot, workers, error):
    def fail() -> None:
        raise error

    with qtbot.waitSignal(workers.done) as done:
        workers.want({"a": fail})

    assert done.args == ["a", error]


def test_a_bug_is_not_swallowed_and_the_next_job_runs(qtbot, workers):
    def fail() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as bugs:
        workers.want({"bug": fail})
        qtbot.waitUntil(lambda: len(bugs) == 1)
    with qtbot.waitSignal(workers.done) as done:
        workers.want({"good": lambda: 1})

    assert bugs[0][0] is ZeroDivisionError
    assert done.args == ["good", 1]


def test_close_waits_for_the_job_in_flight_and_starts_no_other(qtbot, gate, workers):
    ran = []
    workers.want({"next": lambda: ran.append(1)})
    threading.Timer(0.05, gate.set).start()

    workers.close()
    workers.want({"late": lambda: ran.append(2)})

    assert gate.is_set()
    assert ran == []
