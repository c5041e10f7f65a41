from __future__ import annotations

import dataclasses
import json
import os
import pickle
import re
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from checkpoints import TEXTS, Reference, agreement, odd_files
from hub import sha256
from safetensors.torch import load_file, save_file
from tiny_models import TAGGED, TEXT_FILES, TINY, WEIGHTS

from photoclip.encoder import OpenClipEncoder
from photoclip.errors import PhotoClipError
from photoclip.images import decode
from photoclip.model_catalogue import WeightsFile
from photoclip.model_import import import_model
from photoclip.model_store import InstalledModel, ModelStore

Disk = namedtuple("Disk", "total used free")


def run(store: ModelStore, source: Path, architecture: str | None = None) -> InstalledModel:
    job = import_model(store, source, architecture)
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def fails(store: ModelStore, source: Path, architecture: str | None, sentence: str) -> None:
    """The import ends with that sentence, and leaves nothing."""
    with pytest.raises(PhotoClipError, match=sentence) as caught:
        run(store, source, architecture)
    assert "\n" not in str(caught.value)
    assert ".import-" not in str(caught.value)
    assert store.installed() == []
    assert not store.folder.exists() or not [*store.folder.iterdir()]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb stick"
    folder.mkdir()
    return folder


@pytest.fixture
def siglip(tiny: Callable[[str], Path]) -> Path:
    return tiny("SigLIP")


@pytest.fixture
def bert(tiny: Callable[[str], Path]) -> Path:
    return tiny("timm and BERT")


def test_a_file_of_weights(store: ModelStore, vit: Path, stick: Path) -> None:
    file = Path(shutil.copy(vit / WEIGHTS, stick / "my weights.safetensors"))
    model = run(store, file, "tiny-vit")
    assert store.verify(model.key) == model
    assert model.key.startswith("tiny-vit-")
    _assert_same_vectors(model, Reference(vit))
    assert file.exists()


def test_the_normalisation_is_the_architectures_own(
    store: ModelStore, siglip: Path, stick: Path
) -> None:
    file = Path(shutil.copy(siglip / WEIGHTS, stick / "w.safetensors"))
    model = run(store, file, "tiny-siglip")
    config = json.loads((model.folder / "open_clip_config.json").read_text())
    assert config["preprocess_cfg"]["mean"] == [0.5] * 3
    assert config["preprocess_cfg"]["resize_mode"] == "squash"
    _assert_same_vectors(model, Reference(siglip))


def test_a_local_dir_of_open_clip(store: ModelStore, bert: Path) -> None:
    model = run(store, bert)
    assert set(model.files) >= {*TEXT_FILES, WEIGHTS}
    _assert_same_vectors(model, Reference(bert))


def test_a_folder_with_a_tokenizer_and_a_named_architecture(
    store: ModelStore, bert: Path, stick: Path
) -> None:
    for name in (*TEXT_FILES, WEIGHTS):
        shutil.copy(bert / name, stick)
    (stick / f"._{WEIGHTS}").write_bytes(b"left by a Mac")
    _assert_same_vectors(run(store, stick, "tiny-bert"), Reference(bert))


@pytest.mark.parametrize("name", ["w.bin", "w.pt"])
def test_pickled_weights_become_safetensors(
    store: ModelStore, vit: Path, stick: Path, name: str
) -> None:
    state = load_file(vit / WEIGHTS)
    torch.save(
        {"epoch": 3, "state_dict": {f"module.{k}": v for k, v in state.items()}}, stick / name
    )
    model = run(store, stick, "tiny-vit")
    assert set(model.files) == {WEIGHTS, "open_clip_config.json"}
    _assert_same_vectors(model, Reference(vit))


def test_older_names_of_tensors_are_understood(store: ModelStore, vit: Path, stick: Path) -> None:
    """open_clip once kept every text tower's tensors beside the image tower's."""
    state = load_file(vit / WEIGHTS)
    state["logit_scale"] = state["logit_scale"].reshape(1)
    save_file(state, stick / "w.safetensors")
    model = run(store, stick, "tiny-vit-custom")
    assert "text.token_embedding.weight" in load_file(model.folder / WEIGHTS)
    _assert_same_vectors(model, Reference(vit))


