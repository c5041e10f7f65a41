"""Asks whether a picture may be fetched from the web, and fetches it beside the window."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal, Slot

from photoclip.errors import PhotoClipError
from photoclip.ui.question import Question
from photoclip.ui.translation import say


class AddressQuestion(QObject):
    """Nothing leaves the computer before the person says yes; a newer address drops an older."""

    fetched = Signal(object, bool)
    """The encoded picture, and whether it adds to the query."""
    failed = Signal(str)
    waiting = Signal(bool)

    _arrived = Signal(int, object, bool)

    def __init__(self, question: Question, parent: QObject | None = None) -> None:
        super().__init__(parent or question)
        self._question = question
        self._newest = 0
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def ask(self, address: str, *, add: bool) -> None:
        from photoclip.remote_picture import host_of  # after the first paint

        host = host_of(address)
        if not host:
            self.failed.emit(self.tr("That is no web address of a picture."))
            return
        self._question.ask(
            self.tr("Download this picture from {host}?").format(host=host),
            self.tr("Download"),
            self.tr("No"),
            lambda: self._fetch(address, add),
        )

    def stop(self) -> None:
        """What is still under way is not wanted any more."""
        self._newest += 1

    def withdraw(self) -> None:
        """The person wants something else: what was asked or is under way is not wanted."""
        self.stop()
        self._question.close_question()
        self.waiting.emit(False)

    def _fetch(self, address: str, add: bool) -> None:
        self._newest += 1
        self.waiting.emit(True)
        # A daemon: a server that says nothing must not keep the window from closing.
        threading.Thread(
            target=self._run, args=(self._newest, address, add), name="fetch", daemon=True
        ).start()

    def _run(self, number: int, address: str, add: bool) -> None:
        from photoclip.remote_picture import fetch_picture

        result: object
        try:
            result = fetch_picture(address, lambda: number != self._newest)
        except PhotoClipError as error:
            result = error
        try:
            self._arrived.emit(number, result, add)
        except RuntimeError:  # the window is gone
            return

    @Slot(int, object, bool)
    def _take(self, number: int, result: object, add: bool) -> None:
        if number != self._newest:
            return
        self.waiting.emit(False)
        if isinstance(result, bytes):
            self.fetched.emit(result, add)
        else:
            self.failed.emit(say(result))
