from __future__ import annotations

from pathlib import Path

import open_clip
import pytest

from photoclip.checkpoints import describe
from photoclip.errors import PhotoClipError
from photoclip.model_catalogue import CatalogueModel, find_model, human_size, load_catalogue

CATALOGUE = load_catalogue()
DOWNLOADS = [model for model in CATALOGUE if not model.built_in]


def test_keys_and_names_are_unique() -> None:
    assert len({model.key for model in CATALOGUE}) == len(CATALOGUE)
    assert len({model.name for model in CATALOGUE}) == len(CATALOGUE)


def test_one_model_is_built_in_and_one_is_recommended() -> None:
    assert [model.key for model in CATALOGUE if model.built_in] == ["starter"]
    assert [model.key for model in CATALOGUE if model.recommended] == ["balanced"]


@pytest.mark.parametrize("model", DOWNLOADS, ids=lambda model: model.key)
def test_a_download_is_one_that_open_clip_knows(model: CatalogueModel) -> None:
    record = open_clip.get_pretrained_cfg(model.architecture, model.pretrained)
    assert record["hf_hub"].rstrip("/") == model.repository
    config = open_clip.get_model_config(model.architecture)
    assert config["embed_dim"] == model.dim
    needs_tokenizer = bool(config["text_cfg"].get("hf_tokenizer_name"))
    assert ("tokenizer.json" in model.tokenizer_files) == needs_tokenizer
    assert ("config.json" in model.tokenizer_files) == ("hf_model_name" in config["text_cfg"])


@pytest.mark.parametrize("model", DOWNLOADS, ids=lambda model: model.key)
def test_a_download_says_what_a_person_must_know(model: CatalogueModel) -> None:
    assert model.size > 0
    assert all((model.licence, model.permits, model.languages, model.speed, model.source))
    assert model.research_only == ("MobileCLIP" in model.architecture)


def test_a_model_is_found_by_key_or_name() -> None:
    assert find_model(CATALOGUE, "Balanced").key == "balanced"
    assert find_model(CATALOGUE, "many-languages").name == "Many languages"
    with pytest.raises(PhotoClipError, match=r"no model “huge”; there are starter, balanced"):
        find_model(CATALOGUE, "huge")


def test_a_misspelt_field_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_text('[[model]]\nkey = "a"\nlicense = "MIT"\n')
    with pytest.raises(ValueError, match="license"):
        load_catalogue(file)


def test_sizes_are_told_as_people_read_them() -> None:
    assert [str(human_size(size)) for size in (12, 605_189_364, 1_710_500_000)] == [
        "1 MB",
        "605 MB",
        "1.7 GB",
    ]


@pytest.mark.parametrize(
    ("architecture", "mean", "std", "resize_mode"),
    [
        ("ViT-B-32-256", 0.48145466, 0.26862954, "shortest"),
        ("ViT-B-16-SigLIP2-256/webli", 0.5, 0.5, "squash"),
        ("MobileCLIP2-S2", 0.0, 1.0, "shortest"),
        ("ViT-L-14/laion2b_s32b_b82k", 0.5, 0.5, "shortest"),
    ],
)
def test_normalisation_is_that_of_the_training(
    architecture: str, mean: float, std: float, resize_mode: str
) -> None:
    preprocess = describe(architecture)["preprocess_cfg"]
    assert (preprocess["mean"][0], preprocess["std"][0]) == (mean, std)
    assert preprocess["resize_mode"] == resize_mode


def test_quick_gelu_follows_the_weights() -> None:
    assert describe("ViT-B-32/openai")["model_cfg"]["quick_gelu"] is True
    assert not describe("ViT-B-32-256")["model_cfg"].get("quick_gelu")


def test_an_architecture_of_two_normalisations_wants_a_tag() -> None:
    with pytest.raises(PhotoClipError, match="“ViT-L-14/laion2b_s32b_b82k”"):
        describe("ViT-L-14")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ViT-B32", "did you mean ViT-B-32"),
        ("hf-hub:nobody/nothing", "knows no architecture"),
        ("local-dir:/etc", "knows no architecture"),
        ("ViT-B-32/magic", "knows no weights “magic” of ViT-B-32, only: openai"),
    ],
)
def test_an_unknown_architecture_is_one_sentence(name: str, sentence: str) -> None:
    with pytest.raises(PhotoClipError, match=sentence):
        describe(name)
