"""Conditions of one kind as buttons, each with its count; arrow keys go from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from photoclip.domain import Filter
from photoclip.ui import texts
from photoclip.ui.controls import make_button, make_label
from photoclip.ui.flow_layout import FlowLayout
from photoclip.ui.icons import draw_icon
from photoclip.ui.theme import GAP

TITLE_WIDTH = 88
NARROW = 480
"""A row that has less room puts its title above."""

FIRST_ONES = 10
"""More choices than these come when they are asked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A condition that can be chosen; ``count`` None where nobody counts it."""

    part: Filter
    text: str
    count: int | None = None
    icon: str = ""
    tip: str = ""
    active: bool = False


class ChoiceRow(QWidget):
    toggled = Signal(object, bool)
    """The Filter of one condition, and whether it shall hold from now on."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._choices: list[Choice] = []
        self._buttons: list[_ChoiceButton] = []
        self._all = False
        self._title = make_label(title, quiet=True)
        self._title.setMinimumWidth(TITLE_WIDTH)
        self._title.setContentsMargins(0, 5, 0, 0)
        self._title.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._name = title
        self._more = make_button(self.tr("More…"), link=True)
        self._more.clicked.connect(self._show_all)
        flow = QWidget()
        self._flow = FlowLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        flow.setSizePolicy(policy)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GAP // 2)
        self._box.addWidget(self._title)
        self._box.addWidget(flow, 1)
        self.hide()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """The focus stays where it is, also where a choice is gone or has another condition."""
        self._choices = list(choices)
        shown = self._choices if self._all else self._first_ones()
        if [b.choice.part for b in self._buttons] != [choice.part for choice in shown]:
            self._rebuild(shown)
        for button, choice in zip(self._buttons, shown, strict=True):
            button.show_choice(choice, self._name)
        self._more.setVisible(len(shown) < len(self._choices))
        self.setVisible(bool(self._choices))

    def set_narrow(self, narrow: bool) -> None:
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _first_ones(self) -> list[Choice]:
        rest = [c for c in self._choices[FIRST_ONES:] if c.active]
        return [*self._choices[:FIRST_ONES], *rest]

    def _rebuild(self, shown: Sequence[Choice]) -> None:
        focused = next((n for n, button in enumerate(self._buttons) if button.hasFocus()), None)
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._flow.removeWidget(self._more)
        self._buttons = [_ChoiceButton(choice) for choice in shown]
        for button in self._buttons:
            self._flow.addWidget(button)
            button.clicked.connect(self._tell)
            button.installEventFilter(self)
            button.show()
        self._flow.addWidget(self._more)
        place = min(focused or 0, max(0, len(self._buttons) - 1))
        self._set_tab_stop(place)
        if focused is not None and self._buttons:
            self._buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_tab_stop(self, place: int) -> None:
        """One of them is reached by Tab, the others by arrow keys from there."""
        for number, button in enumerate(self._buttons):
            policy = Qt.FocusPolicy
            button.setFocusPolicy(policy.StrongFocus if number == place else policy.ClickFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not isinstance(watched, _ChoiceButton):
            return False
        place = min(max(self._buttons.index(watched) + step, 0), len(self._buttons) - 1)
        self._set_tab_stop(place)
        self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _tell(self) -> None:
        button = self.sender()
        assert isinstance(button, _ChoiceButton)
        self._set_tab_stop(self._buttons.index(button))
        self.toggled.emit(button.choice.part, button.isChecked())

    def _show_all(self) -> None:
        self._all = True
        self.show_choices(self._choices)
        self._buttons[min(FIRST_ONES, len(self._buttons) - 1)].setFocus()


class _ChoiceButton(QPushButton):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        self.setCheckable(True)
        self.setProperty("pill", True)
        self.setIconSize(QSize(14, 14))

    def show_choice(self, choice: Choice, kind: str) -> None:
        self.choice = choice
        self.setChecked(choice.active)
        counted = "" if choice.count is None else QLocale().toString(choice.count)
        self.setText(f"{choice.text}  {counted}".strip().replace("&", "&&"))
        self.setToolTip(choice.tip or choice.text)
        spoken = [kind, choice.text]
        if choice.count is not None:
            spoken.append(texts.count_photos(choice.count))
        self.setAccessibleName(", ".join(spoken))
        self.setEnabled(choice.active or choice.count != 0)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self.choice.icon:
            role = QPalette.ColorRole
            colour = self.palette().color(role.Accent if self.isChecked() else role.PlaceholderText)
            self.setIcon(draw_icon(self.choice.icon, colour))
