"""What the terms of a query are called for people."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from photoclip.domain import LikePhoto, Picture, Query, Term, Text
from photoclip.ui import texts
from photoclip.ui.filter_parts import split_filter
from photoclip.ui.filter_texts import describe_condition

translate = QCoreApplication.translate

ONE_BY_ONE = 4
"""More photos than these, all of one weight, are spoken of together."""


def name_terms(terms: Sequence[Term]) -> str:
    """The words, the picture's name, or how many photos."""
    if len(terms) > 1:
        return texts.count_photos(len(terms))
    match terms[0]:
        case Text(text=words):
            return words
        case Picture(source=source) if not isinstance(source, bytes):
            return source.name
        case LikePhoto():
            return translate("terms", "a photo")
    return translate("terms", "this picture")


def explain_term(term: Term) -> str:
    """As ``name_terms``; of what photos should not be like it is said."""
    name = name_terms([term])
    return translate("terms", "Less like {name}").format(name=name) if term.weight < 0 else name


def name_query(query: Query) -> str:
    """Its terms and conditions in a few words each, as a list."""
    terms = [explain_term(group[0]) for group in group_terms(query.terms)]
    conditions = [describe_condition(part)[1] for part in split_filter(query.filter)]
    return ", ".join([*terms, *conditions])


def group_terms(terms: Sequence[Term]) -> list[tuple[Term, ...]]:
    """Each for itself, but many photos of one weight together."""
    photos = [term for term in terms if isinstance(term, LikePhoto)]
    others = [(term,) for term in terms if not isinstance(term, LikePhoto)]
    if len(photos) > ONE_BY_ONE and len({term.weight for term in photos}) == 1:
        return [tuple(photos), *others]
    return [(term,) for term in terms]
