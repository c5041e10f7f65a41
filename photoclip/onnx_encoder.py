"""An exported model on ONNX Runtime: starts in a second, needs no torch, fastest on a CPU."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from photoclip.devices import default_threads, runs_per_step
from photoclip.domain import Vectors
from photoclip.errors import ModelUnavailable
from photoclip.preprocessing import Preprocessing
from photoclip.tokens import Tokenizer, TokenRules

IMAGE_FILE = "image.onnx"
TEXT_FILE = "text.onnx"
TOKENIZER_FILE = "tokenizer.json"
DESCRIPTION_FILE = "encoder.json"
IMAGE_INPUT = "pixels"
TEXT_INPUT = "tokens"

_MOST_ROUNDS = 16


class OnnxEncoder:
    """A folder that ``onnx_export.export_encoder`` wrote, behind the Encoder protocol."""

    device = "cpu"

    def __init__(self, folder: Path, *, key: str, name: str, threads: int | None = None) -> None:
        """``threads`` None: one for each physical core. ModelUnavailable if a graph is unusable."""
        self.key = key
        self.name = name
        description = _read(folder / DESCRIPTION_FILE)
        self.dim = int(description["dim"])
        self.logit_scale = float(description["logit_scale"])
        self.preprocess = Preprocessing.from_config(description["preprocess"])
        self.image_size = min(self.preprocess.size)
        self._threads = threads or default_threads()
        # Pictures go through one by one, as many side by side as there are threads: measured 20 %
        # faster than batches of 8, whose layers outgrow the processor's cache.
        self._image = _session(folder / IMAGE_FILE, 1)
        self._text = _session(folder / TEXT_FILE, self._threads)
        self._pool = ThreadPoolExecutor(self._threads, "image tower")
        rules = TokenRules(**description["tokens"])
        self._tokens = Tokenizer(folder / TOKENIZER_FILE, rules)
        rounds = runs_per_step(self._seconds_per_round(), _MOST_ROUNDS)
        self.batch_size = rounds * self._threads

    def images(self, pixels: npt.NDArray[np.float32]) -> Vectors:
        """See ``Encoder.images``."""
        rows = list(self._pool.map(self._encode_image, pixels))
        return np.concatenate(rows) if rows else np.empty((0, self.dim), np.float32)

    def texts(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder.texts``."""
        if not texts:
            return np.empty((0, self.dim), np.float32)
        return _run(self._text, TEXT_INPUT, self._tokens(texts))

    def _encode_image(self, pixels: npt.NDArray[np.float32]) -> Vectors:
        return _run(self._image, IMAGE_INPUT, pixels[np.newaxis])

    def _seconds_per_round(self) -> float:
        """One picture on each thread, once all is warm."""
        pixels = np.zeros((self._threads, 3, *self.preprocess.size), np.float32)
        self.images(pixels)
        start = time.perf_counter()
        self.images(pixels)
        return time.perf_counter() - start


def _read(file: Path) -> dict[str, Any]:
    description: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return description


def _session(file: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Idle threads that spin take the cores away from decoding and from the rest of the computer.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no other base
        raise ModelUnavailable(
            "The model file {file} cannot be used: {reason}.", file=file, reason=str(error)
        ) from error


def _run(session: Any, name: str, value: npt.NDArray[Any]) -> Vectors:
    vectors: Vectors = session.run(None, {name: value})[0]
    return vectors
