"""The models that are installed: one folder each, an open_clip ``local-dir`` with a record beside.

A folder appears as a whole, once everything in it has been checked, and its record names the
SHA-256 of every file. What is still arriving lies in a hidden folder next to it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from photoclip.errors import ModelUnavailable, PhotoClipError
from photoclip.model_catalogue import CatalogueModel, human_size, load_catalogue
from photoclip.model_folder import file_sha256
from photoclip.partial_file import SUFFIX, disk_explained
from photoclip.sentences import Sentence, foreign

RECORD_FILE = "model.json"

_MARGIN = 100_000_000  # bytes that stay free: the catalog and the index write to the same disk


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of an installed model, in bytes, as it was when it was accepted."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """What a model's record says. ``source`` is where it came from, ``folder`` where it lies."""

    key: str
    name: str
    architecture: str
    licence: str
    source: str
    files: Mapping[str, StoredFile]
    folder: Path = field(default_factory=Path)

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(file.size for file in self.files.values())

    @property
    def encoder_key(self) -> str:
        """Names the vector space: the same files give comparable vectors, others never do."""
        contents = sorted((name, file.sha256) for name, file in self.files.items())
        return f"{self.key}-{hashlib.sha256(json.dumps(contents).encode()).hexdigest()[:12]}"


class ModelStore:
    """The models in one folder, and the catalogue they can be chosen from."""

    def __init__(self, folder: Path, catalogue: tuple[CatalogueModel, ...] | None = None) -> None:
        self.folder = folder
        self.catalogue = load_catalogue() if catalogue is None else catalogue

    def installed(self) -> list[InstalledModel]:
        """Every model that is completely there, by name. Whether it is intact says ``verify``."""
        records = self.folder.glob(f"[!.]*/{RECORD_FILE}") if self.folder.is_dir() else ()
        found = (_read_record(record) for record in records)
        return sorted((model for model in found if model), key=lambda model: model.name)

    def find(self, key: str) -> InstalledModel | None:
        """The installed model with that key."""
        return next((model for model in self.installed() if model.key == key), None)

    def verify(self, key: str) -> InstalledModel:
        """The model with that key, once every file is found as it was accepted.

        Reads all of it: about a second for a gigabyte. ModelUnavailable names what is wrong.
        """
        model = self.find(key)
        if model is None:
            raise ModelUnavailable("The model “{key}” is not installed.", key=key)
        for name, file in model.files.items():
            if file_sha256(model.folder / name) != file.sha256:
                raise ModelUnavailable(
                    "The model file {path} was altered or is damaged; get or import the model "
                    "“{name}” again.",
                    path=model.folder / name,
                    name=foreign(model.name),
                )
        return model

    def remove(self, key: str) -> None:
        """Delete an installed model; PhotoClipError if there is none or the disk refuses."""
        model = self.find(key)
        if model is None:
            raise PhotoClipError("The model “{key}” is not installed.", key=key)
        with disk_explained(model.folder):
            shutil.rmtree(model.folder)

    # --- arriving -----------------------------------------------------------------------------

    def staging(self, key: str) -> Path:
        """Where a model's files gather until all are there and right."""
        return self.folder / f".{key}.incomplete"

    def waiting(self, key: str) -> int:
        """Bytes of a download that was stopped or broke, and will go on from there."""
        folder = self.staging(key)
        return sum(file.stat().st_size for file in folder.glob("*")) if folder.is_dir() else 0

    def discard(self, key: str) -> None:
        """Forget what has come of a download."""
        with disk_explained(self.staging(key)):
            if self.staging(key).exists():
                shutil.rmtree(self.staging(key))

    def need_space(self, size: int, what: Sentence) -> None:
        """PhotoClipError if fewer than ``size`` bytes (and a margin) are free on the disk."""
        with disk_explained(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.folder).free
        if free < size + _MARGIN:
            raise PhotoClipError(
                "{what} needs {size} on the disk with {folder}, where only {free} are free.",
                what=what,
                size=human_size(size + _MARGIN),
                folder=self.folder,
                free=human_size(free),
            )

    def accept(self, staging: Path, model: InstalledModel) -> InstalledModel:
        """Record what is in ``staging`` and put it in its place, replacing an older one there."""
        for leftover in staging.glob(f"*{SUFFIX}"):
            leftover.unlink()
        files = {
            path.name: StoredFile(path.stat().st_size, file_sha256(path))
            for path in sorted(staging.iterdir())
            if path.name != RECORD_FILE
        }
        folder = self.folder / model.key
        model = replace(model, files=files, folder=folder)
        record = asdict(model)
        del record["folder"]  # a library can be moved
        with disk_explained(folder):
            (staging / RECORD_FILE).write_text(json.dumps(record, indent=1), "utf-8")
            if folder.exists():
                shutil.rmtree(folder)
            staging.rename(folder)
        return model


def _read_record(path: Path) -> InstalledModel | None:
    """None if the record is unreadable or that of another program's folder."""
    try:
        record = json.loads(path.read_text("utf-8"))
        files = {name: StoredFile(**file) for name, file in record.pop("files").items()}
        model = InstalledModel(**record, files=files, folder=path.parent)
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    plain = all(Path(name).name == name for name in files)
    return model if plain and model.key == path.parent.name else None
