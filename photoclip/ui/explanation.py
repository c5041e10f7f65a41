"""Why a photo is among the results: what of the query, and which labels, pull it up or down."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from photoclip.domain import Photo, Query
from photoclip.messages import Explain, Explained
from photoclip.ui.bridge import Bridge
from photoclip.ui.controls import make_label
from photoclip.ui.share_bars import Share, ShareBars, write_percent
from photoclip.ui.term_texts import explain_term
from photoclip.ui.theme import GAP

MOST_LABELS = 6


class Explanation(QWidget):
    """Hidden while there is nothing to explain: no photo, or a query without terms."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._photo_id: int | None = None
        self._query = Query()
        self._terms = ShareBars(self.tr("What of the search fits this photo"))
        self._labels_title = make_label(self.tr("Labels"), quiet=True)
        self._labels = ShareBars(self.tr("Labels that fit this photo"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for widget in (self._terms, self._labels_title, self._labels):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        bridge.explained.connect(self._take)
        self.hide()

    def show_photo(self, photo: Photo | None, query: Query) -> None:
        if photo is None or not query.terms:
            self._photo_id = None
            self.hide()
        elif (photo.id, query) != (self._photo_id, self._query):
            self._photo_id, self._query = photo.id, query
            self._bridge.post(Explain(photo.id, query))

    @Slot(object)
    def _take(self, event: Explained) -> None:
        if event.photo_id != self._photo_id or len(event.terms) != len(self._query.terms):
            return
        longest = max((abs(value) for value in event.terms), default=0.0) or 1.0
        self._terms.show_shares(
            [
                Share(explain_term(term), _write_score(value), value / longest)
                for term, value in zip(self._query.terms, event.terms, strict=True)
            ]
        )
        labels = event.labels[:MOST_LABELS]
        self._labels.show_shares(
            [
                Share(name, write_percent(share), share, strong=share >= 0.5)
                for name, share in labels
            ]
        )
        self._labels_title.setVisible(bool(labels))
        self.show()


def _write_score(value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{QLocale().toString(abs(value), 'f', 2)}"
