"""Models that are downloaded or imported on the page with the settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog
from ui.desk import Desk
from ui.models import INSTALLED, list_models
from ui.settings_desk import HALF, READY, Page, read, share, shown

from photoclip.domain import Progress
from photoclip.messages import (
    ArrivalFailed,
    ArrivalProgress,
    DiscardDownload,
    GetModel,
    ImportModel,
    ModelPhase,
    ModelState,
    StopArrival,
    Trouble,
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


# --- downloading --------------------------------------------------------------------------------


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


# --- importing ----------------------------------------------------------------------------------


def choose(monkeypatch: pytest.MonkeyPatch, path: object) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a: str(path))


def test_a_file_is_imported_by_its_architecture(page, monkeypatch, tmp_path):
    choose(monkeypatch, tmp_path / "model.safetensors")
    page.press("Import from a file…")
    row = page.widget.models._import
    assert row._architecture.hasFocus()
    assert row._architecture.placeholderText() == "ViT-B-32"
    assert "left empty" in read(row)
    page.press("Import")  # the engine may know it, or says that it does not
    assert page.link.posted[-1] == ImportModel(tmp_path / "model.safetensors", None)
    failed = ArrivalFailed("import", Sentence("Nothing says which."))
    page.hear(ArrivalProgress("import", None), failed)
    assert "Nothing says which." in read(row)

    page.desk.qtbot.keyClicks(row._architecture, "ViT-B-32/laion2b")
    page.desk.press(row._architecture, Qt.Key.Key_Return)

    asked = ImportModel(tmp_path / "model.safetensors", "ViT-B-32/laion2b")
    assert page.link.posted[-1] == asked


@pytest.mark.parametrize("name", ["", "open_clip_model.safetensors"], ids=["folder", "file"])
def test_what_is_described_needs_no_architecture(page, monkeypatch, tmp_path, name):
    (tmp_path / "open_clip_config.json").write_text("{}")
    choose(monkeypatch, tmp_path / name)

    page.press("Import from a folder…")
    assert "not needed" in read(page.widget.models._import)
    page.press("Import")

    assert page.link.posted[-1] == ImportModel(tmp_path / name, None)


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


# --- when the chosen model does not work --------------------------------------------------------


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
