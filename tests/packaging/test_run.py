"""The two commands of a bare machine: their decisions, in real virtual environments."""

import ast
import importlib.util
import json
import os
import runpy
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "run.py"
_spec = importlib.util.spec_from_file_location("photoclip_run", SCRIPT)
assert _spec is not None
assert _spec.loader is not None
run = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(run)


@pytest.fixture
def home(tmp_path: Path) -> run.Home:
    """A checkout without an environment."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "photoclip"\n')
    return run.Home(tmp_path)


@pytest.fixture
def made(home: run.Home) -> run.Home:
    """A checkout whose environment is finished; stand-ins of pip and photoclip are in it."""
    venv.EnvBuilder(with_pip=False, symlinks=not run.WINDOWS).create(home.venv)
    packages = next(home.venv.glob("**/site-packages"))
    (packages / "pip.py").touch()
    (packages / "photoclip").mkdir()
    (packages / "photoclip" / "__init__.py").touch()
    write_stamp(home, extras=["test"])
    return home


def write_stamp(home: run.Home, **changes: object) -> None:
    home.stamp.write_text(json.dumps({**run.fingerprint(home), "extras": [], **changes}))


def refuse_pip(home: run.Home, *what: str) -> bool:
    home.log.write_text("ERROR: No matching distribution found for torch>=2.5\n")
    return False


class TestTooOld:
    def test_a_python_that_is_too_old_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "version_info", (3, 8, 18))
        with pytest.raises(SystemExit) as stopped:
            runpy.run_path(str(SCRIPT))
        assert stopped.value.code == "PhotoCLIP needs Python 3.11 or newer; this is 3.8."

    def test_an_old_python_can_parse_the_file(self) -> None:
        tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 7))
        imported = [n for n in tree.body if isinstance(n, ast.ImportFrom | ast.Import)]
        assert not any(getattr(n, "module", None) == "__future__" for n in imported)

    def test_the_version_is_the_project_s(self) -> None:
        project = tomllib.loads((SCRIPT.parents[1] / "pyproject.toml").read_text("utf-8"))
        wanted = project["project"]["requires-python"].removeprefix(">=")
        assert f"needs Python {wanted} or newer" in SCRIPT.read_text("utf-8")


class TestNextStep:
    def test_a_finished_environment_starts(self, made: run.Home) -> None:
        assert run.next_step(made, set()) == "start"
        assert run.next_step(made, {"test"}) == "start"

    def test_no_environment_is_made(self, home: run.Home) -> None:
        assert run.next_step(home, set()) == "make"

    def test_an_extra_is_added(self, made: run.Home) -> None:
        write_stamp(made, extras=[])
        assert run.next_step(made, {"test"}) == "install"
        assert run.next_step(made, set()) == "start"

    def test_a_changed_project_is_installed_again(self, made: run.Home) -> None:
        (made.checkout / "pyproject.toml").write_text("[project]\n")
        assert run.next_step(made, set()) == "install"

    def test_somebody_s_own_environment_is_used(self, made: run.Home) -> None:
        made.stamp.unlink()
        assert run.next_step(made, set()) == "install"

    def test_an_unreadable_record_is_no_record(self, made: run.Home) -> None:
        made.stamp.write_text('{"checkout": ')
        assert run.next_step(made, set()) == "install"

    @pytest.mark.parametrize("changed", ["checkout", "python"])
    def test_another_place_or_python_is_made_anew(self, made: run.Home, changed: str) -> None:
        write_stamp(made, **{changed: "elsewhere"})
        assert run.next_step(made, set()) == "make"

    def test_a_moved_checkout_is_made_anew(self, made: run.Home, tmp_path: Path) -> None:
        moved = tmp_path / "moved"
        moved.mkdir()
        for path in (made.venv, made.checkout / "pyproject.toml"):
            path.rename(moved / path.name)
        assert run.next_step(run.Home(moved), set()) == "make"

    def test_a_killed_installation_is_made_anew(self, made: run.Home) -> None:
        made.unfinished.touch()
        assert run.next_step(made, set()) == "make"

    def test_an_environment_without_its_python_is_made_anew(self, made: run.Home) -> None:
        Path(made.command("python")).unlink()
        assert run.next_step(made, set()) == "make"

    def test_an_environment_without_the_program_is_made_anew(self, made: run.Home) -> None:
        next(made.venv.glob("**/site-packages/photoclip")).rename(made.venv / "elsewhere")
        assert run.next_step(made, set()) == "make"


class TestInstall:
    def test_success_is_recorded_with_the_extras_of_before(
        self, made: run.Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = []

        def pip(home: run.Home, *what: str) -> bool:
            assert not home.stamp.exists()
            asked.append(what)
            return True

        monkeypatch.setattr(run, "pip_install", pip)
        (made.checkout / "pyproject.toml").write_text("[project]\n")
        run.prepare(made, set())
        assert asked == [("hnswlib",), ("--editable", f"{made.checkout}[test]")]
        assert run.next_step(made, {"test"}) == "start"

    def test_what_pip_refuses_is_a_sentence_and_keeps_the_environment(
        self, made: run.Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run, "pip_install", refuse_pip)
        write_stamp(made, project="of before")
        with pytest.raises(run.Lacking, match=r"No matching .* torch>=2.5 .*pip\.log") as refused:
            run.prepare(made, set())
        assert "\n" not in str(refused.value)
        assert run.next_step(made, set()) == "install"

    def test_a_killed_installation_leaves_its_mark(
        self, made: run.Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(home: run.Home, *what: str) -> bool:
            raise KeyboardInterrupt

        monkeypatch.setattr(run, "pip_install", killed)
        write_stamp(made, project="of before")
        with pytest.raises(KeyboardInterrupt):
            run.prepare(made, set())
        assert not made.stamp.exists()
        assert run.next_step(made, set()) == "make"

    def test_two_starts_do_not_install_at_once(self, made: run.Home) -> None:
        program = made.venv / "left alone"
        program.touch()
        with made.unfinished.open("a") as mark:
            run.lock(mark.fileno())
            with pytest.raises(run.Lacking, match="Another start"):
                run.prepare(made, set())
        assert program.exists()

    def test_a_broken_environment_is_replaced(
        self, home: run.Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rubbish = home.venv / "lib" / "rubbish"
        rubbish.mkdir(parents=True)
        monkeypatch.setattr(run, "DISK_GB", 0)
        monkeypatch.setattr(run, "pip_install", lambda home, *what: True)
        run.prepare(home, set())
        assert not rubbish.exists()
        assert run.works(home, "pip")
        assert json.loads(home.stamp.read_text())["extras"] == []

    def test_what_the_disk_refuses_is_a_sentence(
        self, home: run.Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home.venv.touch()
        monkeypatch.setattr(run, "Home", lambda checkout: home)
        assert run.main(["status"]) == 1
        assert capsys.readouterr().err.startswith(f"Cannot install in {home.venv}: ")

    def test_pip_s_output_goes_to_the_log(
        self, home: run.Home, capfd: pytest.CaptureFixture[str]
    ) -> None:
        venv.EnvBuilder(with_pip=True, symlinks=not run.WINDOWS).create(home.venv)
        nowhere = ("--no-index", "no-such-distribution")
        assert not run.pip_install(home, *nowhere)
        assert "ERROR: No matching distribution" in home.log.read_text()
        assert capfd.readouterr() == ("", "")
        assert "No matching distribution" in run.explain(home.log.read_text())


class TestLacking:
    def test_a_short_disk_is_named(self, home: run.Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(run, "DISK_GB", 10**9)
        with pytest.raises(run.Lacking, match=r"takes 1000000000 GB .* has [\d.]+ GB\.$"):
            run.require_disk(home.checkout)

    def test_disk_enough_is_silent(self, home: run.Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(run, "DISK_GB", 0)
        run.require_disk(home.checkout)

    @pytest.mark.skipif(run.WINDOWS, reason="a script is no command there")
    def test_a_compiler_is_found_on_the_path(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("CXX", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert run.find_compiler() is None
        assert run.missing_tools()["a C++ compiler"] == "g++"
        for name in ("c++", "xcode-select"):
            (tmp_path / name).write_text("#!/bin/sh\necho here\n")
            (tmp_path / name).chmod(0o700)
        assert run.find_compiler() == str(tmp_path / "c++")

    def test_a_missing_venv_module_is_named(
        self, home: run.Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
        with pytest.raises(run.Lacking, match="Python's venv module, which this machine lacks"):
            run.prepare(home, set())

    @pytest.mark.skipif(not run.LINUX, reason="elsewhere the wheel brings all it needs")
    def test_only_what_the_linker_misses_is_named(self) -> None:
        wanted = {"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}
        assert run.missing_libraries(wanted) == {"libnowhere.so.9": "libnowhere9"}

    def test_the_window_needs_more_than_a_command(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        monkeypatch.setenv("DISPLAY", ":0")
        for arguments in ([], ["window"], [str(tmp_path)]):
            assert run.wanted_libraries(arguments) == run.QT_LIBRARIES | run.X11_LIBRARIES
        assert run.wanted_libraries(["--test", "-x"]) == run.QT_LIBRARIES
        assert run.wanted_libraries(["search", "red"]) == {}

    def test_a_missing_library_ends_with_a_sentence_and_1(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(run, "missing_libraries", lambda wanted: {"libEGL.so.1": "libegl1"})
        assert run.main(["--test"]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("PhotoCLIP needs libEGL.so.1")
        assert err.count("\n") == 1

    @pytest.mark.parametrize(
        ("log", "reason"),
        [
            ("WARNING: Retrying after connection broken by 'X'\nERROR: none\n", "a network?"),
            ("ERROR: first\nERROR: Failed to build hnswlib\n", "a C++ compiler"),
            ("ERROR: first\nERROR: [Errno 28] No space left\n", "No space left"),
            ("nothing\n", "no reason given"),
        ],
    )
    def test_pip_s_failures_are_explained(
        self, log: str, reason: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run, "missing_tools", lambda: {"a C++ compiler": "g++"})
        assert reason in run.explain(log)


@pytest.mark.skipif(run.WINDOWS, reason="the stand-ins are shell scripts")
class TestCommands:
    @pytest.fixture
    def checks(self, home: run.Home) -> Path:
        """Stand-ins of the checks that write down how they were called."""
        calls = home.checkout / "calls"
        Path(home.command("x")).parent.mkdir(parents=True)
        for name in ("ruff", "mypy", "lint-imports", "pytest"):
            script = Path(home.command(name))
            script.write_text(f'#!/bin/sh\necho "{name} $* $QT_QPA_PLATFORM" >> "{calls}"\n')
            script.chmod(0o700)
        return calls

    def test_every_check_runs_and_pytest_is_last(
        self, home: run.Home, checks: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("QT_QPA_PLATFORM", "minimal")
        assert run.test(home, ["-k", "red"]) == 0
        assert [" ".join(line.split()[:-1]) for line in checks.read_text().splitlines()] == [
            *run.CHECKS,
            "pytest -k red",
        ]

    @pytest.mark.parametrize("broken", ["ruff", "mypy", "lint-imports", "pytest"])
    def test_one_failure_fails_and_hides_nothing(
        self, home: run.Home, checks: Path, broken: str
    ) -> None:
        with Path(home.command(broken)).open("a") as script:
            script.write("exit 3\n")
        assert run.test(home, []) == 1
        assert len(checks.read_text().splitlines()) == len(run.CHECKS) + 1

    @pytest.mark.skipif(not run.LINUX, reason="elsewhere there is always a screen")
    def test_without_a_screen_the_tests_draw_offscreen(
        self, home: run.Home, checks: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        run.test(home, [])
        assert checks.read_text().splitlines()[-1] == "pytest  offscreen"

    def test_the_program_gets_arguments_and_folder_and_passes_on_its_exit_code(
        self, made: run.Home, tmp_path: Path
    ) -> None:
        program = next(made.venv.glob("**/site-packages/photoclip"))
        (program / "__main__.py").write_text(
            "import os, sys; print(os.getcwd(), sys.argv[1:]); sys.exit(5)"
        )
        script = made.checkout / "packaging" / "run.py"
        script.parent.mkdir()
        script.write_bytes(SCRIPT.read_bytes())
        elsewhere = tmp_path / "photos"
        elsewhere.mkdir()
        (elsewhere / "photoclip.py").write_text("raise SystemExit('not from here')")
        command = [sys.executable, str(script), "search", "a red car"]
        offline = {**os.environ, "PIP_NO_INDEX": "1"}
        done = subprocess.run(command, cwd=elsewhere, env=offline, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (5, "")
        assert done.stdout == f"{elsewhere} ['search', 'a red car']\n"
