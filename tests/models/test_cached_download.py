"""Files that another program has brought into the hub's cache."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

from downloads import run, serve_pickle
from hub import COMMIT, LocalHub, sha256
from tiny_models import PICKLED, REPOSITORY, TINY, WEIGHTS

from photoclip.hub import Hub
from photoclip.model_store import ModelStore


def _fill_cache(hub: Hub, repository: str, name: str, content: bytes) -> Path:
    """As huggingface_hub lays it out."""
    root = hub.cache / f"models--{repository.replace('/', '--')}"
    blob, snapshot = root / "blobs" / sha256(content), root / "snapshots" / COMMIT
    for folder in (blob.parent, snapshot, root / "refs"):
        folder.mkdir(parents=True, exist_ok=True)
    blob.write_bytes(content)
    (root / "refs" / "main").write_text(COMMIT)
    (snapshot / name).symlink_to(blob)
    return blob


def test_what_is_in_the_hubs_cache_is_used_without_a_network(
    store: ModelStore, hub: Hub, server: LocalHub
) -> None:
    blob = _fill_cache(hub, REPOSITORY, WEIGHTS, server.files[REPOSITORY, WEIGHTS])
    _, model = run(store, TINY, dataclasses.replace(hub, offline=True))
    assert not server.requests
    assert (model.folder / WEIGHTS).samefile(blob)  # the disk holds the bytes once
    shutil.rmtree(hub.cache)
    assert store.verify("tiny") == model


def test_older_weights_in_the_cache_serve_too(
    store: ModelStore, hub: Hub, server: LocalHub, tmp_path: Path
) -> None:
    serve_pickle(server, server.files[REPOSITORY, WEIGHTS], tmp_path)
    _fill_cache(hub, REPOSITORY, PICKLED, server.files[REPOSITORY, PICKLED])
    run(store, TINY, dataclasses.replace(hub, offline=True))
    assert store.verify("tiny").name == "Tiny"


def test_a_spoilt_cache_is_not_believed(store: ModelStore, hub: Hub, server: LocalHub) -> None:
    content = server.files[REPOSITORY, WEIGHTS]
    _fill_cache(hub, REPOSITORY, WEIGHTS, content).write_bytes(content[:-1] + b"?")
    _, model = run(store, TINY, hub)
    assert (model.folder / WEIGHTS).read_bytes() == content
    assert server.fetched() != []
