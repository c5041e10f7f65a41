"""Queries of every kind, over a library of plain colours."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from colour_library import COLOURS, id_of, index_photos, make_library, names
from support import ColourEncoder, make_photo

from photoclip import searching
from photoclip.changes import Judge, SaveLabel
from photoclip.domain import (
    Filter,
    Label,
    LikePhoto,
    Picture,
    Query,
    Term,
    Text,
    Verdict,
)
from photoclip.errors import PhotoClipError, UnreadablePhoto
from photoclip.library import Library
from photoclip.relevance import relevant_count
from photoclip.searching import has_terms
from photoclip.vectors import Scores


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = make_library(tmp_path)
    yield library
    library.close()


@pytest.mark.parametrize("colour", COLOURS)
def test_words_find_photos(library: Library, colour: str) -> None:
    assert set(names(library, Text(f"something {colour}"), limit=2)) == {f"{colour}0", f"{colour}1"}


def test_scores_are_cosines_and_fall(library: Library) -> None:
    hits = library.search(Query((Text("red"),)))
    assert len(hits) == 10
    assert (np.diff(hits.scores) <= 0).all()
    assert hits.scores[0] > 0.99
    assert hits.scores[2] < 0.1
    assert (hits.ids.dtype, hits.scores.dtype) == (np.int64, np.float32)


def test_a_picture_from_outside_finds_photos_like_it(library: Library, tmp_path: Path) -> None:
    path = make_photo(tmp_path / "outside.jpg", "blue")
    expected = {"blue0", "blue1"}
    assert set(names(library, Picture(path), limit=2)) == expected
    assert set(names(library, Picture(path.read_bytes()), limit=2)) == expected


def test_a_photo_of_the_library_finds_itself_first_without_encoding(library: Library) -> None:
    encoder = library.encoder
    assert isinstance(encoder, ColourEncoder)
    before = encoder.encoded
    hits = library.search(Query((LikePhoto(id_of(library, "green1")),), 2))
    assert {photo.path.stem for photo in library.photos(hits.ids)} == {"green0", "green1"}
    assert hits.scores[0] == pytest.approx(1, abs=1e-3)
    assert encoder.encoded == before


def test_what_is_like_a_photo_is_relevant_beside_its_copies(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Scores] = []

    def count(scores: Scores, library_scores: Scores, **options: float) -> int:
        seen.append(scores)
        return 3

    monkeypatch.setattr(searching, "relevant_count", count)
    hits = library.search(Query((LikePhoto(id_of(library, "green1")),)))
    assert hits.relevant == 5  # green0 and green1 are the same picture
    assert seen[0].tolist() == hits.scores[2:].tolist()
    library.search(Query((Text("green"),)))
    assert len(seen[1]) == 10  # words have no copies


def test_terms_add_up(library: Library) -> None:
    found = names(library, Text("red"), LikePhoto(id_of(library, "blue0")), limit=4)
    assert {*found} == {"red0", "red1", "blue0", "blue1"}


def test_a_negative_term_turns_away(library: Library) -> None:
    found = names(library, Text("red blue"), Text("blue", weight=-2.0))
    assert {*found[:2]} == {"red0", "red1"}
    assert {*found[-2:]} == {"blue0", "blue1"}


def test_only_negative_terms_find_what_is_least_like_them(library: Library) -> None:
    assert {*names(library, Text("blue", weight=-1.0))[-2:]} == {"blue0", "blue1"}


def test_equal_terms_are_one(library: Library) -> None:
    twice = library.search(Query((Text("red"), Text("blue"), Text("red"))))
    weighed = library.search(Query((Text("red", 2.0), Text("blue"))))
    assert twice.ids.tolist() == weighed.ids.tolist()
    np.testing.assert_allclose(twice.scores, weighed.scores, atol=1e-6)


def test_weights_decide(library: Library) -> None:
    found = names(library, Text("red", 2.0), Text("blue"), Text("green", -0.5))
    assert [{*found[:2]}, {*found[2:4]}, {*found[-2:]}] == [
        {"red0", "red1"},
        {"blue0", "blue1"},
        {"green0", "green1"},
    ]


@pytest.mark.parametrize(
    "terms",
    [
        (),
        (Text(""),),
        (Text(" \t\n"),),
        (Text(""), Text("", -1.0)),
        (Text("red"), Text("red", -1.0)),
        (Text("red", 0.0),),
    ],
)
def test_where_nothing_is_asked_all_photos_come_newest_first(
    library: Library, terms: tuple[Term, ...]
) -> None:
    hits = library.search(Query(terms))
    assert hits.ids.tolist() == library.newest().tolist()
    assert hits.scores.tolist() == [0.0] * 10
    assert library.search(Query(terms, 3)).ids.tolist() == library.newest(3).tolist()


def test_a_blank_term_beside_another_is_no_term(library: Library) -> None:
    alone, beside = (
        library.search(Query(terms)) for terms in ((Text("red"),), (Text(" "), Text("red")))
    )
    assert beside.ids.tolist() == alone.ids.tolist()
    np.testing.assert_array_equal(beside.scores, alone.scores)


@pytest.mark.parametrize("limit", [0, 1, 9, 10, 11])
def test_a_limit_is_kept(library: Library, limit: int) -> None:
    assert len(names(library, Text("red"), limit=limit)) == min(limit, 10)


# --- relevance ----------------------------------------------------------------------------------


@pytest.fixture
def striped(tmp_path: Path) -> Iterator[Library]:
    """Ninety photos, three of them red."""
    chance = random.Random(0)
    for number in range(90):
        path = tmp_path / "photos" / f"{number}.png"
        colour = "red" if number < 3 else chance.choice(("green", "blue", "cyan", "white"))
        make_photo(path, colour, mark=number)
    library = index_photos(tmp_path)
    yield library
    library.close()


def test_relevance_ends_where_the_scores_say(striped: Library) -> None:
    hits = striped.search(Query((Text("red"),)))
    assert (len(hits), hits.relevant) == (90, 3)
    assert striped.search(Query((Text("red"),), limit=2)).relevant == 2
    assert striped.search(Query((Text("yellow"),))).relevant == 0


def test_strictness_moves_the_line(striped: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """How far is the matter of ``photoclip.relevance``."""
    asked: list[float] = []

    def count(scores: Scores, library_scores: Scores, *, photos: int, strictness: float) -> int:
        assert (len(library_scores), photos) == (90, 90)
        asked.append(strictness)
        return relevant_count(scores, library_scores, photos=photos, strictness=strictness)

    monkeypatch.setattr(searching, "relevant_count", count)
    for strictness in (-1.0, 0.25):
        striped.search(Query((Text("blue"),), strictness=strictness))
    assert asked == [-1.0, 0.25]


def test_more_hits_come_where_all_of_the_usual_number_are_relevant(
    striped: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_HITS", 2)
    monkeypatch.setattr(searching, "MOST_RELEVANT", 50)
    hits = striped.search(Query((Text("red"),)))
    assert (len(hits), hits.relevant) == (50, 3)
    assert len(striped.search(Query((Text("yellow"),)))) == 2


# --- explaining and comparing -------------------------------------------------------------------


def test_what_terms_contribute_adds_up_to_the_score(library: Library) -> None:
    query = Query(
        (
            Text("red green"),
            Text(" "),
            LikePhoto(id_of(library, "green0"), 0.5),
            Text("blue", -1.0),
            Text("red green"),
        )
    )
    hits = library.search(query)
    for number, score in zip(hits.ids.tolist(), hits.scores.tolist(), strict=True):
        explained = library.explain(number, query)
        assert sum(explained.terms) == pytest.approx(score, abs=1e-5)
        assert explained.terms[1] == explained.terms[4] == 0.0
    green = library.explain(id_of(library, "green1"), query).terms
    blue = library.explain(id_of(library, "blue1"), query).terms
    assert green[0] > 0.1
    assert green[2] > 0.1
    assert blue[3] < -0.1


def test_explaining_where_nothing_ranks(library: Library) -> None:
    number = id_of(library, "red0")
    explained = library.explain(number, Query((Text(""),), filter=Filter(suffixes=("png",))))
    assert (explained.photo_id, explained.terms) == (number, (0.0,))
    assert library.explain(number, Query()).terms == ()
    with pytest.raises(PhotoClipError, match=r"no longer in the library\.$"):
        library.explain(10_000, Query((Text("red"),)))


def test_explanations_name_the_labels(library: Library) -> None:
    number = id_of(library, "red0")
    for label in ("scarlet", "crimson"):
        library.labels.apply(SaveLabel(Label(0, label)))
    scarlet, crimson = (library.labels.find(name).id for name in ("scarlet", "crimson"))
    library.labels.apply(Judge.all([number], scarlet, Verdict.ACCEPTED))
    library.labels.apply(Judge.all([number], crimson, Verdict.REJECTED))
    assert library.explain(number, Query()).labels == (("scarlet", 1.0),)


def test_which_text_fits_best(library: Library) -> None:
    number = id_of(library, "red0")
    probabilities = library.compare(number, ("blue", "red", "green red"))
    assert sum(probabilities) == pytest.approx(1)
    assert probabilities[1] > probabilities[2] > probabilities[0]
    assert library.compare(number, ("anything",)) == (1.0,)
    assert library.compare(number, ()) == ()


# --- limits -------------------------------------------------------------------------------------


def test_a_query_without_limit_still_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_HITS", 70)
    library = Library(tmp_path)
    library.use(ColourEncoder())
    folder = library._catalog.add_folder(tmp_path)
    make_photo(tmp_path / "red.png", "red")
    count = 90
    for number in range(count):
        (tmp_path / f"{number}.png").hardlink_to(tmp_path / "red.png")
    for _ in library.refresh(folder):
        pass
    assert len(library.search(Query((Text("red"),)))) == 70
    assert len(library.search(Query())) == count + 1
    library.close()


def test_removed_photos_are_never_found(library: Library, tmp_path: Path) -> None:
    number = id_of(library, "red0")
    (tmp_path / "photos" / "red0.png").unlink()
    for _ in library.refresh():
        pass
    assert names(library, Text("red"), limit=2)[0] == "red1"
    assert "red0" not in names(library, Text("red"))
    assert "red0" not in names(library)
    with pytest.raises(PhotoClipError, match=r"^That photo is no longer in the library\.$"):
        library.search(Query((LikePhoto(number),)))


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.use(ColourEncoder())
    assert len(library.search(Query((Text("red"),)))) == 0
    assert len(library.search(Query())) == 0
    library.close()


def test_a_picture_that_cannot_be_read_is_one_sentence(library: Library, tmp_path: Path) -> None:
    (tmp_path / "bad.jpg").write_text("no picture")
    for source in (tmp_path / "bad.jpg", tmp_path / "missing.jpg", b"", b"no picture", tmp_path):
        with pytest.raises(UnreadablePhoto, match=r"\.$"):
            library.search(Query((Picture(source),)))


def test_without_an_encoder_only_browsing_works(library: Library, tmp_path: Path) -> None:
    number = id_of(library, "red0")
    library.close()
    bare = Library(tmp_path / "library")
    try:
        assert len(bare.search(Query())) == len(bare.search(Query((Text(" "),)))) == 10
        for term in (Text("red"), Picture(b"x"), LikePhoto(number)):
            with pytest.raises(PhotoClipError, match=r"^The model is not ready yet\.$"):
                bare.search(Query((term,)))
    finally:
        bare.close()


def test_a_photo_that_waits_for_its_vector_is_named(library: Library) -> None:
    class Other(ColourEncoder):
        key = "colours-2"

    number = id_of(library, "red0")
    library.use(Other())
    with pytest.raises(PhotoClipError, match=r"red0\.png has not been indexed yet\.$"):
        library.search(Query((LikePhoto(number),)))


def test_which_queries_need_a_model() -> None:
    assert has_terms(Query((Text("red"),)))
    assert has_terms(Query((Text(" "), LikePhoto(1))))
    assert has_terms(Query((Picture(b""),)))
    assert not has_terms(Query((Text(" "),), filter=Filter(least_rating=1)))
    assert not has_terms(Query())
