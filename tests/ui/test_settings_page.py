"""The page with the models, as a person uses it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFileDialog, QProgressBar, QWidget
from ui.desk import Desk
from ui.models import INSTALLED, list_models
from ui.test_accessibility import spoken_name, unnamed

from photoclip.domain import ModelOffer, Progress
from photoclip.messages import (
    ArrivalFailed,
    ArrivalProgress,
    DiscardDownload,
    FetchModels,
    GetModel,
    ImportModel,
    ModelPhase,
    ModelState,
    RemoveModel,
    Search,
    StopArrival,
    Trouble,
    UseModel,
)
from photoclip.sentences import Sentence

READY = ModelState(ModelPhase.READY, "Starter", "cpu")
HALF = Progress("Downloading Balanced", 302_600_000, 605_189_364, 5_200_000.0, 130.0)


@pytest.fixture
def page(desk: Desk) -> Page:
    desk.fill()
    desk.press(desk.window, Qt.Key.Key_Comma, modifier=Qt.KeyboardModifier.ControlModifier)
    page = Page(desk)
    desk.hear(READY, list_models())
    return page


class Page:
    """A person at the settings page."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.widget = desk.window._settings_page
        self.link = desk.link

    def hear(self, *events: object) -> None:
        self.desk.hear(*events)

    def list(self, *arguments: object, **changes: object) -> None:
        self.hear(list_models(*arguments, **changes))
        # What is new in a layout is shown when the layout is next at work.
        cards = self.widget.models._cards
        self.desk.qtbot.waitUntil(lambda: all(card.isVisible() for card in cards))

    def card(self, name: str) -> QWidget:
        (card,) = (c for c in self.widget.models._cards if c.accessibleName().startswith(name))
        return card

    def says(self, name: str) -> str:
        return read(self.card(name))

    def buttons(self, name: str) -> list[str]:
        return [b.text() for b in shown(self.card(name), QAbstractButton) if b.isEnabled()]

    def press(self, text: str, name: str | None = None) -> None:
        place = self.card(name) if name else self.widget
        (button,) = (b for b in shown(place, QAbstractButton) if b.text() == text)
        self.desk.qtbot.waitUntil(lambda: button.height() >= button.sizeHint().height())
        self.desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(place: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [child for child in place.findChildren(kind) if child.isVisible()]


def read(place: QWidget) -> str:
    return "\n".join(w.text() for w in shown(place, QWidget) if hasattr(w, "text"))


def share(page: Page, name: str) -> tuple[int, int, int]:
    (bar,) = (
        bar
        for bar in shown(page.card(name), QProgressBar)
        if bar.accessibleName().startswith("Progress")
    )
    return bar.minimum(), bar.value(), bar.maximum()


# --- opening and closing


def test_a_key_opens_it_and_asks_for_the_models(desk):
    desk.fill()
    desk.press(desk.window, Qt.Key.Key_Comma, modifier=Qt.KeyboardModifier.ControlModifier)

    assert desk.window._settings_page.isVisible()
    assert desk.link.posted[-1] == FetchModels()


def test_the_menu_opens_it(desk):
    (action,) = (a for a in desk.window.actions() if a.text() == "Settings…")
    action.trigger()

    assert desk.window._settings_page.isVisible()


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


# --- what a card says


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


# --- downloading


def test_a_download_tells_size_and_licence_first(page):
    page.press("Download…", "Balanced")

    assert page.link.last(GetModel) is None
    asked = page.says("Balanced")
    assert "A download of 605 MB from the model hub. Licence: MIT. Any use, also" in asked
    page.press("Download", "Balanced")

    assert page.link.last(GetModel) == GetModel("balanced")
    assert "Connecting…" in page.says("Balanced")
    assert page.buttons("Balanced") == ["Pause"]


def test_escape_takes_the_question_back_and_leaves_the_page_open(page):
    page.press("Download…", "Balanced")
    page.desk.press(page.desk.window.focusWidget(), Qt.Key.Key_Escape)

    assert page.widget.isVisible()
    assert page.buttons("Balanced") == ["Download…"]
    assert page.link.last(GetModel) is None


def test_enter_presses_the_button_of_a_question_that_has_the_focus(page):
    page.press("Download…", "Balanced")
    page.desk.press(page.desk.window.focusWidget(), Qt.Key.Key_Return)  # on Cancel

    assert page.buttons("Balanced") == ["Download…"]
    assert page.link.last(GetModel) is None


def test_a_research_licence_must_be_accepted(page):
    page.press("Download…", "Research")
    assert page.buttons("Research") == ["I have read this and keep to it.", "Cancel"]

    (box,) = shown(page.card("Research"), QCheckBox)
    assert box.hasFocus()
    page.desk.press(box, Qt.Key.Key_Space)
    page.press("Download", "Research")

    assert page.link.last(GetModel) == GetModel("research", accept_licence=True)


def test_an_acceptance_is_not_remembered_for_the_next_question(page):
    page.press("Download…", "Research")
    (box,) = shown(page.card("Research"), QCheckBox)
    page.desk.press(box, Qt.Key.Key_Space)
    page.press("Cancel", "Research")

    page.press("Download…", "Research")

    assert not box.isChecked()
    assert "Download" not in page.buttons("Research")


def test_progress_in_bytes_with_rate_and_time(page):
    page.hear(ArrivalProgress("balanced", HALF))

    said = page.says("Balanced")
    assert "303 MB of 605 MB · 5.2 MB a second · about 2 minutes left" in said
    assert share(page, "Balanced") == (0, 500, 1000)
    assert page.buttons("Research") == []


def test_what_has_come_whole_is_being_checked(page):
    page.hear(ArrivalProgress("balanced", Progress("x", 605_189_364, 605_189_364)))

    assert "Checking what has come…" in page.says("Balanced")
    assert share(page, "Balanced")[2] == 0


def test_pause_keeps_what_has_come_and_continue_goes_on(page):
    page.hear(ArrivalProgress("balanced", HALF))
    page.press("Pause", "Balanced")
    assert page.link.posted[-1] == StopArrival()
    assert "Stopping…" in page.says("Balanced")
    assert page.buttons("Balanced") == []
    page.hear(ArrivalProgress("balanced", HALF))
    assert "Stopping…" in page.says("Balanced")

    page.hear(ArrivalProgress("balanced", None))
    page.list(balanced={"arrived": 302_600_000})
    assert "303 MB of 605 MB are here" in page.says("Balanced")
    page.press("Continue", "Balanced")

    assert page.link.posted[-1] == GetModel("balanced")


def test_discarding_asks_first(page):
    page.list(balanced={"arrived": 302_600_000})
    page.press("Discard…", "Balanced")
    assert "Discard the 303 MB that have come of Balanced?" in page.says("Balanced")
    assert page.link.last(DiscardDownload) is None

    page.press("Discard", "Balanced")

    assert page.link.last(DiscardDownload) == DiscardDownload("balanced")


def test_a_failed_download_says_why_in_its_card(page):
    page.press("Download…", "Balanced")
    page.press("Download", "Balanced")
    page.hear(
        ArrivalProgress("balanced", None),
        ArrivalFailed("balanced", Sentence("There is no network.")),
    )
    page.list()

    assert "There is no network." in page.says("Balanced")
    assert page.buttons("Balanced") == ["Download…"]
    assert not page.desk.window._notice.isVisible()
    page.press("Download…", "Balanced")
    page.press("Download", "Balanced")
    assert "There is no network." not in page.says("Balanced")


def test_a_download_that_cannot_begin_does_not_hang(page):
    page.press("Download…", "Balanced")
    page.press("Download", "Balanced")
    page.hear(Trouble(Sentence("Another model is on its way; stop it first, or wait.")))

    assert page.buttons("Balanced") == ["Download…"]
    assert "Another model is on its way" in read(page.desk.window._notice)


# --- using


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


# --- importing


def choose(monkeypatch: pytest.MonkeyPatch, path: object) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a: str(path))


