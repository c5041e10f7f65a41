"""A filter as the single conditions that a person sees as chips, and back again."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from photoclip.domain import Filter, Query

_PAIRS = {"until_ns": "since_ns", "most_size": "least_size"}
"""Ends of ranges, which are one condition with their beginnings."""

_DEFAULTS: dict[str, Any] = {field.name: getattr(Filter(), field.name) for field in fields(Filter)}


def split_filter(whole: Filter) -> tuple[Filter, ...]:
    """One filter for each condition: for each label its own, a range of dates as one."""
    parts: dict[tuple[str, object], dict[str, Any]] = {}
    for name, default in _DEFAULTS.items():
        value = getattr(whole, name)
        if isinstance(default, tuple):
            parts.update({(name, item): {name: (item,)} for item in value})
        elif value != default:
            parts.setdefault((_PAIRS.get(name, name), None), {})[name] = value
    return tuple(Filter(**values) for values in parts.values())


def join_filters(*filters: Filter) -> Filter:
    """All conditions together; where there can be only one, the last one that says it."""
    values: dict[str, Any] = {}
    for each in filters:
        for name, default in _DEFAULTS.items():
            value = getattr(each, name)
            if isinstance(default, tuple):
                values[name] = tuple(dict.fromkeys((*values.get(name, ()), *value)))
            elif value != default:
                values[name] = value
    return Filter(**values)


def take_away(whole: Filter, part: Filter) -> Filter:
    """The filter without the conditions that ``part`` has."""
    values: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        gone = getattr(part, name)
        if isinstance(default, tuple):
            values[name] = tuple(item for item in getattr(whole, name) if item not in gone)
        elif gone != default:
            values[name] = default
    return replace(whole, **values)


def put_in(whole: Filter, part: Filter) -> Filter:
    """The filter with the conditions of ``part``, a range in the place of an earlier range."""
    for until, since in _PAIRS.items():
        if any(getattr(part, name) != _DEFAULTS[name] for name in (until, since)):
            whole = replace(whole, **{until: _DEFAULTS[until], since: _DEFAULTS[since]})
    return join_filters(whole, part)


def holds(whole: Filter, part: Filter) -> bool:
    """Whether every condition of ``part`` is one of the filter's."""
    return all(
        set(getattr(part, name)) <= set(getattr(whole, name))
        if isinstance(default, tuple)
        else getattr(part, name) in (default, getattr(whole, name))
        for name, default in _DEFAULTS.items()
    )


def join_queries(first: Query, then: Query) -> Query:
    """The terms of both, and their filters as one; strictness and limit are the first one's."""
    return replace(
        first, terms=first.terms + then.terms, filter=join_filters(first.filter, then.filter)
    )
