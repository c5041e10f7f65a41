"""The catalog on a real SQLite file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from catalog_rows import FACTS, MODEL, STAT, embed, save

from photoclip.catalog import Catalog
from photoclip.domain import FileStat, PhotoFacts, Problem
from photoclip.sentences import Sentence


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "library" / "photoclip.db")
    yield catalog
    catalog.close()


@pytest.fixture
def folder(catalog: Catalog, tmp_path: Path) -> int:
    (tmp_path / "photos").mkdir()
    return catalog.add_folder(tmp_path / "photos")


# --- what is kept -------------------------------------------------------------------------------


def test_a_photo_comes_back_as_it_was_saved(catalog: Catalog, folder: int, tmp_path: Path) -> None:
    number = save(catalog, folder, "sub/a.jpg")
    photo = catalog.find(folder, "sub/a.jpg")
    assert photo is not None
    assert (photo.id, photo.folder_id, photo.path) == (
        number,
        folder,
        tmp_path / "photos/sub/a.jpg",
    )
    assert (photo.stat, photo.content_hash, photo.facts, photo.error) == (STAT, "hash", FACTS, None)
    assert catalog.photos([number]) == [photo]


def test_an_unreadable_photo_keeps_its_reason(
    catalog: Catalog, folder: int, tmp_path: Path
) -> None:
    number = catalog.save_photo(folder, "a.jpg", STAT, "hash", Sentence("The file is empty."))
    [photo] = catalog.photos([number])
    assert (photo.facts, photo.error) == (None, Sentence("The file is empty."))
    assert catalog.problems() == [
        Problem(tmp_path / "photos/a.jpg", Sentence("The file is empty."))
    ]
    assert catalog.count_photos() == (0, 1)
    assert catalog.newest(None)[0].tolist() == []


def test_a_reason_keeps_its_values(catalog: Catalog, folder: int) -> None:
    reason = Sentence("The file cannot be read: {reason}.", reason=OSError(5, "Input/output error"))
    catalog.save_photo(folder, "a.jpg", STAT, "hash", reason)
    assert [one.reason for one in catalog.problems()] == [reason]
    catalog.database.change("UPDATE photo SET error = ?", (str(reason),))  # an older version's
    assert [str(one.reason) for one in catalog.problems()] == [str(reason)]


def test_saving_a_path_again_keeps_the_id(catalog: Catalog, folder: int) -> None:
    number = save(catalog, folder)
    other = save(catalog, folder, "b.jpg")
    assert (
        catalog.save_photo(folder, "a.jpg", STAT, "other", Sentence("damaged")) == number != other
    )
    [photo] = catalog.photos([number])
    assert (photo.content_hash, photo.facts, photo.error) == ("other", None, Sentence("damaged"))


def test_names_that_are_no_utf8(catalog: Catalog, tmp_path: Path) -> None:
    root, name = tmp_path / os.fsdecode(b"caf\xe9"), os.fsdecode(b"sub/\xff\xfe.jpg")
    folder = catalog.add_folder(root)
    number = save(catalog, folder, name)
    assert catalog.folders()[0].path == root
    assert catalog.photos([number])[0].path == root / name
    assert catalog.listing(folder, "sub") == {name: (number, STAT)}


def test_photos_come_in_the_order_asked_and_without_those_gone(
    catalog: Catalog, folder: int
) -> None:
    ids = [save(catalog, folder, f"{n}.jpg") for n in range(5)]
    catalog.remove_photos(ids[1:2])
    asked = [ids[4], 999, ids[0], ids[1], ids[3]]
    assert [photo.id for photo in catalog.photos(np.array(asked))] == [ids[4], ids[0], ids[3]]


def test_more_photos_than_a_statement_has_parameters(catalog: Catalog, folder: int) -> None:
    number = save(catalog, folder)
    assert [photo.id for photo in catalog.photos(range(number, number + 100_000))] == [number]


def test_newest_first_by_time_taken_else_by_time_changed(catalog: Catalog, folder: int) -> None:
    def taken(path: str, facts: PhotoFacts, year: int) -> int:
        changed = int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 10**9
        return catalog.save_photo(folder, path, FileStat(1, changed), path, facts)

    plain, dated = PhotoFacts(1, 1), PhotoFacts(1, 1, datetime(2020, 1, 1, tzinfo=UTC))
    a = taken("a", plain, 2019)
    b = taken("b", dated, 2025)
    c = taken("c", plain, 2021)
    burst = [
        taken(f"d{n}", PhotoFacts(1, 1, datetime(2022, 1, 1, 0, 0, 0, 900 - n, UTC)), 2000)
        for n in range(3)
    ]
    assert catalog.newest(None)[0].tolist() == [*burst, c, b, a]
    assert catalog.newest(2)[0].tolist() == burst[:2]
    assert catalog.newest(0)[0].tolist() == []


@pytest.mark.parametrize("mtime_ns", [-(10**18), -(2**70), 0, 2**70])
def test_any_time_that_a_file_system_or_a_camera_knows(
    catalog: Catalog, folder: int, mtime_ns: int
) -> None:
    catalog.save_photo(folder, "a", FileStat(1, mtime_ns), "a", PhotoFacts(1, 1))
    far = PhotoFacts(1, 1, datetime(9999, 12, 31, tzinfo=UTC))
    number = catalog.save_photo(folder, "b", FileStat(1, mtime_ns), "b", far)
    assert catalog.newest(1)[0].tolist() == [number]
    assert catalog.photos([number])[0].facts == far


def test_listing_below_a_place(catalog: Catalog, folder: int) -> None:
    paths = ["a/x.jpg", "a/b/y.jpg", "a.jpg", "a-b/z.jpg", "a0/z.jpg", "é/w.jpg"]
    for path in paths:
        save(catalog, folder, path)
    assert sorted(catalog.listing(folder)) == sorted(paths)
    assert sorted(catalog.listing(folder, "a")) == ["a/b/y.jpg", "a/x.jpg"]
    assert sorted(catalog.listing(folder, "a/b/y.jpg")) == ["a/b/y.jpg"]
    assert sorted(catalog.listing(folder, "é")) == ["é/w.jpg"]
    assert catalog.listing(folder, "c") == {}


def test_a_hidden_folder_is_found_nowhere_and_comes_back_whole(
    catalog: Catalog, tmp_path: Path
) -> None:
    one, two = catalog.add_folder(tmp_path / "one"), catalog.add_folder(tmp_path / "two")
    kept, gone = save(catalog, one), save(catalog, two)
    catalog.save_photo(two, "bad.jpg", STAT, "bad", Sentence("The file is empty."))
    vectors = set(embed(catalog, kept, gone))
    before = (catalog.folders(), catalog.count_photos(), catalog.newest(None)[0].tolist())
    catalog.hide_folder(two)
    assert [folder.id for folder in catalog.folders()] == [one]
    assert catalog.newest(None)[0].tolist() == [kept]
    assert catalog.count_photos() == (1, 0)
    assert catalog.problems() == []
    assert catalog.count_vectors(MODEL) == len(catalog.vector_ids(MODEL)) == 1
    assert catalog.restore_folder(two)
    assert (catalog.folders(), catalog.count_photos(), catalog.newest(None)[0].tolist()) == before
    assert catalog.vector_ids(MODEL) == vectors


def test_a_hidden_folder_that_is_added_again_is_the_same_one(
    catalog: Catalog, folder: int, tmp_path: Path
) -> None:
    number = save(catalog, folder)
    catalog.hide_folder(folder)
    assert catalog.add_folder(catalog.root(folder)) == folder
    assert catalog.newest(None)[0].tolist() == [number]


def test_purging_forgets_a_folder_step_by_step(catalog: Catalog, tmp_path: Path) -> None:
    one, two = catalog.add_folder(tmp_path / "one"), catalog.add_folder(tmp_path / "two")
    kept, *gone = save(catalog, one), save(catalog, two, "a.jpg"), save(catalog, two, "b.jpg")
    [vector, *_] = embed(catalog, kept, *gone)
    catalog.note_mounts(two, ["sub"])
    catalog.hide_folder(two)
    assert catalog.purge_folder(two, 1)
    assert len(catalog.photos(gone)) == 1
    assert not catalog.purge_folder(two, 1)
    assert catalog.photos([kept, *gone]) == catalog.photos([kept])
    assert catalog.vector_ids(MODEL) == {vector}
    assert catalog.mounts(two) == []
    assert not catalog.restore_folder(two)


def test_folders_count_readable_photos_and_know_whether_they_are_there(
    catalog: Catalog, folder: int, tmp_path: Path
) -> None:
    away = catalog.add_folder(tmp_path / "away")
    save(catalog, folder)
    catalog.save_photo(folder, "bad", STAT, "x", Sentence("damaged"))
    facts = {entry.id: (entry.online, entry.photos) for entry in catalog.folders()}
    assert facts == {folder: (True, 1), away: (False, 0)}


def test_a_folder_that_was_a_mount_point_and_is_none_is_offline(
    catalog: Catalog, folder: int
) -> None:
    catalog.note_mounts(folder, ["sub"])
    assert catalog.folders()[0].online
    catalog.note_mounts(folder, ["", "sub"])
    assert not catalog.folders()[0].online
    assert sorted(catalog.mounts(folder)) == ["", "sub"]


# --- vectors ------------------------------------------------------------------------------------


def test_vectors_come_back_in_the_order_asked(catalog: Catalog, folder: int) -> None:
    photos = [save(catalog, folder, f"{n}.jpg") for n in range(3)]
    ids = embed(catalog, *photos)
    assert catalog.vectors(ids[::-1]).tolist() == np.eye(8, dtype=np.float32)[2::-1].tolist()
    assert catalog.vectors(ids).dtype == np.float32
    assert catalog.vectors_of_photos([*photos, 999], MODEL) == dict(zip(photos, ids, strict=True))
    assert catalog.photos_of_vectors(np.array([ids[1], 999])) == {ids[1]: photos[1]}
    assert catalog.count_vectors(MODEL) == 3
    assert catalog.count_vectors("model-2") == 0


def test_vectors_lose_no_more_than_float16_does(catalog: Catalog, folder: int) -> None:
    row = np.random.default_rng(0).normal(size=(1, 384)).astype(np.float32)
    row /= np.linalg.norm(row)
    ids = catalog.save_vectors([save(catalog, folder)], row, MODEL)
    np.testing.assert_allclose(catalog.vectors(ids.tolist()), row, rtol=2**-10, atol=2**-14)


def test_vector_ids_are_never_used_again(catalog: Catalog, folder: int, tmp_path: Path) -> None:
    photo = save(catalog, folder)
    [first] = embed(catalog, photo)
    catalog.remove_vectors(photo)
    [second] = embed(catalog, photo)
    catalog.remove_photos([photo])
    catalog.close()
    again = Catalog(tmp_path / "library" / "photoclip.db")
    [third] = embed(again, save(again, folder))
    assert first < second < third == again.last_vector_id()
    again.close()


def test_no_vector_yet_means_no_last_id(catalog: Catalog) -> None:
    assert catalog.last_vector_id() == 0


def test_what_is_done_depends_on_the_model(catalog: Catalog, folder: int) -> None:
    good = save(catalog, folder, "good.jpg")
    damaged = catalog.save_photo(folder, "damaged.jpg", STAT, "x", Sentence("damaged"))
    locked = catalog.save_photo(folder, "locked.jpg", STAT, "", Sentence("no permission"))
    assert not catalog.is_done(good, MODEL)
    embed(catalog, good)
    assert [catalog.is_done(n, MODEL) for n in (good, damaged, locked)] == [True, True, False]
    assert catalog.undone(folder, MODEL) == ["locked.jpg"]
    assert sorted(catalog.undone(folder, "model-2")) == ["good.jpg", "locked.jpg"]
    assert catalog.reusable_hashes(STAT.size, MODEL) == {"hash", "x"}
    assert catalog.reusable_hashes(STAT.size, "model-2") == {"x"}
    assert catalog.reusable_hashes(1, MODEL) == frozenset()


def test_twins_have_the_same_content(catalog: Catalog, folder: int) -> None:
    ids = [save(catalog, folder, f"{n}.jpg", "ab"[n % 2]) for n in range(3)]
    catalog.save_photo(folder, "locked.jpg", STAT, "", Sentence("no permission"))
    assert [photo.id for photo in catalog.twins("a")] == [ids[0], ids[2]]
    assert catalog.twins("") == []
