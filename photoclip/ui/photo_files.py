"""What is done with the files of photos: usual programs, copies, and the trash with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from photoclip.domain import Photo
from photoclip.ui import desktop, texts
from photoclip.ui.file_jobs import FileJobs, Moved, Outcome
from photoclip.ui.notice import Notice
from photoclip.ui.open_with import MOST_STARTS
from photoclip.ui.question import Question
from photoclip.ui.translation import say
from photoclip.ui.undoing import Undoing


class PhotoFiles(QObject):
    def __init__(
        self, window: QWidget, notice: Notice, question: Question, undoing: Undoing
    ) -> None:
        super().__init__(window)
        self._window, self._notice = window, notice
        self._question, self._undoing = question, undoing
        self._jobs = FileJobs(self)
        self._jobs.copied.connect(self._tell_copied)
        self._jobs.trashed.connect(self._tell_trashed)
        self._jobs.put_back.connect(self._tell_failures)
        self._jobs.finished.connect(self._close_if_wanted)
        undoing.restore_asked.connect(self._jobs.restore)

    def may_close(self) -> bool:
        """May the window close now? While files are in hand, the person is asked and may wait."""
        if not self._jobs.is_busy():
            return True
        self._question.ask(
            self.tr("Photos are still being copied or moved. The window closes after that."),
            self.tr("Stop and close"),
            self.tr("Leave it open"),
            self._stop_and_close,
        )
        return False

    def close(self) -> None:
        self._jobs.close()

    def _stop_and_close(self) -> None:
        self.close()
        self._window.close()

    @Slot()
    def _close_if_wanted(self) -> None:
        if self._question.is_asking(self._stop_and_close):
            self._question.close_question()
            self._window.close()

    @Slot(object)
    def open_outside(self, photos: Sequence[Photo]) -> None:
        """Open each with its usual program; of very many, ask first."""
        paths = [photo.path for photo in photos]
        if len(paths) <= MOST_STARTS:
            self._open_each(paths)
            return
        self._question.ask(
            texts.ask_open(len(paths)),
            self.tr("Open all"),
            self.tr("Open none"),
            lambda: self._open_each(paths),
        )

    def _open_each(self, paths: Sequence[Path]) -> None:
        failed = [path.name for path in paths if not desktop.open_outside(path)]
        if failed:
            sentence = self.tr("No program could be found that opens {name}.")
            self._notice.warn(sentence.format(name=failed[0]), "\n".join(failed[1:]))

    @Slot(object)
    def copy(self, photos: Sequence[Photo]) -> None:
        """Ask for a folder, and copy the photos into it."""
        title = self.tr("Copy to a folder")
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(Path.home()))
        if chosen:
            self._jobs.copy([photo.path for photo in photos], Path(chosen))

    @Slot(object)
    def trash(self, photos: Sequence[Photo]) -> None:
        """Ask, and then move the photos to the system's trash."""
        paths = [photo.path for photo in photos]
        self._question.ask(
            texts.ask_trash(len(paths)),
            self.tr("Move to the trash"),
            self.tr("Keep"),
            lambda: self._jobs.trash(paths),
        )

    @Slot(object)
    def _tell_copied(self, outcome: Outcome) -> None:
        if outcome.done:
            self._notice.tell(texts.tell_copied(len(outcome.done)))
        self._tell_failures(outcome)

    @Slot(object)
    def _tell_trashed(self, outcome: Outcome) -> None:
        moved: tuple[Moved, ...] = tuple(one for one in outcome.done if one.now is not None)
        if moved:
            self._undoing.note_trashed(moved)
        if outcome.done:
            button = self.tr("Put back") if moved else ""
            self._notice.tell(texts.tell_trashed(len(outcome.done)), button, self._undoing.undo)
        self._tell_failures(outcome)

    @Slot(object)
    def _tell_failures(self, outcome: Outcome) -> None:
        for sentence in outcome.failed[:1]:
            if self._question.is_asking(self._stop_and_close):
                self._question.close_question()  # the window stays, so that this is read
            self._notice.warn(say(sentence), "\n".join(map(say, outcome.failed[1:])))
