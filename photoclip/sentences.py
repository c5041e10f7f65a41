"""What the core says to people: an English template, and the values that fill it in.

The command line prints a Sentence as it is. The window translates the template and fills it in
itself (``photoclip.ui.translation.say``); ``packaging/translations.py`` finds the templates by the
calls in the code, so each is written there as one literal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

Value: TypeAlias = "str | int | float | Sentence | tuple[Value, ...]"


@dataclass(frozen=True, slots=True, init=False)
class Sentence:
    """``Sentence("There is no folder {path}.", path=path)``; ``str`` gives the English.

    Values are texts, numbers (a float is shown with one digit after the point), sentences, or
    tuples of these, which are listed with commas. An exception stands for what it says, an OSError
    for its reason; whatever else (a Path) for its text.
    """

    template: str
    values: tuple[tuple[str, Value], ...]

    def __init__(self, template: str, /, **values: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", tuple((k, to_value(v)) for k, v in values.items()))

    def __str__(self) -> str:
        if not self.values:
            return self.template
        return self.template.format(**{name: _in_english(value) for name, value in self.values})

    def to_text(self) -> str:
        """As it is kept in the database: plain text, or JSON where there are values."""
        return json.dumps(_to_json(self)) if self.values else self.template

    @classmethod
    def from_text(cls, text: str) -> Sentence:
        """What ``to_text`` made, or any other plain text."""
        try:
            found = _from_json(json.loads(text)) if text.startswith(_START) else text
        except (ValueError, KeyError, TypeError, AttributeError):
            found = text
        return found if isinstance(found, Sentence) else cls(text)


def foreign(text: str) -> Sentence:
    """A text that no call in the code has as a literal: the system's, or of models.toml.

    It is translated where the translations know it.
    """
    return Sentence(text)


def quoted(text: str) -> Sentence:
    return Sentence("“{text}”", text=text)


def either(choices: Sequence[Value]) -> Value:
    """As in "a or b or c"; there is at least one."""
    return reduce(lambda one, other: Sentence("{one} or {other}", one=one, other=other), choices)


def both(parts: Sequence[Value]) -> Value:
    """As in "a and b and c"; there is at least one."""
    return reduce(lambda one, other: Sentence("{one} and {other}", one=one, other=other), parts)


_START = '{"template": '


def to_value(said: object) -> Value:
    """What fills a template in, of anything: see Sentence."""
    if isinstance(said, str | int | float | Sentence):
        return said
    if isinstance(said, tuple | list):
        return tuple(map(to_value, said))
    sentence = getattr(said, "sentence", None)  # of a PhotoClipError
    if isinstance(sentence, Sentence):
        return sentence
    if isinstance(said, OSError):
        return foreign(said.strerror) if said.strerror else str(said)
    return str(said)


def _in_english(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_in_english, value))
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _to_json(value: Value) -> object:
    if isinstance(value, Sentence):
        values = {name: _to_json(one) for name, one in value.values}
        return {"template": value.template, "values": values}
    return list(map(_to_json, value)) if isinstance(value, tuple) else value


def _from_json(found: Any) -> Value:
    if isinstance(found, dict):
        values = {name: _from_json(value) for name, value in found["values"].items()}
        return Sentence(found["template"], **values)
    return tuple(map(_from_json, found)) if isinstance(found, list) else found
