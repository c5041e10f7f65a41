"""The commands about labels: defining and exchanging them, and what photos carry.

Labels are scored when somebody asks for tags, so that defining many of them loads no model.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from photoclip.changes import Judge
from photoclip.choices import ALT_TEXTS, MADE
from photoclip.domain import Label, Origin, Photo, Problem, Tag, Verdict
from photoclip.errors import PhotoClipError, UnreadablePhoto
from photoclip.images import decode, read
from photoclip.label_files import presets
from photoclip.library import Library
from photoclip.terminal import Session, count, print_json, printable, progress_bar, say

# --- labels -------------------------------------------------------------------------------------


def list_labels(session: Session, options: argparse.Namespace) -> int:
    """Every label and how many photos carry it."""
    with session.tagged_library() as library:
        labels = library.labels.all()
    if options.json:
        print_json(_labels_json(labels))
        return 0
    for label in labels:
        print(f"{label.photos:7}  {printable(label.name)}  (from {label.threshold:.2f})")
    return 0


def _labels_json(labels: Sequence[Label]) -> list[dict[str, Any]]:
    names = {label.id: label.name for label in labels}
    return [
        {
            "name": label.name,
            "photos": label.photos,
            "threshold": label.threshold,
            "descriptions": label.descriptions,
            "negatives": label.negatives,
            "parent": names.get(label.parent_id or 0),
            "colour": label.colour,
            "sensitive": label.sensitive,
        }
        for label in labels
    ]


def _add(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        parent = library.labels.find(options.parent).id if options.parent else None
        label = Label(
            0,
            options.name,
            tuple(options.describe),
            tuple(vars(options)["not"]),
            parent_id=parent,
            sensitive=options.sensitive,
        )
        if options.threshold is not None:
            label = replace(label, threshold=options.threshold)
        library.labels.save(label)
        name = library.labels.find(options.name).name
    print(f"{printable(name)} is a label now.")
    return 0


def _remove(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        label = library.labels.find(options.name)
        library.labels.remove(label.id)
    print(f"{printable(label.name)} is no longer a label.")
    return 0


def _export(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        library.labels.export(options.file)
    print(f"The labels are in {printable(options.file)}.")
    return 0


def _import(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        changed = len(library.labels.import_file(options.file).changes)
    print(f"{count(changed, 'label was', 'labels were')} added or changed.")
    return 0


def _preset(session: Session, options: argparse.Namespace) -> int:
    if options.name is None:
        for preset in presets():
            print(f"{preset.name:12} {preset.title}: {len(preset.labels)} labels. {preset.summary}")
        return 0
    with session.library() as library:
        added = len(library.labels.add_preset(options.name).changes)
    print(f"{count(added, 'label was', 'labels were')} added.")
    return 0


_ACTIONS: dict[str | None, Callable[[Session, argparse.Namespace], int]] = {
    None: list_labels,
    "add": _add,
    "remove": _remove,
    "export": _export,
    "import": _import,
    "preset": _preset,
}


def run_labels(session: Session, options: argparse.Namespace) -> int:
    """``photoclip labels [ACTION ...]``."""
    return _ACTIONS[options.action](session, options)


# --- tags ---------------------------------------------------------------------------------------


def run_tags(session: Session, options: argparse.Namespace) -> int:
    """``photoclip tags PHOTO... | --all``: with ``--json`` one line a photo."""
    if bool(options.photos) == options.all:
        options.refuse("please name photos, or say --all for all of them")
    with session.library() as library:
        if options.all:
            photos = sorted(library.photos(library.newest()), key=lambda photo: photo.path)
        else:
            photos = [_find_photo(library, path) for path in options.photos]
        session.bring_tags_up_to_date(library)
        tags = library.labels.tags_of(photo.id for photo in photos)
    for photo in photos:
        found = tags.get(photo.id, ())
        if options.json:
            print_json({"path": str(photo.path), "labels": [_tag_json(tag) for tag in found]})
        else:
            print(f"{printable(photo.path)}: {', '.join(map(_tag_text, found)) or '-'}")
    return 0


def _find_photo(library: Library, path: Path) -> Photo:
    photo = library.find_photo(path.expanduser().absolute())
    if photo is None:
        raise PhotoClipError("{path} is not a photo of the library.", path=printable(path))
    return photo


def _tag_json(tag: Tag) -> dict[str, Any]:
    confidence = None if tag.confidence is None else round(tag.confidence, 4)
    return {"name": tag.name, "confidence": confidence, "origin": tag.origin.value}


def _tag_text(tag: Tag) -> str:
    if tag.because_of:
        return f"{printable(tag.name)} (because of {printable(tag.because_of)})"
    if tag.origin is Origin.AUTO and tag.confidence is not None:
        return f"{printable(tag.name)} {tag.confidence:.2f}"
    return f"{printable(tag.name)} ({tag.origin.value})"


def run_tag(session: Session, options: argparse.Namespace) -> int:
    """``photoclip tag PHOTO... --accept LABEL --reject LABEL``: all of it or nothing."""
    said = (
        (Verdict.ACCEPTED, options.accept),
        (Verdict.REJECTED, options.reject),
        (Verdict.NONE, options.clear),
    )
    if not any(names for _, names in said):
        options.refuse("please say --accept LABEL, --reject LABEL or --clear LABEL")
    with session.library() as library:
        photos = [_find_photo(library, path) for path in options.photos]
        wanted: dict[int, Verdict] = {}
        for verdict, names in said:
            for label in map(library.labels.find, names):
                if wanted.setdefault(label.id, verdict) is not verdict:
                    options.refuse(f"please say only one thing of “{printable(label.name)}”")
        verdicts = [
            (photo, label, verdict)
            for label, verdict in wanted.items()
            for photo in dict.fromkeys(photo.id for photo in photos)
        ]
        library.labels.apply(Judge(tuple(verdicts)))
    taken_back = sum(verdict is Verdict.NONE for _, _, verdict in verdicts)
    for number, what in ((len(verdicts) - taken_back, "kept"), (taken_back, "taken back")):
        if number:
            print(f"{count(number, 'verdict is', 'verdicts are')} {what}.")
    return 0


def run_write_tags(session: Session, options: argparse.Namespace) -> int:
    """``photoclip write-tags [--dry-run] [--into sidecars|files] [--auto X] [--alt-texts]``."""
    into_photos = None if options.into is None else options.into == "files"
    with session.library() as library:
        alt_texts = options.alt_texts
        if alt_texts is None:
            alt_texts = library.choices[ALT_TEXTS] == MADE
        if alt_texts:  # which description fits best, the model knows
            library.use(session.models.load(library.model))
        if alt_texts or options.auto is not None:
            session.bring_tags_up_to_date(library)
        lines: list[tuple[Path, str]] = []
        refused: list[Problem] = []
        with progress_bar(" photos") as show:
            for one in library.tag_files.write(
                options.auto,
                dry_run=options.dry_run,
                into_photos=into_photos,
                alt_texts=alt_texts,
            ):
                show(one.done, one.total)
                lines += [(path, " ".join(map(str, said))) for path, said in one.written]
                refused += one.refused
    if options.json:
        print_json(
            {
                "written": [{"path": str(path), "change": text} for path, text in lines],
                "refused": [{"path": str(p.path), "reason": str(p.reason)} for p in refused],
            }
        )
    else:
        for path, text in lines:
            print(f"{printable(path)}: {printable(text)}")
        for problem in refused:
            say(printable(problem.reason))
        single, several = "file was", "files were"
        if options.dry_run:
            single, several = "file would be", "files would be"
        print(f"{count(len(lines), single, several)} written.")
    return 1 if refused else 0


# --- one picture --------------------------------------------------------------------------------


def run_classify(session: Session, options: argparse.Namespace) -> int:
    """``photoclip classify IMAGE TEXT...``: the probability that the model gives each text."""
    if not all(text.strip() for text in options.texts):
        options.refuse("please give texts that say something")
    with session.library() as library:
        encoder = session.models.load(library.model)
    try:
        image = decode(read(options.image)[0], short_side=2 * encoder.image_size).image
    except UnreadablePhoto as error:
        raise UnreadablePhoto(
            "{path}: {reason}", path=printable(options.image), reason=error
        ) from error
    picture = encoder.images(encoder.preprocess(image)[None])[0]
    logits = encoder.logit_scale * (encoder.texts(options.texts) @ picture).astype(np.float64)
    weights = np.exp(logits - logits.max())
    found = list(zip(options.texts, (weights / weights.sum()).tolist(), strict=True))
    if options.json:
        print_json([{"text": text, "probability": round(share, 6)} for text, share in found])
        return 0
    for text, share in sorted(found, key=lambda one: -one[1]):
        print(f"{share:.3f}  {printable(text)}")
    return 0
