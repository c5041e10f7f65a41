"""The pane at the right of the window: information on the photo, or the editor of a label."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from photoclip.domain import LikePhoto, Photo, Query
from photoclip.ui.bridge import Bridge
from photoclip.ui.comparison import Comparison
from photoclip.ui.explanation import Explanation
from photoclip.ui.exposures import Exposures
from photoclip.ui.info_panel import InfoPanel
from photoclip.ui.label_editor import LabelEditor
from photoclip.ui.similar_row import SimilarRow


class SidePane(QStackedWidget):
    """Hidden until it is asked for; each part asks the engine only while it can be seen."""

    looked_at = Signal(object)
    """A Photo that the person wants to see."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.info = InfoPanel()
        self.editor = LabelEditor()
        self._exposures = Exposures(self)
        self._exposures.read.connect(self.info.show_exposure)
        self._similar = SimilarRow(bridge)
        self._similar.chosen.connect(self.looked_at)
        self._explanation = Explanation(bridge)
        self._comparison = Comparison(bridge)
        self._why = self.info.add_section(self.tr("Why it is here"), self._explanation)
        self._like = self.info.add_section(self.tr("Most like it"), self._similar)
        self._which = self.info.add_section(self.tr("Which fits best?"), self._comparison)
        self.addWidget(self.info)
        self.addWidget(self.editor)

    def show_photos(self, photos: list[Photo], query: Query) -> None:
        """Of one photo all that is known, of several what they share."""
        if self.isHidden():
            return
        self.info.show_photos(photos)
        one = photos[0] if len(photos) == 1 else None
        asked = one is not None and any(
            not isinstance(term, LikePhoto) or term.photo_id != one.id for term in query.terms
        )
        for widget in (self._like, self._similar, self._which, self._comparison):
            widget.setVisible(one is not None)
        for widget in (self._why, self._explanation):
            widget.setVisible(asked)
        self._similar.show_photo(one)
        self._exposures.want(one)
        if one is not None:
            self._comparison.show_photo(one)
            if asked:
                self._explanation.show_photo(one, query)

    def set_veil(self, is_veiled: Callable[[Photo], bool], *, leaves_out: bool) -> None:
        """See ``SimilarRow.set_veil``."""
        self._similar.set_veil(is_veiled, leaves_out=leaves_out)

    def open_info(self) -> None:
        self.setCurrentWidget(self.info)
        self.show()

    def open_editor(self) -> None:
        self.setCurrentWidget(self.editor)
        self.show()

    def set_screen(self, profile: bytes | None) -> None:
        """See ``Pictures.set_screen``."""
        self._similar.set_screen(profile)

    def leave_editor(self) -> None:
        """As if the person had cancelled it."""
        if self.is_editing():
            self.editor.closed.emit()

    def is_editing(self) -> bool:
        return not self.isHidden() and self.currentWidget() is self.editor

    def close_workers(self) -> None:
        self._exposures.close()
        self._similar.close_workers()
        self.editor.close_workers()
