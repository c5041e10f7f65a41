"""The jobs that wait for the engine's thread, the most urgent first."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from enum import IntEnum

from photoclip.domain import PREPARING, Progress, Step
from photoclip.pace import Pace


class Urgency(IntEnum):
    """A photo just saved need not wait for a long scan, a removal waits for its possible move.

    Tagging is quick, and the person has just changed a label and looks at it.
    """

    CHANGE_OF_MODEL = 0
    WRITING = 1
    SCAN = 2
    REMOVAL = 3
    ARRIVAL = 4
    TAGGING = 5


_WHAT = {Urgency.CHANGE_OF_MODEL: "model", Urgency.TAGGING: "tagging", Urgency.WRITING: "writing"}


def _what(urgency: Urgency) -> str:
    return _WHAT.get(urgency, "indexing")


@dataclass(slots=True, eq=False)
class Job:
    """Steps that are still to be taken, and how far they are."""

    steps: Generator[Step, None, None]
    urgency: Urgency
    pace: Pace
    last: Step = field(default_factory=lambda: Step(0, 0))

    @property
    def can_pause(self) -> bool:
        """Pausing is about photos: a label that is being defined goes on."""
        return self.urgency is not Urgency.TAGGING


class Jobs:
    """Not thread-safe: they belong to the engine's thread."""

    def __init__(self) -> None:
        self._jobs: list[Job] = []

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def begin(self, steps: Generator[Step, None, None], urgency: Urgency) -> None:
        self._jobs.append(Job(steps, urgency, Pace(_what(urgency))))

    def most_urgent(self) -> Job:
        """The first of those that are the most urgent; there must be a job."""
        return max(self._jobs, key=lambda job: job.urgency)

    def advance(self, job: Job) -> tuple[int, ...]:
        """Take one step; returns the ids of photos that changed. A finished job is forgotten."""
        step = next(job.steps, None)
        if step is None:
            self._jobs.remove(job)
            return ()
        job.last = step
        if step.total:
            if job.pace.what != (what := PREPARING if step.preparing else _what(job.urgency)):
                job.pace = Pace(what)
            job.pace.begin(step.done)
        return step.changed

    def remove(self, job: Job) -> None:
        """Forget a job that failed."""
        self._jobs.remove(job)

    def drop(self, urgency: Urgency | None = None) -> bool:
        """Stop jobs, all of them or those of one urgency. False: there was none."""
        dropped = [job for job in self._jobs if urgency in (None, job.urgency)]
        for job in dropped:
            job.steps.close()
            self._jobs.remove(job)
        return bool(dropped)

    def progress(self, *, paused: bool) -> Progress | None:
        """How far the most urgent job is that has something to count; None: nothing is to do.

        Where jobs wait that have not begun to count: paused, at 0 of 0.
        """
        counted = (job for job in self._jobs if job.last.total)
        busy = max(counted, key=lambda job: job.urgency, default=None)
        if busy is None:
            waits = paused and any(job.can_pause for job in self._jobs)
            return Progress("indexing", 0, 0, paused=True) if waits else None
        paused = paused and busy.can_pause
        return busy.pace.progress(busy.last.done, busy.last.total, paused=paused)

    def share(self, urgency: Urgency) -> float:
        """How far the first job of an urgency is, 0 to 1."""
        steps = (job.last for job in self._jobs if job.urgency is urgency and job.last.total)
        return next((step.done / step.total for step in steps), 0.0)
