"""All that is known of the chosen photo, at the right, where it can be changed too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from photoclip.changes import Describe, Favour, Judge, Rate
from photoclip.domain import Exposure, Label, Photo, Verdict
from photoclip.ui import texts
from photoclip.ui.controls import IconButton, make_label, make_scrolling
from photoclip.ui.star_row import StarRow
from photoclip.ui.tag_row import TagRow
from photoclip.ui.theme import GAP
from photoclip.ui.translation import say


class InfoPanel(QFrame):
    """Shows one photo in full; of several, what can be done with all of them."""

    changed = Signal(object)
    """A Change that the person wants."""
    label_wanted = Signal(str, object)
    """A label's name that there is not yet, and the ids of the photos that should carry it."""
    label_chosen = Signal(str)
    closed = Signal()
    left = Signal()
    """The person goes back to the photos."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("infoPanel")
        self.setAccessibleName(self.tr("Information"))
        self.setMinimumWidth(30 * GAP)
        self._photos: Sequence[Photo] = ()
        self._exposure = Exposure()
        self._labels: Mapping[int, Label] = {}
        self._name = make_label()
        self._facts = make_label(quiet=True)
        for label in (self._name, self._facts):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stars = StarRow()
        self._stars.rated.connect(self._rate)
        self._stars.favoured.connect(self._favour)
        self._tags = TagRow()
        self._tags.judged.connect(self._judge)
        self._tags.chosen.connect(self.label_chosen)
        self._new_label = _NewLabel(self.tr("Add a label"))
        self._new_label.returnPressed.connect(self._add_label)
        self._alt_text = _AltText()
        self._alt_text.edited.connect(self._describe)
        self._arrange()
        self.show_photos(())

    def _arrange(self) -> None:
        close = IconButton("x", self.tr("Close the information"), keys="I")
        close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        content = QWidget()
        self._sections = QVBoxLayout(content)
        self._sections.setContentsMargins(2 * GAP, GAP, GAP, 2 * GAP)
        self._sections.setSpacing(GAP)
        self._sections.addLayout(head)
        self._sections.addWidget(self._facts)
        self._sections.addWidget(self._stars)
        self._tags_title = self.add_section(self.tr("Labels"), self._tags)
        self._sections.addWidget(self._new_label)
        self._alt_title = self.add_section(
            self.tr("Description for people who cannot see it"), self._alt_text
        )
        self._sections.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(make_scrolling(content))

    def add_section(self, title: str, widget: QWidget) -> QWidget:
        """Another part of the panel, below what is there; returns its title."""
        label = make_label(title, quiet=True)
        label.setWordWrap(True)
        label.setBuddy(widget)
        last = self._sections.itemAt(self._sections.count() - 1)
        place = self._sections.count() - (last is not None and last.spacerItem() is not None)
        self._sections.insertSpacing(place, GAP)
        self._sections.insertWidget(place + 1, label)
        self._sections.insertWidget(place + 2, widget)
        return label

    # --- what is shown

    def set_labels(self, labels: Sequence[Label]) -> None:
        self._labels = {label.id: label for label in labels}
        completer = QCompleter(sorted(label.name for label in labels), self._new_label)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._new_label.setCompleter(completer)

    def photos(self) -> Sequence[Photo]:
        return self._photos

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """One photo with all its facts, or what several have in common."""
        same = [photo.id for photo in photos] == [photo.id for photo in self._photos]
        if not same:
            self._alt_text.commit()
            self._new_label.clear()  # it was meant for the photos before
            self._exposure = Exposure()
        self._photos = photos
        one = photos[0] if len(photos) == 1 else None
        self._name.setText(one.path.name if one else self._count(photos))
        self._show_facts()
        for widget in (self._stars, self._tags_title, self._new_label):
            widget.setVisible(bool(photos))
        for widget in (self._alt_title, self._alt_text):
            widget.setVisible(one is not None)
        ratings = {photo.rating for photo in photos}
        self._stars.show_marks(
            ratings.pop() if len(ratings) == 1 else 0,
            favourite=bool(photos) and all(photo.favourite for photo in photos),
        )
        self._tags.show_tags(photos, self._labels)
        suggestion = texts.suggest_alt_text(one)
        self._alt_text.show_text(one.alt_text if one else "", suggestion, same=same)

    def show_exposure(self, photo: Photo, exposure: Exposure) -> None:
        """How the photo was taken, if it is the one that is shown."""
        if [photo.id] == self._ids():
            self._exposure = exposure
            self._show_facts()

    def _show_facts(self) -> None:
        one = self._photos[0] if len(self._photos) == 1 else None
        self._facts.setText("\n".join(_write_facts(one, self._exposure)) if one else "")
        self._facts.setVisible(one is not None)

    def _count(self, photos: Sequence[Photo]) -> str:
        return texts.count_photos(len(photos)) if photos else self.tr("No photo is chosen")

    # --- what the person does

    def focus_new_label(self) -> None:
        self._new_label.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._new_label.setText("")
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _ids(self) -> list[int]:
        return [photo.id for photo in self._photos]

    @Slot(int)
    def _rate(self, stars: int) -> None:
        self.changed.emit(Rate.all(self._ids(), stars))

    @Slot(bool)
    def _favour(self, favourite: bool) -> None:
        self.changed.emit(Favour.all(self._ids(), favourite))

    @Slot(int, object)
    def _judge(self, label_id: int, verdict: Verdict) -> None:
        self.changed.emit(Judge.all(self._ids(), label_id, verdict))

    @Slot()
    def _add_label(self) -> None:
        name = " ".join(self._new_label.text().split())
        self._new_label.setText("")  # not ``clear``, which undo would take back
        known = {label.name.casefold(): label for label in self._labels.values()}
        if not name or not self._photos:
            return
        if name.casefold() in known:
            self._judge(known[name.casefold()].id, Verdict.ACCEPTED)
        else:
            self.label_wanted.emit(name, self._ids())

    @Slot(str)
    def _describe(self, text: str) -> None:
        if len(self._photos) == 1:
            self.changed.emit(Describe(((self._photos[0].id, text),)))


class _NewLabel(QLineEdit):
    """Its own undo ends with what is typed: then the window's takes back the label just given."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setPlaceholderText(title)
        self.setAccessibleName(title)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            undo = event.matches(keys.Undo) and not self.isUndoAvailable()
            if undo or (event.matches(keys.Redo) and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)


