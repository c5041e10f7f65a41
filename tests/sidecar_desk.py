"""A library of photos with sidecars as other programs write them."""

from __future__ import annotations

from pathlib import Path

from support import ColourEncoder, make_photo

from photoclip.changes import Judge, RemoveLabel, SaveLabel
from photoclip.domain import Label, Origin, Photo, Verdict
from photoclip.library import Library


def document(*words: str, rating: int = 0, alt_text: str = "") -> str:
    """An XMP document as a simple program writes it."""
    items = "".join(f"<rdf:li>{word}</rdf:li>" for word in words)
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:iptc="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"><rdf:RDF>'
        f'<rdf:Description rdf:about="" xmp:Rating="{rating}">'
        f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>"
        f'<iptc:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">{alt_text}</rdf:li>'
        "</rdf:Alt></iptc:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta>"
    )


class Desk:
    """A library of three photos: black, white and yellow."""

    def __init__(self, place: Path, name: str = "library") -> None:
        self.photos = place / "photos"
        for mark, colour in enumerate(("black", "white", "yellow")):
            if not self.file(colour).exists():
                make_photo(self.file(colour), colour, mark=mark)
        self.root = place / name
        self.open()
        self.library.add_folder(self.photos)
        self.refresh()

    def open(self) -> None:
        self.library = Library(self.root)
        self.library.use(ColourEncoder())

    def file(self, name: str) -> Path:
        return self.photos / f"{name}.png"

    def sidecar(self, name: str, text: str) -> Path:
        path = self.photos / f"{name}.png.xmp"
        path.write_text(text)
        return path

    def refresh(self, *paths: str) -> set[str]:
        """Names of the photos of which something is new."""
        [folder] = self.library.folders()
        steps = self.library.refresh(folder.id, set(paths) or None)
        ids = {number for step in steps for number in step.changed}
        return {photo.path.stem for photo in self.library.photos(sorted(ids))}

    def define(self, name: str, **fields: object) -> int:
        label = Label(0, name, ("purple",), threshold=1.0, **fields)  # type: ignore[arg-type]
        undo = self.library.labels.apply(SaveLabel(label))
        assert isinstance(undo, RemoveLabel)
        return undo.label_id

    def label(self, number: int) -> Label:
        return next(one for one in self.library.labels.all() if one.id == number)

    def photo(self, name: str) -> Photo:
        photo = self.library.find_photo(self.file(name))
        assert photo is not None
        return photo

    def judge(self, label: int, verdict: Verdict, name: str) -> None:
        self.library.labels.apply(Judge.all([self.photo(name).id], label, verdict))

    def tags(self, name: str) -> dict[str, Origin]:
        found = self.library.labels.tags_of([self.photo(name).id])
        return {tag.name: tag.origin for tags in found.values() for tag in tags}

    def write_chosen(self) -> list[str]:
        """The files written; nothing may be refused."""
        steps = list(self.library.tag_files.write_chosen())
        assert [one for step in steps for one in step.refused] == []
        return [path.name for step in steps for path, _ in step.written]


FILE = {"Dog": Origin.FILE}
