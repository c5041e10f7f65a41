"""What labels make of the words that sidecars have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sidecar_desk import FILE, Desk, document

from photoclip.changes import MergeLabels, RemoveLabel, SaveLabel
from photoclip.domain import Origin, Verdict


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.library.check() == []
    desk.library.close()


def test_a_label_defined_later_finds_its_photos_at_once(desk: Desk) -> None:
    desk.sidecar("black", document("DOG", "größe"))
    desk.sidecar("white", document("animal|cat"))
    desk.refresh()
    desk.define("Dog")
    desk.define("GRÖSSE")
    assert desk.tags("black") == {**FILE, "GRÖSSE": Origin.FILE}
    animal = desk.define("Animal")
    cat = desk.define("Cat")
    assert desk.tags("white") == {}
    desk.library.labels.apply(SaveLabel(replace(desk.label(cat), parent_id=animal)))
    assert desk.tags("white") == {"Cat": Origin.FILE, "Animal": Origin.FILE}


def test_a_renamed_label_keeps_the_tags_of_files(desk: Desk) -> None:
    dog = desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.sidecar("white", document("hound"))
    desk.refresh()
    undo = desk.library.labels.apply(SaveLabel(replace(desk.label(dog), name="Hound")))
    assert desk.tags("black") == desk.tags("white") == {"Hound": Origin.FILE}
    path.write_text(document("dog", "garden"))
    desk.refresh()
    assert desk.tags("black") == {"Hound": Origin.FILE}
    redo = desk.library.labels.apply(undo)
    assert (desk.tags("black"), desk.tags("white")) == (FILE, {})
    desk.library.labels.apply(redo)
    desk.define("Dog")  # the name is another label's now
    assert (desk.tags("black"), desk.tags("white")) == (FILE, {"Hound": Origin.FILE})


def test_a_merged_label_gives_its_tags_of_files_on(desk: Desk) -> None:
    dog, hound = desk.define("Dog"), desk.define("Hound")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    undo = desk.library.labels.apply(MergeLabels(dog, hound))
    assert desk.tags("black") == {"Hound": Origin.FILE}
    path.write_text(document("dog", "garden"))
    desk.refresh()
    assert desk.tags("black") == {"Hound": Origin.FILE}
    desk.library.labels.apply(undo)
    assert desk.tags("black") == FILE


def test_a_removed_label_is_restored_with_what_files_say_now(desk: Desk) -> None:
    dog = desk.define("Dog")
    path = desk.sidecar("black", document("dog"))
    desk.refresh()
    undo = desk.library.labels.apply(RemoveLabel(dog))
    path.unlink()
    desk.sidecar("white", document("dog"))
    desk.refresh()
    desk.library.labels.apply(undo)
    assert (desk.tags("black"), desk.tags("white")) == ({}, FILE)


def test_imported_labels_find_their_photos(desk: Desk, tmp_path: Path) -> None:
    desk.sidecar("black", document("dog"))
    desk.refresh()
    (tmp_path / "labels.txt").write_text("Dog\nCat\n")
    desk.library.labels.import_file(tmp_path / "labels.txt")
    assert desk.tags("black") == {"Dog": Origin.FILE}


def test_the_person_has_the_last_word(desk: Desk) -> None:
    dog = desk.define("Dog")
    desk.judge(dog, Verdict.REJECTED, "black")
    desk.judge(dog, Verdict.ACCEPTED, "white")
    paths = [desk.sidecar(name, document("dog")) for name in ("black", "white")]
    desk.refresh()
    said = {"Dog": Origin.REJECTED}, {"Dog": Origin.ACCEPTED}
    assert (desk.tags("black"), desk.tags("white")) == said
    for path in paths:
        path.write_text(document())
    desk.refresh()
    assert (desk.tags("black"), desk.tags("white")) == said
