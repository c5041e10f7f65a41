"""What can be done with the chosen photos: the context menu, and the same by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from photoclip.changes import Change, Favour, Rate
from photoclip.domain import MOST_STARS, Photo
from photoclip.ui import desktop, texts
from photoclip.ui.controls import write_keys
from photoclip.ui.open_with import OpenWith
from photoclip.ui.qimages import read_qimage
from photoclip.ui.translation import say
from photoclip.ui.workers import Workers


class PhotoActions(QObject):
    """Actions on what ``chosen`` returns at that moment; their keys work all over ``window``."""

    open_asked = Signal()
    similar_asked = Signal(object)
    """The photos that others should be like."""
    changed = Signal(object)
    """A Change of the library that the person wants."""
    label_asked = Signal(object)
    """The photos that are to be given a label."""
    outside_asked = Signal(object)
    """The photos that are to be opened with the program that is usual for each."""
    copies_asked = Signal(object)
    """The photos whose files are to be copied into a folder."""
    trash_asked = Signal(object)
    """The photos whose files are to be moved to the trash."""
    failed = Signal(str)
    """A sentence."""

    def __init__(self, window: QWidget, chosen: Callable[[], Sequence[Photo]]) -> None:
        super().__init__(window)
        self._window = window
        self._chosen = chosen
        self._workers = Workers(1, self)
        self._workers.done.connect(self._put_on_clipboard)
        self._open_with = OpenWith(window, chosen)
        self._open_with.failed.connect(self.failed)
        self._rating = QMenu(self.tr("Rating"), window)
        self._actions: list[QAction | None] = [
            # The key is only written: the grid itself answers to it.
            self._make(_with_key(self.tr("Open"), "Return"), "", self._open),
            self._make(self.tr("Find similar"), "Ctrl+L", self.similar_asked.emit),
            None,
            self._make(self.tr("Favourite"), "F", self._favour),
            self._make_ratings(),
            self._make(self.tr("Add a label…"), "L", self.label_asked.emit),
            None,
            self._make(
                self.tr("Open with the usual program"), "Ctrl+Return", self.outside_asked.emit
            ),
            self._open_with.menu.menuAction(),
            self._make(self.tr("Show in file manager"), "Ctrl+R", self._reveal),
            self._make(self.tr("Copy image"), "Ctrl+C", self._copy_image),
            self._make(self.tr("Copy path"), "Ctrl+Shift+C", self._copy_path),
            self._make(self.tr("Copy to a folder…"), "Ctrl+E", self.copies_asked.emit),
            None,
            self._make(self.tr("Move to the trash…"), "Del", self.trash_asked.emit),
        ]

        # By keys and in the palette; the menu of a photo has the programs' menu itself.
        self._make(self.tr("Open with…"), "Ctrl+Shift+Return", self._show_programs)

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

    def _make(self, text: str, keys: str, run: Callable[[Sequence[Photo]], object]) -> QAction:
        """An action on the chosen photos; while none is chosen, it says what it needs."""
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: self._run(run))
        self._window.addAction(action)
        return action

    def _run(self, run: Callable[[Sequence[Photo]], object]) -> None:
        if photos := self._chosen():
            run(photos)
        else:
            self.failed.emit(self.tr("Choose a photo first."))

    def _make_ratings(self) -> QAction:
        for stars in range(MOST_STARS + 1):
            text = texts.count_stars(stars)
            action = self._make(text, f"Ctrl+{stars}", partial(self._rate, stars))
            # Outside the menu, among all actions, it says what it is about.
            action.setIconText(self.tr("Rating: {stars}").format(stars=text))
            self._rating.addAction(action)
        return self._rating.menuAction()

    @Slot()
    def _enable_all(self) -> None:
        # A disabled action would lose its key as well.
        for action in self._actions:
            if action is not None:
                action.setEnabled(True)

    def _open(self, photos: Sequence[Photo]) -> None:
        self.open_asked.emit()

    def _favour(self, photos: Sequence[Photo]) -> None:
        """All of them become favourites, or none if they all are."""
        favourite = not all(photo.favourite for photo in photos)
        self._change(Favour.all((photo.id for photo in photos), favourite))

    def _rate(self, stars: int, photos: Sequence[Photo]) -> None:
        self._change(Rate.all((photo.id for photo in photos), stars))

    def _change(self, change: Change) -> None:
        self.changed.emit(change)

    def _show_programs(self, photos: Sequence[Photo]) -> None:
        self._open_with.popup()

    def _reveal(self, photos: Sequence[Photo]) -> None:
        folder = photos[0].path.parent
        sentence = self.tr("No file manager could be found that shows {name}.")
        desktop.reveal(
            [photo.path for photo in photos if photo.path.parent == folder],
            lambda: self.failed.emit(sentence.format(name=folder.name)),
        )

    def _copy_path(self, photos: Sequence[Photo]) -> None:
        desktop.copy_paths([photo.path for photo in photos])

    def _copy_image(self, photos: Sequence[Photo]) -> None:
        self._workers.want({photos[0]: partial(read_qimage, photos[0].path)})

    @Slot(object, object)
    def _put_on_clipboard(self, photo: Photo, result: object) -> None:
        if isinstance(result, QImage):
            desktop.copy_photo(photo, result)
        else:
            sentence = self.tr("{name} could not be copied: {reason}")
            self.failed.emit(sentence.format(name=photo.path.name, reason=say(result)))


def _with_key(text: str, key: str) -> str:
    return f"{text}\t{write_keys(key)}"
