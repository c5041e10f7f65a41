from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from checkpoints import TEXTS, Reference, agreement, odd_files
from downloads import fails, run, serve_pickle
from hub import COMMIT, LocalHub, closed_port, sha256
from safetensors.torch import load_file
from tiny_models import PICKLED, REPOSITORY, RESEARCH, TAGGED, TINY, TINY_BERT, WEIGHTS

from photoclip.encoder import OpenClipEncoder
from photoclip.errors import PhotoClipError
from photoclip.hub import Hub
from photoclip.images import decode
from photoclip.model_catalogue import WeightsFile, find_model, load_catalogue
from photoclip.model_download import download_model
from photoclip.model_store import InstalledModel, ModelStore
from photoclip.partial_file import partial_path

DOWNLOAD = f"""
import sys
from pathlib import Path
from photoclip.hub import Hub
from photoclip.model_catalogue import CatalogueModel, WeightsFile
from photoclip.model_download import download_model
from photoclip.model_store import ModelStore
folder, endpoint, cache = sys.argv[1:]
for step in download_model(ModelStore(Path(folder)), {TINY!r}, Hub(endpoint, Path(cache), False)):
    print(step.done, flush=True)
"""

Disk = namedtuple("Disk", "total used free")


def test_a_model_arrives_and_answers_as_open_clip_does(
    store: ModelStore, hub: Hub, vit: Path
) -> None:
    _, model = run(store, TINY, hub)
    assert store.find("tiny") == model
    assert store.verify("tiny") == model
    assert (model.folder, model.name) == (store.folder / "tiny", "Tiny")
    assert model.source == f"{REPOSITORY}@{COMMIT}"
    assert (model.folder / WEIGHTS).read_bytes() == (vit / WEIGHTS).read_bytes()
    _assert_same_vectors(model, Reference(vit))


def test_pictures_are_normalised_as_in_the_training(store: ModelStore, hub: Hub) -> None:
    _, model = run(store, TAGGED, hub)
    encoder = OpenClipEncoder.from_folder(model.folder, device="cpu", exact=True)
    assert encoder.preprocess.mean == encoder.preprocess.std == (0.5,) * 3


def test_progress_is_in_bytes(store: ModelStore, hub: Hub, server: LocalHub) -> None:
    steps, _ = run(store, TINY, hub)
    total = len(server.files[REPOSITORY, WEIGHTS])
    assert {step.total for step in steps} == {total}
    assert steps[-1].done == total
    assert steps[-1].what == "Downloading Tiny"
    assert any(0 < step.done < total and step.rate > 0 and step.seconds_left for step in steps)


def test_a_tokenizer_and_a_text_towers_description_come_along(
    store: ModelStore, hub: Hub, tiny: Callable[[str], Path]
) -> None:
    _, model = run(store, TINY_BERT, hub)
    assert set(model.files) > {"config.json", "tokenizer.json"}
    _assert_same_vectors(model, Reference(tiny("timm and BERT")))


def test_the_second_best_weights_are_taken_and_converted(
    store: ModelStore, hub: Hub, server: LocalHub, tmp_path: Path
) -> None:
    content = server.files.pop((REPOSITORY, WEIGHTS))
    serve_pickle(server, content, tmp_path)
    _, model = run(store, TINY, hub)
    (tmp_path / "w.safetensors").write_bytes(content)
    wanted, got = load_file(tmp_path / "w.safetensors"), load_file(model.folder / WEIGHTS)
    assert wanted.keys() == got.keys()
    assert all(torch.equal(wanted[name], got[name]) for name in wanted)
    assert PICKLED not in model.files


def test_what_is_installed_is_not_downloaded_again(
    store: ModelStore, hub: Hub, server: LocalHub
) -> None:
    run(store, TINY, hub)
    asked = len(server.requests)
    assert run(store, TINY, hub)[1].key == "tiny"
    assert len(server.requests) == asked


def test_a_damaged_model_is_replaced(store: ModelStore, hub: Hub) -> None:
    _, model = run(store, TINY, hub)
    (model.folder / WEIGHTS).write_bytes(b"damage")
    run(store, TINY, hub)
    assert store.verify("tiny") == model


def test_a_stopped_download_goes_on_after_a_restart(
    store: ModelStore, hub: Hub, server: LocalHub
) -> None:
    job = download_model(store, TINY, hub)
    done = [next(job) for _ in range(5)][-1].done
    job.close()
    assert store.installed() == []
    restarted = ModelStore(store.folder, store.catalogue)
    assert restarted.waiting("tiny") == done
    steps, _ = run(restarted, TINY, Hub(server.endpoint, hub.cache, offline=False))
    assert server.ranges_asked() == [None, f"bytes={done}-"]
    assert steps[0].done == done
    assert restarted.verify("tiny").name == "Tiny"
    assert restarted.waiting("tiny") == 0


