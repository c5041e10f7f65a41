"""Labels over real photos: how they are scored, judged and learn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from label_desk import COLOURS, Desk
from other_models import MirrorEncoder
from PIL import Image
from support import ColourEncoder, make_photo

from photoclip.changes import (
    RemoveLabel,
    SaveLabel,
)
from photoclip.domain import Label, Origin, Verdict
from photoclip.errors import PhotoClipError
from photoclip.label_scores import LabelScores
from photoclip.library import Library

NONE, ACCEPTED, REJECTED = Verdict.NONE, Verdict.ACCEPTED, Verdict.REJECTED


def colour_pixels(colour: str) -> np.ndarray:
    return ColourEncoder().preprocess(Image.new("RGB", (64, 48), colour))


class OtherColours(ColourEncoder):
    """Another model, for which everything lies the other way round."""

    key = "colours-2"

    def images(self, pixels: np.ndarray) -> np.ndarray:
        return super().images(pixels)[:, ::-1].copy()

    def texts(self, texts: list[str]) -> np.ndarray:
        return super().texts(texts)[:, ::-1].copy()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.library.check() == []
    desk.library.close()


RED = {"red0": ["Red"], "red1": ["Red"], "red2": ["Red"]}


# --- scoring ------------------------------------------------------------------------------------


def test_a_new_label_finds_its_photos(desk: Desk) -> None:
    red = desk.define("Red")
    assert desk.tags() == {}
    assert desk.retag() == {desk.ids[name] for name in RED}
    assert desk.tags() == RED
    [label] = desk.library.labels.all()
    assert (label.id, label.photos) == (red, 3)
    assert desk.retag() == set()


def test_new_photos_are_tagged_as_they_are_indexed(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    desk.reopen()  # the classifier is remembered
    make_photo(desk.place / "photos" / "new.png", "red", mark=77)
    steps = desk.library.refresh()
    for step in steps:
        if step.changed:
            break
    assert desk.tags()["new"] == ["Red"]
    steps.close()


def test_a_label_that_is_brought_back_is_on_photos_that_came_meanwhile(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    undo = desk.apply(RemoveLabel(red))
    make_photo(desk.place / "photos" / "new.png", "red", mark=77)
    desk.refresh()
    desk.apply(undo)
    desk.retag()
    assert desk.tags()["new"] == ["Red"]


def test_what_was_said_before_the_program_ended_is_learnt_from_after_it(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    assert "green3" not in desk.tags()
    desk.judge(red, ACCEPTED, "green3")
    desk.judge(red, REJECTED, "red0", "red1")
    desk.reopen()
    assert not desk.library.labels.is_current(ColourEncoder.key)
    desk.retag()
    assert desk.tags()["green4"] == ["Red"]
    assert desk.library.labels.is_current(ColourEncoder.key)


def test_a_photo_that_cannot_be_tagged_is_not_there_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: whatever happens, nobody finds a photo without its tags."""
    desk.define("Red")
    desk.retag()
    make_photo(desk.place / "photos" / "new.png", "red", mark=77)
    tag = LabelScores.tag

    def tag_and_fail(*arguments: object) -> None:
        tag(*arguments)  # type: ignore[arg-type]
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(LabelScores, "tag", tag_and_fail)
        with pytest.raises(OSError, match="full"):
            desk.refresh()
    assert "new" not in desk.ids
    desk.reopen()
    assert "new" not in desk.ids
    desk.refresh()
    assert desk.tags()["new"] == ["Red"]


