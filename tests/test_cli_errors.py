"""Wrong usage of the commands, and errors that are known."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from command_line import ColourSession, Run, make_three_photos, one_sentence, runner

from photoclip.__main__ import parse
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


@pytest.mark.parametrize("first", [True, False])
def test_the_library_is_named_before_or_after_the_command(
    run: Run, photos: Path, tmp_path: Path, first: bool
) -> None:
    named = ["--library", tmp_path / "elsewhere"]
    for command in (["add", photos], ["search", "red"], ["status"]):
        assert run(*(named + command if first else command + named)).code == 0
    assert (tmp_path / "elsewhere" / "photoclip.db").exists()
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["search"],
        ["search", "red", "-n", "0"],
        ["search", "red", "-n", "-5"],
        ["search", "red", "-n", "many"],
        ["search", "red", "-n", "9" * 30],
        ["add"],
        ["search", "red", "--unknown"],
        ["--library"],
        ["similar"],
        ["status", "surplus"],
    ],
)
def test_wrong_usage_is_2(run: Run, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        run(*arguments)
    assert exit_.value.code == 2


@pytest.mark.parametrize("words", [["search", "-dog"], ["search", "beach", "-people"], ["search"]])
def test_wrong_usage_says_how_to_begin_with_a_hyphen(
    run: Run, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*words)
    assert stopped.value.code == 2
    assert "photoclip search -- -dog" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["serach", "red"], "search"),
        (["--library", "x", "stauts"], "status"),
        (["refesh"], "refresh"),
    ],
)
def test_a_mistyped_command_is_no_folder(
    run: Run, words: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*words)
    assert stopped.value.code == 2
    assert f"did you mean “{meant}”?" in capsys.readouterr().err


def test_a_folder_named_almost_like_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "searches").mkdir()
    options = parse(["searches"])
    assert (options.command, options.folders) == ("window", [Path("searches")])
    assert parse(["missing/photos"]).command == "window"


def test_a_huge_number_of_results_is_all(run: Run, added: Path) -> None:
    assert len(run("search", "red", "-n", "999999999", "--json").json) == 3
    assert len(run("search", "", "-n", "999999999", "--json").json) == 3


@pytest.mark.parametrize("place", ["photos", "photos/sub", ".", "missing", "photos/red.png"])
def test_folders_that_cannot_be_added(run: Run, added: Path, place: str) -> None:
    (added / "sub").mkdir()
    ColourSession.loads = 0
    assert one_sentence(run("add", added.parent / place))
    assert ColourSession.loads == 0


def test_adding_is_all_or_nothing(run: Run, photos: Path, tmp_path: Path) -> None:
    assert one_sentence(run("add", photos, tmp_path / "missing"))
    assert run("folders", "--json").json == []
    assert one_sentence(run("add", photos, photos))


def test_a_library_of_a_newer_version(run: Run, added: Path, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library" / "photoclip.db") as database:
        database.execute("PRAGMA user_version = 9999")
    database.close()
    result = run("search", "red")
    assert one_sentence(result)
    assert "newer" in result.err


def test_a_library_in_use(run: Run, added: Path, tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    try:
        result = run("status")
    finally:
        library.close()
    assert one_sentence(result)
    assert "in use" in result.err


def test_a_library_that_is_something_else(run: Run, added: Path, tmp_path: Path) -> None:
    (tmp_path / "library" / "photoclip.db").write_bytes(b"something else" * 1000)
    assert one_sentence(run("status"))


def test_a_place_that_cannot_be_written(run: Run, photos: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert one_sentence(run("--library", tmp_path / "file", "add", photos))
    assert one_sentence(run("--library", tmp_path / "file" / "below", "status"))


def test_nothing_to_do_shows_no_progress(run: Run, photos: Path) -> None:
    assert "photos" in run("add", photos).err
    assert run("refresh").err == ""


@pytest.mark.parametrize("words", [["--library", "", "status"], ["add", ""], ["similar", ""]])
def test_an_empty_path_is_wrong_usage(
    run: Run, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        run(*words)
    assert stopped.value.code == 2
    assert list(tmp_path.glob("*.db")) == []
