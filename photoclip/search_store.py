"""Saved and recent searches, and a query as JSON.

What is read back may be of another version or damaged: a saved search that makes no sense is left
out, and the log says so.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import math
import time
from collections.abc import Mapping
from dataclasses import fields, replace
from io import BytesIO
from typing import Any

from photoclip.changes import ForgetSearch, SaveSearch
from photoclip.database import Database
from photoclip.domain import (
    MOST_STARS,
    Filter,
    LikePhoto,
    Orientation,
    Picture,
    Query,
    SavedSearch,
    Term,
    Text,
)
from photoclip.errors import PhotoClipError
from photoclip.images import decode, read
from photoclip.photo_rows import AMONG, LARGEST, numbers

_log = logging.getLogger(__name__)

MOST_RECENT = 30
LONGEST_RECENT = 1000
"""Characters of a recent search; a longer one is a text pasted by accident."""

LONGEST_NAME = 100
MOST_PICTURE_BYTES = 2**18
"""Larger pictures are kept smaller: a model looks at no more of them anyway."""

_SIDE = 512  # pixels of a picture that is made smaller
_MOST_JSON = 2**23  # characters
_MOST_TERMS = 100

_TEXTS = ("folders", "labels", "without_labels", "cameras", "suffixes")
_FLAGS = ("favourite", "has_location")


class SearchStore:
    """Belongs to the thread of its database; every method may raise PhotoClipError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- saved --------------------------------------------------------------------------------

    def saved(self) -> list[SavedSearch]:
        """By name, without their counts."""
        rows = self._database.rows("SELECT id, name, query FROM saved_search")
        found = [
            SavedSearch(row[0], row[1], self._find_again(query, row[2]))
            for row in rows
            if (query := _query_of(row))
        ]
        return sorted(found, key=lambda search: (search.name.casefold(), search.id))

    def apply(self, change: SaveSearch | ForgetSearch) -> SaveSearch | ForgetSearch:
        """Do a change and return the one that takes it back.

        Raises:
            UnreadablePhoto: a picture of the query cannot be read, so it cannot be kept.
            PhotoClipError: the search has no name, or is no longer there.
        """
        if isinstance(change, ForgetSearch):
            before = self._find(change.search_id)
            if before is None:
                raise PhotoClipError("That saved search is no longer there.")
            self._database.change("DELETE FROM saved_search WHERE id = ?", (before.id,))
            return SaveSearch(before)
        before = self._find(change.search.id)
        number = self._save(change.search)
        return SaveSearch(before) if before else ForgetSearch(number)

    def _save(self, search: SavedSearch) -> int:
        name = " ".join(_storable(search.name).split())[:LONGEST_NAME]
        if not name:
            raise PhotoClipError("A saved search needs a name.")
        return self._database.change(
            "INSERT INTO saved_search (id, name, query) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query",
            (search.id or None, name, to_json(search.query, self._contents(search.query))),
        )

    def _contents(self, query: Query) -> dict[str, str]:
        """Photo -> its content, by which it is known if it is another row some day."""
        rows = self._database.rows(
            f"SELECT id, content_hash FROM photo WHERE id {AMONG}", (numbers(_photos_of(query)),)
        )
        return {str(number): content for number, content in rows}

    def _find_again(self, query: Query, text: str) -> Query:
        """The query with the photos that went and came back meanwhile as they are now."""
        wanted = _photos_of(query)
        if not wanted:
            return query
        here = self._contents(query)
        noted = json.loads(text).get("contents", {})
        found = {
            number: self._photo_of(noted[str(number)])
            for number in wanted
            if str(number) not in here and str(number) in noted
        }
        terms = (
            replace(term, photo_id=found.get(term.photo_id) or term.photo_id)
            if isinstance(term, LikePhoto)
            else term
            for term in query.terms
        )
        return replace(query, terms=tuple(terms))

    def _photo_of(self, content: str) -> int | None:
        row = self._database.row(
            "SELECT id FROM photo WHERE error IS NULL AND content_hash IN"
            " (SELECT ?1 UNION SELECT other FROM same_photo WHERE content_hash = ?1)",
            (content,),
        )
        return row[0] if row else None

    def _find(self, number: int) -> SavedSearch | None:
        return next((search for search in self.saved() if search.id == number), None)

    # --- recent -------------------------------------------------------------------------------

    def recent(self) -> list[str]:
        """Texts in the query grammar, newest first."""
        rows = self._database.rows("SELECT text FROM recent_search ORDER BY used_ns DESC")
        return [text for (text,) in rows]

    def note(self, text: str) -> None:
        """Remember a search; the oldest ones give way."""
        text = _storable(text).strip()
        if not text or len(text) > LONGEST_RECENT:
            return
        with self._database.transaction():
            last = self._database.row("SELECT max(used_ns) FROM recent_search")[0] or 0
            self._database.change(
                "INSERT OR REPLACE INTO recent_search (text, used_ns) VALUES (?, ?)",
                (text, max(time.time_ns(), last + 1)),
            )
            self._database.change(
                "DELETE FROM recent_search WHERE text NOT IN"
                " (SELECT text FROM recent_search ORDER BY used_ns DESC LIMIT ?)",
                (MOST_RECENT,),
            )

    def forget_recent(self) -> None:
        self._database.change("DELETE FROM recent_search")