def test_a_file_that_the_catalogue_knows_becomes_its_model(
    store: ModelStore, vit: Path, stick: Path
) -> None:
    known = WeightsFile(WEIGHTS, sha256((vit / WEIGHTS).read_bytes()))
    store.catalogue = (dataclasses.replace(TINY, weights=(known,)),)
    shutil.copy(vit / WEIGHTS, stick / "w.safetensors")
    model = run(store, stick, "tiny-vit")
    assert (model.key, model.name, model.licence) == ("tiny", "Tiny", "MIT")


def test_a_file_that_the_catalogue_knows_needs_no_architecture(
    store: ModelStore, vit: Path, stick: Path
) -> None:
    content = (vit / WEIGHTS).read_bytes()
    known = dataclasses.replace(
        TINY, weights=(WeightsFile(WEIGHTS, sha256(content)),), size=len(content)
    )
    store.catalogue = (known,)
    (stick / "w.safetensors").write_bytes(content)
    assert run(store, stick / "w.safetensors").key == "tiny"
    store.remove("tiny")
    (stick / "w.safetensors").write_bytes(content[:-1] + b"?")
    fails(store, stick / "w.safetensors", None, "Nothing says which architecture")


def test_a_file_that_the_catalogue_knows_is_normalised_as_in_the_training(
    store: ModelStore, vit: Path, stick: Path
) -> None:
    content = (vit / WEIGHTS).read_bytes()
    weights = (WeightsFile(WEIGHTS, sha256(content)),)
    store.catalogue = (dataclasses.replace(TAGGED, weights=weights, size=len(content)),)
    (stick / "w.safetensors").write_bytes(content)
    model = run(store, stick / "w.safetensors")
    encoder = OpenClipEncoder.from_folder(model.folder, device="cpu", exact=True)
    assert encoder.preprocess.mean == encoder.preprocess.std == (0.5,) * 3


def test_a_dropped_import_leaves_nothing(store: ModelStore, vit: Path) -> None:
    job = import_model(store, vit, "tiny-vit")
    next(job)
    assert [*store.folder.iterdir()]
    job.close()
    assert not [*store.folder.iterdir()]


def test_another_architecture(store: ModelStore, vit: Path) -> None:
    fails(store, vit / WEIGHTS, "tiny-siglip", "no checkpoint of tiny-siglip: it lacks ")
    fails(store, vit / WEIGHTS, "ViT-B-32", "no checkpoint of ViT-B-32: it lacks ")


def test_another_resolution_is_not_silently_resized(store: ModelStore, vit: Path) -> None:
    fails(
        store,
        vit / WEIGHTS,
        "tiny-vit-128",
        "its visual.positional_embedding is 17 × 64, not 65 × 64",
    )


def test_a_pickle_is_never_run(store: ModelStore, stick: Path) -> None:
    evil = _Evil(stick / "run")
    torch.save({"state_dict": evil}, stick / "new.pt")
    (stick / "old.pt").write_bytes(pickle.dumps(evil))
    (stick / "oldest.bin").write_bytes(pickle.dumps({"state_dict": [evil]}, protocol=0))
    for name in ("new.pt", "old.pt", "oldest.bin"):
        fails(store, stick / name, "tiny-vit", "such as code; it was refused, and nothing in it")
    assert not (stick / "run").exists()


@pytest.mark.parametrize("name", ["w.safetensors", "w.bin", "w.pt", "w.jpg"])
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff\xe0 a photo", b"\x80\x02}q\x00.", b"\xff" * 99]
)
def test_no_model_at_all(store: ModelStore, stick: Path, name: str, content: bytes) -> None:
    (stick / name).write_bytes(content)
    fails(store, stick / name, "tiny-vit", "is damaged|no checkpoint of")


