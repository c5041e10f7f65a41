"""Where results end: a line that the person can move, and whether scores are shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from photoclip.ui.controls import CheckBox, make_label
from photoclip.ui.flow_layout import FlowLayout
from photoclip.ui.theme import GAP

STEPS = 10
"""From the middle of the slider to each end."""


class RelevanceControl(QWidget):
    strictness_chosen = Signal(float)
    """From -1 (more results) to 1 (fewer)."""
    scores_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(-STEPS, STEPS)
        self._slider.setPageStep(STEPS // 2)
        self._slider.setFixedWidth(160)
        self._slider.setAccessibleName(self.tr("How many photos are found"))
        self._slider.setToolTip(self.tr("Moves the line at which a search ends"))
        self._slider.valueChanged.connect(self._tell)
        self._scores = CheckBox()
        self._scores.setText(self.tr("Show scores"))
        self._scores.toggled.connect(self.scores_toggled)
        line = QWidget()
        beside = QHBoxLayout(line)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GAP)
        beside.addWidget(make_label(self.tr("Fewer"), quiet=True))
        beside.addWidget(self._slider)
        beside.addWidget(make_label(self.tr("More"), quiet=True))
        layout = FlowLayout(self, 2 * GAP)
        layout.addWidget(line)
        layout.addWidget(self._scores)

    def show_strictness(self, strictness: float) -> None:
        self._slider.blockSignals(True)
        self._slider.setValue(round(-strictness * STEPS))
        self._slider.blockSignals(False)

    def shows_scores(self) -> bool:
        return self._scores.isChecked()

    def show_scores(self, on: bool) -> None:
        self._scores.setChecked(on)

    @Slot(int)
    def _tell(self, value: int) -> None:
        self.strictness_chosen.emit(-value / STEPS)
