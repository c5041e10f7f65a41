"""The commands about labels, in this process, with the encoder that knows colours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support import ColourEncoder, StandInModels, make_photo

from photoclip import terminal
from photoclip.__main__ import main
from photoclip.config import LibraryPaths
from photoclip.models import Models
from photoclip.terminal import Session


class ColourSession(Session):
    """Loads the encoder that knows colours."""

    loads = 0

    @property
    def models(self) -> Models:
        return StandInModels(LibraryPaths(self.root).models, self._load)

    def _load(self) -> ColourEncoder:
        ColourSession.loads += 1
        return ColourEncoder()


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def is_one_sentence(self) -> bool:
        return self.code == 1 and not self.out and self.err.count("\n") == 1


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``photoclip ARGUMENTS`` in this process, on the library in tmp_path/library."""
    monkeypatch.setattr(terminal, "Session", ColourSession)
    monkeypatch.setenv("PHOTOCLIP_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setattr(ColourSession, "loads", 0)

    def run(*arguments: str | Path) -> Result:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def photos(run: Run, tmp_path: Path) -> Path:
    """Three photos of a library; no label yet."""
    for mark, colour in enumerate(("red", "green", "blue")):
        make_photo(tmp_path / "photos" / f"{colour}.png", colour, mark=mark)
    assert run("add", tmp_path / "photos").code == 0
    return tmp_path / "photos"


def test_labels_are_added_listed_and_removed(run: Run, photos: Path) -> None:
    assert run("labels", "--json").json == []
    assert run("labels", "add", "Red", "--threshold", "0.4").out == "Red is a label now.\n"
    added = run("labels", "add", "Sky", "--describe", "blue", "--describe", "a blue sky")
    assert added.code == 0
    run("labels", "add", "Sea", "--describe", "blue", "--not", "green", "--parent", "sky")
    loads = ColourSession.loads
    listed = run("labels", "--json").json
    assert [(one["name"], one["photos"], one["threshold"]) for one in listed] == [
        ("Red", 1, 0.4),
        ("Sea", 1, 0.5),
        ("Sky", 1, 0.5),
    ]
    assert listed[1]["parent"] == "Sky"
    assert listed[1]["negatives"] == ["green"]
    assert listed[2]["descriptions"] == ["blue", "a blue sky"]
    assert ColourSession.loads == loads + 1
    assert "1  Red  (from 0.40)" in run("labels").out
    assert ColourSession.loads == loads + 1  # nothing has changed since
    assert run("labels", "remove", "RED").out == "Red is no longer a label.\n"
    assert [one["name"] for one in run("labels", "--json").json] == ["Sea", "Sky"]


def test_tags_are_printed_a_line_for_each_photo(run: Run, photos: Path) -> None:
    run("labels", "add", "red")
    run("labels", "add", "colourful")
    done = run("tag", photos / "green.png", "--accept", "colourful", "--reject", "Red")
    assert done.out == "2 verdicts are kept.\n"
    tags = run("tags", "--all", "--json").lines
    assert [line["path"] for line in tags] == [
        str(photos / f"{colour}.png") for colour in ("blue", "green", "red")
    ]
    blue, green, red = (line["labels"] for line in tags)
    assert blue == []
    assert [(one["name"], one["origin"]) for one in green] == [
        ("colourful", "accepted"),
        ("red", "rejected"),
    ]
    [tag] = red
    assert (tag["name"], tag["origin"]) == ("red", "auto")
    assert 0.5 <= tag["confidence"] <= 1
    assert run("tags", photos / "red.png", "--json").lines == [tags[2]]
    assert run("tags", photos / "green.png", photos / "blue.png").out == (
        f"{photos}/green.png: colourful (accepted), red (rejected)\n{photos}/blue.png: -\n"
    )


def test_a_verdict_is_kept_and_taken_back(run: Run, photos: Path) -> None:
    run("labels", "add", "red")
    run("tag", photos / "red.png", photos / "blue.png", "--reject", "red")
    assert [line["labels"][0]["origin"] for line in run("tags", "--all", "--json").lines[::2]] == [
        "rejected",
        "rejected",
    ]
    assert run("tag", photos / "red.png", photos / "blue.png", "--clear", "red").code == 0
    labels = [line["labels"] for line in run("tags", "--all", "--json").lines]
    assert [[one["origin"] for one in found] for found in labels] == [[], [], ["auto"]]


def test_what_labels_lie_in_is_on_the_photo_for_every_command(run: Run, photos: Path) -> None:
    run("labels", "add", "thing", "--describe", "nothing at all")
    run("labels", "add", "red", "--parent", "thing")
    [line] = run("tags", photos / "red.png", "--json").lines
    red, thing = line["labels"]
    assert (red["name"], thing["name"]) == ("red", "thing")
    assert (thing["origin"], thing["confidence"]) == ("auto", red["confidence"])
    assert thing.keys() == {"name", "confidence", "origin"}
    assert run("tags", photos / "red.png").out.endswith("thing (because of red)\n")
    assert [one["name"] for one in run("labels", "--json").json if one["photos"]] == [
        "red",
        "thing",
    ]
    assert [hit["path"] for hit in run("search", "label:thing", "--json").json] == [line["path"]]

    run("tag", photos / "red.png", "--reject", "thing")
    [line] = run("tags", photos / "red.png", "--json").lines
    assert [(one["name"], one["origin"]) for one in line["labels"]] == [
        ("red", "auto"),
        ("thing", "rejected"),
    ]
    assert run("search", "label:thing", "--json").json == []


def test_one_thing_is_said_of_a_label_and_once_of_a_photo(run: Run, photos: Path) -> None:
    run("labels", "add", "red")
    photo = photos / "red.png"
    done = run("tag", photo, photo, "--accept", "red", "--accept", "RED")
    assert done.out == "1 verdict is kept.\n"
    with pytest.raises(SystemExit, match="2"):
        run("tag", photo, "--reject", "Red", "--clear", "red")
    assert run("tags", photo).out == f"{photo}: red (accepted)\n"
    assert run("tag", photo, "--clear", "red").out == "1 verdict is taken back.\n"


def test_new_photos_are_tagged_when_they_are_indexed(run: Run, photos: Path) -> None:
    run("labels", "add", "red")
    run("tags", "--all")
    make_photo(photos / "new.png", "red", mark=9)
    assert run("refresh", "--json").json["changed"] == 1
    loads = ColourSession.loads
    [line] = run("tags", photos / "new.png", "--json").lines
    assert [one["name"] for one in line["labels"]] == ["red"]
    assert ColourSession.loads == loads


def test_labels_are_exported_and_imported(run: Run, photos: Path, tmp_path: Path) -> None:
    run("labels", "add", "Red", "--describe", "something red", "--threshold", "0.25")
    run("labels", "add", "Dark red", "--parent", "red", "--sensitive")
    before = run("labels", "--json").json
    for name in ("labels.toml", "labels.json"):
        assert run("labels", "export", tmp_path / name).code == 0
        run("labels", "remove", "Dark red")
        run("labels", "remove", "Red")
        done = run("labels", "import", tmp_path / name)
        assert done.out == "2 labels were added or changed.\n"
        assert run("labels", "--json").json == before
    (tmp_path / "names").write_text("a dog\na cat\n\nRED\n")
    assert run("labels", "import", tmp_path / "names").out == "2 labels were added or changed.\n"
    assert {one["name"] for one in run("labels", "--json").json} == {
        *("Red", "Dark red", "a dog", "a cat")
    }


def test_presets_are_listed_and_added(run: Run, photos: Path) -> None:
    assert "sensitive    Sensitive content: " in run("labels", "preset").out
    assert run("labels", "preset", "pets").out == "12 labels were added.\n"
    assert run("labels", "preset", "pets").out == "0 labels were added.\n"
    assert {"Dog", "Puppy"} <= {one["name"] for one in run("labels", "--json").json}


def test_classify_gives_each_text_its_probability(run: Run, photos: Path, tmp_path: Path) -> None:
    outside = make_photo(tmp_path / "outside.png", "red")
    found = run("classify", outside, "green", "red", "green and red", "--json").json
    assert [one["text"] for one in found] == ["green", "red", "green and red"]
    assert sum(one["probability"] for one in found) == pytest.approx(1, abs=1e-5)
    assert found[1]["probability"] > found[2]["probability"] > found[0]["probability"]
    first = run("classify", outside, "green", "red").out.splitlines()[0]
    assert first.endswith("  red")
    assert run("classify", outside, "red", "--json").json == [{"text": "red", "probability": 1.0}]


def test_what_cannot_be_is_one_sentence(run: Run, photos: Path, tmp_path: Path) -> None:
    run("labels", "add", "red")
    (tmp_path / "broken.png").write_bytes(b"x")
    for arguments in (
        ("labels", "add", "RED"),
        ("labels", "add", " "),
        ("labels", "add", "two\nlines"),
        ("labels", "add", "new", "--parent", "missing"),
        ("labels", "remove", "missing"),
        ("labels", "import", tmp_path / "missing"),
        ("labels", "import", photos / "red.png"),
        ("labels", "export", tmp_path),
        ("labels", "preset", "missing"),
        ("tags", tmp_path / "missing.png"),
        ("tag", photos / "red.png", "--accept", "missing"),
        ("tag", tmp_path / "missing.png", "--accept", "red"),
        ("classify", tmp_path / "broken.png", "red"),
        ("classify", tmp_path / "missing.png", "red"),
    ):
        assert run(*arguments).is_one_sentence, arguments
    assert [one["name"] for one in run("labels", "--json").json] == ["red"]


def test_wrong_usage_is_told_from_known_errors(run: Run) -> None:
    for arguments in (
        ("labels", "add"),
        ("labels", "add", "red", "--threshold", "1.5"),
        ("labels", "add", "red", "--threshold", "nan"),
        ("labels", "add", "red", "--threshold", "much"),
        ("labels", "export"),
        ("labels", "import", ""),
        ("tags",),
        ("tags", "photo.png", "--all"),
        ("tag",),
        ("tag", "photo.png"),
        ("classify", "image"),
        ("classify", "image", "a dog", " "),
    ):
        with pytest.raises(SystemExit) as stopped:
            run(*arguments)
        assert stopped.value.code == 2


def test_it_is_told_why_the_first_scoring_takes_a_while(run: Run, photos: Path) -> None:
    assert "made ready" not in run("refresh").err
    run("labels", "add", "red")
    sentence = "The labels are made ready for Colours; that takes a while, and only once.\n"
    told = run("tags", "--all").err
    assert sentence in told
    assert "phrases" in told
    run("labels", "add", "blue")
    assert sentence not in run("tags", "--all").err


def test_half_a_verdict_is_none(run: Run, photos: Path) -> None:
    run("labels", "add", "red")
    done = run("tag", photos / "green.png", photos / "missing.png", "--accept", "red")
    assert done.is_one_sentence
    assert run("tags", photos / "green.png", "--json").lines[0]["labels"] == []


def test_tags_are_written_into_sidecars_when_asked(run: Run, photos: Path) -> None:
    run("labels", "add", "red")
    kept = run("tag", photos / "blue.png", "--accept", "red")
    assert kept.out == "1 verdict is kept.\n"
    dry = run("write-tags", "--dry-run")
    assert dry.out == f"{photos}/blue.png.xmp: Adds “red”.\n1 file would be written.\n"
    assert list(photos.glob("*.xmp")) == []
    written = run("write-tags", "--auto", "0.5", "--json").json
    assert {one["path"] for one in written["written"]} == {
        str(photos / "blue.png.xmp"),
        str(photos / "red.png.xmp"),
    }
    assert written["refused"] == []
    (photos / "blue.png.xmp").write_text("nothing")
    run("tag", photos / "blue.png", "--clear", "red")
    refused = run("write-tags")
    assert refused.code == 1
    assert "blue.png.xmp is left as it is" in refused.err


def test_alternative_texts_are_made_when_asked(run: Run, photos: Path) -> None:
    run("labels", "add", "Wall", "--describe", "red", "--describe", "blue")
    run("tag", photos / "blue.png", "--accept", "wall")
    assert "alternative text" not in run("write-tags", "--dry-run").out
    dry = run("write-tags", "--dry-run", "--alt-texts").out
    assert dry.startswith(
        f"{photos}/blue.png.xmp: Adds “Wall”. Sets the alternative text “Blue. Wall.”.\n"
    )
    run("write-tags", "--alt-texts")
    assert "Blue. Wall." in (photos / "blue.png.xmp").read_text("utf-8")
    assert run("write-tags", "--no-alt-texts").out.startswith(
        f"{photos}/blue.png.xmp: Takes out the alternative text.\n"
    )


def test_tags_are_written_into_the_photos_when_asked(run: Run, photos: Path) -> None:
    run("labels", "add", "red")
    run("tag", photos / "blue.png", "--accept", "red")
    before = (photos / "blue.png").read_bytes()
    dry = run("write-tags", "--into", "files", "--dry-run")
    assert dry.out == f"{photos}/blue.png: Adds “red”.\n1 file would be written.\n"
    assert (photos / "blue.png").read_bytes() == before
    assert run("write-tags", "--into", "files").out.endswith("1 file was written.\n")
    assert b"<rdf:li>red</rdf:li>" in (photos / "blue.png").read_bytes()
    assert list(photos.glob("*.xmp")) == []
    assert run("write-tags", "--into", "files", "--json").json["written"] == []
    assert run("refresh", "--json").code == 0
    labels = run("tags", photos / "blue.png", "--json").lines[0]["labels"]
    assert [(one["name"], one["origin"]) for one in labels] == [("red", "accepted")]
