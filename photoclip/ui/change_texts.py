"""What undo and redo would do, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from photoclip.changes import (
    Change,
    Describe,
    Favour,
    ForgetSearch,
    Judge,
    MergeLabels,
    Rate,
    RemoveFolder,
    RemoveLabel,
    RestoreFolder,
    SaveSearch,
    Several,
)

translate = QCoreApplication.translate


def name_undo(change: Change | None) -> str:
    """The Undo action's text; ``change`` is what it would do."""
    match change:
        case None:
            return translate("changes", "Undo")
        case Rate():
            return translate("changes", "Undo the rating")
        case Favour():
            return translate("changes", "Undo the change of favourites")
        case Describe():
            return translate("changes", "Undo the change of the description")
        case Judge():
            return translate("changes", "Undo the judgement of labels")
        case RestoreFolder():
            return translate("changes", "Undo the removal of the folder")
        case SaveSearch() | ForgetSearch():
            return translate("changes", "Undo the change of saved searches")
        case Several(changes) if len({type(one) for one in changes}) == 1:
            return name_undo(changes[0])
        case _:
            return translate("changes", "Undo the change of labels")


def name_redo(change: Change | None) -> str:
    """The Redo action's text; ``change`` is what it would do."""
    match change:
        case None:
            return translate("changes", "Redo")
        case Rate():
            return translate("changes", "Redo the rating")
        case Favour():
            return translate("changes", "Redo the change of favourites")
        case Describe():
            return translate("changes", "Redo the change of the description")
        case Judge():
            return translate("changes", "Redo the judgement of labels")
        case RemoveFolder():
            return translate("changes", "Redo the removal of the folder")
        case SaveSearch() | ForgetSearch():
            return translate("changes", "Redo the change of saved searches")
        case Several(changes) if len({type(one) for one in changes}) == 1:
            return name_redo(changes[0])
        case _:
            return translate("changes", "Redo the change of labels")


def tell_removed(change: Change | None) -> str:
    """A sentence about something that was just removed; empty for other changes."""
    match change:
        case RemoveFolder():
            return translate("changes", "The folder was removed. Its photos stay where they are.")
        case RemoveLabel(name=name):
            return translate("changes", "The label “{name}” was removed.").format(name=name)
        case MergeLabels(name=name, into=into):
            text = translate("changes", "The label “{name}” is part of “{into}” now.")
            return text.format(name=name, into=into)
        case ForgetSearch():
            return translate("changes", "The saved search was removed.")
        case _:
            return ""
