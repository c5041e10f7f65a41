"""The parts of the command line that belong to labels; nothing heavy is imported here."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Protocol


class AddCommand(Protocol):
    """Adds a command with its one line of help."""

    def __call__(self, name: str, text: str, *, json: bool = False) -> argparse.ArgumentParser: ...


def path(text: str) -> Path:
    """An empty one is a slip in a script, and must not mean the current folder."""
    if not text:
        raise argparse.ArgumentTypeError("an empty text names no file or folder")
    return Path(text)


def share(text: str) -> float:
    """A number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 0 to 1")
    return value


def add_label_commands(command: AddCommand) -> None:
    """``labels``, ``tags``, ``tag``, ``classify`` and ``write-tags``."""
    _add_label_actions(command("labels", "list the labels, or define and exchange them", json=True))
    tags = command("tags", "the labels of photos, with those that were rejected", json=True)
    tags.add_argument("photos", nargs="*", type=path, metavar="PHOTO")
    tags.add_argument("--all", action="store_true", help="of all photos of the library")
    tags.set_defaults(refuse=tags.error)
    tag = command("tag", "accept or reject labels on photos")
    tag.add_argument("photos", nargs="+", type=path, metavar="PHOTO")
    for verdict, text in (
        ("accept", "it shows this"),
        ("reject", "it does not show this"),
        ("clear", "take back what was said of this"),
    ):
        tag.add_argument(f"--{verdict}", action="append", default=[], metavar="LABEL", help=text)
    tag.set_defaults(refuse=tag.error)
    classify = command("classify", "which of some texts fits a picture best", json=True)
    classify.add_argument("image", type=path, metavar="IMAGE")
    classify.add_argument("texts", nargs="+", metavar="TEXT")
    classify.set_defaults(refuse=classify.error)
    write = command("write-tags", "write labels as XMP, beside the photos or into them", json=True)
    write.add_argument("--dry-run", action="store_true", help="only say what would be written")
    write.add_argument(
        "--into",
        choices=("sidecars", "files"),
        help="beside the photos, or into them where that can be (else as chosen; sidecars)",
    )
    write.add_argument(
        "--auto",
        type=share,
        metavar="X",
        help="also labels that nobody judged, from this confidence (0 to 1)",
    )
    write.add_argument(
        "--alt-texts",
        action=argparse.BooleanOptionalAction,
        help="also alternative texts made from accepted labels, where nobody wrote one (else as"
        " chosen; no)",
    )


def _add_label_actions(labels: argparse.ArgumentParser) -> None:
    actions = labels.add_subparsers(dest="action", metavar="ACTION")

    def action(name: str, text: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=text, description=text)

    add = action("add", "define a label")
    add.add_argument("name", metavar="NAME")
    for option, text in (
        ("--describe", "what it looks like (else the name says it)"),
        ("--not", "what it is easily taken for"),
    ):
        add.add_argument(option, action="append", default=[], metavar="TEXT", help=text)
    add.add_argument("--threshold", type=share, metavar="X", help="least confidence, 0 to 1")
    add.add_argument("--parent", metavar="LABEL", help="the label that it lies in")
    add.add_argument("--sensitive", action="store_true", help="its photos may be veiled")
    remove = action("remove", "forget a label and what was said of it")
    remove.add_argument("name", metavar="NAME")
    export = action("export", "write all labels into a file (TOML, or JSON by its name)")
    export.add_argument("file", type=path, metavar="FILE")
    bring = action("import", "take the labels of an exported file, or of one name a line")
    bring.add_argument("file", type=path, metavar="FILE")
    preset = action("preset", "list the presets, or add the labels of one")
    preset.add_argument("name", nargs="?", metavar="NAME")
