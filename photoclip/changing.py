"""Does what a person changes in the library, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from photoclip import messages as m
from photoclip.changes import (
    Change,
    Describe,
    Favour,
    ForgetSearch,
    GiveLabel,
    Judge,
    Rate,
    RemoveFolder,
    RestoreFolder,
    SaveSearch,
    Several,
)
from photoclip.history import History
from photoclip.library import Library

Command = m.Do | m.Undo | m.Redo | m.AddPreset | m.ImportLabels


@dataclass(frozen=True, slots=True)
class Touched:
    """What is different after a change."""

    photos: tuple[int, ...] = ()
    folders: bool = False
    labels: bool = False
    searches: bool = False


class Changing:
    """Lives on the engine's thread; may raise PhotoClipError, and then nothing has changed."""

    def __init__(self, library: Library, tell: Callable[[m.Event], None]) -> None:
        self._library = library
        self._tell = tell
        self._history = History(partial(apply, library))

    def foresee(self, command: Command) -> Touched:
        """What a command will touch."""
        match command:
            case m.Do(change):
                return touch(change)
            case m.Undo():
                return touch(self._history.undo_change)
            case m.Redo():
                return touch(self._history.redo_change)
            case _:
                return Touched(labels=True)

    def obey(self, command: Command) -> None:
        """Do it, and tell what Undo and Redo would do now."""
        history, done = self._history, None
        try:
            match command:
                case m.Do(change):
                    history.do(change)
                    done = change
                case m.Undo():
                    history.undo()
                case m.Redo():
                    history.redo()
                case m.AddPreset(name, names):
                    history.note(self._library.labels.add_preset(name, dict(names)))
                case m.ImportLabels(path):
                    history.note(self._library.labels.import_file(path))
        finally:
            state = (history.undo_change, history.redo_change)
            self._tell(m.HistoryChanged(*state, done, len(history)))


def apply(library: Library, change: Change) -> Change:
    """Do a change; returns the one that takes it back.

    Raises:
        PhotoClipError: it cannot be, and nothing has changed.
    """
    match change:
        case Rate():
            return library.marks.rate(change)
        case Favour():
            return library.marks.favour(change)
        case Describe():
            return library.marks.describe(change)
        case RemoveFolder(folder_id):
            library.remove_folder(folder_id)
            return RestoreFolder(folder_id)
        case RestoreFolder(folder_id):
            library.restore_folder(folder_id)
            return RemoveFolder(folder_id)
        case SaveSearch() | ForgetSearch():
            return library.searches.apply(change)
        case Several(changes):
            with library.transaction():
                inverses = [apply(library, one) for one in changes]
            return Several(tuple(reversed(inverses)))
        case _:
            return library.labels.apply(change)


def touch(change: Change | None) -> Touched:
    """What a change makes different."""
    match change:
        case None:
            return Touched()
        case Rate(pairs) | Favour(pairs) | Describe(pairs):
            return Touched(photos=tuple(pair[0] for pair in pairs))
        case RemoveFolder() | RestoreFolder():
            return Touched(folders=True)
        case SaveSearch() | ForgetSearch():
            return Touched(searches=True)
        case Several(changes):
            parts = [touch(one) for one in changes]
            return Touched(
                tuple(photo for part in parts for photo in part.photos),
                any(part.folders for part in parts),
                any(part.labels for part in parts),
                any(part.searches for part in parts),
            )
        case GiveLabel(photo_ids=photo_ids):
            return Touched(photos=photo_ids, labels=True)
        case Judge(verdicts):
            return Touched(photos=tuple(photo for photo, _, _ in verdicts), labels=True)
        case _:
            return Touched(labels=True)
