"""Downloads of tiny models, run to their end or failure."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hub import LocalHub
from safetensors.torch import load_file
from tiny_models import PICKLED, REPOSITORY

from photoclip.domain import Progress
from photoclip.errors import PhotoClipError
from photoclip.hub import Hub
from photoclip.model_catalogue import CatalogueModel
from photoclip.model_download import download_model
from photoclip.model_store import InstalledModel, ModelStore


def run(
    store: ModelStore, model: CatalogueModel, hub: Hub, *, accept_licence: bool = False
) -> tuple[list[Progress], InstalledModel]:
    """The whole job: its progress and what it installed."""
    steps = []
    job = download_model(store, model, hub, accept_licence=accept_licence)
    while True:
        try:
            steps.append(next(job))
        except StopIteration as end:
            return steps, end.value


def fails(store: ModelStore, model: CatalogueModel, hub: Hub, sentence: str) -> None:
    """The job ends with that sentence, and no model has appeared."""
    with pytest.raises(PhotoClipError, match=sentence) as caught:
        run(store, model, hub)
    assert "\n" not in str(caught.value)
    assert store.installed() == []


def serve_pickle(server: LocalHub, content: bytes, folder: Path) -> None:
    """Have the hub offer weights, of which ``content`` is safetensors, as a pickle."""
    (folder / "weights.safetensors").write_bytes(content)
    state = load_file(folder / "weights.safetensors")
    torch.save({"state_dict": {f"module.{k}": v for k, v in state.items()}}, folder / PICKLED)
    server.files[REPOSITORY, PICKLED] = (folder / PICKLED).read_bytes()
