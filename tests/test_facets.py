"""Facets of a real catalog, against counting by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from photoclip.catalog import Catalog
from photoclip.domain import SIZE_RANGES, Facets, FileStat, Filter, Orientation, PhotoFacts
from photoclip.facets import MOST, FacetCounts, count_photos
from photoclip.periods import start_ns
from photoclip.sentences import Sentence

L, P, S = Orientation.LANDSCAPE, Orientation.PORTRAIT, Orientation.SQUARE

PHOTOS = [
    # path below the root, width, height, month, camera, place, rating, favourite
    ("a.jpg", 4, 3, (2020, 1), "Canon", True, 0, False),
    ("one/b.JPEG", 3, 4, (2020, 1), "Canon", False, 3, True),
    ("one/c.png", 4, 3, (2020, 3), "Nikon", False, 5, False),
    ("one/two/d.heic", 3, 3, (2021, 5), None, True, 0, True),
]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "library" / "photoclip.db")
    root = catalog.add_folder(tmp_path / "root")
    for path, width, height, month, camera, place, rating, favourite in PHOTOS:
        taken = datetime(*month, 15, 12).astimezone()
        facts = PhotoFacts(width, height, taken, camera, (1.0, 2.0) if place else None)
        size = 20_000_000 if path.endswith("heic") else 10
        number = catalog.save_photo(root, path, FileStat(size, 1), path, facts)
        catalog.database.change(
            "UPDATE photo SET rating = ?, favourite = ? WHERE id = ?", (rating, favourite, number)
        )
    catalog.save_photo(root, "broken.jpg", FileStat(1, 1), "x", Sentence("It is broken."))
    gone = catalog.add_folder(tmp_path / "gone")
    catalog.save_photo(gone, "gone.jpg", FileStat(1, 1), "y", PhotoFacts(4, 3))
    catalog.hide_folder(gone)
    for name, photos in {"dog": (1, 2), "grass": (2, 3), "nothing": ()}.items():
        label = catalog.database.change(
            "INSERT INTO label (name, threshold) VALUES (?, 0.5)", (name,)
        )
        for photo in photos:
            catalog.database.change(
                "INSERT INTO tag (label_id, photo_id, confidence) VALUES (?, ?, 0.9)",
                (label, photo),
            )
    yield catalog
    catalog.close()


def facets(catalog: Catalog, wanted: Filter = Filter()) -> Facets:  # noqa: B008 - it is frozen
    return FacetCounts(catalog.database).of(wanted)


def month(year: int, number: int) -> int:
    return start_ns(date(year, number, 1))


def test_all_photos(catalog: Catalog, tmp_path: Path) -> None:
    root = tmp_path / "root"
    found = facets(catalog)
    above = [(str(place), 4) for place in root.parents]
    assert found == Facets(
        photos=4,
        folders=((str(root), 4), (str(root / "one"), 3), (str(root / "one" / "two"), 1)),
        labels=(("dog", 2), ("grass", 2)),
        cameras=(("Canon", 2), ("Nikon", 1)),
        suffixes=(("jpg", 2), ("heic", 1), ("png", 1)),
        orientations=((L, 2), (P, 1), (S, 1)),
        months=((month(2020, 1), 2), (month(2020, 3), 1), (month(2021, 5), 1)),
        ratings=(2, 2, 2, 1, 1),
        favourites=2,
        located=2,
        sizes=(3, 0, 0, 1),
    )
    assert not set(above) & set(found.folders)


def test_a_facet_is_counted_among_what_the_others_let_through(catalog: Catalog) -> None:
    found = facets(catalog, Filter(cameras=("Canon",), suffixes=("jpg",)))
    assert found.photos == 2
    assert found.cameras == (("Canon", 2),)  # by the suffix alone
    assert found.suffixes == (("jpg", 2),)
    assert found.favourites == 1
    both = facets(catalog, Filter(orientations=(L,)))
    assert (both.photos, both.orientations) == (2, ((L, 2), (P, 1), (S, 1)))
    assert both.cameras == (("Canon", 1), ("Nikon", 1))


@pytest.mark.parametrize(
    ("wanted", "name", "same"),
    [
        (Filter(least_rating=4), "ratings", (2, 2, 2, 1, 1)),
        (Filter(favourite=False), "favourites", 2),
        (Filter(has_location=True), "located", 2),
        (Filter(least_size=100), "sizes", (3, 0, 0, 1)),
        (Filter(cameras=("x",)), "cameras", (("Canon", 2), ("Nikon", 1))),
    ],
)
def test_a_condition_does_not_narrow_its_own_facet(
    catalog: Catalog, wanted: Filter, name: str, same: object
) -> None:
    found = facets(catalog, wanted)
    assert getattr(found, name) == same
    assert found.photos == count_photos(wanted, catalog.database) < 4


def test_dates_do_not_narrow_the_histogram(catalog: Catalog) -> None:
    found = facets(catalog, Filter(since_ns=month(2021, 1)))
    assert found.photos == 1
    assert [count for _, count in found.months] == [2, 1, 1]


def test_labels_must_all_be_there(catalog: Catalog) -> None:
    found = facets(catalog, Filter(labels=("dog",)))
    assert found.labels == (("dog", 2), ("grass", 1))
    assert facets(catalog, Filter(without_labels=("dog",))).labels == (("grass", 1),)


def test_a_photo_counts_once_for_what_its_labels_are_nested_in(catalog: Catalog) -> None:
    catalog.database.change("UPDATE label SET parent_id = 3 WHERE id < 3")
    assert facets(catalog).labels == (("dog", 2), ("grass", 2), ("nothing", 3))


def test_nothing_to_count(catalog: Catalog) -> None:
    found = facets(catalog, Filter(since_ns=0, until_ns=0, favourite=True, cameras=("x",)))
    empty = (found.photos, found.folders, found.labels, found.months, found.orientations)
    assert empty == (0, (), (), (), ())


def test_only_the_most_frequent_cameras_and_folders(catalog: Catalog) -> None:
    for number in range(MOST + 10):
        facts = PhotoFacts(4, 3, None, f"Camera {number:02}")
        catalog.save_photo(1, f"{number}/x.jpg", FileStat(1, 1), "z", facts)
    found = facets(catalog)
    assert len(found.cameras) == len(found.folders) == MOST
    assert found.cameras[0] == ("Canon", 2)


def test_what_is_chosen_is_counted_also_beyond_the_most_frequent(catalog: Catalog) -> None:
    for number in range(MOST + 10):
        for copy in "ab":
            facts = PhotoFacts(4, 3, None, f"Camera {number:02}")
            path = f"Places/{number}/{copy}.jpg"
            catalog.save_photo(1, path, FileStat(1, 1), "z", facts)

    found = facets(catalog, Filter(folders=("TWO",)))
    assert [count for path, count in found.folders if Path(path).name == "two"] == [1]
    assert len(found.folders) == MOST + 1

    found = facets(catalog, Filter(cameras=("Nikon",)))
    assert found.cameras[MOST:] == (("Nikon", 1),)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(folders=("one",)),
        Filter(labels=("dog",)),
        Filter(without_labels=("dog", "grass")),
        Filter(since_ns=start_ns(date(2020, 3, 1))),
        Filter(until_ns=start_ns(date(2021, 5, 1)), cameras=("can", "Nikon")),
        Filter(suffixes=("jpeg",)),
        Filter(suffixes=("hif", "png"), orientations=(L, S)),
        Filter(favourite=True),
        Filter(favourite=False, has_location=False),
        Filter(has_location=True),
        Filter(least_rating=3),
        Filter(least_size=11),
        Filter(most_size=20_000_000),
        Filter(most_size=20_000_001),
        Filter(since_ns=-(2**80), until_ns=2**80, least_size=2**70),
        Filter(suffixes=("nothing",)),
    ],
)
def test_it_counts_the_photos_that_the_filter_finds(catalog: Catalog, wanted: Filter) -> None:
    assert facets(catalog, wanted).photos == count_photos(wanted, catalog.database)


def test_sizes_at_the_edges_of_their_ranges(catalog: Catalog) -> None:
    ranges = [(least or 0, most or 10**12) for least, most in SIZE_RANGES]
    for number, (least, most) in enumerate(ranges):
        for size in (least, most - 1):
            catalog.save_photo(
                1, f"size {number} {size}.jpg", FileStat(size, 1), "z", PhotoFacts(4, 3)
            )
    assert facets(catalog).sizes == (5, 2, 2, 3)
    for (least, most), count in zip(SIZE_RANGES, facets(catalog).sizes, strict=True):
        wanted = Filter(least_size=least, most_size=most)
        assert count_photos(wanted, catalog.database) == count


def test_what_is_known_is_counted_anew_after_a_change(catalog: Catalog) -> None:
    counts = FacetCounts(catalog.database)
    first = counts.of(Filter())
    assert counts.of(Filter()) is first
    catalog.database.change("UPDATE photo SET favourite = 1 WHERE id = 1")
    assert counts.of(Filter()) == replace(first, favourites=3)


def test_names_that_filters_can_say_most_frequent_first(catalog: Catalog) -> None:
    names = FacetCounts(catalog.database).names()
    assert names.folders == ("root", "one", "two")  # "gone" is hidden
    assert names.cameras == ("Canon", "Nikon")
    assert names.suffixes == ("jpg", "heic", "png")
    for number in range(MOST + 10):
        facts = PhotoFacts(4, 3, None, f"Camera {number:02}")
        catalog.save_photo(1, f"{number}/one/x.jpg", FileStat(1, 1), "z", facts)
    names = FacetCounts(catalog.database).names()
    assert len(names.cameras) == MOST + 12
    assert names.folders[:2] == ("root", "one")
    assert names.folders.count("one") == 1


def test_beside_words_only_relevant_photos_are_counted_and_the_rest_stays_listed(
    catalog: Catalog,
) -> None:
    counts = FacetCounts(catalog.database)
    listed, found = counts.of(Filter()), counts.of(Filter(), np.array([2, 4], np.int64))
    assert found.photos == 2
    assert found.suffixes == (("jpg", 1), ("heic", 1), ("png", 0))
    assert found.cameras == (("Canon", 1), ("Nikon", 0))
    assert found.labels == (("dog", 1), ("grass", 1))
    assert found.months == ((month(2020, 1), 1), (month(2020, 3), 0), (month(2021, 5), 1))
    assert (found.favourites, found.located) == (2, 1)
    assert [name for name, _ in found.folders] == [name for name, _ in listed.folders]

    narrowed = counts.of(Filter(cameras=("Canon",)), np.array([2, 4], np.int64))
    assert narrowed.photos == 1
    assert narrowed.cameras == found.cameras
    assert counts.of(Filter()) == listed