class _AltText(QPlainTextEdit):
    """A few lines; what was written is told when the person goes on.

    Who comes here while there is no text finds the suggestion, to be changed or written over; left
    as it is, it stays a suggestion.
    """

    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Description"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(4 * self.fontMetrics().lineSpacing() + 2 * GAP)
        self._told = self._suggestion = ""
        self._comes_by_mouse = False

    def show_text(self, text: str, suggestion: str, *, same: bool) -> None:
        """``same``: it is about the photo as before, and what was begun must not be lost."""
        self.setPlaceholderText(suggestion)
        begun = self.toPlainText().strip() != self._told
        if not (same and (begun or self.hasFocus())):
            self._told, self._suggestion = text, suggestion
            self.setPlainText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._told and not self.toPlainText():
            self._suggestion = self.placeholderText()
            self.setPlainText(self._suggestion)
            self.selectAll()
            self._comes_by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._comes_by_mouse:
            self.selectAll()  # the click that led here put the cursor into the suggestion
        self._comes_by_mouse = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()
        if not self._told:
            self.clear()  # the suggestion is seen where no text is

    def commit(self) -> None:
        text = self.toPlainText().strip()
        if text != self._told and (self._told or text != self._suggestion):
            self._told = text
            self.edited.emit(text)


def _write_facts(photo: Photo, exposure: Exposure) -> list[str]:
    facts = texts.write_facts(photo) + texts.write_exposure(exposure)
    if photo.facts is not None and photo.facts.gps is not None:
        facts.append(texts.write_place(*photo.facts.gps))
    if photo.error:
        facts.append(say(photo.error))
    return [*facts, str(photo.path.parent)]
