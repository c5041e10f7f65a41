"""The commands about models: which there are, and getting, importing, using or removing one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from photoclip.domain import ModelOffer
from photoclip.errors import LicenceNotAccepted, PhotoClipError
from photoclip.library import Library
from photoclip.model_catalogue import human_size
from photoclip.models import Arrival, Models
from photoclip.sentences import Sentence
from photoclip.terminal import Session, print_json, progress_bar, say


def list_models(session: Session, options: argparse.Namespace) -> int:
    """Every model that can be chosen, and how much of it is here."""
    with session.library() as library:
        offers = session.models.offers(library.vector_sizes())
        in_use, planned = library.model, library.next_model
    if options.json:
        print_json(
            [
                {**_to_json(one), "in_use": one.key == in_use, "next": one.key == planned}
                for one in offers
            ]
        )
        return 0
    for one in offers:
        recommended = " Recommended." if one.recommended else ""
        print(f"{'*' if one.key == in_use else ' '} {one.key:22} {_describe(one)}{recommended}")
        if one.key == planned:
            goes_on = f"“photoclip models use {one.key}” goes on."
            print(f"  {'':22} The library is being embedded for it; {goes_on}")
    return 0


def _offer(models: Models, library: Library, key: str) -> ModelOffer:
    return next(one for one in models.offers(library.vector_sizes()) if one.key == key)


def _to_json(offer: ModelOffer) -> dict[str, Any]:
    values = {field.name: getattr(offer, field.name) for field in fields(offer)}
    return {key: str(one) if isinstance(one, Sentence) else one for key, one in values.items()}


def _describe(offer: ModelOffer) -> str:
    about = "about " if offer.approximate else ""
    if offer.installed:
        taken = offer.disk_size + offer.vectors_size
        place = f"installed, {human_size(taken)} on the disk" if taken else "installed"
    elif offer.arrived:
        place = f"{human_size(offer.arrived)} of {about}{human_size(offer.download_size)} here"
    else:
        place = f"{about}{human_size(offer.download_size)} to download"
    licence = f"{offer.licence}, research only" if offer.research_only else offer.licence
    return f"{offer.name} ({place}; {licence}). {offer.summary}"


def _get(session: Session, options: argparse.Namespace) -> int:
    models = session.models
    with session.library() as library:  # one process at a time: two would write the same file
        key = models.find(options.name)
        offer = _offer(models, library, key)
        if not offer.installed:
            say(f"{_describe(offer)} {offer.permits}")
        try:
            _bring(models.get(key, accept_licence=options.accept_licence))
        except LicenceNotAccepted as refusal:
            raise PhotoClipError(
                "“{name}” is downloaded once you accept its licence: add --accept-licence.",
                name=offer.name,
            ) from refusal
    _say_installed(offer.name, key)
    return 0


def _import(session: Session, options: argparse.Namespace) -> int:
    with session.library():
        key = _bring(session.models.bring(options.path, options.architecture))
    _say_installed(session.models.name(key), key)
    return 0


def _say_installed(name: Sentence | str, key: str) -> None:
    print(f"{name} is installed; “photoclip models use {key}” changes to it.")


def _bring(arrival: Arrival) -> str:
    """Run a download or import with a progress bar; returns the key of the model.

    Checking the gigabytes that are here, and perhaps converting them, takes a while after that.
    """
    try:
        with progress_bar("B", scaled=True) as show:
            complete = False
            while not complete:
                progress = next(arrival)
                show(progress.done, progress.total)
                complete = progress.done >= progress.total
        say("Checking what has come…")
        while True:
            next(arrival)
    except StopIteration as end:
        key: str = end.value.key
        return key


def _use(session: Session, options: argparse.Namespace) -> int:
    models = session.models
    key = models.find(options.name)
    with session.library() as library:
        if not _offer(models, library, key).installed:
            raise PhotoClipError(
                "“{name}” is not here yet; “photoclip models get {key}” downloads it.",
                name=models.name(key),
                key=key,
            )
        encoder = models.load(key)  # and intact? Nothing is planned otherwise
        library.plan_model(key)
        with progress_bar(" photos") as show:
            for step in library.embed_for(encoder):
                show(step.done, step.total)
        library.choose_model(key)
        library.use(encoder)
        while library.tend():
            pass
    print(f"{models.name(key)} is in use.")
    return 0


def _remove(session: Session, options: argparse.Namespace) -> int:
    models = session.models
    key = models.find(options.name)
    name = models.name(key)
    with session.library() as library:
        offer = _offer(models, library, key)
        models.remove(key, library)
    if offer.installed:
        print(f"{name} and what it had embedded are removed.")
    else:
        print(f"What had come of {name} is removed.")
    return 0


_ACTIONS: dict[str | None, Callable[[Session, argparse.Namespace], int]] = {
    None: list_models,
    "get": _get,
    "import": _import,
    "use": _use,
    "remove": _remove,
}


def run_models(session: Session, options: argparse.Namespace) -> int:
    """``photoclip models [ACTION ...]``."""
    return _ACTIONS[options.action](session, options)
