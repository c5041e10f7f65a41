"""What the person chose about the window itself, in an INI file of the library."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

_MB = 1_000_000
SIZES = (200 * _MB, 500 * _MB, 2000 * _MB, 5000 * _MB, 20_000 * _MB)
"""Offered limits of the thumbnail cache, in bytes."""

SRGB = "srgb"


@dataclass(frozen=True, slots=True)
class Preferences:
    """``theme`` is "", "light" or "dark"; ``language`` "" or a code as "de"; empty: the system's.

    ``device`` is "", "cpu", "cuda" or "mps"; ``threads`` 0 leaves the number to the program. Both
    and the language take effect with the next start. ``veil`` is how photos with sensitive labels
    are shown (see ``photoclip.ui.veil``), ``grouping`` how photos in order of time are: a value of
    ``photoclip.ui.date_sections.Grouping``. ``screen`` is whose colours the screen has: "" the
    system's profile, SRGB, or the path of a profile.
    """

    theme: str = ""
    language: str = ""
    device: str = ""
    threads: int = 0
    thumbnails: int = 2000 * _MB
    veil: str = ""
    grouping: str = "month"
    screen: str = ""


def open_settings(path: Path) -> QSettings:
    """The file, which may not exist yet."""
    return QSettings(str(path), QSettings.Format.IniFormat)


def read(settings: QSettings) -> Preferences:
    """As they were kept; what is damaged falls back to the usual."""
    usual = Preferences()
    return Preferences(
        theme=_text(settings, "theme"),
        language=_text(settings, "language"),
        device=_text(settings, "device"),
        threads=_number(settings, "threads", usual.threads),
        thumbnails=_number(settings, "thumbnails", usual.thumbnails) or usual.thumbnails,
        veil=_text(settings, "veil"),
        grouping=_text(settings, "grouping", usual.grouping),
        screen=_text(settings, "screen"),
    )


def write(settings: QSettings, preferences: Preferences) -> None:
    for name, value in asdict(preferences).items():
        settings.setValue(f"preferences/{name}", value)
    settings.sync()


def _text(settings: QSettings, name: str, usual: str = "") -> str:
    return str(settings.value(f"preferences/{name}", usual))


def _number(settings: QSettings, name: str, usual: int) -> int:
    try:
        return max(0, int(str(settings.value(f"preferences/{name}", usual))))
    except ValueError:
        return usual
