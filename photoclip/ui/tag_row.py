"""The labels of photos as small buttons that say where each came from, and can be corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from photoclip.domain import Label, Origin, Photo, Tag, Verdict
from photoclip.ui.flow_layout import FlowLayout
from photoclip.ui.icons import draw_icon
from photoclip.ui.theme import GAP

_ICONS = {
    Origin.AUTO: "sparkle",
    Origin.ACCEPTED: "check",
    Origin.REJECTED: "x",
    Origin.FILE: "file",
}
_IMPLIED_ICON = "tree-structure"


class TagRow(QWidget):
    judged = Signal(int, object)
    """A label's id and the Verdict of the person."""
    chosen = Signal(str)
    """The name of a label whose photos the person wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, GAP // 2)
        self._chips: list[_TagChip] = []

    def show_tags(self, photos: Sequence[Photo], labels: Mapping[int, Label]) -> None:
        """Of several photos also what only some of them carry, after what all do.

        What the person took off comes last, so that it can be taken back.
        """
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        for tag, count in (*_gather(photos), *_gather_rejected(photos)):
            label = labels.get(tag.label_id)
            chip = _TagChip(tag, label.colour if label else "", count, len(photos), self)
            chip.judged.connect(self.judged)
            chip.chosen.connect(self.chosen)
            self._flow.addWidget(chip)
            self._chips.append(chip)
            chip.show()
        self.setVisible(bool(self._chips))
        self.updateGeometry()


def _gather(photos: Sequence[Photo]) -> list[tuple[Tag, int]]:
    """Each label that photos carry, with how many do: sure only if it is on all of them."""
    if len(photos) == 1:
        return [(tag, 1) for tag in (*photos[0].tags, *photos[0].implied)]
    tags = [tag for photo in photos for tag in (*photo.tags, *photo.implied)]
    counts = Counter(tag.label_id for tag in tags)
    origins = Counter((tag.label_id, tag.origin, tag.because_of) for tag in tags)
    found = []
    for number, tag in {tag.label_id: tag for tag in tags}.items():
        is_same = origins[number, tag.origin, tag.because_of] == len(photos)
        mixed = replace(tag, origin=Origin.AUTO, because_of="")
        found.append((tag if is_same else mixed, counts[number]))
    return sorted(found, key=lambda one: (-one[1], one[0].name.casefold()))


def _gather_rejected(photos: Sequence[Photo]) -> list[tuple[Tag, int]]:
    """Only what was taken off all of them."""
    counts = Counter(tag.label_id for photo in photos for tag in photo.rejected)
    first = photos[0].rejected if photos else ()
    return [(tag, len(photos)) for tag in first if counts[tag.label_id] == len(photos)]


class _TagChip(QPushButton):
    """A press opens its menu; + accepts and − rejects."""

    judged = Signal(int, object)
    chosen = Signal(str)

    def __init__(self, tag: Tag, colour: str, count: int, total: int, parent: QWidget) -> None:
        """``count`` of ``total`` photos carry it."""
        super().__init__(tag.name.replace("&", "&&"), parent)
        if count < total:
            number = self.locale().toString(count)
            self.setText(self.tr("{name} ({count})").format(name=self.text(), count=number))
        self.setObjectName("tagChip")
        self._tag = tag
        self._count, self._total = count, total
        self._colour = colour
        self.setProperty("sure", tag.origin is not Origin.AUTO and not tag.because_of)
        font = self.font()
        font.setStrikeOut(tag.origin is Origin.REJECTED)
        self.setFont(font)
        self.setToolTip(self._explain())
        self.setAccessibleName(f"{tag.name}, {self._explain()}")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.clicked.connect(self._open_menu)
        self._draw()

    def _explain(self) -> str:
        tag = self._tag
        if tag.origin is Origin.REJECTED:
            return self.tr("You said that this is wrong.")
        if self._total > 1:
            count, total = map(self.locale().toString, (self._count, self._total))
            return self.tr("On {count} of {total} photos.").format(count=count, total=total)
        if tag.because_of:
            return self.tr("Because “{name}” lies in it.").format(name=tag.because_of)
        if tag.origin is Origin.ACCEPTED:
            return self.tr("You said so.")
        if tag.origin is Origin.FILE:
            return self.tr("The file says so.")
        if tag.confidence is None:
            return self.tr("Found by itself.")
        share = self.locale().toString(round(100 * tag.confidence))
        return self.tr("Found by itself, {share} % sure.").format(share=share)

    def _draw(self) -> None:
        quiet = self.palette().placeholderText().color()
        colour = QColor(self._colour) if self._colour else quiet
        icon = _IMPLIED_ICON if self._tag.because_of else _ICONS[self._tag.origin]
        self.setIcon(draw_icon(icon, colour))

    def _open_menu(self) -> None:
        self.make_menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def make_menu(self) -> QMenu:
        tag = self._tag
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say = self.judged.emit
        many = self._total > 1
        if tag.origin is not Origin.ACCEPTED or tag.because_of:
            right = self.tr("Right for all of them") if many else self.tr("Right")
            menu.addAction(right, lambda: say(tag.label_id, Verdict.ACCEPTED))
        if tag.origin is not Origin.REJECTED:
            wrong = self.tr("Wrong for all of them") if many else self.tr("Wrong")
            menu.addAction(wrong, lambda: say(tag.label_id, Verdict.REJECTED))
        if tag.origin in (Origin.ACCEPTED, Origin.REJECTED) and not tag.because_of:
            menu.addAction(self.tr("Leave it open"), lambda: say(tag.label_id, Verdict.NONE))
        menu.addSeparator()
        menu.addAction(
            self.tr("Photos with “{name}”").format(name=tag.name),
            lambda: self.chosen.emit(tag.name),
        )
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verdict = {"+": Verdict.ACCEPTED, "-": Verdict.REJECTED}.get(event.text())
        if event.key() == Qt.Key.Key_Delete:
            verdict = Verdict.REJECTED
        if verdict is None:
            super().keyPressEvent(event)
        else:
            self.judged.emit(self._tag.label_id, verdict)
