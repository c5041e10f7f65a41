"""Connects the person's labels: the side panel's list, the editor, the review, and the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from photoclip.changes import Change, GiveLabel, MergeLabels, RemoveLabel, SaveLabel
from photoclip.domain import Hits, Label
from photoclip.messages import (
    AddPreset,
    Do,
    ExportLabels,
    ImportLabels,
    LabelPreviewed,
    LabelsChanged,
    PreviewLabel,
)
from photoclip.ui import presets
from photoclip.ui.bridge import Bridge
from photoclip.ui.label_editor import LabelEditor
from photoclip.ui.label_list import LabelList


class Labels(QObject):
    changed = Signal(object)
    """All labels, whenever one of them is another."""
    previewed = Signal(object, bool)
    """Hits by a label's confidence, and whether they are of the same label as the last ones."""
    line_moved = Signal(int)
    """How many of the previewed hits lie above the line."""
    editor_opened = Signal()
    editor_closed = Signal()
    review_asked = Signal(object)
    failed = Signal(str)

    def __init__(
        self, bridge: Bridge, lines: LabelList, editor: LabelEditor, window: QWidget
    ) -> None:
        super().__init__(window)
        self._bridge, self._list, self._editor, self._window = bridge, lines, editor, window
        self._labels: Sequence[Label] = ()
        self._serial = 0
        self._answered = 0
        self._editing = False
        bridge.labels_changed.connect(self._take_labels)
        bridge.label_previewed.connect(self._take_preview)
        lines.edit_asked.connect(self.edit)
        lines.review_asked.connect(self.review_asked)
        lines.changed.connect(lambda label: self._do(SaveLabel(label)))
        lines.merge_asked.connect(self._merge)
        lines.label_removal_asked.connect(lambda label: self._do(RemoveLabel(label.id, label.name)))
        editor.previewed.connect(self._preview)
        editor.line_moved.connect(self._move_line)
        editor.saved.connect(self._save)
        editor.closed.connect(self.close_editor)

    def all(self) -> Sequence[Label]:
        return self._labels

    def make_menu(self, parent: QWidget) -> QMenu:
        """What the list's + offers."""
        menu = QMenu(parent)
        menu.addAction(self.tr("New label…"), self.define)
        ready = menu.addMenu(self.tr("Ready-made labels"))
        for name, text in presets.named():
            action = ready.addAction(text, partial(self._add_preset, name))
            # By itself, among all commands, the name of a set would say too little.
            action.setIconText(self.tr("Add labels: {name}").format(name=text))
        menu.addSeparator()
        menu.addAction(self.tr("Import labels…"), self.import_labels)
        menu.addAction(self.tr("Export labels…"), self.export_labels)
        return menu

    def _add_preset(self, name: str) -> None:
        self._bridge.post(AddPreset(name, presets.label_names(name)))

    # --- defining

    @Slot()
    def define(self) -> None:
        """Begin a new label."""
        self.edit(Label(0, ""))

    @Slot(object)
    def edit(self, label: Label) -> None:
        self._editing = True
        self.editor_opened.emit()
        self._editor.edit_label(label, self._labels)

    @Slot()
    def close_editor(self) -> None:
        if self._editing:
            self._editing = False
            self.editor_closed.emit()

    def give(self, name: str, photo_ids: Sequence[int]) -> None:
        """Define a label by its name alone, and accept it on these photos."""
        self._do(GiveLabel(name, tuple(photo_ids)))

    @Slot(object)
    def _preview(self, label: Label) -> None:
        if self._editing and (label.name or label.descriptions or label.examples):
            self._serial += 1
            self._bridge.post(PreviewLabel(self._serial, label))

    @Slot(object)
    def _take_preview(self, event: LabelPreviewed) -> None:
        if not self._editing or event.serial != self._serial:
            return
        self._editor.show_hits(event.hits)
        shown: Hits = replace(event.hits, relevant=None)  # all of them, with the line among them
        self.previewed.emit(shown, self._answered == self._serial - 1)
        self._answered = self._serial
        self._move_line()

    @Slot()
    def _move_line(self) -> None:
        if self._editing:
            self.line_moved.emit(self._editor.caught())

    @Slot(object)
    def _save(self, label: Label) -> None:
        self._do(SaveLabel(label))
        self.close_editor()

    @Slot(object, object)
    def _merge(self, one: Label, into: Label) -> None:
        self._do(MergeLabels(one.id, into.id, one.name, into.name))

    # --- files

    @Slot()
    def import_labels(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.tr("Import labels"))
        if chosen:
            self._bridge.post(ImportLabels(Path(chosen)))

    @Slot()
    def export_labels(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export labels"), "labels.toml"
        )
        if chosen:
            self._bridge.post(ExportLabels(Path(chosen)))

    # --- the engine

    @Slot(object)
    def _take_labels(self, event: LabelsChanged) -> None:
        self._labels = event.labels
        self._list.show_labels(event.labels)
        self.changed.emit(event.labels)

    def _do(self, change: Change) -> None:
        self._bridge.post(Do(change))
