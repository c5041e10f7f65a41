from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from photoclip.domain import Label
from photoclip.ui.label_list import LabelList, nest
from photoclip.ui.side_item import ENTRY_ROLE, SideEntry
from photoclip.ui.side_list import SideList

ANIMAL = Label(1, "animal", photos=5)
DOG = Label(2, "dog", parent_id=1, photos=3, colour="#c0392b")
PUPPY = Label(3, "puppy", parent_id=2)
BEACH = Label(4, "beach", photos=1, sensitive=True)


@pytest.fixture
def lines(qtbot: Any) -> LabelList:
    lines = LabelList()
    qtbot.addWidget(lines)
    lines.show_labels([ANIMAL, BEACH, DOG, PUPPY])
    return lines


def _texts(lines: LabelList) -> list[tuple[str, int]]:
    entries = [lines.item(row).data(ENTRY_ROLE) for row in range(lines.count())]
    return [(entry.name, entry.indent) for entry in entries]


def _act(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_what_lies_in_a_label_stands_below_it(lines: LabelList) -> None:
    assert _texts(lines) == [("animal", 0), ("dog", 1), ("puppy", 2), ("beach", 0)]


def test_a_label_whose_parent_is_gone_stands_by_itself() -> None:
    assert list(nest([DOG])) == [(DOG, 0)]


def test_a_line_tells_a_screen_reader_its_count(lines: LabelList) -> None:
    assert lines.item(1).data(Qt.ItemDataRole.AccessibleTextRole) == "dog, 3 photos"


def test_choosing_alone_and_beside_others(lines: LabelList, qtbot: Any) -> None:
    chosen: list[tuple[str, bool]] = []
    lines.label_chosen.connect(lambda name, beside: chosen.append((name, beside)))
    lines.setCurrentRow(1)
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    lines.setCurrentRow(3)
    qtbot.keyClick(lines, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert chosen == [("dog", False), ("beach", True)]


def test_the_shown_labels_are_marked(lines: LabelList) -> None:
    lines.show_filter(("dog",))
    active = [lines.item(row).data(ENTRY_ROLE).active for row in range(4)]
    assert active == [False, True, False, False]


def test_the_menu_of_a_label(lines: LabelList) -> None:
    told: list[tuple[str, object]] = []
    lines.edit_asked.connect(lambda label: told.append(("edit", label)))
    lines.review_asked.connect(lambda label: told.append(("review", label)))
    lines.label_removal_asked.connect(lambda label: told.append(("remove", label)))
    lines.merge_asked.connect(lambda one, into: told.append(("merge", (one, into))))
    menu = lines.make_menu(DOG)
    _act(menu, "Edit…")
    _act(menu, "Review its photos…")
    _act(menu, "Remove")
    merge = next(action.menu() for action in menu.actions() if action.menu())
    assert [action.text().strip() for action in merge.actions()] == ["animal", "puppy", "beach"]
    _act(merge, "animal")
    assert told == [("edit", DOG), ("review", DOG), ("remove", DOG), ("merge", (DOG, ANIMAL))]


def test_delete_removes_and_a_new_name_renames(lines: LabelList, qtbot: Any) -> None:
    removed: list[object] = []
    changed: list[Label] = []
    lines.label_removal_asked.connect(removed.append)
    lines.changed.connect(changed.append)
    lines.setCurrentRow(3)
    qtbot.keyClick(lines, Qt.Key.Key_Delete)
    assert removed == [BEACH]
    lines.item(1).setData(Qt.ItemDataRole.EditRole, "hound")
    assert [(label.id, label.name) for label in changed] == [(2, "hound")]


def test_f2_renames_and_a_name_stands_there_only_when_it_was_taken(
    lines: LabelList, qtbot: Any
) -> None:
    changed: list[Label] = []
    lines.changed.connect(changed.append)
    lines.setCurrentRow(1)
    qtbot.keyClick(lines, Qt.Key.Key_F2)
    edit = lines.findChild(QLineEdit)
    edit.clear()
    qtbot.keyClicks(edit, "animal")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(changed))
    assert [(label.id, label.name) for label in changed] == [(2, "animal")]
    assert lines.item(1).text() == "dog"
    lines.show_labels([ANIMAL, BEACH, changed[0], PUPPY])
    assert lines.item(1).text() == "animal"


def test_folders_have_the_names_that_the_disk_gives_them(qtbot: Any) -> None:
    folders = SideList("Folders")
    qtbot.addWidget(folders)
    folders.show_lines([(1, "photos", SideEntry("photos", "folder", 3))])
    folders.setCurrentRow(0)
    qtbot.keyClick(folders, Qt.Key.Key_F2)
    assert folders.findChild(QLineEdit) is None
