"""The RDF of XMP: which properties a document has, and cutting changes into it.

A property is an element or an attribute of a description; its value is a text or a list of texts.
What is structured otherwise is seen but not understood, and never touched. Knows no vocabulary.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from photoclip.errors import PhotoClipError
from photoclip.xml_tree import Edit, Element, Name, apply, cut, parse, quote, space_before

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

DEFAULT = "x-default"
"""The language of a text that is for everybody."""

_XML = "http://www.w3.org/XML/1998/namespace"
_ROOT = (RDF, "RDF")
_CONTAINERS = {(RDF, "Bag"), (RDF, "Seq"), (RDF, "Alt")}
_SYNTAX = frozenset({RDF, _XML, ""})  # namespaces of attributes that are no properties


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One value of a property; ``text`` is None where it is structured, ``element`` its rdf:li."""

    text: str | None
    language: str = DEFAULT
    element: Element | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Property:
    """``element`` is None where it is an attribute, ``container`` None where it is no list."""

    description: Element
    name: Name
    element: Element | None
    container: Element | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A property's name, as it is written where the document has not got it yet."""

    namespace: str
    prefix: str
    local: str
    container: str = "Bag"

    @property
    def name(self) -> Name:
        return self.namespace, self.local

    @property
    def tag(self) -> str:
        return f"{self.prefix}:{self.local}"


