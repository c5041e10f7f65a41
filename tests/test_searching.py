"""Queries of every kind, over a library of plain colours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support import ColourEncoder, make_photo

from photoclip import searching
from photoclip.domain import LikePhoto, Picture, Query, Term, Text
from photoclip.errors import PhotoClipError, UnreadablePhoto
from photoclip.library import Library
from photoclip.searching import needs_encoder

COLOURS = ("red", "green", "blue", "yellow", "purple")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two photos of every colour."""
    for mark, colour in enumerate(COLOURS * 2):
        make_photo(tmp_path / "photos" / f"{colour}{mark // 5}.png", colour, mark=mark)
    library = Library(tmp_path / "library")
    library.use(ColourEncoder())
    library.add_folder(tmp_path / "photos")
    for _ in library.refresh():
        pass
    yield library
    library.close()


def names(library: Library, *terms: Term, limit: int | None = None) -> list[str]:
    hits = library.search(Query(terms, limit))
    assert len(hits) == len(hits.ids) == len(hits.scores)
    return [photo.path.stem for photo in library.photos(hits.ids)]


def id_of(library: Library, name: str) -> int:
    photos = library.photos(library.newest())
    return next(photo.id for photo in photos if photo.path.stem == name)


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


def test_terms_add_up(library: Library) -> None:
    found = names(library, Text("red"), LikePhoto(id_of(library, "blue0")), limit=4)
    assert {*found} == {"red0", "red1", "blue0", "blue1"}


def test_a_negative_term_turns_away(library: Library) -> None:
    found = names(library, Text("red blue"), Text("blue", weight=-1.0))
    assert {*found[:2]} == {"red0", "red1"}
    assert {*found[-2:]} == {"blue0", "blue1"}


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


def test_which_queries_need_an_encoder() -> None:
    assert needs_encoder(Query((Text("red"),)))
    assert needs_encoder(Query((LikePhoto(1), Picture(b""))))
    assert not needs_encoder(Query((LikePhoto(1), Text(" "))))
    assert not needs_encoder(Query())
