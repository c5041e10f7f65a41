"""Stars, favourites and alternative texts: set, taken back, and kept when a file goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoclip.catalog import Catalog
from photoclip.changes import Describe, Favour, Rate
from photoclip.domain import FileStat, PhotoFacts
from photoclip.marks import LONGEST_ALT_TEXT, Marks
from photoclip.schema import STEPS
from photoclip.sidecar_store import SidecarStore

STAT = FileStat(100, 1)
FACTS = PhotoFacts(40, 30)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "catalog.db")
    yield catalog
    catalog.close()


@pytest.fixture
def marks(catalog: Catalog) -> Marks:
    return Marks(catalog.database)


@pytest.fixture
def folder(catalog: Catalog, tmp_path: Path) -> int:
    return catalog.add_folder(tmp_path)


def _seen(catalog: Catalog, photo: int) -> tuple[int, bool, str]:
    [found] = catalog.photos([photo])
    return found.rating, found.favourite, found.alt_text


def test_each_mark_is_taken_back_by_what_setting_it_returned(
    catalog: Catalog, marks: Marks, folder: int
) -> None:
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    two = catalog.save_photo(folder, "b.jpg", STAT, "b", FACTS)
    marks.rate(Rate.all([two], 2))
    back = marks.rate(Rate.all([one, two], 5))
    favoured = marks.favour(Favour.all([one], True))
    described = marks.describe(Describe(((one, " A dog on a beach. "),)))
    assert _seen(catalog, one) == (5, True, "A dog on a beach.")
    for inverse in (marks.rate(back), marks.favour(favoured), marks.describe(described)):
        assert inverse
    assert _seen(catalog, one) == (0, False, "")
    assert _seen(catalog, two) == (2, False, "")


def test_impossible_values_are_brought_into_range(
    catalog: Catalog, marks: Marks, folder: int
) -> None:
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    marks.rate(Rate.all([one], 99))
    marks.describe(Describe(((one, "x" * 9999),)))
    assert _seen(catalog, one) == (5, False, "x" * LONGEST_ALT_TEXT)


def test_photos_that_are_gone_are_passed_over(catalog: Catalog, marks: Marks, folder: int) -> None:
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    assert marks.rate(Rate.all([one, 999], 4)) == Rate.all([one], 0)


def test_a_photo_saved_again_keeps_its_marks(catalog: Catalog, marks: Marks, folder: int) -> None:
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    marks.rate(Rate.all([one], 4))
    catalog.save_photo(folder, "a.jpg", FileStat(200, 2), "other bytes", FACTS)
    assert _seen(catalog, one) == (4, False, "")


def test_the_same_bytes_get_their_marks_back(catalog: Catalog, marks: Marks, folder: int) -> None:
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    marks.rate(Rate.all([one], 4))
    marks.favour(Favour.all([one], True))
    catalog.remove_photos([one])
    back = catalog.save_photo(folder, "elsewhere.jpg", STAT, "a", FACTS)
    other = catalog.save_photo(folder, "other.jpg", STAT, "b", FACTS)
    assert _seen(catalog, back) == (4, True, "")
    assert _seen(catalog, other) == (0, False, "")


def test_a_newer_mark_is_not_overruled_by_what_was_kept(
    catalog: Catalog, marks: Marks, folder: int
) -> None:
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    marks.rate(Rate.all([one], 4))
    catalog.remove_photos([one])
    back = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    marks.rate(Rate.all([back], 0))
    copy = catalog.save_photo(folder, "copy.jpg", STAT, "a", FACTS)
    assert _seen(catalog, copy) == (0, False, "")


def test_marks_outlive_a_purged_folder(catalog: Catalog, marks: Marks, folder: int) -> None:
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    marks.rate(Rate.all([one], 3))
    catalog.hide_folder(folder)
    while catalog.purge_folder(folder, 1):
        pass
    again = catalog.add_folder(Path("/somewhere/else"))
    assert _seen(catalog, catalog.save_photo(again, "a.jpg", STAT, "a", FACTS)) == (3, False, "")


def test_the_newest_of_each_mark_is_kept_of_photos_of_the_same_bytes(
    catalog: Catalog, marks: Marks, folder: int
) -> None:
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    two = catalog.save_photo(folder, "b.jpg", STAT, "a", FACTS)
    marks.favour(Favour.all([two], True))
    marks.rate(Rate.all([two], 4))
    marks.rate(Rate.all([one], 2))
    catalog.remove_photos([one, two])
    assert _seen(catalog, catalog.save_photo(folder, "c.jpg", STAT, "a", FACTS)) == (2, True, "")


def test_a_copy_inherits_marks_only_where_nothing_was_said_of_it(
    catalog: Catalog, marks: Marks, folder: int
) -> None:
    one, two, three = (catalog.save_photo(folder, f"{n}.jpg", STAT, "a", FACTS) for n in "123")
    marks.rate(Rate.all([one], 4))
    marks.favour(Favour.all([one], True))
    marks.describe(Describe(((one, "A dog."),)))
    marks.rate(Rate.all([two], 2))
    marks.favour(Favour.all([two], False))
    catalog.remove_photos([one])
    assert _seen(catalog, two) == (2, False, "A dog.")
    assert _seen(catalog, three) == (4, True, "A dog.")


def test_stars_that_were_taken_off_stay_off_whatever_the_file_says(
    catalog: Catalog, marks: Marks, folder: int
) -> None:
    files = SidecarStore(catalog.database)
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    files.follow(one, 3, "from its file")
    marks.rate(Rate.all([one], 0))
    catalog.remove_photos([one])
    back = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    assert _seen(catalog, back) == (0, False, "")  # the text was not the person's
    files.follow(back, 3, "from its file")
    assert _seen(catalog, back) == (0, False, "from its file")


def test_marks_of_bytes_that_could_not_be_read_for_a_while_are_kept(
    catalog: Catalog, marks: Marks, folder: int
) -> None:
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    marks.rate(Rate.all([one], 4))
    marks.favour(Favour.all([one], True))
    catalog.remove_photos([one])
    back = catalog.save_photo(folder, "a.jpg", STAT, "", "There is no permission to read it.")
    marks.rate(Rate.all([back], 1))
    assert catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS) == back
    assert _seen(catalog, back) == (1, True, "")


def test_keepsakes_of_an_earlier_version_are_kept(tmp_path: Path) -> None:
    place = tmp_path / "catalog.db"
    with sqlite3.connect(place, isolation_level=None) as old:
        old.execute("PRAGMA page_size = 8192")
        for step in STEPS[:2]:
            old.executescript(step)
        old.execute("PRAGMA user_version = 2")
        old.execute("INSERT INTO keepsake VALUES ('a', 4, 1, 'A dog on a beach.')")
        old.execute("INSERT INTO keepsake VALUES ('b', 0, 1, '')")
    old.close()
    catalog = Catalog(place)
    folder = catalog.add_folder(tmp_path)
    found = [_seen(catalog, catalog.save_photo(folder, one, STAT, one, FACTS)) for one in "abc"]
    assert found == [(4, True, "A dog on a beach."), (0, True, ""), (0, False, "")]
    catalog.close()


def test_what_is_the_persons_own_stays_so_if_the_file_says_the_same_for_a_while(
    catalog: Catalog, marks: Marks, folder: int
) -> None:
    files = SidecarStore(catalog.database)
    one = catalog.save_photo(folder, "a.jpg", STAT, "a", FACTS)
    undo = marks.describe(Describe(((one, "Rex"),)))
    files.follow(one, 0, "Rex")  # another program wrote down what this one had
    files.follow(one, 0, "A dog")
    assert _seen(catalog, one) == (0, False, "Rex")
    marks.describe(undo)
    files.follow(one, 0, "A cat")
    assert _seen(catalog, one) == (0, False, "")  # also that there is to be none
    marks.describe(Describe(((one, "A cat"),)))  # it is as the file says, and follows it again
    files.follow(one, 0, "A bird")
    assert _seen(catalog, one) == (0, False, "A bird")
