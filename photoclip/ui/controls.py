"""Small controls with an accessible name and an icon that follows the palette."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from photoclip.ui.icons import draw_icon

TITLE = 1.4
"""The second of the two sizes of type, as a multiple of the first."""


class IconButton(QToolButton):
    """A button that shows an icon and says ``label``.

    ``keys`` ("Ctrl+F") is only shown, in the tool tip.
    """

    def __init__(
        self, icon: str, label: str, parent: QWidget | None = None, *, keys: str = ""
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._colour: QColor | QPalette.ColorRole = QPalette.ColorRole.ButtonText
        self.setAutoRaise(True)
        self.setIconSize(QSize(18, 18))
        self.show_as(icon, label, keys)

    def show_as(self, icon: str, label: str, keys: str = "") -> None:
        self._icon = icon
        self.setAccessibleName(label)
        self.setToolTip(with_keys(label, keys) if keys else label)
        self._draw_icon()

    def set_colour(self, colour: QColor | QPalette.ColorRole) -> None:
        """Draw in this role of the palette, or in one colour in every theme."""
        self._colour = colour
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        colour = self._colour
        if isinstance(colour, QPalette.ColorRole):
            colour = self.palette().color(colour)
        self.setIcon(draw_icon(self._icon, colour))


class CheckBox(QCheckBox):
    """Its box is an icon: in dark colours the style's own can hardly be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.setIconSize(QSize(18, 18))
        self.toggled.connect(self._draw_icon)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        name = "check-square" if self.isChecked() else "square"
        self.setIcon(draw_icon(name, self.palette().color(QPalette.ColorRole.WindowText)))


class ComboBox(QComboBox):
    """Its arrow is an icon too: a style sheet's own would have to be a picture in a file."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRect(self.width() - 24, (self.height() - 12) // 2, 12, 12)
        colour = self.palette().color(QPalette.ColorRole.PlaceholderText)
        draw_icon("caret-down", colour).paint(painter, place)
        painter.end()


def write_keys(keys: str) -> str:
    """A shortcut like "Ctrl+F", as it is written on this system and in the person's language."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def with_keys(label: str, keys: str) -> str:
    return f"{label} ({write_keys(keys)})"


def announce(widget: QWidget, sentence: str) -> None:
    """Let a screen reader say what has just appeared; an empty sentence says nothing."""
    if sentence:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def open_at_size(dialog: QDialog, width: int, height: int) -> None:
    """Show it, at first so large but not larger than its window, and later as it was left."""
    if not dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
        window = (dialog.parentWidget() or dialog).window()
        dialog.resize(QSize(width, height).boundedTo(window.size()))
    dialog.show()
    dialog.activateWindow()


def make_label(text: str = "", *, quiet: bool = False, warning: bool = False) -> QLabel:
    label = QLabel(text)
    label.setProperty("quiet", quiet)
    label.setProperty("warning", warning)
    return label


def make_title(text: str = "") -> QLabel:
    """The larger of the two sizes of type."""
    label = make_label(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * TITLE)
    label.setFont(font)
    return label


def make_heading(text: str) -> QLabel:
    """The title of a section within a page."""
    label = make_label(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


class ElidedLabel(QLabel):
    """A quiet label that gives way: what has no room ends in an ellipsis."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("quiet", True)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        elided = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, elided)
        painter.end()


def make_button(text: str, *, primary: bool = False, link: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("primary", primary)
    button.setProperty("link", link)
    return button


def make_scrolling(content: QWidget) -> QScrollArea:
    """Lets content that is too high be scrolled; it is always as wide as there is room.

    Every control in it is reached by Tab: the area itself would be one more stop.
    """
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
