"""XML that others wrote: where each element lies in the bytes, so that a change touches only it.

Documents are hostile. One with a document type is refused at once, so there are no entities: none
that expand and none that are fetched. Size, depth and number of parts have an end. The standard
library's tree builders keep neither the places nor the spelling; this keeps nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias
from xml.parsers import expat
from xml.sax.saxutils import escape

from photoclip.errors import PhotoClipError
from photoclip.sentences import foreign

Name: TypeAlias = tuple[str, str]
"""Namespace and local name."""

LARGEST = 16 * 2**20
"""Bytes of a document; darktable's masks make some of a few MiB."""

_DEEPEST = 100
_MOST_PARTS = 200_000  # elements and attributes: a second's work

_BETWEEN = "\n"  # no namespace has a line break: expat would refuse the document
_START_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_NO_CHARACTER = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True, eq=False)
class Element:
    """``data[start:end]`` is all of it, ``data[opened:closed]`` what is between its tags.

    Of an element without an end tag ``opened``, ``closed`` and ``end`` are the same. ``tag`` is its
    name as it is spelled, with the prefix; ``spelled`` has the attributes' names likewise. ``text``
    is that of the element itself, without its children's.
    """

    name: Name
    tag: str
    attributes: dict[Name, str]
    spelled: dict[str, Name]
    start: int
    opened: int = 0
    closed: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def attribute_place(self, data: bytes, name: Name) -> tuple[int, int]:
        """From where to where an attribute of the element goes, with the space before it."""
        for match in _ATTRIBUTE.finditer(data, self.start, self.opened):
            if self.spelled.get(match[1].decode()) == name:
                return match.span()
        raise KeyError(name)


def parse(data: bytes) -> Element:
    """Read a document in UTF-8 and return its root.

    Raises:
        PhotoClipError: it is not well-formed, too large, or has a document type. The text goes on
            after a colon.
    """
    if len(data) > LARGEST:
        raise PhotoClipError("it is larger than {size} MB.", size=LARGEST >> 20)
    if b"\0" in data or not _is_utf8(data):
        raise PhotoClipError("it is not written in UTF-8.")
    building = _Building(data)
    try:
        building.parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = foreign(expat.ErrorString(error.code))
        raise PhotoClipError(
            "it is no valid XML (line {line}: {reason}).", line=error.lineno, reason=reason
        ) from error
    return building.roots[0]


class _Building:
    """A tree in the making."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._open: list[Element] = []
        self._pieces: list[list[str]] = []
        self._count = 0
        self._names = cache(_names)  # the same few again and again
        self.roots: list[Element] = []
        self.parser = parser = expat.ParserCreate("utf-8", _BETWEEN)
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.XmlDeclHandler = _check_encoding
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1 + len(attributes)
        if len(self._open) >= _DEEPEST or self._count > _MOST_PARTS:
            raise PhotoClipError("it is nested too deeply or has too many parts.")
        start = self.parser.CurrentByteIndex
        full, tag = self._names(name)
        known = {spelling: one for one, spelling in map(self._names, attributes)}
        values = {self._names(key)[0]: value for key, value in attributes.items()}
        element = Element(full, tag, values, known, start)
        match = _START_TAG.match(self._data, start)
        assert match, "expat found a tag here"
        element.opened = element.closed = element.end = match.end()
        (self._open[-1].children if self._open else self.roots).append(element)
        self._open.append(element)
        self._pieces.append([])

    def _end(self, name: str) -> None:
        element = self._open.pop()
        element.text = "".join(self._pieces.pop())
        if self._data[element.opened - 2 : element.opened] != b"/>":
            element.closed = self.parser.CurrentByteIndex
            element.end = self._data.index(b">", element.closed) + 1

    def _text(self, text: str) -> None:
        self._pieces[-1].append(text)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if encoding and encoding.lower() != "utf-8":
        raise PhotoClipError("it is not written in UTF-8.")


def _refuse_doctype(*_: object) -> None:
    raise PhotoClipError("it has a document type, which such a file never needs.")


def _names(found: str) -> tuple[Name, str]:
    """From expat's spelling to the full name and the document's own spelling."""
    parts = found.split(_BETWEEN)
    if len(parts) == 1:
        return ("", found), found
    namespace, local, *prefix = parts
    return (namespace, local), ":".join((*prefix, local))


# --- changing ---------------------------------------------------------------------------------

Edit: TypeAlias = tuple[int, int, bytes]
"""From where to where, and what comes there instead."""


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Carry out edits that do not overlap; at one place in their order."""
    pieces: list[bytes] = []
    done = 0
    for start, end, instead in sorted(edits, key=lambda edit: edit[:2]):
        assert start >= done, "edits overlap"
        pieces += (data[done:start], instead)
        done = end
    return b"".join((*pieces, data[done:]))


def cut(data: bytes, element: Element) -> Edit:
    """Take an element out, with the white space before it."""
    return element.start - len(space_before(data, element.start)), element.end, b""


def space_before(data: bytes, place: int) -> bytes:
    """The white space before a tag, back to the tag before it; none if there is text between."""
    start = place
    while start and data[start - 1 : start].isspace():
        start -= 1
    return data[start:place] if data[start - 1 : start] == b">" else b""


def writable(text: str) -> str:
    """A text without what XML cannot hold."""
    return _NO_CHARACTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def quote(text: str) -> str:
    """A writable text as it stands in a document, also within double quotation marks."""
    return escape(text, {'"': "&quot;", "\r": "&#13;"})
