"""The commands, in this process with the encoder that knows colours."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pytest
from command_line import ColourSession, Result, Run, make_three_photos, one_sentence, posix, runner
from support import make_photo

from photoclip.changes import Judge, SaveLabel
from photoclip.domain import Label, Verdict
from photoclip.library import Library


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(tmp_path / "library", capsys, monkeypatch)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return make_three_photos(tmp_path / "photos")


@pytest.fixture
def added(run: Run, photos: Path) -> Path:
    assert run("add", photos).code == 0
    return photos


# --- the commands -------------------------------------------------------------------------------


def test_add_indexes_until_done(run: Run, photos: Path) -> None:
    (photos / "broken.jpg").write_bytes(b"x")
    result = run("add", photos, "--json")
    assert result.code == 0
    assert result.json["folders"] == [str(photos)]
    assert result.json["photos"] == 3
    assert [one["path"] for one in result.json["unreadable"]] == [str(photos / "broken.jpg")]
    assert "4/4" in result.err  # the progress bar
    text = run("refresh")
    assert text.out == "0 changed; the library holds 3 photos.\n"
    assert str(photos / "broken.jpg") in text.err


def test_search_is_best_first(run: Run, added: Path) -> None:
    found = run("search", "red", "--json").json
    assert found[0]["path"] == str(added / "red.png")
    assert [set(hit) for hit in found] == [{"path", "score"}] * 3
    assert [hit["score"] for hit in found] == sorted((h["score"] for h in found), reverse=True)
    assert len(run("search", "red", "-n", "1", "--json").json) == 1
    lines = run("search", "green", "-n2").out.splitlines()
    assert len(lines) == 2
    assert lines[0].endswith(f"  {added / 'green.png'}")


def test_queries_from_standard_input(run: Run, added: Path) -> None:
    ColourSession.loads = 0
    result = run("search", "-", "--json", stdin=b"red\n\n  \r\nblue\nunended")
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [Path(answer[0]["path"]).name for answer in answers[:4]] == [
        "red.png",
        "blue.png",  # the newest
        "blue.png",
        "blue.png",
    ]
    assert [Path(hit["path"]).name for hit in answers[1]] == ["blue.png", "green.png", "red.png"]
    assert len(answers) == 5
    assert ColourSession.loads == 1
    assert run("search", "-", "--json").out == ""


def test_similar(run: Run, added: Path, tmp_path: Path) -> None:
    picture = make_photo(tmp_path / "query.png", "green", mark=99)
    assert run("similar", picture, "--json").json[0]["path"] == str(added / "green.png")
    assert one_sentence(run("similar", tmp_path / "missing.png"))
    assert "missing.png" in run("similar", tmp_path / "missing.png").err
    (tmp_path / "broken.png").write_bytes(b"x")
    assert one_sentence(run("similar", tmp_path / "broken.png"))


@pytest.fixture
def labelled(added: Path, tmp_path: Path) -> Path:
    """Red and blue are "warm", as the person says."""
    with contextlib.closing(Library(tmp_path / "library")) as library:
        library.labels.apply(SaveLabel(Label(0, "warm")))
        warm = library.labels.find("warm").id
        ids = [
            photo.id
            for photo in library.photos(library.newest())
            if photo.path.stem in ("red", "blue")
        ]
        library.labels.apply(Judge.all(ids, warm, Verdict.ACCEPTED))
    return added


def stems(result: Result) -> list[str]:
    assert result.code == 0, result.err
    return [Path(hit["path"]).stem for hit in result.json]


def test_searching_in_the_query_grammar(run: Run, labelled: Path) -> None:
    assert sorted(stems(run("search", "green label:warm", "--json"))) == ["blue", "red"]
    assert stems(run("search", "red -green label:warm", "--json")) == ["red", "blue"]
    assert stems(run("search", "--json", "--", "-label:warm")) == ["green"]
    assert stems(run("search", "type:png date:1970-01", "--json")) == ["blue", "green", "red"]
    assert stems(run("search", "red date:1971..", "--json")) == []
    assert stems(run("search", "--json", "--", "-red"))[-1] == "red"
    lines = run("search", "-", "--json", stdin=b"label:warm\n-label:warm\n").out.splitlines()
    assert [len(json.loads(line)) for line in lines] == [2, 1]


def test_searching_by_labels(run: Run, labelled: Path, tmp_path: Path) -> None:
    assert stems(run("search", "blue", "--label", "Warm", "--json")) == ["blue", "red"]
    picture = make_photo(tmp_path / "query.png", "green", mark=99)
    assert "green" not in stems(run("similar", picture, "--label", "warm", "--json"))
    for arguments in (["red label:cold"], ["red -label:cold"], ["red", "--label", "cold"]):
        result = run("search", *arguments)
        assert one_sentence(result)
        assert "“cold”" in result.err
    assert one_sentence(run("search", "red", "--label", "warm", "--label", "cold"))


@pytest.mark.parametrize(
    "text", ["red date:20211", "type:", "-camera:x red", "size:2mb", 'label:"']
)
def test_a_slip_in_a_filter_is_told(run: Run, added: Path, text: str) -> None:
    result = run("search", text)
    assert one_sentence(result)
    assert result.out == ""
    assert run("search", '"in: the" garden- 12:30 -').code == 0


def test_all_that_is_relevant(run: Run, added: Path) -> None:
    for number in range(60):
        make_photo(added / f"{number}.png", ("cyan", "white", "green")[number % 3], mark=number)
    run("refresh")
    assert stems(run("search", "red", "--relevant", "--json")) == ["red"]
    assert len(stems(run("search", "red", "--json"))) == 20
    assert stems(run("similar", added / "red.png", "--relevant", "--json")) == ["red"]
    assert len(stems(run("search", "type:png", "--relevant", "--json"))) == 63
    assert len(stems(run("search", "type:png", "--relevant", "-n", "5", "--json"))) == 5


def test_folders_remove_and_refresh(run: Run, added: Path, tmp_path: Path) -> None:
    assert run("folders").out == f"{added}  3 photos\n"
    (added / "red.png").unlink()
    assert run("refresh", "--json").json["photos"] == 2
    away = added.rename(tmp_path / "away")
    assert run("folders", "--json").json == [{"path": str(added), "photos": 2, "online": False}]
    assert "not connected" in run("folders").out
    assert run("remove", added).code == 0
    assert run("folders", "--json").json == []
    assert len(list(away.iterdir())) == 2
    assert one_sentence(run("remove", added))


def test_status(run: Run, added: Path, tmp_path: Path) -> None:
    (added / "broken.jpg").write_bytes(b"x")
    run("refresh")
    status = run("status", "--json").json
    assert status["photos"] == 3
    assert status["library"] == str(tmp_path / "library")
    assert [folder["path"] for folder in status["folders"]] == [str(added)]
    (problem,) = status["unreadable"]
    assert problem["path"] == str(added / "broken.jpg")
    assert problem["reason"]
    assert {"vectors", "model", "device"} <= set(status)
    assert str(added) in run("status").out


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_000, "红色", "🌅🐈", "a\0b", "\udcff\ud800"])
def test_any_query_gets_an_answer(run: Run, added: Path, text: str) -> None:
    result = run("search", text, "--json")
    assert (result.code, result.err) == (0, "")
    assert len(result.json) == 3
    line = text.encode("utf-8", "surrogatepass") + b"\n\xff\xfe\n"
    assert len(run("search", "-", "--json", stdin=line).out.splitlines()) == 2


@posix
def test_odd_file_names(run: Run, photos: Path) -> None:
    odd = photos / os.fsdecode(b"\xff \x1b[31m new\nline \xe6\xbc\xa2.png")
    (photos / "red.png").rename(odd)
    run("add", photos)
    assert os.fsencode(run("search", "red", "-n1", "--json").json[0]["path"]) == os.fsencode(odd)
    (line,) = run("search", "red", "-n1").out.splitlines()
    assert "漢" in line
    assert "\x1b" not in line
