"""Which folders could not be read when they were last looked at, and why.

Whatever is in them is not known, so that nobody would miss it. Kept for each root as one setting:
relative paths with a sentence, as JSON.
"""

from __future__ import annotations

import json

from photoclip.database import Database
from photoclip.domain import Problem
from photoclip.photo_rows import to_path
from photoclip.reconcile import Changes, renew
from photoclip.sentences import Sentence

_NAME = "unlisted "


class UnlistedFolders:
    """Belongs to the thread of its database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, folder_id: int, changes: Changes) -> None:
        """What was found by looking at a root, or at some of it."""
        before = self._of(folder_id)
        after = {path: before[path] for path in renew(before, changes)} | changes.unlisted
        if after == before:
            return
        name = f"{_NAME}{folder_id}"
        with self._database.transaction():
            self._database.change("DELETE FROM setting WHERE name = ?", (name,))
            if after:
                self._database.change(
                    "INSERT INTO setting (name, value) VALUES (?, ?)", (name, _to_json(after))
                )

    def _of(self, folder_id: int) -> dict[str, Sentence]:
        row = self._database.row(
            "SELECT value FROM setting WHERE name = ?", (f"{_NAME}{folder_id}",)
        )
        found: dict[str, str] = json.loads(row[0]) if row else {}
        return {path: Sentence.from_text(text) for path, text in found.items()}

    def problems(self) -> list[Problem]:
        """By path, of the roots that the library has."""
        rows = self._database.rows("SELECT id, path FROM folder WHERE removed_ns IS NULL")
        return sorted(
            (
                Problem(to_path(root) / below, reason)
                for number, root in rows
                for below, reason in self._of(number).items()
            ),
            key=lambda problem: problem.path,
        )


def _to_json(unlisted: dict[str, Sentence]) -> str:
    return json.dumps({path: reason.to_text() for path, reason in unlisted.items()})
