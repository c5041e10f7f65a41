"""The commands: in this process with the encoder that knows colours, and as a program."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support import ColourEncoder, StandInModels, make_photo

from photoclip import terminal
from photoclip.__main__ import main, parse
from photoclip.changes import Judge, SaveLabel
from photoclip.config import LibraryPaths
from photoclip.domain import Label, Verdict
from photoclip.library import Library
from photoclip.models import Models
from photoclip.terminal import Session

posix = pytest.mark.skipif(sys.platform == "win32", reason="bytes as names, signals, modes")


class ColourSession(Session):
    """Loads the encoder that knows colours."""

    loads = 0

    @property
    def models(self) -> Models:
        return StandInModels(LibraryPaths(self.root).models, self._load)

    def _load(self) -> ColourEncoder:
        ColourSession.loads += 1
        return ColourEncoder()


class SlowSession(Session):
    """Says on standard output when a batch begins, and waits for a line before each."""

    @property
    def models(self) -> Models:
        return StandInModels(LibraryPaths(self.root).models, self._load)

    def _load(self) -> ColourEncoder:
        class Slow(ColourEncoder):
            def images(self, pixels: Any) -> Any:
                print("batch", flush=True)
                sys.stdin.readline()
                return super().images(pixels)

        return Slow()


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``photoclip ARGUMENTS`` in this process, on the library in tmp_path/library."""
    monkeypatch.setattr(terminal, "Session", ColourSession)
    monkeypatch.setenv("PHOTOCLIP_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setattr(ColourSession, "loads", 0)

    def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for mark, colour in enumerate(("red", "green", "blue")):
        path = make_photo(tmp_path / "photos" / f"{colour}.png", colour, mark=mark)
        os.utime(path, (1_000_000 + mark, 1_000_000 + mark))
    return tmp_path / "photos"


@pytest.fixture
def added(run: Run, photos: Path) -> Path:
    assert run("add", photos).code == 0
    return photos


def one_sentence(result: Result) -> bool:
    return result.code == 1 and result.err.count("\n") == 1 and "Traceback" not in result.err


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


# --- wrong usage, known errors ------------------------------------------------------------------


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


@posix
@pytest.mark.parametrize(
    ("screen", "says"),
    [
        ({}, "needs a screen;"),
        ({"DISPLAY": ":47110"}, "the display “:47110” does not answer;"),
        ({"WAYLAND_DISPLAY": "wayland-47110", "XDG_RUNTIME_DIR": "/run"}, "needs a screen;"),
        ({"QT_QPA_PLATFORM": "nothing"}, "cannot be opened:"),
    ],
)
def test_the_window_without_a_screen(
    environment: dict[str, str], screen: dict[str, str], says: str
) -> None:
    bare = {name: value for name, value in environment.items() if "DISPLAY" not in name}
    bare.pop("QT_QPA_PLATFORM", None)
    process = subprocess.run(
        [sys.executable, "-m", "photoclip"], env=bare | screen, capture_output=True, timeout=60
    )
    assert process.returncode == 1
    assert says in process.stderr.decode()
    assert process.stderr.decode().count("\n") == 1


# --- as a program of its own --------------------------------------------------------------------


def _program(session: str = "ColourSession") -> list[str]:
    code = (
        "import sys, photoclip.terminal, test_cli, photoclip.__main__ as m;"
        f"photoclip.terminal.Session = test_cli.{session}; sys.exit(m.main())"
    )
    return [sys.executable, "-c", code]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parent),
        "PHOTOCLIP_LIBRARY": str(tmp_path / "library"),
    }


@posix
def test_a_reader_that_leaves_early(added: Path, environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [*_program(), "search", "-"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate(b"red\n" * 2000)
    assert err == b""
    assert process.returncode == 0


@posix
def test_ctrl_c_keeps_what_was_done(
    run: Run, photos: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    for number in range(20):
        make_photo(photos / f"{number}.png", "cyan", mark=number)
    with subprocess.Popen(
        [*_program("SlowSession"), "add", photos],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests in the background has Ctrl+C ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            assert process.stdout.readline() == b"batch\n"
            process.stdin.write(b"\n")
            process.stdin.flush()
        assert process.stdout.readline() == b"batch\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert run("status", "--json").json["photos"] == 8
    assert run("refresh", "--json").json == {"changed": 15, "photos": 23, "unreadable": []}


@posix
def test_invalid_text_in_arguments(added: Path, environment: dict[str, str]) -> None:
    process = subprocess.run(
        [*_program(), b"search", b"\xff\xfe red", b"--json"], env=environment, capture_output=True
    )
    assert (process.returncode, process.stderr) == (0, b"")
    assert len(json.loads(process.stdout)) == 3


@posix
def test_an_ascii_terminal(photos: Path, environment: dict[str, str]) -> None:
    (photos / "red.png").rename(photos / "röd 漢.png")
    environment |= {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    for arguments in (["add", photos], ["search", "red"], ["search", "red", "--json"]):
        process = subprocess.run([*_program(), *arguments], env=environment, capture_output=True)
        assert process.returncode == 0, process.stderr


@pytest.fixture
def starter_environment(
    environment: dict[str, str], starter_encoder: Any, starter_models: Path
) -> dict[str, str]:
    """With the starter model made already."""
    return environment | {"PHOTOCLIP_CACHE": str(starter_models)}


@posix
def test_the_program_with_the_starter_model(
    photos: Path, starter_environment: dict[str, str]
) -> None:
    def photoclip(*arguments: Any, stdin: bytes = b"") -> Result:
        process = subprocess.run(
            [sys.executable, "-m", "photoclip", *arguments],
            env=starter_environment,
            input=stdin,
            capture_output=True,
        )
        return Result(process.returncode, process.stdout.decode(), process.stderr.decode())

    added = photoclip("add", photos, "--json")
    assert added.code == 0, added.err
    assert added.json["photos"] == 3
    lines = [line for line in added.err.replace("\r", "\n").splitlines() if line.strip()]
    assert all("photos" in line for line in lines), added.err
    strange = ["red", "", "x" * 10_000, "红色", "🌅🐈", "a\0b"]
    queries = "\n".join(strange).encode() + b"\n\xff\xfe\n"
    result = photoclip("search", "-", "--json", stdin=queries)
    assert (result.code, result.err) == (0, "")
    assert [len(json.loads(line)) for line in result.out.splitlines()] == [3] * 7
    status = photoclip("status", "--json")
    assert (status.code, status.err) == (0, "")
    assert status.json["vectors"] == 3
    assert status.json["model"] == "Starter"
    similar = photoclip("similar", photos / "green.png", "--json")
    assert (similar.code, similar.err) == (0, "")
    assert similar.json[0]["path"] == str(photos / "green.png")
    doctor = photoclip("doctor")
    assert (doctor.code, doctor.err) == (0, ""), doctor.out
