"""The engine in a process of its own.

The window's process never imports torch nor hnswlib: its first paint waits for nothing, indexing
cannot make it stutter, and a native decoder that crashes on a hostile file takes only the engine
with it, which is then started again. Commands and events travel as pickles over a private pipe
between a parent and its own child.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from photoclip import messages as m
from photoclip.config import LibraryPaths, use_one_blas_thread
from photoclip.sentences import Sentence

if TYPE_CHECKING:
    from photoclip.models import Models

_log = logging.getLogger(__name__)

_NICE = 5  # indexing gives way to whatever the person does
# A file that crashes its decoder does so twice before it is set aside: a third crash within this
# many seconds has another cause and ends the restarting.
_CRASH_WINDOW = 60.0
_MOST_CRASHES = 3
# Ends that no file is to blame for: told to stop, a bug in Python, or killed from outside.
_NOT_BY_ITSELF = (0, 1, -getattr(signal, "SIGKILL", 9), -signal.SIGTERM)
_STOP = None

MakeModels = Callable[[Path, str | None], "Models"]
"""(folder for the models, device or None for the best) -> Models; pickled by its name."""


def make_models(folder: Path, device: str | None) -> Models:
    """The models that a person can choose; imported in the engine's process only."""
    from photoclip.models import Models

    return Models(folder, device)


class EngineProcess:
    """The same ``post`` and ``stop`` as Engine; the listener is called on a reader thread."""

    def __init__(
        self,
        library: Path,
        device: str | None,
        listener: Callable[[m.Event], None],
        make_models: MakeModels = make_models,
    ) -> None:
        self._arguments = (library, device, make_models)
        self._listener = listener
        self._stopping = False
        self._lock = threading.Lock()
        self._asked: m.Search | None = None
        self._crashes: list[float] = []
        self._start(crashed=False)
        self._reader = threading.Thread(target=self._read, name="engine-events", daemon=True)
        self._reader.start()

    def post(self, command: m.Command) -> None:
        """Ask for something; any thread."""
        if isinstance(command, m.Search):
            self._asked = command
        with self._lock:
            self._send(command)

    def stop(self, timeout: float = 60.0) -> None:
        """Let the engine save and close; one that does not answer in time is ended.

        Only the reader waits for the process: of two threads that do, the system tells one that
        there is no such child, and that one takes it for alive.
        """
        with self._lock:
            self._stopping = True
            self._send(_STOP)
        self._reader.join(timeout)
        if self._reader.is_alive():
            _log.warning("the engine did not stop in %s s", timeout)
            self._process.kill()
            self._reader.join()
        self._pipe.close()

    def _start(self, *, crashed: bool) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=serve,
            args=(theirs, *self._arguments, crashed),
            name="photoclip-engine",
            daemon=True,
        )
        self._process.start()
        theirs.close()

    def _send(self, command: m.Command | None) -> None:
        with contextlib.suppress(OSError):  # a dead engine is noticed by the reader
            self._pipe.send(command)

    def _read(self) -> None:
        while True:
            try:
                event: m.Event = self._pipe.recv()
            except (EOFError, OSError):
                self._process.join()
                if self._stopping or not self._restart():
                    return
            else:
                self._forget_answered(event)
                self._listener(event)

    def _forget_answered(self, event: m.Event) -> None:
        asked = self._asked
        if asked and isinstance(event, m.SearchDone | m.SearchFailed):
            self._asked = None if event.serial == asked.serial else asked

    def _restart(self) -> bool:
        """The engine died: start another, unless that does not help."""
        now = time.monotonic()
        self._crashes = [when for when in self._crashes if now - when < _CRASH_WINDOW] + [now]
        _log.error("the engine ended with exit code %s", self._process.exitcode)
        if self._asked is not None:  # not asked again: it may be what the engine died of
            self._listener(
                m.SearchFailed(self._asked.serial, Sentence("The search was interrupted."))
            )
            self._asked = None
        if len(self._crashes) >= _MOST_CRASHES:
            self._listener(
                m.Trouble(
                    Sentence("Indexing and searching stopped; please restart PhotoCLIP."),
                    fatal=True,
                )
            )
            return False
        with self._lock:
            if self._stopping:
                return False
            self._pipe.close()
            self._start(crashed=self._process.exitcode not in _NOT_BY_ITSELF)
        self._listener(m.Trouble(Sentence("Indexing stopped unexpectedly and was started again.")))
        return True


def serve(
    pipe: Connection,
    library: Path,
    device: str | None,
    make_models: MakeModels,
    crashed: bool,
) -> None:
    """The child's main function: an engine behind a pipe, until told to stop or left alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal: the window says when
    if hasattr(os, "nice"):
        os.nice(_NICE)
    use_one_blas_thread()
    from photoclip.engine import Engine
    from photoclip.library import Library

    lock = threading.Lock()

    def tell(event: m.Event) -> None:
        with lock, contextlib.suppress(OSError):  # the window is gone; so are we, in a moment
            pipe.send(event)

    models = make_models(LibraryPaths(library).models, device)
    engine = Engine(lambda: Library(library, crashed=crashed), models, tell)
    with contextlib.suppress(EOFError, OSError):
        while (command := pipe.recv()) is not _STOP:
            engine.post(command)
    engine.stop()
    logging.shutdown()
    sys.stderr.flush()
    os._exit(0)  # a model that is still loading cannot be interrupted, and nobody waits for it
