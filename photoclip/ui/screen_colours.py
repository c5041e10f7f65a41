"""Keeps the colours right for the screen that the window is on, or as the person chose."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from photoclip.errors import PhotoClipError
from photoclip.ui.preferences import SRGB
from photoclip.ui.screen_profiles import MOST_BYTES, ScreenPlace, place_of, read_profile
from photoclip.ui.translation import say
from photoclip.ui.workers import Workers


class ScreenColours(QObject):
    """Looks again when the window comes to another screen or to the front."""

    found = Signal(object)
    """The profile as bytes, or None for sRGB; only when it is another one than before."""
    failed = Signal(str)
    """What was chosen cannot be used, and colours are sRGB: a sentence."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._choice = ""
        self._told: object = None
        self._profile: bytes | None = None
        self._workers = Workers(1, self)
        self._workers.done.connect(self._take)
        window.installEventFilter(self)

    def choose(self, preference: str) -> None:
        """Empty: as the system says; else SRGB or the path of a profile."""
        if preference != self._choice:
            self._choice, self._told = preference, None
            self._look()

    def close(self) -> None:
        self._workers.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        if event.type() == kinds.Show and (handle := self._window.windowHandle()):
            handle.screenChanged.connect(self._look)
        if event.type() in (kinds.Show, kinds.WindowActivate):
            self._look()
        return False

    @Slot()
    def _look(self) -> None:
        place = place_of(self._window.screen())
        self._workers.want({(self._choice, place): partial(_find, self._choice, place)})

    @Slot(object, object)
    def _take(self, key: tuple[str, ScreenPlace], result: object) -> None:
        choice = key[0]
        if choice != self._choice:
            return
        if isinstance(result, Exception):
            if self._told != key:
                self._told = key
                self.failed.emit(self._explain(choice, say(result)))
            result = None
        if result != self._profile:
            self._profile = result if isinstance(result, bytes) else None
            self.found.emit(self._profile)

    def _explain(self, choice: str, reason: str) -> str:
        if choice:
            sentence = self.tr("{name} cannot be used, and colours are shown as sRGB. {reason}")
            return sentence.format(name=Path(choice).name, reason=reason)
        return self.tr("The screen's colour profile cannot be used. {reason}").format(reason=reason)


def _find(choice: str, place: ScreenPlace) -> bytes | None:
    """What to show colours by. Raises PhotoClipError or OSError, with a sentence."""
    if choice == SRGB:
        return None
    data = _read_file(Path(choice)) if choice else read_profile(place)
    if data is None:
        return None
    from photoclip.colour import read_screen_profile  # slow to import, and seldom needed

    return read_screen_profile(data)


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PhotoClipError("{path} cannot be read: {reason}.", path=path, reason=error) from error
    if len(data) > MOST_BYTES:
        raise PhotoClipError("It is not a colour profile of a screen.")
    return data
