"""The roots of a library: which folders may be one, and what lies at a path."""

from __future__ import annotations

import os
from pathlib import Path

from photoclip.catalog import Catalog
from photoclip.domain import Folder, Photo
from photoclip.errors import PhotoClipError

_PURGE_STEP = 1000  # photos forgotten at once


def add_root(catalog: Catalog, path: Path) -> int:
    """Add a root; returns its id. One that was removed before comes back as it was.

    Raises:
        PhotoClipError: no folder, already there, or inside or around another one.
    """
    path = _resolve(path)
    for folder in catalog.folders():
        if path == folder.path:
            raise PhotoClipError("{path} is already in the library.", path=path)
        if path.is_relative_to(folder.path):
            raise PhotoClipError(
                "{path} is already covered by the folder {folder}.", path=path, folder=folder.path
            )
        if folder.path.is_relative_to(path):
            raise PhotoClipError(
                "{path} contains the folder {folder}; remove that one first.",
                path=path,
                folder=folder.path,
            )
    _purge_around(catalog, path)
    return catalog.add_folder(path)


def find_root(catalog: Catalog, path: Path) -> Folder:
    """The root with that path; raises PhotoClipError if there is none."""
    wanted = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - the folder may be gone
    for folder in catalog.folders():
        if folder.path in (wanted, wanted.resolve()):
            return folder
    raise PhotoClipError("{path} is not a folder of the library.", path=wanted)


def find_photo(catalog: Catalog, path: Path) -> Photo | None:
    """The readable photo of the library with that file, by whichever root it is reached."""
    for folder in catalog.folders():
        for candidate in (path, Path(os.path.realpath(path))):
            if candidate.is_relative_to(folder.path):
                below = candidate.relative_to(folder.path).as_posix()
                photo = catalog.find(folder.id, below)
                if photo and photo.error is None:
                    return photo
    return None


def _purge_around(catalog: Catalog, path: Path) -> None:
    """A removed folder that shares files with a new one cannot come back any more."""
    for number, hidden in catalog.hidden_folders().items():
        if hidden != path and (path.is_relative_to(hidden) or hidden.is_relative_to(path)):
            while catalog.purge_folder(number, _PURGE_STEP):
                pass


def _resolve(path: Path) -> Path:
    try:
        resolved = path.expanduser().resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise PhotoClipError("There is no folder {path}.", path=path) from error
    if not resolved.is_dir():
        raise PhotoClipError("{path} is a file, not a folder.", path=resolved)
    if not os.access(resolved, os.R_OK | os.X_OK):
        raise PhotoClipError("The folder {path} may not be read.", path=resolved)
    return resolved
