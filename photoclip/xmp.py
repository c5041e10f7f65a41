"""XMP documents: the keywords, alternative text and rating in one, and changing the first two.

What others wrote stays to the letter: a change is cut into the bytes of the document, and only at
the properties ``dc:subject``, ``lr:hierarchicalSubject``, ``digiKam:TagsList`` and
``Iptc4xmpCore:AltTextAccessibility``. In them, too, what others wrote stays. So the document has a
record, in a namespace of its own, of what this program put there and which library it was for: only
that library takes it out again, and does not take its own words for another program's. Any other
library does take them, but not what was only guessed.

Both forms of RDF are read: properties as elements and as attributes, in one description or several.
XMP: ISO 16684-1:2019. Knows no file and no photo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from photoclip.errors import PhotoClipError
from photoclip.rdf import DEFAULT, Draft, Term
from photoclip.xml_tree import parse, writable

NEW = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="PhotoCLIP">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
"""A document without properties."""

MOST_KEYWORDS = 10_000
"""In all lists together; a document with more is hostile, and is neither read nor changed."""

_RECORD = "urn:photoclip:xmp/1.0/"  # Exiv2 writes one without the last slash with it


def _ours(local: str) -> Term:
    return Term(_RECORD, "photoclip", local)


_ALT_TEXT = Term(
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore", "AltTextAccessibility", "Alt"
)
_RATING = Term("http://ns.adobe.com/xap/1.0/", "xmp", "Rating")
_LIBRARY = _ours("Library")
_GUESSED = _ours("GuessedLabels")
_OUR_ALT_TEXT = _ours("WrittenAltText")
_MADE_ALT_TEXT = _ours("MadeAltText")


def _from_slashes(path: str) -> str:
    """digiKam has "\\" for a slash within a name."""
    return path.replace("/", "|").replace("\\", "/")


def _to_slashes(path: str) -> str:
    return path.replace("/", "\\").replace("|", "/")


def _as_it_is(path: str) -> str:
    return path


@dataclass(frozen=True, slots=True)
class _KeywordList:
    """``write`` makes its form of a path "animal|dog", ``read`` the path (or name) again."""

    term: Term
    write: Callable[[str], str]
    read: Callable[[str], str] = _as_it_is

    @property
    def record(self) -> Term:
        # Another local name: many readers look at that alone.
        return _ours(f"Written{self.term.local[0].upper()}{self.term.local[1:]}")


_SUBJECT = _KeywordList(
    Term("http://purl.org/dc/elements/1.1/", "dc", "subject"),
    lambda path: path.rpartition("|")[2],
)
_HIERARCHICAL = _KeywordList(
    Term("http://ns.adobe.com/lightroom/1.0/", "lr", "hierarchicalSubject"), _as_it_is
)
_TAGS = _KeywordList(
    Term("http://www.digikam.org/ns/1.0/", "digiKam", "TagsList", "Seq"), _to_slashes, _from_slashes
)
_LISTS = (_SUBJECT, _HIERARCHICAL, _TAGS)


@dataclass(frozen=True, slots=True)
class XmpFacts:
    """What a document says of its photo.

    ``keywords`` are single words, ``hierarchies`` paths like "animal|dog". ``words`` are both, less
    what this library wrote itself and what any guessed: what other programs and people say.
    ``alt_text_is_ours``: this library wrote the text, or the program made it. ``rating``: 0 to 5.
    ``has_ours``: something in it is this library's.
    """

    keywords: tuple[str, ...] = ()
    hierarchies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    alt_text: str = ""
    alt_text_is_ours: bool = False
    rating: int | None = None
    has_ours: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a photo's document is to say for a library; ``library`` is an id that no other has.

    ``accepted`` and ``guessed`` are labels as paths from the top down, "animal|dog". An alternative
    text that the program made gives way to one of others; one of the person's own does not.
    """

    library: str
    accepted: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    alt_text: str = ""
    alt_text_is_made: bool = False


@dataclass(frozen=True, slots=True)
class Revised:
    """A changed document, and the paths that came and went.

    ``alt_text`` is the new one, empty where it was taken out, None where it stays.
    """

    data: bytes
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    alt_text: str | None = None


