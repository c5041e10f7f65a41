"""What opens under the search field when it is asked for: a name to save, a question, filters."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from photoclip.ui.filter_panel import FilterPanel
from photoclip.ui.question import Question
from photoclip.ui.saving_row import SavingRow
from photoclip.ui.theme import GAP


class SearchFoot(QWidget):
    """Takes no room as long as nothing of it is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saving = SavingRow()
        self.question = Question()
        self.filters = FilterPanel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for widget in (self.saving, self.question, self.filters):
            layout.addWidget(widget)
