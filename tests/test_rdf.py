from __future__ import annotations

import pytest

from photoclip.errors import PhotoClipError
from photoclip.rdf import RDF, Draft, Term

KEYWORDS = Term("urn:k/", "k", "words")
TEXTS = Term("urn:k/", "k", "texts", "Alt")
PLAIN = Term("urn:k/", "k", "plain")


def document(inside: str) -> bytes:
    return f'<r:RDF xmlns:r="{RDF}" xmlns:k="urn:k/">{inside}</r:RDF>'.encode()


def listed(items: str, kind: str = "Bag") -> str:
    return f"<r:Description><k:words><r:{kind}>{items}</r:{kind}></k:words></r:Description>"


FORMS = {
    "list": listed("<r:li>a</r:li><r:li> b </r:li>"),
    "numbered": listed("<r:_1>a</r:_1><r:_2>b</r:_2>", "Seq"),
    "elements": "".join(
        f"<r:Description><k:words>{text}</k:words></r:Description>" for text in ("a", "b")
    ),
    "attributes": '<r:Description k:words="a"/><r:Description k:words="b"></r:Description>',
    "resources": listed('<r:li r:resource="a"/><r:li r:resource="b"/>'),
    "qualified": listed(
        '<r:li r:parseType="Resource"><r:value>a</r:value><k:q>1</k:q></r:li>'
        '<r:li><r:Description r:value="b" k:q="1"/></r:li>'
    ),
}


@pytest.mark.parametrize("inside", FORMS.values(), ids=FORMS)
def test_every_spelling_of_a_list_is_read_and_changed(inside: str):
    data = document(inside)
    assert Draft(data).texts(KEYWORDS) == ["a", "b"]
    draft = Draft(data)
    draft.edit_list(KEYWORDS, ["a"], ["c"])
    assert Draft(draft.finish()).texts(KEYWORDS) == ["b", "c"]


@pytest.mark.parametrize("inside", FORMS.values(), ids=FORMS)
def test_a_list_that_is_emptied_goes_with_its_description(inside: str):
    draft = Draft(document(inside))
    draft.edit_list(KEYWORDS, ["a", "b"], [])
    assert draft.finish() == document("")


def test_nothing_to_do_leaves_every_byte():
    data = document(FORMS["list"])
    draft = Draft(data)
    draft.edit_list(KEYWORDS, ["not there"], [])
    draft.set_text(PLAIN, None)
    draft.set_default(TEXTS, None)
    assert draft.finish() == data


def test_a_description_with_a_comment_or_another_property_stays():
    for more in ("<!-- mine -->", "<k:more/>"):
        draft = Draft(document(f'<r:Description k:words="a">{more}</r:Description>'))
        draft.edit_list(KEYWORDS, ["a"], [])
        assert draft.finish() == document(f"<r:Description>{more}</r:Description>")


@pytest.mark.parametrize("empty", ["<k:words/>", "<k:words><r:Bag/></k:words>"])
def test_an_empty_list_is_filled(empty: str):
    draft = Draft(document(f"<r:Description>{empty}</r:Description>"))
    draft.edit_list(KEYWORDS, [], ["a"])
    after = draft.finish()
    assert Draft(after).texts(KEYWORDS) == ["a"]
    assert empty.encode() not in after


def test_a_property_that_is_no_list_of_texts_is_refused():
    structure = '<k:words r:parseType="Resource"><k:inner>a</k:inner></k:words>'
    draft = Draft(document(f"<r:Description>{structure}</r:Description>"))
    with pytest.raises(PhotoClipError, match="form"):
        draft.edit_list(KEYWORDS, [], ["a"])


def test_structured_items_of_a_list_stay():
    item = '<r:li k:a="1" k:b="2"/>'
    inside = (
        f"<r:Description><k:words><r:Bag>{item}<r:li>a</r:li></r:Bag></k:words></r:Description>"
    )
    draft = Draft(document(inside))
    draft.edit_list(KEYWORDS, ["a"], ["b"])
    assert draft.finish() == document(inside.replace(">a<", ">b<"))


def worded(items: str) -> str:
    return f"<k:texts><r:Alt>{items}</r:Alt></k:texts>"


GERMAN = '<r:li xml:lang="de">a</r:li>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ["new"]),
        ("<k:texts>plain</k:texts>", ["new"]),
        ("<k:texts><r:Alt/></k:texts>", ["new"]),
        (worded('<r:li xml:lang="x-default">a</r:li>'), ["new"]),
        (worded(GERMAN), ["new", "a"]),
        (worded(f'{GERMAN}<r:li xml:lang="X-Default">b</r:li>'), ["new", "a"]),
    ],
)
def test_the_text_for_everybody_is_set_and_taken_out(before: str, after: list[str]):
    draft = Draft(document(f"<r:Description>{before}</r:Description>"))
    draft.set_default(TEXTS, "new")
    data = draft.finish()
    items = Draft(data).items(TEXTS)
    assert [item.text for item in items] == after
    assert items[0].language == "x-default"
    draft = Draft(data)
    draft.set_default(TEXTS, None)
    assert Draft(draft.finish()).texts(TEXTS) == after[1:]


def test_a_new_description_is_about_the_same():
    draft = Draft(document('<r:Description r:about="uuid:a&amp;b" k:x="1"/>'))
    draft.set_text(PLAIN, "text")
    assert draft.finish().count(b'about="uuid:a&amp;b"') == 2


@pytest.mark.parametrize(
    "data",
    [
        f'<rdf:RDF xmlns:rdf="{RDF}"/>',
        f'<rdf:RDF xmlns:rdf="{RDF}"></rdf:RDF>',
        f'<RDF xmlns="{RDF}"/>',
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><RDF xmlns="{RDF}"><Description/></RDF></x:xmpmeta>',
    ],
)
def test_a_document_without_properties_gets_some(data: str):
    draft = Draft(data.encode())
    draft.set_text(PLAIN, "text")
    assert Draft(draft.finish()).text(PLAIN) == "text"


def test_a_document_without_rdf_is_refused():
    for data in (b"<html/>", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"):
        with pytest.raises(PhotoClipError, match="no XMP"):
            Draft(data)


@pytest.mark.timeout(100)  # it took some 400 seconds when each was compared with all others
def test_a_document_of_very_many_descriptions_does_not_stop_the_program():
    data = document("<r:Description><k:words>a</k:words></r:Description>" * 20_000)
    draft = Draft(data)
    draft.edit_list(KEYWORDS, (), ["b"])
    changed = Draft(draft.finish())
    assert set(changed.texts(KEYWORDS)) == {"a", "b"}
