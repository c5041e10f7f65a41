"""A model hub on this machine, tiny models on it, and a store to bring them into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub import LocalHub, local_hub
from other_models import index_library
from support import COLOURS, ColourEncoder, make_photo
from tiny_models import (
    RESEARCH,
    TEXT_FILES,
    TINY,
    TINY_BERT,
    WEIGHTS,
    make_tiny,
    register_architectures,
)

from photoclip.hub import Hub
from photoclip.library import Library
from photoclip.model_store import ModelStore


@pytest.fixture(scope="session", autouse=True)
def _architectures(tmp_path_factory: pytest.TempPathFactory) -> None:
    register_architectures(tmp_path_factory.mktemp("architectures"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What models are made into, once for the whole run."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _nothing_from_this_computer(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setenv("PHOTOCLIP_CACHE", str(cache))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HF_TOKEN", "")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes a local-dir of one of the tiny architectures, once."""
    made: dict[str, Path] = {}

    def make(title: str) -> Path:
        if title not in made:
            made[title] = make_tiny(title, tmp_path_factory.mktemp("tiny"))
        return made[title]

    return make


@pytest.fixture
def vit(tiny: Callable[[str], Path]) -> Path:
    return tiny("OpenAI's ViT")


@pytest.fixture
def server(tiny: Callable[[str], Path]) -> Iterator[LocalHub]:
    """A hub with the tiny models."""
    vit, bert = tiny("OpenAI's ViT"), tiny("timm and BERT")
    with local_hub() as hub:
        hub.files[TINY.repository, WEIGHTS] = (vit / WEIGHTS).read_bytes()
        hub.files[TINY_BERT.repository, WEIGHTS] = (bert / WEIGHTS).read_bytes()
        for name in TEXT_FILES:
            hub.files[TINY_BERT.tokenizer_repository, name] = (bert / name).read_bytes()
        yield hub


@pytest.fixture
def hub(server: LocalHub, tmp_path: Path) -> Hub:
    return Hub(server.endpoint, tmp_path / "hub cache", offline=False)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", (TINY, TINY_BERT, RESEARCH))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three photos of each colour."""
    for mark, colour in enumerate([*COLOURS, *COLOURS, *COLOURS]):
        make_photo(tmp_path / "photos" / f"{colour}-{mark}.png", colour, mark=mark)
    return tmp_path / "photos"


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Library]:
    """They are known to a library that sees colours."""
    library = index_library(tmp_path / "library", folder, ColourEncoder())
    yield library
    library.close()
