"""The program's window as a process."""

from __future__ import annotations

import os
import subprocess
import sys

from photoclip.domain import Query
from photoclip.messages import Search

HEAVY = ("torch", "open_clip", "hnswlib", "sqlite3", "watchdog", "timm", "transformers")


def run_python(code: str, *arguments: str) -> str:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_window_imports_nothing_heavy():
    found = run_python(
        "import sys, photoclip.ui.app, photoclip.host;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    assert found.strip() == "[]"


def test_the_first_paint_needs_no_decoder():
    found = run_python(
        "import sys, photoclip.ui.app;"
        "print([name for name in ('PIL', 'psutil', 'qtawesome') if name in sys.modules])"
    )

    assert found.strip() == "[]"


def test_a_bug_is_shown_once_for_each_place(qtbot):
    from photoclip.messages import Trouble
    from photoclip.sentences import Sentence
    from photoclip.ui.app import report_bugs
    from photoclip.ui.bridge import Bridge

    bridge, before, heard = Bridge(), sys.excepthook, []
    bridge.trouble.connect(lambda trouble: heard.append(trouble.details[0].splitlines()[-1]))
    report_bugs(bridge)
    try:
        for number in ("0", "one", "0", "0.0"):
            try:
                1 / int(number)
            except (ArithmeticError, ValueError) as error:
                sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.excepthook = before
    bridge.listen(Trouble(Sentence("At last."), ("At last.",)))
    qtbot.waitUntil(lambda: "At last." in heard)

    assert [line.partition(":")[0] for line in heard] == [
        "ZeroDivisionError",
        "ValueError",
        "At last.",
    ]


def test_a_bug_is_shown_with_its_traceback(qtbot):
    from photoclip.ui.app import report_bugs
    from photoclip.ui.bridge import Bridge

    bridge, before = Bridge(), sys.excepthook
    report_bugs(bridge)
    try:
        with qtbot.waitSignal(bridge.trouble) as heard:
            sys.excepthook(ZeroDivisionError, ZeroDivisionError("by zero"), None)
    finally:
        sys.excepthook = before

    assert "ZeroDivisionError: by zero" in heard.args[0].details[0]


RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import photoclip.host
from photoclip.domain import Folder
from photoclip.messages import FoldersChanged
from photoclip.ui import app

log = []

class Engine:
    def __init__(self, library, device, listener):
        log.append(("start", library, device))
        known = Folder(1, Path(sys.argv[2]))
        listener(FoldersChanged([known]))
        listener(FoldersChanged([]))
        QTimer.singleShot(200, app.QApplication.instance().closeAllWindows)
    def post(self, command):
        log.append(command)
    def stop(self, timeout):
        log.append("stop")

photoclip.host.EngineProcess = Engine
code = app.run(Path(sys.argv[1]), "cpu", [Path(name) for name in sys.argv[2:]])
print(code, *log, sep="\\n")
"""


def test_from_start_to_close_only_a_new_folder_is_added(tmp_path):
    library, known, new = tmp_path / "library", tmp_path / "photos", tmp_path / "more"

    lines = run_python(RUN, str(library), str(known), str(new)).splitlines()

    assert lines == [
        "0",
        f"('start', {library!r}, 'cpu')",
        repr(Search(1, Query())),
        f"AddFolder(path={new!r})",
        "stop",
    ]
    assert (library / "window.ini").is_file()


def test_no_other_thread_of_the_window_collects_garbage(tmp_path):
    code = RUN + "import gc\nprint(gc.isenabled())\n"

    said = run_python(code, str(tmp_path / "library"), str(tmp_path / "photos"))

    assert said.splitlines()[-1] == "False"
