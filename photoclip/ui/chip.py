"""One finished part of a query, as a thing to grasp: words, a picture, or a condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QLocale, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent, QPalette, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from photoclip.domain import Filter, Term, Text
from photoclip.ui.controls import IconButton, make_label
from photoclip.ui.filter_texts import describe_condition
from photoclip.ui.icons import draw_icon

PICTURE = 24
ICON = 16
TEXT_WIDTH = 200
WEIGHTS = (0.5, 1.0, 2.0)


class Chip(QPushButton):
    """Has the focus like a button; its menu is the context menu, and hangs on the small arrow."""

    edit_asked = Signal()
    removed = Signal()
    changed = Signal()
    """What it stands for is another thing now."""
    resized = Signal()
    """It wants more or less room."""
    stepped = Signal(int)
    """The person goes on: -1 to the left, 1 to the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._icon = ""
        self._picture: QPixmap | None = None
        self._struck = False
        self._minus, self._mark, self._words = QLabel(), QLabel(), QLabel()
        self._note = make_label(quiet=True)
        self._more = IconButton("caret-down", self.tr("More about this"))
        self._close = IconButton("x", self.tr("Remove"))
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 2, 2, 2)
        layout.setSpacing(4)
        for label in (self._minus, self._mark, self._words, self._note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        layout.addWidget(self._more)
        layout.addWidget(self._close)
        for button in (self._more, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setIconSize(QSize(12, 12))
            button.set_colour(QPalette.ColorRole.PlaceholderText)
        self._more.clicked.connect(self.open_menu)
        self._close.clicked.connect(self.removed)

    # --- for those who make one

    def show_words(
        self, words: str, *, icon: str = "", note: str = "", struck: bool = False
    ) -> None:
        """What is written on it; ``struck`` where it says what photos should not be like."""
        self._icon, self._struck = icon, struck
        elide = Qt.TextElideMode.ElideMiddle
        self._words.setText(self._words.fontMetrics().elidedText(words, elide, TEXT_WIDTH))
        self._words.setProperty("quiet", struck)
        self._words.setProperty("struck", struck)
        self._words.style().polish(self._words)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setToolTip(words)
        self.setProperty("struck", struck)
        self.style().polish(self)
        self._draw_mark()

    def name_as(self, name: str) -> None:
        """How a screen reader calls it."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("Enter to edit, Delete to remove"))
        self._close.show_as("x", self.tr("Remove {name}").format(name=name))
        self._more.show_as("caret-down", self.tr("More about {name}").format(name=name))

    def make_menu(self) -> QMenu:
        """With what every chip can do."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Remove"), self.removed.emit)
        return menu

    def can_be_edited(self) -> bool:
        return True

    def show_picture(self, picture: QPixmap | None) -> None:
        """In the icon's place."""
        self._picture = picture
        self._draw_mark()
        self.resized.emit()

    def _draw_mark(self) -> None:
        if self._picture is not None:
            self._mark.setPixmap(_crop(self._picture, self.devicePixelRatioF()))
        elif self._icon:
            self._mark.setPixmap(self._draw(self._icon, QPalette.ColorRole.PlaceholderText))
        self._mark.setVisible(self._picture is not None or bool(self._icon))
        # In the one colour that warns: what is struck out is easily overlooked.
        self._minus.setPixmap(self._draw("minus-circle", QPalette.ColorRole.BrightText))
        self._minus.setVisible(self._struck)

    def _draw(self, icon: str, role: QPalette.ColorRole) -> QPixmap:
        drawn = draw_icon(icon, self.palette().color(role))
        return drawn.pixmap(QSize(ICON, ICON), self.devicePixelRatioF())

    # --- what the person does

    @Slot()
    def open_menu(self) -> None:
        self.make_menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.can_be_edited():
            self.edit_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        actions = self._keys()
        if event.key() in actions:
            actions[event.key()]()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() in self._keys())  # before the window's own keys
            return event.isAccepted()
        return super().event(event)

    def _keys(self) -> dict[int, Callable[[], object]]:
        key = Qt.Key
        enters = self.edit_asked.emit if self.can_be_edited() else self.open_menu
        return {
            key.Key_Delete: self.removed.emit,
            key.Key_Backspace: self.removed.emit,
            key.Key_Left: lambda: self.stepped.emit(-1),
            key.Key_Right: lambda: self.stepped.emit(1),
            key.Key_Space: self.open_menu,
            key.Key_Return: enters,
            key.Key_Enter: enters,
        }

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._draw_mark()

    def sizeHint(self) -> QSize:
        return self._layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._layout.minimumSize()


