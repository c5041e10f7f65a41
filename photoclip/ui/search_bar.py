"""The field on top: what is finished as chips, what is being written as text; both are one query.

The text is read by the query grammar while it is typed; Enter makes chips of it, and a chip can
become text again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from photoclip.domain import Filter, Query, Term
from photoclip.ui.chip import Chip, FilterChip, TermChip
from photoclip.ui.chip_row import ChipRow
from photoclip.ui.completing import Completing
from photoclip.ui.controls import IconButton
from photoclip.ui.filter_parts import join_queries
from photoclip.ui.icons import draw_icon
from photoclip.ui.query_text import leave_out_meant, read_text, write_query
from photoclip.ui.recent_searches import RecentSearches
from photoclip.ui.search_edit import SearchEdit
from photoclip.ui.term_texts import group_terms, name_terms
from photoclip.ui.theme import GAP

EDIT_WIDTH = 88
"""What chips leave for typing at least."""

LEAST_WIDTH = 280
"""Room for the icon, a piece of a chip, some words and two buttons."""

KEEP_WIDTH = 400
"""From which on there is room for the button that saves, too; its key is always there."""


@dataclass(frozen=True, slots=True)
class BarState:
    """What the field showed at one moment: of each term chip its terms, title and picture."""

    chips: tuple[tuple[tuple[Term, ...], str, QPixmap | None], ...]
    filter: Filter
    strictness: float
    text: str
    query: Query


class SearchBar(QFrame):
    typed = Signal(object)
    """The Query so far; more keys may follow."""
    chosen = Signal(object)
    """A Query that is complete."""
    entered = Signal()
    """The person pressed Enter: this is what they were looking for."""
    left = Signal()
    """The person goes on to the results."""
    pasted = Signal(object, bool)
    """Mime data that is more than text; it adds to the query (see DropTarget)."""
    save_asked = Signal()
    filters_toggled = Signal(bool)
    forget_recent_asked = Signal()
    details_missing = Signal(object)
    """A TermChip for a picture of which only the terms are known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchField")
        self._strictness = 0.0
        self._before: dict[TermChip, BarState] = {}
        self._answered: BarState | None = None
        self._icon = QLabel()
        self._row = ChipRow()
        self._edit = SearchEdit()
        self._edit.setMinimumWidth(EDIT_WIDTH)
        self._recent = RecentSearches(self._edit, self)
        self._make_buttons()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP + 4, 4, 4, 4)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self._icon)
        layout.addSpacing(GAP // 2)
        layout.addWidget(self._row)
        layout.addWidget(self._edit, 1)
        for button in (self._clear, self._clock, self._keep, self._funnel):
            layout.addWidget(button)
        self.setFocusProxy(self._edit)
        self.setMinimumSize(LEAST_WIDTH, 40)
        self._connect()
        self._update()

    def _make_buttons(self) -> None:
        self._clear = IconButton("x", self.tr("Clear the search"), keys="Esc")
        self._clock = IconButton("clock-counter-clockwise", self.tr("Recent searches"), keys="Down")
        self._keep = IconButton("bookmark-simple", self.tr("Save this search"), keys="Ctrl+S")
        self._funnel = IconButton("funnel", self.tr("Filters"), keys="Ctrl+Shift+F")
        self._funnel.setCheckable(True)
        for button in (self._clear, self._clock, self._keep, self._funnel):
            button.set_colour(QPalette.ColorRole.PlaceholderText)

    def _connect(self) -> None:
        self._clear.clicked.connect(self.clear)
        self._clock.clicked.connect(self._recent.open)
        self._keep.clicked.connect(self.save_asked)
        self._funnel.toggled.connect(self.filters_toggled)
        self._row.changed.connect(self._tell_chosen)
        self._row.edit_asked.connect(self._edit_chip)
        self._row.left.connect(self._edit.setFocus)
        self._recent.chosen.connect(self.show_written)
        self._recent.forget_asked.connect(self.forget_recent_asked)
        self._edit.textEdited.connect(self._tell_typed)
        self._edit.returnPressed.connect(self._finish)
        self._edit.pasted.connect(lambda mime: self.pasted.emit(mime, True))
        self._edit.installEventFilter(self)
        self.completing = Completing(self._edit, self)  # sees keys first

    # --- what it says

    def query(self) -> Query:
        chips = tuple(term for chip in self._row.term_chips() for term in chip.terms)
        finished = Query(chips, filter=self._row.filter(), strictness=self._strictness)
        return join_queries(finished, read_text(self._edit.text()))

    def is_empty(self) -> bool:
        return not self._edit.text() and not self._row.chips()

    def shows(self, chip: Chip) -> bool:
        """Whether the chip is still there."""
        return chip in self._row.chips()

    # --- what it is told to show

    def show_query(self, query: Query) -> None:
        """As chips; asks for it at once."""
        self._show_chips(query)
        self._edit.clear()
        self._tell_chosen()

    @Slot(str)
    def show_written(self, text: str) -> None:
        """A text of the grammar, as chips."""
        self.show_query(replace(read_text(text), strictness=self._strictness))

    def show_text(self, text: str) -> None:
        """Search for these words and nothing else."""
        self._row.clear()
        self._edit.setText(text)
        self._tell_chosen()

    def set_filter(self, wanted: Filter) -> None:
        """These conditions and no others; the terms stay."""
        if read_text(self._edit.text()).filter != Filter():
            self._make_chips()
        self._row.set_filter(wanted)
        self._tell_chosen()

    def set_strictness(self, strictness: float) -> None:
        """Where relevance ends, from -1 to 1; not part of what is cleared."""
        self._strictness = strictness
        self._update()
        self.typed.emit(self.query())

    def show_recent(self, searches: Sequence[str]) -> None:
        self._recent.show_texts(searches)
        self._update()

    @Slot()
    def toggle_filters(self) -> None:
        """As if the person had pressed the funnel."""
        self._funnel.toggle()

    def show_filters_open(self, on: bool) -> None:
        self._funnel.setChecked(on)

    def mark_drop_target(self, on: bool) -> None:
        self.setProperty("focused", on or self._edit.hasFocus())
        self.style().polish(self)

    @Slot()
    def clear(self) -> None:
        self._row.clear()
        self._edit.clear()
        self._tell_chosen()
        self._edit.setFocus()

    def focus(self) -> None:
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    # --- pictures, of which it takes a moment to learn what they are

    def add_terms(
        self, terms: tuple[Term, ...], title: str, picture: QPixmap | None, *, add: bool
    ) -> None:
        """Ask for photos like these; without ``add`` for nothing else."""
        chip = self.await_picture(title, add=add)
        if picture is not None:
            chip.show_picture(picture)
        self.settle(chip, terms)

    def await_picture(self, title: str, *, add: bool) -> TermChip:
        """A chip that asks for nothing yet; ``settle`` or ``refuse`` it."""
        chip = TermChip((), title)
        if not add:
            self._before[chip] = self._state()
            self._row.clear()
            self._edit.clear()
        self._row.add_term(chip)
        self._update()
        return chip

    def settle(self, chip: TermChip, terms: tuple[Term, ...]) -> None:
        """What the chip stands for, unless it was removed meanwhile."""
        self._before.pop(chip, None)
        if self.shows(chip):
            chip.settle(terms)
            self._tell_chosen()

    def refuse(self, chip: TermChip) -> None:
        """It is no picture: show again what was asked before, whose results are still there."""
        before = self._before.pop(chip, None)
        if not self.shows(chip):
            return
        alone = self._row.chips() == [chip] and not self._edit.text()
        self._row.remove(chip)
        if before is not None and alone:
            self._restore(before)
        self._update()

    def keep_answered(self) -> None:
        """The results of what it says now are there."""
        self._answered = self._state()

    def return_to_answered(self) -> bool:
        """After a failure: take out pictures that were never answered. Whether there were any."""
        known = self._answered.chips if self._answered is not None else ()
        new = [
            chip
            for chip in self._row.term_chips()
            if chip.words is None and chip.terms not in [terms for terms, _, _ in known]
        ]
        for chip in new:
            self._row.remove(chip)
        if new and self._answered is not None and self.is_empty():
            self._restore(self._answered)
        self._update()
        return bool(new)

    def _state(self) -> BarState:
        chips = tuple((c.terms, c.title, c.picture) for c in self._row.term_chips() if c.terms)
        return BarState(
            chips, self._row.filter(), self._strictness, self._edit.text(), self.query()
        )

    def _restore(self, state: BarState) -> None:
        self._row.clear()
        for terms, title, picture in state.chips:
            self._row.add_term(TermChip(terms, title, picture))
        self._row.set_filter(state.filter)
        self._edit.setText(state.text)

    # --- between chips and text

    def _show_chips(self, query: Query) -> None:
        self._row.clear()
        self._strictness = query.strictness
        self._add_chips(query)

    def _add_chips(self, query: Query) -> None:
        for terms in group_terms(query.terms):
            chip = TermChip(terms, name_terms(terms))
            self._row.add_term(chip)
            if chip.words is None:
                self.details_missing.emit(chip)
        self._row.set_filter(join_queries(Query(filter=self._row.filter()), query).filter)

    def _make_chips(self) -> None:
        """Of what is typed; what cannot be understood stays as it is."""
        typed = self._edit.text()
        self._edit.setText(leave_out_meant(typed))
        self._add_chips(read_text(typed))

    @Slot(object)
    def _edit_chip(self, chip: Chip) -> None:
        """The chip's text is typed again; what was typed becomes chips."""
        self._make_chips()
        self._edit.setText(_write(chip))
        self._edit.setFocus()
        self._tell_chosen()

    def _take_back(self) -> None:
        """Backspace: the last chip becomes text before the cursor; a picture goes."""
        chip = self._row.chips()[-1]
        text, rest = _write(chip), self._edit.text()
        self._row.remove(chip)
        self._edit.setText(" ".join(filter(None, (text, rest))))
        self._edit.setCursorPosition(len(text))
        self._tell_chosen()

    @Slot()
    def _finish(self) -> None:
        if self._recent.is_open():
            return  # Enter chooses there, and comes here too
        self._make_chips()
        self._tell_chosen()
        self.entered.emit()

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            self.style().polish(self)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        """Whether that was all that the key does."""
        at_start = self._edit.cursorPosition() == 0 and not self._edit.hasSelectedText()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        key = Qt.Key
        actions: dict[int, Callable[[], object]] = {
            key.Key_Escape: self.left.emit if self.is_empty() else self.clear,
            key.Key_Down: self._go_down,
        }
        if at_start and plain and self._row.chips():
            actions[key.Key_Left] = self._row.enter
            actions[key.Key_Backspace] = self._take_back
        if event.key() not in actions:
            return False
        actions[event.key()]()
        return True

    def _go_down(self) -> None:
        if self.is_empty() and self._recent.has_any():
            self._recent.open()
        else:
            self.left.emit()

    # --- what it tells

    @Slot()
    def _tell_typed(self) -> None:
        self._update()
        self.typed.emit(self.query())

    @Slot()
    def _tell_chosen(self) -> None:
        self._update()
        self.chosen.emit(self.query())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._edit.setMinimumWidth(max(EDIT_WIDTH, self.width() // 4))
        self._update()

    def minimumSizeHint(self) -> QSize:
        """The same with chips and without: a window must not grow by a search."""
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def _update(self) -> None:
        empty = self.is_empty()
        self._clear.setVisible(not empty)
        self._keep.setVisible(not empty and self.width() >= KEEP_WIDTH)
        self._clock.setVisible(empty and self._recent.has_any())
        filtered = self.query().filter != Filter()
        role = QPalette.ColorRole.Accent if filtered else QPalette.ColorRole.PlaceholderText
        self._funnel.set_colour(role)
        self._edit.setPlaceholderText(
            self.tr("Add words")
            if self._row.chips()
            else self.tr("Describe a photo, or drop a picture here")
        )
        self._draw_icon()

    def _draw_icon(self) -> None:
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._icon.setPixmap(draw_icon("magnifying-glass", quiet).pixmap(QSize(18, 18)))


def _write(chip: Chip) -> str:
    """The chip in the query grammar; empty for pictures."""
    if isinstance(chip, FilterChip):
        return write_query(Query(filter=chip.part))
    if isinstance(chip, TermChip) and chip.words is not None:
        return write_query(Query(chip.terms))
    return ""
