"""What is said of changes that can be taken back, of choices, and in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from photoclip.changes import Change
from photoclip.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Do:
    """Change something that the person may want to take back; answered by HistoryChanged."""

    change: Change


@dataclass(frozen=True, slots=True)
class Undo:
    pass


@dataclass(frozen=True, slots=True)
class Redo:
    pass


@dataclass(frozen=True, slots=True)
class HistoryChanged:
    """What Undo and Redo would do now, and how many steps back there are.

    ``done`` is the change that was just done, None after an Undo or Redo.
    """

    undo: Change | None
    redo: Change | None
    done: Change | None = None
    steps: int = 0


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """Remember a choice of the person that the engine heeds (see ``photoclip.choices``)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SettingsRead:
    """The choices that the engine heeds, by name."""

    settings: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence about something that was done."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Trouble:
    """One sentence for the person. ``details`` are lines, a traceback when it is a bug of ours."""

    sentence: Sentence
    details: tuple[Sentence | str, ...] = ()
    fatal: bool = False
