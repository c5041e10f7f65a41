"""The page with the photos: search on top, the grid or a sentence in its place, the status line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from photoclip.ui.controls import IconButton, announce, make_label
from photoclip.ui.grid import LARGEST, SMALLEST, USUAL, PhotoGrid
from photoclip.ui.label_list import LabelList
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.placeholder import Placeholder
from photoclip.ui.search_bar import SearchBar
from photoclip.ui.search_foot import SearchFoot
from photoclip.ui.side_folding import SideFolding
from photoclip.ui.side_panel import SidePanel
from photoclip.ui.status_line import StatusLine
from photoclip.ui.suggestion import Suggestion
from photoclip.ui.theme import GAP
from photoclip.ui.thumbnails import Thumbnails


class Browser(QWidget):
    """Only arranges the panels; the window connects them."""

    def __init__(self, model: PhotoModel, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.side_panel = SidePanel()
        self.labels = LabelList()
        self.add_label = IconButton("plus", self.tr("Add labels"))
        self.side_panel.add_section(self.tr("Labels"), self.labels, self.add_label)
        self.search_bar = SearchBar()
        self.search_foot = SearchFoot()
        self.menu_button = IconButton("list", self.tr("Menu"))
        self.side_button = IconButton("folders", self.tr("Folders and labels"))
        self.hint = make_label()
        self.hint.setWordWrap(True)
        self.hint.hide()
        self.suggestion = Suggestion()
        self.grid = PhotoGrid(model, thumbnails)
        self.placeholder = Placeholder()
        self.status_line = StatusLine(SMALLEST, USUAL, LARGEST)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.placeholder)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.side_panel)
        self._right = self._arrange_right()
        self.splitter.addWidget(self._right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([232, 1000])
        self.splitter.setChildrenCollapsible(False)
        SideFolding(self, self.splitter, self.side_panel, self.side_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.status_line)
        self.setTabOrder(self.search_bar, self.search_foot)
        self.setTabOrder(self.search_foot, self.menu_button)
        self.setTabOrder(self.menu_button, self.grid)
        self.setTabOrder(self.grid, self.side_panel)
        self.setTabOrder(self.side_panel, self.status_line)

    def _arrange_right(self) -> QWidget:
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.side_button)
        top.addWidget(self.search_bar, 1)
        top.addWidget(self.menu_button)
        right = QWidget()
        layout = QVBoxLayout(right)
        # The grid's cells bring half a gap of their own.
        layout.setContentsMargins(3 * GAP // 2, 2 * GAP, 0, 0)
        layout.setSpacing(GAP // 2)
        head = QVBoxLayout()
        head.setContentsMargins(GAP // 2, 0, 2 * GAP, 0)
        head.setSpacing(GAP)
        head.addLayout(top)
        for widget in (self.search_foot, self.hint, self.suggestion):
            head.addWidget(widget)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
        return right

    def minimumSizeHint(self) -> QSize:
        """Without the side panel, which is folded away where it has no room."""
        return QSize(self._right.minimumSizeHint().width(), super().minimumSizeHint().height())

    def show_hint(self, sentence: str, *, quiet: bool = False) -> None:
        """One sentence under the search field; an empty one takes it away."""
        self.hint.setText(sentence)
        self.hint.setProperty("warning", not quiet)
        self.hint.setProperty("quiet", quiet)
        self.hint.style().polish(self.hint)
        self.hint.setVisible(bool(sentence))
        announce(self.hint, sentence)

    def show_grid(self) -> None:
        self.stack.setCurrentWidget(self.grid)

    def show_placeholder(self) -> None:
        self.stack.setCurrentWidget(self.placeholder)