def test_a_killed_program_loses_nothing(store: ModelStore, hub: Hub, server: LocalHub) -> None:
    server.stall = threading.Event()
    arguments = [str(store.folder), server.endpoint, str(hub.cache)]
    with subprocess.Popen(
        [sys.executable, "-c", DOWNLOAD, *arguments], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for _ in range(5):
            assert child.stdout.readline()
        child.kill()
    server.stall.set()
    kept = store.waiting("tiny")
    assert kept > 0
    run(store, TINY, hub)
    assert server.ranges_asked() == [None, f"bytes={kept}-"]
    assert store.verify("tiny").name == "Tiny"


def test_files_that_came_before_the_break_are_not_asked_for_again(
    store: ModelStore, hub: Hub, server: LocalHub
) -> None:
    server.refused["tokenizer.json"] = (500, "")
    fails(store, TINY_BERT, hub, "error 500")
    server.refused.clear()
    server.breaks += [0]
    fails(store, TINY_BERT, hub, "what has come is kept")
    run(store, TINY_BERT, hub)
    assert server.fetched().count("config.json") <= 1
    assert store.find("tiny-bert") is not None


def test_a_file_that_was_spoilt_since_it_came_is_fetched_again(
    store: ModelStore, hub: Hub, server: LocalHub
) -> None:
    server.breaks += [10**9, 1_000_000, 0]  # the weights, then a large tokenizer
    server.files[TINY_BERT.tokenizer_repository, "tokenizer.json"] += b" " * 3_000_000
    fails(store, TINY_BERT, hub, "what has come is kept")
    staged = store.staging("tiny-bert") / WEIGHTS
    content = staged.read_bytes()
    staged.write_bytes(content[:-1] + b"?")
    _, model = run(store, TINY_BERT, hub)
    assert (model.folder / WEIGHTS).read_bytes() == content


def test_a_discarded_download_begins_anew(store: ModelStore, hub: Hub, server: LocalHub) -> None:
    job = download_model(store, TINY, hub)
    next(job)
    job.close()
    store.discard("tiny")
    assert store.waiting("tiny") == 0
    run(store, TINY, hub)
    assert server.ranges_asked() == [None, None]


def test_a_new_version_at_the_hub_leaves_nothing_of_the_old_one(
    store: ModelStore, hub: Hub, server: LocalHub, tmp_path: Path
) -> None:
    content = server.files.pop((REPOSITORY, WEIGHTS))
    serve_pickle(server, content, tmp_path)
    job = download_model(store, TINY, hub)
    while not (store.staging("tiny") / PICKLED).exists():
        next(job)
    job.close()
    server.files[REPOSITORY, WEIGHTS] = content
    _, model = run(store, TINY, hub)
    assert set(model.files) == {WEIGHTS, "open_clip_config.json"}


@pytest.mark.parametrize(
    ("name", "spoil", "sentence"),
    [
        (WEIGHTS, "altered", "arrived altered"),
        (WEIGHTS, "truncated", "has only a part of"),
        ("tokenizer.json", "altered", "arrived altered"),
    ],
)
def test_spoilt_files_are_never_installed(
    store: ModelStore, hub: Hub, server: LocalHub, name: str, spoil: str, sentence: str
) -> None:
    getattr(server, spoil).add(name)
    fails(store, TINY_BERT, hub, sentence)


def test_not_at_the_hub(store: ModelStore, hub: Hub, server: LocalHub) -> None:
    server.files.clear()
    fails(store, TINY, hub, f"has no file {WEIGHTS} of {REPOSITORY}")


def test_a_licence_to_accept_at_the_hub(store: ModelStore, hub: Hub, server: LocalHub) -> None:
    server.refused[WEIGHTS] = (403, "GatedRepo")
    fails(store, TINY, hub, f"accepted its licence: do that at {server.endpoint}/{REPOSITORY}")


def test_no_network(store: ModelStore, tmp_path: Path) -> None:
    hub = Hub(f"http://127.0.0.1:{closed_port()}", tmp_path / "cache", offline=False)
    fails(store, TINY, hub, "cannot be reached")


def test_offline_mode(store: ModelStore, hub: Hub) -> None:
    fails(store, TINY, dataclasses.replace(hub, offline=True), "HF_HUB_OFFLINE forbids")


def test_a_research_licence_must_be_accepted_first(
    store: ModelStore, hub: Hub, server: LocalHub
) -> None:
    fails(store, RESEARCH, hub, r"comes under the Research Licence \(Research only\): accept that")
    assert not server.requests
    assert run(store, RESEARCH, hub, accept_licence=True)[1].licence == "Research Licence"


def test_the_starter_needs_no_download(store: ModelStore, hub: Hub) -> None:
    fails(store, find_model(load_catalogue(), "starter"), hub, "“Starter” is built in")


def test_too_little_space_is_told_before_anything_is_fetched(
    store: ModelStore, hub: Hub, server: LocalHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(10**9, 9 * 10**8, 10**8))
    fails(
        store, TINY, hub, r"“Tiny” needs 1\d\d MB on the disk with .*, where only 100 MB are free"
    )
    assert server.fetched() == []


def test_what_is_here_already_needs_no_more_space(
    store: ModelStore, hub: Hub, server: LocalHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = download_model(store, TINY, hub)
    done = [next(job) for _ in range(5)][-1].done
    job.close()
    left = len(server.files[REPOSITORY, WEIGHTS]) - done + 100_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(10**9, 10**9 - left, left))
    run(store, TINY, hub)


def test_pickled_weights_need_space_twice(
    store: ModelStore, hub: Hub, server: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_pickle(server, server.files.pop((REPOSITORY, WEIGHTS)), tmp_path)
    enough = len(server.files[REPOSITORY, PICKLED]) + 100_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(10**9, 10**9 - enough, enough))
    fails(store, TINY, hub, r"“Tiny” needs 12\d MB on the disk")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_disk_that_gets_full_on_the_way(store: ModelStore, hub: Hub, server: LocalHub) -> None:
    target = store.staging("tiny") / WEIGHTS
    target.parent.mkdir(parents=True)
    part = partial_path(target, sha256(server.files[REPOSITORY, WEIGHTS]))
    part.symlink_to("/dev/full")
    fails(store, TINY, hub, f"The disk with {re.escape(str(store.folder))} is full; make room")


@pytest.mark.skipif(sys.platform == "win32", reason="limits on files are POSIX's")
def test_weights_that_cannot_be_converted_for_want_of_room_are_not_fetched_again(
    store: ModelStore, hub: Hub, server: LocalHub, tmp_path: Path
) -> None:
    import resource

    serve_pickle(server, server.files.pop((REPOSITORY, WEIGHTS)), tmp_path)
    job = download_model(store, TINY, hub)
    fetched = 0
    for step in job:
        fetched += step.done == step.total
        if fetched == 2:  # the last byte, then the file in its place
            break
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        with pytest.raises(PhotoClipError, match=r"cannot be written: .*too large"):
            next(job)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    asked = len(server.ranges_asked())
    run(store, TINY, hub)
    assert len(server.ranges_asked()) == asked
    assert store.verify("tiny").name == "Tiny"


def test_a_folder_that_cannot_be_written(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(PhotoClipError, match="cannot be read or written"):
        run(ModelStore(tmp_path / "models", (TINY,)), TINY, hub)


def test_the_catalogues_checksum_is_the_last_word(
    store: ModelStore, hub: Hub, server: LocalHub
) -> None:
    known = dataclasses.replace(TINY, weights=(WeightsFile(WEIGHTS, "0" * 64),))
    fails(store, known, hub, "offers another open_clip_model.safetensors")
    assert server.fetched() == []
    right = sha256(server.files[REPOSITORY, WEIGHTS])
    run(store, dataclasses.replace(TINY, weights=(WeightsFile(WEIGHTS, right),)), hub)


def test_weights_of_another_architecture_are_not_installed(store: ModelStore, hub: Hub) -> None:
    other = dataclasses.replace(TINY, architecture="tiny-vit-128", pretrained="")
    fails(store, other, hub, "no checkpoint of tiny-vit-128")
    assert store.waiting("tiny") == 0


def test_a_tokenizer_that_wants_to_run_code_is_refused(
    store: ModelStore, hub: Hub, server: LocalHub
) -> None:
    hostile = {"auto_map": {"AutoTokenizer": ["evil--evil.Tokenizer", None]}}
    server.files[TINY_BERT.tokenizer_repository, "tokenizer_config.json"] = json.dumps(
        hostile
    ).encode()
    fails(store, TINY_BERT, hub, r"tokenizer_config.json asks to run code")


def _assert_same_vectors(model: InstalledModel, reference: Reference) -> None:
    encoder = OpenClipEncoder.from_folder(
        model.folder, key=model.encoder_key, device="cpu", exact=True
    )
    assert encoder.key == model.encoder_key
    decoded = [decode(data, short_side=256).image for data in odd_files().values()]
    vectors = encoder.images(np.stack([encoder.preprocess(image) for image in decoded]))
    assert agreement(vectors, reference.images(decoded)) >= 0.999
    assert agreement(encoder.texts(TEXTS), reference.texts(TEXTS)) >= 0.999
