"""Sentences about models: sizes, licences, how far things are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from photoclip.domain import ModelOffer, Progress
from photoclip.ui import texts
from photoclip.ui.model_view import Arrival, ModelView, Standing
from photoclip.ui.translation import say

translate = QCoreApplication.translate


def write_size(size: int) -> str:
    """Bytes in powers of 1000: "605 MB", "1.7 GB"."""
    digits = 1 if size >= 1e9 else 0
    return QLocale().formattedDataSize(size, digits, QLocale.DataSizeFormat.DataSizeSIFormat)


def write_download_size(offer: ModelOffer) -> str:
    size = write_size(offer.download_size)
    return translate("models", "about {size}").format(size=size) if offer.approximate else size


def write_percent(share: float) -> str:
    return translate("models", "{number} %").format(number=QLocale().toString(round(100 * share)))


def write_standing(view: ModelView) -> str:
    offer = view.offer
    match view.standing:
        case Standing.IN_USE:
            return translate("models", "In use")
        case Standing.BROKEN:
            return translate("models", "Chosen, but not working")
        case Standing.NEXT:
            return translate("models", "Getting ready: {percent}").format(
                percent=write_percent(view.share)
            )
        case Standing.ARRIVING:
            return translate("models", "On its way")
        case Standing.PARTLY:
            return translate("models", "{arrived} of {size} are here").format(
                arrived=write_size(offer.arrived), size=write_download_size(offer)
            )
        case Standing.INSTALLED:
            return translate("models", "Installed")
        case _:
            return translate("models", "{size} to download").format(size=write_download_size(offer))


def write_licence(offer: ModelOffer) -> str:
    licence = translate("models", "Licence: {licence}").format(licence=say(offer.licence))
    return f"{licence}. {say(offer.permits)}".strip()


def write_disk_use(offer: ModelOffer) -> str:
    """What the model takes up, empty for nothing."""
    parts = []
    if offer.disk_size:
        parts.append(
            translate("models", "{size} for the model").format(size=write_size(offer.disk_size))
        )
    if offer.vectors_size:
        parts.append(
            translate("models", "{size} for what it knows of {photos}").format(
                size=write_size(offer.vectors_size), photos=texts.count_photos(offer.vectors)
            )
        )
    if not parts:
        return ""
    return translate("models", "On this computer: {parts}.").format(parts=", ".join(parts))


def write_arrival(progress: Progress | None) -> str:
    """How far a download or import is."""
    if progress is None:
        return translate("models", "Connecting…")
    if progress.total and progress.done >= progress.total:
        return translate("models", "Checking what has come…")
    parts = [
        translate("models", "{done} of {total}").format(
            done=write_size(progress.done), total=write_size(progress.total)
        )
    ]
    if progress.rate > 0:
        rate = QLocale().formattedDataSize(
            int(progress.rate), 1, QLocale.DataSizeFormat.DataSizeSIFormat
        )
        parts.append(translate("models", "{rate} a second").format(rate=rate))
    if progress.seconds_left is not None:
        parts.append(texts.write_time_left(progress.seconds_left))
    return " · ".join(parts)


def tell_arrival(arrival: Arrival, name: str) -> str:
    """In a few words; ``name`` is empty for an import."""
    progress = arrival.progress
    what = name or translate("models", "Import")
    if progress is None or not 0 < progress.done < progress.total:
        return f"{what}…"
    return f"{what}: {write_percent(progress.done / progress.total)}"


def write_change(view: ModelView) -> str:
    """While the library is being embedded for another model."""
    sentence = translate("models", "Your photos are being looked at again, in the background.")
    if view.in_use is None:
        return sentence
    meanwhile = translate("models", "Searching goes on with {name} meanwhile.")
    return f"{sentence} {meanwhile.format(name=say(view.in_use.name))}"


def promise_change(view: ModelView) -> str:
    """What using another model means, said beforehand."""
    if view.failed:
        return translate(
            "models", "Searching works again once it has looked at your photos, in the background."
        )
    if view.in_use is not None and view.offer.vectors >= view.in_use.vectors > 0:
        return translate("models", "It has looked at your photos already: this takes a moment.")
    return translate(
        "models",
        "Your photos will be looked at again in the background; searching goes on meanwhile.",
    )


def ask_download(offer: ModelOffer) -> str:
    source = translate("models", "A download of {size} from the model hub.").format(
        size=write_download_size(offer)
    )
    return f"{source} {write_licence(offer)}"


def ask_removal(offer: ModelOffer) -> str:
    frees = write_size(offer.disk_size + offer.vectors_size)
    if offer.disk_size:
        sentence = translate("models", "Remove {name}? That frees {size}; your photos stay.")
    else:
        sentence = translate(
            "models", "Forget what {name} knows of your photos? That frees {size}."
        )
    return sentence.format(name=say(offer.name), size=frees)


def ask_discard(offer: ModelOffer) -> str:
    return translate("models", "Discard the {size} that have come of {name}?").format(
        size=write_size(offer.arrived), name=say(offer.name)
    )


def suggest(offer: ModelOffer) -> str:
    """The quiet line for people who have only met the starter model."""
    return translate(
        "models", "Searches find more with a better model: {name} is a download of {size}."
    ).format(name=say(offer.name), size=write_download_size(offer))
