"""A model comes from a folder or a file, as on a USB stick, into the store. No network is used."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from photoclip.checkpoints import (
    check_text_files,
    describe,
    install_weights,
    read_config,
    text_files,
)
from photoclip.domain import Progress
from photoclip.errors import PhotoClipError
from photoclip.model_folder import CONFIG_FILE, PUBLISHED_NAMES, file_sha256, find_config
from photoclip.model_store import InstalledModel, ModelStore
from photoclip.pace import Pace
from photoclip.partial_file import disk_explained
from photoclip.sentences import Sentence, both

_PREFIX = ".import-"
_PIECE = 1 << 23
_SUFFIXES = (".safetensors", ".bin", ".pt", ".pth", ".ckpt")
# Beside tokenizer.json, which is enough by itself; others are for older versions of transformers.
_TOKENIZER_EXTRAS = ("tokenizer_config.json", "special_tokens_map.json")


def import_model(
    store: ModelStore, source: Path, architecture: str | None = None
) -> Generator[Progress, None, InstalledModel]:
    """Install a model from ``source``, yielding progress in bytes.

    ``source`` is a file of weights, or a folder with one. ``architecture`` is open_clip's name,
    also as "name/pretrained tag"; weights need none that are described by an open_clip_config.json,
    or that the catalogue knows. PhotoClipError if the weights are of another architecture, damaged
    or none, or if their tokenizer is missing.
    """
    source = source.expanduser().absolute()  # so that sentences name a place, not "."
    with disk_explained(source):
        weights = _find_weights(source)
        described = None if architecture else find_config(source)
        if not architecture and described is None:
            architecture = _recognise(store, weights)
        config = read_config(described) if described else describe(architecture or "")
        name = architecture or source.resolve().name
        needed = _text_files(config, weights.parent, name)
        # Pickled weights are written once more, as safetensors.
        copies = 1 if weights.suffix == ".safetensors" else 2
        size = weights.stat().st_size
    store.need_space(size * copies, Sentence("Importing the model"))
    staging = _make_staging(store)
    try:
        yield from _copy(weights, size, staging / weights.name)
        sha256 = file_sha256(staging / weights.name)
        with disk_explained(staging):
            for file in needed:
                shutil.copyfile(file, staging / file.name)
            text = json.dumps(config, indent=1, sort_keys=True)
            (staging / CONFIG_FILE).write_text(text, "utf-8")
            check_text_files(staging)
            install_weights(staging / weights.name, staging, name)
        return store.accept(staging, _record(store, name, sha256, str(source)))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _make_staging(store: ModelStore) -> Path:
    """A hidden folder, after clearing those of imports that were killed."""
    with disk_explained(store.folder):
        for abandoned in store.folder.glob(f"{_PREFIX}*"):
            shutil.rmtree(abandoned)
        return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=store.folder))


def _find_weights(source: Path) -> Path:
    if source.is_file():
        return source
    if not source.is_dir():
        raise PhotoClipError("{source} does not exist.", source=source)
    # A stick that was in a Mac holds a "._name" beside every file.
    found = sorted(path for path in source.glob("[!.]*") if path.suffix in _SUFFIXES)
    for name in PUBLISHED_NAMES:
        if source / name in found:
            return source / name
    if len(found) != 1:
        if found:
            raise PhotoClipError(
                "{source} holds {count} files of weights; name the file to import.",
                source=source,
                count=len(found),
            )
        raise PhotoClipError(
            "{source} holds no weights of a model; name the file to import.", source=source
        )
    return found[0]


def _recognise(store: ModelStore, weights: Path) -> str:
    """What the catalogue's weights are of; only a file of the right size is read for that."""
    size = weights.stat().st_size
    known = {
        file.sha256: model.trained_architecture
        for model in store.catalogue
        for file in model.weights
        if file.sha256 and model.size == size
    }
    if known and (architecture := known.get(file_sha256(weights))):
        return architecture
    raise PhotoClipError(
        "Nothing says which architecture the weights in {folder} are of; name it, for "
        "example ViT-B-32.",
        folder=weights.parent,
    )


def _text_files(config: dict[str, Any], folder: Path, name: str) -> list[Path]:
    needed = text_files(config)
    missing = [file for file in needed if not (folder / file).is_file()]
    if missing:
        raise PhotoClipError(
            "{name} also needs {files}; put them beside the weights in {folder}.",
            name=name,
            files=both(missing),
            folder=folder,
        )
    extras = [file for file in _TOKENIZER_EXTRAS if needed and (folder / file).is_file()]
    return [folder / file for file in (*needed, *extras)]


def _copy(source: Path, total: int, target: Path) -> Iterator[Progress]:
    pace = Pace("Importing the model")
    done = 0
    with disk_explained(target.parent), target.open("wb") as writer:
        for piece in _read_pieces(source):
            writer.write(piece)
            done += len(piece)
            yield pace.progress(done, total)


def _read_pieces(source: Path) -> Iterator[bytes]:
    with disk_explained(source), source.open("rb") as reader:
        while piece := reader.read(_PIECE):
            yield piece


def _record(store: ModelStore, architecture: str, sha256: str, source: str) -> InstalledModel:
    """A file that the catalogue knows becomes the catalogue's model, as if it were downloaded."""
    for model in store.catalogue:
        if any(sha256 == file.sha256 for file in model.weights):
            known = model.trained_architecture
            return InstalledModel(model.key, model.name, known, model.licence, source, {})
    key = f"{_slug(architecture)}-{sha256[:8]}"
    licence = "as its publisher says"
    return InstalledModel(key, architecture, architecture, licence, source, {})


def _slug(name: str) -> str:
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
    return "-".join(filter(None, plain.split("-"))) or "model"
