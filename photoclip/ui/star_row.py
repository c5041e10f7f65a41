"""Five stars and a heart: what the person thinks of a photo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from photoclip.domain import MOST_STARS
from photoclip.ui import texts
from photoclip.ui.controls import IconButton


class StarRow(QWidget):
    """Pressing the star that is the last lit one takes all stars away."""

    rated = Signal(int)
    favoured = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rating = 0
        self._favourite = False
        self._heart = IconButton("heart", self.tr("Favourite"), keys="F")
        self._heart.clicked.connect(lambda: self.favoured.emit(not self._favourite))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._stars = [self._make_star(number) for number in range(1, MOST_STARS + 1)]
        for button in (*self._stars, self._heart):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            layout.addWidget(button)
        layout.addStretch()
        self.show_marks(0, favourite=False)

    def _make_star(self, number: int) -> IconButton:
        star = IconButton("star", texts.count_stars(number), keys=f"Ctrl+{number}")
        star.clicked.connect(lambda: self.rated.emit(0 if number == self._rating else number))
        return star

    def show_marks(self, rating: int, *, favourite: bool) -> None:
        self._rating, self._favourite = rating, favourite
        lit, quiet = QPalette.ColorRole.Accent, QPalette.ColorRole.PlaceholderText
        for number, star in enumerate(self._stars, 1):
            star.set_colour(lit if number <= rating else quiet)
        self._heart.set_colour(lit if favourite else quiet)
        self._heart.setAccessibleName(
            self.tr("A favourite") if favourite else self.tr("Make it a favourite")
        )
        self.setAccessibleName(texts.count_stars(rating))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if digit.isdecimal() and int(digit) <= MOST_STARS:
            self.rated.emit(int(digit))
        else:
            super().keyPressEvent(event)
