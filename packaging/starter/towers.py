"""The shipped model as open_clip loads it, and what its towers say about photos and texts."""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

import open_clip
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from photoclip.encoder import CONFIG_FILE
from photoclip.starter import assemble

_BATCH = 64


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

    def image_features(self, files: list[Path], cropped: bool = False) -> Tensor:
        """float32 [n, 1280], pooled and not yet projected; of whole photos or of random crops."""
        return self._images(files, self.model.visual.trunk, cropped)

    def image_vectors(self, files: list[Path]) -> Tensor:
        """float32 [n, 384], rows of norm 1."""
        return torch.nn.functional.normalize(self._images(files, self.model.encode_image), dim=-1)

    def text_features(self, texts: list[str]) -> Tensor:
        """float32 [n, 384], pooled and not yet projected."""
        projection = self.model.text.proj
        self.model.text.proj = torch.nn.Identity()
        try:
            return self._texts(texts)
        finally:
            self.model.text.proj = projection

    def text_vectors(self, texts: list[str]) -> Tensor:
        """float32 [n, 384], rows of norm 1."""
        return torch.nn.functional.normalize(self._texts(texts), dim=-1)

    @torch.inference_mode()
    def _images(self, files: list[Path], encode: Any, cropped: bool = False) -> Tensor:
        self.model.to(memory_format=torch.channels_last)
        pictures = _Pictures(files, self.preprocess, self.model.visual.image_size, cropped)
        batches = DataLoader(pictures, _BATCH, num_workers=1)
        return torch.cat(
            [encode(batch.contiguous(memory_format=torch.channels_last)) for batch in batches]
        ).clone()

    @torch.inference_mode()
    def _texts(self, texts: list[str]) -> Tensor:
        # Texts of like length share a batch, so little of it is padding.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        vectors = torch.empty(len(texts), self.model.text.output_dim)
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            tokens = self.tokenizer([texts[place] for place in places])
            longest = int((tokens != self.model.text.config.pad_token_id).sum(1).max())
            vectors[places] = self.model.encode_text(tokens[:, :longest])
        return vectors


def _point_at_itself(folder: Path) -> None:
    # open_clip hands these names to transformers, which takes a path but not one relative to it.
    path = folder / CONFIG_FILE
    config = json.loads(path.read_text("utf-8"))
    config["model_cfg"]["text_cfg"] |= {
        "hf_model_name": str(folder),
        "hf_tokenizer_name": str(folder),
    }
    path.write_text(json.dumps(config), "utf-8")


def _crop(image: Image.Image, size: tuple[int, int], seed: int) -> Image.Image:
    """At least half of the area, nearly in the picture's proportions, mirrored or not."""
    choose = random.Random(seed)
    area = choose.uniform(0.5, 1.0)
    ratio = choose.uniform(0.85, 1.18) ** 0.5
    across = min(1.0, area**0.5 * ratio)
    down = min(1.0, area**0.5 / ratio)
    left = choose.uniform(0, 1 - across) * image.width
    top = choose.uniform(0, 1 - down) * image.height
    box = (left, top, left + across * image.width, top + down * image.height)
    crop = image.resize(size, Image.Resampling.BICUBIC, box)
    return crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if choose.random() < 0.5 else crop


class _Pictures(Dataset[Tensor]):
    def __init__(
        self, files: list[Path], preprocess: Any, size: tuple[int, int], cropped: bool
    ) -> None:
        self._files = files
        self._preprocess = preprocess
        self._size = size
        self._cropped = cropped

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, place: int) -> Tensor:
        with Image.open(self._files[place]) as image:
            upright = image.convert("RGB")
        picture = _crop(upright, self._size, place) if self._cropped else upright
        pixels: Tensor = self._preprocess(picture)
        return pixels
