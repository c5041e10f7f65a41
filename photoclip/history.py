"""What was changed, to be taken back and done again: two stacks of inverse changes."""

from __future__ import annotations

from collections.abc import Callable

from photoclip.changes import Change

_MOST = 100  # steps back: nobody goes further, and each may name every photo of the library


class History:
    """``apply`` does a change and returns its inverse; whatever it raises changes nothing here."""

    def __init__(self, apply: Callable[[Change], Change]) -> None:
        self._apply = apply
        self._done: list[Change] = []
        self._undone: list[Change] = []

    @property
    def undo_change(self) -> Change | None:
        """What ``undo`` would do."""
        return self._done[-1] if self._done else None

    def __len__(self) -> int:
        """How many changes can be taken back."""
        return len(self._done)

    @property
    def redo_change(self) -> Change | None:
        """What ``redo`` would do."""
        return self._undone[-1] if self._undone else None

    def do(self, change: Change) -> None:
        self.note(self._apply(change))

    def note(self, inverse: Change) -> None:
        """Something was done that ``inverse`` takes back."""
        self._done.append(inverse)
        del self._done[:-_MOST]
        self._undone.clear()

    def undo(self) -> Change | None:
        """Take the last change back; returns what was done for that, None if there is none."""
        return self._move(self._done, self._undone)

    def redo(self) -> Change | None:
        """Do again what was taken back last; returns it."""
        return self._move(self._undone, self._done)

    def _move(self, source: list[Change], target: list[Change]) -> Change | None:
        if not source:
            return None
        change = source[-1]
        try:
            inverse = self._apply(change)
        except Exception:
            source.pop()  # it would fail again, and hide what lies below
            raise
        source.pop()
        target.append(inverse)
        return change
