from __future__ import annotations

import pytest

from photoclip.errors import PhotoClipError
from photoclip.xml_tree import LARGEST, apply, cut, parse, quote, writable


def test_elements_know_where_they_lie():
    data = "\ufeff<a:x xmlns:a='urn:a' a:b = \"1>2\">t<!-- c --><y/>é<z  >in</z ></a:x>\n".encode()
    root = parse(data)
    y, z = root.children
    assert root.name == ("urn:a", "x")
    assert root.tag == "a:x"
    assert root.attributes == {("urn:a", "b"): "1>2"}
    assert root.text == "té"
    assert data[root.start : root.end] == data.strip()[3:]
    assert data[y.start : y.end] == b"<y/>"
    assert y.opened == y.closed == y.end
    assert data[z.opened : z.closed] == b"in"
    assert data[slice(*root.attribute_place(data, ("urn:a", "b")))] == b' a:b = "1>2"'


def test_edits_change_nothing_else():
    data = b"<a>\n  <b/>\n  <c/> </a>"
    b, c = parse(data).children
    assert apply(data, [(c.end, c.end, b"<d/>"), cut(data, b)]) == b"<a>\n  <c/><d/> </a>"


def test_text_is_quoted_so_that_it_comes_back():
    text = 'a & b < c > "d" ]]> \r\n é \x00\x0b\ufffe'
    data = f'<a b="{quote(writable(text))}">{quote(writable(text))}</a>'.encode()
    assert parse(data).text == 'a & b < c > "d" ]]> \n é '


LAUGHS = '<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)

HOSTILE = {
    "entity bomb": f"<!DOCTYPE a [{LAUGHS}]><a>&l9;</a>".encode(),
    "entity bomb in an attribute": f"<!DOCTYPE a [{LAUGHS}]><a b='&l9;'/>".encode(),
    "external entity": b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    "external parameter entity": b'<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1/">%e;]><a/>',
    "external type": b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
    "entity of nobody": b"<a>&nobody;</a>",
    "too deep": b"<a>" * 5000 + b"</a>" * 5000,
    "too many": b"<a>" + b"<b/>" * 300_000 + b"</a>",
    "too many attributes": b"<a " + b" ".join(b"b%d=''" % n for n in range(300_000)) + b"/>",
    "too large": b"<a>" + b" " * LARGEST + b"</a>",
    "cut short": b"<a><b>",
    "two roots": b"<a/><a/>",
    "nothing": b"",
    "no XML": b"\xff\xd8\xff\xe0 a photo",
    "prefix of nobody": b"<x:a/>",
    "attribute twice": b"<a b='1' b='2'/>",
    "UTF-16": "<a/>".encode("utf-16"),
    "Latin-1": "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".encode("latin-1"),
    "UTF-16 without a mark": "<a/>".encode("utf-16-le"),
    "said to be Latin-1": b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
    "null bytes": b"<a>\0</a>",
    "line break in a namespace": b"<x:a xmlns:x='urn:&#10;x'/>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_malformed_or_hostile_is_one_sentence(data: bytes):
    with pytest.raises(PhotoClipError, match=r"^it .*\.$"):
        parse(data)
