"""Every finding of the doctor, well and ill."""

from __future__ import annotations

import importlib.metadata
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support import ColourEncoder, make_photo

from photoclip import doctor
from photoclip.__main__ import main
from photoclip.errors import ModelUnavailable, PhotoClipError
from photoclip.library import Library
from photoclip.models import Models
from photoclip.vectors import VectorIndex

Examine = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def _intact_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "check_starter", lambda: [(Path("a"), True, "a is intact.")])


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of eight photos, closed."""
    for number in range(8):
        make_photo(tmp_path / "photos" / f"{number}.png", "red", mark=number)
    library = Library(tmp_path / "library")
    library.use(ColourEncoder())
    library.add_folder(tmp_path / "photos")
    for _ in library.refresh():
        pass
    library.close()
    return tmp_path / "library"


@pytest.fixture
def examine(library: Path) -> Examine:
    """The sentences of what is not well."""

    def examine(load: Callable[[], Any] = ColourEncoder, device: str | None = None) -> list[str]:
        findings = doctor.examine(library, device, lambda _: load())
        return [finding.sentence for finding in findings if not finding.ok]

    return examine


def test_a_sound_library(examine: Examine, library: Path) -> None:
    assert examine() == []
    said = " ".join(
        one.sentence for one in doctor.examine(library, None, lambda _: ColourEncoder())
    )
    for part in ("PhotoCLIP", "Python", "torch", "hnswlib", "runs on", "8 photos", "fits"):
        assert part in said


def test_a_file_in_the_place_of_the_library(examine: Examine, library: Path) -> None:
    findings = list(doctor.examine(library / "photoclip.db", None, lambda _: ColourEncoder()))
    assert [one.sentence for one in findings if not one.ok] == [
        f"{library / 'photoclip.db'} is a file; a library needs a folder."
    ]


def test_no_library_yet(tmp_path: Path) -> None:
    findings = list(doctor.examine(tmp_path / "none", None, lambda _: ColourEncoder()))
    assert all(finding.ok for finding in findings)
    assert "no library" in findings[-1].sentence
    assert not (tmp_path / "none").exists()


def test_a_missing_package(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name == "timm":
            raise importlib.metadata.PackageNotFoundError
        return real(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert examine() == ["timm is missing; install PhotoCLIP again."]


def test_a_device_that_is_not_there(examine: Examine) -> None:
    (sentence,) = examine(device="abacus")
    assert "abacus" in sentence


def test_an_altered_model_file(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "check_starter", lambda: [(Path("a"), False, "a was altered.")])
    assert examine() == ["a was altered."]


def test_a_model_that_does_not_start(examine: Examine) -> None:
    def load() -> ColourEncoder:
        raise ModelUnavailable("The model file x is missing.")

    assert examine(load) == ["The model file x is missing."]


def test_a_library_in_use(examine: Examine, library: Path) -> None:
    other = Library(library)
    try:
        (sentence,) = examine()
    finally:
        other.close()
    assert "in use" in sentence


def test_a_database_that_is_none(examine: Examine, library: Path) -> None:
    (library / "photoclip.db").write_bytes(b"something else " * 5000)
    (sentence,) = examine()
    assert "damaged" in sentence


def test_a_damaged_database(examine: Examine, library: Path) -> None:
    with sqlite3.connect(library / "photoclip.db") as database:
        database.execute("PRAGMA journal_mode = DELETE")
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'photo_content'"
        ).fetchone()
    database.close()
    with (library / "photoclip.db").open("r+b") as file:
        file.seek((page - 1) * 8192)
        file.write(b"\xff" * 8192)
    sentences = examine()
    assert sentences
    assert any("damaged" in sentence for sentence in sentences)


def test_an_index_that_finds_nothing(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = np.empty(0, np.int64), np.empty(0, np.float32)
    monkeypatch.setattr(VectorIndex, "nearest", lambda *_: nothing)
    (sentence,) = examine()
    assert "does not fit" in sentence


def test_an_index_that_finds_others(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    nearest = VectorIndex.nearest

    def worse(index: VectorIndex, *arguments: Any) -> Any:
        ids, scores = nearest(index, *arguments)
        return ids, scores / 2

    monkeypatch.setattr(VectorIndex, "nearest", worse)
    (sentence,) = examine()
    assert str(Path("library", "index")) in sentence


def test_an_index_that_lacks_vectors(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VectorIndex, "ids", property(lambda _: set()))
    assert any("does not fit" in sentence for sentence in examine())


def test_a_full_disk(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    (sentence,) = examine()
    assert "500 MB" in sentence


def test_a_folder_that_is_away_is_no_fault(examine: Examine, library: Path) -> None:
    (library.parent / "photos").rename(library.parent / "away")
    assert examine() == []
    said = [one.sentence for one in doctor.examine(library, None, lambda _: ColourEncoder())]
    assert any("not connected" in sentence for sentence in said)


@pytest.mark.parametrize(("load", "code"), [(ColourEncoder, 0), (None, 1)])
def test_the_command(
    library: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    load: Callable[[], ColourEncoder] | None,
    code: int,
) -> None:
    def load_model(*_: object) -> ColourEncoder:
        if load is None:
            raise PhotoClipError("No model.")
        return load()

    monkeypatch.setattr(Models, "load", load_model)
    assert main(["doctor", "--library", str(library)]) == code
    out, err = capsys.readouterr()
    assert err == ""
    assert ("NOT OK  No model." in out.splitlines()) == bool(code)
