"""The page with the models, as a person uses it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QScrollBar, QWidget
from ui.desk import Desk
from ui.models import INSTALLED, list_models
from ui.settings_desk import HALF, READY, Page, read, share, shown
from ui.test_accessibility import spoken_name, unnamed

from photoclip.domain import ModelOffer
from photoclip.messages import (
    ArrivalFailed,
    ArrivalProgress,
    FetchModels,
    RemoveModel,
    Search,
    UseModel,
)
from photoclip.sentences import Sentence


@pytest.fixture
def page(desk: Desk) -> Page:
    desk.fill()
    desk.press(desk.window, Qt.Key.Key_Comma, modifier=Qt.KeyboardModifier.ControlModifier)
    page = Page(desk)
    desk.hear(READY, list_models())
    return page


# --- opening and closing ------------------------------------------------------------------------


def test_a_key_opens_it_and_asks_for_the_models(desk):
    desk.fill()
    desk.press(desk.window, Qt.Key.Key_Comma, modifier=Qt.KeyboardModifier.ControlModifier)

    assert desk.window._settings_page.isVisible()
    assert desk.link.posted[-1] == FetchModels()


def test_the_menu_opens_it(desk):
    (action,) = (a for a in desk.window.actions() if a.text() == "Settings…")
    action.trigger()

    assert desk.window._settings_page.isVisible()


@pytest.mark.parametrize("listed_before", [True, False], ids=["listed before", "still to come"])
def test_who_asks_for_the_models_sees_them_first(desk, listed_before):
    desk.fill()
    if listed_before:
        desk.hear(READY, list_models())
    desk.browser.suggestion.pressed.emit()
    desk.hear(list_models())
    page = Page(desk)

    desk.qtbot.waitUntil(lambda: 0 <= top(page, page.widget.models) <= 16)

    page.widget._area.verticalScrollBar().triggerAction(QScrollBar.SliderAction.SliderToMinimum)
    desk.hear(list_models("balanced", balanced=INSTALLED))
    desk.qtbot.waitUntil(lambda: "In use" in page.says("Balanced"))
    assert top(page, page.widget.models) > 100


def test_a_question_at_the_lower_edge_is_seen_whole(page):
    (button,) = (b for b in shown(page.card("Research"), QAbstractButton) if b.isEnabled())
    bar, view = page.widget._area.verticalScrollBar(), page.widget._area.viewport()
    page.desk.qtbot.waitUntil(lambda: button.height() >= button.sizeHint().height())
    bar.setValue(bar.value() + top(page, button) + button.height() + 4 - view.height())
    length = bar.maximum()

    page.press("Download…", "Research")

    (no,) = (b for b in shown(page.card("Research"), QAbstractButton) if b.text() == "Cancel")
    page.desk.qtbot.waitUntil(lambda: bar.maximum() > length)
    assert 0 < top(page, no) <= view.height() - no.height()


def top(page: Page, part: QWidget) -> int:
    """How far below the upper edge of what can be seen, in pixels."""
    return part.mapTo(page.widget._area.viewport(), QPoint()).y()


def test_nothing_is_fetched_while_it_is_closed(desk):
    desk.fill()
    desk.hear(READY, list_models(), READY)

    assert desk.link.last(FetchModels) is None


def test_escape_closes_it_and_keeps_the_search(page):
    page.desk.bar.show_text("red")
    page.desk.press(page.widget._back, Qt.Key.Key_Escape)

    assert page.desk.browser.isVisible()
    assert page.desk.edit.text() == "red"


def test_it_opens_over_the_viewer_and_closes_to_the_photos(desk):
    desk.fill()
    desk.press(desk.edit, Qt.Key.Key_Down)
    desk.press(desk.grid, Qt.Key.Key_Return)
    desk.press(desk.viewer, Qt.Key.Key_Comma, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.window._settings_page.isVisible()

    desk.press(desk.window._settings_page._back, Qt.Key.Key_Escape)

    assert desk.grid.isVisible()


def test_searching_closes_it(page):
    page.desk.press(page.widget._back, Qt.Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)

    assert page.desk.edit.hasFocus()
    assert not page.widget.isVisible()


def test_the_keys_for_photos_do_nothing_behind_it(page):
    page.desk.grid.go_to(0)
    searches = page.link.last(Search)

    page.desk.press(page.widget._back, Qt.Key.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)

    assert page.link.last(Search) is searches
    assert page.widget.isVisible()


# --- what a card says ---------------------------------------------------------------------------


def test_what_a_card_says_of_a_model(page):
    said = page.says("Balanced")

    for text in ("The usual choice.", "English", "fast", "73 %", "40 %", "605 MB to download"):
        assert text in said
    assert "Licence: MIT. Any use, also commercial." in said
    assert "recommended" in said
    tips = [w.toolTip() for w in shown(page.card("Balanced"), QWidget)]
    assert any("72.8 %" in tip and "https://example.org/results" in tip for tip in tips)


def test_an_approximate_size_and_a_restricted_licence_say_so(page):
    said = page.says("Research")

    assert "about 398 MB to download" in said
    assert "for research only" in said


def test_the_model_in_use_offers_nothing_to_do(page):
    assert "In use" in page.says("Starter")
    assert page.buttons("Starter") == []


def test_disk_use_is_shown(page):
    page.list(starter={"vectors": 1204, "vectors_size": 925_000})

    assert "925 kB for what it knows of 1,204 photos" in page.says("Starter")


def test_an_imported_model_has_a_card_too(page):
    own = ModelOffer(
        "vit-1234",
        Sentence("ViT-B-32"),
        Sentence("Imported from {source}.", source="/media"),
        "ViT-B-32",
        Sentence(""),
        Sentence(""),
        Sentence("x"),
        Sentence(""),
    )
    page.list(more=(own,))

    assert "Imported from /media." in page.says("ViT-B-32")
    assert "Speed" not in page.says("ViT-B-32")
    page.list()
    assert len(page.widget.models._cards) == 3


# --- using --------------------------------------------------------------------------------------


def test_using_a_model_says_beforehand_what_it_means(page):
    page.list(balanced=INSTALLED)
    assert (
        "Your photos will be looked at again in the background; searching goes on meanwhile."
        in page.says("Balanced")
    )

    page.press("Use", "Balanced")

    assert page.link.posted[-1] == UseModel("balanced")


def test_a_change_of_model_shows_its_share_and_can_be_taken_back(page):
    page.list("starter", "balanced", 0.34, balanced=INSTALLED)
    assert "Getting ready: 34 %" in page.says("Balanced")
    assert "Searching goes on with Starter meanwhile." in page.says("Balanced")
    assert share(page, "Balanced") == (0, 340, 1000)

    page.press("Take back", "Balanced")

    assert page.link.posted[-1] == UseModel("starter")


def test_the_share_is_asked_for_again_while_a_change_goes_on(page):
    looking = page.desk.window._choosing._looking
    looking.setInterval(1)
    page.list("starter", "balanced", 0.34, balanced=INSTALLED)
    before = page.link.posted.count(FetchModels())

    page.desk.qtbot.waitUntil(lambda: page.link.posted.count(FetchModels()) == before + 1)
    page.list("balanced", balanced=INSTALLED)
    assert not looking.isActive()


def test_removing_asks_first_and_says_what_it_frees(page):
    page.list(balanced=INSTALLED | {"vectors": 1204, "vectors_size": 1_200_000})
    page.press("Remove…", "Balanced")
    assert "Remove Balanced? That frees 606 MB; your photos stay." in page.says("Balanced")
    page.press("Keep", "Balanced")
    assert page.link.last(RemoveModel) is None
    page.press("Remove…", "Balanced")

    page.press("Remove", "Balanced")

    assert page.link.last(RemoveModel) == RemoveModel("balanced")


def test_the_starter_can_only_forget_what_it_knows(page):
    vectors = {"vectors": 1204, "vectors_size": 925_000}
    page.list("balanced", balanced=INSTALLED, starter=vectors)

    page.press("Remove…", "Starter")

    assert "Forget what Starter knows of your photos? That frees 925 kB." in page.says("Starter")


def test_a_question_is_dropped_when_its_model_changed_meanwhile(page):
    page.press("Download…", "Balanced")
    page.list(balanced=INSTALLED)

    assert page.buttons("Balanced") == ["Use", "Remove…"]


def test_a_model_that_knows_all_photos_takes_a_moment(page):
    knows = {"vectors": 400, "vectors_size": 1}
    page.list(starter=knows, balanced=INSTALLED | knows)
    assert "It has looked at your photos already" in page.says("Balanced")
    page.list(starter=knows, balanced=INSTALLED | knows | {"vectors": 399})
    assert "Your photos will be looked at again" in page.says("Balanced")


# --- beside the page ----------------------------------------------------------------------------


def test_a_download_is_seen_from_the_photos_too(page):
    page.desk.press(page.widget._back, Qt.Key.Key_Escape)
    page.hear(ArrivalProgress("balanced", HALF))
    link = page.desk.browser.status_line._arrival
    assert link.text() == "Balanced: 50 %"

    page.desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert page.widget.isVisible()
    page.hear(ArrivalProgress("balanced", None))
    assert not link.isVisibleTo(page.desk.browser)


def test_a_failure_behind_the_photos_is_told_there(page):
    page.desk.press(page.widget._back, Qt.Key.Key_Escape)
    page.hear(ArrivalFailed("balanced", Sentence("There is no network.")))

    assert "There is no network." in read(page.desk.window._notice)


# --- keyboard and screen reader -----------------------------------------------------------------


def test_every_control_has_a_name(page):
    arrived = {"arrived": 1_000_000}
    page.list("starter", "balanced", 0.5, balanced=INSTALLED, research=arrived)
    assert unnamed(page.desk.window) == []
    page.list()
    page.press("Download…", "Research")
    assert unnamed(page.desk.window) == []


def test_tab_goes_from_card_to_card_and_then_to_the_import(page):
    page.list(balanced=INSTALLED)
    page.widget._back.setFocus()
    visited: list[str] = []
    while "Back to the photos" not in visited and len(visited) < 50:
        page.desk.press(page.desk.window.focusWidget(), Qt.Key.Key_Tab)
        visited.append(spoken_name(page.desk.window.focusWidget()))

    folders, models = visited[:2], visited[-6:]
    assert folders == [
        "Add a folder…",
        "Remove photos from PhotoCLIP; its photos stay where they are",
    ]
    assert models == [
        "Use: Balanced",
        "Remove: Balanced",
        "Download: Research",
        "Import from a file…",
        "Import from a folder…",
        "Back to the photos",
    ]


def test_the_focus_stays_in_the_card_that_was_used(page):
    page.press("Download…", "Balanced")
    page.press("Download", "Balanced")

    assert spoken_name(page.desk.window.focusWidget()) == "Pause: Balanced"
    page.press("Pause", "Balanced")
    page.hear(ArrivalProgress("balanced", None))
    page.list(balanced={"arrived": 1_000_000})
    assert spoken_name(page.desk.window.focusWidget()) == "Continue: Balanced"


def test_a_card_names_its_model_and_state(page):
    names = [spoken_name(card) for card in page.widget.models._cards]
    assert names == [
        "Starter, In use",
        "Balanced, 605 MB to download",
        "Research, about 398 MB to download",
    ]
