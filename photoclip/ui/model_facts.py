"""What a model is good for, at a glance: languages, speed, and how well it did in two tests."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from photoclip.domain import ModelOffer
from photoclip.ui import model_texts
from photoclip.ui.controls import make_label
from photoclip.ui.theme import GAP
from photoclip.ui.translation import say

METER = 96


class ModelFacts(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._languages = make_label()
        self._speed = make_label()
        self._things = _Meter()
        self._sentences = _Meter()
        self._rows: list[tuple[QLabel, QLabel | _Meter]] = [
            (make_label(self.tr("Languages"), quiet=True), self._languages),
            (make_label(self.tr("Speed"), quiet=True), self._speed),
            (make_label(self.tr("Names what is shown"), quiet=True), self._things),
            (make_label(self.tr("Finds a described photo"), quiet=True), self._sentences),
        ]
        self._grid = layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(2 * GAP)
        layout.setVerticalSpacing(GAP // 2)
        layout.setColumnStretch(4, 1)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """All below one another, instead of two beside two."""
        high = len(self._rows) if narrow else 2
        for place, (caption, value) in enumerate(self._rows):
            row, column = place % high, 2 * (place // high)
            self._grid.addWidget(caption, row, column)
            self._grid.addWidget(value, row, column + 1)
        self._grid.setColumnMinimumWidth(1, 0 if narrow else 20 * GAP)
        self._grid.setColumnMinimumWidth(2, 0 if narrow else 18 * GAP)

    def show_offer(self, offer: ModelOffer) -> None:
        languages, speed = say(offer.languages), say(offer.speed)
        self._languages.setText(languages)
        self._speed.setText(speed)
        self._things.show_share(
            offer.imagenet,
            self.tr(
                "Right for {percent} of the photos in ImageNet’s 1000 classes, without training"
            ),
            offer.source,
        )
        self._sentences.show_share(
            offer.coco,
            self.tr("The described photo comes first among 5000 of COCO in {percent} of searches"),
            offer.source,
        )
        known = (languages, speed, offer.imagenet, offer.coco)
        for (caption, value), fact in zip(self._rows, known, strict=True):
            caption.setVisible(bool(fact))
            value.setVisible(bool(fact))
        self.setVisible(any(known))


class _Meter(QWidget):
    """A share as a bar and a number; its source is in the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setObjectName("meter")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(METER)
        self._bar.setRange(0, 1000)
        self._number = make_label()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._bar, 0, 0)
        layout.addWidget(self._number, 0, 1)

    def show_share(self, share: float | None, meaning: str, source: str) -> None:
        if share is None:
            return
        self._bar.setValue(round(1000 * share))
        self._number.setText(model_texts.write_percent(share))
        exact = self.tr("{number} %").format(number=self.locale().toString(100 * share, "f", 1))
        told = meaning.format(percent=exact)
        self._bar.setAccessibleName(told)
        self.setToolTip(f"{told}.\n{source}")
