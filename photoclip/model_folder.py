"""Model files on the disk: their hashes, and folders of them that can be made again.

A manifest in such a folder names the SHA-256 of every file. A folder that is missing, damaged,
incomplete or made for something else is replaced as a whole; it is never half there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from photoclip.errors import ModelUnavailable

CONFIG_FILE = "open_clip_config.json"
"""What open_clip calls the description of the weights beside it."""
PUBLISHED_NAMES = (
    "open_clip_model.safetensors",
    "open_clip_pytorch_model.safetensors",
    "open_clip_pytorch_model.bin",
)
"""Of the weights that it describes, best first."""

_MANIFEST = "manifest.json"
_UNFINISHED = ".unfinished-"
_ABANDONED = 3600.0  # seconds, after which nobody can still be busy with an unfinished folder


def find_config(source: Path) -> Path | None:
    """The description in a folder, or beside weights that still have their published name."""
    folder = source.parent if source.name in PUBLISHED_NAMES else source
    return folder / CONFIG_FILE if (folder / CONFIG_FILE).is_file() else None


def file_sha256(path: Path) -> str:
    """SHA-256 of a file in hexadecimal. ModelUnavailable if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise ModelUnavailable("The model file {path} is missing.", path=path) from error
    except OSError as error:
        raise ModelUnavailable(
            "The model file {path} cannot be read: {reason}.", path=path, reason=error
        ) from error


def ensure_folder(folder: Path, key: str, make: Callable[[Path], None]) -> None:
    """Has ``make`` fill the folder, unless it already holds intact what was made for ``key``.

    ModelUnavailable if the disk does not let it.
    """
    if is_intact(folder, key):
        return
    try:
        _replace(folder, key, make)
    except OSError as error:
        raise ModelUnavailable(
            "The model could not be prepared in {folder}: {reason}.",
            folder=folder.parent,
            reason=error,
        ) from error


def is_intact(folder: Path, key: str) -> bool:
    """True if the folder was made for ``key`` and no file was changed, lost or added since."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        return bool(manifest == {"key": key, "files": _digests(folder)})
    except (OSError, ValueError, ModelUnavailable):
        return False


def _replace(folder: Path, key: str, make: Callable[[Path], None]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    for other in folder.parent.glob(f"{folder.name}{_UNFINISHED}*"):
        if time.time() - other.stat().st_mtime > _ABANDONED:
            shutil.rmtree(other, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}{_UNFINISHED}", dir=folder.parent))
    try:
        make(made)
        manifest = json.dumps({"key": key, "files": _digests(made)}, indent=1)
        (made / _MANIFEST).write_text(manifest, "utf-8")
        if not is_intact(folder, key):  # another process may have been faster
            if folder.exists():
                shutil.rmtree(folder)
            made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.name: file_sha256(path) for path in sorted(folder.iterdir()) if path.name != _MANIFEST
    }
