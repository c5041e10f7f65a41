"""What a search can be narrowed to, with counts; it stays open beside the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePath

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from photoclip.domain import SIZE_RANGES, Facets, Filter, Query
from photoclip.ui.choice_row import NARROW, TITLE_WIDTH, Choice, ChoiceRow
from photoclip.ui.controls import make_label, make_scrolling
from photoclip.ui.date_histogram import DateHistogram
from photoclip.ui.filter_parts import holds, put_in, split_filter, take_away
from photoclip.ui.filter_texts import describe_condition
from photoclip.ui.relevance_control import RelevanceControl
from photoclip.ui.theme import GAP

SHARE = 0.45
"""Of the window's height at most; the rest scrolls."""

LEAST_HEIGHT = 88
"""Where the window itself is low."""


class FilterPanel(QFrame):
    """Shows one filter at a time and tells which one is wanted; it keeps none of its own."""

    filter_chosen = Signal(object)
    """The Filter that shall hold from now on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterPanel")
        self._filter = Filter()
        self._facets = Facets(0)
        self._histogram = DateHistogram()
        self._histogram.range_chosen.connect(self._choose_range)
        self.relevance = RelevanceControl()
        self._dates = _titled(self.tr("Date"), self._histogram)
        self._relevance_row = _titled(self.tr("Results"), self.relevance)
        rows: tuple[tuple[str, Callable[[Facets, Filter], list[Choice]]], ...] = (
            (self.tr("Folder"), _folders),
            (self.tr("Label"), _labels),
            (self.tr("Camera"), _cameras),
            (self.tr("Kind"), _suffixes),
            (self.tr("Shape"), _orientations),
            (self.tr("Marked"), _marks),
            (self.tr("Size"), _sizes),
        )
        self._rows = [(ChoiceRow(title), find) for title, find in rows]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._arrange())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_query(self, query: Query) -> None:
        self._filter = query.filter
        self.relevance.show_strictness(query.strictness)
        self._histogram.show_range(query.filter.since_ns, query.filter.until_ns)
        self._show_rows()

    def show_facets(self, facets: Facets) -> None:
        self._facets = facets
        self._histogram.show_months(facets.months)
        self._histogram.show_range(self._filter.since_ns, self._filter.until_ns)
        self._show_rows()

    def _arrange(self) -> QScrollArea:
        inside = QWidget()
        self._column = column = QVBoxLayout(inside)
        column.setContentsMargins(2 * GAP, GAP, GAP, GAP)
        column.setSpacing(GAP)
        column.addWidget(self._dates)
        for row, _ in self._rows:
            row.toggled.connect(self._toggle)
            column.addWidget(row)
        column.addWidget(self._relevance_row)
        return make_scrolling(inside)

    def _show_rows(self) -> None:
        self._dates.setVisible(self._histogram.can_be_narrowed())
        for row, find in self._rows:
            found = [
                replace(choice, active=holds(self._filter, choice.part))
                for choice in find(self._facets, self._filter)
            ]
            photos = self._facets.photos
            idle = photos > 0 and all(c.count == photos and not c.active for c in found)
            row.show_choices([] if idle else found)
        self._fit()

    @Slot(object, bool)
    def _toggle(self, part: Filter, on: bool) -> None:
        self.filter_chosen.emit(put_in(self._filter, part) if on else take_away(self._filter, part))

    @Slot(object, object)
    def _choose_range(self, since_ns: int | None, until_ns: int | None) -> None:
        self.filter_chosen.emit(replace(self._filter, since_ns=since_ns, until_ns=until_ns))

    # --- its size

    def sizeHint(self) -> QSize:
        return QSize(320, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(LEAST_HEIGHT, self._height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        for row, _ in self._rows:
            row.set_narrow(narrow)
        for titled in (self._dates, self._relevance_row):
            titled.set_narrow(narrow)
        self._fit()

    def _height(self) -> int:
        wanted = self._column.heightForWidth(max(200, self.width() - 2)) + 2
        return min(wanted, round(SHARE * self.window().height()))

    def _fit(self) -> None:
        self._column.invalidate()
        self.updateGeometry()


class _TitledRow(QWidget):
    """Something beside its title, or below it where there is little room."""

    def __init__(self, title: str, body: QWidget) -> None:
        super().__init__()
        label = make_label(title, quiet=True)
        label.setMinimumWidth(TITLE_WIDTH)
        label.setContentsMargins(0, 5, 0, 0)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GAP // 2)
        self._box.addWidget(label)
        self._box.addWidget(body, 1)

    def set_narrow(self, narrow: bool) -> None:
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)


def _titled(title: str, body: QWidget) -> _TitledRow:
    return _TitledRow(title, body)


# --- which choices there are; one that is chosen is among them though nothing is left of it


def _folders(facets: Facets, chosen: Filter) -> list[Choice]:
    """One that is chosen by its name stands with its place."""
    by_name = {path: _find_name(path, chosen) for path, _ in facets.folders}
    others = [name for name in chosen.folders if name not in by_name.values()]
    listed = _listed(facets.folders, chosen, lambda name: Filter(folders=(name,)), others)
    return [
        replace(choice, part=Filter(folders=(by_name.get(path, path),)))
        for choice in listed
        for path in choice.part.folders
    ]


def _find_name(path: str, chosen: Filter) -> str:
    """How the filter names this folder; its path if it does not."""
    mine = PurePath(path).name.casefold()
    return next((name for name in chosen.folders if name.casefold() == mine), path)


def _labels(facets: Facets, chosen: Filter) -> list[Choice]:
    without = [_choice(Filter(without_labels=(name,))) for name in chosen.without_labels]
    listed = _listed(facets.labels, chosen, lambda name: Filter(labels=(name,)), chosen.labels)
    return listed + without


def _cameras(facets: Facets, chosen: Filter) -> list[Choice]:
    return _listed(facets.cameras, chosen, lambda name: Filter(cameras=(name,)), chosen.cameras)


def _suffixes(facets: Facets, chosen: Filter) -> list[Choice]:
    return _listed(facets.suffixes, chosen, lambda name: Filter(suffixes=(name,)), chosen.suffixes)


def _listed(
    counted: Sequence[tuple[str, int]],
    chosen: Filter,
    condition: Callable[[str], Filter],
    active: Sequence[str],
) -> list[Choice]:
    counts = {**dict.fromkeys(active, 0), **dict(counted)}
    names = [name for name, _ in counted] + [name for name in active if name not in dict(counted)]
    return [_choice(condition(name), counts[name]) for name in names]


def _orientations(facets: Facets, chosen: Filter) -> list[Choice]:
    return [_choice(Filter(orientations=(each,)), count) for each, count in facets.orientations]


def _marks(facets: Facets, chosen: Filter) -> list[Choice]:
    choices = [
        _choice(Filter(favourite=True), facets.favourites),
        *(
            _choice(Filter(least_rating=stars), count)
            for stars, count in enumerate(facets.ratings, 1)
        ),
        _choice(Filter(has_location=True), facets.located),
    ]
    opposites = [
        _choice(part)
        for part in split_filter(chosen)
        if part.favourite is False or part.has_location is False
    ]
    return _worthwhile(choices, chosen) + opposites


def _sizes(facets: Facets, chosen: Filter) -> list[Choice]:
    choices = [
        _choice(Filter(least_size=least, most_size=most), count)
        for (least, most), count in zip(SIZE_RANGES, facets.sizes, strict=False)
    ]
    own = Filter(least_size=chosen.least_size, most_size=chosen.most_size)
    if own != Filter() and own not in [choice.part for choice in choices]:
        choices.append(_choice(own))
    return _worthwhile(choices, chosen)


def _worthwhile(choices: Sequence[Choice], chosen: Filter) -> list[Choice]:
    return [one for one in choices if one.count != 0 or holds(chosen, one.part)]


def _choice(part: Filter, count: int | None = None) -> Choice:
    icon, text = describe_condition(part)
    tip = part.folders[0] if part.folders else ""
    plain = bool(part.folders or part.cameras or part.suffixes or part.most_size or part.least_size)
    return Choice(part, text, count, "" if plain else icon, tip)
