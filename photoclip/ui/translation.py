"""The program in the person's language: our texts, what the core says, and Qt's own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from photoclip.resources import resource
from photoclip.sentences import Sentence, Value, to_value

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


def say(said: object) -> str:
    """What the core says, in the person's language: a Sentence, or an error that was raised.

    The translations of the core's templates have the context "core". None says nothing.
    """
    return "" if said is None else _write(to_value(said))


def _write(value: Value) -> str:
    if isinstance(value, Sentence):
        template = QCoreApplication.translate("core", value.template)
        values = {name: _write(one) for name, one in value.values}
        return template.format(**values) if values else template
    if isinstance(value, tuple):
        return ", ".join(map(_write, value))
    if isinstance(value, float):
        return QLocale().toString(value, "f", 1)
    return QLocale().toString(value) if isinstance(value, int) else value
