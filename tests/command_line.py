"""The commands in this process, with the encoder that knows colours."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from support import ColourEncoder, StandInModels

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


def one_sentence(result: Result) -> bool:
    return result.code == 1 and result.err.count("\n") == 1 and "Traceback" not in result.err
