"""What a label may look like; a slip becomes a sentence. Knows no database and no model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from photoclip.domain import Label, Origin, Tag
from photoclip.errors import PhotoClipError

LONGEST_NAME = 100
"""Characters: more fits no chip and no keyword field."""

LONGEST_DESCRIPTION = 500
"""Characters: the models' tokenizers cut after some 60 words."""

MOST_DESCRIPTIONS = 50
"""And as many of what a label is not: each costs a run of the text tower per template."""

MOST_EXAMPLES = 20

_UNFIT = re.compile(r'["|\x00-\x1f\x7f-\x9f]')
"""Line breaks, and what parts names in queries and in hierarchical keywords."""


def clean(label: Label) -> Label:
    """The label as it is kept: spaces tidied, nothing twice.

    Raises:
        PhotoClipError: it has no name, or something about it is too long, too many or no value.
    """
    name = clean_name(label.name)
    if not 0.0 <= label.threshold <= 1.0:
        raise PhotoClipError(
            "The threshold of “{name}” must be from 0 to 1, and {threshold} is not.",
            name=name,
            threshold=f"{label.threshold:g}",
        )
    if label.colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", label.colour):
        raise PhotoClipError("The colour of “{name}” must look like #aabbcc.", name=name)
    if len(label.examples) > MOST_EXAMPLES:
        raise PhotoClipError(
            "“{name}” may have no more than {most} example pictures.",
            name=name,
            most=MOST_EXAMPLES,
        )
    return replace(
        label,
        name=name,
        descriptions=_clean_texts(name, label.descriptions),
        negatives=_clean_texts(name, label.negatives),
        examples=tuple(dict.fromkeys(label.examples)),
        colour=label.colour.lower(),
    )


def clean_name(name: str) -> str:
    """A name as it is kept; PhotoClipError where it can be none."""
    tidy = re.sub(" +", " ", _encodable(name).strip())
    if not tidy:
        raise PhotoClipError("A label needs a name.")
    if len(tidy) > LONGEST_NAME:
        raise PhotoClipError(
            "“{start}…” is too long for a label: it may have {most} characters.",
            start=tidy[:40],
            most=LONGEST_NAME,
        )
    if _UNFIT.search(tidy):
        raise PhotoClipError(
            "“{name}” can be no label's name as it was written: it may hold no line "
            "break, quotation mark or “|”.",
            name=" ".join(_UNFIT.sub(" ", tidy).split()),
        )
    return tidy


def same_name(one: str, other: str) -> bool:
    """Names are told apart by more than capital letters."""
    return one.casefold() == other.casefold()


def check_name_is_free(label: Label, names: Mapping[int, str]) -> None:
    """PhotoClipError where another label (``names``: by id) is called the same."""
    for number, name in names.items():
        if number != label.id and same_name(name, label.name):
            raise PhotoClipError("There is already a label “{name}”.", name=name)


def prompts(label: Label) -> tuple[str, ...]:
    """What a model is asked: the descriptions, and without any the name."""
    return label.descriptions or (label.name,)


@dataclass(frozen=True, slots=True)
class Naming:
    """What a label is called and was called, and what it lies in."""

    name: str
    parent_id: int | None
    former_names: tuple[str, ...] = ()


def paths(labels: Mapping[int, Naming]) -> dict[int, str]:
    """Label -> the names from the top down to it, parted by "|"."""
    found: dict[int, str] = {}
    for number in labels:
        names, above = [], labels.get(number)
        while above is not None:
            names.append(above.name)
            above = labels.get(above.parent_id or 0)
        found[number] = "|".join(reversed(names))
    return found


def with_implied(tags: Sequence[Tag], labels: Mapping[int, Naming]) -> tuple[Tag, ...]:
    """All that is said of labels on a photo, and the labels that it carries because of these.

    Of several that lie in one, what the person or a file says counts first, then the surer one. A
    label that the person took off is not put back.
    """
    known = {tag.label_id for tag in tags}
    implied: dict[int, Tag] = {}
    for tag in sorted(tags, key=_sureness, reverse=True):
        naming = labels.get(tag.label_id) if tag.origin is not Origin.REJECTED else None
        while naming is not None and naming.parent_id is not None:
            number, naming = naming.parent_id, labels.get(naming.parent_id)
            if naming is not None and number not in known:
                found = Tag(number, naming.name, tag.origin, tag.confidence, tag.name)
                implied.setdefault(number, found)
    return (*tags, *sorted(implied.values(), key=lambda tag: tag.name.casefold()))


def _sureness(tag: Tag) -> tuple[int, float]:
    order = (Origin.REJECTED, Origin.AUTO, Origin.FILE, Origin.ACCEPTED)
    return order.index(tag.origin), tag.confidence or 0.0


def file_words(labels: Mapping[int, Naming]) -> dict[str, int]:
    """By which words, case folded, files name labels.

    Names and paths; former names only as long as no other label is called that.
    """
    found = {path.casefold(): number for number, path in paths(labels).items()}
    found |= {label.name.casefold(): number for number, label in labels.items()}
    for number, label in labels.items():
        for name in label.former_names:
            found.setdefault(name.casefold(), number)
    return found


def lies_in(label: Label, other: Label, labels: Sequence[Label]) -> bool:
    """Is a label nested in another one, at whatever depth?"""
    parents = {one.id: one.parent_id for one in labels}
    above = label.parent_id
    while above is not None and above != other.id:
        above = parents.get(above)
    return above is not None


def former_names(*labels: Label) -> tuple[str, ...]:
    """What the first label was called if it takes over the names of all of them."""
    names = [name for one in labels for name in (*one.former_names, one.name)]
    distinct = {name.casefold(): name for name in names}
    distinct.pop(labels[0].name.casefold())
    return tuple(distinct.values())[-MOST_DESCRIPTIONS:]


def _clean_texts(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    tidy = tuple(
        dict.fromkeys(" ".join(_encodable(text).split()) for text in texts if text.strip())
    )
    if len(tidy) > MOST_DESCRIPTIONS:
        raise PhotoClipError(
            "“{name}” may have no more than {most} descriptions.",
            name=name,
            most=MOST_DESCRIPTIONS,
        )
    if any(len(text) > LONGEST_DESCRIPTION for text in tidy):
        raise PhotoClipError(
            "A description of “{name}” is too long: it may have {most} characters.",
            name=name,
            most=LONGEST_DESCRIPTION,
        )
    return tidy


def _encodable(text: str) -> str:
    """Bytes that were no UTF-8 (from a command line) cannot be stored as text."""
    return text.encode("utf-8", "replace").decode("utf-8")
