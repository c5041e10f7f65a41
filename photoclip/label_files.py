"""Labels in readable files: exported and imported ones, and the presets that come along.

A file is TOML with a ``[[label]]`` table for each label, or JSON with a list ``labels`` of the same
fields, or plain text with one name a line. Files are hostile: what is wrong with one is a sentence.
"""

from __future__ import annotations

import base64
import binascii
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from photoclip.domain import Label
from photoclip.errors import PhotoClipError
from photoclip.label_definition import clean, clean_name, former_names, same_name
from photoclip.resources import resource

_LARGEST = 64 * 2**20  # bytes: more than any number of labels with examples

_MOST_LABELS = 10_000


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """A label as a file has it. Fields that are not in the file are None."""

    name: str
    descriptions: tuple[str, ...] | None = None
    negatives: tuple[str, ...] | None = None
    examples: tuple[bytes, ...] | None = None
    threshold: float | None = None
    parent: str | None = None
    colour: str | None = None
    sensitive: bool | None = None
    former_names: tuple[str, ...] = ()

    def onto(self, label: Label) -> Label:
        """The label with what the file says of it; ``parent`` is left to the caller.

        A label whose name is a former one in the file is renamed; what both were called stays.
        """
        said = {
            field: value
            for field in ("descriptions", "negatives", "examples", "threshold", "colour")
            if (value := getattr(self, field)) is not None
        }
        if self.sensitive is not None:
            said["sensitive"] = self.sensitive
        if any(same_name(label.name, name) for name in self.former_names):
            said["name"] = self.name
        named = replace(label, name=said.get("name", label.name), former_names=())
        theirs = Label(0, self.name, former_names=self.former_names)
        return clean(replace(label, **said, former_names=former_names(named, label, theirs)))

    def called(self, names: Mapping[str, str]) -> LabelRecord:
        """The same label and its parent by other names; its words still say what it was."""
        if self.name not in names and self.parent not in names:
            return self
        return replace(
            self,
            name=names.get(self.name, self.name),
            parent=names.get(self.parent, self.parent) if self.parent else self.parent,
            descriptions=self.descriptions or (self.name,),
        )


@dataclass(frozen=True, slots=True)
class Preset:
    """Labels that belong together; ``name`` is its key, ``title`` is for people."""

    name: str
    title: str
    summary: str
    labels: tuple[LabelRecord, ...]


