"""Saved and recent searches in a real database, and queries as JSON."""

from __future__ import annotations

import io
import json
import logging
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from support import make_photo

from photoclip.changes import ForgetSearch, SaveSearch
from photoclip.database import Database
from photoclip.domain import Filter, LikePhoto, Orientation, Picture, Query, SavedSearch, Text
from photoclip.errors import PhotoClipError, UnreadablePhoto
from photoclip.search_store import (
    MOST_PICTURE_BYTES,
    MOST_RECENT,
    SearchStore,
    from_json,
    to_json,
)

EVERYTHING = Filter(
    folders=("/photos/2021", "holiday"),
    labels=("dog",),
    without_labels=("cat", "indoor"),
    since_ns=-5,
    until_ns=2**62,
    cameras=("Canon",),
    suffixes=("png",),
    orientations=(Orientation.PORTRAIT, Orientation.SQUARE),
    favourite=False,
    least_rating=3,
    has_location=True,
    least_size=0,
    most_size=10**9,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "photoclip.db")
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> SearchStore:
    return SearchStore(database)


def save(store: SearchStore, name: str, query: Query) -> int:
    inverse = store.apply(SaveSearch(SavedSearch(0, name, query)))
    assert isinstance(inverse, ForgetSearch)
    return inverse.search_id


# --- saved --------------------------------------------------------------------------------------


def test_saved_searches_come_by_name(store: SearchStore) -> None:
    query = Query((Text("a dog"), LikePhoto(7, -0.5)), 12, EVERYTHING, 0.25)
    second = save(store, " zebras\nand so on ", Query((Text("zebra"),)))
    first = save(store, "Animals", query)
    assert store.saved() == [
        SavedSearch(first, "Animals", query),
        SavedSearch(second, "zebras and so on", Query((Text("zebra"),))),
    ]


def test_every_change_can_be_taken_back_and_done_again(store: SearchStore) -> None:
    number = save(store, "dogs", Query((Text("dog"),)))
    before = store.saved()
    forgotten = store.apply(ForgetSearch(number))
    assert store.saved() == []
    again = store.apply(forgotten)
    assert store.saved() == before
    assert again == ForgetSearch(number)
    renamed = store.apply(SaveSearch(SavedSearch(number, "cats", Query((Text("cat"),)))))
    assert [search.name for search in store.saved()] == ["cats"]
    store.apply(renamed)
    assert store.saved() == before


def test_what_cannot_be_saved_is_a_sentence(store: SearchStore, tmp_path: Path) -> None:
    with pytest.raises(PhotoClipError, match=r"needs a name\.$"):
        save(store, " \n", Query())
    with pytest.raises(PhotoClipError, match=r"no longer there\.$"):
        store.apply(ForgetSearch(1))
    for source in (b"no picture", tmp_path / "missing.png", tmp_path):
        with pytest.raises(UnreadablePhoto):
            save(store, "broken", Query((Picture(source),)))
    assert store.saved() == []


def test_damaged_ones_are_left_out_and_logged(
    store: SearchStore, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    save(store, "good", Query((Text("dog"),)))
    database.change("INSERT INTO saved_search (name, query) VALUES ('bad', '{')")
    with caplog.at_level(logging.WARNING):
        assert [search.name for search in store.saved()] == ["good"]
    assert "'bad'" in caplog.text


def test_a_name_that_is_no_text(store: SearchStore) -> None:
    save(store, "a\udcff\ud800", Query((Text("\udcff"),)))
    assert store.saved()[0].query == Query((Text("\udcff"),))


# --- recent -------------------------------------------------------------------------------------


def test_recent_searches_are_newest_first_and_each_once(store: SearchStore) -> None:
    for text in ("dog", " cat ", "", "  ", "beach", "dog", "x" * 10_000):
        store.note(text)
    assert store.recent() == ["dog", "beach", "cat"]
    store.forget_recent()
    assert store.recent() == []


def test_the_oldest_give_way(store: SearchStore) -> None:
    for number in range(MOST_RECENT + 5):
        store.note(f"{number}\udcff")
    assert len(store.recent()) == MOST_RECENT
    assert store.recent()[0].startswith(str(MOST_RECENT + 4))


# --- JSON ---------------------------------------------------------------------------------------


def test_pictures_are_kept_even_when_their_file_goes(tmp_path: Path) -> None:
    path = make_photo(tmp_path / "red.png", "red")
    data = path.read_bytes()
    kept = to_json(Query((Picture(path, -2.0), Picture(data))))
    path.unlink()
    assert from_json(kept) == Query((Picture(data, -2.0), Picture(data)))


def test_large_pictures_are_made_smaller() -> None:
    noise = Image.frombytes("RGB", (2000, 1500), random.Random(0).randbytes(2000 * 1500 * 3))
    noise.save(large := io.BytesIO(), "PNG")
    (term,) = from_json(to_json(Query((Picture(large.getvalue()),)))).terms
    assert isinstance(term, Picture)
    assert isinstance(term.source, bytes)
    assert len(term.source) < 4 * MOST_PICTURE_BYTES < len(large.getvalue())
    with Image.open(io.BytesIO(term.source)) as small:
        assert 512 <= min(small.size) < 1024


HOSTILE = [
    "",
    "null",
    "[]",
    "7",
    '"x"',
    "{}",
    '{"terms": 1}',
    '{"terms": {}}',
    '{"terms": [null]}',
    '{"terms": [[]]}',
    '{"terms": [{}]}',
    '{"terms": [{"text": "a"}]}',
    '{"terms": [{"text": 1, "weight": 1}]}',
    '{"terms": [{"text": "a", "weight": "1"}]}',
    '{"terms": [{"text": "a", "weight": NaN}]}',
    '{"terms": [{"text": "a", "weight": 1e999}]}',
    '{"terms": [{"text": "a", "weight": 1' + "0" * 400 + "}]}",
    '{"terms": [{"photo": "1", "weight": 1}]}',
    '{"terms": [{"photo": 99999999999999999999, "weight": 1}]}',
    '{"terms": [{"photo": true, "weight": 1}]}',
    '{"terms": [{"photo": 1, "weight": 1}], "contents": {"1": 2}}',
    '{"terms": [{"photo": 1, "weight": 1}], "contents": ["1"]}',
    '{"terms": [{"picture": "***", "weight": 1}]}',
    '{"terms": [{"picture": "ü", "weight": 1}]}',
    '{"terms": [{"sound": "x", "weight": 1}]}',
    '{"terms": [], "filter": []}',
    '{"terms": [], "filter": {"colour": "red"}}',
    '{"terms": [], "filter": {"labels": "dog"}}',
    '{"terms": [], "filter": {"labels": [1]}}',
    '{"terms": [], "filter": {"orientations": ["round"]}}',
    '{"terms": [], "filter": {"orientations": [[]]}}',
    '{"terms": [], "filter": {"favourite": 1}}',
    '{"terms": [], "filter": {"least_rating": 6}}',
    '{"terms": [], "filter": {"since_ns": 1.5}}',
    '{"terms": [], "filter": {"since_ns": 9223372036854775808}}',
    '{"terms": [], "limit": -1}',
    '{"terms": [], "strictness": "high"}',
    json.dumps({"terms": [{"text": "a", "weight": 1}] * 1000}),
    "[" * 100_000,
    '{"terms": [], "x": "' + "y" * 9_000_000 + '"}',
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_query_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(text)


def test_an_empty_query_and_one_with_everything() -> None:
    for query in (Query(), Query((Text(""),), 0, EVERYTHING, -1.0)):
        assert from_json(to_json(query)) == query
