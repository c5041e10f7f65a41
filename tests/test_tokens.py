from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from checkpoints import TEXTS
from open_clip.tokenizer import HFTokenizer, SimpleTokenizer, get_clean_fn

from photoclip.onnx_export import write_byte_pairs
from photoclip.starter import TEXT_FILES
from photoclip.tokens import Tokenizer, TokenRules, clean, legible

LONG = ["word " * 500, "a" * 300, "1234567890 " * 40, "漢字" * 100]
ODD = ["", "'s 'S 'Ll don't DON'T", "a\tb\nc\u00a0d\u200be", "x²½ Ⅷ ǅ İstanbul ß", "\x01\x7f\x85"]


@pytest.mark.parametrize("cleaning", ["whitespace", "lower", "canonicalize"])
@pytest.mark.parametrize("text", TEXTS + ODD, ids=repr)
def test_cleaning_is_open_clips(cleaning: str, text: str) -> None:
    assert clean(text, cleaning) == get_clean_fn(cleaning)(text)


@pytest.mark.parametrize("cleaning", ["lower", "canonicalize"])
@pytest.mark.parametrize("context_length", [77, 64])
def test_byte_pairs_are_open_clips(tmp_path: Path, cleaning: str, context_length: int) -> None:
    theirs = SimpleTokenizer(context_length=context_length, clean=cleaning)
    (tmp_path / "tokenizer.json").write_text(write_byte_pairs(theirs), "utf-8")
    rules = TokenRules(context_length, 0, cleaning, fixed_length=True)
    ours = Tokenizer(tmp_path / "tokenizer.json", rules)
    texts = TEXTS + ODD + LONG
    np.testing.assert_array_equal(ours(texts), theirs(texts).numpy())


def test_word_pieces_are_open_clips_without_the_padding() -> None:
    (file,) = (file.path() for file in TEXT_FILES if file.parts[-1] == "tokenizer.json")
    theirs = HFTokenizer(str(file.parent), context_length=40)
    ours = Tokenizer(file, TokenRules(40, 0, "whitespace", fixed_length=False))
    texts = TEXTS + ODD + LONG
    expected = theirs(texts).numpy()
    np.testing.assert_array_equal(ours(texts), expected)
    (short,) = ours(["a cat"])
    assert len(short) == 4
    assert not theirs(["a cat"])[0, 4:].any()


def test_legible_text_can_be_encoded_and_is_bounded() -> None:
    assert legible("a\0b", 77) == "a b"
    assert legible("\ud83d\udc31 \ud83d", 77) == "🐱 �"
    assert len(legible("x" * 1_000_000, 77)) < 3000
    assert legible(" " * 100_000 + "a cat", 77) == " a cat"
