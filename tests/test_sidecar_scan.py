"""What other programs say of photos, in sidecars and in the files, comes in with every scan."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from photos import KINDS, corners
from PIL import Image
from sidecar_desk import FILE, Desk, document
from support import Collector, ColourEncoder, StandInModels, make_photo
from test_iptc import with_iptc

from photoclip import messages as m
from photoclip import sidecars, tag_files
from photoclip.changes import Describe, Rate, SaveLabel
from photoclip.choices import EXCLUDED
from photoclip.domain import Label, Origin, Verdict
from photoclip.engine import Engine
from photoclip.library import Library
from photoclip.xmp import MOST_KEYWORDS

SAMPLES = Path(__file__).parent / "samples" / "xmp"

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>'
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.library.check() == []
    desk.library.close()


# --- sidecars -----------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", [(), ("black.png.xmp",)], ids=["all", "watched"])
def test_a_sidecar_comes_changes_and_goes(desk: Desk, parts: tuple[str, ...]) -> None:
    desk.define("Dog")
    desk.define("Cat")
    path = desk.sidecar("black", document("dog", "garden"))
    assert desk.refresh(*parts) == {"black"}
    assert desk.tags("black") == FILE
    assert desk.refresh(*parts) == set()
    path.write_text(document("cat"))
    assert desk.refresh(*parts) == {"black"}
    assert desk.tags("black") == {"Cat": Origin.FILE}
    path.unlink()
    assert desk.refresh(*parts) == {"black"}
    assert desk.tags("black") == {}
    assert desk.refresh(*parts) == set()


def test_a_sidecar_named_without_the_suffix_of_the_photo_counts_too(desk: Desk) -> None:
    desk.define("Dog")
    path = desk.photos / "black.xmp"
    path.write_text(document("dog"))
    assert desk.refresh("black.xmp") == {"black"}
    assert desk.tags("black") == FILE
    path.unlink()
    desk.refresh("black.xmp")
    assert desk.tags("black") == {}


def test_what_has_not_changed_is_not_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sidecar("black", document("dog"))
    desk.refresh()
    desk.sidecar("nobody", document("dog"))
    desk.refresh()
    read: list[Path] = []
    real = sidecars.read
    monkeypatch.setattr(
        tag_files.sidecars, "read", lambda photo, *rest: read.append(photo) or real(photo, *rest)
    )
    desk.refresh()
    assert read == []
    desk.sidecar("white", document("dog"))
    desk.refresh()
    assert read == [desk.file("white")]


def test_a_new_photo_comes_with_its_sidecar(desk: Desk) -> None:
    desk.define("Dog")
    desk.sidecar("green", document("dog"))
    desk.refresh()
    make_photo(desk.file("green"), "green")
    assert desk.refresh("green.png") == {"green"}
    assert desk.tags("green") == FILE


def test_what_lies_within_a_picture_is_read(desk: Desk) -> None:
    desk.define("Dog")
    xmp = document("dog", rating=4, alt_text="A dog.").encode()
    Image.new("RGB", (32, 32), "red").save(desk.photos / "red.jpg", xmp=xmp)
    desk.refresh()
    photo = desk.library.find_photo(desk.photos / "red.jpg")
    assert photo is not None
    [tag] = desk.library.labels.tags_of([photo.id])[photo.id]
    assert (tag.name, tag.origin) == ("Dog", Origin.FILE)
    assert (photo.rating, photo.alt_text) == (4, "A dog.")


def test_a_moved_photo_takes_its_sidecar_along_or_leaves_it(desk: Desk) -> None:
    dog = desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    desk.judge(dog, Verdict.ACCEPTED, "white")
    (desk.photos / "sub").mkdir()
    for one in (path, desk.file("black")):
        one.rename(desk.photos / "sub" / one.name)
    desk.refresh()
    moved = desk.library.find_photo(desk.photos / "sub" / "black.png")
    assert moved is not None
    [tag] = desk.library.labels.tags_of([moved.id])[moved.id]
    assert tag.origin is Origin.FILE
    moved.path.rename(desk.file("black"))
    desk.refresh()
    assert desk.photo("black").id == moved.id
    assert desk.tags("black") == {}


def test_a_crash_before_reading_forgets_no_sidecar(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.define("Dog")
    desk.sidecar("black", document("dog"))
    make_photo(desk.file("green"), "green")
    desk.sidecar("green", document("dog"))

    def crash(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(desk.library.tag_files, "take_in_all", crash)
        with pytest.raises(MemoryError):
            desk.refresh()
    assert desk.photo("green")
    desk.library.close()
    desk.open()
    desk.refresh()
    assert desk.tags("black") == desk.tags("green") == FILE


def test_a_sidecar_in_a_folder_that_is_not_wanted_is_no_trouble(desk: Desk) -> None:
    desk.define("Dog")
    desk.sidecar("black", document("dog"))
    desk.library.choices[EXCLUDED] = "black*"
    desk.refresh()
    assert desk.library.find_photo(desk.file("black")) is None
    desk.library.choices[EXCLUDED] = ""
    desk.refresh()
    assert desk.tags("black") == FILE


@pytest.mark.parametrize(
    ("name", "words", "rating"),
    [("digikam", {"Dog", "Summer"}, 4), ("lightroom", {"Dog"}, 5), ("darktable", {"Dog"}, 0)],
)
def test_sidecars_of_other_programs(desk: Desk, name: str, words: set[str], rating: int) -> None:
    animal = desk.define("Animal")
    desk.define("Dog", parent_id=animal)
    desk.define("Summer")
    shutil.copy(SAMPLES / f"{name}.xmp", desk.photos / "black.png.xmp")
    desk.refresh()
    assert words <= set(desk.tags("black"))
    assert set(desk.tags("black").values()) == {Origin.FILE}
    assert desk.photo("black").rating == rating


def test_a_running_engine_takes_a_changed_sidecar_in(desk: Desk, tmp_path: Path) -> None:
    desk.define("Dog")
    number = desk.photo("black").id
    desk.library.close()
    events: Collector[m.Event] = Collector()
    models = StandInModels(tmp_path / "models", ColourEncoder)
    engine = Engine(lambda: Library(desk.root), models, events)
    try:
        for words in (("dog",), (), ("dog", "garden")):
            events.clear()
            desk.sidecar("black", document(*words))
            events.wait_until(
                lambda seen: any(isinstance(e, m.PhotosChanged) and number in e.ids for e in seen)
            )
    finally:
        engine.stop()
    desk.open()
    assert desk.tags("black") == FILE


# --- in the photo itself ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["HEIF", "AVIF", "WEBP", "TIFF", "JPEG", "IPTC"])
def test_keywords_in_a_photo_come_change_and_go(desk: Desk, kind: str) -> None:
    desk.define("Dog")
    desk.define("Cat")
    path = desk.photos / f"new.{'jpg' if kind == 'IPTC' else kind.lower()}"

    def tags() -> dict[str, Origin]:
        desk.refresh()
        photo = desk.library.find_photo(path)
        assert photo is not None
        return {tag.name: tag.origin for tag in desk.library.labels.tags_of([photo.id])[photo.id]}

    for words in (["dog", "garden"], ["cat"]):
        if kind == "IPTC":
            data = with_iptc("jpg", [(2, 25, word.encode()) for word in words])
        else:
            text = document(*words).encode()
            data = KINDS[kind](
                corners(), **({"tiffinfo": {700: text}} if kind == "TIFF" else {"xmp": text})
            )
        path.write_bytes(data)
        assert tags() == {words[0].title(): Origin.FILE}
    sidecar = path.with_name(path.name + ".xmp")
    sidecar.write_text(document("dog"))
    assert tags() == FILE
    sidecar.unlink()
    assert tags() == {"Cat": Origin.FILE}
    path.write_bytes(KINDS["JPEG" if kind == "IPTC" else kind](corners()))
    desk.refresh()
    assert desk.library.labels.tags_of([desk.library.find_photo(path).id]) == {}  # type: ignore[union-attr]


# --- ratings and alternative texts --------------------------------------------------------------


def test_a_file_is_followed_until_the_person_says_something(desk: Desk) -> None:
    path = desk.sidecar("black", document(rating=3, alt_text="A wall."))
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (3, "A wall.")
    path.write_text(document(rating=4, alt_text="A black wall."))
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (4, "A black wall.")
    number = desk.photo("black").id
    desk.library.marks.rate(Rate(((number, 1),)))
    desk.library.marks.describe(Describe(((number, "Night."),)))
    path.write_text(document(rating=5, alt_text="A wall again."))
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (1, "Night.")
    path.unlink()
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (1, "Night.")


def test_what_only_a_file_says_goes_with_it_and_is_never_written(desk: Desk) -> None:
    path = desk.sidecar("black", document(rating=3, alt_text="A wall."))
    desk.refresh()
    before = path.read_bytes()
    assert [step.written for step in desk.library.tag_files.write() if step.written] == []
    assert path.read_bytes() == before
    path.unlink()
    desk.refresh()
    assert (desk.photo("black").rating, desk.photo("black").alt_text) == (0, "")


# --- trouble ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["nothing", BOMB, ""], ids=["malformed", "bomb", "empty"])
def test_a_broken_sidecar_is_told_and_stops_no_other(
    desk: Desk, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    path.write_text(text)
    desk.sidecar("white", document("dog"))
    with caplog.at_level(logging.WARNING, "photoclip.tag_files"):
        assert desk.refresh() == {"white"}
    [record] = caplog.records
    [problem] = desk.library.tag_files.problems()
    assert problem.path == path
    assert str(problem.reason) == record.getMessage()
    assert str(problem.reason).startswith(f"The tags in {path} cannot be read: ")
    assert desk.tags("black") == FILE  # as it was when it was last understood
    assert desk.library.problems() == []
    caplog.clear()
    desk.refresh()
    assert caplog.records == []
    assert path.read_text() == text
    path.write_text(document())
    desk.refresh()
    assert (desk.library.tag_files.problems(), desk.tags("black")) == ([], {})


def test_a_sidecar_that_cannot_be_read_now_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.define("Dog")
    path = desk.sidecar("black", document("dog"))

    def fail(place: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(sidecars, "_load", fail)
        desk.refresh()
    [problem] = desk.library.tag_files.problems()
    assert str(problem.reason) == f"The tags in {path} cannot be read: Permission denied."
    desk.refresh()
    assert desk.tags("black") == FILE


def test_a_file_with_a_million_words_is_a_problem_and_does_not_fill_the_library(
    desk: Desk,
) -> None:
    desk.define("Dog")
    path = desk.sidecar("black", document("dog", *map(str, range(MOST_KEYWORDS - 1)), "x" * 5000))
    desk.refresh()
    assert str(desk.library.tag_files.problems()[0].reason) == (
        f"The tags in {path} cannot be read: it has more than {MOST_KEYWORDS} keywords."
    )
    assert desk.tags("black") == {}

    desk.sidecar("black", document("dog", *map(str, range(MOST_KEYWORDS - 2)), "x" * 5000))
    desk.refresh()
    desk.define(str(MOST_KEYWORDS - 3))
    assert desk.tags("black") == {**FILE, str(MOST_KEYWORDS - 3): Origin.FILE}
    assert desk.library.tag_files.problems() == []


def test_photos_that_are_away_keep_what_their_files_said(desk: Desk) -> None:
    desk.define("Dog")
    desk.sidecar("black", document("dog"))
    desk.refresh()
    desk.photos.rename(desk.photos.with_name("away"))
    desk.library.labels.apply(SaveLabel(Label(0, "Cat")))
    for _ in desk.library.refresh():
        pass
    desk.photos.with_name("away").rename(desk.photos)
    assert desk.tags("black") == FILE
    assert desk.refresh() == set()
