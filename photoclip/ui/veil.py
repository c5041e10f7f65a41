"""Which photos are veiled: those with a sensitive label, until the person asks to see them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.domain import Label, Photo

BLUR, HIDE = "blur", "hide"
"""Ways to veil; empty: none."""


class Veil(QObject):
    """Nothing is ever deleted by it, and nothing of a file is changed."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._way = ""
        self._labels: dict[int, str] = {}
        self._lifted = False

    def is_veiled(self, photo: Photo) -> bool:
        """Whether the photo must not be seen for now."""
        return self._is_on() and any(tag.label_id in self._labels for tag in photo.tags)

    def hidden_labels(self) -> tuple[str, ...]:
        """Names of the labels whose photos are not even shown as veiled."""
        return tuple(self._labels.values()) if self._is_on() and self._way == HIDE else ()

    def is_lifted(self) -> bool:
        return self._lifted

    def is_of_use(self) -> bool:
        """Whether there is anything to veil."""
        return bool(self._way and self._labels)

    @Slot(bool)
    def lift(self, on: bool) -> None:
        """Show everything for now; with the next start the veil is back."""
        self._lifted = on
        self.changed.emit()

    def choose(self, way: str) -> None:
        if way != self._way:
            self._way = way
            self.changed.emit()

    @Slot(object)
    def take_labels(self, labels: Sequence[Label]) -> None:
        """The labels as they are now, with all that lies in the sensitive ones."""
        sensitive = {label.id for label in labels if label.sensitive}
        for _ in labels:
            sensitive |= {label.id for label in labels if label.parent_id in sensitive}
        found = {label.id: label.name for label in labels if label.id in sensitive}
        if found != self._labels:
            self._labels = found
            self.changed.emit()

    def _is_on(self) -> bool:
        return bool(self._way) and not self._lifted
