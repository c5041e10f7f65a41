"""Where a library lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoclip.config import ENVIRONMENT_VARIABLE, LibraryPaths, find_library
from photoclip.images import is_skipped_folder


def test_the_chosen_place_comes_before_the_named_one_and_the_platforms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "named"))
    assert find_library(tmp_path / "chosen") == tmp_path / "chosen"
    assert find_library() == tmp_path / "named"
    for empty in ("", None):
        if empty is None:
            monkeypatch.delenv(ENVIRONMENT_VARIABLE)
        else:
            monkeypatch.setenv(ENVIRONMENT_VARIABLE, empty)
        assert find_library().name == "PhotoCLIP"
        assert find_library().is_absolute()


def test_places_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert find_library(Path("here")) == tmp_path / "here"
    assert find_library(Path("~/there")) == tmp_path / "home" / "there"
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "~/elsewhere")
    assert find_library() == tmp_path / "home" / "elsewhere"


def test_a_library_inside_a_watched_folder_brings_no_photos(tmp_path: Path) -> None:
    assert is_skipped_folder(LibraryPaths(tmp_path).thumbnails.name)
