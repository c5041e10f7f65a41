from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from ui.desk import Desk

from photoclip.domain import Problem
from photoclip.messages import TagsWritten, WriteTags
from photoclip.sentences import Sentence
from photoclip.ui.writing_dialog import WritingDialog


def open_dialog(desk: Desk) -> WritingDialog:
    desk.window._dialogs.show_writing()
    [dialog] = desk.window.findChildren(WritingDialog)
    return dialog


def press(dialog: WritingDialog, text: str) -> None:
    [button] = [b for b in dialog.findChildren(QPushButton) if b.text() == text]
    assert button.isEnabled()
    button.click()


def test_labels_are_written_after_a_rehearsal(desk: Desk) -> None:
    dialog = open_dialog(desk)
    assert desk.link.posted[-1] == WriteTags(dry_run=True)
    assert not dialog._write.isEnabled()
    written = ((Path("/photos/a.jpg"), (Sentence("Adds dog."),)),)
    refused = (Problem(Path("/photos/b.jpg"), Sentence("The file is empty.")),)
    desk.hear(TagsWritten(True, written, refused))
    rows = [dialog._list.topLevelItem(place) for place in range(2)]
    assert [[row.text(column) for column in range(3)] for row in rows] == [
        ["a.jpg", "Adds dog.", "/photos"],
        ["b.jpg", "The file is empty.", "/photos"],
    ]
    assert rows[0].toolTip(0) == "/photos/a.jpg"
    press(dialog, "Write")
    assert desk.link.posted[-1] == WriteTags(dry_run=False)
    desk.hear(TagsWritten(False, written, ()))
    assert dialog._title.text() == "1 file was written."
    press(dialog, "Close")
    assert dialog.isHidden()