def test_a_number_that_comes_again_after_an_undone_batch_is_scored_anew(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    photo = desk.ids["red0"]
    [before] = desk.library.labels.tags_of([photo])[photo]
    desk.reopen()  # nothing of the photos is remembered
    red, white = ColourEncoder().images(np.stack([colour_pixels("red"), colour_pixels("white")]))
    scores = desk.library.labels._scores

    def fail_after_tagging() -> None:
        with desk.library.transaction():
            scores.tag([photo], white[None])
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        fail_after_tagging()
    scores.tag([photo], red[None])

    [after] = desk.library.labels.tags_of([photo])[photo]
    assert after.confidence == pytest.approx(before.confidence, abs=1e-3)


def test_a_photo_with_other_content_loses_what_the_model_found(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    desk.judge(red, ACCEPTED, "red1")
    for name in ("red0", "red1"):
        make_photo(desk.place / "photos" / f"{name}.png", "blue", size=(70, 50), mark=99)
    (desk.place / "photos" / "red2.png").write_bytes(b"nothing")
    desk.refresh()
    assert desk.tags() == {"red1": ["Red accepted"]}


def test_a_label_only_a_moment_old_is_scored_before_the_library_is_closed_or_after(
    desk: Desk,
) -> None:
    desk.define("Red")
    steps = desk.library.labels.retag()
    for _ in range(3):
        next(steps)
    steps.close()
    desk.reopen()
    assert not desk.library.labels.is_current(ColourEncoder.key)
    desk.retag()
    assert desk.library.labels.is_current(ColourEncoder.key)
    assert desk.tags() == RED


def test_a_lost_cache_is_made_again(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    [cache] = (desk.place / "library" / "index").glob("*.npz")
    for damage in (b"", b"PK\x03\x04nonsense", cache.read_bytes()[:500]):
        cache.write_bytes(damage)
        desk.reopen()
        desk.retag()
        assert desk.library.labels.is_current(ColourEncoder.key)
        assert desk.tags() == RED


def test_another_model_scores_everything_anew(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    desk.judge(red, ACCEPTED, "blue5")
    other = OtherColours()
    for _ in desk.library.embed_for(other):
        pass
    assert desk.tags()["red0"] == ["Red"]  # the old one still answers
    desk.library.use(other)
    assert not desk.library.labels.is_current(other.key)
    desk.retag()
    assert desk.tags()["blue5"] == ["Red accepted"]
    assert {"red0", "red1", "red2"} <= set(desk.tags())
    desk.library.forget_vectors(ColourEncoder.key)
    assert len(list((desk.place / "library" / "index").glob("*.npz"))) == 1


class MirrorDesk(Desk):
    """The same with another model, and never any other."""

    def open(self) -> Library:
        library = Library(self.place / "library")
        library.use(MirrorEncoder())
        return library


def _teach(desk: Desk) -> None:
    warm = desk.define("Warm", "red", "yellow")
    desk.define("Cool", "blue", negatives=("green",), threshold=0.7)
    desk.retag()
    desk.judge(warm, ACCEPTED, "green3")
    desk.judge(warm, REJECTED, "red0")
    desk.retag()


def _told(desk: Desk) -> dict[str, tuple[str, dict[str, float | None]]]:
    """Photo -> what describes it best, and how sure its labels are."""
    photos = desk.library.photos(desk.library.newest())
    return {
        photo.path.stem: (photo.gist, {tag.name: tag.confidence for tag in photo.tags})
        for photo in photos
    }


def test_after_a_change_of_model_labels_are_as_with_the_new_one_alone(
    desk: Desk, tmp_path: Path
) -> None:
    alone = {ColourEncoder: Desk(tmp_path / "one"), MirrorEncoder: MirrorDesk(tmp_path / "other")}
    for one in (desk, *alone.values()):
        _teach(one)
    for kind, other in (*alone.items(), *alone.items()):
        encoder = kind()
        for _ in desk.library.embed_for(encoder):
            pass
        desk.library.use(encoder)
        desk.retag()
        found, wanted = _told(desk), _told(other)
        assert {name: gist for name, (gist, _) in found.items()} == {
            name: gist for name, (gist, _) in wanted.items()
        }
        for name, (_, labels) in wanted.items():
            assert found[name][1] == pytest.approx(labels, abs=1e-4)
    for other in alone.values():
        other.library.close()


def test_it_counts_what_a_model_has_to_learn_before_it_scores_photos(desk: Desk) -> None:
    desk.define("Red")
    desk.define("Blue")
    steps = [step for step in desk.library.labels.retag() if step.total]
    prepared = [step for step in steps if step.preparing]
    assert steps[: len(prepared)] == prepared
    phrases, labels = prepared[:-2], prepared[-2:]
    assert [step.done for step in phrases] == sorted({step.done for step in phrases})
    assert {step.total for step in phrases} == {phrases[-1].done}
    assert [(step.done, step.total) for step in labels] == [(1, 2), (2, 2)]
    assert steps[-1].total == len(desk.ids)
    assert not any(step.preparing for step in desk.library.labels.retag())


def test_confidences_of_photos_that_the_new_model_has_not_seen_are_void(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    desk.library.use(OtherColours())
    desk.retag()
    assert desk.tags() == {}


def test_it_is_measured_anew_once_the_library_has_grown_a_lot(desk: Desk) -> None:
    desk.define("Red")
    desk.retag()
    for mark in range(len(COLOURS) + 1):
        make_photo(desk.place / "photos" / f"more{mark}.png", "cyan", mark=mark)
    desk.refresh()
    assert not desk.library.labels.is_current(ColourEncoder.key)
    desk.retag()
    assert desk.library.labels.is_current(ColourEncoder.key)
    assert desk.tags() == RED


# --- the person ---------------------------------------------------------------------------------


def test_verdicts_stand_and_are_learnt_from(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    before = desk.library.labels.preview(Label(red, "Red"))
    desk.judge(red, REJECTED, "red0")
    desk.judge(red, ACCEPTED, "green3")
    desk.retag()
    assert desk.tags()["red0"] == ["Red rejected"]
    assert desk.tags()["green3"] == ["Red accepted"]
    after = desk.library.labels.preview(Label(red, "Red"))
    confidence = [
        dict(zip(hits.ids.tolist(), hits.scores.tolist(), strict=True)) for hits in (before, after)
    ]
    alike = desk.ids["green4"]
    assert confidence[1][alike] > confidence[0][alike]


def test_a_photo_tells_what_it_carries_from_what_was_taken_off(desk: Desk) -> None:
    red, dark = desk.define("Red"), desk.define("Dark", "black")
    desk.judge(red, REJECTED, "red0")
    desk.judge(dark, ACCEPTED, "red0")
    [photo] = desk.library.photos([desk.ids["red0"]])
    assert [(tag.name, tag.origin) for tag in photo.tags] == [("Dark", Origin.ACCEPTED)]
    assert [(tag.name, tag.origin) for tag in photo.rejected] == [("Red", Origin.REJECTED)]


def test_judging_is_taken_back_and_done_again(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    undo = desk.judge(red, REJECTED, "red0", "blue5")
    assert desk.tags()["red0"] == ["Red rejected"]
    redo = desk.apply(undo)
    assert "red rejected" not in str(desk.tags())
    desk.retag()
    assert desk.tags() == RED
    desk.apply(redo)
    assert desk.tags()["blue5"] == ["Red rejected"]


def test_a_preview_stores_nothing_and_cuts_where_the_label_would(desk: Desk) -> None:
    hits = desk.library.labels.preview(Label(0, "Red", threshold=0.5))
    assert desk.library.labels.all() == []
    assert len(hits) == len(COLOURS)
    assert (np.diff(hits.scores) <= 0).all()
    assert hits.relevant == 3
    assert set(hits.ids[:3].tolist()) == {desk.ids[name] for name in RED}
    everything = desk.library.labels.preview(Label(0, "Red", threshold=0.0))
    assert everything.relevant == len(COLOURS)
    red = desk.define("Red")
    desk.judge(red, REJECTED, "red0")
    desk.judge(red, ACCEPTED, "blue5")
    hits = desk.library.labels.preview(Label(red, "Red", threshold=0.0))
    assert (hits.ids[0], hits.ids[-1]) == (desk.ids["blue5"], desk.ids["red0"])
    assert hits.relevant == len(COLOURS) - 1


def test_only_what_is_not_judged_is_reviewed(desk: Desk) -> None:
    red = desk.define("Red")
    desk.retag()
    desk.judge(red, REJECTED, "red0", "blue5")
    asked = [photo for photo, _ in desk.library.labels.review(red, 50)]
    assert sorted(asked) == sorted(set(desk.ids.values()) - {desk.ids["red0"], desk.ids["blue5"]})
    assert len(desk.library.labels.review(red, 2)) == 2
    with pytest.raises(PhotoClipError, match=r"^That label is no longer there\.$"):
        desk.library.labels.review(99)


def test_without_a_model_nothing_is_scored_and_all_else_works(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    undo = library.labels.apply(SaveLabel(Label(0, "Red")))
    assert isinstance(undo, RemoveLabel)
    assert list(library.labels.retag()) == []
    assert [label.name for label in library.labels.all()] == ["Red"]
    with pytest.raises(PhotoClipError, match=r"^The model is not ready yet\.$"):
        library.labels.preview(Label(0, "Red"))
    library.close()
