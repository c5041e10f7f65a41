"""Carries out what the person prefers: looks, order, the room for thumbnails, and the veil."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from photoclip.ui import preferences
from photoclip.ui.date_sections import read_grouping
from photoclip.ui.grid import PhotoGrid
from photoclip.ui.preferences import Preferences
from photoclip.ui.screen_colours import ScreenColours
from photoclip.ui.search_session import SearchSession
from photoclip.ui.side_pane import SidePane
from photoclip.ui.thumbnails import Thumbnails
from photoclip.ui.veil import Veil
from photoclip.ui.viewer import Viewer


class Heeding(QObject):
    """``veil_action`` lifts the veil, and is seen only where there is one."""

    theme_chosen = Signal(str)

    def __init__(
        self,
        settings: QSettings,
        thumbnails: Thumbnails,
        grid: PhotoGrid,
        viewer: Viewer,
        side: SidePane,
        session: SearchSession,
        veil: Veil,
        veil_action: QAction,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._settings, self._thumbnails, self._session = settings, thumbnails, session
        self._grid, self._viewer, self._side = grid, viewer, side
        self._veil, self._veil_action = veil, veil_action
        self.screen_colours = ScreenColours(parent)
        veil.changed.connect(self._draw_veil)
        self._heed(preferences.read(settings))

    @Slot(object)
    def take(self, chosen: Preferences) -> None:
        """The person chose anew."""
        preferences.write(self._settings, chosen)
        self._heed(chosen)
        self.theme_chosen.emit(chosen.theme)

    def close(self) -> None:
        self.screen_colours.close()

    def _heed(self, chosen: Preferences) -> None:
        self._thumbnails.set_limit(chosen.thumbnails)
        self._grid.set_grouping(read_grouping(chosen.grouping))
        self._veil.choose(chosen.veil)
        self.screen_colours.choose(chosen.screen)
        self._draw_veil()

    @Slot()
    def _draw_veil(self) -> None:
        self._veil_action.setVisible(self._veil.is_of_use())
        self._veil_action.setChecked(self._veil.is_lifted())
        self._grid.set_veil(self._veil.is_veiled)
        self._viewer.set_veil(self._veil.is_veiled)
        hidden = self._veil.hidden_labels()
        self._side.set_veil(self._veil.is_veiled, leaves_out=bool(hidden))
        self._session.hide_labels(hidden)
