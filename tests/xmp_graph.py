"""What an XMP document means, read with another parser than the program's, and random documents."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DC = "{http://purl.org/dc/elements/1.1/}"
LR = "{http://ns.adobe.com/lightroom/1.0/}"
DIGIKAM = "{http://www.digikam.org/ns/1.0/}"
IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
OURS = "{urn:photoclip:xmp/1.0/}"
SUBJECT, HIERARCHICAL, TAGS = f"{DC}subject", f"{LR}hierarchicalSubject", f"{DIGIKAM}TagsList"
ALT_TEXT = f"{IPTC}AltTextAccessibility"
CHANGED = {SUBJECT, HIERARCHICAL, TAGS, ALT_TEXT}

Graph = dict[str, list[Any]]


def graph(data: bytes) -> Graph:
    """Property -> its values, however the document spells them."""
    root = ElementTree.fromstring(data)
    rdf = root if root.tag == f"{RDF}RDF" else root.find(f"{RDF}RDF")
    assert rdf is not None
    found: Graph = {}
    for description in rdf:
        for name, value in _fields(description):
            found.setdefault(name, []).append(value)
    return found


def foreign(data: bytes) -> Graph:
    """The graph without what the program may change."""
    return {n: v for n, v in graph(data).items() if n not in CHANGED and not n.startswith(OURS)}


def listed(data: bytes, name: str) -> list[str]:
    """The texts of a list property, or its only one."""
    found: list[str] = []
    for value in graph(data).get(name, []):
        found += [item[-1] for item in value[1]] if isinstance(value, tuple) else [value]
    return found


def _fields(node: ElementTree.Element) -> list[tuple[str, Any]]:
    syntax = (RDF, "{http://www.w3.org/XML/1998/namespace}")
    fields: list[tuple[str, Any]] = [
        (name, value)
        for name, value in node.attrib.items()
        if name.startswith("{") and not name.startswith(syntax)
    ]
    return fields + [(child.tag, _value(child)) for child in node]


def _value(node: ElementTree.Element) -> Any:
    kind = node[0].tag if len(node) == 1 else ""
    if kind in (f"{RDF}Bag", f"{RDF}Seq", f"{RDF}Alt"):
        return kind, [(li.get(LANGUAGE), _value(li)) for li in node[0]]
    if kind == f"{RDF}Description":
        return sorted(map(repr, _fields(node[0])))
    if len(node) or any(name.startswith("{") and RDF not in name for name in node.attrib):
        fields = [(name, value) for name, value in _fields(node) if name != LANGUAGE]
        if fields:
            return sorted(map(repr, fields))
    return node.get(f"{RDF}resource") or (node.text or "").strip()


# --- random documents -------------------------------------------------------------------------

_WORDS = ("dog", "Dog", "cat", "sea", "a & b", "<x>", 'say "hi"', "Ünï", "日本", "two words", "]]>")


def random_document(chance: random.Random) -> bytes:
    """One in any spelling that RDF has for it, with properties of namespaces nobody knows."""
    prefix = chance.choice(("rdf", "r"))
    blocks = [_random_block(chance, prefix, number) for number in range(chance.randrange(4))]
    keywords = [_random_keywords(chance, prefix)] if chance.random() < 0.7 else []
    about = chance.choice(("", "uuid:faf5bdd5-ba3d-11da-ad31-d33d75182f1b"))
    bodies = "".join(
        f'<{prefix}:Description {prefix}:about="{about}"{attributes}>{body}'
        f"</{prefix}:Description>\n"
        for attributes, body in (*blocks, *keywords)
    )
    rdf = f"<{prefix}:RDF xmlns:{prefix}='{RDF[1:-1]}'>\n{bodies}</{prefix}:RDF>"
    if chance.random() < 0.8:
        rdf = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>\n<!-- here -->{rdf}</x:xmpmeta>"
    if chance.random() < 0.5:
        rdf = f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{rdf}\n<?xpacket end="w"?>'
    return rdf.encode()


def _random_block(chance: random.Random, prefix: str, number: int) -> tuple[str, str]:
    space = chance.choice(("\n   ", " ", ""))
    attributes = f' xmlns:u{number}="urn:unknown:{number}/"'
    body = ""
    for place in range(chance.randrange(1, 6)):
        name = f"u{number}:p{place}"
        if chance.random() < 0.3:
            attributes += f" {name}={quoteattr(chance.choice(_WORDS))}"
        else:
            body += space + _random_property(chance, prefix, name, 0)
    if chance.random() < 0.3:
        body += f"{space}<!-- between --><?other thing?>"
    return attributes, body


def _random_property(chance: random.Random, prefix: str, name: str, depth: int) -> str:
    word = chance.choice(_WORDS)
    forms: list[Callable[[], str]] = [
        lambda: f"<{name}>{escape(word)}</{name}>",
        lambda: f"<{name} {prefix}:resource={quoteattr(word)}/>",
        lambda: f"<{name} {name}={quoteattr(word)} xml:lang='en'/>",
        lambda: f"<{name}><![CDATA[<raw> & {word.replace(']]>', '')}]]></{name}>",
    ]
    if depth < 3:
        inner = [_random_property(chance, prefix, f"{name}{i}", depth + 1) for i in range(2)]
        kind = chance.choice(("Bag", "Seq", "Alt"))
        items = "\n".join(_random_property(chance, prefix, f"{prefix}:li", 3) for _ in range(2))
        forms += [
            lambda: f"<{name} {prefix}:parseType='Resource'>{''.join(inner)}</{name}>",
            lambda: (
                f"<{name}><{prefix}:Description>{''.join(inner)}</{prefix}:Description></{name}>"
            ),
            lambda: f"<{name}>\n <{prefix}:{kind}>{items}</{prefix}:{kind}></{name}>",
        ]
    if name.endswith(":li"):
        del forms[2]
    return chance.choice(forms)()


def _random_keywords(chance: random.Random, prefix: str) -> tuple[str, str]:
    words = chance.sample(_WORDS, chance.randrange(4))
    attributes, space = f" xmlns:d='{DC[1:-1]}' xmlns:i='{IPTC[1:-1]}'", chance.choice(("\n  ", ""))
    if len(words) == 1 and chance.random() < 0.5:
        if chance.random() < 0.5:
            return attributes + f" d:subject={quoteattr(words[0])}", ""
        return attributes, f"<d:subject>{escape(words[0])}</d:subject>"
    kind = chance.choice(("Bag", "Seq"))
    items = "".join(f"{space}<{prefix}:li>{escape(word)}</{prefix}:li>" for word in words)
    body = f"<d:subject>{space}<{prefix}:{kind}>{items}</{prefix}:{kind}></d:subject>"
    if chance.random() < 0.5:
        item = f"<{prefix}:li xml:lang='de'>Hund</{prefix}:li>"
        alt = f"<{prefix}:Alt>{item}</{prefix}:Alt>"
        body += f"{space}<i:AltTextAccessibility>{alt}</i:AltTextAccessibility>"
    return attributes, body
