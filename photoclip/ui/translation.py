"""The program in the person's language: our texts and Qt's own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from photoclip.resources import resource

SOURCE = "en"
"""The language of the texts in the code."""


def languages() -> list[str]:
    """Codes of the languages that the program speaks: its source's and those translated to."""
    folder = resource("translations")
    translated = folder.glob("photoclip_*.qm") if folder.is_dir() else ()
    return sorted({SOURCE, *(file.stem.partition("_")[2] for file in translated)})


def install(app: QCoreApplication, language: str = "") -> None:
    """Speak a language, as "de"; empty: the system's, as far as it is known.

    Numbers and dates keep the habits of the person's region where the language is the same.
    """
    system = QLocale()
    locale = QLocale(language) if language else system
    if language and locale.language() != system.language():
        QLocale.setDefault(locale)
    places = (
        ("photoclip", str(resource("translations"))),
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
    )
    for name, folder in places:
        translator = QTranslator(app)
        if translator.load(locale, name, "_", folder):
            app.installTranslator(translator)
