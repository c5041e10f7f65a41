"""Filters on a real catalog: which photos each lets through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from photoclip.catalog import Catalog
from photoclip.domain import FileStat, Filter, Orientation, PhotoFacts
from photoclip.filters import condition, vectors_of
from photoclip.sentences import Sentence

MODEL = "model-1"


def day(year: int, month: int = 1) -> int:
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp()) * 10**9


# path below the root -> width, height, year, camera, place, bytes
PHOTOS: dict[str, tuple[int, int, int, str | None, bool, int]] = {
    "beach.jpg": (400, 300, 2019, "Canon EOS 5D", True, 1000),
    "Holiday/dog.JPEG": (300, 400, 2020, "Canon EOS 5D Mark II", False, 2000),
    "Holiday/sub/cat.png": (300, 300, 2021, None, False, 3000),
    "holidays/bird.heic": (301, 300, 2022, "NIKON D90", True, 4000),
    "x/100% _ödd.tif": (400, 300, 2023, "Leica", False, 5000),
}
NAMES = [Path(path).stem for path in PHOTOS]
BEACH, DOG, CAT, BIRD, ODD = NAMES


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "library" / "photoclip.db")
    root = catalog.add_folder(tmp_path / "Pictures")
    for path, (width, height, year, camera, place, size) in PHOTOS.items():
        facts = PhotoFacts(
            width, height, datetime(year, 6, 1, tzinfo=UTC), camera, (1.0, 2.0) if place else None
        )
        catalog.save_photo(root, path, FileStat(size, 1), path, facts)
    catalog.save_photo(root, "broken.jpg", FileStat(1, 1), "x", Sentence("It is broken."))
    gone = catalog.add_folder(tmp_path / "gone")
    number = catalog.save_photo(gone, "gone.jpg", FileStat(1, 1), "y", PhotoFacts(4, 3))
    catalog.save_vectors([number], np.ones((1, 1), np.float32), MODEL)
    catalog.hide_folder(gone)
    yield catalog
    catalog.close()


def found(catalog: Catalog, wanted: Filter) -> list[str]:
    """The stems of the photos, in the order of PHOTOS."""
    allowed = condition(wanted, catalog.database)
    ids, _ = catalog.newest(None, allowed.sql, allowed.parameters)
    return [photo.path.stem for photo in catalog.photos(sorted(ids.tolist()))]


def number_of(catalog: Catalog, name: str) -> int:
    return NAMES.index(name) + 1


def label(catalog: Catalog, name: str, parent: int | None = None) -> int:
    return catalog.database.change(
        "INSERT INTO label (name, threshold, parent_id) VALUES (?, 0.5, ?)", (name, parent)
    )


def tag(catalog: Catalog, label_id: int, photo: str, confidence: float, verdict: int = 0) -> None:
    catalog.database.change(
        "INSERT INTO tag (label_id, photo_id, confidence, verdict) VALUES (?, ?, ?, ?)",
        (label_id, number_of(catalog, photo), confidence, verdict),
    )


def test_an_empty_filter_lets_all_through_that_can_be_found(catalog: Catalog) -> None:
    assert found(catalog, Filter()) == NAMES


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(since_ns=day(2021)), [CAT, BIRD, ODD]),
        (Filter(since_ns=day(2020), until_ns=day(2020, 6)), []),
        (Filter(until_ns=day(2020, 6) + 1), [BEACH, DOG]),
        (Filter(cameras=("canon",)), [BEACH, DOG]),
        (Filter(cameras=("Canon EOS 5D",)), [BEACH]),
        (Filter(cameras=("eos 5d",)), [BEACH, DOG]),
        (Filter(cameras=("nikon", "LEICA")), [BIRD, ODD]),
        (Filter(cameras=("%",)), []),
        (Filter(suffixes=("jpg",)), [BEACH, DOG]),
        (Filter(suffixes=("jpeg",)), [BEACH, DOG]),
        (Filter(suffixes=("png", "tiff")), [CAT, ODD]),
        (Filter(suffixes=("pg",)), []),
        (Filter(orientations=(Orientation.LANDSCAPE,)), [BEACH, ODD]),
        (Filter(orientations=(Orientation.PORTRAIT,)), [DOG]),
        (Filter(orientations=(Orientation.SQUARE,)), [CAT, BIRD]),
        (Filter(orientations=(Orientation.SQUARE, Orientation.PORTRAIT)), [DOG, CAT, BIRD]),
        (Filter(has_location=True), [BEACH, BIRD]),
        (Filter(has_location=False), [DOG, CAT, ODD]),
        (Filter(least_size=3000), [CAT, BIRD, ODD]),
        (Filter(most_size=3000), [BEACH, DOG]),
        (Filter(least_size=2**70), []),
        (Filter(since_ns=-(2**70), until_ns=2**70), NAMES),
        (Filter(cameras=("canon",), has_location=True), [BEACH]),
    ],
)
def test_facts(catalog: Catalog, wanted: Filter, expected: list[str]) -> None:
    assert found(catalog, wanted) == expected


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("holiday", [DOG, CAT]),
        ("HOLIDAY", [DOG, CAT]),
        ("Holiday/sub", [CAT]),
        ("sub/", [CAT]),
        ("pictures", NAMES),
        ("cat.png", []),
        ("gone", []),
        ("100%", []),
        ("%", []),
        ("_", []),
        ("", []),
        (" holiday ", [DOG, CAT]),
        ("\0", []),
        ("\ud800\udcff", []),
        ("x" * 100_000, []),
    ],
)
def test_folders_by_name(catalog: Catalog, folder: str, expected: list[str]) -> None:
    assert found(catalog, Filter(folders=(folder,))) == expected


def test_folders_by_path(catalog: Catalog, tmp_path: Path) -> None:
    root = tmp_path / "Pictures"
    for place, expected in {
        root: NAMES,
        tmp_path: NAMES,
        root / "Holiday": [DOG, CAT],
        root / "Holiday" / "sub": [CAT],
        root / "Holi": [],
        tmp_path / "Pict": [],
        tmp_path / "gone": [],
    }.items():
        assert found(catalog, Filter(folders=(str(place),))) == expected, place
    both = (str(root / "x"), "sub")
    assert found(catalog, Filter(folders=both)) == [CAT, ODD]


def test_marks(catalog: Catalog) -> None:
    catalog.database.change("UPDATE photo SET favourite = 1, rating = 3 WHERE id = 2")
    catalog.database.change("UPDATE photo SET rating = 5 WHERE id = 3")
    assert found(catalog, Filter(favourite=True)) == [DOG]
    assert found(catalog, Filter(favourite=False)) == [BEACH, CAT, BIRD, ODD]
    assert found(catalog, Filter(least_rating=3)) == [DOG, CAT]
    assert found(catalog, Filter(least_rating=4)) == [CAT]


def test_labels(catalog: Catalog) -> None:
    animal = label(catalog, "Ärgste Animal")
    dog = label(catalog, "dog", animal)
    label(catalog, "nothing")
    tag(catalog, dog, DOG, 0.9)
    tag(catalog, dog, CAT, 0.4)
    tag(catalog, dog, BIRD, 0.9, verdict=-1)
    tag(catalog, animal, CAT, 0.1, verdict=1)
    tag(catalog, animal, DOG, 0.9)
    assert found(catalog, Filter(labels=("DOG ",))) == [DOG]
    assert found(catalog, Filter(labels=("ärgste animal",))) == [DOG, CAT]
    assert found(catalog, Filter(labels=("dog", "Ärgste Animal"))) == [DOG]
    assert found(catalog, Filter(labels=("dog", "nothing"))) == []
    assert found(catalog, Filter(without_labels=("dog",))) == [BEACH, CAT, BIRD, ODD]
    assert found(catalog, Filter(without_labels=("unknown",))) == NAMES
    for name in ("unknown", "\udcff", "a\0b"):
        assert found(catalog, Filter(labels=(name,))) == []
    catalog.database.change("UPDATE label SET threshold = 0.3 WHERE id = ?", (dog,))
    assert found(catalog, Filter(labels=("dog",))) == [DOG, CAT]
    catalog.database.change("UPDATE label SET removed_ns = 1 WHERE id = ?", (dog,))
    assert found(catalog, Filter(labels=("dog",))) == []


def test_a_label_nested_in_a_rejected_one(catalog: Catalog) -> None:
    animal = label(catalog, "animal")
    dog = label(catalog, "dog", animal)
    tag(catalog, dog, DOG, 0.9)
    tag(catalog, animal, DOG, 0.9, verdict=-1)
    assert found(catalog, Filter(labels=("dog",))) == [DOG]
    assert found(catalog, Filter(labels=("animal",))) == []


def test_vectors_of_what_is_let_through(catalog: Catalog) -> None:
    rows = np.ones((2, 1), np.float32)
    numbers = catalog.save_vectors([1, 2], rows, MODEL).tolist()
    catalog.save_vectors([1, 2, 3], np.ones((3, 1), np.float32), "other")
    assert sorted(vectors_of(Filter(), MODEL, catalog.database).tolist()) == numbers
    only = vectors_of(Filter(cameras=("Canon EOS 5D",)), MODEL, catalog.database)
    assert (only.tolist(), only.dtype) == (numbers[:1], np.int64)
    none = vectors_of(Filter(cameras=("x",)), MODEL, catalog.database)
    assert (none.shape, none.dtype) == ((0,), np.int64)
