"""Where each row of a grid lies: sections with a heading, lines of square cells, one y for all.

Pure arithmetic on rows and logical pixels; nothing is kept for a single row, so a layout of
100,000 rows is made in the time that its sections take. Knows no widget and no photo.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple


class Cell(NamedTuple):
    """The upper left corner of a row's cell."""

    x: int
    y: int


class GridLayout:
    """Cells of ``side`` pixels in ``columns``; each section begins a line under its heading.

    ``starts`` are the first rows of the sections: ascending, the first one is 0, none is empty.
    ``heading`` is the height of a section's heading in pixels.
    """

    def __init__(
        self,
        count: int = 0,
        columns: int = 1,
        side: int = 1,
        starts: Sequence[int] = (0,),
        heading: int = 0,
    ) -> None:
        self.count = count
        self.columns = columns
        self.side = side
        self.heading = heading
        self._starts = list(starts) if count else []
        lengths = [after - first for first, after in pairwise([*self._starts, count])]
        heights = (heading + -(-length // columns) * side for length in lengths)
        self._tops = [0, *accumulate(heights)]

    @property
    def height(self) -> int:
        return self._tops[-1]

    # --- sections

    def sections(self) -> int:
        return len(self._starts)

    def section_of(self, row: int) -> int:
        return bisect_right(self._starts, row) - 1

    def section_at(self, y: int) -> int:
        """The section whose heading or cells are at ``y``, or the nearest one; -1 without rows."""
        return min(max(0, bisect_right(self._tops, y) - 1), len(self._starts) - 1)

    def section_top(self, section: int) -> int:
        """The top of its heading; of the one after the last section: the end."""
        return self._tops[section]

    def section_rows(self, section: int) -> range:
        after = self._starts[section + 1] if section + 1 < len(self._starts) else self.count
        return range(self._starts[section], after)

    # --- rows

    def cell(self, row: int) -> Cell:
        section = self.section_of(row)
        line, column = divmod(row - self._starts[section], self.columns)
        return Cell(column * self.side, self._tops[section] + self.heading + line * self.side)

    def column(self, row: int) -> int:
        return (row - self._starts[self.section_of(row)]) % self.columns

    def row_at(self, x: int, y: int) -> int:
        """The row whose cell is there; -1 where there is none."""
        section = self.section_at(y)
        column, line = x // self.side, (y - self._top_of_cells(section)) // self.side
        if section < 0 or not 0 <= column < self.columns or line < 0 or y >= self.height:
            return -1
        row = self._starts[section] + line * self.columns + column
        return row if row in self.section_rows(section) else -1

    def row_near(self, column: int, y: int) -> int:
        """The row in that column of the line at ``y``, or the nearest one; -1 without rows."""
        section = self.section_at(y)
        if section < 0:
            return -1
        rows = self.section_rows(section)
        lines = -(-len(rows) // self.columns)
        line = max(0, min(lines - 1, (y - self._top_of_cells(section)) // self.side))
        return min(rows.start + line * self.columns + column, rows.stop - 1)

    def rows_between(self, top: int, bottom: int) -> range:
        """The rows whose cells reach into ``top <= y < bottom``."""
        if not self.count or bottom <= 0 or top >= self.height:
            return range(0)
        first = self._first_row_below(max(0, top))
        return range(first, max(first, self._row_after(bottom)))

    def ranges_in(self, left: int, top: int, right: int, bottom: int) -> list[range]:
        """The rows whose cells meet a rectangle (edges included), line by line."""
        columns = range(max(0, left // self.side), min(self.columns, right // self.side + 1))
        rows = self.rows_between(top, bottom + 1)
        if not columns or not rows:
            return []
        if len(columns) == self.columns:
            return [rows]
        found, row = [], rows.start
        while row < rows.stop:
            stop = self.section_rows(self.section_of(row)).stop
            part = range(row + columns.start, min(row + columns.stop, stop))
            if part:
                found.append(part)
            row = min(row + self.columns, stop)
        return found

    def above(self, row: int, column: int) -> int:
        """The row one line up, in that column or the nearest one; the same in the first line."""
        section = self.section_of(row)
        y = self.cell(row).y
        first_line = y == self._top_of_cells(section)
        if first_line and section == 0:
            return row
        return self.row_near(column, self._tops[section] - 1 if first_line else y - 1)

    def below(self, row: int, column: int) -> int:
        """The row one line down, in that column or the nearest one; the same in the last line."""
        y = self.cell(row).y + self.side
        return row if y >= self.height else self.row_near(column, y)

    def _top_of_cells(self, section: int) -> int:
        return self._tops[section] + self.heading

    def _first_row_below(self, y: int) -> int:
        """The first row whose cell ends below ``y``."""
        section = self.section_at(y)
        line = max(0, (y - self._top_of_cells(section)) // self.side)
        return self._starts[section] + line * self.columns

    def _row_after(self, y: int) -> int:
        """The first row whose cell begins at ``y`` or below."""
        section = self.section_at(y - 1)
        rows = self.section_rows(section)
        lines = max(0, -(-(y - self._top_of_cells(section)) // self.side))
        return min(rows.start + lines * self.columns, rows.stop)
