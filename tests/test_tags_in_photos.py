"""Tags that go into the photos themselves: the photos stay the ones they were, with all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sidecar_desk import FILE, Desk, document

from photoclip import sidecars
from photoclip.changes import Favour, Rate
from photoclip.choices import ACCEPTED, IN_PHOTOS, TAG_FILES, TAG_PLACE
from photoclip.domain import Origin, Verdict
from photoclip.images import hash_content
from photoclip.sidecar_store import SidecarStore
from photoclip.xmp import Wanted
from photoclip.xmp_packet import embed


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.library.choices[TAG_FILES] = ACCEPTED
    desk.library.choices[TAG_PLACE] = IN_PHOTOS
    yield desk
    assert desk.library.check() == []
    desk.library.close()


def embedded(desk: Desk) -> int:
    """How many pictures went through the model since the library was opened."""
    return desk.library.encoder.encoded  # type: ignore[union-attr]


def words(path: Path) -> tuple[str, ...]:
    found = sidecars.read(path)
    return found.facts.keywords if found else ()


def reopen(desk: Desk) -> None:
    desk.library.close()
    desk.open()


def test_what_the_program_writes_itself_is_no_news(desk: Desk) -> None:
    dog = desk.define("Dog")
    desk.judge(dog, Verdict.ACCEPTED, "black")
    before, pixels = desk.photo("black"), Image.open(desk.file("black")).tobytes()
    done = embedded(desk)
    assert desk.write_chosen() == ["black.png"]
    after = desk.photo("black")
    assert words(desk.file("black")) == ("Dog",)
    assert Image.open(desk.file("black")).tobytes() == pixels
    assert after.id == before.id
    assert after.content_hash == hash_content(desk.file("black").read_bytes())
    assert after.content_hash != before.content_hash
    assert desk.refresh() == set()
    assert desk.write_chosen() == []
    assert embedded(desk) == done
    assert desk.tags("black") == {"Dog": Origin.ACCEPTED}
    reopen(desk)
    assert desk.refresh() == set()
    assert embedded(desk) == 0
    assert desk.photo("black") == after


def test_nothing_is_lost_if_the_program_ends_right_after_writing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dog = desk.define("Dog")
    desk.judge(dog, Verdict.ACCEPTED, "black")
    number = desk.photo("black").id

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SidecarStore, "note_rewritten", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.write_chosen()
    reopen(desk)
    assert desk.refresh() == {"black"}
    assert desk.photo("black").id == number
    assert desk.tags("black") == {"Dog": Origin.ACCEPTED}
    assert desk.write_chosen() == []


def test_another_programs_change_that_nobody_saw_yet_is_still_seen(desk: Desk) -> None:
    dog = desk.define("Dog")
    desk.judge(dog, Verdict.ACCEPTED, "black")
    Image.new("RGB", (64, 48), "blue").save(desk.file("black"))
    done = embedded(desk)
    assert desk.write_chosen() == []
    assert desk.refresh() == {"black"}
    assert embedded(desk) == done + 1
    assert desk.tags("black") == {"Dog": Origin.ACCEPTED}
    assert desk.write_chosen() == ["black.png"]


def test_keywords_of_others_stay_in_the_photo_and_in_the_library(desk: Desk) -> None:
    cat, dog = desk.define("Cat"), desk.define("Dog")
    path = desk.file("black")
    path.write_bytes(embed(path.read_bytes(), document("dog", "garden").encode()))
    desk.refresh()
    assert desk.tags("black") == FILE
    desk.judge(cat, Verdict.ACCEPTED, "black")
    assert desk.write_chosen() == ["black.png"]
    assert words(path) == ("dog", "garden", "Cat")
    desk.refresh()
    assert desk.tags("black") == {**FILE, "Cat": Origin.ACCEPTED}
    desk.judge(dog, Verdict.REJECTED, "black")
    desk.judge(cat, Verdict.NONE, "black")
    assert desk.write_chosen() == ["black.png"]
    assert words(path) == ("dog", "garden")


def test_a_change_of_mind_about_the_place_is_followed(desk: Desk) -> None:
    dog = desk.define("Dog")
    desk.judge(dog, Verdict.ACCEPTED, "black")
    desk.library.choices[TAG_PLACE] = ""
    assert desk.write_chosen() == ["black.png.xmp"]
    desk.library.choices[TAG_PLACE] = IN_PHOTOS
    assert desk.write_chosen() == ["black.png"]  # the sidecar says it already
    desk.judge(dog, Verdict.NONE, "black")
    assert sorted(desk.write_chosen()) == ["black.png", "black.png.xmp"]
    assert words(desk.file("black")) == ()


def test_without_a_choice_nothing_goes_into_a_photo(desk: Desk) -> None:
    desk.library.choices[TAG_PLACE] = ""
    desk.judge(desk.define("Dog"), Verdict.ACCEPTED, "black")
    before = desk.file("black").read_bytes()
    assert desk.write_chosen() == ["black.png.xmp"]
    assert desk.file("black").read_bytes() == before


# --- what was said outlives all that ------------------------------------------------------------


def say(desk: Desk) -> None:
    desk.judge(desk.define("Dog"), Verdict.ACCEPTED, "black")
    desk.library.marks.rate(Rate(((desk.photo("black").id, 4),)))
    desk.library.marks.favour(Favour(((desk.photo("black").id, True),)))


def is_said(desk: Desk) -> bool:
    photo = desk.photo("black")
    return photo.rating == 4 and photo.favourite and desk.tags("black")["Dog"] is Origin.ACCEPTED


@pytest.mark.parametrize("again", [False, True])
def test_a_backup_from_before_gets_back_what_was_said(desk: Desk, again: bool) -> None:
    say(desk)
    path = desk.file("black")
    backup = path.read_bytes()
    desk.write_chosen()
    if again:
        desk.judge(desk.define("Cat"), Verdict.ACCEPTED, "black")
        desk.write_chosen()
    written = path.read_bytes()
    path.unlink()
    desk.refresh()
    path.write_bytes(backup)
    desk.refresh()
    assert is_said(desk)
    assert ("Cat" in desk.tags("black")) is again
    path.unlink()
    desk.refresh()
    path.write_bytes(written)
    desk.refresh()
    assert is_said(desk)


def test_a_backup_over_the_photo_does_not_bring_back_what_was_taken_back(desk: Desk) -> None:
    say(desk)
    [dog] = [one.id for one in desk.library.labels.all()]
    path = desk.file("black")
    backup = path.read_bytes()
    desk.write_chosen()
    path.unlink()
    desk.refresh()
    path.write_bytes(backup)
    desk.refresh()
    desk.judge(dog, Verdict.REJECTED, "black")
    desk.library.marks.rate(Rate(((desk.photo("black").id, 1),)))
    desk.write_chosen()
    for data in (backup, path.read_bytes(), backup):
        path.write_bytes(data)
        desk.refresh()
        assert desk.tags("black") == {"Dog": Origin.REJECTED}
        path.unlink()
        desk.refresh()
        path.write_bytes(data)
        desk.refresh()
        assert desk.tags("black") == {"Dog": Origin.REJECTED}
        assert desk.photo("black").rating == 1


def test_a_written_photo_that_moves_stays_itself(desk: Desk) -> None:
    say(desk)
    desk.write_chosen()
    number = desk.photo("black").id
    desk.file("black").rename(desk.file("green"))
    desk.refresh()
    assert desk.photo("green").id == number
    assert desk.tags("green") == {"Dog": Origin.ACCEPTED}


def test_photos_without_a_date_keep_their_place(desk: Desk) -> None:
    before = [one.path for one in desk.library.photos(desk.library.newest())]
    say(desk)
    desk.write_chosen()
    desk.refresh()
    assert [one.path for one in desk.library.photos(desk.library.newest())] == before


def test_others_that_write_the_same_words_are_heard(desk: Desk) -> None:
    """A tag that another library wrote into the photo is a tag from the file."""
    desk.define("Dog")
    [plan] = sidecars.plan(desk.file("black"), Wanted("another", ("Dog",)), into_photo=True)
    sidecars.write(plan)
    desk.refresh()
    assert desk.tags("black") == FILE
