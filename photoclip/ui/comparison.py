"""Which of a few descriptions fits a photo best, as the probability that the model gives each."""

from __future__ import annotations

import re

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from photoclip.domain import Photo
from photoclip.messages import Compare, Compared
from photoclip.ui.bridge import Bridge
from photoclip.ui.controls import announce
from photoclip.ui.share_bars import Share, ShareBars, write_percent
from photoclip.ui.theme import GAP

REST_MS = 250
LINES = 3
MOST_TEXTS = 20


class Comparison(QWidget):
    """What was written stays when another photo comes, and is asked of that one too."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._photo_id: int | None = None
        self._asked: tuple[str, ...] = ()
        self._edit = QPlainTextEdit()
        self._edit.setAccessibleName(self.tr("Descriptions to compare"))
        self._edit.setPlaceholderText(self.tr("a dog, a cat, a child"))
        self._edit.setToolTip(self.tr("Descriptions, with commas between them or one on a line"))
        self._edit.setTabChangesFocus(True)
        self._edit.setFixedHeight(LINES * self._edit.fontMetrics().lineSpacing() + 2 * GAP)
        self._edit.textChanged.connect(self._wait)
        self._bars = ShareBars(self.tr("How well each description fits"))
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._edit)
        layout.addWidget(self._bars)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        bridge.compared.connect(self._take)

    def show_photo(self, photo: Photo | None) -> None:
        number = photo.id if photo is not None else None
        if number != self._photo_id:
            self._photo_id = number
            self._ask()

    def texts(self) -> tuple[str, ...]:
        """What is written, each once."""
        written = (" ".join(part.split()) for part in re.split(r"[,;\n]", self._edit.toPlainText()))
        return tuple(dict.fromkeys(text for text in written if text))[:MOST_TEXTS]

    @Slot()
    def _wait(self) -> None:
        self._rest.start()

    @Slot()
    def _ask(self) -> None:
        self._asked = self.texts()
        if self._photo_id is not None and len(self._asked) > 1:
            self._bridge.post(Compare(self._photo_id, self._asked))
        else:
            self._bars.show_shares([])

    @Slot(object)
    def _take(self, event: Compared) -> None:
        if event.photo_id != self._photo_id or event.texts != self._asked:
            return
        best = max(event.probabilities)
        self._bars.show_shares(
            [
                Share(text, write_percent(share), share, strong=share == best)
                for text, share in zip(event.texts, event.probabilities, strict=True)
            ]
        )
        winner = event.texts[event.probabilities.index(best)]
        announce(
            self._bars,
            self.tr("{text} fits best, with {percent}.").format(
                text=winner, percent=write_percent(best)
            ),
        )
