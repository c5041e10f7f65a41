"""The photos most like one: small, to go on from, and veiled where they are elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from support import make_photo
from ui.desk import RecordingLink, make_row

from photoclip.messages import FindSimilar, SimilarFound
from photoclip.ui.bridge import Bridge
from photoclip.ui.similar_row import COUNT, SIDE, SimilarRow


class _Row:
    """The row about photo 1, and the engine behind it, which finds photos 2 and 3."""

    def __init__(self, qtbot: Any, root: Path) -> None:
        self.qtbot, self.link, self.bridge = qtbot, RecordingLink(), Bridge()
        self.bridge.attach(self.link)
        self.row = SimilarRow(self.bridge)
        qtbot.addWidget(self.row)
        self.photos = [make_row(n, make_photo(root / f"{n}.png", "red")) for n in (1, 2, 3)]
        with qtbot.waitExposed(self.row):
            self.row.show()
        self.row.show_photo(self.photos[0])
        self.bridge._deliver(SimilarFound(1, self.photos[1:]))

    def is_drawn(self, photo_id: int) -> bool:
        """In full, and not as an icon or nothing."""
        _, button = self.row._buttons[photo_id]
        return not button.icon().isNull() and button.iconSize().width() == SIDE

    @property
    def shown(self) -> list[int]:
        return list(self.row._buttons)


@pytest.fixture
def similar(qtbot: Any, tmp_path: Path) -> Any:
    similar = _Row(qtbot, tmp_path)
    yield similar
    similar.row.close_workers()


def test_what_is_like_it_is_shown_and_can_be_looked_at(similar: _Row) -> None:
    assert similar.link.last(FindSimilar) == FindSimilar(1, COUNT)
    similar.qtbot.waitUntil(lambda: similar.is_drawn(2) and similar.is_drawn(3))
    chosen: list[object] = []
    similar.row.chosen.connect(chosen.append)
    similar.row.findChildren(QPushButton)[-1].click()
    assert chosen == [similar.photos[2]]


def test_a_veiled_photo_is_not_seen(similar: _Row) -> None:
    similar.row.set_veil(lambda photo: photo.id == 2, leaves_out=False)
    similar.qtbot.waitUntil(lambda: similar.is_drawn(3))
    assert similar.shown == [2, 3]
    assert not similar.is_drawn(2)
    similar.row.set_veil(lambda photo: False, leaves_out=False)
    similar.qtbot.waitUntil(lambda: similar.is_drawn(2))


def test_a_hidden_photo_is_not_even_there(similar: _Row) -> None:
    similar.row.set_veil(lambda photo: photo.id == 2, leaves_out=True)
    assert similar.shown == [3]
