"""Where a tower runs and in which precision: measured, never assumed.

Nothing here needs torch until a tower is there to be measured.
"""

from __future__ import annotations

import copy
import ctypes
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil

from photoclip.domain import Vectors
from photoclip.errors import ModelUnavailable

if TYPE_CHECKING:
    import torch

DEVICES = ("cuda", "mps", "cpu")

# A faster precision is kept only if its vectors agree with float32's at least this well (cosine).
AGREEMENT = 0.999
# A step of indexing lasts about this long (seconds), so that a query never waits longer.
STEP_SECONDS = 0.1
# A timing longer than this (seconds) is believed at once instead of being repeated warm.
_LONG_ENOUGH = 0.3


THREADS_VARIABLE = "PHOTOCLIP_THREADS"
"""How many threads a model may use on the processor."""


def chosen_threads() -> int | None:
    """The number that the person chose; None leaves it to us."""
    text = os.environ.get(THREADS_VARIABLE, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 1000 else None


def default_threads() -> int:
    """One thread for each physical core, unless the person chose another number."""
    if (chosen := chosen_threads()) is not None:
        return chosen
    return psutil.cpu_count(logical=False) or 1


def runs_per_step(seconds: float, most: int) -> int:
    """How many runs of so many seconds make a step of about 100 ms: 1 to ``most``."""
    return max(1, min(most, round(STEP_SECONDS / max(seconds, 1e-6))))


def choose_device(wanted: str | None) -> str:
    """The device asked for, or else the fastest there is: "cuda", "mps" or "cpu".

    torch is imported only if a GPU was asked for or seems to be there. ModelUnavailable if the
    device asked for is not there.
    """
    if wanted == "cpu" or (wanted is None and not _gpu_seems_there()):
        return "cpu"
    if wanted is not None and wanted not in DEVICES:
        raise ModelUnavailable(
            "“{wanted}” is no device: choose one of {devices}.",
            wanted=wanted,
            devices=DEVICES,
        )
    import torch

    found = [
        name
        for name, there in (
            ("cuda", torch.cuda.is_available()),
            ("mps", torch.backends.mps.is_available()),
            ("cpu", True),
        )
        if there
    ]
    if wanted is None:
        return found[0]
    if wanted not in found:
        raise ModelUnavailable(
            "This computer has no “{wanted}” device that the model can use.", wanted=wanted
        )
    return wanted


def _gpu_seems_there() -> bool:
    """Asks the machine, not torch, whose import takes seconds."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    count = ctypes.c_int(0)
    return bool(driver.cuInit(0) == 0 == driver.cuDeviceGetCount(ctypes.byref(count)) < count.value)


@dataclass(frozen=True, slots=True)
class Precision:
    """A number format and a memory order of a tower on its device."""

    dtype: str = "float32"
    channels_last: bool = False

    def convert(self, tower: torch.nn.Module) -> torch.nn.Module:
        """A copy of the tower in this precision."""
        import torch

        converted = copy.deepcopy(tower).to(getattr(torch, self.dtype))
        return converted.to(memory_format=torch.channels_last) if self.channels_last else converted

    def prepare(self, pixels: torch.Tensor) -> torch.Tensor:
        """float32 [n, 3, H, W] on the tower's device -> the tower's input."""
        import torch

        order = torch.channels_last if self.channels_last else torch.preserve_format
        return pixels.to(dtype=getattr(torch, self.dtype), memory_format=order)


@dataclass(frozen=True, slots=True)
class Measured:
    """The fastest faithful form of a tower, and its seconds per picture."""

    tower: torch.nn.Module
    precision: Precision
    seconds: float


def choose_precision(
    tower: torch.nn.Module, size: tuple[int, int], device: str, *, exact: bool
) -> Measured:
    """Times a float32 tower in other precisions too, and keeps the fastest faithful one.

    ``size`` is (height, width) of its pictures. ``exact`` keeps float32. Runs for well under a
    second with towers up to ViT-B.
    """
    import torch

    pixels = torch.from_numpy(smooth_pictures(2 if device == "cpu" else 16, size)).to(device)
    plain = Precision()
    reference, seconds = _run(tower, plain, pixels)
    best = Measured(tower, plain, seconds)
    for precision in () if exact else _candidates(device):
        candidate = precision.convert(tower)
        vectors, seconds = _run(candidate, precision, pixels)
        if seconds < best.seconds and bool((_cosines(vectors, reference) >= AGREEMENT).all()):
            best = Measured(candidate, precision, seconds)
    return best


def _candidates(device: str) -> Iterator[Precision]:
    if device == "mps":
        yield Precision("float16")
        return
    yield Precision("float32", channels_last=True)
    if device == "cuda":
        yield Precision("float16", channels_last=True)
    elif _fast_bfloat16():
        yield Precision("bfloat16", channels_last=True)


def _fast_bfloat16() -> bool:
    """Without instructions of its own bfloat16 is emulated, many times slower than float32."""
    import torch

    capabilities: Callable[[], Any] | None = getattr(torch.cpu, "get_capabilities", None)
    known = capabilities() if capabilities is not None else {}
    return any(known.get(name, False) for name in ("avx512_bf16", "amx_bf16", "arm_bf16", "bf16"))


def _run(
    tower: torch.nn.Module, precision: Precision, pixels: torch.Tensor
) -> tuple[Vectors, float]:
    import torch

    best = float("inf")
    with torch.inference_mode():
        # The first run also packs weights; the copy to the host waits for a GPU to finish.
        for _ in range(3):
            start = time.perf_counter()
            features = tower(precision.prepare(pixels))
            vectors: Vectors = _tensor(features).float().cpu().numpy()
            best = min(best, time.perf_counter() - start)
            if best > _LONG_ENOUGH:
                break
    return vectors, best / len(pixels)


def _tensor(features: torch.Tensor | tuple[torch.Tensor, ...]) -> torch.Tensor:
    """Some towers also give their patches."""
    return features[0] if isinstance(features, tuple) else features


def _cosines(left: Vectors, right: Vectors) -> Vectors:
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    cosines: Vectors = (left * right).sum(axis=1) / lengths
    return cosines


def smooth_pictures(count: int, size: tuple[int, int]) -> Vectors:
    """float32 [count, 3, H, W]: random blobs of colour, nearer to photos than noise is."""
    height, width = size
    coarse = np.random.default_rng(0).standard_normal((count, 3, 9, 9), dtype=np.float32)
    rows = np.linspace(0, 7.999, height)
    columns = np.linspace(0, 7.999, width)
    top, left = rows.astype(int), columns.astype(int)
    down = (rows - top).astype(np.float32)[:, None]
    across = (columns - left).astype(np.float32)[None, :]
    upper = coarse[..., top, :]
    lower = coarse[..., top + 1, :]
    blended = upper * (1 - down) + lower * down
    smooth: Vectors = blended[..., left] * (1 - across) + blended[..., left + 1] * across
    return smooth
