"""What is said of folders, and of photos as they come and go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from photoclip.domain import Folder, Problem, Progress


@dataclass(frozen=True, slots=True)
class AddFolder:
    """Answered by FolderAdded, or by Trouble that says why not."""

    path: Path


@dataclass(frozen=True, slots=True)
class FolderAdded:
    folder: Folder


@dataclass(frozen=True, slots=True)
class Rescan:
    """Look at one folder again, or at all of them."""

    folder_id: int | None = None


@dataclass(frozen=True, slots=True)
class FoldersChanged:
    folders: Sequence[Folder]


@dataclass(frozen=True, slots=True)
class PhotosChanged:
    """Photos were added, changed, moved or removed; ``photos``, ``unreadable`` are new totals."""

    photos: int
    unreadable: int
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchProblems:
    """Answered by ProblemsLoaded."""


@dataclass(frozen=True, slots=True)
class ProblemsLoaded:
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop indexing after the step in flight; searching goes on."""


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class IndexingProgress:
    """None: nothing to do."""

    progress: Progress | None
