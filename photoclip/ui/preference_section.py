"""The settings beside the model: how it looks, how hard it works, what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from photoclip.choices import (
    ACCEPTED,
    ALT_TEXTS,
    CONFIDENT,
    EXCLUDED,
    IN_PHOTOS,
    MADE,
    ON_BATTERY,
    PAUSE,
    TAG_FILES,
    TAG_PLACE,
)
from photoclip.messages import SettingsRead
from photoclip.ui.controls import CheckBox, ComboBox, make_heading, make_label
from photoclip.ui.preferences import SIZES, SRGB, Preferences
from photoclip.ui.theme import GAP
from photoclip.ui.veil import BLUR, HIDE

WRITE_MS = 1500
TITLE_WIDTH = 28 * GAP
_ASK = "?"
THREADS = (0, 1, 2, 4, 8, 16)


class PreferenceSection(QWidget):
    chosen = Signal(object)
    """The Preferences as they are now."""
    choice_made = Signal(str, str)
    """Name and value of a choice that the engine heeds."""

    def __init__(self, preferences: Preferences, languages: Sequence[str]) -> None:
        """``languages``: codes of those that the program speaks."""
        super().__init__()
        self._preferences = preferences
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._add_looks(languages)
        self._add_work()
        self._add_files()

    def preferences(self) -> Preferences:
        return self._preferences

    def set_narrow(self, narrow: bool) -> None:
        """Titles above what they are titles of."""
        policies = QFormLayout.RowWrapPolicy
        for form in self.findChildren(QFormLayout):
            form.setRowWrapPolicy(policies.WrapAllRows if narrow else policies.WrapLongRows)

    # --- the parts

    def _add_looks(self, languages: Sequence[str]) -> None:
        form = self._add_card(self.tr("Appearance"))
        themes = [
            (self.tr("As the system"), ""),
            (self.tr("Light"), "light"),
            (self.tr("Dark"), "dark"),
        ]
        self._add_choice(form, self.tr("Colours"), themes, "theme")
        self._add_screen(form)
        groupings = [
            (self.tr("By day"), "day"),
            (self.tr("By month"), "month"),
            (self.tr("Not at all"), "none"),
        ]
        self._add_choice(
            form, self.tr("Photos in order of time are grouped"), groupings, "grouping"
        )
        veils = [
            (self.tr("Are shown like all others"), ""),
            (self.tr("Are veiled until I ask"), BLUR),
            (self.tr("Are hidden until I ask"), HIDE),
        ]
        self._add_choice(form, self.tr("Photos with sensitive labels"), veils, "veil")
        spoken = [(QLocale(code).nativeLanguageName() or code, code) for code in languages]
        self._add_choice(
            form,
            self.tr("Language (from the next start)"),
            [(self.tr("As the system"), ""), *spoken],
            "language",
        )

    def _add_work(self) -> None:
        form = self._add_card(self.tr("Work"))
        devices = [
            (self.tr("The best there is"), ""),
            (self.tr("Processor"), "cpu"),
            (self.tr("Graphics card (CUDA)"), "cuda"),
            (self.tr("Graphics card (Apple)"), "mps"),
        ]
        self._add_choice(form, self.tr("Model runs on (from the next start)"), devices, "device")
        threads = [
            (self.locale().toString(count) if count else self.tr("As many as are good"), count)
            for count in THREADS
        ]
        self._add_choice(
            form, self.tr("Processor threads (from the next start)"), threads, "threads"
        )
        waiting = self.tr("Wait with indexing while on battery")
        self._battery = self._add_check(form, waiting, ON_BATTERY, PAUSE)
        sizes = [(self.locale().formattedDataSize(size, 0, _SI), size) for size in SIZES]
        self._add_choice(form, self.tr("Room for thumbnails"), sizes, "thumbnails")

    def _add_files(self) -> None:
        form = self._add_card(self.tr("Files"))
        tags = (
            (self.tr("No labels"), ""),
            (self.tr("Labels I accepted"), ACCEPTED),
            (self.tr("Labels I accepted and very likely ones"), CONFIDENT),
        )
        self._tags = self._add_told_choice(
            form, self.tr("Write for other programs"), tags, TAG_FILES
        )
        places = (
            (self.tr("XMP files beside the photos"), ""),
            (self.tr("The photos themselves, where that can be"), IN_PHOTOS),
        )
        self._place = self._add_told_choice(
            form, self.tr("Labels are written into"), places, TAG_PLACE
        )
        self._in_photos = self._add_hint(
            form,
            self.tr(
                "Into JPEG, PNG, WebP and TIFF. Other photos get an XMP file, and one that is there"
                " is written too: it counts before what is in the photo. Pixels and everything"
                " else in the file stay as they are."
            ),
        )
        self._place.currentIndexChanged.connect(self._explain_place)
        self._explain_place()
        self._add_alt_texts(form)
        self._add_exclusions(form)

    def _add_alt_texts(self, form: QFormLayout) -> None:
        making = self.tr("Write descriptions made from labels where there are none")
        self._alt_texts = self._add_check(form, making, ALT_TEXTS, MADE)
        self._add_hint(
            form,
            self.tr(
                "An alternative text from the labels you accepted and the description that fits"
                " best. It never takes the place of another one."
            ),
        )

    def _add_exclusions(self, form: QFormLayout) -> None:
        self._excluded = _Patterns(self.tr("Leave out"))
        self._excluded.written.connect(lambda text: self.choice_made.emit(EXCLUDED, text))
        form.addRow(self._excluded.title, self._excluded)
        self._add_hint(
            form,
            self.tr(
                "One name or path on each line, such as *.gif or Screenshots. Nothing is deleted."
            ),
        )

    def _add_check(self, form: QFormLayout, text: str, name: str, value: str) -> CheckBox:
        """A choice that has this value or none."""
        box = CheckBox()
        box.setText(text)
        box.clicked.connect(lambda on: self.choice_made.emit(name, value if on else ""))
        form.addRow(box)
        return box

    def _add_hint(self, form: QFormLayout, text: str) -> QLabel:
        label = make_label(text, quiet=True)
        label.setWordWrap(True)
        form.addRow(label)
        return label

    def _add_told_choice(
        self, form: QFormLayout, title: str, values: Sequence[tuple[str, str]], name: str
    ) -> _Choice:
        """A list of values of something that the engine heeds."""
        box = _Choice(title)
        for text, value in values:
            box.addItem(text, value)
        box.activated.connect(lambda: self.choice_made.emit(name, box.currentData()))
        form.addRow(box.title, box)
        return box

    def _add_card(self, title: str) -> QFormLayout:
        self._layout.addSpacing(GAP)
        self._layout.addWidget(make_heading(title))
        card = QFrame()
        card.setObjectName("card")
        form = QFormLayout(card)
        form.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        form.setHorizontalSpacing(2 * GAP)
        form.setVerticalSpacing(GAP)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._layout.addWidget(card)
        return form

    def _add_choice(
        self, form: QFormLayout, title: str, values: Sequence[tuple[str, object]], name: str
    ) -> None:
        """A list of values of one of the preferences."""
        box = _Choice(title)
        for text, value in values:
            box.addItem(text, value)
        box.show_value(getattr(self._preferences, name))
        box.activated.connect(lambda: self._choose(name, box.currentData()))
        form.addRow(box.title, box)

    def _add_screen(self, form: QFormLayout) -> None:
        """Whose colours the screen has; the last line asks for a file."""
        box = _Choice(self.tr("Colours of the photos"))
        box.addItem(self.tr("By the screen's profile"), "")
        box.addItem(self.tr("As sRGB"), SRGB)
        box.addItem(self.tr("By a profile from a file…"), _ASK)
        box.show_value(self._preferences.screen, Path(self._preferences.screen).name)
        box.activated.connect(lambda: self._choose_screen(box))
        form.addRow(box.title, box)

    def _choose_screen(self, box: _Choice) -> None:
        value = box.currentData()
        if value == _ASK:
            kinds = self.tr("Colour profiles (*.icc *.icm)")
            path, _ = QFileDialog.getOpenFileName(self, box.title.text(), "", kinds)
            value = path or self._preferences.screen
        box.show_value(value, Path(value).name)
        self._choose("screen", value)

    def _choose(self, name: str, value: object) -> None:
        changes = {name: value}
        self._preferences = replace(self._preferences, **changes)  # type: ignore[arg-type]
        self.chosen.emit(self._preferences)

    # --- what the engine says

    @Slot()
    def _explain_place(self) -> None:
        self._in_photos.setVisible(self._place.currentData() == IN_PHOTOS)

    @Slot(object)
    def show_choices(self, event: SettingsRead) -> None:
        values = dict(event.settings)
        self._battery.setChecked(values.get(ON_BATTERY) == PAUSE)
        self._tags.show_value(values.get(TAG_FILES, ""))
        self._place.show_value(values.get(TAG_PLACE, ""))
        self._alt_texts.setChecked(values.get(ALT_TEXTS) == MADE)
        self._excluded.show_text(values.get(EXCLUDED, ""))


class _Choice(ComboBox):
    """A list with its title; the wheel scrolls the page and not the list."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = make_label(title)
        self.title.setWordWrap(True)
        self.title.setMinimumWidth(TITLE_WIDTH)
        self.title.setBuddy(self)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # One long line must not make the whole page as wide as it is.
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]

    def show_value(self, value: object, text: str = "") -> None:
        """The item with that value; one that is not offered stands as it is written."""
        place = self.findData(value)
        if place < 0:
            self.addItem(text or str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)


class _Patterns(QPlainTextEdit):
    """What was written is told when the keys rest for a while, or when the person goes on."""

    written = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = make_label(title)
        self.title.setMinimumWidth(TITLE_WIDTH)
        self.title.setBuddy(self)
        self.setAccessibleName(title)
        self.setTabChangesFocus(True)
        self.setFixedHeight(4 * self.fontMetrics().lineSpacing() + 2 * GAP)
        self._told = ""
        self._resting = QTimer(self, singleShot=True, interval=WRITE_MS)
        self._resting.timeout.connect(self._tell)
        self.textChanged.connect(self._resting.start)

    def show_text(self, text: str) -> None:
        self._told = text
        if not self.hasFocus() and text != self.toPlainText():
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self._resting.stop()
        if self.toPlainText() != self._told:
            self._told = self.toPlainText()
            self.written.emit(self._told)


_SI = QLocale.DataSizeFormat.DataSizeSIFormat
