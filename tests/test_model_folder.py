from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from photoclip.errors import ModelUnavailable
from photoclip.model_folder import ensure_folder, is_intact


class Maker:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path) -> None:
        self.times += 1
        (folder / "a.onnx").write_text("graph")
        (folder / "b.json").write_text("{}")


def _alter(folder: Path) -> None:
    (folder / "a.onnx").write_text("grape")


def _lose(folder: Path) -> None:
    (folder / "b.json").unlink()


def _add(folder: Path) -> None:
    (folder / "c.onnx").write_text("foreign")


def _lose_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _spoil_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"\xff{")


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    make, folder = Maker(), tmp_path / "models" / "starter"
    for _ in range(3):
        ensure_folder(folder, "key", make)
    assert make.times == 1
    assert (folder / "a.onnx").read_text() == "graph"


@pytest.mark.parametrize("damage", [_alter, _lose, _add, _lose_manifest, _spoil_manifest])
def test_a_damaged_folder_is_made_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    make, folder = Maker(), tmp_path / "starter"
    ensure_folder(folder, "key", make)
    damage(folder)
    assert not is_intact(folder, "key")
    ensure_folder(folder, "key", make)
    assert make.times == 2
    assert is_intact(folder, "key")
    assert {path.name for path in folder.iterdir()} == {"a.onnx", "b.json", "manifest.json"}


def test_a_folder_made_for_another_key_is_replaced(tmp_path: Path) -> None:
    make, folder = Maker(), tmp_path / "starter"
    ensure_folder(folder, "old", make)
    ensure_folder(folder, "new", make)
    assert make.times == 2
    assert [path.name for path in tmp_path.iterdir()] == ["starter"]


def test_a_failure_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "starter"
    ensure_folder(folder, "old", Maker())

    def fail(made: Path) -> None:
        (made / "half").touch()
        raise OSError(28, "No space left on device")

    with pytest.raises(ModelUnavailable, match="No space left on device"):
        ensure_folder(folder, "new", fail)
    assert is_intact(folder, "old")
    assert [path.name for path in tmp_path.iterdir()] == ["starter"]


def test_what_a_crash_left_behind_is_removed(tmp_path: Path) -> None:
    abandoned = tmp_path / "starter.unfinished-abc"
    abandoned.mkdir()
    (abandoned / "image.onnx").touch()
    busy = tmp_path / "starter.unfinished-def"
    busy.mkdir()
    os.utime(abandoned, (0, 0))
    ensure_folder(tmp_path / "starter", "key", Maker())
    assert not abandoned.exists()
    assert busy.exists()
