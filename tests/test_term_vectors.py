"""Terms as vectors: each kind, and that nothing is encoded twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from support import ColourEncoder, make_photo

from photoclip import term_vectors
from photoclip.catalog import Catalog
from photoclip.domain import FileStat, LikePhoto, PhotoFacts, Picture, Text, Vectors
from photoclip.errors import PhotoClipError, UnreadablePhoto
from photoclip.term_vectors import TermVectors


class Counting(ColourEncoder):
    texts_encoded = 0

    def texts(self, texts: Sequence[str]) -> Vectors:
        self.texts_encoded += len(texts)
        return super().texts(texts)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "library" / "photoclip.db")
    yield catalog
    catalog.close()


@pytest.fixture
def encoder() -> Counting:
    return Counting()


@pytest.fixture
def terms(catalog: Catalog, encoder: Counting) -> TermVectors:
    return TermVectors(catalog, encoder)


def test_texts_are_encoded_once(terms: TermVectors, encoder: Counting) -> None:
    first = terms.of(Text("red"))
    np.testing.assert_array_equal(first, terms.of(Text("red", -2.0)))
    np.testing.assert_array_equal(first, encoder.texts(["red"])[0])
    assert encoder.texts_encoded == 2  # one of them here


def test_pictures_are_encoded_once_for_the_same_bytes(
    terms: TermVectors, encoder: Counting, tmp_path: Path
) -> None:
    path = make_photo(tmp_path / "red.png", "red")
    first = terms.of(Picture(path))
    np.testing.assert_array_equal(first, terms.of(Picture(path.read_bytes())))
    assert encoder.encoded == 1
    make_photo(path, "blue")
    assert not np.array_equal(terms.of(Picture(path)), first)
    assert encoder.encoded == 2


def test_only_so_many_are_remembered(
    terms: TermVectors, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(term_vectors, "_MOST", 2)
    for text in ("red", "blue", "red", "green", "red"):
        terms.of(Text(text))
    assert encoder.texts_encoded == 3
    terms.of(Text("blue"))
    assert encoder.texts_encoded == 4


def test_photos_have_their_vectors(catalog: Catalog, terms: TermVectors, tmp_path: Path) -> None:
    folder = catalog.add_folder(tmp_path)
    photo = catalog.save_photo(folder, "a.png", FileStat(1, 1), "x", PhotoFacts(1, 1))
    with pytest.raises(PhotoClipError, match=r"a\.png has not been indexed yet\.$"):
        terms.of(LikePhoto(photo))
    row = np.eye(8, dtype=np.float32)[:1]
    catalog.save_vectors([photo], row, Counting.key)
    np.testing.assert_array_equal(terms.of(LikePhoto(photo)), row[0])
    with pytest.raises(PhotoClipError, match=r"^That photo is no longer in the library\.$"):
        terms.of(LikePhoto(photo + 1))


def test_what_is_no_picture_is_a_sentence_each_time(terms: TermVectors, tmp_path: Path) -> None:
    for source in (b"", b"no picture", tmp_path, tmp_path / "missing.png"):
        for _ in range(2):
            with pytest.raises(UnreadablePhoto, match=r"\.$"):
                terms.of(Picture(source))
