"""What is said of labels, and of tags on their way into files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from photoclip.domain import Hits, Label, Problem
from photoclip.sentences import Sentence


@dataclass(frozen=True, slots=True)
class LabelsChanged:
    """All labels by name, with the number of photos that carry each."""

    labels: Sequence[Label]


@dataclass(frozen=True, slots=True)
class PreviewLabel:
    """What would this label catch? Answered by LabelPreviewed; the newest one wins."""

    serial: int
    label: Label


@dataclass(frozen=True, slots=True, eq=False)
class LabelPreviewed:
    """The library by the label's confidence; ``hits.relevant`` is where its threshold cuts."""

    serial: int
    hits: Hits


@dataclass(frozen=True, slots=True)
class ReviewLabel:
    """Which photos should be judged first? Answered by ReviewReady."""

    label_id: int
    count: int = 50


@dataclass(frozen=True, slots=True)
class ReviewReady:
    """Photos to be judged, the most informative first, with their confidence."""

    label_id: int
    photos: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class AddPreset:
    """Define the labels of a preset that the library has not got yet; one undoable change.

    ``names`` are pairs: what a label of the preset is to be called instead.
    """

    name: str
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportLabels:
    path: Path


@dataclass(frozen=True, slots=True)
class ExportLabels:
    """Write the labels into a file; answered by Told."""

    path: Path


@dataclass(frozen=True, slots=True)
class WriteTags:
    """Write tags into files; ``dry_run`` only says what would be written. See TagsWritten."""

    dry_run: bool = True


@dataclass(frozen=True, slots=True)
class TagsWritten:
    """What was (or would be) written: (file, what changes in it), and sentences of refusal."""

    dry_run: bool
    written: Sequence[tuple[Path, tuple[Sentence, ...]]]
    refused: Sequence[Problem]
