"""Brings the translations up to the texts in the code: ``python packaging/translations.py``.

``resources/translations/photoclip_*.ts`` get the new texts, marked as unfinished, and lose those
that are gone; what is written in Qt Linguist (or any editor) is compiled to ``.qm`` beside them.
Qt's lupdate reads the window's texts. What it does not find is collected here: the templates of the
core's sentences, and the words for people in ``resources/``.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
SUFFIX = ".exe" if sys.platform == "win32" else ""

TERMINAL = ("__main__.py", "cli*.py", "doctor.py", "terminal.py")
"""What they say is never seen in the window."""

MODEL_WORDS = ("name", "summary", "speed", "languages", "licence", "permits")

# What the system and its libraries say most often; the window looks each up like a template.
FOREIGN = (
    "Connection timed out",
    "Device or resource busy",
    "Disk quota exceeded",
    "File name too long",
    "File too large",
    "Input/output error",
    "Is a directory",
    "No such device",
    "No such file or directory",
    "No space left on device",
    "Not a directory",
    "Operation not permitted",
    "Permission denied",
    "Read-only file system",
    "Stale file handle",
    "Too many levels of symbolic links",
    "Too many open files",
    "it may not be written",
    "duplicate attribute",
    "junk after document element",
    "mismatched tag",
    "no element found",
    "not well-formed (invalid token)",
    "unbound prefix",
    "unclosed token",
    "undefined entity",
    "as its publisher says",
)


def calls(*, everywhere: bool = False) -> Iterator[tuple[Path, ast.Call]]:
    """The calls that make a Sentence or a PhotoClipError; ``everywhere`` also in the terminal."""
    package = ROOT / "photoclip"
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(package.rglob("*.py"))}
    makers = _makers(trees.values())
    for path, tree in trees.items():
        if everywhere or not any(path.match(pattern) for pattern in TERMINAL):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and _name(node.func) in makers:
                    yield path, node


def template(call: ast.Call) -> str | None:
    """The template in a call; None where it is no literal."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _makers(trees: Iterable[ast.Module]) -> set[str]:
    makers = {"Sentence", "PhotoClipError"}
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while more := {one.name for one in classes if makers & set(map(_name, one.bases))} - makers:
        makers |= more
    return makers


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def collect() -> dict[str, list[str]]:
    """Texts that lupdate does not find, by the context in which the window looks them up."""
    with (ROOT / "resources" / "models.toml").open("rb") as file:
        models = tomllib.load(file)["model"]
    core = [text for _, call in calls() if (text := template(call))]
    core += [model[word] for model in models for word in MODEL_WORDS]
    presets = []
    for path in sorted((ROOT / "resources" / "labels" / "presets").glob("*.toml")):
        preset = tomllib.loads(path.read_text("utf-8"))
        presets += [label["name"] for label in preset["label"]]
    return {"core": list(dict.fromkeys([*core, *FOREIGN])), "presets": list(dict.fromkeys(presets))}


def update(translation: Path, out: Path) -> None:
    """Write the translation file with exactly the texts that there are."""
    if translation != out:
        out.write_bytes(translation.read_bytes())
    sources = sorted(str(path) for path in (ROOT / "photoclip" / "ui").glob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        collected = Path(folder) / "collected.py"
        lines = [
            f"QCoreApplication.translate({json.dumps(context)}, {_literal(text)})\n"
            for context, texts in collect().items()
            for text in texts
        ]
        collected.write_text("".join(lines), "utf-8")
        options = ("-no-obsolete", "-locations", "none")
        _run("lupdate", *sources, str(collected), *options, "-ts", str(out))


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def release(translation: Path, out: Path) -> None:
    """Compile a translation file."""
    _run("lrelease", "-silent", str(translation), "-qm", str(out))


def _run(tool: str, *arguments: str) -> None:
    program = Path(PySide6.__file__).parent / f"{tool}{SUFFIX}"
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


def main() -> None:
    for translation in sorted(FOLDER.glob("*.ts")):
        update(translation, translation)
        release(translation, translation.with_suffix(".qm"))
        print(translation.relative_to(ROOT))


if __name__ == "__main__":
    main()
