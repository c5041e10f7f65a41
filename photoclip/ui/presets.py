"""The names of the ready-made sets of labels, for people."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def named() -> list[tuple[str, str]]:
    """(name of the set, as the engine knows it; what the menu says)."""
    return [
        ("people", translate("presets", "People and events")),
        ("nature", translate("presets", "Nature")),
        ("city", translate("presets", "City")),
        ("food", translate("presets", "Food")),
        ("documents", translate("presets", "Documents and screenshots")),
        ("pets", translate("presets", "Pets")),
        ("travel", translate("presets", "Travel")),
        ("sensitive", translate("presets", "Sensitive content")),
    ]
