"""What a keyboard reaches, a screen reader can name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from photoclip.domain import Folder, Problem, Progress
from photoclip.messages import FoldersChanged, IndexingProgress, PhotosChanged, ProblemsLoaded
from photoclip.sentences import Sentence


def unnamed(top: QWidget) -> list[str]:
    widgets = [top, *top.findChildren(QWidget)]
    shown = [w for w in widgets if w.isVisible()]
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        for widget in shown
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.focusProxy() is None
        and not spoken_name(widget)
    ]


def spoken_name(widget: QWidget) -> str:
    interface: QAccessibleInterface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


def test_every_control_has_a_name(desk):
    desk.fill()
    desk.hear(
        IndexingProgress(Progress("indexing", 1, 2)),
        PhotosChanged(4, 2),
        FoldersChanged([Folder(1, Path("/photos"))]),
    )
    desk.window._find_similar([desk.model.photo(0)])
    desk.window._dialogs.show_problems()
    desk.hear(ProblemsLoaded([Problem(Path("/photos/a.jpg"), Sentence("It is empty."))]))

    assert unnamed(desk.window) == []
    desk.window._viewing.open_current()
    assert unnamed(desk.window) == []
    assert unnamed(desk.window._dialogs._problems) == []
    desk.window._dialogs._problems.close()


def test_the_invitation_has_named_controls_too(desk):
    desk.hear(FoldersChanged([]))
    desk.answer([])

    assert unnamed(desk.window) == []


def test_a_nameless_control_would_be_found(desk):
    nameless = QWidget(desk.window)
    nameless.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    nameless.show()

    assert len(unnamed(desk.window)) == 1


def test_tab_goes_from_the_search_to_the_photos_and_on(desk):
    desk.fill()
    desk.edit.setFocus()
    visited = []
    for _ in range(9):
        desk.press(desk.window.focusWidget(), Qt.Key.Key_Tab)
        visited.append(spoken_name(desk.window.focusWidget()))

    assert visited == [
        "Filters",
        "Menu",
        "Photos",
        "Size of the photos",
        "Folders",
        "Add a folder",
        "Folders",
        "Labels",
        "Add labels",
    ]
