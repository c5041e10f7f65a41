"""What the grid asks for, seen from the outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import make_photo
from ui.desk import make_hits, make_row

from photoclip.ui.grid import PhotoGrid
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.thumbnail_cache import ThumbnailCache
from photoclip.ui.thumbnails import Thumbnails


@pytest.fixture
def grid(qtbot, tmp_path):
    thumbnails = Thumbnails(ThumbnailCache(tmp_path / "cache"))
    grid = PhotoGrid(PhotoModel(), thumbnails)
    qtbot.addWidget(grid)
    grid.resize(800, 600)
    with qtbot.waitExposed(grid):
        grid.show()
    yield grid
    thumbnails.close()


def test_what_is_seen_is_asked_for_before_what_is_near(qtbot, grid):
    asked = []
    grid.details_missing.connect(asked.append)
    grid.show_hits(make_hits(range(1_000)), keep_place=False)
    seen = list(grid.visible_rows())

    qtbot.waitUntil(lambda: len(asked) == 2)

    assert list(asked[0]) == seen
    assert list(asked[1]) == list(range(len(seen), 2 * len(seen)))


def test_what_was_only_passed_is_not_asked_for(qtbot, grid):
    grid.show_hits(make_hits(range(100_000)), keep_place=False)
    with qtbot.waitSignal(grid.details_missing):
        pass
    asked: set[int] = set()
    grid.details_missing.connect(asked.update)

    bar = grid.verticalScrollBar()
    for step in range(101):
        bar.setValue(bar.maximum() * step // 100)
    qtbot.waitUntil(lambda: 99_999 in asked)

    assert 50_000 not in asked


def test_what_is_selected_out_of_sight_is_asked_for_too(qtbot, grid):
    grid.show_hits(make_hits(range(1_000)), keep_place=False)
    asked: set[int] = set()
    grid.details_missing.connect(asked.update)

    grid.selectAll()

    assert 999 in asked


def test_a_thumbnail_that_comes_is_painted(qtbot, grid, tmp_path):
    photo = make_row(1, make_photo(Path(tmp_path, "red.png"), "red", (400, 300)))
    grid.show_hits(make_hits([1]), keep_place=False)
    grid.model().add_details([photo])

    def shows_red() -> bool:
        middle = grid.visualRect(grid.model().index(0, 0)).center()
        return grid.grab().toImage().pixelColor(middle).red() > 240

    qtbot.waitUntil(shows_red)
