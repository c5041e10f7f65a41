"""What a tile shows, by its pixels."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from support import make_photo
from ui.desk import make_hits, make_row

from photoclip.domain import Hits, Photo
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.photo_tile import PhotoTile
from photoclip.ui.theme import GAP
from photoclip.ui.thumbnail_cache import ThumbnailCache
from photoclip.ui.thumbnails import Thumbnails

CELL = 168
SIDE = CELL - GAP


class Easel:
    """One photo on a red picture, and what its tile looks like."""

    def __init__(self, qtbot, folder: Path) -> None:
        self.qtbot = qtbot
        self.picture = make_photo(folder / "red.png", "red", (400, 300))
        self.thumbnails = Thumbnails(ThumbnailCache(folder / "cache"))
        self.model = PhotoModel()
        hits = make_hits([1])
        self.model.show_hits(Hits(hits.ids, hits.scores + 0.31, relevant=1))
        self.tile = PhotoTile(self.model, self.thumbnails)

    def hang(self, **marks: object) -> Photo:
        photo = make_row(1, self.picture, **marks)
        self.model.add_details([photo])
        if self.thumbnails.pixmap(photo) is None:
            with self.qtbot.waitSignal(self.thumbnails.ready):
                self.thumbnails.want([photo], SIDE, 6)
        return photo

    def paint(self, state: QStyle.StateFlag = QStyle.StateFlag.State_None) -> QImage:
        image = QImage(CELL, CELL, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, CELL, CELL)
        option.state = state
        painter = QPainter(image)
        self.tile.paint(painter, option, self.model.index(0))
        painter.end()
        return image


@pytest.fixture
def easel(qtbot, tmp_path):
    easel = Easel(qtbot, tmp_path)
    yield easel
    easel.thumbnails.close()


def differing(one: QImage, other: QImage, area: QRect) -> int:
    return sum(
        one.pixel(x, y) != other.pixel(x, y)
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    )


LOWER_LEFT = QRect(GAP, CELL - 36, CELL // 2, 30)
LOWER_RIGHT = QRect(CELL - 60, CELL - 36, 60 - GAP, 30)
UPPER = QRect(GAP, GAP, SIDE - GAP, CELL // 2)


def test_a_plain_photo_shows_itself_only(easel):
    easel.hang()
    image = easel.paint()

    assert image.pixelColor(CELL // 2, CELL // 2) == QColor(255, 0, 0)
    assert image.pixelColor(0, CELL // 2) == QColor(255, 255, 255)


def test_marks_are_small_and_in_their_corner(easel):
    easel.hang()
    plain = easel.paint()
    easel.hang(favourite=True)
    loved = easel.paint()
    easel.hang(favourite=True, rating=5)
    rated = easel.paint()

    assert 0 < differing(plain, loved, LOWER_LEFT) < differing(plain, rated, LOWER_LEFT)
    assert differing(plain, rated, UPPER) == 0
    assert differing(plain, rated, LOWER_RIGHT) == 0


def test_the_score_is_shown_on_demand(easel):
    easel.hang()
    plain = easel.paint()

    easel.tile.shows_scores = True

    assert differing(plain, easel.paint(), LOWER_RIGHT) > 0
    assert differing(plain, easel.paint(), UPPER) == 0


def test_a_veiled_photo_cannot_be_recognised(easel):
    """A picture of red and blue stripes is one colour, almost, under the veil."""
    stripes = QImage(400, 300, QImage.Format.Format_RGB32)
    for x in range(400):
        for y in range(300):
            stripes.setPixelColor(x, y, QColor("red" if x // 20 % 2 else "blue"))
    assert stripes.save(str(easel.picture))
    easel.hang()
    assert easel.paint().pixelColor(40, 40) != easel.paint().pixelColor(50, 40)

    easel.model.set_veil(lambda photo: True)

    colours = [easel.paint().pixelColor(x, 40) for x in range(20, CELL - 20, 4)]
    for channel in (QColor.red, QColor.blue):
        values = [channel(colour) for colour in colours]
        assert max(values) - min(values) < 60


def test_photos_beyond_a_line_are_paler(easel):
    easel.hang()
    middle = (CELL // 2, CELL // 2)

    easel.tile.line = 1
    assert easel.paint().pixelColor(*middle) == QColor(255, 0, 0)
    easel.tile.line = 0

    assert easel.paint().pixelColor(*middle).green() > 100


def test_selected_and_current_are_seen(easel):
    easel.hang()
    plain = easel.paint()
    whole = QRect(0, 0, CELL, CELL)

    for state in (QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_HasFocus):
        assert differing(plain, easel.paint(state), whole) > 2 * CELL


def test_a_photo_of_which_nothing_is_known_is_a_quiet_tile(easel):
    tile = QGuiApplication.palette().color(QPalette.ColorRole.AlternateBase)

    assert easel.paint().pixelColor(CELL // 2, CELL // 2) == tile
