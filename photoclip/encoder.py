"""Pictures and words become vectors of one space: the Encoder protocol, and open_clip behind it.

Importing this module is cheap: what takes seconds to import is imported inside functions. No model
hub is ever asked; every file must lie on the disk.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoclip.devices import choose_device, choose_precision, chosen_threads, runs_per_step
from photoclip.domain import Vectors
from photoclip.errors import ModelUnavailable
from photoclip.hub import keep_libraries_offline
from photoclip.model_folder import file_sha256
from photoclip.preprocessing import Preprocessing
from photoclip.tokens import legible

if TYPE_CHECKING:
    import torch

__all__ = ["Encoder", "OpenClipEncoder", "choose_device"]

CONFIG_FILE = "open_clip_config.json"
WEIGHTS_FILE = "open_clip_model.safetensors"

# A photo alone costs torch more than its share of a batch, so a large model's step is rather a bit
# longer than 100 ms.
_LEAST = 4
_MOST_ON_CPU = 16
_MOST_ON_GPU = 64


class Encoder(Protocol):
    """Turns pictures and words into vectors of the same space. Any thread may call it."""

    key: str
    """Identifies the vector space; the same key means comparable vectors, on any device."""
    name: str
    """For people."""
    dim: int
    device: str
    """As torch says it: "cpu", "cuda", "mps"."""
    image_size: int
    """Short side in pixels that ``preprocess`` wants; a decoder keeps at least twice that."""
    batch_size: int
    """Photos per step, so that a step stays about 100 ms on a CPU."""
    logit_scale: float
    """What cosines are multiplied by before a softmax over texts, as the model was trained."""

    def preprocess(self, image: Image.Image) -> npt.NDArray[np.float32]:
        """One RGB image -> float32 [3, H, W], ready for ``images``."""

    def images(self, pixels: npt.NDArray[np.float32]) -> Vectors:
        """float32 [n, 3, H, W] as ``preprocess`` gives them -> float32 [n, dim], rows of norm 1."""

    def texts(self, texts: Sequence[str]) -> Vectors:
        """Any strings -> float32 [n, dim], rows of norm 1. Long texts are cut by the tokenizer."""


class OpenClipEncoder:
    """Any open_clip model, on torch. Made by ``from_folder`` or ``from_weights``."""

    def __init__(
        self, model: Any, tokenizer: Any, *, key: str, name: str, device: str, exact: bool = False
    ) -> None:
        """``exact`` keeps float32; otherwise the fastest precision that agrees with it is used."""
        import open_clip

        self.key = key
        self.name = name
        self.device = device
        self.model = model.eval().requires_grad_(False).to(device)
        self.tokenizer = tokenizer
        self.preprocess = Preprocessing.from_config(open_clip.get_model_preprocess_cfg(model))
        self.image_size = min(self.preprocess.size)
        self.logit_scale = model.logit_scale.exp().item()
        measured = choose_precision(model.visual, self.preprocess.size, device, exact=exact)
        self.model.visual, self.precision = measured.tower, measured.precision
        most = _MOST_ON_CPU if device == "cpu" else _MOST_ON_GPU
        self.batch_size = max(_LEAST, runs_per_step(measured.seconds, most))
        self.dim = self._encode_texts(["a photo"]).shape[1]

    @classmethod
    def from_folder(
        cls,
        folder: Path,
        *,
        name: str | None = None,
        key: str | None = None,
        device: str | None = None,
        threads: int | None = None,
        exact: bool = False,
    ) -> OpenClipEncoder:
        """Loads an open_clip ``local-dir``: open_clip_config.json and open_clip_model.safetensors.

        A text tower of transformers finds its config.json and its tokenizer in the folder too.
        ModelUnavailable says which file is at fault.
        """
        config = read_config(folder / CONFIG_FILE)
        weights = folder / WEIGHTS_FILE
        key = key or _key(config, file_sha256(weights))
        device = choose_device(device)
        options: dict[str, Any] = {}
        text = config["model_cfg"]["text_cfg"]
        if text.get("hf_model_name"):
            local = {"hf_model_name": str(folder), "hf_model_pretrained": False}
            options = {"text_cfg": text | local}
        model, tokenizer = _load(weights, f"local-dir:{folder}", threads, options)
        return cls(model, tokenizer, key=key, name=name or folder.name, device=device, exact=exact)

    @classmethod
    def from_weights(
        cls,
        architecture: str,
        weights: Path,
        preprocess: Mapping[str, Any],
        *,
        name: str | None = None,
        device: str | None = None,
        threads: int | None = None,
        exact: bool = False,
    ) -> OpenClipEncoder:
        """Loads a weights file of one of open_clip's architectures.

        The file does not say how its pictures were normalised, so ``preprocess`` (open_clip's
        ``preprocess_cfg``) must. ModelUnavailable says what is at fault.
        """
        config = import_open_clip().get_model_config(architecture)
        if config is None:
            raise ModelUnavailable(
                "“{architecture}” is no architecture that open_clip knows.",
                architecture=architecture,
            )
        if {"hf_model_name", "hf_tokenizer_name"} & config["text_cfg"].keys():
            raise ModelUnavailable(
                "“{architecture}” needs a folder that holds its tokenizer, not {weights} alone.",
                architecture=architecture,
                weights=weights,
            )
        described = {"model_cfg": config, "preprocess_cfg": dict(preprocess)}
        key = _key(described, file_sha256(weights))
        device = choose_device(device)
        options = {"pretrained": str(weights), "force_preprocess_cfg": dict(preprocess)}
        model, tokenizer = _load(weights, architecture, threads, options)
        return cls(model, tokenizer, key=key, name=name or architecture, device=device, exact=exact)

    def images(self, pixels: npt.NDArray[np.float32]) -> Vectors:
        """See ``Encoder.images``."""
        import torch

        if not len(pixels):
            return np.empty((0, self.dim), np.float32)
        with torch.inference_mode():
            batch = self.precision.prepare(torch.from_numpy(pixels).to(self.device))
            return _rows(self.model.encode_image(batch))

    def texts(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder.texts``."""
        return self._encode_texts(texts) if texts else np.empty((0, self.dim), np.float32)

    def _encode_texts(self, texts: Sequence[str]) -> Vectors:
        import torch

        tokens = self.tokenizer([legible(text, self.tokenizer.context_length) for text in texts])
        with torch.inference_mode():
            return _rows(_text_features(self.model, tokens.to(self.device)))


