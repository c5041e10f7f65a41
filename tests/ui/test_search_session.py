from __future__ import annotations

import numpy as np
import pytest

from photoclip.domain import Filter, Hits, Query, Text
from photoclip.messages import Search, SearchDone, SearchFailed
from photoclip.sentences import Sentence
from photoclip.ui.bridge import Bridge
from photoclip.ui.search_session import SearchSession


class Link:
    def __init__(self):
        self.posted = []

    def post(self, command):
        self.posted.append(command)


@pytest.fixture
def link():
    return Link()


@pytest.fixture
def bridge(qtbot, link):
    bridge = Bridge()
    bridge.attach(link)
    return bridge


@pytest.fixture
def session(bridge):
    return SearchSession(bridge)


def words(text: str) -> Query:
    return Query((Text(text),))


def done(serial: int) -> SearchDone:
    return SearchDone(serial, Hits(np.empty(0, np.int64), np.empty(0, np.float32)))


def test_many_keys_make_one_search(qtbot, session, link):
    for text in ("d", "do", "dog"):
        session.search_soon(words(text))
    assert link.posted == []

    qtbot.waitUntil(lambda: len(link.posted) > 0)
    assert link.posted == [Search(1, words("dog"))]


def test_a_complete_query_does_not_wait_and_takes_the_typed_one_along(qtbot, session, link):
    session.search_soon(words("dog"))
    session.search_now(words("cat"))

    assert link.posted == [Search(1, words("cat"))]
    assert not session._typing.isActive()


def test_only_the_newest_answer_comes_out(session, bridge):
    answers = []
    session.answered.connect(lambda event, again: answers.append(event.serial))
    session.search_now(words("a"))
    session.search_now(words("b"))

    for serial in (2, 1):
        bridge._deliver(done(serial))

    assert answers == [2]


def test_only_the_newest_failure_comes_out(session, bridge):
    reasons = []
    session.failed.connect(reasons.append)
    session.search_now(words("a"))
    session.search_now(words("b"))

    bridge._deliver(SearchFailed(1, Sentence("old")))
    bridge._deliver(SearchFailed(2, Sentence("new")))

    assert reasons == ["new"]


def test_a_refresh_asks_the_same_and_says_so(qtbot, session, bridge, link):
    answers = []
    session.answered.connect(lambda event, again: answers.append(again))
    session.search_now(words("a"))
    bridge._deliver(done(1))
    for _ in range(10):
        session.refresh()
    qtbot.waitUntil(lambda: len(link.posted) == 2)
    bridge._deliver(done(2))

    assert link.posted[1] == Search(2, words("a"))
    assert answers == [False, True]


def test_after_a_failure_the_answered_query_is_the_present_one_again(qtbot, session, bridge, link):
    session.search_now(words("a"))
    bridge._deliver(done(1))
    session.search_now(words("b"))

    bridge._deliver(SearchFailed(2, Sentence("no")))
    session.refresh()

    assert session.query == words("a")
    qtbot.waitUntil(lambda: len(link.posted) == 3)
    assert link.posted[2] == Search(3, words("a"))


def test_a_failure_does_not_take_away_what_is_typed_meanwhile(session, bridge):
    session.search_now(words("a"))
    bridge._deliver(done(1))
    session.search_now(words("b"))
    session.search_soon(words("bc"))

    bridge._deliver(SearchFailed(2, Sentence("no")))

    assert session.query == words("bc")


def test_photos_of_hidden_labels_are_in_no_answer(session, bridge, link):
    session.hide_labels(["private"])
    assert link.posted == []
    session.search_now(words("a"))
    without = Query((Text("a"),), filter=Filter(without_labels=("private",)))
    assert link.posted[-1] == Search(1, without, whole=words("a"))
    assert session.query == words("a")

    session.hide_labels([])

    assert link.posted[-1] == Search(2, words("a"))


def test_everything_is_not_narrowed(session):
    assert not session.is_narrowed
    session.search_now(Query(strictness=0.5))
    assert not session.is_narrowed

    for narrow in (words("a"), Query(filter=Filter(favourite=True))):
        session.search_now(narrow)
        assert session.is_narrowed
