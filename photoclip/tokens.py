"""Words become the numbers that a text tower reads, without torch.

The cleaning and the token numbers are open_clip's; a test compares them.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

# No vocabulary has longer tokens in ordinary text, so cutting here changes nothing that is read;
# it spares the tokenizers, one of which takes quadratic time in the length of a word.
_CHARACTERS_PER_TOKEN = 32
# Not all white space: U+0085 is a mistaken ellipsis more often than a line's end.
_BLANKS = re.compile("[\0\t\n\r ]+")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class TokenRules:
    """How one model cuts its texts.

    ``cleaning`` is open_clip's word for it: "whitespace", "lower" or "canonicalize". A tower of
    fixed length reads exactly ``context_length`` tokens, the rest padded with ``pad_id``; another
    reads at most that many.
    """

    context_length: int
    pad_id: int
    cleaning: str
    fixed_length: bool


class Tokenizer:
    """A tokenizer.json and its rules. Any thread may call it."""

    def __init__(self, file: Path, rules: TokenRules) -> None:
        import tokenizers

        self._rules = rules
        self._tokenizer = tokenizers.Tokenizer.from_file(str(file))
        self._tokenizer.enable_truncation(rules.context_length)
        length = rules.context_length if rules.fixed_length else None
        self._tokenizer.enable_padding(pad_id=rules.pad_id, length=length)

    def __call__(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """At least one string, any strings -> int64 [n, length]."""
        limit = self._rules.context_length
        cleaned = [clean(legible(text, limit), self._rules.cleaning) for text in texts]
        rows = self._tokenizer.encode_batch_fast(cleaned)
        return np.array([row.ids for row in rows], np.int64)


def legible(text: str, context_length: int) -> str:
    """What of a text a tokenizer can take: whole Unicode characters, no NUL, of bounded length."""
    joined = _BLANKS.sub(" ", text)[: context_length * _CHARACTERS_PER_TOKEN]
    # Halves of a surrogate pair become one character, a lone half becomes U+FFFD.
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean(text: str, cleaning: str) -> str:
    """open_clip's ``clean`` functions: mended encoding, HTML entities and white space."""
    import ftfy

    mended = html.unescape(html.unescape(ftfy.fix_text(text))).strip()
    if cleaning == "canonicalize":
        mended = mended.replace("_", " ").translate(_NO_PUNCTUATION)
    joined = " ".join(mended.split())
    return joined if cleaning == "whitespace" else joined.lower()
