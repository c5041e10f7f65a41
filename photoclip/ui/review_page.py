"""One photo after the other, and one question: does the label fit?"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from photoclip.domain import Verdict
from photoclip.ui.controls import (
    IconButton,
    announce,
    make_button,
    make_label,
    make_title,
    write_keys,
)
from photoclip.ui.flow_layout import FlowLayout
from photoclip.ui.photo_canvas import PhotoCanvas
from photoclip.ui.theme import DARK, GAP, build_palette, build_stylesheet
from photoclip.ui.viewer_frame import INHERITED, STYLE


class ReviewPage(QWidget):
    judged = Signal(object)
    """A Verdict on the photo that is shown; NONE leaves it open."""
    undo_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setPalette(build_palette(DARK))
        self.setStyleSheet(INHERITED + build_stylesheet(DARK) + STYLE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._yes_key, self._no_key = self.tr("Y", "key for yes"), self.tr("N", "key for no")
        self._canvas = PhotoCanvas()
        self._question = make_title()
        self._note = make_label(quiet=True)
        back = IconButton("arrow-left", self.tr("Back to the photos"), keys="Esc")
        back.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 0)
        head.setSpacing(2 * GAP)
        head.addWidget(back)
        head.addWidget(self._question)
        head.addStretch()
        head.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2 * GAP)
        layout.setSpacing(2 * GAP)
        layout.addLayout(head)
        layout.addWidget(self._canvas, 1)
        layout.addLayout(self._make_buttons())

    def _make_buttons(self) -> QHBoxLayout:
        flow = FlowLayout(spacing=2 * GAP, centred=True)
        self._buttons = [
            self._make_button(self.tr("Yes"), self._yes_key, Verdict.ACCEPTED),
            self._make_button(self.tr("No"), self._no_key, Verdict.REJECTED),
            self._make_button(self.tr("Not sure"), "Space", Verdict.NONE),
        ]
        self._back_button = make_button(self._say(self.tr("Take back"), "Backspace"))
        self._back_button.setAccessibleName(self.tr("Take back the last answer"))
        self._back_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._back_button.clicked.connect(self.undo_asked)
        for button in (*self._buttons, self._back_button):
            flow.addWidget(button)
        row = QHBoxLayout()
        row.setContentsMargins(2 * GAP, 0, 2 * GAP, 0)
        row.addLayout(flow)
        return row

    def _say(self, text: str, key: str) -> str:
        return self.tr("{text}  ({key})").format(text=text, key=write_keys(key))

    def _make_button(self, text: str, key: str, verdict: Verdict) -> QWidget:
        button = make_button(self._say(text, key))
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.judged.emit(verdict))
        return button

    def ask(self, label: str, note: str) -> None:
        """Ask about the photo that comes; the note says how sure the program is."""
        question = self.tr("Does “{label}” fit?").format(label=label)
        self._question.setText(question)
        self._note.setText(note)
        self._canvas.begin_photo(0)
        self._set_answerable(True)
        announce(self._question, f"{question} {note}")

    def show_picture(self, image: QImage, size: QSize, name: str) -> None:
        self._canvas.setAccessibleName(name)
        self._canvas.show_picture(image, size)

    def tell(self, sentence: str) -> None:
        """There is no photo to ask about, and this is why."""
        self._canvas.clear()
        self._canvas.show_text(sentence)
        self._note.setText("")
        self._set_answerable(False)
        announce(self, sentence)

    def set_retractable(self, on: bool) -> None:
        """Is there an answer that could be taken back?"""
        self._back_button.setEnabled(on)

    def close_workers(self) -> None:
        self._canvas.close_workers()

    def _set_answerable(self, on: bool) -> None:
        self._answerable = on
        for button in self._buttons:
            button.setEnabled(on)
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Undo is about the answers here: taken back, the photo is asked about again."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if is_key and cast(QKeyEvent, event).matches(QKeySequence.StandardKey.Undo):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text().casefold()
        verdict = {
            self._yes_key.casefold(): Verdict.ACCEPTED,
            self._no_key.casefold(): Verdict.REJECTED,
            " ": Verdict.NONE,
        }.get(text)
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key == Qt.Key.Key_Backspace or event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif verdict is not None and self._answerable:
            self.judged.emit(verdict)
        else:
            super().keyPressEvent(event)
