"""The one download or import that is under way, in a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable

from photoclip import messages as m
from photoclip.domain import Progress
from photoclip.errors import PhotoClipError
from photoclip.job_thread import JobThread
from photoclip.model_store import InstalledModel
from photoclip.models import Arrival
from photoclip.sentences import Sentence

_log = logging.getLogger(__name__)

_PATIENCE = 3.0  # seconds


class Arrivals:
    """Tells progress and failure by itself; ``ended`` is called on the job's thread."""

    def __init__(self, tell: Callable[[m.Event], None], ended: Callable[[], None]) -> None:
        self._tell = tell
        self._ended = ended
        self._job: JobThread[InstalledModel] | None = None

    def begin(self, key: str, arrival: Arrival) -> None:
        """Start a download or import; PhotoClipError while another one is under way."""
        if self._job is not None:
            raise PhotoClipError("Another model is on its way; stop it first, or wait.")

        def report(progress: Progress) -> None:
            self._tell(m.ArrivalProgress(key, progress))

        def end(_: InstalledModel | None, error: Exception | None) -> None:
            self._job = None
            self._tell(m.ArrivalProgress(key, None))
            if error is not None:
                self._tell(m.ArrivalFailed(key, _explain(error)))
            self._ended()

        self._job = JobThread(arrival, report, end)
        self._job.start()

    def stop(self) -> None:
        """What has come of a download is kept."""
        if self._job is not None:
            self._job.stop()

    def join(self) -> None:
        """Stop it, without waiting for long: what its server or its disk keeps back may not come.

        A step that was cut off leaves a part that the next download goes on from or throws away.
        """
        job = self._job
        if job is not None:
            job.stop()
            job.join(_PATIENCE)


def _explain(error: Exception) -> Sentence:
    if isinstance(error, PhotoClipError):
        return error.sentence
    _log.error("model arrival", exc_info=error)
    return Sentence(
        "Something unexpected went wrong ({kind}): {said}.",
        kind=type(error).__name__,
        said=str(error),
    )
