"""The models a person can choose, one card each, and the row that imports another one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from photoclip.ui.controls import make_heading, make_label
from photoclip.ui.import_row import ImportRow
from photoclip.ui.model_card import ModelCard
from photoclip.ui.model_view import Arrival, ModelView
from photoclip.ui.theme import GAP


class ModelSection(QWidget):
    opened = Signal()
    command_asked = Signal(object)
    """A Command for the engine."""

    def __init__(self) -> None:
        super().__init__()
        title = make_heading(self.tr("Model"))
        told = make_label(
            self.tr(
                "The model decides what your searches find. It runs on this computer; the network "
                "is used for a download that you ask for, and for nothing else."
            ),
            quiet=True,
        )
        told.setWordWrap(True)
        self._waiting = make_label(self.tr("The list appears in a moment."), quiet=True)
        self._cards: list[ModelCard] = []
        self._narrow = False
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP)
        self._import = ImportRow()
        self._import.command_asked.connect(self.command_asked)
        self._import.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for widget in (title, told, self._waiting):
            layout.addWidget(widget)
        layout.addSpacing(GAP)
        layout.addLayout(self._list)
        layout.addWidget(self._import)
        layout.addStretch()

    def set_narrow(self, narrow: bool) -> None:
        """What stands side by side stands below one another."""
        self._narrow = narrow
        for card in self._cards:
            card.set_narrow(narrow)
        self._import.set_narrow(narrow)

    def show_models(self, views: Sequence[ModelView]) -> None:
        self._waiting.hide()
        self._import.show()
        if [view.offer.key for view in views] != [card.key() for card in self._cards]:
            self._make_cards(views)
        for card, view in zip(self._cards, views, strict=True):
            card.show_view(view)

    def show_import(self, arrival: Arrival | None, *, occupied: bool, trouble: str) -> None:
        self._import.show_state(arrival, occupied=occupied, trouble=trouble)

    def _make_cards(self, views: Sequence[ModelView]) -> None:
        known = {card.key(): card for card in self._cards}
        self._cards = []
        for place, view in enumerate(views):
            card = known.pop(view.offer.key, None) or self._make_card(view)
            self._cards.append(card)
            self._list.insertWidget(place, card)
        for card in known.values():
            self._list.removeWidget(card)
            card.deleteLater()
        # Tab goes from card to card, and then to the import, in whatever order they were made.
        stops = [stop for part in (*self._cards, self._import) for stop in _tab_stops(part)]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def _make_card(self, view: ModelView) -> ModelCard:
        card = ModelCard(view)
        card.set_narrow(self._narrow)
        card.command_asked.connect(self.command_asked)
        return card

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.opened.emit()


def _tab_stops(part: QWidget) -> list[QWidget]:
    children = part.findChildren(QWidget)
    return [child for child in children if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
