"""The commands without a window. Results go to standard output, all else to standard error."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from photoclip.cli_labels import run_classify, run_labels, run_tag, run_tags, run_write_tags
from photoclip.cli_models import run_models
from photoclip.cli_search import run_search, run_similar
from photoclip.devices import choose_device
from photoclip.doctor import examine
from photoclip.domain import Folder, Problem
from photoclip.errors import PhotoClipError
from photoclip.library import Library
from photoclip.terminal import Session, count, print_json, printable, progress_bar, say, tag_all


def run_command(options: argparse.Namespace, session: Session) -> int:
    """Run one command; a known error is one sentence on standard error and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    try:
        code = _COMMANDS[options.command](session, options)
        sys.stdout.flush()
    except PhotoClipError as error:
        say(str(error))
        return 1
    except BrokenPipeError:  # “photoclip search … | head -1”: the reader has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _add(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        added = [folder.path for folder in library.add_folders(options.folders)]
        library.use(session.models.load(library.model))
        changed = _refresh_all(library)
        _report(library, options.json, folders=[str(path) for path in added], changed=changed)
    return 0


def _refresh(session: Session, options: argparse.Namespace) -> int:
    with session.ready_library() as library:
        _report(library, options.json, changed=_refresh_all(library))
    return 0


def _refresh_all(library: Library) -> int:
    """Index until done, with a progress bar; returns how many photos changed."""
    changed: set[int] = set()
    tag_all(library)  # labels that are ready tag new photos as they come ...
    with progress_bar(" photos") as show:
        for step in library.refresh():
            show(step.done, step.total)
            changed.update(step.changed)
    tag_all(library)  # ... and are measured anew where the library has grown a lot
    while library.tend():
        pass
    return len(changed)


def _report(library: Library, as_json: bool, **facts: Any) -> None:
    photos, _ = library.count_photos()
    problems = library.problems()
    if as_json:
        print_json({**facts, "photos": photos, "unreadable": _problems_json(problems)})
        return
    for one in problems:
        say(f"{printable(one.path)}: {one.reason}")
    for one in library.tag_files.problems():
        say(str(one.reason))
    print(f"{facts['changed']} changed; the library holds {_photos(photos)}.")


def _photos(n: int) -> str:
    return count(n, "photo", "photos")


def _folders(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        folders = library.folders()
    if options.json:
        print_json([_folder_json(folder) for folder in folders])
        return 0
    for folder in folders:
        note = "" if folder.online else "  (not connected)"
        print(f"{printable(folder.path)}  {_photos(folder.photos)}{note}")
    return 0


def _folder_json(folder: Folder) -> dict[str, Any]:
    return {"path": str(folder.path), "photos": folder.photos, "online": folder.online}


def _problems_json(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [{"path": str(one.path), "reason": str(one.reason)} for one in problems]


def _remove(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        folder = library.find_folder(options.folder)
        library.remove_folder(folder.id)
    print(f"{printable(folder.path)} is no longer in the library; its files are untouched.")
    return 0


def _status(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        models = session.models
        status = library.status(
            models.vector_space(library.model),
            models.name(library.model),
            choose_device(session.device),
        )
    facts = {
        "library": str(status.library),
        "photos": status.photos,
        "vectors": status.vectors,
        "unreadable": _problems_json(status.unreadable),
        "folders": [_folder_json(folder) for folder in status.folders],
        "model": status.model,
        "device": status.device,
    }
    if options.json:
        print_json(facts)
        return 0
    for name in ("library", "photos", "vectors", "model", "device"):
        print(f"{name:10} {facts[name]}")
    for folder in status.folders:
        print(f"{'folder':10} {printable(folder.path)} ({_photos(folder.photos)})")
    for one in status.unreadable:
        print(f"{'unreadable':10} {printable(one.path)}: {one.reason}")
    return 0


def _doctor(session: Session, options: argparse.Namespace) -> int:
    healthy = True
    for finding in examine(session.root, session.device, session.models.load):
        print(f"{'ok' if finding.ok else 'NOT OK':6}  {finding.sentence}", flush=True)
        healthy = healthy and finding.ok
    return 0 if healthy else 1


_COMMANDS: dict[str, Callable[[Session, argparse.Namespace], int]] = {
    "add": _add,
    "search": run_search,
    "similar": run_similar,
    "folders": _folders,
    "remove": _remove,
    "refresh": _refresh,
    "status": _status,
    "doctor": _doctor,
    "models": run_models,
    "labels": run_labels,
    "tags": run_tags,
    "tag": run_tag,
    "classify": run_classify,
    "write-tags": run_write_tags,
}
