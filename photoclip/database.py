"""One SQLite file, opened by one process at a time; what a person can act on becomes a sentence.

A database belongs to the thread that opened it. SQLite's exclusive locking mode keeps every other
process out until it is closed; the system lets go of the lock when a process dies.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from photoclip.errors import LibraryLocked, PhotoClipError
from photoclip.schema import upgrade
from photoclip.sentences import Sentence

_LOCK_PATIENCE = 3.0  # seconds: a process that was just told to stop finishes its step

_SENTENCES = {
    sqlite3.SQLITE_FULL: Sentence("The disk is full; free some space, nothing was lost"),
    sqlite3.SQLITE_PERM: Sentence("There is no permission to use the library"),
    sqlite3.SQLITE_READONLY: Sentence("The library's place can only be read, not written"),
    sqlite3.SQLITE_CANTOPEN: Sentence("The library's place cannot be opened for writing"),
    sqlite3.SQLITE_NOTADB: Sentence("The library's database is damaged or is something else"),
    sqlite3.SQLITE_CORRUPT: Sentence("The library's database is damaged"),
    sqlite3.SQLITE_IOERR: Sentence("The library's disk could not be read or written"),
}


class Database:
    """Opens (or makes) the file and brings it to the newest schema.

    Raises:
        LibraryLocked: another process has it open.
        PhotoClipError: it cannot be opened, or not by this version.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not all(
                os.access(place, os.W_OK) for place in (path.parent, path) if place.exists()
            ):
                raise PermissionError(errno.EACCES, "it may not be written")
        except OSError as error:
            raise PhotoClipError(
                "No library can be kept in {folder}: {reason}.", folder=path.parent, reason=error
            ) from error
        with self._plain_errors():
            self._connection = sqlite3.connect(path, timeout=_LOCK_PATIENCE, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        run = self._connection.execute
        run("PRAGMA page_size = 8192")
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        # NORMAL: a crash of the machine may lose the last batch, no more.
        run("PRAGMA synchronous = NORMAL")
        run("PRAGMA foreign_keys = ON")
        run("BEGIN IMMEDIATE")  # takes the lock now, not at the first write
        run("COMMIT")
        upgrade(self._connection)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction it simply belongs to that one."""
        if self._connection.in_transaction:
            yield
            return
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            self._connection.rollback()
            raise

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows of a question."""
        with self._plain_errors():
            return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first row, or None."""
        rows = self.rows(sql, parameters)
        return rows[0] if rows else None

    def change(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement that answers nothing; returns the id of the row last inserted."""
        return self._run(sql, parameters).lastrowid or 0

    def change_each(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row of parameters, all or none of them."""
        with self.transaction(), self._plain_errors():
            self._connection.executemany(sql, rows)

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        with self._plain_errors():
            return self._connection.execute(sql, parameters)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """Turn what a person can act on into a sentence; all else is a bug and goes through."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise LibraryLocked(
                    "The library in {folder} is in use by another PhotoCLIP; close that one first.",
                    folder=self._path.parent,
                ) from error
            if code not in _SENTENCES:
                raise
            raise PhotoClipError(
                "{what} ({path}).", what=_SENTENCES[code], path=self._path
            ) from error
