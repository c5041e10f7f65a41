"""The index of a library as it is saved, loaded, mended and checked."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import numpy as np
import pytest
from support import ColourEncoder, make_photo, open_library, refresh

from photoclip import vectors
from photoclip.domain import Query, Text
from photoclip.errors import PhotoClipError
from photoclip.library import Library


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder with four photos, two of them in a subfolder."""
    for number, path in enumerate(("a.png", "b.png", "sub/c.png", "sub/d.png")):
        make_photo(tmp_path / "photos" / path, ("red", "blue")[number % 2], mark=number)
    return tmp_path / "photos"


@pytest.fixture
def saved(tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a closed library whose vectors are all in the graph's file."""
    monkeypatch.setattr(vectors.VectorIndex.__init__, "__kwdefaults__", {"fresh_limit": 0})
    monkeypatch.setattr(vectors.VectorIndex.load.__func__, "__kwdefaults__", {"fresh_limit": 0})
    library = open_library(tmp_path / "library")
    library.add_folder(photos)
    refresh(library)
    while library.tend():
        pass
    library.close()
    assert (tmp_path / "library" / "index" / f"{ColourEncoder.key}.hnsw").exists()
    return tmp_path / "library"


def index_file(root: Path) -> Path:
    return root / "index" / f"{ColourEncoder.key}.hnsw"


def graph_size(library: Library) -> int:
    assert library._index is not None
    return len(library._index._alive)


def found(library: Library) -> set[str]:
    hits = library.search(Query((Text("red"),), 2))
    return {photo.path.name for photo in library.photos(hits.ids)}


def test_the_index_is_loaded_not_made_again(saved: Path) -> None:
    library = open_library(saved)
    assert graph_size(library) == 4
    assert found(library) == {"a.png", "c.png"}
    assert library.check() == []
    library.close()


@pytest.mark.parametrize("suffix", [".hnsw", ".json"])
def test_a_missing_or_damaged_index_is_made_again(saved: Path, suffix: str) -> None:
    path = index_file(saved).with_suffix(suffix)
    for spoil in (lambda: path.write_bytes(b"damaged"), path.unlink):
        spoil()
        library = open_library(saved)
        assert graph_size(library) == 0
        assert found(library) == {"a.png", "c.png"}
        assert library.check() == []
        while library.tend():
            pass
        library.close()
    library = open_library(saved)
    assert graph_size(library) == 4
    library.close()


def test_an_index_that_missed_removals_and_additions_catches_up(saved: Path, photos: Path) -> None:
    older = index_file(saved).read_bytes(), index_file(saved).with_suffix(".json").read_bytes()
    library = open_library(saved)
    (photos / "a.png").unlink()
    make_photo(photos / "e.png", "red", mark=99)
    refresh(library)
    while library.tend():
        pass
    library.close()
    index_file(saved).write_bytes(older[0])
    index_file(saved).with_suffix(".json").write_bytes(older[1])
    library = open_library(saved)
    assert graph_size(library) == 3
    assert found(library) == {"c.png", "e.png"}
    assert library.check() == []
    library.close()


def test_an_index_newer_than_the_database_is_made_again(
    saved: Path, photos: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A backup of the database was put back: its next vectors get numbers that the index has."""
    backup = (saved / "photoclip.db").read_bytes()
    library = open_library(saved)
    make_photo(photos / "e.png", "green")
    refresh(library)
    while library.tend():
        pass
    library.close()
    (saved / "photoclip.db").write_bytes(backup)
    (photos / "e.png").unlink()
    library = open_library(saved)
    assert graph_size(library) == 0
    assert "is of another library" in caplog.text
    assert len(vectors.VectorIndex.load(index_file(saved), ColourEncoder.key, 8)) == 0
    make_photo(photos / "f.png", "red", mark=98)
    refresh(library)
    library.close()
    library = open_library(saved)
    hits = library.search(Query((Text("red"),), 3))
    names = {photo.path.name for photo in library.photos(hits.ids)}
    assert names == {"a.png", "c.png", "f.png"}
    assert library.check() == []
    library.close()


def test_an_index_of_another_history_is_made_again(saved: Path) -> None:
    """The same numbers, but other vectors."""
    index = vectors.VectorIndex.load(index_file(saved), ColourEncoder.key, ColourEncoder.dim)
    other = vectors.VectorIndex(ColourEncoder.dim, fresh_limit=0)
    ids = sorted(index.ids)
    other.add(np.array(ids, np.int64), index.rows(ids[::-1]))
    other.absorb(10)
    other.save(index_file(saved), ColourEncoder.key)
    library = open_library(saved)
    assert found(library) == {"a.png", "c.png"}
    assert library.check() == []
    library.close()


def test_the_check_tells_what_is_wrong_with_the_index(saved: Path) -> None:
    library = open_library(saved)
    index = library._index
    assert index is not None
    number, other = sorted(index.ids)[:2]
    row = index.rows([number])
    index.remove([number])
    assert library.check() == ["1 vectors are not in both the index and the database."]
    index.add(np.array([number], np.int64), row)
    library._catalog.database.change(
        "UPDATE vector SET data = (SELECT data FROM vector WHERE id = ?) WHERE id = ?",
        (other, number),
    )
    assert library.check() == ["1 of some 500 vectors of the index are wrong."]
    library.close()


def test_the_check_tells_what_is_wrong_with_the_database(saved: Path) -> None:
    path = saved / "photoclip.db"
    table, name, rest = path.read_bytes().rpartition(b"sub/c.png")
    path.write_bytes(table + name.upper() + rest)
    library = Library(saved)
    sentences = library.check()
    assert sentences
    assert all(one.startswith("The database is damaged: ") for one in sentences)
    library.close()


def test_an_index_that_cannot_be_saved_stops_nothing(
    saved: Path, photos: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(saved / "index")
    (saved / "index").write_text("in the way")
    library = open_library(saved)
    while library.tend():
        pass
    library.close()
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert "could not be saved" in caplog.text
    library = open_library(saved)
    assert found(library) == {"a.png", "c.png"}
    library.close()


def test_the_index_is_no_pickle_and_says_what_it_is_of(saved: Path) -> None:
    note = json.loads(index_file(saved).with_suffix(".json").read_text())
    assert note["model"] == ColourEncoder.key
    assert note["dim"] == ColourEncoder.dim
    assert len(note["sha256"]) == 64


def test_a_folder_removed_before_the_last_start_is_forgotten_in_small_steps(saved: Path) -> None:
    library = open_library(saved)
    folder = library.folders()[0]
    library.remove_folder(folder.id)
    library.close()
    library = open_library(saved)
    while library.tend():
        pass
    with pytest.raises(PhotoClipError, match=r"^That folder cannot be brought back"):
        library.restore_folder(folder.id)
    assert library.check() == []
    library.close()
