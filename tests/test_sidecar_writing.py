"""What is said of photos goes out to sidecars, and comes back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sidecar_desk import FILE, Desk, document

from photoclip import sidecars, tag_files
from photoclip.changes import Describe, RemoveLabel, SaveLabel
from photoclip.choices import ACCEPTED, CONFIDENT, TAG_FILES
from photoclip.domain import Label, Origin, Verdict
from photoclip.errors import PhotoClipError
from photoclip.xmp import Wanted


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.library.check() == []
    desk.library.close()


def test_what_one_library_writes_another_one_reads(desk: Desk, tmp_path: Path) -> None:
    animal = desk.define("Animal")
    dog = desk.define("Dog", parent_id=animal)
    desk.judge(dog, Verdict.ACCEPTED, "black")
    desk.library.marks.describe(Describe(((desk.photo("black").id, "Our dog."),)))
    desk.library.choices[TAG_FILES] = ACCEPTED
    assert desk.write_chosen() == ["black.png.xmp"]
    assert desk.refresh() == set()  # its own words are no news to it
    other = Desk(tmp_path, "another library")
    other.define("Dog")
    assert (other.tags("black"), other.photo("black").alt_text) == (FILE, "Our dog.")
    desk.judge(dog, Verdict.REJECTED, "black")
    desk.library.marks.describe(Describe(((desk.photo("black").id, ""),)))
    assert desk.write_chosen() == ["black.png.xmp"]
    assert other.refresh() == {"black"}
    assert (other.tags("black"), other.photo("black").alt_text) == ({}, "")
    other.library.close()


def test_nothing_is_written_until_the_person_chooses_so(desk: Desk) -> None:
    desk.judge(desk.define("Dog"), Verdict.ACCEPTED, "black")
    assert list(desk.library.tag_files.write_chosen()) == []
    desk.library.choices[TAG_FILES] = ACCEPTED
    assert desk.write_chosen() == ["black.png.xmp"]


def test_only_what_has_changed_is_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dog = desk.define("Dog")
    desk.library.choices[TAG_FILES] = ACCEPTED
    for name in ("black", "white"):
        desk.judge(dog, Verdict.ACCEPTED, name)
    assert desk.write_chosen() == ["black.png.xmp", "white.png.xmp"]
    seen: list[Path] = []
    real = sidecars.plan
    monkeypatch.setattr(
        tag_files.sidecars,
        "plan",
        lambda photo, *rest, **how: seen.append(photo) or real(photo, *rest, **how),
    )
    assert desk.write_chosen() == []
    desk.judge(dog, Verdict.NONE, "white")
    assert desk.write_chosen() == ["white.png.xmp"]
    assert seen == [desk.file("white")]
    desk.library.labels.apply(SaveLabel(replace(desk.label(dog), name="Hound")))
    assert desk.write_chosen() == ["black.png.xmp"]
    desk.library.labels.apply(RemoveLabel(dog))
    assert desk.write_chosen() == ["black.png.xmp"]
    assert desk.write_chosen() == []
    assert len(seen) == 3


def test_confident_tags_are_withdrawn_when_the_person_wants_fewer(desk: Desk) -> None:
    desk.library.labels.apply(SaveLabel(Label(0, "Night", ("black",))))
    for _ in desk.library.labels.retag():
        pass
    assert desk.tags("black") == {"Night": Origin.AUTO}
    desk.library.choices[TAG_FILES] = CONFIDENT
    assert desk.write_chosen() == ["black.png.xmp"]
    desk.library.choices[TAG_FILES] = ACCEPTED
    assert desk.write_chosen() == ["black.png.xmp"]
    assert desk.write_chosen() == []


def test_a_lost_sidecar_is_written_again(desk: Desk) -> None:
    desk.judge(desk.define("Dog"), Verdict.ACCEPTED, "black")
    desk.library.choices[TAG_FILES] = ACCEPTED
    desk.write_chosen()
    (desk.photos / "black.png.xmp").unlink()
    desk.refresh()
    assert desk.write_chosen() == ["black.png.xmp"]


def test_words_of_a_photo_that_was_forgotten_meanwhile_are_taken_out(desk: Desk) -> None:
    dog = desk.define("Dog")
    desk.judge(dog, Verdict.ACCEPTED, "black")
    desk.library.choices[TAG_FILES] = ACCEPTED
    desk.write_chosen()
    away = desk.photos.with_name("black.png")
    desk.file("black").rename(away)
    desk.refresh()
    desk.library.labels.apply(RemoveLabel(dog))
    away.rename(desk.file("black"))
    desk.refresh()
    assert desk.write_chosen() == ["black.png.xmp"]
    found = sidecars.read(desk.file("black"))
    assert found is not None
    assert found.facts.keywords == ()


def test_writing_hides_no_news_of_another_program(desk: Desk) -> None:
    dog = desk.define("Dog")
    desk.define("Cat")
    path = desk.sidecar("black", document("garden"))
    desk.refresh()
    path.write_text(document("cat"))  # and before anybody looks ...
    desk.judge(dog, Verdict.ACCEPTED, "black")
    desk.library.choices[TAG_FILES] = ACCEPTED
    assert desk.write_chosen() == ["black.png.xmp"]
    desk.refresh()
    assert desk.tags("black") == {"Dog": Origin.ACCEPTED, "Cat": Origin.FILE}


def test_a_read_only_file_is_refused_once_and_the_next_is_written(desk: Desk) -> None:
    dog = desk.define("Dog")
    path = desk.sidecar("black", document("garden"))
    path.chmod(0o444)
    before = path.read_bytes()
    desk.library.choices[TAG_FILES] = ACCEPTED
    for name in ("black", "white"):
        desk.judge(dog, Verdict.ACCEPTED, name)
    steps = list(desk.library.tag_files.write_chosen())
    assert [one.name for step in steps for one, _ in step.written] == ["white.png.xmp"]
    [refused] = [one for step in steps for one in step.refused]
    assert str(refused.reason) == f"{path} is left as it is: it is read-only."
    assert desk.write_chosen() == []
    assert path.read_bytes() == before
    path.chmod(0o644)
    steps = list(desk.library.tag_files.write())  # who asks for all of it has it tried again
    assert [one.name for step in steps for one, _ in step.written] == ["black.png.xmp"]


def test_a_plan_is_not_carried_out_over_a_newer_sidecar(desk: Desk) -> None:
    path = desk.sidecar("black", document("garden"))
    [plan] = sidecars.plan(desk.file("black"), Wanted("a", ("Dog",)))
    path.write_text(document("house"))
    with pytest.raises(PhotoClipError, match="another program has changed it meanwhile"):
        sidecars.write(plan)
    assert path.read_text() == document("house")


def test_a_sidecar_that_only_changes_its_time_is_read_again_and_nothing_is_new(desk: Desk) -> None:
    desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    os.utime(path, ns=(1, 1))
    assert desk.refresh() == set()
    assert desk.tags("black") == FILE
