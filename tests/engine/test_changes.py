"""What a person changes through the engine, takes back, and does again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running import Running
from support import ColourEncoder, make_photo

from photoclip import messages as m
from photoclip.changes import Judge, Rate, RemoveFolder, SaveLabel, SaveSearch
from photoclip.choices import (
    ACCEPTED,
    EXCLUDED,
    IN_PHOTOS,
    ON_BATTERY,
    PAUSE,
    TAG_FILES,
    TAG_PLACE,
)
from photoclip.domain import Label, Photo, Progress, Query, SavedSearch, Text, Verdict
from photoclip.sentences import Sentence

COLOURS = ("red", "green", "blue")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for colour in COLOURS:
        make_photo(tmp_path / "photos" / f"{colour}.png", colour)
    return tmp_path / "photos"


@pytest.fixture
def open_engine(tmp_path: Path) -> Iterator[Callable[[], Running]]:
    opened: list[Running] = []

    def open_one() -> Running:
        opened.append(Running(tmp_path / "library", ColourEncoder))
        return opened[-1]

    yield open_one
    for running in opened:
        running.engine.stop()
        assert not any("Traceback" in str(bug.details) for bug in running.bugs())


@pytest.fixture
def running(open_engine: Callable[[], Running], folder: Path) -> Running:
    running = open_engine()
    running.add(folder)
    running.wait_photos(3)
    return running


def _photo(running: Running, name: str) -> Photo:
    return next(photo for photo in running.photos(Query()) if photo.path.name == name)


def test_a_rating_is_undone_and_done_again(running: Running) -> None:
    red = _photo(running, "red.png")
    running.post(m.Do(Rate.all([red.id], 4)))
    history = running.wait(m.HistoryChanged)
    assert (history.undo, history.done, history.steps) == (
        Rate.all([red.id], 0),
        Rate.all([red.id], 4),
        1,
    )
    assert _photo(running, "red.png").rating == 4
    running.post(m.Undo())
    assert running.wait(m.HistoryChanged, lambda event: event.steps == 0).done is None
    assert _photo(running, "red.png").rating == 0
    running.post(m.Redo())
    assert _photo(running, "red.png").rating == 4


def test_a_removed_folder_comes_back_without_being_encoded_again(running: Running) -> None:
    [folder] = running.of(m.FoldersChanged)[-1].folders
    running.post(m.Do(RemoveFolder(folder.id)))
    running.wait_photos(0)
    assert running.find("red") == set()
    running.post(m.Undo())
    running.wait_photos(3)
    assert running.find("red") == {"red.png"}


def test_what_cannot_be_changed_is_one_sentence_and_changes_nothing(running: Running) -> None:
    running.post(m.Do(SaveLabel(Label(0, "   "))))
    assert running.wait(m.Trouble).sentence == Sentence("A label needs a name.")
    assert running.wait(m.HistoryChanged).steps == 0


def test_a_label_is_defined_tags_photos_and_learns(running: Running) -> None:
    running.post(m.Do(SaveLabel(Label(0, "red"))))
    [label] = running.wait(m.LabelsChanged, lambda event: bool(event.labels)).labels
    blue = _photo(running, "blue.png")
    running.post(m.Do(Judge.all([blue.id], label.id, Verdict.ACCEPTED)))
    running.wait(m.LabelsChanged, lambda event: bool(event.labels) and event.labels[0].photos > 0)
    assert [tag.name for tag in _photo(running, "blue.png").tags] == ["red"]
    running.post(m.Undo())
    running.wait(m.HistoryChanged, lambda event: event.redo is not None)
    assert _photo(running, "blue.png").tags == ()


def test_a_preview_comes_even_before_there_is_anything_to_measure_against(
    open_engine: Callable[[], Running], folder: Path
) -> None:
    running = open_engine()
    running.add(folder)
    running.wait_phase(m.ModelPhase.READY)
    running.post(m.PreviewLabel(7, Label(0, "green")))
    assert running.wait(m.LabelPreviewed).serial == 7


def test_facets_explanations_and_comparisons_are_answered(running: Running) -> None:
    running.post(m.CountFacets(3, Query()))
    facets = running.wait(m.FacetsCounted, lambda event: event.serial == 3).facets
    assert (facets.photos, facets.suffixes) == (3, (("png", 3),))
    running.post(m.FetchFilterNames())
    assert running.wait(m.FilterNamesFetched).names.suffixes == ("png",)
    red = _photo(running, "red.png")
    query = Query((Text("red"), Text("blue", -1.0)))
    running.post(m.Explain(red.id, query))
    assert len(running.wait(m.Explained).terms) == 2
    running.post(m.Compare(red.id, ("red", "blue")))
    compared = running.wait(m.Compared)
    assert compared.probabilities[0] > compared.probabilities[1]
    running.post(m.FindSimilar(red.id, 2))
    assert red.id not in [photo.id for photo in running.wait(m.SimilarFound).photos]


def test_searches_are_kept_and_noted(running: Running) -> None:
    running.post(m.NoteSearch("red car"))
    assert list(running.wait(m.SearchesChanged, lambda e: bool(e.recent)).recent) == ["red car"]
    search = SavedSearch(0, "Reds", Query((Text("red"),)))
    running.post(m.Do(SaveSearch(search)))
    [kept] = running.wait(m.SearchesChanged, lambda e: bool(e.saved)).saved
    assert (kept.name, kept.photos) == ("Reds", 1)


def test_excluding_takes_photos_out_and_lets_them_back_in(running: Running) -> None:
    running.post(m.ChangeSetting(EXCLUDED, "red*"))
    running.wait_photos(2)
    running.post(m.ChangeSetting(EXCLUDED, ""))
    running.wait_photos(3)


def test_indexing_waits_while_on_battery(
    open_engine: Callable[[], Running], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoclip.engine.is_on_battery", lambda: True)
    running = open_engine()
    running.post(m.ChangeSetting(ON_BATTERY, PAUSE))
    running.add(folder)
    running.wait_phase(m.ModelPhase.READY)
    running.flush()
    assert running.of(m.PhotosChanged)[-1].photos == 0
    monkeypatch.setattr("photoclip.engine.is_on_battery", lambda: False)
    running.wait_photos(3)


def test_a_pause_is_remembered(open_engine: Callable[[], Running], folder: Path) -> None:
    running = open_engine()
    running.post(m.Pause())
    running.flush()
    running.engine.stop()
    again = open_engine()
    again.add(folder)
    again.wait_phase(m.ModelPhase.READY)
    again.flush()
    assert again.of(m.PhotosChanged)[-1].photos == 0
    paused = Progress("indexing", 0, 0, paused=True)
    again.wait(m.IndexingProgress, lambda event: event.progress == paused)
    assert again.of(m.IndexingProgress)[-1].progress == paused
    again.post(m.Resume())
    again.wait_photos(3)


def test_the_choices_are_told_at_the_start(open_engine: Callable[[], Running]) -> None:
    settings = dict(open_engine().wait(m.SettingsRead).settings)
    assert settings[EXCLUDED] == ""


def test_a_sidecar_that_cannot_be_understood_is_told_once(running: Running, folder: Path) -> None:
    (folder / "red.png.xmp").write_text("no XMP at all")
    trouble = running.wait(m.Trouble)
    assert str(trouble.sentence) == "Some files with labels could not be understood."
    assert "red.png.xmp" in str(trouble.details[0])
    make_photo(folder / "yellow.png", "yellow")
    running.wait_photos(4)
    assert running.of(m.Trouble) == [trouble]


def test_tags_are_written_into_the_photos_and_that_is_no_news(folder: Path, tmp_path: Path) -> None:
    encoder = ColourEncoder()
    running = Running(tmp_path / "library", lambda: encoder)
    running.add(folder)
    running.wait_photos(3)
    running.post(m.Do(SaveLabel(Label(0, "Ruby"))))
    [label] = running.wait(m.LabelsChanged, lambda event: bool(event.labels)).labels
    running.post(m.ChangeSetting(TAG_FILES, ACCEPTED))
    running.post(m.ChangeSetting(TAG_PLACE, IN_PHOTOS))
    red = _photo(running, "red.png")
    running.post(m.Do(Judge.all([red.id], label.id, Verdict.ACCEPTED)))
    while b"Ruby" not in red.path.read_bytes():  # the limit of the test's time ends it
        running.flush()
    make_photo(folder / "black.png", "black")  # so that everything has been looked at again
    running.wait_photos(4)
    assert encoder.encoded == 4
    assert _photo(running, "red.png").id == red.id
    assert list(folder.glob("*.xmp")) == []
    running.engine.stop()


def test_choosing_it_writes_what_was_accepted_before(running: Running, folder: Path) -> None:
    """But not before the person had time to choose where to."""
    running.post(m.Do(SaveLabel(Label(0, "Ruby"))))
    [label] = running.wait(m.LabelsChanged, lambda event: bool(event.labels)).labels
    red = _photo(running, "red.png")
    running.post(m.Do(Judge.all([red.id], label.id, Verdict.ACCEPTED)))
    running.post(m.WriteTags(dry_run=True))
    assert running.wait(m.TagsWritten).written  # the last job
    running.post(m.ChangeSetting(TAG_FILES, ACCEPTED))
    running.flush()
    running.post(m.ChangeSetting(TAG_PLACE, IN_PHOTOS))
    while b"Ruby" not in red.path.read_bytes():  # the limit of the test's time ends it
        running.flush()
    assert list(folder.glob("*.xmp")) == []


def test_tags_are_written_beside_the_photos_once_that_is_chosen(
    running: Running, folder: Path
) -> None:
    running.post(m.Do(SaveLabel(Label(0, "Ruby"))))
    [label] = running.wait(m.LabelsChanged, lambda event: bool(event.labels)).labels
    running.post(m.ChangeSetting(TAG_FILES, ACCEPTED))
    red = _photo(running, "red.png")
    running.post(m.Do(Judge.all([red.id], label.id, Verdict.ACCEPTED)))
    sidecar = folder / "red.png.xmp"
    while not sidecar.exists():  # the limit of the test's time ends it
        running.flush()
    assert "Ruby" in sidecar.read_text()
    assert not (folder / "blue.png.xmp").exists()
    running.post(m.WriteTags(dry_run=True))
    assert running.wait(m.TagsWritten).written == []
