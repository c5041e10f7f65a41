"""A sentence is a template with its values, and outlives the pipe and the database."""

from __future__ import annotations

import errno
import pickle
from pathlib import Path

import pytest

from photoclip.errors import ModelUnavailable, PhotoClipError
from photoclip.sentences import Sentence, both, either, foreign, quoted

EMPTY = Sentence("The file is empty.")
NESTED = Sentence("{path} is left: {reason}", path=Path("/a{b}.jpg"), reason=EMPTY)


@pytest.mark.parametrize(
    ("sentence", "english"),
    [
        (EMPTY, "The file is empty."),
        (NESTED, "/a{b}.jpg is left: The file is empty."),
        (Sentence("Braces {} stay."), "Braces {} stay."),
        (Sentence("{size} GB of {count}", size=1.749, count=20_000), "1.7 GB of 20000"),
        (Sentence("Adds {labels}.", labels=[quoted("a"), quoted("b")]), "Adds “a”, “b”."),
        (Sentence("{choices}?", choices=either(["a", "b", "c"])), "a or b or c?"),
        (Sentence("{parts}.", parts=both(["a"])), "a."),
        (Sentence("{parts}.", parts=both(["a", "b"])), "a and b."),
    ],
)
def test_it_is_english_by_itself(sentence: Sentence, english: str) -> None:
    assert str(sentence) == english
    assert f"{sentence}" == english


def test_an_error_stands_for_what_it_says() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/disk/file")
    told = Sentence("{a}; {b}; {c}", a=full, b=PhotoClipError("Oh {x}.", x=1), c=ValueError("v"))
    assert str(told) == "No space left on device; Oh 1.; v"
    assert told.values[0] == ("a", foreign("No space left on device"))


@pytest.mark.parametrize(
    "sentence",
    [
        EMPTY,
        NESTED,
        Sentence("{n} of {m}: {names}", n=3, m=1.5, names=("x", quoted("\udce4"))),
    ],
)
def test_it_comes_back_from_the_database_and_through_the_pipe(sentence: Sentence) -> None:
    assert Sentence.from_text(sentence.to_text()) == sentence
    assert pickle.loads(pickle.dumps(sentence)) == sentence
    assert hash(sentence) == hash(Sentence.from_text(sentence.to_text()))


@pytest.mark.parametrize(
    "text",
    [
        "The file cannot be read: Input/output error.",
        "",
        "{odd",
        '{"template": "cut',
        '{"template": "x"}',
        '{"template": 1, "values": 2}',
    ],
)
def test_any_other_text_of_the_database_is_read_as_it_is(text: str) -> None:
    assert str(Sentence.from_text(text)) == text


class TestErrors:
    def test_an_error_is_its_sentence(self) -> None:
        error = ModelUnavailable("The model “{name}” is missing.", name="x")
        assert str(error) == "The model “x” is missing."
        assert error.sentence == Sentence("The model “{name}” is missing.", name="x")

    def test_a_sentence_that_is_there_can_be_raised(self) -> None:
        error = ModelUnavailable.saying(NESTED)
        assert isinstance(error, ModelUnavailable)
        assert str(error) == str(NESTED)

    def test_it_is_pickled_whole(self) -> None:
        assert pickle.loads(pickle.dumps(PhotoClipError.saying(NESTED))).sentence == NESTED