class TermChip(Chip):
    """Words, or pictures; no terms as long as it is not known what the picture is."""

    def __init__(
        self, terms: tuple[Term, ...], title: str = "", picture: QPixmap | None = None
    ) -> None:
        super().__init__()
        self.terms = terms
        self.title = title
        self.show_picture(picture)
        self._show()

    @property
    def picture(self) -> QPixmap | None:
        return self._picture

    @property
    def words(self) -> str | None:
        """What it asks for in words; None where it is a picture."""
        (term, *others) = self.terms or (None,)
        return term.text if isinstance(term, Text) and not others else None

    @property
    def weight(self) -> float:
        return self.terms[0].weight if self.terms else 1.0

    def can_be_edited(self) -> bool:
        return self.words is not None

    def settle(self, terms: tuple[Term, ...]) -> None:
        """What the picture turned out to be."""
        self.terms = terms
        self._show()

    def call(self, title: str) -> None:
        self.title = title
        self._show()

    def set_weight(self, weight: float) -> None:
        self.terms = tuple(replace(term, weight=weight) for term in self.terms)
        self._show()
        self.changed.emit()

    def make_menu(self) -> QMenu:
        menu = super().make_menu()
        first = menu.actions()[0]
        if not self.terms:
            return menu
        less = QAction(self.tr("Less like this"), menu, checkable=True, checked=self.weight < 0)
        less.triggered.connect(lambda: self.set_weight(-self.weight))
        menu.insertAction(first, less)
        menu.insertSeparator(first)
        for weight, text in zip(
            WEIGHTS,
            (self.tr("Half weight"), self.tr("Normal weight"), self.tr("Double weight")),
            strict=True,
        ):
            action = QAction(text, menu, checkable=True, checked=abs(self.weight) == weight)
            signed = -weight if self.weight < 0 else weight
            action.triggered.connect(lambda _=False, w=signed: self.set_weight(w))
            menu.insertAction(first, action)
        menu.insertSeparator(first)
        if self.can_be_edited():
            edit = QAction(self.tr("Edit"), menu)
            edit.triggered.connect(self.edit_asked)
            menu.insertAction(first, edit)
        return menu

    def _show(self) -> None:
        name = self.title if self.words is None else self.words
        negative, size = self.weight < 0, abs(self.weight)
        note = "" if size == 1 else f"×{_write_weight(size)}"
        self.show_words(name, note=note, struck=negative)
        spoken = self.tr("Similar to {name}").format(name=name) if self.words is None else name
        if negative:
            spoken = self.tr("Less like {name}").format(name=name)
        if note:
            spoken = self.tr("{name}, weight {weight}").format(
                name=spoken, weight=_write_weight(size)
            )
        self.name_as(spoken)


class FilterChip(Chip):
    """One condition beside the meaning."""

    def __init__(self, part: Filter) -> None:
        super().__init__()
        self.part = part
        self._show()

    def make_menu(self) -> QMenu:
        menu = super().make_menu()
        first = menu.actions()[0]
        opposite = turn_around(self.part)
        if opposite is not None:
            turn = QAction(self.tr("The opposite"), menu)
            turn.triggered.connect(lambda: self._become(opposite))
            menu.insertAction(first, turn)
        edit = QAction(self.tr("Edit"), menu)
        edit.triggered.connect(self.edit_asked)
        menu.insertAction(first, edit)
        return menu

    def _become(self, part: Filter) -> None:
        self.part = part
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        icon, words = describe_condition(self.part)
        self.show_words(words, icon=icon)
        self.setToolTip(self.part.folders[0] if self.part.folders else words)
        self.name_as(self.tr("Only: {condition}").format(condition=words))


def turn_around(part: Filter) -> Filter | None:
    """The condition that lets through what this one does not; None where there is none."""
    if part.labels or part.without_labels:
        return Filter(labels=part.without_labels, without_labels=part.labels)
    if part.favourite is not None:
        return Filter(favourite=not part.favourite)
    if part.has_location is not None:
        return Filter(has_location=not part.has_location)
    return None


def _write_weight(weight: float) -> str:
    return "½" if weight == 0.5 else QLocale().toString(weight, "g", 3)


def _crop(picture: QPixmap, ratio: float) -> QPixmap:
    """The middle as a small square: a panorama must not widen the window."""
    short = min(picture.width(), picture.height())
    middle = QRect((picture.width() - short) // 2, (picture.height() - short) // 2, short, short)
    small = picture.copy(middle).scaledToHeight(
        round(PICTURE * ratio), Qt.TransformationMode.SmoothTransformation
    )
    small.setDevicePixelRatio(ratio)
    return small
