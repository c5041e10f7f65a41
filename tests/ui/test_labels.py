"""The person's labels in the whole window: defining, previewing, giving, reviewing, undoing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from ui.desk import Desk

from photoclip.changes import (
    GiveLabel,
    Judge,
    MergeLabels,
    RemoveLabel,
    RestoreLabel,
    SaveLabel,
    Several,
)
from photoclip.domain import Hits, Label, Verdict
from photoclip.messages import (
    AddPreset,
    Do,
    HistoryChanged,
    LabelPreviewed,
    LabelsChanged,
    PreviewLabel,
    ReviewLabel,
    Search,
    Undo,
)

RED = Label(1, "red", photos=1)


def _run(desk: Desk, text: str) -> None:
    """Choose a command in the palette, as a person does."""
    desk.press(desk.window, Qt.Key.Key_K, modifier=Qt.KeyboardModifier.ControlModifier)
    palette = desk.window._window_actions._palette
    desk.qtbot.keyClicks(palette._edit, text)
    desk.press(palette._edit, Qt.Key.Key_Return)


def _changes(desk: Desk) -> list[object]:
    return [command.change for command in desk.link.posted if isinstance(command, Do)]


def test_defining_a_label_previews_it_and_leaving_brings_the_photos_back(desk: Desk) -> None:
    desk.fill()
    _run(desk, "new label")
    editor = desk.window._side.editor
    assert editor.isVisible()
    desk.qtbot.keyClicks(editor._name, "red")
    preview = desk.posted(PreviewLabel)
    scores = np.array([0.9, 0.6, 0.2, 0.1], np.float32)
    hits = Hits(np.array([3, 1, 2, 4], np.int64), scores, relevant=2)
    desk.hear(LabelPreviewed(preview.serial, hits))
    assert [desk.model.photo_id(row) for row in range(4)] == [3, 1, 2, 4]
    assert editor.caught() == 2
    desk.press(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert isinstance(desk.link.posted[-1], Search)
    assert _changes(desk) == []


def test_a_late_preview_does_not_come_over_the_photos(desk: Desk) -> None:
    desk.fill()
    _run(desk, "new label")
    editor = desk.window._side.editor
    desk.qtbot.keyClicks(editor._name, "red")
    preview = desk.posted(PreviewLabel)
    desk.press(editor, Qt.Key.Key_Escape)
    desk.answer([1, 2, 3, 4])
    desk.hear(LabelPreviewed(preview.serial, Hits(np.array([4], np.int64), np.ones(1, np.float32))))
    assert desk.model.rowCount() == 4


def test_saving_closes_the_editor(desk: Desk) -> None:
    desk.fill()
    _run(desk, "new label")
    editor = desk.window._side.editor
    desk.qtbot.keyClicks(editor._name, "red")
    desk.press(editor._name, Qt.Key.Key_Return)
    [change] = _changes(desk)
    assert isinstance(change, SaveLabel)
    assert change.label.name == "red"
    assert not editor.isVisible()


def test_a_new_label_is_given_to_the_chosen_photos_in_one_change(desk: Desk) -> None:
    desk.fill()
    desk.grid.go_to(0)
    desk.press(desk.grid, Qt.Key.Key_L)
    field = desk.window._side.info._new_label
    desk.qtbot.waitUntil(lambda: desk.window._side.info.photos() != ())
    desk.qtbot.keyClicks(field, "red")
    desk.press(field, Qt.Key.Key_Return)
    assert _changes(desk) == [GiveLabel("red", (1,))]


def test_the_menu_of_a_photo_leads_to_its_labels(desk: Desk) -> None:
    desk.fill()
    desk.grid.go_to(1)
    menu = desk.window._actions.make_menu(desk.window)
    [action] = [one for one in menu.actions() if one.text() == "Add a label…"]
    action.trigger()
    assert desk.window._side.info._new_label.hasFocus()


def test_a_label_just_given_is_what_undo_takes_back(desk: Desk) -> None:
    desk.fill()
    desk.grid.go_to(0)
    desk.press(desk.grid, Qt.Key.Key_L)
    field = desk.window._side.info._new_label
    desk.qtbot.keyClicks(field, "red")
    undo = {"modifier": Qt.KeyboardModifier.ControlModifier}
    desk.press(field, Qt.Key.Key_Z, **undo)  # what is being typed
    assert field.text() == ""
    assert desk.link.last(Undo) is None
    desk.qtbot.keyClicks(field, "red")
    desk.press(field, Qt.Key.Key_Return)
    desk.hear(HistoryChanged(Judge.all([1], 1, Verdict.NONE), None, GiveLabel("red", (1,)), 1))
    desk.press(field, Qt.Key.Key_Z, **undo)
    assert desk.link.posted[-1] == Undo()
    assert field.text() == ""


@pytest.mark.parametrize("opened", [False, True])
def test_escape_leads_from_the_labels_back_to_the_photos(desk: Desk, opened: bool) -> None:
    desk.fill()
    desk.type("red")
    desk.grid.go_to(0)
    photos: QWidget = desk.grid
    if opened:
        desk.press(desk.grid, Qt.Key.Key_Return)
        photos = desk.viewer
    desk.press(photos, Qt.Key.Key_L)
    field = desk.window._side.info._new_label
    desk.qtbot.keyClicks(field, "do")
    desk.press(field, Qt.Key.Key_Escape)
    assert photos.hasFocus()
    assert field.text() == ""
    assert desk.edit.text() == "red"


def test_choosing_a_label_filters_by_it(desk: Desk) -> None:
    desk.fill()
    desk.hear(LabelsChanged([RED]))
    lines = desk.browser.labels
    lines.setCurrentRow(0)
    desk.press(lines, Qt.Key.Key_Return)
    assert desk.link.last(Search).query.filter.labels == ("red",)
    desk.press(lines, Qt.Key.Key_Return)
    assert desk.link.last(Search).query.filter.labels == ()


def test_a_removed_label_is_taken_back_at_once(desk: Desk) -> None:
    desk.fill()
    desk.hear(LabelsChanged([RED]))
    desk.browser.labels.setCurrentRow(0)
    desk.press(desk.browser.labels, Qt.Key.Key_Delete)
    removal = RemoveLabel(1, "red")
    assert _changes(desk) == [removal]
    desk.hear(LabelsChanged([]), HistoryChanged(RestoreLabel(1, "red"), None, removal, 1))
    notice = desk.window._notice
    assert notice._text.text() == "The label “red” was removed."
    notice._act.click()
    assert desk.link.posted[-1] == Undo()


def test_a_merged_label_is_taken_back_at_once(desk: Desk) -> None:
    desk.fill()
    crimson = Label(2, "crimson")
    desk.hear(LabelsChanged([crimson, RED]))
    desk.browser.labels.merge_asked.emit(RED, crimson)
    [merging] = _changes(desk)
    assert merging == MergeLabels(1, 2, "red", "crimson")
    undo = Several((RestoreLabel(1, "red"), SaveLabel(crimson)))
    desk.hear(LabelsChanged([crimson]), HistoryChanged(undo, None, merging, 1))
    notice = desk.window._notice
    assert notice._text.text() == "The label “red” is part of “crimson” now."
    notice._act.click()
    assert desk.link.posted[-1] == Undo()


def test_reviewing_leaves_the_editor_and_its_line_behind(desk: Desk) -> None:
    desk.fill()
    desk.hear(LabelsChanged([RED]))
    desk.window._labels.edit(RED)
    desk.browser.labels.review_asked.emit(RED)
    assert desk.link.last(ReviewLabel) == ReviewLabel(1)
    page = desk.window._review_page
    assert page.isVisible()
    assert not desk.window._side.is_editing()
    desk.press(page, Qt.Key.Key_Escape)
    assert desk.browser.isVisible()
    assert not desk.window._side.editor.isVisible()


def test_ready_made_labels_are_found_in_the_palette(desk: Desk) -> None:
    desk.fill()
    _run(desk, "labels pets")
    assert desk.link.last(AddPreset) == AddPreset("pets")


def test_the_palette_opens_from_the_search_field_too(desk: Desk) -> None:
    desk.fill()
    desk.edit.setFocus()
    desk.type("red")
    desk.press(desk.edit, Qt.Key.Key_K, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.window._window_actions._palette.isVisible()
    assert desk.edit.text() == "red"
