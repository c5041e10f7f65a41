"""A library's SQLite file: transactions, a full disk, and what it may turn out to be."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from catalog_rows import MODEL, embed, save

from photoclip.catalog import Catalog
from photoclip.errors import LibraryLocked, PhotoClipError
from photoclip.schema import STEPS


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "library" / "photoclip.db")
    yield catalog
    catalog.close()


@pytest.fixture
def folder(catalog: Catalog, tmp_path: Path) -> int:
    (tmp_path / "photos").mkdir()
    return catalog.add_folder(tmp_path / "photos")


# --- transactions -------------------------------------------------------------------------------


def test_a_failed_transaction_leaves_nothing(catalog: Catalog, folder: int) -> None:
    kept = save(catalog, folder, "kept.jpg")
    embed(catalog, kept)

    def fail() -> None:
        with catalog.transaction():
            with catalog.transaction():
                embed(catalog, save(catalog, folder, "lost.jpg"))
            catalog.remove_vectors(kept)
            raise RuntimeError("in between")

    with pytest.raises(RuntimeError, match="in between"):
        fail()
    assert list(catalog.listing(folder)) == ["kept.jpg"]
    assert catalog.count_vectors(MODEL) == 1
    save(catalog, folder, "next.jpg")
    assert len(catalog.listing(folder)) == 2


def test_errors_of_others_go_through_a_transaction_as_they_are(catalog: Catalog) -> None:
    with pytest.raises(PermissionError), catalog.transaction():
        raise PermissionError(13, "no")


def test_a_full_disk_is_one_sentence_and_loses_nothing(catalog: Catalog, folder: int) -> None:
    save(catalog, folder, "kept.jpg")
    connection = catalog._database._connection
    [pages] = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        with catalog.transaction():
            for number in range(1000):
                save(catalog, folder, f"{number}.jpg")

    with pytest.raises(PhotoClipError, match=r"^The disk is full; .*\.$"):
        fill()
    assert list(catalog.listing(folder)) == ["kept.jpg"]
    connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    fill()
    assert len(catalog.listing(folder)) == 1001
    assert catalog.damage() == []


def test_a_disk_that_takes_no_more_is_one_sentence_and_loses_nothing(
    catalog: Catalog, folder: int
) -> None:
    resource = pytest.importorskip("resource")  # of POSIX
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill() -> None:
        with catalog.transaction():
            for number in range(1000):
                save(catalog, folder, f"{number}.jpg")

    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(PhotoClipError, match=r"^The .*disk .*\.$"):
            fill()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert catalog.listing(folder) == {}
    fill()
    assert len(catalog.listing(folder)) == 1000


def test_a_commit_that_fails_is_undone(catalog: Catalog, folder: int, tmp_path: Path) -> None:
    def fail() -> None:
        with catalog.transaction():
            catalog._database.change("PRAGMA defer_foreign_keys = ON")
            save(catalog, 999)

    with pytest.raises(sqlite3.IntegrityError):
        fail()
    kept = save(catalog, folder)
    catalog.close()
    again = Catalog(tmp_path / "library" / "photoclip.db")
    assert [photo.id for photo in again.photos([kept])] == [kept]
    again.close()


def test_what_a_killed_process_committed_is_there(tmp_path: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from photoclip.catalog import Catalog
catalog = Catalog(Path(sys.argv[1]))
catalog.add_folder(Path("/committed"))
with catalog.transaction():
    catalog.add_folder(Path("/half"))
    os._exit(9)
"""
    path = tmp_path / "photoclip.db"
    assert subprocess.run([sys.executable, "-c", script, path], check=False).returncode == 9
    catalog = Catalog(path)
    assert [folder.path for folder in catalog.folders()] == [Path("/committed")]
    catalog.close()


# --- opening ------------------------------------------------------------------------------------


