"""The errors that a person can act on.

    PhotoClipError              one plain sentence; shown as it is, exit code 1
    ├── LibraryLocked           another process has the library open
    ├── UnreadablePhoto         a file that cannot be decoded; kept as ``photo.error``
    ├── LicenceNotAccepted      a research-only model was asked for without consent
    └── ModelUnavailable        a model file is missing, altered or unusable

Whatever is not a PhotoClipError is a bug: it is logged with its traceback.
"""

from __future__ import annotations

from typing import Self

from photoclip.sentences import Sentence


class PhotoClipError(Exception):
    """A sentence that a photographer can act on: a template and its values, as of a Sentence."""

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template)
        self.sentence = Sentence(template, **values)

    @classmethod
    def saying(cls, sentence: Sentence) -> Self:
        """The error with a sentence that is there already."""
        error = cls(sentence.template)
        error.sentence = sentence
        return error

    def __str__(self) -> str:
        return str(self.sentence)


class LibraryLocked(PhotoClipError):
    """Another process has the library open."""


class UnreadablePhoto(PhotoClipError):
    """The file is no picture that can be decoded; the text is the reason."""


class LicenceNotAccepted(PhotoClipError):
    """A research-only model was asked for before its licence was accepted."""


class ModelUnavailable(PhotoClipError):
    """A model file is missing, altered or unusable; the text names it."""
