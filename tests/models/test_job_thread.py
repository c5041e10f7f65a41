from __future__ import annotations

import threading
from collections.abc import Generator

from hub import LocalHub
from tiny_models import TINY

from photoclip.domain import Progress
from photoclip.errors import PhotoClipError
from photoclip.hub import Hub
from photoclip.job_thread import JobThread
from photoclip.model_download import download_model
from photoclip.model_store import InstalledModel, ModelStore


class Listener:
    def __init__(self) -> None:
        self.progress: list[Progress] = []
        self.threads: set[int] = set()
        self.ends: list[tuple[object, Exception | None]] = []

    def on_progress(self, progress: Progress) -> None:
        self.progress.append(progress)
        self.threads.add(threading.get_ident())

    def on_end(self, result: object, error: Exception | None) -> None:
        self.ends.append((result, error))
        self.threads.add(threading.get_ident())


def run(job: Generator[Progress, None, object]) -> Listener:
    listener = Listener()
    thread = JobThread(job, listener.on_progress, listener.on_end)
    thread.start()
    thread.join()
    return listener


def test_a_job_runs_to_its_result_elsewhere(store: ModelStore, hub: Hub) -> None:
    listener = run(download_model(store, TINY, hub))
    ((model, error),) = listener.ends
    assert error is None
    assert isinstance(model, InstalledModel)
    assert listener.progress[-1].done == listener.progress[-1].total
    assert threading.get_ident() not in listener.threads


def test_a_known_error_is_handed_over(store: ModelStore, hub: Hub, server: LocalHub) -> None:
    server.files.clear()
    ((model, error),) = run(download_model(store, TINY, hub)).ends
    assert model is None
    assert isinstance(error, PhotoClipError)


def test_a_bug_is_handed_over_too() -> None:
    def job() -> Generator[Progress, None, None]:
        yield Progress("counting", 0, 1)
        raise ZeroDivisionError

    ((_, error),) = run(job()).ends
    assert isinstance(error, ZeroDivisionError)


def test_a_stopped_download_is_paused(store: ModelStore, hub: Hub) -> None:
    listener = Listener()

    def stop(progress: Progress) -> None:
        listener.on_progress(progress)
        thread.stop()

    thread = JobThread(download_model(store, TINY, hub), stop, listener.on_end)
    thread.start()
    thread.join()
    assert listener.ends == [(None, None)]
    assert len(listener.progress) == 1
    assert 0 < store.waiting("tiny") < listener.progress[0].total
    ((model, _),) = run(download_model(store, TINY, hub)).ends
    assert isinstance(model, InstalledModel)
