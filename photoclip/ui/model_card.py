"""One model: what it is good for, what it costs, how much of it is here, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.domain import ModelOffer
from photoclip.messages import DiscardDownload, GetModel, RemoveModel, StopArrival, UseModel
from photoclip.ui import model_texts
from photoclip.ui.controls import announce, make_button, make_label
from photoclip.ui.model_facts import ModelFacts
from photoclip.ui.model_view import Action, ModelView, Standing, offered_actions, usable_actions
from photoclip.ui.progress_line import ProgressLine
from photoclip.ui.question import Question
from photoclip.ui.theme import GAP
from photoclip.ui.translation import say


class ModelCard(QFrame):
    command_asked = Signal(object)
    """A Command for the engine."""

    def __init__(self, view: ModelView) -> None:
        super().__init__()
        self.setObjectName("card")
        self._view = view
        self._name = make_label()
        self._badge = make_label(quiet=True)
        self._standing = make_label()
        self._summary = make_label()
        self._facts = ModelFacts()
        self._licence = make_label(quiet=True)
        self._disk = make_label(quiet=True)
        self._progress = ProgressLine()
        self._trouble = make_label(warning=True)
        self._note = make_label(quiet=True)
        for label in (self._summary, self._licence, self._disk, self._trouble, self._note):
            label.setWordWrap(True)
        self._buttons = self._make_buttons()
        self._question = Question()
        self._question.closed.connect(self._end_question)
        self._arrange()
        self.show_view(view)

    # --- making

    def _make_buttons(self) -> dict[Action, QPushButton]:
        texts: tuple[tuple[Action, str, Callable[[], object]], ...] = (
            (Action.USE, self.tr("Use"), self._use),
            (Action.RETRY, self.tr("Try again"), self._use),
            (Action.DOWNLOAD, self.tr("Download…"), self._ask_download),
            (Action.DOWNLOAD_AGAIN, self.tr("Download again…"), self._ask_download),
            (Action.CONTINUE, self.tr("Continue"), self._get),
            (Action.PAUSE, self.tr("Pause"), lambda: self.command_asked.emit(StopArrival())),
            (Action.TAKE_BACK, self.tr("Take back"), self._take_back),
            (Action.DISCARD, self.tr("Discard…"), self._ask_discard),
            (Action.REMOVE, self.tr("Remove…"), self._ask_removal),
        )
        buttons = {}
        for action, text, run in texts:
            button = make_button(text)
            button.setAccessibleName(f"{text.rstrip('…')}: {say(self._view.offer.name)}")
            button.clicked.connect(run)
            buttons[action] = button
        return buttons

    def _arrange(self) -> None:
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._head = head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.setSpacing(GAP)
        head.addWidget(self._name)
        head.addWidget(self._badge)
        head.addStretch()
        head.addWidget(self._standing)
        self._button_row = QWidget()
        buttons = QHBoxLayout(self._button_row)
        buttons.setContentsMargins(0, GAP // 2, 0, 0)
        buttons.setSpacing(GAP)
        for button in self._buttons.values():
            buttons.addWidget(button)
        buttons.addWidget(self._note, 1)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        for widget in (
            self._summary,
            self._facts,
            self._licence,
            self._disk,
            self._progress,
            self._trouble,
            self._button_row,
            self._question,
        ):
            layout.addWidget(widget)

    def set_narrow(self, narrow: bool) -> None:
        """What stands side by side stands below one another."""
        directions = QBoxLayout.Direction
        self._head.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self._facts.set_narrow(narrow)

    # --- showing

    def key(self) -> str:
        return self._view.offer.key

    def show_view(self, view: ModelView) -> None:
        hold_focus = usable_actions(view) != usable_actions(self._view) and self._has_focus()
        if hold_focus:
            # A button that goes would give it to another card.
            self.setFocus()
        if view.standing is not self._view.standing:
            self._question.close_question()
        offer, self._view = view.offer, view
        standing = model_texts.write_standing(view)
        self.setAccessibleName(f"{say(offer.name)}, {standing}")
        self._name.setText(say(offer.name))
        self._badge.setText(self._write_badge(offer))
        self._badge.setVisible(bool(self._badge.text()))
        self._standing.setText(standing)
        self._standing.setProperty("quiet", view.standing is Standing.AVAILABLE)
        self._standing.setProperty("accent", view.standing is Standing.IN_USE)
        self._standing.setProperty("warning", view.standing is Standing.BROKEN)
        self._standing.style().polish(self._standing)
        self._summary.setText(say(offer.summary))
        self._facts.show_offer(offer)
        _say(self._disk, model_texts.write_disk_use(offer))
        self._show_progress()
        self._show_trouble(view.trouble)
        self._show_buttons()
        if hold_focus:
            self._focus_first()

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is self or (focused is not None and self.isAncestorOf(focused))

    def _show_progress(self) -> None:
        view = self._view
        self._progress.setVisible(view.standing in (Standing.ARRIVING, Standing.NEXT))
        self._progress.name(self.tr("Progress of {name}").format(name=say(view.offer.name)))
        if view.arrival is not None:
            self._progress.show_arrival(view.arrival)
        elif view.standing is Standing.NEXT:
            self._progress.show_share(view.share, model_texts.write_change(view))

    def _write_badge(self, offer: ModelOffer) -> str:
        if offer.research_only:
            return self.tr("for research only")
        return self.tr("recommended") if offer.recommended else ""

    def _show_trouble(self, sentence: str) -> None:
        if sentence != self._trouble.text():
            announce(self, sentence)
        _say(self._trouble, sentence)

    def _show_buttons(self) -> None:
        view, asking = self._view, self._question.is_open()
        offered, usable = offered_actions(view), usable_actions(view)
        for action, button in self._buttons.items():
            button.setVisible(action in offered)
            button.setEnabled(action in usable)
            waits = view.occupied and action in offered - usable
            button.setToolTip(self.tr("Another model is on its way.") if waits else "")
        _say(self._note, model_texts.promise_change(view) if Action.USE in offered else "")
        self._button_row.setVisible(bool(offered) and not asking)
        # The question about a download says it again.
        _say(self._licence, "" if asking else model_texts.write_licence(view.offer))

    def _focus_first(self) -> None:
        shown = (b for b in self._buttons.values() if b.isVisibleTo(self) and b.isEnabled())
        if (button := next(shown, None)) is not None:
            button.setFocus()

    # --- what the person does

    def _use(self) -> None:
        self.command_asked.emit(UseModel(self._view.offer.key))

    def _take_back(self) -> None:
        if self._view.in_use is not None:
            self.command_asked.emit(UseModel(self._view.in_use.key))

    def _get(self) -> None:
        # A part that is here came after the licence had been accepted.
        offer = self._view.offer
        self.command_asked.emit(GetModel(offer.key, accept_licence=offer.research_only))

    def _ask_download(self) -> None:
        offer = self._view.offer
        consent = self.tr("I have read this and keep to it.") if offer.research_only else ""
        self._ask(
            model_texts.ask_download(offer),
            self.tr("Download"),
            self.tr("Cancel"),
            self._get,
            consent,
        )

    def _ask_discard(self) -> None:
        offer = self._view.offer
        self._ask(
            model_texts.ask_discard(offer),
            self.tr("Discard"),
            self.tr("Keep"),
            lambda: self.command_asked.emit(DiscardDownload(offer.key)),
        )

    def _ask_removal(self) -> None:
        offer = self._view.offer
        self._ask(
            model_texts.ask_removal(offer),
            self.tr("Remove"),
            self.tr("Keep"),
            lambda: self.command_asked.emit(RemoveModel(offer.key)),
        )

    def _end_question(self) -> None:
        self._show_buttons()
        if self._has_focus():
            self._focus_first()

    def _ask(
        self, text: str, yes: str, no: str, run: Callable[[], object], consent: str = ""
    ) -> None:
        self._question.ask(text, yes, no, run, consent=consent)
        self._show_buttons()


def _say(label: QLabel, sentence: str) -> None:
    label.setText(sentence)
    label.setVisible(bool(sentence))
