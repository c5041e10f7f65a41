"""Tags go into sidecars only when asked, and what others write there comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ColourEncoder, make_photo

from photoclip import sidecars
from photoclip.changes import Describe, Judge, RemoveLabel, SaveLabel
from photoclip.choices import ACCEPTED, ALT_TEXTS, MADE, TAG_FILES
from photoclip.domain import Label, Origin, Photo, Verdict
from photoclip.errors import PhotoClipError
from photoclip.library import Library
from photoclip.xmp import Wanted


class Desk:
    """A library of three photos; red and dark red are labels."""

    def __init__(self, place: Path) -> None:
        self.place = place / "photos"
        for mark, colour in enumerate(("red", "green", "blue")):
            make_photo(self.place / f"{colour}.png", colour, mark=mark)
        self.library = Library(place / "library")
        self.library.use(ColourEncoder())
        self.library.add_folder(self.place)
        for _ in self.library.refresh():
            pass
        self.red = self.define("Red")
        self.dark = self.define("Dark red", "black", self.red)
        for _ in self.library.labels.retag():
            pass

    def define(self, name: str, description: str = "", parent: int | None = None) -> int:
        label = Label(0, name, tuple(description.splitlines()), parent_id=parent)
        undo = self.library.labels.apply(SaveLabel(label))
        assert isinstance(undo, RemoveLabel)
        return undo.label_id

    def photo(self, name: str) -> Photo:
        photo = self.library.find_photo(self.place / f"{name}.png")
        assert photo is not None
        return photo

    def judge(self, label: int, verdict: Verdict, name: str) -> None:
        self.library.labels.apply(Judge.all([self.photo(name).id], label, verdict))

    def write(self, least: float | None = None, *, dry_run: bool = False) -> dict[str, str]:
        """File -> what changes in it; nothing may be refused."""
        steps = list(self.library.tag_files.write(least, dry_run=dry_run))
        assert [one for step in steps for one in step.refused] == []
        return {
            path.name: " ".join(map(str, said)) for step in steps for path, said in step.written
        }

    def write_chosen(self) -> list[str]:
        steps = self.library.tag_files.write_chosen()
        return [path.name for step in steps for path, _ in step.written]

    def words(self, name: str) -> tuple[str, ...]:
        """What any other library reads of a photo."""
        found = sidecars.read(self.place / f"{name}.png")
        return found.facts.hierarchies or found.facts.keywords if found else ()

    def origins(self, name: str) -> dict[str, Origin]:
        tags = self.library.labels.tags_of([self.photo(name).id])
        return {tag.name: tag.origin for found in tags.values() for tag in found}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.library.close()


def test_only_what_was_accepted_is_written(desk: Desk) -> None:
    desk.judge(desk.dark, Verdict.ACCEPTED, "blue")
    assert desk.write(dry_run=True) == {"blue.png.xmp": "Adds “Red > Dark red”."}
    assert list(desk.place.glob("*.xmp")) == []
    assert desk.write() == {"blue.png.xmp": "Adds “Red > Dark red”."}
    assert [path.name for path in desk.place.glob("*.xmp")] == ["blue.png.xmp"]
    assert "Red|Dark red" in desk.words("blue")
    assert desk.write() == {}


def test_confident_tags_are_written_if_the_person_wants_it(desk: Desk) -> None:
    assert desk.write() == {}
    assert desk.write(0.5) == {"red.png.xmp": "Adds “Red”."}


def test_what_was_taken_back_is_taken_out(desk: Desk) -> None:
    desk.judge(desk.red, Verdict.ACCEPTED, "blue")
    desk.write()
    desk.judge(desk.red, Verdict.REJECTED, "blue")
    assert desk.write() == {"blue.png.xmp": "Takes out “Red”."}
    assert desk.words("blue") == ()
    assert desk.write() == {}


def test_a_refusal_stops_no_other_file(desk: Desk) -> None:
    for name in ("red", "green"):
        desk.judge(desk.red, Verdict.ACCEPTED, name)
    (desk.place / "green.png.xmp").write_text("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    before = (desk.place / "green.png.xmp").read_bytes()
    steps = list(desk.library.tag_files.write())
    assert [path.name for step in steps for path, _ in step.written] == ["red.png.xmp"]
    [refused] = [one for step in steps for one in step.refused]
    assert refused.path.name == "green.png.xmp"
    assert (desk.place / "green.png.xmp").read_bytes() == before


def test_an_alternative_text_is_written_too(desk: Desk) -> None:
    desk.library.marks.describe(Describe(((desk.photo("blue").id, "A blue wall."),)))
    assert desk.write() == {"blue.png.xmp": "Sets the alternative text “A blue wall.”."}


def test_a_text_is_made_from_accepted_labels_if_the_person_wants_it(desk: Desk) -> None:
    desk.judge(desk.dark, Verdict.ACCEPTED, "red")  # that "black" describes it does not fit
    desk.judge(desk.red, Verdict.ACCEPTED, "red")
    assert "alternative text" not in desk.write(dry_run=True)["red.png.xmp"]
    desk.library.choices[ALT_TEXTS] = MADE
    written = desk.write()
    assert written["red.png.xmp"].endswith("Sets the alternative text “Dark red, Red.”.")
    assert list(written) == ["red.png.xmp"]  # nobody accepted anything elsewhere
    assert not desk.library.tag_files.take_in(desk.photo("red"))  # it is no news
    assert desk.photo("red").alt_text == ""
    assert desk.write() == {}
    desk.library.choices[ALT_TEXTS] = ""
    assert desk.write() == {"red.png.xmp": "Takes out the alternative text."}


def test_the_description_that_fits_best_is_part_of_a_made_text(desk: Desk) -> None:
    wall = desk.define("Wall", "blue\nred")
    for _ in desk.library.labels.retag():
        pass
    desk.judge(wall, Verdict.ACCEPTED, "blue")
    assert desk.library.labels.alt_texts([desk.photo("blue").id]) == {
        desk.photo("blue").id: "Blue. Wall."
    }


def test_a_made_text_gives_way_to_any_other(desk: Desk) -> None:
    desk.library.choices[ALT_TEXTS] = MADE
    desk.judge(desk.red, Verdict.ACCEPTED, "blue")
    desk.judge(desk.red, Verdict.ACCEPTED, "green")
    [plan] = sidecars.plan(desk.place / "blue.png", Wanted("another", alt_text="A blue wall."))
    sidecars.write(plan)
    assert desk.write() == {
        "blue.png.xmp": "Adds “Red”.",
        "green.png.xmp": "Adds “Red”. Sets the alternative text “Red.”.",
    }
    desk.library.marks.describe(Describe(((desk.photo("green").id, "My lawn."),)))
    assert desk.write() == {"green.png.xmp": "Sets the alternative text “My lawn.”."}
    desk.library.marks.describe(Describe(((desk.photo("green").id, ""),)))
    assert desk.write() == {"green.png.xmp": "Sets the alternative text “Red.”."}


def test_a_made_text_is_written_again_only_when_its_labels_change(desk: Desk) -> None:
    desk.library.choices[ALT_TEXTS] = MADE
    desk.library.choices[TAG_FILES] = ACCEPTED
    desk.judge(desk.red, Verdict.ACCEPTED, "red")
    assert desk.write_chosen() == ["red.png.xmp"]
    assert desk.write_chosen() == []
    desk.judge(desk.dark, Verdict.ACCEPTED, "red")
    assert desk.write_chosen() == ["red.png.xmp"]
    desk.library.choices[ALT_TEXTS] = ""
    assert desk.write_chosen() == ["red.png.xmp"]


def test_keywords_and_texts_of_others_are_taken_in(desk: Desk) -> None:
    [plan] = sidecars.plan(
        desk.place / "blue.png", Wanted("another", ("Red", "holiday"), (), "A blue wall.")
    )
    sidecars.write(plan)
    assert desk.library.tag_files.take_in(desk.photo("blue"))
    assert desk.origins("blue") == {"Red": Origin.FILE}
    assert desk.photo("blue").alt_text == "A blue wall."
    assert not desk.library.tag_files.take_in(desk.photo("blue"))
    (desk.place / "blue.png.xmp").unlink()
    assert desk.library.tag_files.take_in(desk.photo("blue"))
    assert desk.origins("blue") == {}


def test_its_own_words_do_not_come_back_as_those_of_others(desk: Desk) -> None:
    desk.write(0.5)
    assert not desk.library.tag_files.take_in(desk.photo("red"))
    assert desk.origins("red") == {"Red": Origin.AUTO}


def test_a_file_that_nobody_understands_changes_nothing(desk: Desk) -> None:
    (desk.place / "red.png.xmp").write_text("nothing")
    with pytest.raises(PhotoClipError, match=r"^The tags in .*red\.png\.xmp cannot be read: "):
        desk.library.tag_files.take_in(desk.photo("red"))
    assert desk.origins("red") == {"Red": Origin.AUTO}


@pytest.mark.parametrize("into_photos", [False, True])
def test_nothing_is_written_to_another_picture_that_took_the_photos_place(
    desk: Desk, into_photos: bool
) -> None:
    desk.judge(desk.red, Verdict.ACCEPTED, "blue")
    place = desk.place / "blue.png"
    place.rename(desk.place / "moved.png")
    make_photo(place, "green", size=(50, 30))
    before = place.read_bytes()
    [step] = [s for s in desk.library.tag_files.write(into_photos=into_photos) if s.done]
    assert not step.written
    [refused] = step.refused
    assert "another program has changed it" in str(refused.reason)
    assert place.read_bytes() == before
    assert not list(desk.place.glob("*.xmp"))
    for _ in desk.library.refresh():
        pass
    [step] = [s for s in desk.library.tag_files.write(into_photos=into_photos) if s.done]
    assert "moved.png" in [path.name.removesuffix(".xmp") for path, _ in step.written]
