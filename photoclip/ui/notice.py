"""A quiet bar for what has happened: one sentence and at most one thing to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from photoclip.messages import Trouble
from photoclip.ui.controls import IconButton, announce, make_button, make_label
from photoclip.ui.theme import GAP
from photoclip.ui.translation import say

NEWS_MS = 12_000
"""Good news go by themselves; troubles stay until they were seen."""


@dataclass(frozen=True, slots=True)
class _Entry:
    sentence: str
    button: str = ""
    passing: bool = False
    details: str = ""
    run: Callable[[], object] = field(default=lambda: None, compare=False)


class Notice(QFrame):
    """Shows the newest thing, then the older ones; each sentence once until it is put away."""

    left = Signal()
    """It goes away with the focus in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._waiting: list[_Entry] = []
        self._text = make_label()
        self._text.setWordWrap(True)
        self._act = make_button("", link=True)
        self._act.clicked.connect(self._run)
        close = IconButton("x", self.tr("Put away"))
        close.clicked.connect(self._go_on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 4, 4, 4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._act)
        layout.addWidget(close)
        self._passing = QTimer(self, singleShot=True, interval=NEWS_MS)
        self._passing.timeout.connect(self._go_on)
        self.hide()

    def show_trouble(self, trouble: Trouble) -> None:
        """What the engine says of something that went wrong."""
        self.warn(say(trouble.sentence), "\n".join(map(say, trouble.details)))

    @Slot(str)
    def warn(self, sentence: str, details: str = "") -> None:
        """Something went wrong; ``details`` can be copied."""
        self._add(
            _Entry(
                sentence,
                self.tr("Copy details") if details else "",
                details=details,
                run=lambda: QApplication.clipboard().setText(f"{sentence}\n\n{details}"),
            )
        )

    def tell(
        self, sentence: str, button: str = "", run: Callable[[], object] = lambda: None
    ) -> None:
        """News, with perhaps one thing to do about them; they take the place of older news."""
        self._drop_news()
        self._add(_Entry(sentence, button, True, run=run))

    @Slot()
    def put_news_away(self) -> None:
        """They are no longer true."""
        self._drop_news()
        self._show_first()

    def _drop_news(self) -> None:
        self._waiting = [entry for entry in self._waiting if not entry.passing]

    def _add(self, entry: _Entry) -> None:
        """What answers the last thing done is seen at once, whatever else nobody has read yet."""
        self._waiting = [entry, *(one for one in self._waiting if one != entry)]
        self._show_first()

    @Slot()
    def _run(self) -> None:
        entry = self._waiting[0]
        if entry.passing:
            self._go_on()
        entry.run()

    @Slot()
    def _go_on(self) -> None:
        del self._waiting[:1]
        self._show_first()

    def _show_first(self) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget() or self)
        self.setVisible(bool(self._waiting))
        if had_focus and not self._waiting:
            self.left.emit()
        self._passing.stop()
        if self._waiting:
            entry = self._waiting[0]
            if self._text.text() != entry.sentence or not entry.passing:
                announce(self, entry.sentence)
            self._text.setText(entry.sentence)
            self._act.setText(entry.button)
            self._act.setVisible(bool(entry.button))
            if entry.passing:
                self._passing.start()
