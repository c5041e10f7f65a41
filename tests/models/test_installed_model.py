"""A tiny model that is installed, made ready on a CPU with and without fast bfloat16."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest
from checkpoints import TEXTS, agreement, odd_files
from tiny_models import TINY

from photoclip import devices, installed_model
from photoclip.encoder import Encoder, OpenClipEncoder
from photoclip.hub import Hub
from photoclip.images import decode
from photoclip.installed_model import exported_folder, load_installed
from photoclip.model_download import download_model
from photoclip.model_store import InstalledModel, ModelStore
from photoclip.models import Models
from photoclip.onnx_encoder import OnnxEncoder


@pytest.fixture
def model(store: ModelStore, hub: Hub) -> InstalledModel:
    for _ in download_model(store, TINY, hub):
        pass
    return store.verify("tiny")


@pytest.fixture(autouse=True)
def _no_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_fast_bfloat16", lambda: False)


def _pictures(encoder: Encoder) -> np.ndarray:
    decoded = [decode(data, short_side=256).image for data in odd_files().values()]
    return encoder.images(np.stack([encoder.preprocess(image) for image in decoded]))


def test_it_is_exported_once_and_gives_the_same_vectors(
    model: InstalledModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    encoder = load_installed(model, tmp_path, "cpu", told.append)
    assert isinstance(encoder, OnnxEncoder)
    assert (encoder.key, encoder.name) == (model.encoder_key, "Tiny")
    assert len(told) == 1
    exact = OpenClipEncoder.from_folder(model.folder, device="cpu", exact=True)
    assert agreement(_pictures(encoder), _pictures(exact)) >= 0.999
    assert agreement(encoder.texts(TEXTS), exact.texts(TEXTS)) >= 0.999

    monkeypatch.setattr(OpenClipEncoder, "from_folder", None)  # a second start needs no torch
    again = load_installed(model, tmp_path, "cpu", told.append)
    np.testing.assert_array_equal(again.texts(TEXTS), encoder.texts(TEXTS))
    assert len(told) == 1


def _cannot_export(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(encoder: OpenClipEncoder, folder: Path) -> None:
        (folder / "image.onnx").write_bytes(b"half of it")
        raise RuntimeError("no such operator")

    monkeypatch.setattr("photoclip.onnx_export.export_encoder", fail)


def _disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OnnxEncoder, "texts", lambda self, texts: np.eye(len(texts), self.dim))


def _disagree_about_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OnnxEncoder, "images", lambda self, pixels: np.eye(len(pixels), self.dim))


def _prefer_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    on_torch = installed_model._on_torch

    def load(model: InstalledModel, device: str, *, exact: bool = False) -> OpenClipEncoder:
        encoder = on_torch(model, device, exact=exact)
        encoder.precision = devices.Precision("bfloat16")
        return encoder

    monkeypatch.setattr(installed_model, "_on_torch", load)


@pytest.mark.parametrize(
    "spoil", [_cannot_export, _disagree, _disagree_about_pictures, _prefer_bfloat16]
)
def test_torch_is_used_where_the_export_is_no_good(
    model: InstalledModel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[pytest.MonkeyPatch], None],
) -> None:
    told: list[str] = []
    with monkeypatch.context() as spoilt:
        spoil(spoilt)
        encoder = load_installed(model, tmp_path, "cpu", told.append)
    assert isinstance(encoder, OpenClipEncoder)
    assert encoder.texts(TEXTS).shape == (len(TEXTS), encoder.dim)
    assert isinstance(load_installed(model, tmp_path, "cpu", told.append), OpenClipEncoder)
    assert len(told) == 1  # it is not tried again at every start
    assert sum(file.stat().st_size for file in exported_folder(tmp_path, model).iterdir()) < 1000


def test_a_damaged_export_is_made_again(model: InstalledModel, tmp_path: Path) -> None:
    load_installed(model, tmp_path, "cpu")
    graph = exported_folder(tmp_path, model) / "text.onnx"
    graph.write_bytes(graph.read_bytes()[:-1])
    told: list[str] = []
    assert isinstance(load_installed(model, tmp_path, "cpu", told.append), OnnxEncoder)
    assert len(told) == 1


@pytest.mark.parametrize("lacks", ["memory", "disk"])
def test_without_room_it_runs_on_torch(
    model: InstalledModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacks: str
) -> None:
    if lacks == "memory":
        little = psutil.virtual_memory()._replace(available=model.size)
        monkeypatch.setattr(psutil, "virtual_memory", lambda: little)
    else:
        usage = shutil.disk_usage(tmp_path)._replace(free=model.size)
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert isinstance(load_installed(model, tmp_path, "cpu"), OpenClipEncoder)
    assert not exported_folder(tmp_path, model).exists()


def test_the_export_goes_with_the_model(
    model: InstalledModel, store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTOCLIP_CACHE", str(tmp_path / "cache"))
    models = Models(store.folder, "cpu", catalogue=(TINY,))
    before = models.offers({})[0].disk_size
    assert isinstance(models.load("tiny"), OnnxEncoder)
    assert models.offers({})[0].disk_size > 1.5 * before == 1.5 * model.size
    [folder] = (tmp_path / "cache").glob("*-onnx")

    class Shelf:
        model = next_model = "starter"

        def forget_vectors(self, key: str) -> None: ...

    models.remove("tiny", Shelf())  # type: ignore[arg-type]
    assert not folder.exists()
