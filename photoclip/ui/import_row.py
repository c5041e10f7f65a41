"""A model from a file or a folder, as on a USB stick. No network is used."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from photoclip.messages import ImportModel, StopArrival
from photoclip.model_folder import find_config
from photoclip.ui.controls import announce, make_button, make_label
from photoclip.ui.model_view import Arrival
from photoclip.ui.progress_line import ProgressLine
from photoclip.ui.theme import GAP


class ImportRow(QFrame):
    command_asked = Signal(object)
    """A Command for the engine."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._source: Path | None = None
        self._arrival: Arrival | None = None
        self._occupied = False
        self._file = make_button(self.tr("Import from a file…"))
        self._folder = make_button(self.tr("Import from a folder…"))
        self._file.clicked.connect(self._choose_file)
        self._folder.clicked.connect(self._choose_folder)
        self._progress = ProgressLine()
        self._progress.name(self.tr("Progress of the import"))
        self._stop = make_button(self.tr("Stop"))
        self._stop.setAccessibleName(self.tr("Stop the import"))
        self._stop.clicked.connect(lambda: self.command_asked.emit(StopArrival()))
        self._trouble = make_label(warning=True)
        self._trouble.setWordWrap(True)
        self._make_form()
        self._arrange()
        self.show_state(None, occupied=False, trouble="")

    def _make_form(self) -> None:
        self._form = QWidget()
        self._path = make_label(quiet=True)
        self._path.setWordWrap(True)
        caption = make_label(self.tr("Architecture"))
        self._architecture = QLineEdit()
        self._architecture.setAccessibleName(self.tr("Architecture of the model"))
        self._architecture.setPlaceholderText("ViT-B-32")
        self._architecture.setMaximumWidth(36 * GAP)
        self._architecture.returnPressed.connect(self._begin)
        self._needed = make_label(quiet=True)
        self._begin_button = make_button(self.tr("Import"))
        self._begin_button.clicked.connect(self._begin)
        cancel = make_button(self.tr("Cancel"))
        cancel.setAccessibleName(self.tr("Cancel the import"))
        cancel.clicked.connect(self._forget)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(GAP)
        for widget in (caption, self._architecture, self._needed):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self._begin_button)
        row.addWidget(cancel)
        layout = QVBoxLayout(self._form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._path)
        layout.addLayout(row)

    def _arrange(self) -> None:
        self._choices = QWidget()
        self._beside = choices = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(GAP)
        told = make_label(self.tr("A model that you have as a file, from a USB stick for example."))
        told.setWordWrap(True)
        choices.addWidget(told, 1)
        choices.addWidget(self._file)
        choices.addWidget(self._folder)
        stop = QHBoxLayout()
        stop.addWidget(self._stop)
        stop.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        layout.setSpacing(GAP)
        for widget in (self._choices, self._form, self._progress):
            layout.addWidget(widget)
        layout.addLayout(stop)
        layout.addWidget(self._trouble)

    def set_narrow(self, narrow: bool) -> None:
        """What stands side by side stands below one another."""
        directions = QBoxLayout.Direction
        way = directions.TopToBottom if narrow else directions.LeftToRight
        for box in (self._beside, self._row):
            box.setDirection(way)

    def show_state(self, arrival: Arrival | None, *, occupied: bool, trouble: str) -> None:
        """``arrival`` is an import under way; ``occupied``: a model is on its way."""
        if self._arrival is not None and arrival is None and not trouble:
            self._source = None
        self._arrival, self._occupied = arrival, occupied
        if trouble != self._trouble.text():
            announce(self, trouble)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        if arrival is not None:
            self._progress.show_arrival(arrival)
            self._stop.setEnabled(not arrival.stopping)
        self._show_parts()

    def _show_parts(self) -> None:
        importing, chosen = self._arrival is not None, self._source is not None
        self._choices.setVisible(not importing and not chosen)
        self._form.setVisible(not importing and chosen)
        for widget in (self._progress, self._stop):
            widget.setVisible(importing)
        self._begin_button.setEnabled(not self._occupied)

    # --- what the person does

    @Slot()
    def _choose_file(self) -> None:
        kinds = self.tr("Weights") + " (*.safetensors *.bin *.pt *.pth *.ckpt)"
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a file with a model"), str(Path.home()), kinds
        )
        self._take(chosen)

    @Slot()
    def _choose_folder(self) -> None:
        self._take(
            QFileDialog.getExistingDirectory(
                self, self.tr("Choose a folder with a model"), str(Path.home())
            )
        )

    def _take(self, chosen: str) -> None:
        if not chosen:
            return
        self._source = Path(chosen)
        self._path.setText(chosen)
        known = find_config(self._source) is not None
        self._needed.setText(
            self.tr("not needed: the folder says it")
            if known
            else self.tr("may be left empty if you do not know it")
        )
        self._show_parts()
        self._architecture.setFocus()

    @Slot()
    def _begin(self) -> None:
        if self._source is not None and self._begin_button.isEnabled():
            architecture = self._architecture.text().strip() or None
            self.command_asked.emit(ImportModel(self._source, architecture))

    @Slot()
    def _forget(self) -> None:
        self._source = None
        self._architecture.clear()
        self._show_parts()
        self._file.setFocus()
