"""Rates and times left, on a clock that the test turns."""

from __future__ import annotations

import pytest

from photoclip import pace
from photoclip.pace import Pace


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pace, "time", clock)
    return clock


def test_the_rate_is_photos_per_second(clock: Clock) -> None:
    job = Pace("indexing")
    job.progress(0, 60)
    clock.now += 2
    progress = job.progress(10, 60)
    assert (progress.what, progress.done, progress.total) == ("indexing", 10, 60)
    assert (progress.rate, progress.seconds_left) == (5.0, 10.0)
    assert not progress.paused


def test_what_an_earlier_run_did_is_no_speed(clock: Clock) -> None:
    job = Pace("model")
    clock.now += 9  # other jobs came first
    assert job.progress(5000, 6000).seconds_left is None
    clock.now += 2
    progress = job.progress(5010, 6000)
    assert (progress.rate, progress.seconds_left) == (5.0, 198.0)


def test_it_counts_from_where_it_began_however_late_it_is_asked(clock: Clock) -> None:
    job = Pace("model")
    job.begin(5000)
    clock.now += 2
    job.begin(5004)  # it has begun already
    assert job.progress(5010, 6000).rate == 5.0


def test_at_the_start_nothing_is_known(clock: Clock) -> None:
    job = Pace("indexing")
    assert (job.progress(0, 60).rate, job.progress(0, 60).seconds_left) == (0.0, None)
    clock.now += 1
    assert job.progress(0, 60, paused=True).seconds_left is None


def test_the_rate_follows_the_last_seconds(clock: Clock) -> None:
    job = Pace("indexing")
    done = 0
    for per_second in (1, 10):
        for _ in range(60):
            clock.now += 1
            done += per_second
            progress = job.progress(done, 1000)
    assert progress.rate == pytest.approx(10)
    assert progress.seconds_left == pytest.approx((1000 - done) / 10)


def test_the_end_is_no_time_left(clock: Clock) -> None:
    job = Pace("indexing")
    job.progress(0, 60)
    clock.now += 1
    assert job.progress(60, 60).seconds_left == 0
