"""The commands without a window. Results go to standard output, everything else to standard error."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from photoclip.config import LibraryPaths
from photoclip.doctor import examine
from photoclip.domain import Picture, Query, Text
from photoclip.errors import PhotoClipError
from photoclip.library import Library
from photoclip.starter import load_starter


class Session:
    """One command's library; the model is loaded only by those that need it."""

    def __init__(self, root: Path, device: str | None) -> None:
        self.root = root
        self.device = device

    @contextlib.contextmanager
    def library(self, *, model: bool = False) -> Iterator[Library]:
        library = Library(self.root)
        try:
            if model:
                library.use(load_starter(LibraryPaths(self.root).models, self.device))
            yield library
        finally:
            library.close()


def run_command(options: argparse.Namespace, root: Path, device: str | None) -> int:
    """Run one command; a known error is one sentence on standard error and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return _COMMANDS[options.command](Session(root, device), options)
    except PhotoClipError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # “photoclip search … | head”
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        print("Stopped; what was done so far is kept.", file=sys.stderr)
        return 130


def _print_json(value: Any) -> None:
    print(json.dumps(value), flush=True)


def _add(session: Session, options: argparse.Namespace) -> int:
    with session.library(model=True) as library:
        added = [folder.path for folder in library.add_folders(options.folders)]
        photos = _refresh_all(library)
        _report(library, options.json, folders=[str(path) for path in added], changed=photos)
    return 0


def _refresh(session: Session, options: argparse.Namespace) -> int:
    with session.library(model=True) as library:
        _report(library, options.json, changed=_refresh_all(library))
    return 0


def _refresh_all(library: Library) -> int:
    """Index until done, with a progress bar; returns how many photos changed."""
    changed: set[int] = set()
    with tqdm(unit=" photos", file=sys.stderr, dynamic_ncols=True, leave=False) as bar:
        for step in library.refresh():
            bar.total = step.total
            bar.update(step.done - bar.n)
            changed.update(step.changed)
    while library.tend():
        pass
    return len(changed)


def _report(library: Library, as_json: bool, **facts: Any) -> None:
    photos, _ = library.count_photos()
    problems = library.problems()
    if as_json:
        unreadable = [{"path": str(one.path), "reason": one.reason} for one in problems]
        _print_json({**facts, "photos": photos, "unreadable": unreadable})
        return
    for one in problems:
        print(f"{one.path}: {one.reason}", file=sys.stderr)
    print(f"{facts['changed']} changed; the library holds {photos} photos.")


def _search(session: Session, options: argparse.Namespace) -> int:
    texts = _lines() if options.query == "-" else iter([options.query])
    with session.library(model=True) as library:
        for text in texts:
            _print_hits(library, Query((Text(text),), options.n), options.json)
    return 0


def _lines() -> Iterator[str]:
    sys.stdin.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _similar(session: Session, options: argparse.Namespace) -> int:
    with session.library(model=True) as library:
        _print_hits(library, Query((Picture(options.image),), options.n), options.json)
    return 0


def _print_hits(library: Library, query: Query, as_json: bool) -> None:
    hits = library.search(query)
    scores = dict(zip(hits.ids.tolist(), hits.scores.tolist(), strict=True))
    found = [(photo.path, scores[photo.id]) for photo in library.photos(hits.ids)]
    if as_json:
        _print_json([{"path": str(path), "score": round(score, 6)} for path, score in found])
        return
    for path, score in found:
        print(f"{score:.3f}  {path}")


def _folders(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        folders = library.folders()
    if options.json:
        _print_json([_folder_json(folder) for folder in folders])
        return 0
    for folder in folders:
        note = "" if folder.online else "  (not connected)"
        print(f"{folder.path}  {folder.photos} photos{note}")
    return 0


def _folder_json(folder: Any) -> dict[str, Any]:
    return {"path": str(folder.path), "photos": folder.photos, "online": folder.online}


def _remove(session: Session, options: argparse.Namespace) -> int:
    with session.library() as library:
        folder = library.find_folder(options.folder)
        library.remove_folder(folder.id)
    print(f"{folder.path} is no longer in the library; its files are untouched.")
    return 0


def _status(session: Session, options: argparse.Namespace) -> int:
    from photoclip.encoder import choose_device
    from photoclip.starter import STARTER_NAME, starter_key

    with session.library() as library:
        status = library.status(starter_key(), STARTER_NAME, choose_device(session.device))
    facts = {
        "library": str(status.library),
        "photos": status.photos,
        "vectors": status.vectors,
        "unreadable": [{"path": str(one.path), "reason": one.reason} for one in status.unreadable],
        "folders": [_folder_json(folder) for folder in status.folders],
        "model": status.model,
        "device": status.device,
    }
    if options.json:
        _print_json(facts)
        return 0
    for name in ("library", "photos", "vectors", "model", "device"):
        print(f"{name:10} {facts[name]}")
    for folder in status.folders:
        print(f"{'folder':10} {folder.path} ({folder.photos} photos)")
    for one in status.unreadable:
        print(f"{'unreadable':10} {one.path}: {one.reason}")
    return 0


def _doctor(session: Session, options: argparse.Namespace) -> int:
    healthy = True
    for finding in examine(session.root, session.device):
        print(f"{'ok' if finding.ok else 'NOT OK':6}  {finding.sentence}")
        healthy = healthy and finding.ok
    return 0 if healthy else 1


_COMMANDS: dict[str, Callable[[Session, argparse.Namespace], int]] = {
    "add": _add,
    "search": _search,
    "similar": _similar,
    "folders": _folders,
    "remove": _remove,
    "refresh": _refresh,
    "status": _status,
    "doctor": _doctor,
}
