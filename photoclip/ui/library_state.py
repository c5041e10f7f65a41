"""What the window knows of the library, and the sentence that stands where no photos are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from photoclip.domain import Filter, Folder, Query
from photoclip.messages import PhotosChanged
from photoclip.ui import texts

translate = QCoreApplication.translate


class Offer(Enum):
    """What can be done where no photos are."""

    ADD_FOLDER = auto()
    SHOW_HIDDEN = auto()
    SHOW_MORE = auto()


class Explanation(NamedTuple):
    """An icon's name, a title, and perhaps a text and the one thing to do."""

    icon: str
    title: str
    text: str = ""
    button: str = ""
    offer: Offer | None = None


@dataclass(slots=True)
class LibraryState:
    """``answered``: photos have been asked for and the answer is shown.

    ``hidden``: how many would be there if none were hidden; ``further``: how many fit less well.
    """

    folders: Sequence[Folder] | None = None
    totals: PhotosChanged = field(default_factory=lambda: PhotosChanged(photos=0, unreadable=0))
    indexing: bool = False
    answered: bool = False
    hidden: int = 0
    further: int = 0
    starting: bool = True
    fatal: str = ""

    @property
    def is_waited_for(self) -> bool:
        """The model is still coming, and nothing keeps it from coming."""
        return self.starting and not self.fatal

    def explain_absence(self, rows: int, asked: Query) -> Explanation | None:
        """Why there are no photos to see; None while there are, or while it is not known."""
        if self.fatal:
            return Explanation("warning-circle", self.fatal)
        if self.folders is not None and not self.folders:
            return Explanation(
                "",
                translate("library", "Find your photos by what is in them"),
                translate(
                    "library", "Add a folder, or drop one here. Everything stays on this computer."
                ),
                translate("library", "Add a folder…"),
                Offer.ADD_FOLDER,
            )
        if rows or self.folders is None or not self.answered:
            return None
        if self.hidden:
            return Explanation(
                "eye-slash",
                texts.tell_hidden(self.hidden),
                button=translate("library", "Show them"),
                offer=Offer.SHOW_HIDDEN,
            )
        if asked.terms or asked.filter != Filter():
            return Explanation(
                "magnifying-glass",
                translate("library", "No photo fits. Try other words.")
                if asked.terms
                else translate("library", "No photo fits. Try fewer filters."),
                button=texts.offer_further(self.further) if self.further else "",
                offer=Offer.SHOW_MORE if self.further else None,
            )
        return Explanation("image-square", self._explain_waiting())

    def _explain_waiting(self) -> str:
        if self.starting:
            return translate("library", "Getting ready. Your photos appear here in a moment.")
        if self.indexing:
            return translate("library", "Your photos appear here as they are read.")
        return translate("library", "There are no photos in your folders yet.")
