"""The names of the ready-made sets of labels, and of the labels in them, for people."""

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


def label_names(preset: str) -> tuple[tuple[str, str], ...]:
    """(name of a label in the set, what the person calls it), where that is another one."""
    from photoclip.label_files import find_preset  # reads all sets: not before the first paint

    names = (label.name for label in find_preset(preset).labels)
    pairs = ((name, translate("presets", name)) for name in names)
    return tuple((name, said) for name, said in pairs if name != said)
