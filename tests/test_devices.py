from __future__ import annotations

import numpy as np
import pytest
import torch

from photoclip import devices
from photoclip.devices import Precision, choose_device, choose_precision, runs_per_step
from photoclip.errors import ModelUnavailable


class Tower(torch.nn.Module):
    """Slow in float32; in bfloat16 fast, and faithful or not."""

    def __init__(self, *, faithful: bool) -> None:
        super().__init__()
        self.faithful = faithful
        self.weight = torch.nn.Parameter(torch.eye(3))

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        vectors = pixels.mean((2, 3)) @ self.weight
        if self.weight.dtype == torch.bfloat16:
            return vectors if self.faithful else vectors.flip(1)
        for _ in range(30):
            torch.linalg.svdvals(torch.ones(60, 60))
        return vectors


@pytest.fixture(autouse=True)
def fast_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_candidates", lambda device: [Precision("bfloat16")])


def test_a_faster_precision_is_kept_if_it_agrees() -> None:
    measured = choose_precision(Tower(faithful=True), (32, 48), "cpu", exact=False)
    assert measured.precision == Precision("bfloat16")
    assert next(measured.tower.parameters()).dtype == torch.bfloat16


def test_a_precision_that_disagrees_is_not_kept() -> None:
    measured = choose_precision(Tower(faithful=False), (32, 48), "cpu", exact=False)
    assert measured.precision == Precision()


def test_exact_means_float32() -> None:
    tower = Tower(faithful=True)
    measured = choose_precision(tower, (32, 48), "cpu", exact=True)
    assert measured.precision == Precision()
    assert measured.tower is tower


def test_the_pictures_measured_with_are_smooth_and_differ() -> None:
    pictures = devices.smooth_pictures(2, (64, 48))
    assert pictures.shape == (2, 3, 64, 48)
    assert pictures.dtype == np.float32
    assert np.abs(np.diff(pictures, axis=2)).mean() < 0.2 * pictures.std()
    assert np.abs(pictures[0] - pictures[1]).mean() > 0.5


def test_a_step_lasts_about_a_tenth_of_a_second() -> None:
    assert runs_per_step(0.01, 64) == 10
    assert runs_per_step(5.0, 64) == 1
    assert runs_per_step(0.0, 64) == 64


def test_the_processor_is_always_there() -> None:
    assert choose_device("cpu") == "cpu"
    assert choose_device(None) in devices.DEVICES


@pytest.mark.parametrize("wanted", ["tpu", "", "cuda:x"])
def test_no_such_device(wanted: str) -> None:
    with pytest.raises(ModelUnavailable, match="is no device"):
        choose_device(wanted)


def test_a_device_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ModelUnavailable, match="no “cuda” device"):
        choose_device("cuda")


def test_the_fastest_device_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_gpu_seems_there", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device(None) == "cuda"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert choose_device(None) == "cpu"
