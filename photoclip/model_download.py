"""A catalogue model comes from the hub, or from the hub's cache, into the store.

A job that can be dropped at any step: what has come stays, and the next job goes on from there,
also after a restart of the program. Nothing is loaded or installed before it is checked.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from photoclip.checkpoints import check_text_files, describe, install_weights
from photoclip.domain import Progress
from photoclip.errors import LicenceNotAccepted, ModelUnavailable, PhotoClipError
from photoclip.hub import Hub, NotOnHub, RemoteFile
from photoclip.model_catalogue import CatalogueModel
from photoclip.model_folder import CONFIG_FILE
from photoclip.model_store import InstalledModel, ModelStore
from photoclip.pace import Pace
from photoclip.partial_file import DiskTrouble, disk_explained, has_checksum, partial_path
from photoclip.sentences import Sentence, foreign

_log = logging.getLogger(__name__)

_CHECKSUM = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to bring: at the hub, or lying in its cache already."""

    name: str
    size: int
    checksum: str
    source: RemoteFile | Path


def download_model(
    store: ModelStore,
    model: CatalogueModel,
    hub: Hub | None = None,
    *,
    accept_licence: bool = False,
) -> Generator[Progress, None, InstalledModel]:
    """Install a model, yielding progress in bytes; its rate is bytes per second.

    LicenceNotAccepted unless that of a research-only model was shown and accepted, which is what
    ``accept_licence`` says. Any other PhotoClipError is one sentence for what went wrong: no
    network, not at the hub, a licence to accept there, altered or truncated files, too little
    space, offline mode.
    """
    if model.built_in:
        raise PhotoClipError(
            "The model “{name}” is built in; there is nothing to download.",
            name=foreign(model.name),
        )
    if (intact := _installed(store, model)) is not None:
        return intact
    _check_consent(model, accept_licence)
    hub = hub or Hub()
    staging = store.staging(model.key)
    weights, others = _survey(model, hub)
    wanted = [weights, *others]
    missing = sum(one.size for one in wanted) - store.waiting(model.key)
    # Pickled weights are written once more, as safetensors.
    again = 0 if weights.name.endswith(".safetensors") else weights.size
    what = Sentence("The model “{name}”", name=foreign(model.name))
    store.need_space(max(0, missing) + again, what)
    yield from _bring(wanted, staging, hub, f"Downloading {model.name}")
    return _install(store, model, staging, weights)


def _check_consent(model: CatalogueModel, accept_licence: bool) -> None:
    if model.research_only and not accept_licence:
        raise LicenceNotAccepted(
            "“{name}” comes under the {licence} ({permits}): accept that first to download it.",
            name=foreign(model.name),
            licence=model.licence,
            permits=foreign(model.permits.rstrip(".")),
        )


def _installed(store: ModelStore, model: CatalogueModel) -> InstalledModel | None:
    """None also for a damaged one: it is brought again."""
    try:
        return store.verify(model.key)
    except ModelUnavailable:
        return None


def _survey(model: CatalogueModel, hub: Hub) -> tuple[_Wanted, list[_Wanted]]:
    """The weights and the other files: what they are and where to take them from."""
    weights = _find_weights(model, hub)
    others = [
        _find_cached(hub, model.tokenizer_repository, name, "main")
        or _ask(hub, model.tokenizer_repository, name, "main")
        for name in model.tokenizer_files
    ]
    return weights, others


def _find_weights(model: CatalogueModel, hub: Hub) -> _Wanted:
    for file in model.weights:
        found = _find_cached(hub, model.repository, file.name, model.revision, file.sha256)
        if found is not None:
            return found
    missing: NotOnHub | None = None
    for file in model.weights:
        try:
            return _ask(hub, model.repository, file.name, model.revision, file.sha256)
        except NotOnHub as error:
            missing = missing or error
    raise missing or ValueError(f"the catalogue names no weights of {model.key}")


def _find_cached(
    hub: Hub, repository: str, name: str, revision: str, sha256: str | None = None
) -> _Wanted | None:
    cached = hub.find_cached(repository, name, revision)
    if cached is None:
        return None
    # The cache calls a file by its checksum, except where the disk knows no symbolic links.
    called = cached.resolve().name
    checksum = sha256 or (called if _CHECKSUM.fullmatch(called) else None)
    if checksum and has_checksum(cached, checksum):
        return _Wanted(name, cached.stat().st_size, checksum, cached)
    _log.warning("%s cannot be told to be intact; the file is downloaded", cached)
    return None


def _ask(hub: Hub, repository: str, name: str, revision: str, sha256: str | None = None) -> _Wanted:
    remote = hub.describe(repository, name, revision)
    if sha256 not in (None, remote.checksum):
        raise PhotoClipError(
            "{host} offers another {name} of {repository} than PhotoCLIP knows; nothing was "
            "downloaded.",
            host=hub.host,
            name=name,
            repository=repository,
        )
    return _Wanted(name, remote.size, remote.checksum, remote)


def _bring(
    wanted: list[_Wanted], staging: Path, hub: Hub, what: str
) -> Generator[Progress, None, None]:
    total = sum(one.size for one in wanted)
    pace = Pace(what)
    with disk_explained(staging):
        _forget_others(wanted, staging)
    finished = 0
    for one in wanted:
        for done in _bring_one(one, staging, hub):
            yield pace.progress(finished + done, total)
        finished += one.size
    yield pace.progress(total, total)


def _bring_one(one: _Wanted, staging: Path, hub: Hub) -> Iterator[int]:
    target = staging / one.name
    if target.is_file():
        if has_checksum(target, one.checksum):
            return
        target.unlink()
    if isinstance(one.source, Path):
        with disk_explained(target):
            staging.mkdir(parents=True, exist_ok=True)
            _link(one.source.resolve(), target)
    else:
        yield from hub.fetch(one.source, target)


def _forget_others(wanted: list[_Wanted], staging: Path) -> None:
    """The hub may have changed since the last time: other files, or other versions of them."""
    targets = {staging / one.name for one in wanted}
    parts = {partial_path(staging / one.name, one.checksum) for one in wanted}
    for path in staging.glob("*"):
        if path not in targets | parts:
            path.unlink()


def _link(source: Path, target: Path) -> None:
    """A second name for the same bytes takes no space and outlives a cleared cache."""
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without links
        shutil.copyfile(source, target)


def _install(
    store: ModelStore, model: CatalogueModel, staging: Path, weights: _Wanted
) -> InstalledModel:
    config = describe(model.trained_architecture)
    try:
        with disk_explained(staging):
            text = json.dumps(config, indent=1, sort_keys=True)
            (staging / CONFIG_FILE).write_text(text, "utf-8")
            check_text_files(staging)
            install_weights(staging / weights.name, staging, model.architecture)
    except DiskTrouble:
        raise
    except PhotoClipError:
        store.discard(model.key)  # right by its checksum, yet unusable: nothing to go on from
        raise
    commit = weights.source.commit if isinstance(weights.source, RemoteFile) else model.revision
    source = f"{model.repository}@{commit}"
    return store.accept(
        staging,
        InstalledModel(
            model.key, model.name, model.trained_architecture, model.licence, source, {}
        ),
    )
