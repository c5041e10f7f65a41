"""Starts PhotoCLIP from a checkout, or runs its checks, where there is only Python.

    python3 packaging/run.py [photoclip arguments...]      the window, or a command
    python3 packaging/run.py --test [pytest arguments...]  format, lint, types, layers, tests

Either makes ``.venv`` in the checkout first, once. Whatever is lacking is one sentence on
standard error and exit code 1. Standard library only, and in the syntax of Python 3.6, so that an
old Python can say that it is one.
"""

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this file also meets the Pythons that are too old
    sys.exit("PhotoCLIP needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info))

VERSION = "{}.{}".format(*sys.version_info)
WINDOWS = os.name == "nt"
LINUX = sys.platform == "linux"

# The environment and, at the peak, the downloads beside it; measured on Linux, where PyPI's
# torch brings the CUDA libraries.
DISK_GB = 11 if LINUX else 3

# What libQt6Core, libQt6Gui and the platform plugins of PySide6's wheel leave to the system, to
# Debian's package of it.
# fmt: off
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0", "libdbus-1.so.3": "libdbus-1-3", "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1", "libX11.so.6": "libx11-6", "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# fmt: on

CHECKS = ("ruff format --check .", "ruff check .", "mypy", "lint-imports")


class Lacking(Exception):
    """One sentence: what is lacking and what to do about it."""


class Home:
    """Where things are in a checkout and its virtual environment."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self.venv = checkout / ".venv"
        self.stamp = self.venv / "installed.json"
        self.unfinished = self.venv / "unfinished"
        """Exists, locked, while an installation runs; remains when one is killed."""
        self.log = self.venv / "pip.log"

    def command(self, name: str) -> str:
        folder, suffix = ("Scripts", ".exe") if WINDOWS else ("bin", "")
        return str(self.venv / folder / (name + suffix))


def main(arguments: list[str]) -> int:
    home = Home(Path(__file__).resolve().parent.parent)
    if arguments == ["--missing-packages"]:
        print(*(missing_tools() | missing_libraries(QT_LIBRARIES)).values())
        return 0
    testing = arguments[:1] == ["--test"]
    try:
        libraries = missing_libraries(wanted_libraries(arguments))
        if libraries:
            raise Lacking(sentence(libraries | ({} if home.stamp.exists() else missing_tools())))
        prepare(home, {"test"} if testing else set())
    except Lacking as lacking:
        print(lacking, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Cannot install in {home.venv}: {error.strerror}.", file=sys.stderr)
        return 1
    return test(home, arguments[1:]) if testing else start(home, arguments)


def wanted_libraries(arguments: list[str]) -> dict[str, str]:
    """What Qt takes from the system for the tests or the window; a command needs no window."""
    first = arguments[0] if arguments else "window"
    if first == "--test":
        return QT_LIBRARIES
    if first != "window" and not Path(first).is_dir():
        return {}
    x11 = "DISPLAY" in os.environ and "WAYLAND_DISPLAY" not in os.environ
    return QT_LIBRARIES | (X11_LIBRARIES if x11 else {})


def missing_libraries(wanted: dict[str, str]) -> dict[str, str]:
    """Of ``wanted``, what the dynamic linker does not find."""
    missing = {}
    for library, package in wanted.items() if LINUX else ():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def missing_tools() -> dict[str, str]:
    """What a virtual environment and compiling in it need and is not here, to Debian's package."""
    missing = {}
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        missing["Python's venv module"] = f"python{VERSION}-venv"
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        missing["Python's C headers"] = f"python{VERSION}-dev"
    if not find_compiler():
        missing["a C++ compiler"] = "g++"
    return missing


def find_compiler() -> str | None:
    """The C++ compiler, if there is one in sight."""
    if sys.platform == "darwin" and not output("xcode-select", "-p"):
        return None  # the clang++ in /usr/bin only offers to install one
    usual = os.environ.get("CXX") or sysconfig.get_config_var("CXX") or "c++"
    names = (usual.split()[0], "c++", "g++", "clang++", "cl")
    return next(filter(None, map(shutil.which, names)), None)


def output(*command: str) -> str:
    """What a command prints; nothing if it fails or does not exist."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def sentence(missing: dict[str, str]) -> str:
    text = f"PhotoCLIP needs {', '.join(missing)}, which this machine lacks"
    if shutil.which("apt"):
        return f"{text}: sudo apt install {' '.join(missing.values())}"
    return text + (": xcode-select --install" if sys.platform == "darwin" else ".")


def require_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free / 1e9
    if free < DISK_GB:
        raise Lacking(f"Installing takes {DISK_GB} GB of disk, and {folder} has {free:.1f} GB.")


def fingerprint(home: Home) -> dict[str, str]:
    """What an installation depends on besides its extras."""
    project = hashlib.sha256((home.checkout / "pyproject.toml").read_bytes()).hexdigest()
    return {"checkout": str(home.checkout), "python": VERSION, "project": project}


def read_stamp(home: Home) -> dict | None:
    """The record of the last finished installation."""
    try:
        return json.loads(home.stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def next_step(home: Home, extras: set[str]) -> str:
    """``start``: all is there; ``install``: pip has something to do; ``make``: from nothing."""
    stamp, now = read_stamp(home), fingerprint(home)
    if home.unfinished.exists() or not works(home, "photoclip" if stamp else "pip"):
        return "make"
    if stamp is None:
        return "install"
    if (stamp["checkout"], stamp["python"]) != (now["checkout"], now["python"]):
        return "make"
    covered = stamp["project"] == now["project"] and extras <= set(stamp["extras"])
    return "start" if covered else "install"


def works(home: Home, module: str) -> bool:
    """Whether the environment's Python runs, is of this version and has the module."""
    code = f"import {module}, sys; print('{{}}.{{}}'.format(*sys.version_info))"
    return output(home.command("python"), "-I", "-c", code) == VERSION


def prepare(home: Home, extras: set[str]) -> None:
    """Brings ``.venv`` up to date, or raises what is lacking for it.

    What is killed leaves its mark and is made anew; what is refused cleanly is kept.
    """
    step = next_step(home, extras)
    if step == "start":
        return
    refusal = None
    home.venv.mkdir(exist_ok=True)
    with home.unfinished.open("a") as mark:
        lock(mark.fileno())
        try:
            install(home, extras, anew=step == "make")
        except Lacking as lacking:
            refusal = lacking
    home.unfinished.unlink()
    if refusal:
        raise refusal


def lock(descriptor: int) -> None:
    """Locks the file until it is closed or the process ends, however it ends."""
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Lacking("Another start is just installing PhotoCLIP; wait for its end.") from error


def install(home: Home, extras: set[str], *, anew: bool) -> None:
    stamp = None if anew else read_stamp(home)
    home.stamp.unlink(missing_ok=True)
    if anew:
        make_venv(home)
    if stamp is None:
        require_disk(home.checkout)
    else:
        extras = extras.union(stamp["extras"])
    size = "about 6 GB" if LINUX else "about 2 GB"
    what = "Updating PhotoCLIP…" if stamp else f"Installing PhotoCLIP ({size}, a few minutes)…"
    print(what, file=sys.stderr, flush=True)
    home.log.unlink(missing_ok=True)
    project = f"{home.checkout}[{','.join(sorted(extras))}]" if extras else str(home.checkout)
    # hnswlib is published as source: whether it compiles is learned before gigabytes are loaded.
    if not (pip_install(home, "hnswlib") and pip_install(home, "--editable", project)):
        raise Lacking(f"{explain(home.log.read_text('utf-8'))} (pip's log is {home.log})")
    home.stamp.write_text(json.dumps({**fingerprint(home), "extras": sorted(extras)}), "utf-8")


def make_venv(home: Home) -> None:
    missing = missing_tools()
    if "Python's venv module" in missing:
        raise Lacking(sentence(missing))
    import venv

    for path in set(home.venv.iterdir()) - {home.unfinished}:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    try:
        venv.EnvBuilder(with_pip=True, symlinks=not WINDOWS).create(home.venv)
    except subprocess.CalledProcessError as error:
        raise Lacking(f"Python's venv module cannot make {home.venv}: {error}.") from error


def pip_install(home: Home, *what: str) -> bool:
    """Runs pip; everything it says is appended to the log, what tells of progress also shown."""
    telling = ("Downloading", "Building", "Installing", "Successfully")
    command = [home.command("python"), "-I", "-m", "pip", "install", "--progress-bar", "off"]
    command += ["--no-input", "--disable-pip-version-check", *what]
    # On the disk whose space was checked: /tmp may be memory.
    temporary = home.venv / "tmp"
    temporary.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(temporary)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    text = {"encoding": "utf-8", "errors": "replace"}
    pip = subprocess.Popen(command, env=environment, **pipes, **text)
    with pip, home.log.open("a", encoding="utf-8") as log:
        for line in pip.stdout:
            log.write(line)
            if line.lstrip().startswith(telling):
                print(line.strip()[:100], file=sys.stderr, flush=True)
    return pip.returncode == 0


def explain(log: str) -> str:
    """Why pip failed, as far as its log and the machine tell."""
    if "connection broken by" in log:
        return "The package index cannot be reached; is there a network?"
    if "hnswlib" in log.rpartition("ERROR: ")[2] and missing_tools():
        return sentence(missing_tools())
    reasons = [line[7:] for line in log.splitlines() if line.startswith("ERROR: ")]
    return f"pip could not install PhotoCLIP: {reasons[-1] if reasons else 'no reason given'}"


def start(home: Home, arguments: list[str]) -> int:
    # -P: a folder of photos is no place to import from.
    command = [home.command("python"), "-P", "-m", "photoclip", *arguments]
    if not WINDOWS:
        os.execv(command[0], command)  # noqa: S606 - it replaces this process, without a shell
    return subprocess.run(command).returncode


def test(home: Home, arguments: list[str]) -> int:
    """Every check, so that one failure does not hide the next; pytest has the last word."""
    environment = dict(os.environ)
    if LINUX and not {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")

    def fails(name: str, *options: str) -> bool:
        print("$", name, *options, flush=True)
        command = [home.command(name), *options]
        return subprocess.run(command, cwd=home.checkout, env=environment).returncode != 0

    failed = [check for check in CHECKS if fails(*check.split())]
    if failed:
        print("Failed before the tests:", "; ".join(failed), flush=True)
    return int(fails("pytest", *arguments) or bool(failed))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
