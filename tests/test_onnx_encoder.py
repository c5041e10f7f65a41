from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from checkpoints import ARCHITECTURES, TEXTS, Reference, agreement, make_checkpoint, odd_files

from photoclip.encoder import OpenClipEncoder
from photoclip.errors import ModelUnavailable
from photoclip.images import decode
from photoclip.onnx_encoder import OnnxEncoder
from photoclip.onnx_export import export_encoder


@pytest.fixture(scope="module", params=ARCHITECTURES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkpoint(request.param, tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="module")
def encoder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    exported = tmp_path_factory.mktemp("onnx")
    export_encoder(OpenClipEncoder.from_folder(folder, device="cpu", exact=True), exported)
    return OnnxEncoder(exported, key="exported", name="Exported", threads=2)


def test_an_exported_model_gives_open_clips_vectors(folder: Path, encoder: OnnxEncoder) -> None:
    reference = Reference(folder)
    images = [
        decode(data, short_side=2 * encoder.image_size).image for data in odd_files().values()
    ]
    pixels = np.stack([encoder.preprocess(image) for image in images])
    vectors = encoder.images(pixels)
    assert agreement(vectors, reference.pixels(pixels)) >= 0.9999
    assert agreement(vectors, reference.images(images)) >= 0.99
    assert agreement(encoder.texts(TEXTS), reference.texts(TEXTS)) >= 0.9999
    assert encoder.logit_scale == pytest.approx(reference.model.logit_scale.detach().exp().item())


def test_a_text_has_one_vector_in_any_company(encoder: OnnxEncoder) -> None:
    together = encoder.texts(["a cat", "word " * 500, "", "\ud83d\0"])
    assert together.shape == (4, encoder.dim)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(encoder.texts(["a cat"])[0], together[0], atol=1e-5)


def test_nothing_gives_no_rows(encoder: OnnxEncoder) -> None:
    assert encoder.texts([]).shape == (0, encoder.dim)
    empty = np.empty((0, 3, *encoder.preprocess.size), np.float32)
    assert encoder.images(empty).shape == (0, encoder.dim)


def test_a_damaged_graph_is_named(tmp_path: Path) -> None:
    description = {
        "dim": 4,
        "logit_scale": 1.0,
        "preprocess": {},
        "tokens": {"context_length": 8, "pad_id": 0, "cleaning": "lower", "fixed_length": True},
    }
    (tmp_path / "encoder.json").write_text(json.dumps(description))
    (tmp_path / "image.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelUnavailable, match=r"image\.onnx cannot be used"):
        OnnxEncoder(tmp_path, key="", name="")


def test_a_tokenizer_of_an_unknown_kind_cannot_be_exported(tmp_path: Path) -> None:
    folder = make_checkpoint("OpenAI's ViT", tmp_path)
    encoder = OpenClipEncoder.from_folder(folder, device="cpu", exact=True)
    encoder.tokenizer = str.split
    with pytest.raises(ModelUnavailable, match="tokenizer"):
        export_encoder(encoder, tmp_path)