def test_a_second_process_is_told_that_the_library_is_in_use(
    catalog: Catalog, tmp_path: Path
) -> None:
    script = """
import sys
from pathlib import Path
from photoclip.catalog import Catalog
from photoclip.errors import LibraryLocked
try:
    Catalog(Path(sys.argv[1]))
except LibraryLocked as error:
    print(error)
"""
    command = [sys.executable, "-c", script, tmp_path / "library" / "photoclip.db"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == (
        f"The library in {tmp_path / 'library'} is in use by another PhotoCLIP;"
        " close that one first.\n"
    )
    catalog.close()
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_a_second_catalog_of_the_same_process_is_refused(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(LibraryLocked):
        Catalog(tmp_path / "library" / "photoclip.db")


def test_a_library_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "photoclip.db"
    Catalog(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(PhotoClipError, match="newer version of PhotoCLIP; please update"):
        Catalog(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_a_library_of_an_older_version_becomes_as_a_new_one(tmp_path: Path, version: int) -> None:
    def parts(path: Path) -> set[tuple[str, ...]]:
        Catalog(path).close()
        with closing(sqlite3.connect(path)) as connection:
            return set(connection.execute("SELECT type, name, sql FROM sqlite_master"))

    older = tmp_path / "older.db"
    with closing(sqlite3.connect(older)) as connection:
        for step in STEPS[:version]:
            connection.executescript(step)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
    assert parts(older) == parts(tmp_path / "new.db")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "photoclip.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE folder (name TEXT)")
    connection.close()
    with pytest.raises(PhotoClipError, match="made by another program"):
        Catalog(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("folder",)]
    connection.close()


@pytest.mark.parametrize("content", [b"a text\n", b"SQLite format 3\0 but no more", b"x" * 100_000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photoclip.db"
    path.write_bytes(content)
    with pytest.raises(PhotoClipError, match=r"^The library's database is damaged.*\.$"):
        Catalog(path)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    (tmp_path / "photoclip.db").touch()
    catalog = Catalog(tmp_path / "photoclip.db")
    assert catalog.folders() == []
    catalog.close()


def spoil_database(path: Path) -> None:
    """Overwrite everything but the header and the schema."""
    catalog = Catalog(path)
    folder = catalog.add_folder(path.parent)
    with catalog.transaction():
        for number in range(500):
            save(catalog, folder, f"{number}.jpg")
    catalog.close()
    data = bytearray(path.read_bytes())
    data[3 * 8192 :] = os.urandom(len(data) - 3 * 8192)
    path.write_bytes(data)


def test_a_damaged_database_is_one_sentence(tmp_path: Path) -> None:
    spoil_database(tmp_path / "photoclip.db")

    def use() -> None:
        catalog = Catalog(tmp_path / "photoclip.db")
        try:
            catalog.newest(None)
            catalog.problems()
        finally:
            catalog.close()

    with pytest.raises(PhotoClipError, match=r"^The library's database is damaged .*\.$"):
        use()


def test_quiet_damage_is_found_by_looking_for_it(tmp_path: Path) -> None:
    path = tmp_path / "photoclip.db"
    catalog = Catalog(path)
    save(catalog, catalog.add_folder(tmp_path), "a-name-of-its-own.jpg")
    assert catalog.damage() == []
    catalog.close()
    table, name, index = path.read_bytes().rpartition(b"a-name-of-its-own")
    path.write_bytes(table + name.upper() + index)
    catalog = Catalog(path)
    assert len(catalog.damage()) == 1
    catalog.close()


@pytest.mark.parametrize("below", ["photoclip.db", "more/photoclip.db"])
def test_a_place_below_a_file_is_one_sentence(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PhotoClipError, match=r"^No library can be kept in .*\.$"):
        Catalog(tmp_path / "file" / below)


def test_a_folder_in_the_place_of_the_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "photoclip.db").mkdir()
    with pytest.raises(PhotoClipError, match=r"^The library's place cannot be opened .*\.$"):
        Catalog(tmp_path / "photoclip.db")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write it")
def test_a_place_that_may_not_be_written_is_one_sentence(tmp_path: Path) -> None:
    Catalog(tmp_path / "photoclip.db").close()
    (tmp_path / "photoclip.db").chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(PhotoClipError, match=r"^No library .*: it may not be written\.$"):
            Catalog(tmp_path / "photoclip.db")
    finally:
        tmp_path.chmod(0o755)
