"""What can be done with the chosen photos: the context menu, and the same by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from photoclip.domain import Photo
from photoclip.messages import Trouble
from photoclip.ui import desktop
from photoclip.ui.qimages import read_qimage
from photoclip.ui.workers import Workers


class PhotoActions(QObject):
    """Actions on what ``chosen`` returns at that moment; their keys work all over ``window``."""

    open_asked = Signal()
    similar_asked = Signal(object)
    """The photos that others should be like."""
    failed = Signal(object)
    """A Trouble."""

    def __init__(self, window: QWidget, chosen: Callable[[], Sequence[Photo]]) -> None:
        super().__init__(window)
        self._chosen = chosen
        self._workers = Workers(1, self)
        self._workers.done.connect(self._put_on_clipboard)
        key = QKeySequence.StandardKey
        # Only written: the grid itself answers to Enter.
        enter = QKeySequence(Qt.Key.Key_Return).toString(QKeySequence.SequenceFormat.NativeText)
        self._actions = [
            self._make(window, self.tr("Open") + "\t" + enter, None, self.open_asked.emit),
            self._make(window, self.tr("Find similar"), QKeySequence("Ctrl+L"), self._similar),
            None,
            self._make(
                window, self.tr("Show in file manager"), QKeySequence("Ctrl+R"), self._reveal
            ),
            self._make(window, self.tr("Copy image"), QKeySequence(key.Copy), self._copy_image),
            self._make(window, self.tr("Copy path"), QKeySequence("Ctrl+Shift+C"), self._copy_path),
        ]

    def make_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        chosen = bool(self._chosen())
        for action in self._actions:
            if action is None:
                menu.addSeparator()
            else:
                action.setEnabled(chosen)
                menu.addAction(action)
        menu.aboutToHide.connect(self._enable_all)
        return menu

    def close(self) -> None:
        self._workers.close()

    def _make(
        self, window: QWidget, text: str, keys: QKeySequence | None, run: Callable[[], None]
    ) -> QAction:
        action = QAction(text, self)
        if keys is not None:
            action.setShortcut(keys)
        action.triggered.connect(lambda: run())
        window.addAction(action)
        return action

    @Slot()
    def _enable_all(self) -> None:
        # A disabled action would lose its key as well.
        for action in self._actions:
            if action is not None:
                action.setEnabled(True)

    def _similar(self) -> None:
        if photos := self._chosen():
            self.similar_asked.emit(photos)

    def _reveal(self) -> None:
        if photos := self._chosen():
            desktop.reveal(photos[0].path)

    def _copy_path(self) -> None:
        if photos := self._chosen():
            desktop.copy_paths([photo.path for photo in photos])

    def _copy_image(self) -> None:
        if photos := self._chosen():
            self._workers.want({photos[0]: partial(read_qimage, photos[0].path)})

    @Slot(object, object)
    def _put_on_clipboard(self, photo: Photo, result: object) -> None:
        if isinstance(result, QImage):
            desktop.copy_photo(photo, result)
        else:
            sentence = self.tr("{name} could not be copied: {reason}")
            self.failed.emit(Trouble(sentence.format(name=photo.path.name, reason=str(result))))
