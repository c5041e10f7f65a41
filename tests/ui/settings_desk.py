"""A person at the page with the settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QProgressBar, QWidget
from ui.desk import Desk
from ui.models import list_models

from photoclip.domain import Progress
from photoclip.messages import (
    ModelPhase,
    ModelState,
)

READY = ModelState(ModelPhase.READY, "Starter", "cpu")

HALF = Progress("Downloading Balanced", 302_600_000, 605_189_364, 5_200_000.0, 130.0)


class Page:
    """A person at the settings page."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.widget = desk.window._settings_page
        self.link = desk.link

    def hear(self, *events: object) -> None:
        self.desk.hear(*events)

    def list(self, *arguments: object, **changes: object) -> None:
        self.hear(list_models(*arguments, **changes))
        # What is new in a layout is shown when the layout is next at work.
        cards = self.widget.models._cards
        self.desk.qtbot.waitUntil(lambda: all(card.isVisible() for card in cards))

    def card(self, name: str) -> QWidget:
        (card,) = (c for c in self.widget.models._cards if c.accessibleName().startswith(name))
        return card

    def says(self, name: str) -> str:
        return read(self.card(name))

    def buttons(self, name: str) -> list[str]:
        return [b.text() for b in shown(self.card(name), QAbstractButton) if b.isEnabled()]

    def press(self, text: str, name: str | None = None) -> None:
        place = self.card(name) if name else self.widget
        (button,) = (b for b in shown(place, QAbstractButton) if b.text() == text)
        self.desk.qtbot.waitUntil(lambda: button.height() >= button.sizeHint().height())
        self.desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(place: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [child for child in place.findChildren(kind) if child.isVisible()]


def read(place: QWidget) -> str:
    return "\n".join(w.text() for w in shown(place, QWidget) if hasattr(w, "text"))


def share(page: Page, name: str) -> tuple[int, int, int]:
    (bar,) = (
        bar
        for bar in shown(page.card(name), QProgressBar)
        if bar.accessibleName().startswith("Progress")
    )
    return bar.minimum(), bar.value(), bar.maximum()