def test_importing_a_file_needs_its_architecture(page, monkeypatch, tmp_path):
    choose(monkeypatch, tmp_path / "model.safetensors")
    page.press("Import from a file…")
    row = page.widget.models._import
    assert row._architecture.hasFocus()
    assert row._architecture.placeholderText() == "ViT-B-32"
    assert not row._begin_button.isEnabled()

    page.desk.qtbot.keyClicks(row._architecture, "ViT-B-32/laion2b")
    page.desk.press(row._architecture, Qt.Key.Key_Return)

    asked = ImportModel(tmp_path / "model.safetensors", "ViT-B-32/laion2b")
    assert page.link.posted[-1] == asked


def test_a_folder_with_its_config_needs_no_architecture(page, monkeypatch, tmp_path):
    (tmp_path / "open_clip_config.json").write_text("{}")
    choose(monkeypatch, tmp_path)

    page.press("Import from a folder…")
    page.press("Import")

    assert page.link.posted[-1] == ImportModel(tmp_path, None)


def test_a_file_dialog_that_is_cancelled_changes_nothing(page, monkeypatch):
    choose(monkeypatch, "")
    page.press("Import from a file…")

    assert not page.widget.models._import._form.isVisible()


def test_an_import_shows_progress_can_be_stopped_and_says_why_it_failed(
    page, monkeypatch, tmp_path
):
    (tmp_path / "open_clip_config.json").write_text("{}")
    choose(monkeypatch, tmp_path)
    page.press("Import from a folder…")
    page.press("Import")
    row = page.widget.models._import
    page.hear(ArrivalProgress("import", Progress("Importing", 100_000_000, 400_000_000)))
    assert "100 MB of 400 MB" in read(row)
    page.press("Stop")
    assert page.link.posted[-1] == StopArrival()

    page.hear(
        ArrivalProgress("import", None), ArrivalFailed("import", Sentence("It holds no weights."))
    )
    assert "It holds no weights." in read(row)
    assert row._form.isVisible()


