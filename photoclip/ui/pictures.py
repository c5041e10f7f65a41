"""Whole pictures for the viewer, decoded on threads of their own; the last few stay in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from photoclip.ui.qimages import read_qimage
from photoclip.ui.workers import Workers

Source = Path | bytes
"""A file, or the encoded bytes of a picture."""


class Pictures(QObject):
    """``image`` never decodes; ``want`` asks for them, the first one first."""

    loaded = Signal(object)
    """The source whose image or failure is known now."""

    def __init__(self, keep: int = 7, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keep_count = keep
        self._results: OrderedDict[tuple[Source, int], object] = OrderedDict()
        self._workers = Workers(2, self)
        self._workers.done.connect(self._keep)

    def image(self, source: Source, short_side: int) -> QImage | None:
        result = self._results.get((source, short_side))
        return result if isinstance(result, QImage) else None

    def failure(self, source: Source, short_side: int) -> str:
        """Why the picture cannot be shown; empty while it can."""
        result = self._results.get((source, short_side))
        return str(result) if isinstance(result, Exception) else ""

    def want(self, sources: Sequence[Source], short_side: int) -> None:
        """``short_side`` is in device pixels: no image is larger than that needs."""
        jobs: dict[Hashable, Callable[[], object]] = {}
        for source in sources:
            key = (source, short_side)
            if key in self._results:
                self._results.move_to_end(key)
            else:
                jobs[key] = partial(read_qimage, source, short_side)
        self._workers.want(jobs)

    def forget(self, sources: Collection[Source]) -> None:
        """These files changed: what is in memory is not to be trusted."""
        for key in [key for key in self._results if key[0] in sources]:
            del self._results[key]

    def close(self) -> None:
        self._workers.close()

    @Slot(object, object)
    def _keep(self, key: tuple[Source, int], result: object) -> None:
        self._results[key] = result
        while len(self._results) > self._keep_count:
            self._results.popitem(last=False)
        self.loaded.emit(key[0])
