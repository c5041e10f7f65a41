from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from checkpoints import ARCHITECTURES, TEXTS, Reference, agreement, make_checkpoint, odd_files
from PIL import Image, ImageOps

from photoclip.encoder import OpenClipEncoder
from photoclip.errors import ModelUnavailable
from photoclip.images import decode

NASTY = [
    "",
    "   ",
    "x" * 10_000,
    "word " * 10_000,
    "一" * 500,
    "🐱",
    "a\0cat",
    "\ud83d a \udc31",
    "\n",
]


@pytest.fixture(scope="module", params=ARCHITECTURES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkpoint(request.param, tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> OpenClipEncoder:
    return OpenClipEncoder.from_folder(folder, device="cpu")


@pytest.fixture(scope="module")
def reference(folder: Path) -> Reference:
    return Reference(folder)


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return make_checkpoint("OpenAI's ViT", tmp_path)


def test_odd_pictures_get_open_clips_vectors(
    encoder: OpenClipEncoder, reference: Reference
) -> None:
    decoded = [
        decode(data, short_side=2 * encoder.image_size).image for data in odd_files().values()
    ]
    vectors = encoder.images(np.stack([encoder.preprocess(image) for image in decoded]))
    theirs = reference.images(decoded)
    assert (vectors * theirs).sum(1).min() >= 0.999
    assert agreement(vectors, theirs) >= 0.99


def test_files_get_the_vectors_of_open_clips_own_reading(
    encoder: OpenClipEncoder, reference: Reference
) -> None:
    """Whole photos, read by Pillow at their full size: our decoding may not show either."""
    files = odd_files()
    # Of these two, Pillow's conversion cuts the upper bits off or shows what is transparent.
    data = [files[name] for name in files.keys() - {"16-bit", "transparent"}]
    ours = [
        encoder.preprocess(decode(one, short_side=2 * encoder.image_size).image) for one in data
    ]
    theirs = [ImageOps.exif_transpose(Image.open(BytesIO(one))).convert("RGB") for one in data]
    vectors, wanted = encoder.images(np.stack(ours)), reference.images(theirs)
    assert (vectors * wanted).sum(1).min() >= 0.999


def test_texts_get_open_clips_vectors(encoder: OpenClipEncoder, reference: Reference) -> None:
    vectors = encoder.texts(TEXTS)
    assert agreement(vectors, reference.texts(TEXTS)) >= 0.9999


def test_vectors_are_rows_of_norm_one(encoder: OpenClipEncoder) -> None:
    height, width = encoder.preprocess.size
    pixels = np.random.default_rng(0).standard_normal((3, 3, height, width), np.float32)
    for vectors in (encoder.images(pixels), encoder.texts(["one", "two", "three"])):
        assert vectors.dtype == np.float32
        assert vectors.shape == (3, encoder.dim)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_gives_no_rows(encoder: OpenClipEncoder) -> None:
    assert encoder.texts([]).shape == (0, encoder.dim)
    empty = np.empty((0, 3, *encoder.preprocess.size), np.float32)
    assert encoder.images(empty).shape == (0, encoder.dim)


@pytest.mark.parametrize("text", NASTY, ids=repr)
def test_any_string_has_a_vector(encoder: OpenClipEncoder, text: str) -> None:
    vectors = encoder.texts([text, "a cat"])
    assert np.isfinite(vectors).all()
    alone = encoder.texts(["a cat"])
    np.testing.assert_allclose(vectors[1:], alone, atol=1e-5)


def test_a_nul_does_not_hide_the_words_around_it(encoder: OpenClipEncoder) -> None:
    with_nul, without = encoder.texts(["a\0cat", "a cat"])
    np.testing.assert_allclose(with_nul, without, atol=1e-6)


def test_the_key_is_of_weights_and_preprocessing(checkpoint: Path) -> None:
    key = OpenClipEncoder.from_folder(checkpoint, device="cpu").key
    assert OpenClipEncoder.from_folder(checkpoint, device="cpu", exact=True).key == key
    config = checkpoint / "open_clip_config.json"
    other = json.loads(config.read_text()) | {"preprocess_cfg": {"mean": [0.5, 0.5, 0.5]}}
    config.write_text(json.dumps(other))
    assert OpenClipEncoder.from_folder(checkpoint, device="cpu").key != key


def test_weights_alone_are_loaded_with_the_preprocessing_given(tmp_path: Path) -> None:
    import open_clip
    import torch

    weights = tmp_path / "weights.pt"
    torch.save({"state_dict": open_clip.create_model("ViT-S-32-alt").state_dict()}, weights)
    preprocess = {"mean": [0.5] * 3, "std": [0.25] * 3}
    encoder = OpenClipEncoder.from_weights(
        "ViT-S-32-alt", weights, preprocess, device="cpu", exact=True
    )
    assert encoder.preprocess.mean == (0.5, 0.5, 0.5)
    assert encoder.name == "ViT-S-32-alt"
    assert encoder.dim == 256
    assert encoder.images(np.zeros((1, 3, 224, 224), np.float32)).shape == (1, 256)


def test_a_missing_file_is_named(checkpoint: Path) -> None:
    weights = checkpoint / "open_clip_model.safetensors"
    weights.unlink()
    with pytest.raises(ModelUnavailable, match=f"{weights.name} is missing"):
        OpenClipEncoder.from_folder(checkpoint)
    with pytest.raises(ModelUnavailable, match=r"open_clip_config.json is missing"):
        OpenClipEncoder.from_folder(checkpoint / "elsewhere")


def test_truncated_weights_are_named(checkpoint: Path) -> None:
    weights = checkpoint / "open_clip_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(ModelUnavailable, match=f"{weights.name} is damaged"):
        OpenClipEncoder.from_folder(checkpoint)


def test_weights_of_another_architecture_are_named(checkpoint: Path) -> None:
    path = checkpoint / "open_clip_config.json"
    config = json.loads(path.read_text())
    config["model_cfg"]["vision_cfg"] |= {"width": 128}
    path.write_text(json.dumps(config))
    with pytest.raises(ModelUnavailable, match="does not fit its description"):
        OpenClipEncoder.from_folder(checkpoint)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"model_cfg": 3}', "\xff"])
def test_a_config_that_is_none_is_named(checkpoint: Path, content: str) -> None:
    (checkpoint / "open_clip_config.json").write_text(content, "latin-1")
    with pytest.raises(ModelUnavailable, match=r"open_clip_config.json does not describe a model"):
        OpenClipEncoder.from_folder(checkpoint)


def test_a_model_may_not_bring_its_own_code(tmp_path: Path) -> None:
    folder = make_checkpoint("timm and BERT", tmp_path)
    path = folder / "open_clip_config.json"
    config = json.loads(path.read_text())
    config["model_cfg"]["text_cfg"]["tokenizer_kwargs"] = {"trust_remote_code": True}
    path.write_text(json.dumps(config))
    with pytest.raises(ModelUnavailable, match="run code"):
        OpenClipEncoder.from_folder(folder)


def test_a_pickle_that_runs_code_is_refused(tmp_path: Path) -> None:
    import pickle

    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (Path(tmp_path / "ran"),)

    weights = tmp_path / "weights.pt"
    weights.write_bytes(pickle.dumps(Hostile(), protocol=2))
    with pytest.raises(ModelUnavailable, match=r"weights.pt is damaged or no model"):
        OpenClipEncoder.from_weights("ViT-S-32-alt", weights, {})
    assert not (tmp_path / "ran").exists()


def test_an_unknown_architecture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="no architecture"):
        OpenClipEncoder.from_weights("ViT-Z", tmp_path / "weights.pt", {})


def test_an_architecture_whose_tokenizer_lies_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="needs a folder"):
        OpenClipEncoder.from_weights("ViT-B-16-SigLIP", tmp_path / "weights.pt", {})


def test_importing_the_module_imports_nothing_slow() -> None:
    code = (
        "import sys, photoclip.encoder, photoclip.starter, photoclip.onnx_encoder;"
        "print({'torch', 'open_clip', 'timm', 'transformers', 'onnxruntime'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