def import_open_clip() -> Any:
    """The open_clip module, kept from asking a hub for anything."""
    keep_libraries_offline()
    import open_clip

    return open_clip


def read_config(path: Path) -> dict[str, Any]:
    """An open_clip_config.json. ModelUnavailable if it is missing, no such, or runs code."""
    try:
        config = json.loads(path.read_text("utf-8"))
        text = config["model_cfg"]["text_cfg"]
        wants_code = "trust_remote_code" in (text.get("tokenizer_kwargs") or {})
    except FileNotFoundError as error:
        raise ModelUnavailable("The model file {path} is missing.", path=path) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnavailable(
            "The model file {path} does not describe a model.", path=path
        ) from error
    if wants_code:
        raise ModelUnavailable("The model file {path} asks to run code of its own.", path=path)
    return dict(config)


def _key(config: Mapping[str, Any], weights_sha256: str) -> str:
    """Not of the weights alone: the same ones fed differently make another space."""
    text = json.dumps([config, weights_sha256], sort_keys=True)
    return f"open_clip-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _load(
    weights: Path, model_name: str, threads: int | None, options: dict[str, Any]
) -> tuple[Any, Any]:
    """open_clip's model and tokenizer. What its libraries raise over bad files is one sentence."""
    open_clip = import_open_clip()
    import torch
    from safetensors import SafetensorError

    threads = threads or chosen_threads()
    if threads is not None:
        torch.set_num_threads(threads)
    try:
        model = open_clip.create_model(model_name, require_pretrained=True, **options)
        return model, open_clip.get_tokenizer(model_name)
    except (SafetensorError, pickle.UnpicklingError, EOFError) as error:
        raise ModelUnavailable(
            "The model file {weights} is damaged or no model.", weights=weights
        ) from error
    except (
        RuntimeError,  # among them: weights of another architecture
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        AssertionError,
        OSError,
    ) as error:
        raise ModelUnavailable(
            "The model file {weights} does not fit its description ({model_name}).",
            weights=weights,
            model_name=model_name,
        ) from error


def _text_features(model: Any, tokens: torch.Tensor) -> torch.Tensor:
    """What open_clip's ``encode_text`` says of tokens [n, context length], sooner where it can be.

    A tower that reads from left to right up to the end of the text never heeds the padding behind
    it, and of 77 tokens few are text.
    """
    import open_clip
    import torch

    features: torch.Tensor
    skips_padding = isinstance(model, open_clip.CLIP) and model.text_pool_type == "argmax"
    if not skips_padding or model.attn_mask is None:
        features = model.encode_text(tokens)
        return features
    ends = tokens.argmax(dim=-1)  # the end of a text is the highest token
    length = int(ends.max()) + 1
    x = model.token_embedding(tokens[:, :length]) + model.positional_embedding[:length]
    x = model.transformer(x, attn_mask=model.attn_mask[:length, :length])
    features = model.ln_final(x[torch.arange(len(x), device=x.device), ends])
    projection = model.text_projection
    if isinstance(projection, torch.nn.Linear):
        return torch.nn.functional.linear(features, projection.weight, projection.bias)
    return features if projection is None else features @ projection


def _rows(features: torch.Tensor) -> Vectors:
    import torch

    rows: Vectors = torch.nn.functional.normalize(features.float(), dim=-1).cpu().numpy()
    return rows