def test_truncated_weights(store: ModelStore, vit: Path, stick: Path) -> None:
    content = (vit / WEIGHTS).read_bytes()
    (stick / "w.safetensors").write_bytes(content[: len(content) // 2])
    fails(store, stick, "tiny-vit", "is damaged or holds no model")


def test_an_unknown_architecture(store: ModelStore, vit: Path) -> None:
    fails(store, vit, "tiny-vitt", "knows no architecture “tiny-vitt”; did you mean tiny-vit")


def test_no_architecture(store: ModelStore, vit: Path, stick: Path) -> None:
    shutil.copy(vit / WEIGHTS, stick)
    fails(store, stick, None, "Nothing says which architecture")
    shutil.copy(vit / "open_clip_config.json", stick)
    (stick / WEIGHTS).rename(stick / "of another model.safetensors")
    fails(store, stick / "of another model.safetensors", None, "Nothing says which architecture")


def test_a_file_in_a_local_dir(store: ModelStore, siglip: Path) -> None:
    _assert_same_vectors(run(store, siglip / WEIGHTS), Reference(siglip))


def test_a_relative_path_is_told_as_a_place(
    store: ModelStore, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(stick)
    place = re.escape(str(stick))
    fails(store, Path("no.pt"), "tiny-vit", f"^{place}/no.pt does not exist")
    fails(store, Path(), None, f"^{place} holds no weights")
    (stick / "w.pt").write_bytes(b"no weights")
    fails(store, Path("w.pt"), None, f"the weights in {place} are of")
    fails(store, Path("w.pt"), "tiny-vit", "^w.pt is damaged")
    (stick / "w.safetensors").write_bytes(b"no weights either")
    fails(store, Path("w.safetensors"), "tiny-vit", "^w.safetensors is damaged")


def test_a_missing_tokenizer(store: ModelStore, bert: Path, stick: Path) -> None:
    shutil.copy(bert / WEIGHTS, stick)
    fails(store, stick, "tiny-bert", "also needs config.json and tokenizer.json; put them beside")


def test_a_damaged_tokenizer(store: ModelStore, bert: Path, stick: Path) -> None:
    for name in (*TEXT_FILES, WEIGHTS):
        shutil.copy(bert / name, stick)
    (stick / "tokenizer.json").write_text("{}")
    fails(store, stick, "tiny-bert", "tokenizer that came with the model cannot be used")
    (stick / "config.json").write_text("{")
    fails(store, stick, "tiny-bert", "config.json of the model is damaged")


def test_no_file_and_too_many(store: ModelStore, stick: Path) -> None:
    fails(store, stick / "gone", "tiny-vit", "gone does not exist")
    fails(store, stick, "tiny-vit", "holds no weights of a model")
    (stick / "a.bin").touch()
    (stick / "b.bin").touch()
    fails(store, stick, "tiny-vit", "holds 2 files of weights; name the file to import")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "does not describe an open_clip model"),
        ("[]", "does not describe an open_clip model"),
        ('{"model_cfg": {}}', "does not describe an open_clip model"),
        (
            '{"model_cfg": {"vision_cfg": {}, "text_cfg": {}}, "preprocess_cfg": {"std": [0]}}',
            "does not describe an open_clip model",
        ),
        (
            '{"model_cfg": {"vision_cfg": {"timm_model_name": "hf-hub:evil/x"}, "text_cfg": {}}}',
            "asks for code or files from elsewhere",
        ),
        (
            '{"model_cfg": {"vision_cfg": {}, "text_cfg": {"tokenizer_kwargs": '
            '{"trust_remote_code": true}}}}',
            "asks for code or files from elsewhere",
        ),
        (
            '{"model_cfg": {"embed_dim": 8, "vision_cfg": {"nonsense": 1}, "text_cfg": {}}}',
            "cannot be built",
        ),
        ('{"model_cfg": {"vision_cfg": {}, "text_cfg": {}}}', "cannot be built"),
    ],
)
def test_a_hostile_description(
    store: ModelStore, vit: Path, stick: Path, text: str, sentence: str
) -> None:
    shutil.copy(vit / WEIGHTS, stick)
    (stick / "open_clip_config.json").write_text(text)
    fails(store, stick, None, sentence)


def test_too_little_space(store: ModelStore, vit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(10**9, 9 * 10**8, 10**8))
    fails(store, vit, "tiny-vit", "needs 1.. MB on the disk")


class _Evil:
    """Unpickling it would make a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.mark),)


def _assert_same_vectors(model: InstalledModel, reference: Reference) -> None:
    encoder = OpenClipEncoder.from_folder(model.folder, device="cpu", exact=True)
    decoded = [decode(data, short_side=256).image for data in odd_files().values()]
    vectors = encoder.images(np.stack([encoder.preprocess(image) for image in decoded]))
    assert agreement(vectors, reference.images(decoded)) >= 0.999
    assert agreement(encoder.texts(TEXTS), reference.texts(TEXTS)) >= 0.999
