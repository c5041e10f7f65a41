"""Brings the translations up to the texts in the code: ``python packaging/translations.py``.

``resources/translations/photoclip_*.ts`` get the new texts, marked as unfinished, and lose those
that are gone; what is written in Qt Linguist (or any editor) is compiled to ``.qm`` beside them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
SUFFIX = ".exe" if sys.platform == "win32" else ""


def update(translation: Path, out: Path) -> None:
    """Write the translation file with exactly the texts that the code has."""
    if translation != out:
        out.write_bytes(translation.read_bytes())
    sources = sorted(str(path) for path in (ROOT / "photoclip" / "ui").glob("*.py"))
    _run("lupdate", *sources, "-no-obsolete", "-locations", "none", "-ts", str(out))


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
