"""The commands as a program of their own: pipes, signals, terminals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import Result, Run, make_three_photos, posix, runner
from support import make_photo


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


def _program(session: str = "ColourSession") -> list[str]:
    code = (
        "import sys, photoclip.terminal, command_line, photoclip.__main__ as m;"
        f"photoclip.terminal.Session = command_line.{session}; sys.exit(m.main())"
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
