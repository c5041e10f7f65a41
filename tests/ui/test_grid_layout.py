"""Every answer is compared with one that is found by looking at each cell."""

from __future__ import annotations

import random

import pytest

from photoclip.ui.grid_layout import GridLayout

SIDE, HEADING = 10, 7

LAYOUTS = {
    "empty": GridLayout(0, 3, SIDE),
    "one": GridLayout(1, 3, SIDE),
    "flat": GridLayout(11, 4, SIDE),
    "narrow": GridLayout(5, 1, SIDE, (0, 2), HEADING),
    "parted": GridLayout(20, 4, SIDE, (0, 1, 5, 14), HEADING),
    "full lines": GridLayout(12, 4, SIDE, (0, 4, 8), HEADING),
}


@pytest.fixture(params=LAYOUTS, name="layout")
def fixture_layout(request):
    return LAYOUTS[request.param]


def cells(layout: GridLayout) -> list[tuple[int, int]]:
    return [tuple(layout.cell(row)) for row in range(layout.count)]


def test_cells_stand_in_lines_under_their_headings():
    assert cells(LAYOUTS["parted"]) == [
        (0, 7),
        *[(x, 24) for x in (0, 10, 20, 30)],
        *[(x, 41) for x in (0, 10, 20, 30)],
        *[(x, 51) for x in (0, 10, 20, 30)],
        (0, 61),
        *[(x, 78) for x in (0, 10, 20, 30)],
        *[(x, 88) for x in (0, 10)],
    ]
    assert LAYOUTS["parted"].height == 98
    assert LAYOUTS["flat"].height == 30
    assert LAYOUTS["empty"].height == 0


def test_each_point_finds_its_row(layout):
    where = cells(layout)
    for x in range(-2, 45):
        for y in range(-2, layout.height + 3):
            there = [
                row
                for row, (left, top) in enumerate(where)
                if left <= x < left + SIDE and top <= y < top + SIDE
            ]
            assert layout.row_at(x, y) == (there[0] if there else -1)


def test_what_is_between_two_heights(layout):
    where = cells(layout)
    for top in range(-3, layout.height + 3):
        for bottom in range(top + 1, layout.height + 5, 3):
            seen = [r for r, (_, y) in enumerate(where) if y < bottom and y + SIDE > top]
            assert list(layout.rows_between(top, bottom)) == seen


def test_a_rubber_band_takes_what_it_touches(layout):
    generator = random.Random(1)
    for _ in range(300):
        left, right = sorted(generator.choices(range(-5, 60), k=2))
        top, bottom = sorted(generator.choices(range(-5, layout.height + 9), k=2))
        touched = [
            row
            for row, (x, y) in enumerate(cells(layout))
            if x <= right and x + SIDE > left and y <= bottom and y + SIDE > top
        ]
        found = [row for part in layout.ranges_in(left, top, right, bottom) for row in part]
        assert found == touched


def test_down_and_up_keep_the_column_where_there_is_one():
    layout = LAYOUTS["parted"]

    assert [layout.below(row, 2) for row in (0, 3, 7, 11, 13, 16, 19)] == [3, 7, 11, 13, 16, 19, 19]
    assert [layout.above(row, 2) for row in (0, 3, 7, 11, 13, 16, 19)] == [0, 0, 3, 7, 11, 13, 16]
    assert LAYOUTS["flat"].below(7, 3) == 10
    assert LAYOUTS["flat"].above(2, 2) == 2


def test_every_row_is_reached_by_going_down_and_by_going_up(layout):
    for column in range(layout.columns):
        row, visited = 0, set()
        while layout.count and row not in visited:
            visited.add(row)
            row = layout.below(row, column)
        lines = {y for _, y in cells(layout)}
        assert {layout.cell(row).y for row in visited} == lines


def test_sections_are_found_by_row_and_by_height():
    layout = LAYOUTS["parted"]

    assert [layout.section_of(row) for row in (0, 1, 4, 5, 13, 14, 19)] == [0, 1, 1, 2, 2, 3, 3]
    assert [layout.section_at(y) for y in (-5, 0, 16, 17, 33, 34, 97, 500)] == [
        0, 0, 0, 1, 1, 2, 3, 3,
    ]  # fmt: skip
    assert layout.section_rows(3) == range(14, 20)
    assert LAYOUTS["empty"].section_at(5) == -1
