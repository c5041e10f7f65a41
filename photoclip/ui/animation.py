"""Plays an animated picture: one frame ahead, decoded on a thread; nothing while nobody looks."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from photoclip.ui.qimages import to_qimage
from photoclip.ui.workers import Workers

if TYPE_CHECKING:
    from photoclip.frames import Frames


class Animation(QObject):
    """``play`` may be asked for any file; one that is no animation stays still."""

    frame = Signal(QImage)
    started = Signal()
    """The file turned out to be an animation."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serial = 0
        self._frames: Frames | None = None
        self._next: tuple[QImage, int] | None = None
        self._paused = self._hidden = False
        self._screen: bytes | None = None
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._show_next)
        self._shown = QElapsedTimer()
        self._workers = Workers(1, self)
        self._workers.done.connect(self._take)

    def play(self, path: Path) -> None:
        self.stop()
        self._workers.want({("open", self._serial): partial(_open, path)})

    def stop(self) -> None:
        self._serial += 1
        self._frames = self._next = None
        self._paused = False
        self._due.stop()
        self._workers.want({})

    def is_playing(self) -> bool:
        """Also while it is paused."""
        return self._frames is not None

    def is_paused(self) -> bool:
        return self._paused

    def toggle_pause(self) -> None:
        self._paused = not self._paused
        self._go_on()

    def set_screen(self, profile: bytes | None) -> None:
        """Show colours by this profile, None: in sRGB."""
        self._screen = profile

    def set_hidden(self, hidden: bool) -> None:
        """Out of sight no frame is decoded."""
        self._hidden = hidden
        self._go_on()

    def close_workers(self) -> None:
        self.stop()
        self._workers.close()

    def _go_on(self) -> None:
        if self._paused or self._hidden:
            self._due.stop()
        elif self._next is not None and not self._due.isActive():
            self._due.start(0)

    @Slot(object, object)
    def _take(self, key: tuple[str, int], result: object) -> None:
        what, serial = key
        if serial != self._serial or isinstance(result, Exception) or result is None:
            return  # of another photo, or no animation, or damaged from here on
        if what == "open":
            self._frames = result  # type: ignore[assignment]
            self.started.emit()
            self._ask()
        else:
            self._next = result  # type: ignore[assignment]
            waited = self._shown.elapsed() if self._shown.isValid() else 0
            self._due.start(max(0, self._stay - waited))
            self._go_on()

    _stay = 0
    """Milliseconds that the frame on screen is shown."""

    @Slot()
    def _show_next(self) -> None:
        if self._next is not None:
            image, self._stay = self._next
            self._next = None
            self._shown.start()
            self.frame.emit(image)
            self._ask()

    def _ask(self) -> None:
        if self._frames is not None:
            self._workers.want(
                {("frame", self._serial): partial(_read, self._frames, self._screen)}
            )


def _open(path: Path) -> Frames | None:
    """None where it is no animation."""
    from photoclip import frames, images  # after the first paint
    from photoclip.errors import UnreadablePhoto

    if path.suffix.lower() not in frames.SUFFIXES or path.stat().st_size > frames.MAX_BYTES:
        return None
    try:
        return frames.Frames(images.read(path)[0])
    except UnreadablePhoto:
        return None


def _read(frames: Frames, screen: bytes | None) -> tuple[QImage, int]:
    image, milliseconds = frames.read(screen)
    return to_qimage(image), milliseconds
