"""Copies photos into a folder and moves them to the system's trash, off the GUI thread."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFile, QObject, QStandardPaths, Signal, SignalInstance, Slot

from photoclip.errors import PhotoClipError
from photoclip.sentences import Sentence
from photoclip.ui.workers import Workers

_MOST_NAMES = 10_000


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a file was and where it is now; ``now`` is None where the system does not tell."""

    before: Path
    now: Path | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many files: those done, and a sentence for each that failed."""

    done: tuple[Moved, ...]
    failed: tuple[Sentence, ...]


class FileJobs(QObject):
    """One job after the other; each answers with one signal."""

    copied = Signal(object)
    trashed = Signal(object)
    put_back = Signal(object)
    """An Outcome each."""
    finished = Signal()
    """The last job has answered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = Workers(1, self)
        self._workers.done.connect(self._tell)
        self._waiting: deque[tuple[Callable[[], object], SignalInstance]] = deque()
        """The first one is being done, until its answer has come."""
        self._number = 0
        self._stopped = threading.Event()

    def is_busy(self) -> bool:
        return bool(self._waiting)

    def copy(self, paths: Sequence[Path], folder: Path) -> None:
        """Copy files into a folder; nothing that is there is ever written over."""
        self._begin(partial(self._each, lambda path: copy_into(path, folder), paths), self.copied)

    def trash(self, paths: Sequence[Path]) -> None:
        self._begin(partial(self._each, move_to_trash, paths), self.trashed)

    def restore(self, moved: Sequence[Moved]) -> None:
        """Put files back from the trash to where they were."""
        known = {one.now: one.before for one in moved if one.now is not None}
        back = partial(self._each, lambda path: _put_back(path, known[path]), list(known))
        self._begin(back, self.put_back)

    def close(self) -> None:
        """Do the file in hand, and no other one; nobody is told any more."""
        self._stopped.set()
        self._waiting.clear()
        self._workers.close()

    def _begin(self, job: Callable[[], object], answer: SignalInstance) -> None:
        self._waiting.append((job, answer))
        if len(self._waiting) == 1:
            self._start()

    def _start(self) -> None:
        self._number += 1
        self._workers.want({self._number: self._waiting[0][0]})

    @Slot(object, object)
    def _tell(self, number: int, result: object) -> None:
        _, answer = self._waiting.popleft()
        if self._waiting:
            self._start()
        answer.emit(result)
        if not self._waiting:
            self.finished.emit()

    def _each(self, act: Callable[[Path], Moved], paths: Sequence[Path]) -> Outcome:
        done: list[Moved] = []
        failed: list[Sentence] = []
        for path in paths:
            if self._stopped.is_set():
                break
            try:
                done.append(act(path))
            except PhotoClipError as error:
                failed.append(error.sentence)
            except OSError as error:
                failed.append(Sentence("{name}: {reason}.", name=path.name, reason=error))
        return Outcome(tuple(done), tuple(failed))


def copy_into(path: Path, folder: Path) -> Moved:
    """Copy a file with its times under its own name, or under that name with a number.

    Where that fails, nothing of it stays: half a photo might be taken for the photo.
    """
    with path.open("rb") as source:
        for number in range(_MOST_NAMES):
            name = path.name if number == 0 else f"{path.stem} ({number}){path.suffix}"
            try:
                target = (folder / name).open("xb")
            except FileExistsError:
                continue
            try:
                with target:
                    shutil.copyfileobj(source, target)
            except BaseException:
                (folder / name).unlink(missing_ok=True)
                raise
            with contextlib.suppress(OSError):  # a file system that keeps no times or permissions
                shutil.copystat(path, folder / name)
            return Moved(path, folder / name)
    raise PhotoClipError("{folder} has too many files named {name}.", folder=folder, name=path.name)


def move_to_trash(path: Path) -> Moved:
    """Move a file to the system's trash; raises PhotoClipError where there is none."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    Path(data).mkdir(parents=True, exist_ok=True)  # Qt makes the trash in it, but not this
    file = QFile(str(path))
    if not file.moveToTrash():
        raise PhotoClipError(
            "{name} could not be moved to the trash: {reason}.",
            name=path.name,
            reason=file.errorString(),
        )
    now = Path(file.fileName())
    return Moved(path, now if now != path and now.exists() else None)


def _put_back(now: Path, before: Path) -> Moved:
    if before.exists():
        raise PhotoClipError(
            "There is another {name} now; the old one is in the trash.", name=before.name
        )
    before.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(now, before)
    # The trash of freedesktop.org keeps a note of each file beside it.
    note = now.parent.parent / "info" / f"{now.name}.trashinfo"
    note.unlink(missing_ok=True)
    return Moved(now, before)
