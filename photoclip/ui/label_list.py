"""The person's labels in the side panel: how many photos carry each, and what lies in what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from photoclip.domain import Label
from photoclip.ui import texts
from photoclip.ui.side_item import SideEntry
from photoclip.ui.side_list import SideList


class LabelList(SideList):
    can_rename = True
    label_chosen = Signal(str, bool)
    """A name, and whether it shall be chosen beside others."""
    edit_asked = Signal(object)
    review_asked = Signal(object)
    changed = Signal(object)
    """A Label with another name."""
    merge_asked = Signal(object, object)
    """A Label that is to be given up, and the one that gets what it has."""
    label_removal_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Labels"))
        self._labels: Sequence[Label] = ()
        self._shown: Collection[str] = ()
        self.chosen.connect(lambda label, beside: self.label_chosen.emit(label.name, beside))
        self.renamed.connect(lambda label, name: self.changed.emit(replace(label, name=name)))
        self.removal_asked.connect(self.label_removal_asked)
        self.menu_asked.connect(self._show_menu)

    def show_labels(self, labels: Sequence[Label]) -> None:
        self._labels = labels
        self._show()

    def show_filter(self, names: Collection[str]) -> None:
        """The labels that photos are chosen by at present."""
        if names != self._shown:
            self._shown = names
            self._show()

    def _show(self) -> None:
        self.show_lines(
            [(label.id, label, self._describe(label, depth)) for label, depth in nest(self._labels)]
        )

    def _describe(self, label: Label, depth: int) -> SideEntry:
        return SideEntry(
            label.name,
            "eye-slash" if label.sensitive else "tag",
            label.photos,
            spoken=f"{label.name}, {texts.count_photos(label.photos)}",
            colour=label.colour,
            indent=depth,
            faint=not label.photos,
            active=label.name in self._shown,
        )

    @Slot(object, QPoint)
    def _show_menu(self, label: Label, at: QPoint) -> None:
        self.make_menu(label).popup(at)

    def make_menu(self, label: Label) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Edit…"), lambda: self.edit_asked.emit(label))
        menu.addAction(self.tr("Review its photos…"), lambda: self.review_asked.emit(label))
        menu.addAction(self.tr("Rename"), self.rename_current)
        merge = menu.addMenu(self.tr("Merge into"))
        for other, depth in nest(self._labels):
            if other.id != label.id:
                name = 4 * depth * " " + other.name.replace("&", "&&")
                merge.addAction(name, partial(self.merge_asked.emit, label, other))
        merge.setEnabled(len(self._labels) > 1)
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), lambda: self.label_removal_asked.emit(label))
        return menu


def nest(labels: Sequence[Label]) -> Iterator[tuple[Label, int]]:
    """Labels in their order, each followed by what lies in it, with how deep each lies."""
    known = {label.id for label in labels}

    def below(parent: int | None, depth: int) -> Iterator[tuple[Label, int]]:
        for label in labels:
            here = label.parent_id if label.parent_id in known else None
            if here == parent:
                yield label, depth
                yield from below(label.id, depth + 1)

    return below(None, 0)
