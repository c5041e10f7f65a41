"""Parses the command line; opens the window or runs a command.

Nothing heavy is imported before it is known what is wanted.
"""

from __future__ import annotations

import argparse
import difflib
import multiprocessing
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from photoclip import __version__
from photoclip.cli_parser import add_label_commands, path
from photoclip.config import ENVIRONMENT_VARIABLE, find_library, use_one_blas_thread

_USAGE = """\
photoclip [--library DIR] [FOLDER...]         open the window, adding the folders
       photoclip [--library DIR] COMMAND ...         run a command without a window"""

_DIGITS = 9  # of the largest number of results: more than any library holds photos

_EPILOG = "“photoclip COMMAND --help” says more. A folder named like a command: write ./NAME."


_HYPHEN = " (a query that begins with “-” follows “--”, as in: photoclip search -- -dog)"


class _Parser(argparse.ArgumentParser):
    """Adds a hint to what it says of wrong usage."""

    hint = ""

    def error(self, message: str) -> NoReturn:
        super().error(message + self.hint)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What the command line asks for; leaves the program with 2 if it is wrong."""
    common = _Parser(add_help=False)
    common.add_argument(
        "--library",
        type=path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=f"the folder that holds the whole library (else ${ENVIRONMENT_VARIABLE},"
        " else the platform's place for user data)",
    )
    common.add_argument(
        "--device",
        default=argparse.SUPPRESS,
        help="where the model runs: cpu, cuda or mps (chosen by itself)",
    )
    parser = _Parser(
        prog="photoclip",
        usage=_USAGE,
        description="Find photos by what is in them. Everything stays on this machine.",
        epilog=_EPILOG,
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"PhotoCLIP {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog="photoclip")
    _add_commands(commands, common)
    words = _with_command(arguments, list(commands.choices), parser)
    options, surplus = parser.parse_known_args(words)
    if surplus:
        parser.hint = _HYPHEN if options.command == "search" else ""
        parser.error(f"unrecognized arguments: {' '.join(surplus)}")
    return options


def _add_commands(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    def command(name: str, text: str, *, json: bool = False) -> _Parser:
        made = commands.add_parser(name, help=text, description=text, parents=[common])
        if json:
            made.add_argument("--json", action="store_true", help="print JSON")
        return made

    window = command("window", "open the window (the same as no command)")
    window.add_argument("folders", nargs="*", type=path, metavar="FOLDER")
    add = command("add", "add folders and index them until done", json=True)
    add.add_argument("folders", nargs="+", type=path, metavar="FOLDER")
    _add_search(
        command("search", "the photos that fit a text, best first", json=True),
        command("similar", "the photos most like a picture, best first", json=True),
    )
    command("folders", "list the folders", json=True)
    remove = command("remove", "forget a folder; its files stay")
    remove.add_argument("folder", type=path)
    command("refresh", "look at all folders again", json=True)
    command("status", "what the library holds", json=True)
    command("doctor", "check the installation and the library")
    _add_model_actions(command("models", "list the models, or get, import or use one", json=True))
    add_label_commands(command)


def _add_search(search: _Parser, similar: _Parser) -> None:
    search.hint = _HYPHEN
    search.add_argument(
        "query",
        metavar="QUERY",
        help="such as “beach -people label:dog date:2021”; “-”: one a line from standard input",
    )
    similar.add_argument("image", type=path, metavar="IMAGE")
    for made in (search, similar):
        made.add_argument("-n", type=_count, metavar="N", help="how many at most (20)")
        made.add_argument(
            "--label", action="append", default=[], metavar="NAME", help="only with this label"
        )
        made.add_argument("--relevant", action="store_true", help="all, up to where relevance ends")


def _add_model_actions(models: argparse.ArgumentParser) -> None:
    actions = models.add_subparsers(dest="action", metavar="ACTION")

    def action(name: str, text: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=text, description=text)

    get = action("get", "download a model; going on where an earlier download stopped")
    get.add_argument("name", metavar="NAME")
    get.add_argument(
        "--accept-licence", action="store_true", help="the licence of a research-only model"
    )
    bring = action("import", "install a model from a file or folder")
    bring.add_argument("path", type=path, metavar="PATH")
    bring.add_argument("--architecture", metavar="NAME", help="open_clip's name, as ViT-B-32")
    use = action("use", "embed the library with a model, then search with it")
    use.add_argument("name", metavar="NAME")
    remove = action("remove", "delete a model and what it has embedded")
    remove.add_argument("name", metavar="NAME")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 to {'9' * _DIGITS}")
    return int(text)


def _with_command(
    arguments: Sequence[str], known: Sequence[str], parser: argparse.ArgumentParser
) -> list[str]:
    """Insert ``window`` where no command is named, so that folders may stand alone."""
    position = 0
    while position < len(arguments):
        word = arguments[position]
        if word in ("-h", "--help", "--version"):
            return list(arguments)
        if word in ("--library", "--device"):
            position += 2
        elif word.startswith(("--library=", "--device=")):
            position += 1
        else:
            break
    lacks_value = position > len(arguments)
    if lacks_value or (position < len(arguments) and arguments[position] in known):
        return list(arguments)
    if position < len(arguments):
        _refuse_slip(arguments[position], known, parser)
    return [*arguments[:position], "window", *arguments[position:]]


def _refuse_slip(word: str, known: Sequence[str], parser: argparse.ArgumentParser) -> None:
    """A mistyped command must not open the window with a folder that is not there."""
    meant = difflib.get_close_matches(word, known, 1)
    if meant and not os.path.lexists(word):
        parser.error(f"there is no command and no folder “{word}”; did you mean “{meant[0]}”?")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, 1 for a known error, 2 for wrong usage, 130 for Ctrl-C."""
    multiprocessing.freeze_support()
    options = parse(sys.argv[1:] if arguments is None else arguments)
    library = find_library(getattr(options, "library", None))
    device: str | None = getattr(options, "device", None)
    if options.command == "window":
        from photoclip.ui.app import run

        return run(library, device, options.folders)
    use_one_blas_thread()
    try:
        from photoclip.cli import run_command
        from photoclip.terminal import Session

        return run_command(options, Session(library, device))
    except KeyboardInterrupt:
        print("Stopped; what was done so far is kept.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
