"""The field on top: words, and a chip for the picture that photos should be like."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from photoclip.domain import Query, Term, Text
from photoclip.ui.controls import IconButton
from photoclip.ui.icons import draw_icon
from photoclip.ui.theme import GAP

CHIP_PICTURE = 24
CHIP_TEXT_WIDTH = 240


class SearchBar(QFrame):
    typed = Signal(object)
    """The Query so far; more keys may follow."""
    chosen = Signal(object)
    """A Query that is complete."""
    left = Signal()
    """The person goes on to the results."""
    pasted = Signal(object)
    """Mime data that is more than text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchField")
        self._icon = QLabel()
        self._chip = _Chip()
        self._edit = _Edit()
        self._clear = IconButton("x", self.tr("Clear the search"), keys=self.tr("Esc"))
        self._clear.set_colour(QPalette.ColorRole.PlaceholderText)
        self._edit.setAccessibleName(self.tr("Search photos"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP + 4, 4, 4, 4)
        layout.setSpacing(GAP)
        for widget in (self._icon, self._chip, self._edit, self._clear):
            layout.addWidget(widget)
        self.setFocusProxy(self._edit)
        self.setMinimumHeight(40)
        self._chip.closed.connect(self._drop_chip)
        self._clear.clicked.connect(self.clear)
        self._edit.textEdited.connect(self._tell_typed)
        self._edit.returnPressed.connect(self._tell_chosen)
        self._edit.pasted.connect(self.pasted)
        self._edit.installEventFilter(self)
        self._update()

    def query(self) -> Query:
        text = " ".join(self._edit.text().split())
        words: tuple[Term, ...] = (Text(text),) if text else ()
        return Query(self._chip.terms + words)

    def show_text(self, text: str) -> None:
        """Search for these words and nothing else."""
        self._chip.show_terms((), "", None)
        self._edit.setText(text)
        self._tell_chosen()

    def show_like(self, title: str, terms: tuple[Term, ...], picture: QPixmap | None) -> None:
        """Say what photos should be like; ``terms`` may be empty until they are known."""
        self._edit.clear()
        self._chip.show_terms(terms, title, picture)
        self._update()
        if terms:
            self._tell_chosen()

    def set_like_terms(self, terms: tuple[Term, ...]) -> None:
        """What the chip stands for, unless it was closed meanwhile."""
        if not self._chip.isHidden():
            self._chip.terms = terms
            self._tell_chosen()

    def set_chip_picture(self, picture: QPixmap) -> None:
        if not self._chip.isHidden():
            self._chip.set_picture(picture)

    def mark_drop_target(self, on: bool) -> None:
        self.setProperty("focused", on or self._edit.hasFocus())
        self.style().polish(self)

    @Slot()
    def clear(self) -> None:
        self._chip.show_terms((), "", None)
        self._edit.clear()
        self._tell_chosen()
        self._edit.setFocus()

    def focus(self) -> None:
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            self.style().polish(self)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if self._is_empty():
                self.left.emit()
            else:
                self.clear()
            return True
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return True
        if event.key() == Qt.Key.Key_Backspace and self._chip.isVisible():
            if self._edit.text():
                return False
            self._drop_chip()
            return True
        return False

    def _is_empty(self) -> bool:
        return not self._edit.text() and self._chip.isHidden()

    @Slot()
    def _drop_chip(self) -> None:
        self._chip.show_terms((), "", None)
        self._tell_chosen()
        self._edit.setFocus()

    @Slot()
    def _tell_typed(self) -> None:
        self._update()
        self.typed.emit(self.query())

    @Slot()
    def _tell_chosen(self) -> None:
        self._update()
        self.chosen.emit(self.query())

    def _update(self) -> None:
        self._clear.setVisible(not self._is_empty())
        self._edit.setPlaceholderText(
            self.tr("Describe a photo, or drop a picture here")
            if self._chip.isHidden()
            else self.tr("Add words to narrow it down")
        )
        self._draw_icon()

    def _draw_icon(self) -> None:
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._icon.setPixmap(draw_icon("magnifying-glass", quiet).pixmap(QSize(18, 18)))


class _Chip(QFrame):
    """What photos should be like: a small picture, a name, a way to be rid of it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chip")
        self.terms: tuple[Term, ...] = ()
        self._picture = QLabel()
        self._text = QLabel()
        close = IconButton("x", self.tr("Forget the picture"))
        close.setIconSize(QSize(14, 14))
        close.set_colour(QPalette.ColorRole.PlaceholderText)
        close.clicked.connect(self.closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 2, 3, 2)
        layout.setSpacing(GAP - 2)
        for widget in (self._picture, self._text, close):
            layout.addWidget(widget)
        self.hide()

    def show_terms(self, terms: tuple[Term, ...], text: str, picture: QPixmap | None) -> None:
        self.terms = terms
        metrics = self._text.fontMetrics()
        self._text.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, CHIP_TEXT_WIDTH))
        self._text.setToolTip(text)
        self.setAccessibleName(text)
        self._picture.setVisible(picture is not None)
        if picture is not None:
            self.set_picture(picture)
        self.setVisible(bool(text))

    def set_picture(self, picture: QPixmap) -> None:
        ratio = self.devicePixelRatioF()
        short = min(picture.width(), picture.height())  # a panorama must not widen the window
        middle = QRect(
            (picture.width() - short) // 2, (picture.height() - short) // 2, short, short
        )
        small = picture.copy(middle).scaledToHeight(
            round(CHIP_PICTURE * ratio), Qt.TransformationMode.SmoothTransformation
        )
        small.setDevicePixelRatio(ratio)
        self._picture.setPixmap(small)
        self._picture.show()


class _Edit(QLineEdit):
    """A line edit that leaves pictures, pasted or dropped, to the window."""

    pasted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mime: QMimeData = QApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and (mime.hasImage() or mime.hasUrls()):
            self.pasted.emit(mime)
        else:
            super().keyPressEvent(event)
