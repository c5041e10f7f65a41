"""Where a photo lies, in numbers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize

from photoclip.ui.view_geometry import View

LARGE = View(QSize(6000, 4000), QSize(1200, 1000))


def under(view: View, at: QPointF) -> tuple[float, float]:
    """The photo's point at a point of the room."""
    area = view.area()
    return (at.x() - area.x()) / view.scale(), (at.y() - area.y()) / view.scale()


def test_a_large_photo_is_fitted_in_the_middle():
    assert LARGE.scale() == 0.2
    assert LARGE.area() == QRectF(0, 100, 1200, 800)
    assert not LARGE.reaches_beyond()


def test_a_small_photo_is_enlarged_to_twice_its_size_and_no_more():
    assert View(QSize(64, 48), QSize(1200, 1000)).area().size().toTuple() == (128, 96)


def test_a_sliver_is_never_thinner_than_a_pixel():
    assert View(QSize(60_000, 1), QSize(600, 400)).area().size().toTuple() == (600, 1)


@pytest.mark.parametrize("at", [QPointF(600, 500), QPointF(300, 350), QPointF(900, 600)])
def test_the_point_under_the_cursor_stays(at):
    zoomed = LARGE.zoomed(0.9, at)
    again = zoomed.zoomed(2.5, at)

    assert under(zoomed, at) == pytest.approx(under(LARGE, at), abs=2)
    assert under(again, at) == pytest.approx(under(LARGE, at), abs=2)


def test_edges_do_not_leave_the_room():
    at_corner = LARGE.zoomed(1.0, QPointF(0, 100)).panned(QPointF(10_000, 10_000))

    assert at_corner.area().topLeft() == QPointF(0, 0)
    assert at_corner.panned(QPointF(-100_000, 0)).area().right() == pytest.approx(1200, abs=1)


def test_a_photo_narrower_than_the_room_stays_in_its_middle():
    tall = View(QSize(1000, 8000), QSize(1200, 1000)).zoomed(0.5, QPointF(10, 10))

    assert tall.area().left() == 350
    assert tall.panned(QPointF(300, 0)).area().left() == 350


def test_zooming_out_ends_at_fitting():
    view = LARGE.zoomed(1.0, QPointF(0, 0))

    assert view.zoomed(0.05, QPointF(0, 0)).zoom is None


def test_zooming_in_ends_at_eight_pixels_for_one():
    assert LARGE.zoomed(99, QPointF(0, 0)).scale() == 8


def test_a_small_photo_can_be_seen_at_its_own_size():
    small = View(QSize(64, 48), QSize(1200, 1000)).zoomed(1.0, QPointF(0, 0))

    assert small.area().size().toTuple() == (64, 48)
    assert not small.reaches_beyond()


def test_at_full_size_it_lies_on_whole_pixels():
    area = View(QSize(301, 201), QSize(1000, 800)).zoomed(1.0, QPointF(0, 0)).area()

    assert area.left() == int(area.left())
    assert area.top() == int(area.top())


def test_a_fitted_photo_fits_another_room_and_a_zoomed_one_keeps_its_zoom():
    assert LARGE.resized(QSize(600, 1000)).scale() == 0.1
    assert LARGE.zoomed(1.0, QPointF(0, 0)).resized(QSize(600, 1000)).scale() == 1.0
