"""The program's window as a process."""

from __future__ import annotations

import os
import subprocess
import sys

HEAVY = ("torch", "open_clip", "hnswlib", "sqlite3", "watchdog", "timm", "transformers")


def run_python(code: str) -> str:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code],
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

    assert "ZeroDivisionError: by zero" in heard.args[0].details
