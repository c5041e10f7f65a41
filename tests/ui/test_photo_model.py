from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from ui.desk import make_hits, make_row

from photoclip.domain import Photo
from photoclip.ui.photo_model import (
    DETAILS_BETWEEN_FREEZES,
    PhotoModel,
    make_mime,
    read_photo_ids,
)


@pytest.fixture
def model(qapp):
    return PhotoModel()


def test_it_is_a_proper_model(model, qtmodeltester):
    model.show_hits(make_hits(range(1, 50)))
    model.add_details([make_row(i, Path(f"/photos/{i}.jpg")) for i in range(1, 20)])
    model.show_hits(make_hits(range(10, 60)))

    qtmodeltester.check(model)


def test_a_hundred_thousand_rows_hold_no_details(model):
    model.show_hits(make_hits(range(1, 100_001)))

    assert model.rowCount() == 100_000
    assert model.photo(99_999) is None
    assert model.photo_id(99_999) == 100_000
    assert model.row_of(50_000) == 49_999
    assert model.row_of(7_000_000) == -1


def test_what_is_known_or_asked_for_is_not_asked_again(model):
    model.show_hits(make_hits([5, 6, 7, 8]))
    model.add_details([make_row(6, Path("/photos/6.jpg"))])

    assert model.ask_missing(range(3)) == (5, 7)
    assert model.ask_missing(range(4)) == (8,)
    assert model.ask_missing(range(4)) == ()


def test_what_changed_is_asked_for_again_and_shown_meanwhile(model):
    model.show_hits(make_hits([5, 6]))
    old = [make_row(i, Path(f"/photos/{i}.jpg")) for i in (5, 6)]
    model.add_details(old)

    model.mark_stale([5])

    assert model.photo(0) is old[0]
    assert model.ask_missing(range(2)) == (5,)
    assert model.ask_missing(range(2)) == ()
    newer = make_row(5, Path("/photos/5.jpg"), rating=3)
    model.add_details([newer])
    assert model.photo(0) is newer
    model.mark_stale(None)
    assert model.ask_missing(range(2)) == (5, 6)


def test_new_details_tell_which_rows_changed(qtbot, model):
    model.show_hits(make_hits(range(10)))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.add_details([make_row(i, Path(f"/photos/{i}.jpg")) for i in (3, 5)])

    first, last, _ = changed.args
    assert (first.row(), last.row()) == (3, 5)


def test_a_screen_reader_hears_date_and_name(model):
    model.show_hits(make_hits([1, 2]))
    model.add_details([make_row(1, Path("/photos/name.jpg"))])

    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0).data(role) == "Photo, 3 May 2021, name.jpg"
    assert model.index(1).data(role) == "Photo"


def test_a_drag_carries_files_and_our_ids(model, tmp_path):
    model.show_hits(make_hits([1, 2]))
    model.add_details([make_row(i, tmp_path / f"{i}.jpg") for i in (1, 2)])

    mime = model.mimeData([model.index(0), model.index(1)])

    assert [url.toLocalFile() for url in mime.urls()] == [
        str(tmp_path / "1.jpg"),
        str(tmp_path / "2.jpg"),
    ]
    assert read_photo_ids(mime) == (1, 2)


@pytest.mark.parametrize(
    ("data", "ids"), [(b"", ()), (b"1;drop", ()), (b"1,,x,2", (1, 2)), (b"-4,\xff", ())]
)
def test_foreign_ids_do_no_harm(data, ids):
    mime = make_mime([])
    mime.setData("application/x-photoclip-photo-ids", data)

    assert read_photo_ids(mime) == ids


def test_memory_of_details_is_bounded(model, monkeypatch):
    monkeypatch.setattr("photoclip.ui.photo_model.DETAILS_KEPT", 10)
    model.show_hits(make_hits(range(100)))
    for i in range(30):
        model.add_details([make_row(i, Path(f"/photos/{i}.jpg"))])

    assert [p is not None for p in map(model.photo, range(30))] == [False] * 20 + [True] * 10


def test_ids_stay_int64(model):
    model.show_hits(make_hits([2**40]))
    assert model.ids().dtype == np.int64
    assert model.photo_id(0) == 2**40


def test_it_holds_only_the_rows_that_are_shown(model):
    hits = make_hits(range(100))

    model.show_hits(hits, 7)

    assert model.rowCount() == 7
    assert model.row_of(50) == -1
    assert model.shows(make_hits(range(200)), 7)
    assert not model.shows(hits)


def test_rows_of_many_photos_come_at_once(model):
    model.show_hits(make_hits([9, 5, 7, 3]))

    assert model.rows_of(np.array([3, 9, 100])).tolist() == [0, 3]


def test_changes_far_apart_are_told_apart(qtbot, model):
    model.show_hits(make_hits(range(1_000)))
    told = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))

    model.mark_stale([1, 2, 4, 900])

    assert told == [(1, 4), (900, 900)]


def test_a_veiled_photo_is_named_as_one(qtbot, model):
    model.show_hits(make_hits([1, 2]))
    model.add_details([make_row(i, Path(f"/photos/{i}.jpg")) for i in (1, 2)])

    with qtbot.waitSignal(model.dataChanged):
        model.set_veil(lambda photo: photo.id == 2)

    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(1).data(role) == "Veiled photo, 2.jpg"
    assert model.index(0).data(role).startswith("Photo, ")


def test_the_garbage_collector_does_not_walk_all_details(model):
    photos = [make_row(i, Path(f"/photos/{i}.jpg")) for i in range(2 * DETAILS_BETWEEN_FREEZES)]
    try:
        for start in range(0, len(photos), 500):
            model.add_details(photos[start : start + 500])

        assert sum(isinstance(thing, Photo) for thing in gc.get_objects()) < DETAILS_BETWEEN_FREEZES
    finally:
        gc.unfreeze()