class Draft:
    """A document, and the changes to it that ``finish`` carries out.

    Raises:
        PhotoClipError: it cannot be read, or holds no RDF. The text goes on after a colon.
    """

    def __init__(self, data: bytes) -> None:
        root = parse(data)
        found = [root] if root.name == _ROOT else [e for e in root.children if e.name == _ROOT]
        if not found:
            raise PhotoClipError("it holds no XMP.")
        self._data = data
        self._rdf = found[0]
        self._properties: dict[Name, list[Property]] = {}
        for one in _properties(self._rdf):
            self._properties.setdefault(one.name, []).append(one)
        self._edits: list[Edit] = []
        self._cut: set[tuple[int, Name | None]] = set()  # places of elements and attributes
        self._new: dict[Term, list[str]] = {}  # lines

    # --- as it is -----------------------------------------------------------------------------

    def items(self, term: Term) -> list[Item]:
        """The values of a property, wherever in the document they stand."""
        return [item for one in self._found(term) for item in one.items]

    def texts(self, term: Term) -> list[str]:
        """Those that are texts, without space around them."""
        return [text for item in self.items(term) if (text := (item.text or "").strip())]

    def text(self, term: Term) -> str | None:
        """The first of them."""
        return next(iter(self.texts(term)), None)

    def _found(self, term: Term) -> list[Property]:
        return self._properties.get(term.name, [])

    # --- changes ------------------------------------------------------------------------------

    def edit_list(self, term: Term, gone: Iterable[str], new: Sequence[str]) -> None:
        """Take texts out of a list, and add others to its end.

        Raises:
            PhotoClipError: the property is no list of texts.
        """
        out = frozenset(gone)
        if not out and not new:
            return
        carried: list[str] = []
        host: Property | None = None
        for one in self._found(term):
            stay = [item for item in one.items if (item.text or "").strip() not in out]
            if one.container and stay:
                host = host or one
                self._cut_items(i for i in one.items if (i.text or "").strip() in out)
            elif not stay or (new and not one.container):
                carried += filter(None, map(_understood, stay))
                self._cut_property(one)
        if new and host:
            self._append(host, new)
        elif new:
            self._new[term] = _list(term, [*carried, *new])

    def set_text(self, term: Term, text: str | None) -> None:
        """Make a property a plain text, or take it out."""
        if self.texts(term) == ([] if text is None else [text]):
            return
        for one in self._found(term):
            self._cut_property(one)
        if text is not None:
            self._new[term] = [f"<{term.tag}>{quote(text)}</{term.tag}>"]

    def set_default(self, term: Term, text: str | None) -> None:
        """Set or take out the text for everybody among those in several languages."""
        host: Property | None = None
        for one in self._found(term):
            default = [item for item in one.items if item.language == DEFAULT]
            if one.container is None or len(default) == len(one.items):
                self._cut_property(one)
            else:
                host = host or one
                self._cut_items(default)
        if text is None:
            return
        if host and host.container:
            self._prepend(host.container, text)
        else:
            self._new[term] = _list(term, [text], f' xml:lang="{DEFAULT}"')

    def finish(self) -> bytes:
        """The changed document; the same bytes where nothing changed."""
        self._cut_emptied()
        if self._new:
            self._edits += self._new_description()
        return apply(self._data, self._edits)

    # --- how ----------------------------------------------------------------------------------

    def _cut_items(self, items: Iterable[Item]) -> None:
        self._edits += [cut(self._data, item.element) for item in items if item.element]

    def _cut_property(self, one: Property) -> None:
        if one.element:
            self._edits.append(cut(self._data, one.element))
            self._cut.add((one.element.start, None))
        else:
            place = one.description.attribute_place(self._data, one.name)
            self._edits.append((*place, b""))
            self._cut.add((one.description.start, one.name))

    def _append(self, host: Property, texts: Iterable[str]) -> None:
        assert host.container
        last = host.container.children[-1]
        space = space_before(self._data, last.start).decode()
        tag = _item_tag(host.container)
        lines = "".join(f"{space}<{tag}>{quote(text)}</{tag}>" for text in texts)
        self._edits.append((last.end, last.end, lines.encode()))

    def _prepend(self, container: Element, text: str) -> None:
        space = space_before(self._data, container.children[0].start).decode()
        tag = _item_tag(container)
        line = f'{space}<{tag} xml:lang="{DEFAULT}">{quote(text)}</{tag}>'
        self._edits.append((container.opened, container.opened, line.encode()))

    def _cut_emptied(self) -> None:
        """Descriptions of which nothing is left go too, in place of what was cut from them."""
        cuts = sorted(start for start, _ in self._cut)  # hostile documents have very many
        emptied = [one for one in self._rdf.children if self._is_emptied(one, cuts)]
        starts = [one.start for one in emptied]

        def is_within(edit: Edit) -> bool:
            before = bisect_left(starts, edit[1])
            return before > 0 and edit[1] <= emptied[before - 1].end

        self._edits = [edit for edit in self._edits if not is_within(edit)]
        self._edits += [cut(self._data, one) for one in emptied]

    def _is_emptied(self, one: Element, cuts: Sequence[int]) -> bool:
        """Nothing is left of a description from which something was cut, not even a comment."""
        if bisect_left(cuts, one.start) == bisect_left(cuts, one.end):
            return False
        names = {name for name in one.attributes if name[0] not in _SYNTAX}
        left = any((child.start, None) not in self._cut for child in one.children)
        left_names = any((one.start, name) not in self._cut for name in names)
        inside = self._data[one.start : one.end]
        return not left and not left_names and b"<!--" not in inside and b"<?" not in inside

    def _new_description(self) -> list[Edit]:
        tag, root = "rdf:Description", self._rdf
        after = root.children[-1] if root.children else None
        space = (space_before(self._data, after.start).decode() if after else "") or "\n "
        names = {term.prefix: term.namespace for term in self._new}
        if not root.tag.startswith("rdf:"):
            names["rdf"] = RDF
        spaces = "".join(f'{space}  xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
        properties = "".join(f"{space} {line}" for lines in self._new.values() for line in lines)
        block = (
            f'{space}<{tag} rdf:about="{quote(self._about())}"{spaces}>{properties}{space}</{tag}>'
        )
        if root.closed == root.end:  # <rdf:RDF/>
            return [(root.end - 2, root.end, f">{block}\n</{root.tag}>".encode())]
        place = after.end if after else root.opened
        return [(place, place, block.encode())]

    def _about(self) -> str:
        """What the document is about; all its descriptions have to say the same."""
        for description in self._rdf.children:
            for name in ((RDF, "about"), ("", "about")):
                if name in description.attributes:
                    return description.attributes[name]
        return ""


def _properties(rdf: Element) -> Iterator[Property]:
    for description in rdf.children:
        for name, value in description.attributes.items():
            if name[0] not in _SYNTAX:
                yield Property(description, name, None, None, (Item(value),))
        for element in description.children:
            only = element.children[0] if len(element.children) == 1 else None
            if only and only.name in _CONTAINERS:
                items = tuple(map(_item, only.children))
                yield Property(description, element.name, element, only, items)
            else:
                item = Item(_value(element), element.attributes.get((_XML, "lang"), DEFAULT))
                yield Property(description, element.name, element, None, (item,))


def _item(element: Element) -> Item:
    language = element.attributes.get((_XML, "lang"), DEFAULT).lower()
    return Item(_value(element), language, element)


def _value(element: Element) -> str | None:
    """The text of a property or list item; with qualifiers it is an rdf:value."""
    if (RDF, "resource") in element.attributes:
        return element.attributes[RDF, "resource"]
    if (RDF, "value") in element.attributes:
        return element.attributes[RDF, "value"]
    if not element.children:
        return element.text if _SYNTAX.issuperset(name[0] for name in element.attributes) else None
    inner = element.children[0] if len(element.children) == 1 else None
    node = inner if inner and inner.name == (RDF, "Description") else element
    if (RDF, "value") in node.attributes:
        return node.attributes[RDF, "value"]
    values = [one for one in node.children if one.name == (RDF, "value")]
    return values[0].text if len(values) == 1 and not values[0].children else None


def _understood(item: Item) -> str:
    if item.text is None:
        raise PhotoClipError("its keywords are written in a form that is not known.")
    return item.text.strip()


def _item_tag(container: Element) -> str:
    prefix, colon, _ = container.tag.rpartition(":")
    return f"{prefix}{colon}li"


def _list(term: Term, texts: Iterable[str], attribute: str = "") -> list[str]:
    kind = f"rdf:{term.container}"
    items = [f"  <rdf:li{attribute}>{quote(text)}</rdf:li>" for text in texts]
    return [f"<{term.tag}>", f" <{kind}>", *items, f" </{kind}>", f"</{term.tag}>"]