# --- a query as JSON ----------------------------------------------------------------------------


def to_json(query: Query, contents: Mapping[str, str] | None = None) -> str:
    """For ``from_json``, with the pictures in it; raises UnreadablePhoto where one is gone.

    ``contents``: of the photos in it, noted beside it.
    """
    wanted = {
        field.name: _plain(value)
        for field in fields(Filter)
        if (value := getattr(query.filter, field.name)) != field.default
    }
    whole: dict[str, Any] = {"terms": [_term_json(term) for term in query.terms], "filter": wanted}
    if query.limit is not None:
        whole["limit"] = query.limit
    if query.strictness:
        whole["strictness"] = query.strictness
    if contents:
        whole["contents"] = contents
    return json.dumps(whole)


def from_json(text: str) -> Query:
    """Raises ValueError where it is no query."""
    if len(text) > _MOST_JSON:
        raise ValueError("it is too large")
    try:
        whole = json.loads(text)
        terms = whole["terms"]
        if not isinstance(terms, list) or len(terms) > _MOST_TERMS:
            raise ValueError("its terms are no list, or too many")
        for content in whole.get("contents", {}).values():
            _text(content)
        limit = whole.get("limit")
        return Query(
            tuple(_term(one) for one in terms),
            None if limit is None else _whole(limit, least=0),
            _filter(whole.get("filter", {})),
            max(-1.0, min(_number(whole.get("strictness", 0.0)), 1.0)),
        )
    except (LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _query_of(row: tuple[int, str, str]) -> Query | None:
    try:
        return from_json(row[2])
    except ValueError as error:
        _log.warning("the saved search %r is left out: %s", row[1], error)
        return None


def _photos_of(query: Query) -> list[int]:
    return [term.photo_id for term in query.terms if isinstance(term, LikePhoto)]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [one.value if isinstance(one, Orientation) else one for one in value]
    return value


def _term_json(term: Term) -> dict[str, Any]:
    match term:
        case Text(text):
            return {"text": text, "weight": term.weight}
        case LikePhoto(photo_id):
            return {"photo": photo_id, "weight": term.weight}
        case Picture(source):
            data = source if isinstance(source, bytes) else read(source)[0]
            kept = base64.b64encode(_shrink(data)).decode()
            return {"picture": kept, "weight": term.weight}


def _shrink(data: bytes) -> bytes:
    """The same picture, if need be with fewer pixels."""
    image = decode(data, short_side=_SIDE).image
    if len(data) <= MOST_PICTURE_BYTES:
        return data
    image.thumbnail((4 * _SIDE, 4 * _SIDE))
    small = BytesIO()
    image.save(small, "JPEG", quality=90)
    return small.getvalue()


def _term(value: dict[str, Any]) -> Term:
    weight = _number(value["weight"])
    if "text" in value:
        return Text(_text(value["text"]), weight)
    if "photo" in value:
        return LikePhoto(_whole(value["photo"]), weight)
    try:
        return Picture(base64.b64decode(_text(value["picture"]), validate=True), weight)
    except binascii.Error as error:
        raise ValueError(f"a picture is damaged: {error}") from error


def _filter(value: dict[str, Any]) -> Filter:
    """Conditions of a newer version are an error: without them it would be another search."""
    read = {name: _condition(name, one) for name, one in value.items()}
    return replace(Filter(), **read)


def _condition(name: str, value: Any) -> Any:
    if name in _TEXTS:
        return tuple(_text(one) for one in _list(value))
    if name == "orientations":
        return tuple(Orientation(one) for one in _list(value))
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise ValueError(f"{name} is neither true nor false")
        return value
    return _whole(value, most=MOST_STARS if name == "least_rating" else LARGEST)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > _MOST_TERMS:
        raise ValueError("no list, or too long a one")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r:.50} is no text")
    return value


def _whole(value: Any, *, least: int = -LARGEST, most: int = LARGEST) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"{value!r:.50} is no number that fits")
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r:.50} is no number")
    return float(value)


def _storable(text: str) -> str:
    """Bytes that were no UTF-8 (from a command line) cannot be stored as text."""
    return text.encode("utf-8", "replace").decode("utf-8")
