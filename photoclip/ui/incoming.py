"""What is dropped on the window or pasted into it goes where it belongs."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from photoclip.messages import AddFolder
from photoclip.ui import drops
from photoclip.ui.bridge import Bridge
from photoclip.ui.browser import Browser
from photoclip.ui.drop_target import DropTarget
from photoclip.ui.navigation import Navigation
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.searching import Searching


class Incoming(QObject):
    """Folders are added to the library; all else is a query by pictures."""

    def __init__(
        self,
        bridge: Bridge,
        browser: Browser,
        model: PhotoModel,
        navigation: Navigation,
        searching: Searching,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._bridge, self._browser, self._model = bridge, browser, model
        self._navigation, self._searching = navigation, searching
        DropTarget(window, browser.search_bar).dropped.connect(self.take)
        browser.search_bar.pasted.connect(self.take)

    @Slot()
    def paste(self) -> None:
        self.take(QApplication.clipboard().mimeData())

    @Slot(object, bool)
    def take(self, mime: QMimeData, add: bool = False) -> None:
        """``add`` leaves what is asked already, and asks for this too."""
        dropped = drops.read_mime(mime)
        if not isinstance(dropped, drops.DroppedFolders):
            self._navigation.return_to_photos()
        self._browser.show_hint("")
        match dropped:
            case drops.DroppedPhotos(ids):
                if photos := self._model.known(ids):
                    self._searching.pictures.like_photos(photos, add=add)
            case drops.DroppedFolders(paths):
                for path in paths:
                    self._bridge.post(AddFolder(path))
            case _:
                self._searching.pictures.take(dropped, add=add)
