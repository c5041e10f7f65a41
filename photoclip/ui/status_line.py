"""The line at the bottom: the counts, the work in progress, the model, the photos' size."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSlider, QWidget

from photoclip.domain import Progress
from photoclip.messages import ModelPhase, ModelState
from photoclip.sentences import foreign
from photoclip.ui import texts
from photoclip.ui.controls import ElidedLabel, IconButton, make_button, make_label
from photoclip.ui.theme import GAP
from photoclip.ui.translation import say

WORK_WIDTH = 24 * GAP
"""What the progress needs to say something."""


class StatusLine(QFrame):
    pause_asked = Signal()
    resume_asked = Signal()
    problems_asked = Signal()
    models_asked = Signal()
    side_chosen = Signal(int)

    def __init__(self, smallest: int, usual: int, largest: int, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("statusLine")
        self._count = make_label(quiet=True)
        self._problems = make_button("", link=True)
        self._problems.clicked.connect(self.problems_asked)
        self._problems.hide()
        self._arrival = make_button("", link=True)
        self._arrival.clicked.connect(self.models_asked)
        self._arrival.hide()
        self._model = make_label(quiet=True)
        self._work = _Work()
        self._work.toggled.connect(self._toggle)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(self.tr("Size of the photos"))
        self._slider.setToolTip(self.tr("Size of the photos (Ctrl+wheel)"))
        self._slider.setRange(smallest, largest)
        self._slider.setValue(usual)
        self._slider.setPageStep(32)
        self._slider.setFixedWidth(120)
        self._slider.valueChanged.connect(self.side_chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 4, 2 * GAP, 4)
        layout.setSpacing(2 * GAP)
        for widget in (self._count, self._problems, self._work):
            layout.addWidget(widget)
        layout.setStretchFactor(self._work, 1)
        layout.addStretch()
        layout.addWidget(self._arrival)
        layout.addWidget(self._model)
        layout.addWidget(self._slider)
        self._failed = False
        self.setMinimumHeight(36)

    def show_counts(self, shown: int, photos: int, unreadable: int, *, searching: bool) -> None:
        self._count.setText(
            self.tr("{shown} of {photos}").format(
                shown=self.locale().toString(shown), photos=texts.count_photos(photos)
            )
            if searching and shown < photos
            else texts.count_photos(photos)
        )
        self._problems.setText(texts.count_unreadable(unreadable))
        self._problems.setAccessibleName(texts.count_unreadable(unreadable))
        self._problems.setVisible(unreadable > 0)
        self._fit()

    def show_model(self, state: ModelState) -> None:
        self._failed = failed = state.phase is ModelPhase.FAILED
        self._model.setText(self._write_model(state))
        self._model.setToolTip(say(state.reason if failed else foreign(state.name)))
        self._model.setProperty("warning", failed)
        self._model.setProperty("quiet", not failed)
        self._model.style().polish(self._model)
        self._fit()

    def show_progress(self, progress: Progress | None) -> None:
        self._work.show_progress(progress)
        self._fit()

    @Slot(str)
    def show_arrival(self, text: str) -> None:
        """How far a model's download or import is; an empty text takes it away."""
        self._arrival.setText(text)
        self._arrival.setVisible(bool(text))
        self._fit()

    def show_side(self, side: int) -> None:
        self._slider.setValue(side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for all, what matters least goes; Ctrl+wheel is still there."""
        room = self.width() - 4 * GAP
        for widget in (self._count, self._problems, self._arrival, self._model, self._work):
            if not widget.isHidden() or widget is self._model:
                least = WORK_WIDTH if widget is self._work else widget.sizeHint().width()
                room -= least + 2 * GAP
        self._slider.setVisible(room >= self._slider.width())
        self._model.setVisible(room >= 0 or self._failed)

    def _write_model(self, state: ModelState) -> str:
        if state.phase is ModelPhase.STARTING:
            if state.reason:  # the first start ever: it takes half a minute
                return self.tr("Preparing the model for this computer, only once…")
            return self.tr("Getting ready…")
        if state.phase is ModelPhase.FAILED:
            return self.tr("Search by meaning is off")
        device = self.tr("graphics card") if state.device != "cpu" else self.tr("processor")
        return self.tr("Ready on the {device}").format(device=device)

    @Slot(bool)
    def _toggle(self, paused: bool) -> None:
        (self.resume_asked if paused else self.pause_asked).emit()


class _Work(QWidget):
    """The progress of a long job, and the button that pauses it."""

    toggled = Signal(bool)
    """Whether it was paused when the person pressed the button."""

    def __init__(self) -> None:
        super().__init__()
        self._paused = False
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(96)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._text = ElidedLabel()
        self._button = IconButton("pause", self.tr("Pause"))
        self._button.clicked.connect(self._press)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for widget in (self._button, self._bar, self._text):
            layout.addWidget(widget)
        self.hide()

    def show_progress(self, progress: Progress | None) -> None:
        self.setVisible(progress is not None)
        if progress is None:
            return
        # Qt takes a range of 0 to 0 as "busy": the total is not known yet.
        self._bar.setVisible(bool(progress.total) or not progress.paused)
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._text.setText(texts.write_progress(progress))
        self._text.setToolTip(self._text.text())
        if progress.paused != self._paused:
            self._paused = progress.paused
            if self._paused:
                self._button.show_as("play", self.tr("Resume"))
            else:
                self._button.show_as("pause", self.tr("Pause"))

    @Slot()
    def _press(self) -> None:
        self.toggled.emit(self._paused)
