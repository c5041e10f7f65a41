"""Changes are taken back and done again, and what fails leaves the rest usable."""

from __future__ import annotations

import pytest

from photoclip.changes import Change, Rate
from photoclip.errors import PhotoClipError
from photoclip.history import History


class _Stars:
    """A photo's stars, as the library would hold them."""

    def __init__(self) -> None:
        self.now = 0
        self.broken = False

    def apply(self, change: Change) -> Change:
        assert isinstance(change, Rate)
        if self.broken:
            raise PhotoClipError("The disk is full.")
        before, self.now = self.now, change.ratings[0][1]
        return Rate.all([1], before)


@pytest.fixture
def stars() -> _Stars:
    return _Stars()


@pytest.fixture
def history(stars: _Stars) -> History:
    return History(stars.apply)


def test_undo_and_redo_walk_over_all_changes(history: History, stars: _Stars) -> None:
    for rating in (3, 5, 1):
        history.do(Rate.all([1], rating))
    seen = [stars.now]
    while history.undo_change is not None:
        history.undo()
        seen.append(stars.now)
    assert seen == [1, 5, 3, 0]
    while history.redo_change is not None:
        history.redo()
    assert stars.now == 1


def test_a_new_change_ends_what_could_be_redone(history: History, stars: _Stars) -> None:
    history.do(Rate.all([1], 3))
    history.undo()
    history.do(Rate.all([1], 4))
    assert history.redo_change is None
    assert history.redo() is None
    assert stars.now == 4


def test_nothing_to_undo_is_no_error(history: History) -> None:
    assert history.undo() is None


def test_a_change_that_fails_is_not_remembered(history: History, stars: _Stars) -> None:
    history.do(Rate.all([1], 3))
    stars.broken = True
    with pytest.raises(PhotoClipError):
        history.do(Rate.all([1], 4))
    stars.broken = False
    history.undo()
    assert stars.now == 0


def test_an_undo_that_fails_does_not_hide_the_ones_below(history: History, stars: _Stars) -> None:
    history.do(Rate.all([1], 3))
    history.do(Rate.all([1], 4))
    stars.broken = True
    with pytest.raises(PhotoClipError):
        history.undo()
    stars.broken = False
    history.undo()
    assert stars.now == 0


def test_it_forgets_the_oldest_of_very_many(history: History) -> None:
    for number in range(150):
        history.do(Rate.all([1], number % 6))
    count = 0
    while history.undo() is not None:
        count += 1
    assert count == 100
