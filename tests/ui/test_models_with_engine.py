"""Changing the model at the window, with the true engine behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from support import ColourEncoder, make_photo
from ui.desk import Desk
from ui.settings_desk import Page
from ui.test_with_engine import Posted, drop_folder, shown_names

from photoclip.domain import ModelOffer
from photoclip.encoder import Encoder
from photoclip.engine import Engine
from photoclip.errors import ModelUnavailable
from photoclip.library import Library
from photoclip.models import Models
from photoclip.ui.bridge import Bridge
from photoclip.ui.main_window import MainWindow
from photoclip.ui.preferences import open_settings


class OtherEncoder(ColourEncoder):
    key = "other-colours"


class TwoModels(Models):
    """The catalogue's models; the starter and “Balanced” are here and know colours."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "cpu")
        self.broken: set[str] = set()

    def vector_space(self, key: str) -> str:
        return {"starter": ColourEncoder.key, "balanced": OtherEncoder.key}.get(key, key)

    def load(self, key: str) -> Encoder:
        if key in self.broken:
            raise ModelUnavailable(f"The model {key} is damaged.")
        return OtherEncoder() if key == "balanced" else ColourEncoder()

    def offers(self, sizes: Mapping[str, tuple[int, int]]) -> list[ModelOffer]:
        offers = super().offers(sizes)
        return [replace(o, installed=True) if o.key == "balanced" else o for o in offers]


@pytest.fixture
def models(tmp_path):
    return TwoModels(tmp_path / "models")


@pytest.fixture
def desk(qtbot, tmp_path, models):
    bridge = Bridge()
    window = MainWindow(bridge, tmp_path / "thumbnails", open_settings(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    window.resize(1000, 700)
    engine = Engine(lambda: Library(tmp_path / "library"), models, bridge.listen)
    link = Posted(engine)
    bridge.attach(link)
    with qtbot.waitExposed(window):
        window.show()
    yield Desk(qtbot, window, bridge, link, tmp_path)
    engine.stop()
    window.close()


@pytest.fixture
def photos(tmp_path):
    for colour in ("red", "green", "blue"):
        make_photo(tmp_path / "photos" / f"{colour}.png", colour)
    return tmp_path / "photos"


def open_page(desk: Desk) -> Page:
    desk.press(desk.window, Qt.Key.Key_Comma, modifier=Qt.KeyboardModifier.ControlModifier)
    page = Page(desk)
    desk.qtbot.waitUntil(lambda: len(page.widget.models._cards) == 7)
    desk.qtbot.waitUntil(lambda: page.card("Starter").isVisible())
    return page


def test_another_model_answers_when_it_has_seen_all_photos(desk, photos):
    drop_folder(desk, photos)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 3)
    page = open_page(desk)
    page.press("Use", "Balanced")

    desk.qtbot.waitUntil(lambda: "In use" in page.says("Balanced"), timeout=10_000)
    desk.qtbot.waitUntil(lambda: "Installed" in page.says("Starter"))
    desk.press(page.widget._back, Qt.Key.Key_Escape)
    desk.type("blue")
    desk.qtbot.waitUntil(lambda: shown_names(desk)[:1] == ["blue.png"], timeout=5_000)


def test_the_way_out_when_the_chosen_model_is_damaged(qtbot, desk, models, photos):
    drop_folder(desk, photos)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 3)
    models.broken.add("balanced")
    page = open_page(desk)

    page.press("Use", "Balanced")
    desk.qtbot.waitUntil(lambda: "The model balanced is damaged." in page.says("Balanced"))

    assert "In use" in page.says("Starter")


class TestDamagedFromTheStart:
    @pytest.fixture
    def models(self, tmp_path):
        models = TwoModels(tmp_path / "models")
        models.broken.add("starter")
        return models

    def test_the_line_leads_to_a_model_that_works(self, desk, photos):
        line = desk.browser.suggestion
        desk.qtbot.waitUntil(line.isVisible)
        desk.qtbot.mouseClick(line._button, Qt.MouseButton.LeftButton)
        page = Page(desk)
        desk.qtbot.waitUntil(lambda: bool(page.widget.models._cards))
        desk.qtbot.waitUntil(lambda: "not working" in page.says("Starter"))

        page.press("Use", "Balanced")

        desk.qtbot.waitUntil(lambda: "In use" in page.says("Balanced"))
        desk.press(page.widget._back, Qt.Key.Key_Escape)
        assert not line.isVisible()
        drop_folder(desk, photos)
        desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 3)
