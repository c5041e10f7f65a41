"""What waits for the engine's thread: commands in their order, and the newest search apart."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from photoclip import messages as m

Message = TypeVar("Message")

_NEWEST_WINS = (m.CountFacets, m.FetchFilterNames, m.PreviewLabel, m.FindSimilar, m.Explain)
"""Commands of which a newer one makes those that still wait pointless."""


class Inbox(Generic[Message]):
    """Any thread puts in, one thread takes out."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._search: m.Search | None = None
        self._others: deque[Message] = deque()
        self._closed = False

    def put(self, message: Message) -> None:
        """Let it wait for its turn; a search waits in a slot of its own, where the newest wins."""
        with self._condition:
            if isinstance(message, m.Search):
                self._search = message
            else:
                if isinstance(message, _NEWEST_WINS):
                    older = [one for one in self._others if type(one) is type(message)]
                    for one in older:
                        self._others.remove(one)
                self._others.append(message)
            self._condition.notify()

    def close(self) -> None:
        """Nobody waits any more."""
        with self._condition:
            self._closed = True
            self._condition.notify()

    @property
    def is_closed(self) -> bool:
        return self._closed

    def take_search(self, can_answer: Callable[[m.Search], bool]) -> m.Search | None:
        """The search that waits, if it can be answered now."""
        with self._condition:
            search = self._search
            if search is None or not can_answer(search):
                return None
            self._search = None
            return search

    def take(self) -> Message | None:
        """The first of the others."""
        with self._condition:
            return self._others.popleft() if self._others else None

    def rest(self, seconds: float) -> None:
        """Return in ``seconds``, or as soon as it is closed."""
        with self._condition:
            self._condition.wait_for(lambda: self._closed, seconds)

    def wait(self, seconds: float, can_answer: Callable[[m.Search], bool]) -> None:
        """Return as soon as there is something to take, or in ``seconds``, or when closed."""
        with self._condition:
            if self._closed or self._others:
                return
            if self._search is None or not can_answer(self._search):
                self._condition.wait(seconds)
