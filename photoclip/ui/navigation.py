"""Which page of the window is shown, and what stands at its right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from photoclip.domain import Photo
from photoclip.ui.browser import Browser
from photoclip.ui.review_page import ReviewPage
from photoclip.ui.reviewing import Reviewing
from photoclip.ui.search_session import SearchSession
from photoclip.ui.settings_page import SettingsPage
from photoclip.ui.side_pane import SidePane
from photoclip.ui.viewer import Viewer
from photoclip.ui.viewing import Viewing

_Page = TypeVar("_Page", bound=QWidget)

INFORM_MS = 60
"""Rest after which the information follows the selection."""


class Navigation(QObject):
    """The photos, one photo, the settings or a review; beside the first two the side pane."""

    def __init__(
        self,
        window: QMainWindow,
        pages: QStackedWidget,
        side: SidePane,
        viewing: Viewing,
        reviewing: Reviewing,
        session: SearchSession,
    ) -> None:
        super().__init__(window)
        self._window, self._pages, self._side = window, pages, side
        self._viewing, self._reviewing, self._session = viewing, reviewing, session
        self.info_action = QAction(self)
        self._full_screen_for_photo = False
        self._informing = QTimer(self, singleShot=True, interval=INFORM_MS)
        self._informing.timeout.connect(self._inform)
        viewing.opened.connect(self._show_viewer)
        viewing.closed.connect(self.show_browser)
        reviewing.opened.connect(self._show_review)
        reviewing.closed.connect(self.show_browser)

    @property
    def _browser(self) -> Browser:
        return self._page(Browser)

    def _page(self, kind: type[_Page]) -> _Page:
        pages = (self._pages.widget(place) for place in range(self._pages.count()))
        return next(page for page in pages if isinstance(page, kind))

    def chosen_photos(self) -> Sequence[Photo]:
        """The photo in the viewer, or those selected in the grid."""
        if self._viewing.is_open():
            photo = self._page(Viewer).photo()
            return [photo] if photo is not None else []
        if self._pages.currentWidget() is not self._browser:
            return []
        return self._browser.grid.selected_photos()

    # --- pages

    @Slot()
    def _show_viewer(self) -> None:
        self._pages.setCurrentWidget(self._page(Viewer))
        self._page(Viewer).setFocus()
        self.inform_soon()

    @Slot()
    def show_browser(self) -> None:
        self._pages.setCurrentWidget(self._browser)
        self._browser.grid.setFocus()
        self._side.setVisible(self.info_action.isChecked() or self._side.is_editing())
        self.inform_soon()
        if self._full_screen_for_photo:
            self.toggle_full_screen()

    @Slot()
    def show_settings(self) -> None:
        self._side.leave_editor()
        self._reviewing.close()
        self._viewing.close()
        self._pages.setCurrentWidget(self._page(SettingsPage))
        self._side.hide()
        self._page(SettingsPage).focus()

    @Slot()
    def show_models(self) -> None:
        self.show_settings()
        self._page(SettingsPage).show_models()

    @Slot()
    def _show_review(self) -> None:
        self._side.leave_editor()
        self._viewing.close()
        self._pages.setCurrentWidget(self._page(ReviewPage))
        self._side.hide()
        self._page(ReviewPage).setFocus()

    @Slot()
    def return_to_photos(self) -> None:
        if self._pages.currentWidget() is self._page(SettingsPage):
            self.show_browser()
        self._reviewing.close()
        self._viewing.close()
        if self._pages.isHidden():  # the pane is there alone
            self.show_info(False)

    def at_photos(self, act: Callable[[], object]) -> Callable[[], None]:
        """The same act, but where it is seen: after a return to the photos."""

        def return_and_act() -> None:
            self.return_to_photos()
            act()

        return return_and_act

    @Slot()
    def toggle_full_screen(self) -> None:
        self._full_screen_for_photo = self._viewing.is_open() and not self._window.isFullScreen()
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
        if self._viewing.is_open():
            wanted = self.info_action.isChecked() and not self._full_screen_for_photo
            self._side.setVisible(wanted)

    # --- the pane at the right

    @Slot(bool)
    def show_info(self, on: bool) -> None:
        self.info_action.setChecked(on)
        self._side.leave_editor()
        self._side.open_info()
        self._side.setVisible(on)
        self._inform()

    @Slot()
    def inform_soon(self) -> None:
        """The chosen photos or what is known of them may be others."""
        self._informing.start()

    @Slot()
    def _inform(self) -> None:
        if not self._side.isHidden() and not self._side.is_editing():
            self._side.show_photos(list(self.chosen_photos()), self._session.query)

    @Slot()
    def label_photos(self) -> None:
        """Let the person type a label for the chosen photos."""
        self.show_info(True)
        self._side.info.focus_new_label()

    @Slot()
    def focus_photos(self) -> None:
        """Back to the grid or to the one photo, or to what else is shown."""
        if self._pages.isHidden():  # the pane is there alone
            self.show_info(False)
        browser = self._browser
        for page in (self._page(Viewer), self._page(SettingsPage), self._page(ReviewPage)):
            if page.isVisible():
                page.setFocus()
        if browser.isVisible():
            (browser.grid if browser.grid.isVisible() else browser.search_bar).setFocus()

    @Slot()
    def open_editor(self) -> None:
        self.return_to_photos()
        self._side.open_editor()

    @Slot()
    def close_editor(self) -> None:
        self._side.open_info()
        self._side.setVisible(self.info_action.isChecked())
        self._browser.grid.setFocus()
