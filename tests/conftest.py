"""Fixtures that several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoclip.encoder import Encoder
from photoclip.starter import load_starter


@pytest.fixture(scope="session")
def starter_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what the starter model is made into: once, for the whole run."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def starter_encoder(starter_models: Path) -> Encoder:
    """The true starter model as it runs on a CPU."""
    return load_starter(starter_models, device="cpu")
