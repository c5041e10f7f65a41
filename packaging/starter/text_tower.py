"""The text tower just as its package has it, until its biases and norms are trained.

These are 30,000 numbers of 22 million: enough to turn towards what captions say of photos, too few
to forget what words mean (Ben Zaken et al. 2022, BitFit).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from open_clip.hf_model import HFTextEncoder
from open_clip.tokenizer import HFTokenizer
from safetensors.torch import load_file
from torch import Tensor, nn

from photoclip.starter import TEXT_FILES, TEXT_WEIGHTS

_BATCH = 128


class TextTower:
    """Reads certain texts, which are named by their places among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for file in TEXT_FILES:
                shutil.copyfile(file.checked(), Path(folder) / file.parts[-1])
            self._model: Any = HFTextEncoder(
                folder, output_dim=384, pooler_type="mean_pooler", proj_type=None, pretrained=False
            )
            self._tokens: Tensor = HFTokenizer(folder)(list(texts)).int()
        known = self._model.transformer.state_dict()
        weights = {n: w for n, w in load_file(TEXT_WEIGHTS.checked()).items() if n in known}
        self._model.transformer.load_state_dict(weights)
        self._model.eval().requires_grad_(False)
        self._lengths = (self._tokens != self._model.config.pad_token_id).sum(1)
        for parameter in self.trained_tensors().values():
            parameter.requires_grad_(True)

    def features(self, places: Tensor) -> Tensor:
        """Texts [n] -> float32 [n, 384], pooled and not projected; each is read only once."""
        once, of_each = torch.unique(places, return_inverse=True)
        # Texts of like length share a batch, so little of it is padding.
        order = torch.argsort(self._lengths[once])
        parts = [self._read(once[some]) for some in order.split(_BATCH)]
        return torch.cat(parts)[torch.argsort(order)][of_each]

    def trained_tensors(self) -> dict[str, nn.Parameter]:
        """Biases and norms of the layers, by their names in open_clip's text tower."""
        return {
            name: parameter
            for name, parameter in self._model.named_parameters()
            if name.startswith("transformer.encoder.")
            and (name.endswith(".bias") or "LayerNorm" in name)
        }

    def _read(self, places: Tensor) -> Tensor:
        longest = int(self._lengths[places].max())
        features: Tensor = self._model(self._tokens[places, :longest].long())
        return features.float()
