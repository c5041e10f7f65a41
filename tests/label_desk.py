"""A library of coloured photos with labels, and short ways to ask it."""

from __future__ import annotations

from pathlib import Path

from support import ColourEncoder, make_photo

from photoclip.changes import (
    Change,
    Judge,
    RemoveLabel,
    SaveLabel,
)
from photoclip.domain import Label, Origin, Verdict
from photoclip.library import Library

COLOURS = ("red", "red", "red", "green", "green", "blue", "yellow", "white")


class Desk:
    """A library of coloured photos, and short ways to ask it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        for mark, colour in enumerate(COLOURS):
            make_photo(place / "photos" / f"{colour}{mark}.png", colour, mark=mark)
        self.library = self.open()
        self.library.add_folder(place / "photos")
        self.refresh()

    def open(self) -> Library:
        library = Library(self.place / "library")
        library.use(ColourEncoder())
        return library

    def reopen(self) -> None:
        self.library.close()
        self.library = self.open()

    def refresh(self) -> None:
        for _ in self.library.refresh():
            pass

    def retag(self) -> set[int]:
        return {number for step in self.library.labels.retag() for number in step.changed}

    def define(self, name: str, *descriptions: str, **fields: object) -> int:
        label = Label(0, name, descriptions, **fields)  # type: ignore[arg-type]
        undo = self.apply(SaveLabel(label))
        assert isinstance(undo, RemoveLabel)
        return undo.label_id

    def apply(self, change: Change) -> Change:
        return self.library.labels.apply(change)

    def judge(self, label: int, verdict: Verdict, *names: str) -> Change:
        return self.apply(Judge.all([self.ids[name] for name in names], label, verdict))

    @property
    def ids(self) -> dict[str, int]:
        photos = self.library.photos(self.library.newest())
        return {photo.path.stem: photo.id for photo in photos}

    def tags(self, name: str = "") -> dict[str, list[str]]:
        """Photo -> labels that it carries, with the origin where it is not the model."""
        names = {number: stem for stem, number in self.ids.items()}
        found = {}
        for photo, tags in self.library.labels.tags_of(names).items():
            found[names[photo]] = [
                tag.name + ("" if tag.origin is Origin.AUTO else f" {tag.origin.value}")
                for tag in tags
                if name in ("", tag.name)
            ]
        return {stem: tags for stem, tags in sorted(found.items()) if tags}
