from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from photoclip.messages import Trouble
from photoclip.sentences import Sentence
from photoclip.ui.controls import IconButton
from photoclip.ui.notice import Notice


@pytest.fixture
def notice(qtbot: Any) -> Notice:
    notice = Notice()
    qtbot.addWidget(notice)
    return notice


def _button(notice: Notice) -> QPushButton:
    return notice.findChildren(QPushButton)[0]


def _put_away(notice: Notice) -> None:
    notice.findChildren(IconButton)[0].click()


def test_the_newest_trouble_comes_first_and_each_once(notice: Notice) -> None:
    for sentence in ("Two.", "One.", "Two.", "One."):
        notice.show_trouble(Trouble(Sentence(sentence)))
    seen = []
    while not notice.isHidden():
        seen.append(notice._text.text())
        _put_away(notice)
    assert seen == ["One.", "Two."]


def test_two_bugs_are_two_though_they_are_said_alike(notice: Notice) -> None:
    for details in ("first", "second", "first"):
        notice.show_trouble(Trouble(Sentence("Something went wrong."), (details,)))
    copied = []
    while not notice.isHidden():
        _button(notice).click()
        copied.append(QApplication.clipboard().text().split()[-1])
        _put_away(notice)
    assert copied == ["first", "second"]


def test_details_are_copied_and_the_notice_stays(notice: Notice) -> None:
    notice.show_trouble(Trouble(Sentence("Something went wrong."), ("Traceback …",)))
    _button(notice).click()
    assert QApplication.clipboard().text() == "Something went wrong.\n\nTraceback …"
    assert not notice.isHidden()


def test_without_details_there_is_nothing_to_copy(notice: Notice) -> None:
    notice.show_trouble(Trouble(Sentence("The disk is full.")))
    assert _button(notice).isHidden()


def test_news_offer_one_thing_to_do_and_are_gone_when_it_is_done(notice: Notice) -> None:
    done: list[int] = []
    notice.tell("The folder was removed.", "Undo", lambda: done.append(1))
    assert _button(notice).text() == "Undo"
    _button(notice).click()
    assert done == [1]
    assert notice.isHidden()


def test_newer_news_take_the_place_of_older_ones_but_not_of_troubles(notice: Notice) -> None:
    notice.show_trouble(Trouble(Sentence("The disk is full.")))
    notice.tell("1 photo was copied.")
    notice.tell("2 photos were copied.")
    assert notice._text.text() == "2 photos were copied."
    notice._passing.timeout.emit()
    assert notice._text.text() == "The disk is full."
    assert not notice._passing.isActive()
    _put_away(notice)
    assert notice.isHidden()


def test_news_go_by_themselves_and_troubles_stay(notice: Notice) -> None:
    notice.tell("1 photo was copied.")
    assert notice._passing.isActive()
    notice._passing.timeout.emit()
    assert notice.isHidden()
    notice.show_trouble(Trouble(Sentence("The disk is full.")))
    assert not notice._passing.isActive()


def test_news_that_are_no_longer_true_go_and_troubles_stay(notice: Notice) -> None:
    notice.tell("One photo is in the trash.", "Put back")
    notice.put_news_away()
    assert notice.isHidden()

    notice.warn("The disk is full.")
    notice.tell("One photo is in the trash.", "Put back", notice.put_news_away)
    notice.put_news_away()
    assert notice._text.text() == "The disk is full."


def test_what_a_button_does_may_put_its_own_news_away(notice: Notice) -> None:
    notice.warn("The disk is full.")
    notice.tell("One photo is in the trash.", "Put back", notice.put_news_away)
    _button(notice).click()
    assert notice._text.text() == "The disk is full."
