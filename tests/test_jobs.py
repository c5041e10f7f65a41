"""The jobs that wait for the engine's thread."""

from __future__ import annotations

from collections.abc import Generator

from photoclip.domain import PREPARING, Progress, Step
from photoclip.jobs import Jobs, Urgency


def _steps(total: int) -> Generator[Step, None, None]:
    for done in range(1, total + 1):
        yield Step(done, total, (done,))


def test_the_most_urgent_is_worked_on_and_told() -> None:
    jobs = Jobs()
    jobs.begin(_steps(10), Urgency.SCAN)
    assert jobs.advance(jobs.most_urgent()) == (1,)
    jobs.begin(_steps(4), Urgency.ARRIVAL)
    jobs.advance(jobs.most_urgent())
    jobs.advance(jobs.most_urgent())
    progress = jobs.progress(paused=True)
    assert progress is not None
    assert (progress.done, progress.total, progress.paused) == (2, 4, True)


def test_a_finished_job_gives_way() -> None:
    jobs = Jobs()
    jobs.begin(_steps(3), Urgency.SCAN)
    jobs.begin(_steps(1), Urgency.ARRIVAL)
    for _ in range(3):
        jobs.advance(jobs.most_urgent())
    progress = jobs.progress(paused=False)
    assert progress is not None
    assert (progress.done, progress.total) == (1, 3)


def test_jobs_are_dropped_by_urgency() -> None:
    jobs = Jobs()
    jobs.begin(_steps(2), Urgency.CHANGE_OF_MODEL)
    jobs.begin(_steps(4), Urgency.SCAN)
    jobs.advance(jobs.most_urgent())
    assert jobs.share(Urgency.SCAN) == 0.25
    assert jobs.drop(Urgency.CHANGE_OF_MODEL)
    assert not jobs.drop(Urgency.CHANGE_OF_MODEL)
    assert jobs
    assert jobs.drop()
    assert not jobs
    assert jobs.progress(paused=False) is None


def test_jobs_that_wait_are_told_before_they_count() -> None:
    jobs = Jobs()
    jobs.begin(_steps(3), Urgency.TAGGING)
    assert jobs.progress(paused=True) is None
    jobs.begin(_steps(3), Urgency.SCAN)
    assert jobs.progress(paused=True) == Progress("indexing", 0, 0, paused=True)
    jobs.advance(jobs.most_urgent())
    tagging = jobs.progress(paused=True)
    assert tagging is not None
    assert not tagging.paused


def test_what_is_prepared_first_is_told_apart_from_photos() -> None:
    def steps() -> Generator[Step, None, None]:
        yield Step(480, 491, preparing=True)
        yield Step(491, 491, preparing=True)
        yield Step(0, 0)
        yield Step(2, 7)

    jobs = Jobs()
    jobs.begin(steps(), Urgency.TAGGING)
    told = []
    while jobs:
        jobs.advance(jobs.most_urgent())
        if progress := jobs.progress(paused=False):
            told.append((progress.what, progress.done, progress.total, progress.rate < 0))
    assert told == [
        (PREPARING, 480, 491, False),
        (PREPARING, 491, 491, False),
        ("tagging", 2, 7, False),
    ]
