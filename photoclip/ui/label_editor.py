"""Defines a label: what it means in words and pictures, and where it cuts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from photoclip.domain import Hits, Label
from photoclip.errors import PhotoClipError
from photoclip.label_definition import check_name_is_free, clean
from photoclip.ui import texts
from photoclip.ui.controls import (
    CheckBox,
    ComboBox,
    IconButton,
    announce,
    make_button,
    make_heading,
    make_label,
    make_scrolling,
)
from photoclip.ui.example_row import ExampleRow
from photoclip.ui.theme import GAP
from photoclip.ui.translation import say

PREVIEW_MS = 250
STEPS = 100

COLOURS = (
    "#c0392b",
    "#d68910",
    "#b7950b",
    "#1e8449",
    "#148f77",
    "#2471a3",
    "#7d3c98",
    "#b03a78",
    "#707b7c",
)


class LabelEditor(QFrame):
    """While it is open, the grid previews what the label would catch."""

    previewed = Signal(object)
    """The Label as it is now; its threshold alone changes without this."""
    line_moved = Signal(float)
    """The least confidence of a tag."""
    saved = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("infoPanel")
        self.setMinimumWidth(36 * GAP)
        self._label = Label(0, "")
        self._names: Mapping[int, str] = {}
        self._hits: Hits | None = None
        self._make_fields()
        self._resting = QTimer(self, singleShot=True, interval=PREVIEW_MS)
        self._resting.timeout.connect(lambda: self.previewed.emit(self.label()))
        self._arrange()

    def _make_fields(self) -> None:
        self._name = QLineEdit()
        self._name.textEdited.connect(self._edit)
        self._name.returnPressed.connect(self._save)
        self._descriptions = self._make_lines(
            self.tr("What it looks like, one on each line"), self.tr("golden retriever")
        )
        self._negatives = self._make_lines(
            self.tr("What it must not look like"), self.tr("stuffed animal")
        )
        self._examples = ExampleRow()
        self._examples.changed.connect(self._edit)
        self._examples.failed.connect(self._tell)
        self._parent_box = ComboBox()
        self._colour = ComboBox()
        self._colour.addItem(self.tr("No colour"), "")
        for colour, name in zip(COLOURS, self._name_colours(), strict=True):
            self._colour.addItem(_make_dot(colour), name, colour)
        for box in (self._parent_box, self._colour):  # the wheel scrolls the page and not the list
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        self._sensitive = CheckBox()
        self._sensitive.setText(self.tr("Its photos may be veiled"))
        self._line = QSlider(Qt.Orientation.Horizontal)
        self._line.setRange(1, STEPS - 1)
        self._line.setPageStep(5)
        self._line.valueChanged.connect(self._move_line)
        self._cut = make_label()
        self._cut.setWordWrap(True)
        self._sentence = make_label(warning=True)
        self._sentence.setWordWrap(True)
        self._sentence.hide()

    def _name_colours(self) -> Sequence[str]:
        return (
            self.tr("Red"),
            self.tr("Orange"),
            self.tr("Ochre"),
            self.tr("Green"),
            self.tr("Turquoise"),
            self.tr("Blue"),
            self.tr("Violet"),
            self.tr("Pink"),
            self.tr("Grey"),
        )

    def _make_lines(self, title: str, example: str) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setAccessibleName(title)
        field.setPlaceholderText(example)
        field.setTabChangesFocus(True)
        field.setFixedHeight(4 * field.fontMetrics().lineSpacing() + 2 * GAP)
        field.textChanged.connect(self._edit)
        return field

    def _arrange(self) -> None:
        self._title = make_heading("")
        close = IconButton("x", self.tr("Close without saving"), keys="Esc")
        close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(close)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * GAP, GAP, GAP, 2 * GAP)
        column.setSpacing(GAP // 2)
        column.addLayout(head)
        for title, field in (
            (self.tr("Name"), self._name),
            (self._descriptions.accessibleName(), self._descriptions),
            (self._negatives.accessibleName(), self._negatives),
            (self.tr("Examples"), self._examples),
            (self.tr("Where it cuts"), self._line),
        ):
            self._add_field(column, title, field)
        column.addWidget(self._cut)
        self._add_field(column, self.tr("Lies in"), self._parent_box)
        self._add_field(column, self.tr("Colour"), self._colour)
        column.addSpacing(GAP)
        column.addWidget(self._sensitive)
        column.addSpacing(GAP)
        column.addWidget(self._sentence)
        column.addLayout(self._make_buttons())
        column.addStretch()
        self._add_scrolling(content)

    @staticmethod
    def _add_field(column: QVBoxLayout, title: str, field: QWidget) -> None:
        label = make_label(title, quiet=True)
        label.setWordWrap(True)
        label.setBuddy(field)
        field.setAccessibleName(title)
        column.addSpacing(GAP // 2)
        column.addWidget(label)
        column.addWidget(field)

    def _make_buttons(self) -> QHBoxLayout:
        self._save_button = make_button(self.tr("Save"), primary=True)
        self._save_button.clicked.connect(self._save)
        cancel = make_button(self.tr("Cancel"))
        cancel.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.addWidget(self._save_button)
        row.addWidget(cancel)
        row.addStretch()
        return row

    def _add_scrolling(self, content: QWidget) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(make_scrolling(content))

    # --- what is edited

    def edit_label(self, label: Label, labels: Sequence[Label]) -> None:
        """Begin with a label as it is; an ``id`` of 0 is a new one."""
        self._label, self._hits = label, None
        self._names = {one.id: one.name for one in labels}
        title = self.tr("Edit the label") if label.id else self.tr("New label")
        self._title.setText(title)
        self.setAccessibleName(title)
        self._name.setText(label.name)
        self._descriptions.setPlainText("\n".join(label.descriptions))
        self._negatives.setPlainText("\n".join(label.negatives))
        self._examples.show_pictures(label.examples)
        self._fill_parents(labels)
        self._colour.setCurrentIndex(max(0, self._colour.findData(label.colour)))
        self._sensitive.setChecked(label.sensitive)
        self._line.setValue(round(label.threshold * STEPS))
        self._tell("")
        self._show_cut()
        self._name.setFocus()
        self._resting.stop()
        self.previewed.emit(self.label())

    def _fill_parents(self, labels: Sequence[Label]) -> None:
        inside = {self._label.id}
        for _ in labels:  # whatever lies in it, however deep
            inside |= {label.id for label in labels if label.parent_id in inside}
        self._parent_box.clear()
        self._parent_box.addItem(self.tr("Nothing else"), None)
        for label in labels:
            if label.id not in inside or not self._label.id:
                self._parent_box.addItem(label.name, label.id)
        self._parent_box.setCurrentIndex(max(0, self._parent_box.findData(self._label.parent_id)))

    def label(self) -> Label:
        """As it is written now."""
        return replace(
            self._label,
            name=" ".join(self._name.text().split()),
            descriptions=_lines(self._descriptions),
            negatives=_lines(self._negatives),
            examples=self._examples.pictures(),
            threshold=self._line.value() / STEPS,
            parent_id=self._parent_box.currentData(),
            colour=self._colour.currentData(),
            sensitive=self._sensitive.isChecked(),
        )

    def show_hits(self, hits: Hits) -> None:
        """What the label would catch: photos by confidence, best first."""
        self._hits = hits
        self._show_cut()

    def caught(self) -> int:
        """How many of the previewed photos lie above the line."""
        if self._hits is None:
            return 0
        return int((self._hits.scores >= self._line.value() / STEPS).sum())

    def close_workers(self) -> None:
        self._examples.close_workers()

    @Slot()
    def _edit(self) -> None:
        self._save_button.setEnabled(bool(self._name.text().strip()))
        self._tell("")
        self._resting.start()

    @Slot()
    def _move_line(self) -> None:
        self._show_cut()
        if self._hits is not None:
            self.line_moved.emit(self._line.value() / STEPS)

    def _show_cut(self) -> None:
        share = self.locale().toString(self._line.value())
        sentence = self.tr("From {share} % sure: {photos}")
        text = sentence.format(share=share, photos=texts.count_photos(self.caught()))
        self._cut.setText(text if self._hits is not None else "")

    @Slot(str)
    def _tell(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        announce(self._sentence, sentence)

    @Slot()
    def _save(self) -> None:
        """What can be no label stays open, with a sentence why: nothing typed is lost."""
        label = self.label()
        try:
            check_name_is_free(clean(label), self._names)
        except PhotoClipError as error:
            self._tell(say(error))
            return
        self.saved.emit(label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in field.toPlainText().splitlines())
    return tuple(line for line in lines if line)


def _make_dot(colour: str) -> QIcon:
    """A round spot in a label's colour ("#rrggbb")."""
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(6, 6, 20, 20)
    painter.end()
    return QIcon(pixmap)