def test_after_an_import_the_row_is_as_before(page, monkeypatch, tmp_path):
    (tmp_path / "open_clip_config.json").write_text("{}")
    choose(monkeypatch, tmp_path)
    page.press("Import from a folder…")
    page.press("Import")
    page.hear(ArrivalProgress("import", None))
    page.list()

    assert page.widget.models._import._file.isVisible()


# --- when the chosen model does not work


def test_the_way_out_of_a_damaged_model(desk):
    desk.fill()
    desk.hear(ModelState(ModelPhase.FAILED, reason=Sentence("The model Balanced is damaged.")))
    line = desk.browser.suggestion
    assert "The model Balanced is damaged. Browsing goes on without it." in read(line)
    assert desk.grid.isVisible()
    desk.qtbot.mouseClick(line._button, Qt.MouseButton.LeftButton)
    page = Page(desk)
    page.list("balanced", balanced=INSTALLED)

    assert "Chosen, but not working" in page.says("Balanced")
    assert "The model Balanced is damaged." in page.says("Balanced")
    assert page.buttons("Balanced") == ["Try again", "Download again…"]
    assert "goes on meanwhile" not in page.says("Starter")
    page.press("Use", "Starter")
    assert page.link.posted[-1] == UseModel("starter")
    page.hear(ModelState(ModelPhase.STARTING), READY)
    page.list()
    assert not line.isVisibleTo(desk.browser)


def test_a_missing_model_can_only_be_fetched_again(page):
    page.hear(
        ModelState(ModelPhase.FAILED, reason=Sentence("The model Balanced is not installed."))
    )
    page.list("balanced")

    assert page.buttons("Balanced") == ["Download again…"]


def test_the_chosen_model_is_used_as_soon_as_it_is_fetched_again(page):
    page.hear(ModelState(ModelPhase.FAILED, reason=Sentence("The model Balanced is damaged.")))
    page.list("balanced", balanced=INSTALLED)
    page.press("Download again…", "Balanced")
    page.press("Download", "Balanced")
    page.hear(ArrivalProgress("balanced", HALF), ArrivalProgress("balanced", None))
    assert page.link.last(UseModel) is None

    page.list("balanced", balanced=INSTALLED)

    assert page.link.last(UseModel) == UseModel("balanced")


@pytest.mark.parametrize("stop", [True, False])
def test_it_is_not_used_when_fetching_it_again_came_to_nothing(page, stop):
    page.hear(ModelState(ModelPhase.FAILED, reason=Sentence("The model Balanced is damaged.")))
    page.list("balanced", balanced=INSTALLED)
    page.hear(ArrivalProgress("balanced", HALF))
    if stop:
        page.press("Pause", "Balanced")
    page.hear(ArrivalProgress("balanced", None))
    if not stop:
        page.hear(ArrivalFailed("balanced", Sentence("There is no network.")))
    page.list("balanced", balanced=INSTALLED)

    assert page.link.last(UseModel) is None
    assert page.buttons("Balanced") == ["Try again", "Download again…"]


# --- beside the page


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


# --- keyboard and screen reader


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
