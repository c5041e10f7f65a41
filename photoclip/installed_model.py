"""An installed model made ready on this machine: on torch, or exported to ONNX Runtime on a CPU.

ONNX Runtime starts in a second, needs no torch and is about twice as fast, except where torch can
compute in bfloat16. Whatever stands against it leaves torch: too little room for the export, a
tower or a tokenizer that cannot be exported, vectors that do not agree. The export takes some
thirty seconds, once, and as much room on the disk as the model; it can be made again.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import psutil

from photoclip.devices import AGREEMENT, choose_device, smooth_pictures
from photoclip.encoder import Encoder, OpenClipEncoder
from photoclip.errors import ModelUnavailable
from photoclip.model_folder import ensure_folder
from photoclip.model_store import InstalledModel
from photoclip.onnx_encoder import DESCRIPTION_FILE, OnnxEncoder
from photoclip.sentences import Sentence, foreign

_log = logging.getLogger(__name__)

_RECIPE = "onnx 1"
_REASON = "why not.txt"
_TEXTS = ("a photo of a dog", "two people at a table in the evening", "snow")
# Times the size of the model's files: torch's tensors twice, what the exporter writes, the graph.
_MEMORY = 6
_DISK = 2


def load_installed(
    model: InstalledModel,
    cache: Path,
    device: str | None = None,
    tell: Callable[[Sentence], None] = lambda sentence: None,
) -> Encoder:
    """The model ready to use; its files must be known to be intact.

    ``tell`` gets a sentence while it is exported into ``cache``. ModelUnavailable says what is
    wrong with the files, or that the device is not there.
    """
    device = choose_device(device)
    if device == "cpu":
        with contextlib.suppress(ModelUnavailable):
            if encoder := _load_exported(model, exported_folder(cache, model), tell):
                return encoder
    return _on_torch(model, device)


def exported_folder(cache: Path, model: InstalledModel) -> Path:
    """Where its export lies, if it has any."""
    return cache / f"{model.encoder_key}-onnx"


def _on_torch(model: InstalledModel, device: str, *, exact: bool = False) -> OpenClipEncoder:
    return OpenClipEncoder.from_folder(
        model.folder, name=model.name, key=model.encoder_key, device=device, exact=exact
    )


def _load_exported(
    model: InstalledModel, folder: Path, tell: Callable[[Sentence], None]
) -> Encoder | None:
    if not folder.is_dir() and not _has_room(model, folder):
        return None
    what = f"{model.encoder_key} {_RECIPE}"
    ensure_folder(folder, what, lambda made: _prepare(model, made, tell))
    if not (folder / DESCRIPTION_FILE).is_file():
        return None
    return OnnxEncoder(folder, key=model.encoder_key, name=model.name)


def _has_room(model: InstalledModel, folder: Path) -> bool:
    folder.parent.mkdir(parents=True, exist_ok=True)
    return (
        psutil.virtual_memory().available > _MEMORY * model.size
        and shutil.disk_usage(folder.parent).free > _DISK * model.size
    )


def _prepare(model: InstalledModel, made: Path, tell: Callable[[Sentence], None]) -> None:
    """Fill the folder with the export, or only with the reason why there is none."""
    name = foreign(model.name)
    tell(Sentence("Preparing the model “{name}”; this happens only once.", name=name))
    reason = _export(model, made)
    if reason:
        _log.info("%s stays on torch: %s", model.key, reason)
        for file in made.iterdir():
            file.unlink()
        (made / _REASON).write_text(reason, "utf-8")


def _export(model: InstalledModel, made: Path) -> str:
    """Returns the reason against using it, or nothing."""
    precision = _on_torch(model, "cpu").precision
    if precision.dtype != "float32":
        return f"torch is faster in {precision.dtype}"
    from photoclip.onnx_export import export_encoder

    exact = _on_torch(model, "cpu", exact=True)
    try:
        export_encoder(exact, made)
        exported = OnnxEncoder(made, key=model.encoder_key, name=model.name)
    except OSError:
        raise  # a full disk is no property of the model
    except Exception as error:  # noqa: BLE001 - the exporter's errors share no other base
        return f"it cannot be exported ({type(error).__name__}: {error})"
    pixels = smooth_pictures(2, exact.preprocess.size)
    pictures = (exact.images(pixels) * exported.images(pixels)).sum(1).min()
    texts = (exact.texts(_TEXTS) * exported.texts(_TEXTS)).sum(1).min()
    worst = min(float(pictures), float(texts))
    return "" if worst >= AGREEMENT else f"its vectors agree only to a cosine of {worst:.4f}"
