"""A bar and a line of text: how far something is."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from photoclip.ui import model_texts
from photoclip.ui.controls import make_label
from photoclip.ui.model_view import Arrival
from photoclip.ui.theme import GAP

PARTS = 1000  # Qt counts in 32 bits, downloads do not


class ProgressLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._text = make_label(quiet=True)
        self._text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP // 2, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self._bar)
        layout.addWidget(self._text)

    def name(self, name: str) -> None:
        """For screen readers."""
        self._bar.setAccessibleName(name)

    def show_share(self, share: float | None, text: str) -> None:
        """``share`` from 0 to 1; None while it cannot be told."""
        # Qt takes a range of 0 to 0 as "busy".
        self._bar.setRange(0, 0 if share is None else PARTS)
        self._bar.setValue(round(PARTS * (share or 0.0)))
        self._text.setText(text)

    def show_arrival(self, arrival: Arrival) -> None:
        progress = arrival.progress
        under_way = progress is not None and 0 < progress.done < progress.total
        share = progress.done / progress.total if progress and under_way else None
        text = self.tr("Stopping…") if arrival.stopping else model_texts.write_arrival(progress)
        self.show_share(share, text)