def begin(keywords: Iterable[str], alt_text: str) -> bytes:
    """A new document that says what another kind of metadata in the same file says."""
    draft = Draft(NEW)
    draft.edit_list(_SUBJECT.term, (), [writable(word) for word in keywords])
    draft.set_default(_ALT_TEXT, writable(alt_text).strip() or None)
    return draft.finish()


def join(data: bytes, extension: bytes) -> bytes:
    """A document with the keywords, alternative text and rating that only its extension has.

    The same document where either cannot be read.
    """
    try:
        draft, more = Draft(data), Draft(extension)
        for one in _LISTS:
            there = _folded(draft.texts(one.term))
            news = _folded(map(writable, more.texts(one.term)))
            draft.edit_list(one.term, (), [text for key, text in news.items() if key not in there])
        if not draft.items(_ALT_TEXT):
            draft.set_default(_ALT_TEXT, writable(_alt_text(more)) or None)
        if draft.text(_RATING) is None:
            draft.set_text(_RATING, more.text(_RATING))
        return draft.finish()
    except PhotoClipError:
        return data


def read(data: bytes, library: str = "") -> XmpFacts:
    """Read a document in UTF-8 for a library ("": for none).

    Raises:
        PhotoClipError: it is malformed, hostile or no XMP. The text goes on after a colon.
    """
    draft = _open(data)
    ours = _is_ours(draft, library)
    guessed = draft.texts(_GUESSED)
    words: list[str] = []
    for one in _LISTS:
        own = draft.texts(one.record) if ours else []
        hidden = {_fold(text) for text in (*map(one.write, guessed), *own)}
        words += [one.read(text) for text in draft.texts(one.term) if _fold(text) not in hidden]
    alt_text = _alt_text(draft)
    made = alt_text and draft.text(_MADE_ALT_TEXT) == alt_text
    return XmpFacts(
        keywords=_distinct(draft.texts(_SUBJECT.term)),
        hierarchies=_distinct(
            one.read(text) for one in (_HIERARCHICAL, _TAGS) for text in draft.texts(one.term)
        ),
        words=_distinct(words),
        alt_text=alt_text,
        alt_text_is_ours=bool(made or (ours and alt_text == draft.text(_OUR_ALT_TEXT))),
        rating=_rating(draft.text(_RATING)),
        has_ours=ours,
    )


def change(data: bytes | None, wanted: Wanted) -> Revised:
    """Bring a document, or a new one, to say what is wanted.

    Raises:
        PhotoClipError: it cannot be read, or its keywords are no list that can be changed.
    """
    assert wanted.library, "or nothing could ever be taken out again"
    before = NEW if data is None else data
    draft = _open(before)
    revision = _Revision(draft, wanted)
    revision.change_keywords()
    revision.change_alt_text()
    revision.change_record()
    after = draft.finish()
    if after != before:
        parse(after)  # never write over a document with one that cannot be read
    paths = _longest(revision.removed)
    return Revised(after, _distinct(revision.added), paths, revision.alt_text)


def _open(data: bytes) -> Draft:
    draft = Draft(data)
    if sum(len(draft.items(one.term)) for one in _LISTS) > MOST_KEYWORDS:
        raise PhotoClipError("it has more than {most} keywords.", most=MOST_KEYWORDS)
    return draft


