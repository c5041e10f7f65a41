"""The commands in this process, with the encoder that knows colours."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support import ColourEncoder, StandInModels, make_photo

from photoclip import terminal
from photoclip.__main__ import main
from photoclip.config import LibraryPaths
from photoclip.models import Models
from photoclip.terminal import Session

posix = pytest.mark.skipif(sys.platform == "win32", reason="bytes as names, signals, modes")


class ColourSession(Session):
    """Loads the encoder that knows colours."""

    loads = 0

    @property
    def models(self) -> Models:
        return StandInModels(LibraryPaths(self.root).models, self._load)

    def _load(self) -> ColourEncoder:
        ColourSession.loads += 1
        return ColourEncoder()


class SlowSession(Session):
    """Says on standard output when a batch begins, and waits for a line before each."""

    @property
    def models(self) -> Models:
        return StandInModels(LibraryPaths(self.root).models, self._load)

    def _load(self) -> ColourEncoder:
        class Slow(ColourEncoder):
            def images(self, pixels: Any) -> Any:
                print("batch", flush=True)
                sys.stdin.readline()
                return super().images(pixels)

        return Slow()


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


def runner(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs ``photoclip ARGUMENTS`` in this process, on that library."""
    monkeypatch.setattr(terminal, "Session", ColourSession)
    monkeypatch.setenv("PHOTOCLIP_LIBRARY", str(library))
    monkeypatch.setattr(ColourSession, "loads", 0)

    def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return run


def make_three_photos(folder: Path) -> Path:
    """A red one, a green one and a blue one, each newer than the one before."""
    for mark, colour in enumerate(("red", "green", "blue")):
        path = make_photo(folder / f"{colour}.png", colour, mark=mark)
        os.utime(path, (1_000_000 + mark, 1_000_000 + mark))
    return folder


def one_sentence(result: Result) -> bool:
    return result.code == 1 and result.err.count("\n") == 1 and "Traceback" not in result.err
