from __future__ import annotations

import json
from pathlib import Path

import pytest

from photoclip.errors import ModelUnavailable, PhotoClipError
from photoclip.model_store import RECORD_FILE, InstalledModel, ModelStore


def accept(
    store: ModelStore, key: str = "a", content: bytes = b"weights", config: bytes = b"{}"
) -> InstalledModel:
    staging = store.staging(key)
    staging.mkdir(parents=True)
    (staging / "weights").write_bytes(content)
    (staging / "config").write_bytes(config)
    record = InstalledModel(key, f"Model {key}", "an architecture", "MIT", "here", {})
    return store.accept(staging, record)


def test_an_accepted_model_is_listed_with_its_size(store: ModelStore) -> None:
    second, first = accept(store, "b"), accept(store, "a")
    assert store.installed() == [first, second]
    assert first.size == len(b"weights") + len(b"{}")
    assert store.find("a") == first
    assert store.verify("b") == second


def test_nothing_is_installed_at_first(store: ModelStore) -> None:
    assert store.installed() == []
    assert store.find("a") is None
    with pytest.raises(ModelUnavailable, match="“a” is not installed"):
        store.verify("a")


def test_a_moved_library_keeps_its_models(store: ModelStore, tmp_path: Path) -> None:
    accept(store)
    moved = ModelStore(store.folder.rename(tmp_path / "elsewhere"), store.catalogue)
    assert moved.verify("a").folder == tmp_path / "elsewhere" / "a"


@pytest.mark.parametrize("name", ["weights", "config"])
def test_an_altered_file_is_named(store: ModelStore, name: str) -> None:
    path = accept(store).folder / name
    content = path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(ModelUnavailable, match=f"{path} was altered or is damaged; get or import"):
        store.verify("a")


def test_a_missing_file_is_named(store: ModelStore) -> None:
    path = accept(store).folder / "weights"
    path.unlink()
    with pytest.raises(ModelUnavailable, match=f"{path} is missing"):
        store.verify("a")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": {}}', '{"files": {"a": 1}}'])
def test_a_folder_without_a_proper_record_is_no_model(store: ModelStore, text: str) -> None:
    (accept(store).folder / RECORD_FILE).write_text(text)
    assert store.installed() == []


def test_a_record_cannot_point_outside_its_folder(store: ModelStore) -> None:
    path = accept(store).folder / RECORD_FILE
    record = json.loads(path.read_text())
    record["files"] = {"../../photoclip.db": record["files"]["weights"]}
    path.write_text(json.dumps(record))
    assert store.installed() == []


def test_the_encoders_key_follows_the_files(store: ModelStore) -> None:
    first = accept(store)
    store.remove("a")
    assert accept(store).encoder_key == first.encoder_key
    store.remove("a")
    assert accept(store, content=b"others").encoder_key != first.encoder_key
    store.remove("a")  # the same weights, fed otherwise
    assert accept(store, config=b'{"mean": 0.5}').encoder_key != first.encoder_key


def test_a_removed_model_is_gone(store: ModelStore) -> None:
    folder = accept(store).folder
    store.remove("a")
    assert not folder.exists()
    with pytest.raises(PhotoClipError, match="“a” is not installed"):
        store.remove("a")


def test_accepting_again_replaces(store: ModelStore) -> None:
    accept(store)
    newer = accept(store, content=b"newer")
    assert store.verify("a") == newer
    assert [path.name for path in store.folder.iterdir()] == ["a"]


def test_what_is_still_arriving_is_no_model(store: ModelStore) -> None:
    staging = store.staging("a")
    staging.mkdir(parents=True)
    (staging / "weights.part").write_bytes(b"1234")
    assert store.installed() == []
    assert store.waiting("a") == 4
    store.discard("a")
    assert store.waiting("a") == 0
    store.discard("a")