class _Revision:
    """The steps of one change; ``added`` and the others are as Revised's."""

    def __init__(self, draft: Draft, wanted: Wanted) -> None:
        self._draft = draft
        self._wanted = wanted
        self._accepted = [writable(path) for path in wanted.accepted]
        self._is_ours = _is_ours(draft, wanted.library)
        self._guessed = self._not_theirs(map(writable, wanted.guessed))
        self._notes: dict[Term, list[str]] = {}  # what is this library's from now on
        self._made_here = False
        self.added: list[str] = []
        self.removed: list[str] = []
        self.alt_text: str | None = None

    def change_keywords(self) -> None:
        paths = [*self._accepted, *self._guessed]
        for one in _LISTS:
            present = self._draft.texts(one.term)
            wanted = _folded(map(one.write, paths))
            there = _folded(present)
            recorded = self._recorded(one.record)
            ours = [text for text in present if text in recorded]
            gone = [text for text in ours if _fold(text) not in wanted]
            new = [text for key, text in wanted.items() if key not in there]
            self._draft.edit_list(one.term, gone, new)
            self._notes[one.record] = [*(text for text in ours if _fold(text) in wanted), *new]
            self.added += [path for path in paths if one.write(path) in new]
            self.removed += map(one.read, gone)

    def _not_theirs(self, paths: Iterable[str]) -> list[str]:
        """Paths that others say in none of the lists: of the rest there is nothing to guess."""
        found = list(paths)
        for one in _LISTS:
            recorded = self._recorded(one.record)
            theirs = {_fold(t) for t in self._draft.texts(one.term) if t not in recorded}
            found = [path for path in found if _fold(one.write(path)) not in theirs]
        return found

    def _recorded(self, term: Term) -> set[str]:
        return set(self._draft.texts(term)) if self._is_ours else set()

    def change_alt_text(self) -> None:
        text = writable(self._wanted.alt_text).strip()
        items = self._draft.items(_ALT_TEXT)
        present = next((i.text or "" for i in items if i.language == DEFAULT), "").strip()
        is_made = bool(present) and present == self._draft.text(_MADE_ALT_TEXT)
        is_ours = bool(present) and present in self._recorded(_OUR_ALT_TEXT)
        insists = bool(text) and not self._wanted.alt_text_is_made
        if text:
            gives_way = insists or is_made or is_ours or not items
        else:
            gives_way = is_ours or (is_made and self._is_ours)
        if text != present and gives_way:
            self._draft.set_default(_ALT_TEXT, text or None)
            self.alt_text = present = text
            is_made, is_ours = bool(text) and not insists, insists
            self._made_here = is_made
        elif is_made and insists:
            is_made, is_ours = False, True  # the person took what was made for their own
        self._notes[_OUR_ALT_TEXT] = [present] if is_ours else []
        self._draft.set_text(_MADE_ALT_TEXT, present if is_made else None)
        self._made_here |= is_made and self._is_ours

    def change_record(self) -> None:
        self._change_guessed()
        is_ours = self._made_here or any(self._notes.values())
        if not is_ours and not self._is_ours:
            return  # nothing in it is this library's: another one's record stays
        for term, texts in self._notes.items():
            self._set_list(term, texts)
        self._draft.set_text(_LIBRARY, self._wanted.library if is_ours else None)

    def _change_guessed(self) -> None:
        others = [] if self._is_ours else self._draft.texts(_GUESSED)
        accepted = _folded(self._accepted)
        kept = [path for path in others if _fold(path) not in accepted]
        self._set_list(_GUESSED, [*kept, *self._guessed])

    def _set_list(self, term: Term, texts: Iterable[str]) -> None:
        wanted, present = dict.fromkeys(texts), dict.fromkeys(self._draft.texts(term))
        self._draft.edit_list(
            term, present.keys() - wanted, [t for t in wanted if t not in present]
        )


def _is_ours(draft: Draft, library: str) -> bool:
    return bool(library) and draft.text(_LIBRARY) == library


def _alt_text(draft: Draft) -> str:
    """The one for everybody, or else the first."""
    items = draft.items(_ALT_TEXT)
    ordered = sorted(items, key=lambda item: item.language != DEFAULT)
    return next((text for item in ordered if (text := (item.text or "").strip())), "")


def _rating(text: str | None) -> int | None:
    """Stars; -1, which is "rejected" in Adobe's programs, is none."""
    try:
        stars = round(float(text or ""))
    except (ValueError, OverflowError):
        return None
    return stars if 0 <= stars <= 5 else None


def _fold(text: str) -> str:
    return text.strip().casefold()


def _folded(texts: Iterable[str]) -> dict[str, str]:
    """By what tells them apart; the first of the same."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(_fold(text), text)
    return found


def _longest(paths: Iterable[str]) -> tuple[str, ...]:
    """Without the names that are the last of a path among them."""
    found = _distinct(paths)
    last = {path.rpartition("|")[2] for path in found if "|" in path}
    return tuple(path for path in found if path not in last)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_folded(texts).values())
