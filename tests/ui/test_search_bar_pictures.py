"""Pictures and photos as terms in the search field."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from ui.search_field import choose, names, show_bar

from photoclip.domain import Filter, LikePhoto, Picture, Query, Text
from photoclip.ui.chip import TermChip


@pytest.fixture
def bar(qtbot):
    return show_bar(qtbot)


def test_a_picture_asks_for_nothing_until_it_is_known(bar):
    bar.show_query(Query((Text("dog"),)))
    heard = len(bar.heard)

    chip = bar.await_picture("cat.jpg", add=True)
    assert len(bar.heard) == heard
    assert bar.query() == Query((Text("dog"),))
    bar.settle(chip, (Picture(Path("cat.jpg")),))

    assert bar.heard[-1] == Query((Text("dog"), Picture(Path("cat.jpg"))))
    assert names(bar) == ["dog", "Similar to cat.jpg"]


def test_a_refused_picture_brings_back_what_was_asked_before(bar):
    pixmap = QPixmap(8, 8)
    pixmap.fill(Qt.GlobalColor.red)
    bar.show_query(Query((Text("dog"),), filter=Filter(favourite=True)))
    bar.add_terms((LikePhoto(3),), "three.jpg", pixmap, add=True)
    bar._edit.setText("red")
    before, heard = bar.query(), len(bar.heard)

    chip = bar.await_picture("broken.jpg", add=False)
    assert names(bar) == ["Similar to broken.jpg"]
    bar.refuse(chip)

    assert bar.query() == before
    assert names(bar) == ["dog", "Similar to three.jpg", "Only: Favourites"]
    assert len(bar.heard) == heard


def test_a_refused_picture_does_not_undo_what_was_typed_since(qtbot, bar):
    bar.show_query(Query((Text("dog"),)))
    chip = bar.await_picture("broken.jpg", add=False)
    qtbot.keyClicks(bar._edit, "cat")

    bar.refuse(chip)

    assert bar.query() == Query((Text("cat"),))


def test_a_chip_that_was_removed_is_not_brought_back(bar):
    chip = bar.await_picture("late.jpg", add=False)
    chip.removed.emit()

    bar.settle(chip, (LikePhoto(1),))
    bar.refuse(chip)

    assert bar.query() == Query()


def test_a_picture_that_the_engine_refuses_goes_and_the_answered_query_is_back(bar):
    bar.show_query(Query((Text("dog"),)))
    bar.keep_answered()
    bar.show_query(Query((Picture(Path("odd.jpg")),)))

    assert bar.return_to_answered()

    assert bar.query() == Query((Text("dog"),))


def test_words_that_fail_stay(qtbot, bar):
    bar.keep_answered()
    qtbot.keyClicks(bar._edit, "dog")

    assert not bar.return_to_answered()

    assert bar._edit.text() == "dog"


def test_few_photos_are_chips_of_their_own_and_many_are_one(bar):
    missing = []
    bar.details_missing.connect(missing.append)
    bar.show_query(Query(tuple(LikePhoto(n) for n in range(3))))
    assert len(bar._row.chips()) == 3
    assert len(missing) == 3

    bar.show_query(Query((*(LikePhoto(n) for n in range(9)), Text("dog"))))

    assert names(bar) == ["Similar to 9 photos", "dog"]
    chip = bar._row.chips()[0]
    assert isinstance(chip, TermChip)
    choose(chip, "Less like this")
    assert bar.heard[-1].terms[8] == LikePhoto(8, -1.0)
