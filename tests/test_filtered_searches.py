"""Queries with filters, and what filters and saved searches are counted by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from colour_library import COLOURS, id_of, make_library
from support import make_photo

from photoclip import searching
from photoclip.changes import Judge, Rate, SaveLabel, SaveSearch
from photoclip.domain import (
    Filter,
    Hits,
    Label,
    LikePhoto,
    Query,
    SavedSearch,
    Text,
    Verdict,
)
from photoclip.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = make_library(tmp_path)
    yield library
    library.close()


# --- filters ------------------------------------------------------------------------------------


def test_a_filter_alone_answers_newest_first(library: Library) -> None:
    hits = library.search(Query(filter=Filter(folders=("photos",))))
    assert hits.ids.tolist() == library.newest().tolist()
    assert hits.times is not None
    assert (np.diff(hits.times) <= 0).all()
    assert hits.relevant is None
    some = Query(limit=3, filter=Filter(suffixes=("png",)))
    assert len(library.search(some)) == 3
    assert len(library.search(Query(filter=Filter(suffixes=("gif",))))) == 0


def test_a_filter_and_words(library: Library) -> None:
    chosen = [id_of(library, name) for name in ("red1", "blue0", "green0")]
    library.marks.rate(Rate.all(chosen, 4))
    query = Query((Text("red"),), filter=Filter(least_rating=4))
    unfiltered = library.search(Query((Text("red"),)))
    scores = dict(zip(unfiltered.ids.tolist(), unfiltered.scores.tolist(), strict=True))
    for _ in range(2):
        hits = library.search(query)
        assert hits.ids[0] == chosen[0]
        assert sorted(hits.ids.tolist()) == sorted(chosen)
        expected = [scores[number] for number in hits.ids.tolist()]
        np.testing.assert_allclose(hits.scores, expected, atol=1e-5)
    library.marks.rate(Rate.all(chosen[:1], 0))
    assert sorted(library.search(query).ids.tolist()) == sorted(chosen[1:])
    none = Query((Text("red"),), filter=Filter(cameras=("x",)))
    assert len(library.search(none)) == 0


@pytest.mark.parametrize("few", [0, 4096])
def test_filters_are_exact_beyond_what_is_fresh(
    library: Library, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(searching, "_FEW", few)
    assert library._index is not None
    library._index._fresh_limit = 3
    while library._index.absorb(2):
        pass
    ids = [id_of(library, name) for name in ("yellow0", "red0", "red1", "purple1")]
    library.marks.rate(Rate.all(ids, 1))
    query = Query((Text("red"),), filter=Filter(least_rating=1))
    found = library.photos(library.search(query).ids)
    assert {photo.path.stem for photo in found[:2]} == {"red0", "red1"}
    assert len(found) == 4
    assert len(library.search(replace(query, filter=Filter(cameras=("x",))))) == 0


def test_photos_of_a_removed_folder_are_never_found(library: Library) -> None:
    (folder,) = library.folders()
    wanted = Query((Text("red"),), filter=Filter(suffixes=("png",)))
    assert len(library.search(wanted)) == 10
    library.remove_folder(folder.id)
    assert len(library.search(wanted)) == len(library.search(Query(filter=wanted.filter))) == 0
    library.restore_folder(folder.id)
    assert len(library.search(wanted)) == 10


# --- saved searches, facets ---------------------------------------------------------------------


def test_saved_searches_count_what_they_find(library: Library) -> None:
    number = id_of(library, "red0")
    library.marks.rate(Rate.all([number], 5))
    for name, query in {
        "a": Query(filter=Filter(least_rating=5)),
        "b": Query(),
        "c": Query((Text("red"),), limit=1),
        "d": Query((LikePhoto(10_000),)),
    }.items():
        library.searches.apply(SaveSearch(SavedSearch(0, name, query)))
    counts = {saved.name: saved.photos for saved in library.saved_searches()}
    assert counts == {
        "a": 1,
        "b": 10,
        "c": library.search(Query((Text("red"),))).relevant,
        "d": None,
    }


def test_saved_searches_also_count_what_is_not_sensitive(library: Library) -> None:
    library.labels.apply(SaveLabel(Label(0, "private", sensitive=True)))
    private = library.labels.find("private").id
    library.labels.apply(SaveLabel(Label(0, "inner", parent_id=private)))
    for name, label in (("red0", private), ("red1", library.labels.find("inner").id)):
        library.labels.apply(Judge.all([id_of(library, name)], label, Verdict.ACCEPTED))
    everything, all_red = Query(), Query((Text("red"),))
    for name, query in {"a": everything, "b": all_red}.items():
        library.searches.apply(SaveSearch(SavedSearch(0, name, query)))
    found = library.search(all_red).relevant
    counts = {saved.name: (saved.photos, saved.harmless) for saved in library.saved_searches()}
    assert found is not None
    assert found >= 2
    assert counts == {"a": (10, 8), "b": (found, found - 2)}


def test_facets_are_of_the_filter_and_of_what_the_terms_find(library: Library) -> None:
    gif = Query(filter=Filter(suffixes=("gif",)))
    assert library.facets(gif).suffixes == (("png", 10),)
    red = Query((Text("red"),))
    found = library.search(red).relevant
    assert found is not None
    assert 0 < found < 10
    assert library.facets(red).photos == found
    assert library.facets(red).suffixes == (("png", found),)
    assert library.facets(replace(gif, terms=red.terms)).suffixes == (("png", found),)


def test_facets_are_counted_in_the_search_that_was_just_made(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rank, ranked = searching.Searching._rank, []

    def noted(*arguments: Any) -> Hits:
        ranked.append(arguments)
        return rank(*arguments)

    monkeypatch.setattr(searching.Searching, "_rank", noted)
    red = Query((Text("red"),))
    library.search(red)
    library.search(replace(red, filter=Filter(suffixes=("png",))))
    before = library.facets(red).photos
    library.facets(replace(red, filter=Filter(suffixes=("gif",))))
    assert len(ranked) == 2
    make_photo(tmp_path / "photos" / "red2.png", "red", mark=99)
    for _ in library.refresh():
        pass
    assert library.facets(red).photos == library.search(red).relevant == before + 1


def test_facets_are_counted_anew_for_another_question(library: Library) -> None:
    def count(query: Query) -> int:
        counted = library.facets(query).photos
        assert counted == library.search(query).relevant
        return counted

    colours, two = Query((Text(" ".join(COLOURS)),)), Query((Text("red blue"),))
    counts = [count(colours)]
    for _ in library.labels.prepare():  # words fit more and other photos now
        pass
    counts += [count(colours), count(two), count(replace(two, strictness=1.0))]
    assert len(set(counts)) == len(counts), "each was to differ from the one before"
