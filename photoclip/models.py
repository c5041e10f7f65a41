"""The models of one library: which can be chosen, how much of each is here, and loading one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from photoclip.config import find_cache
from photoclip.domain import ModelOffer, Progress
from photoclip.encoder import Encoder
from photoclip.errors import ModelUnavailable, PhotoClipError
from photoclip.hub import Hub
from photoclip.installed_model import exported_folder, load_installed
from photoclip.library import Library
from photoclip.model_catalogue import STARTER_KEY, CatalogueModel, find_model
from photoclip.model_download import download_model
from photoclip.model_import import import_model
from photoclip.model_store import InstalledModel, ModelStore
from photoclip.sentences import Sentence, foreign
from photoclip.starter import load_starter, starter_key

Arrival = Generator[Progress, None, InstalledModel]


class Models:
    """``folder`` holds what is installed; ``device`` None is the fastest there is.

    ``tell`` gets a sentence when loading takes long for once.
    """

    def __init__(
        self,
        folder: Path,
        device: str | None = None,
        *,
        catalogue: tuple[CatalogueModel, ...] | None = None,
        hub: Hub | None = None,
        tell: Callable[[Sentence], None] = lambda sentence: None,
    ) -> None:
        self._device = device
        self._hub = hub
        self.tell = tell
        self._store = ModelStore(folder, catalogue)

    def find(self, name: str) -> str:
        """The key of the model with that key or name; PhotoClipError if there is none."""
        for installed in self._store.installed():
            if name.strip().casefold() in (installed.key.casefold(), installed.name.casefold()):
                return installed.key
        return find_model(self._store.catalogue, name).key

    def name(self, key: str) -> str:
        """What people call it; the key itself for one that is neither known nor installed."""
        installed = self._store.find(key)
        known = (model.name for model in self._store.catalogue if model.key == key)
        return installed.name if installed else next(known, key)

    def vector_space(self, key: str) -> str:
        """The encoder's key, without loading it; ModelUnavailable if the model is not here."""
        if key == STARTER_KEY:
            return starter_key()
        installed = self._store.find(key)
        if installed is None:
            raise ModelUnavailable(
                "The model “{name}” is not installed.", name=foreign(self.name(key))
            )
        return installed.encoder_key

    def load(self, key: str) -> Encoder:
        """The model ready to use; ModelUnavailable names what is missing or altered."""
        if key == STARTER_KEY:
            return load_starter(find_cache(), self._device, tell=self.tell)
        return load_installed(self._store.verify(key), find_cache(), self._device, self.tell)

    def offers(self, sizes: Mapping[str, tuple[int, int]]) -> list[ModelOffer]:
        """Every model that can be chosen; ``sizes``: vector space -> (vectors, bytes)."""
        offers = [self._offer(model, sizes) for model in self._store.catalogue]
        known = {offer.key for offer in offers}
        return offers + [
            self._imported(installed, sizes)
            for installed in self._store.installed()
            if installed.key not in known
        ]

    def _offer(self, model: CatalogueModel, sizes: Mapping[str, tuple[int, int]]) -> ModelOffer:
        installed = self._store.find(model.key)
        vectors, vectors_size = self._sizes(model.key, sizes)
        return ModelOffer(
            key=model.key,
            name=foreign(model.name),
            summary=foreign(model.summary),
            architecture=model.architecture,
            speed=foreign(model.speed),
            languages=foreign(model.languages),
            licence=foreign(model.licence),
            permits=foreign(model.permits),
            recommended=model.recommended,
            research_only=model.research_only,
            installed=model.built_in or installed is not None,
            download_size=model.size,
            approximate=model.approximate,
            arrived=self._store.waiting(model.key),
            disk_size=_disk_size(installed) if installed else 0,
            vectors=vectors,
            vectors_size=vectors_size,
            imagenet=model.imagenet,
            coco=model.coco,
            source=model.source,
        )

    def _imported(
        self, installed: InstalledModel, sizes: Mapping[str, tuple[int, int]]
    ) -> ModelOffer:
        vectors, vectors_size = self._sizes(installed.key, sizes)
        return ModelOffer(
            key=installed.key,
            name=foreign(installed.name),
            summary=Sentence("Imported from {source}.", source=installed.source),
            architecture=installed.architecture,
            speed=Sentence(""),
            languages=Sentence(""),
            licence=foreign(installed.licence),
            permits=Sentence(""),
            installed=True,
            disk_size=_disk_size(installed),
            vectors=vectors,
            vectors_size=vectors_size,
        )

    def _sizes(self, key: str, sizes: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
        try:
            return sizes.get(self.vector_space(key), (0, 0))
        except ModelUnavailable:
            return 0, 0

    # --- coming and going ---------------------------------------------------------------------

    def get(self, key: str, *, accept_licence: bool = False) -> Arrival:
        """Download a model of the catalogue; see ``download_model``."""
        model = find_model(self._store.catalogue, key)
        return download_model(self._store, model, self._hub, accept_licence=accept_licence)

    def bring(self, source: Path, architecture: str | None) -> Arrival:
        """Import a model from a file or folder; see ``import_model``."""
        return import_model(self._store, source, architecture)

    def discard(self, key: str) -> None:
        """Forget what has come of a download."""
        self._store.discard(key)

    def remove(self, key: str, library: Library) -> None:
        """Delete a model's files and what it has embedded; of the starter only the latter.

        Of one that is not installed, what has come of its download. PhotoClipError if that is
        nothing, or if it is in use.
        """
        if key == library.model:
            raise PhotoClipError(
                "“{name}” is in use; choose another model first.", name=foreign(self.name(key))
            )
        if self._store.find(key) is None and self._store.waiting(key):
            self._store.discard(key)
            return
        library.forget_vectors(self.vector_space(key))
        if library.next_model == key:
            library.plan_model(None)
        if installed := self._store.find(key):
            shutil.rmtree(exported_folder(find_cache(), installed), ignore_errors=True)
        if key != STARTER_KEY:
            self._store.remove(key)


def _disk_size(model: InstalledModel) -> int:
    """Bytes of its files and of its export."""
    exported = exported_folder(find_cache(), model)
    return model.size + sum(file.stat().st_size for file in exported.glob("*"))