def read_labels(path: Path) -> list[LabelRecord]:
    """The labels of a file, each name once.

    Raises:
        PhotoClipError: it cannot be read, or something in it is no label; the text says what.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise PhotoClipError("{path} is too large for a file of labels.", path=path)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise PhotoClipError("{path} cannot be read: {reason}.", path=path, reason=error) from error
    except UnicodeDecodeError as error:
        raise PhotoClipError("{path} is no text, so it holds no labels.", path=path) from error
    try:
        records = parse_labels(text, path.suffix.lower())
    except PhotoClipError as error:
        raise PhotoClipError("{path} cannot be taken: {reason}", path=path, reason=error) from error
    if not records:
        raise PhotoClipError("{path} holds no labels.", path=path)
    return records


def parse_labels(text: str, suffix: str = "") -> list[LabelRecord]:
    """The labels of a text; which of the three forms it is shows by the suffix or by itself."""
    start = text.lstrip()
    if suffix == ".json" or start.startswith("{"):
        tables = _tables(_parse_json(text), "labels")
    elif suffix == ".toml" or any(line.strip() == "[[label]]" for line in start.splitlines()):
        tables = _tables(_parse_toml(text), "label")
    else:
        lines = (line.strip() for line in text.splitlines())
        tables = [{"name": line} for line in lines if line and not line.startswith("#")]
    if len(tables) > _MOST_LABELS:
        raise PhotoClipError("There are more than {most} labels in it.", most=_MOST_LABELS)
    records = [_to_record(table) for table in tables]
    return list({record.name.casefold(): record for record in records}.values())


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PhotoClipError("it is no valid JSON ({reason}).", reason=error) from error


def _parse_toml(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise PhotoClipError("it is no valid TOML ({reason}).", reason=error) from error


def _tables(found: Any, name: str) -> list[Any]:
    tables = found.get(name, []) if isinstance(found, dict) else None
    if not isinstance(tables, list):
        raise PhotoClipError("it has no list “{name}”.", name=name)
    return tables


def _to_record(table: Any) -> LabelRecord:
    if not isinstance(table, dict) or not isinstance(table.get("name"), str):
        raise PhotoClipError("one of its labels has no name.")
    name = clean_name(table["name"])
    parent = _field(table, "parent", str)
    threshold = _field(table, "threshold", float)
    record = LabelRecord(
        name,
        _texts(table, "descriptions"),
        _texts(table, "negatives"),
        _examples(table),
        threshold,
        clean_name(parent) if parent else parent,
        _field(table, "colour", str),
        _field(table, "sensitive", bool),
        tuple(map(clean_name, _texts(table, "former_names") or ())),
    )
    record.onto(Label(0, name))  # refuses what no label may have
    return record


def _field(table: dict[str, Any], field: str, kind: type) -> Any:
    value = table.get(field)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if value is not None and not isinstance(value, kind):
        raise PhotoClipError(
            "“{field}” of “{name}” has an unexpected value.", field=field, name=table["name"]
        )
    return value


def _texts(table: dict[str, Any], field: str) -> tuple[str, ...] | None:
    value = _field(table, field, list)
    if value is None:
        return None
    if not all(isinstance(text, str) for text in value):
        raise PhotoClipError(
            "“{field}” of “{name}” must be a list of texts.", field=field, name=table["name"]
        )
    return tuple(value)


def _examples(table: dict[str, Any]) -> tuple[bytes, ...] | None:
    texts = _texts(table, "examples")
    try:
        return None if texts is None else tuple(base64.b64decode(t, validate=True) for t in texts)
    except (binascii.Error, ValueError) as error:
        raise PhotoClipError(
            "An example of “{name}” is no base64 text.", name=table["name"]
        ) from error


def write_labels(path: Path, labels: Sequence[Label]) -> None:
    """Export labels: JSON where the file is named so, else TOML.

    Raises:
        PhotoClipError: the file cannot be written; one that was there is untouched.
    """
    tables = [_to_table(label, {one.id: one.name for one in labels}) for label in labels]
    if path.suffix.lower() == ".json":
        text = json.dumps({"labels": tables}, indent=2, ensure_ascii=False) + "\n"
    else:
        text = "\n".join(_toml(table) for table in tables)
    try:
        _write_whole(path, text)
    except OSError as error:
        raise PhotoClipError(
            "The labels cannot be written to {path}: {reason}.", path=path, reason=error
        ) from error


def _write_whole(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.part")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _to_table(label: Label, names: dict[int, str]) -> dict[str, Any]:
    """What is not said is as it is without being said."""
    table: dict[str, Any] = {"name": label.name, "threshold": label.threshold}
    if label.parent_id in names:
        table["parent"] = names[label.parent_id]
    for field in ("descriptions", "negatives", "former_names"):
        if texts := getattr(label, field):
            table[field] = list(texts)
    if label.colour:
        table["colour"] = label.colour
    if label.sensitive:
        table["sensitive"] = True
    if label.examples:
        table["examples"] = [base64.b64encode(picture).decode() for picture in label.examples]
    return table


def _toml(table: dict[str, Any]) -> str:
    """Strings, numbers, truth and lists of strings look the same in TOML as in JSON."""
    lines = [f"{field} = {_toml_value(value)}" for field, value in table.items()]
    return "\n".join(["[[label]]", *lines, ""])


def _toml_value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@lru_cache
def presets() -> tuple[Preset, ...]:
    """The presets that come with the program, by title."""
    files = sorted(resource("labels", "presets").glob("*.toml"))
    return tuple(sorted(map(_read_preset, files), key=lambda preset: preset.title))


def find_preset(name: str) -> Preset:
    """The preset with that key; raises PhotoClipError if there is none."""
    for preset in presets():
        if preset.name == name:
            return preset
    known = [preset.name for preset in presets()]
    raise PhotoClipError("There is no preset “{name}”; there are: {known}.", name=name, known=known)


def _read_preset(path: Path) -> Preset:
    text = path.read_text(encoding="utf-8")
    about = tomllib.loads(text)
    labels = tuple(parse_labels(text, ".toml"))
    return Preset(path.stem, about["title"], about["summary"], labels)


def match(records: Iterable[LabelRecord], labels: Iterable[Label]) -> dict[str, Label]:
    """Which records are about a label that is there: name, case folded -> label.

    By its name, else by what the record says that it was called, else by what the label was called.
    Each label is one record's.
    """
    waiting = {record.name.casefold(): record for record in records}
    unclaimed = {label.name.casefold(): label for label in labels}
    found = {name: unclaimed.pop(name) for name in waiting if name in unclaimed}
    for name, record in waiting.items():
        for former in map(str.casefold, reversed(record.former_names)):
            if name not in found and former in unclaimed and former not in waiting:
                found[name] = unclaimed.pop(former)
    for label in unclaimed.values():
        for name in map(str.casefold, reversed(label.former_names)):
            if name in waiting and name not in found:
                found[name] = label
                break
    return found


def parents_first(records: Iterable[LabelRecord]) -> list[LabelRecord]:
    """The same records, each after the one that it lies in; those in a circle come last."""
    waiting = {record.name.casefold(): record for record in records}
    done: list[LabelRecord] = []
    while waiting:
        ready = [
            name
            for name, record in waiting.items()
            if not record.parent or record.parent.casefold() not in waiting
        ] or list(waiting)
        done += [waiting.pop(name) for name in ready]
    return done
