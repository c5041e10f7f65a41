"""The page with the settings, in the window's place for photos."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from photoclip.ui.controls import IconButton, make_scrolling, make_title
from photoclip.ui.folder_section import FolderSection
from photoclip.ui.model_section import ModelSection
from photoclip.ui.preference_section import PreferenceSection
from photoclip.ui.preferences import Preferences
from photoclip.ui.question import Question
from photoclip.ui.theme import GAP

WIDEST = 108 * GAP
"""Lines longer than that are hard to read."""

NARROW = 72 * GAP
"""Below that nothing stands side by side, whatever is said."""


class SettingsPage(QWidget):
    closed = Signal()

    def __init__(self, preferences: Preferences, languages: Sequence[str] = ()) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Settings"))
        self._back = IconButton("arrow-left", self.tr("Back to the photos"), keys="Esc")
        self._back.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._back.clicked.connect(self.closed)
        self.folders = FolderSection()
        self.preferences = PreferenceSection(preferences, languages)
        self.models = ModelSection()
        self._is_narrow = False
        self._needed = 0
        """Pixels without which what stands side by side has no room."""
        self._leads_to_models = False
        """Until they are on screen: their list, and with it the room to scroll, may be to come."""
        self._area = self._make_scrolling()
        self._area.horizontalScrollBar().rangeChanged.connect(self._take_overhang)
        bar = self._area.verticalScrollBar()
        bar.rangeChanged.connect(self._lead)
        bar.rangeChanged.connect(self._show_question)
        bar.actionTriggered.connect(self._stay)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._back)
        head.addWidget(make_title(self.tr("Settings")))
        head.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)

    def _make_scrolling(self) -> QScrollArea:
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        sections = QVBoxLayout(column)
        sections.setContentsMargins(0, 0, 0, 0)
        sections.setSpacing(3 * GAP)
        for section in (self.folders, self.preferences, self.models):
            sections.addWidget(section)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(2 * GAP, GAP, 2 * GAP, 4 * GAP)
        row.addStretch()
        row.addWidget(column, 100)
        row.addStretch()
        return make_scrolling(content)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._is_narrow = self.width() < max(NARROW, self._needed)
        for section in (self.preferences, self.models):
            section.set_narrow(self._is_narrow)

    @Slot(int, int)
    def _take_overhang(self, _: int, overhang: int) -> None:
        """Words are longer in some languages, and some models say more."""
        if overhang > 0 and not self._is_narrow:
            self._needed = self.width() + overhang
            self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stay()

    def focus(self) -> None:
        self._back.setFocus()

    def show_models(self) -> None:
        """Bring the choice of models to the top of the page."""
        self._leads_to_models = True
        self._lead()

    @Slot()
    def _lead(self) -> None:
        if not self._leads_to_models:
            return
        bar = self._area.verticalScrollBar()
        below = self.models.mapTo(self._area.viewport(), QPoint()).y()
        top = bar.value() + below - GAP
        bar.setValue(top)
        self._leads_to_models = bar.value() < max(top, 1)

    @Slot()
    def _show_question(self) -> None:
        """One that opens at the lower edge would have its buttons out of sight."""
        for question in self._area.findChildren(Question):
            if question.isAncestorOf(self.window().focusWidget() or self):
                self._area.ensureWidgetVisible(question, 0, GAP)

    @Slot()
    def _stay(self) -> None:
        """The person scrolls."""
        self._leads_to_models = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
