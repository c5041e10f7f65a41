from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from photoclip.domain import Filter, Folder
from photoclip.ui.controls import IconButton
from photoclip.ui.side_item import SideEntry
from photoclip.ui.side_list import SideList
from photoclip.ui.side_panel import SidePanel


@pytest.fixture
def panel(qtbot):
    panel = SidePanel()
    qtbot.addWidget(panel)
    panel.resize(230, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def folder(number: int, **changes) -> Folder:
    return Folder(number, Path(f"/photos/{number}"), **changes)


def test_lists_are_as_tall_as_their_lines(qtbot, panel):
    panel.show_folders([folder(n) for n in range(1, 4)])
    low = panel._list.height()
    panel.show_folders([folder(n) for n in range(1, 41)])

    qtbot.waitUntil(lambda: panel._list.height() > 10 * low)
    assert panel.height() == 500


def test_the_current_line_survives_new_counts_and_new_folders(panel):
    panel.show_folders([folder(1), folder(2)])
    panel._list.setCurrentRow(1)

    panel.show_folders([folder(3), folder(1, photos=5), folder(2, photos=9)])

    assert panel._list.current_value() == folder(2, photos=9)


def test_a_section_can_be_added_and_folded_away(qtbot, panel):
    labels = SideList("Labels")
    labels.show_lines([(1, "dog", SideEntry("dog", "tag", 3, colour="#ff0000", indent=1))])
    add = IconButton("plus", "Add a label")

    section = panel.add_section("Labels", labels, add)
    qtbot.waitUntil(labels.isVisible)
    assert add.isVisible()
    (title,) = [b for b in section.findChildren(QToolButton) if b.text() == "Labels"]
    qtbot.mouseClick(title, Qt.MouseButton.LeftButton)

    assert not labels.isVisible()
    assert not section.is_open()


def test_a_line_is_drawn_in_its_colour_and_marked_where_it_is_active(panel):
    lines = SideList("Labels")
    panel.add_section("Labels", lines)
    lines.resize(200, 40)

    def draw(**changes) -> bytes:
        lines.show_lines([(1, "dog", SideEntry("dog", "tag", 3, **changes))])
        return bytes(lines.grab().toImage().constBits())

    assert len({draw(), draw(active=True), draw(colour="#ff0000"), draw(indent=1)}) == 4


def test_the_menu_key_opens_the_menu_of_the_current_line(qtbot, panel):
    panel.show_folders([folder(1), folder(2)])
    panel._list.setCurrentRow(1)
    asked = []
    panel._list.menu_asked.disconnect()
    panel._list.menu_asked.connect(lambda value, at: asked.append(value))

    panel._list.customContextMenuRequested.emit(
        panel._list.visualItemRect(panel._list.item(1)).center()
    )

    assert asked == [folder(2)]


def test_filters_mark_folders(panel):
    panel.show_folders([folder(1), folder(2)])

    panel.show_filter(Filter(folders=("/photos/2",)))

    role = Qt.ItemDataRole.AccessibleTextRole
    assert [panel._list.item(row).data(role) for row in range(2)] == [
        "1, 0 photos",
        "2, 0 photos, shown",
    ]
