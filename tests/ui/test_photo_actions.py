from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QMenu
from support import COLOURS
from ui.desk import make_row

from photoclip.messages import PhotosLoaded, Rescan
from photoclip.ui import desktop, open_with
from photoclip.ui.command_palette import action_name, match
from photoclip.ui.photo_model import read_photo_ids

not_freedesktop = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="freedesktop.org is for other desktops"
)


def choose(menu: QMenu, text: str) -> None:
    (action,) = [a for a in menu.actions() if a.text().split("\t")[0] == text]
    assert action.isEnabled()
    action.trigger()


@pytest.fixture
def revealed(monkeypatch):
    paths: list[Path] = []
    monkeypatch.setattr(desktop, "reveal", lambda some, failed: paths.extend(some))
    return paths


def test_the_menu_of_a_photo(desk, revealed):
    rows = desk.fill()
    desk.grid.go_to(2)
    menu = desk.window._actions.make_menu(desk.window)

    choose(menu, "Show in file manager")
    assert revealed == [rows[2].path]
    choose(menu, "Open")

    assert desk.viewer.photo() == rows[2]


def test_chosen_photos_of_one_folder_are_shown_together(desk, revealed):
    rows = desk.fill()
    desk.grid.selectAll()
    choose(desk.window._actions.make_menu(desk.window), "Show in file manager")
    assert revealed == [row.path for row in rows]


@not_freedesktop
def test_without_a_file_manager_it_says_so(desk, monkeypatch):
    monkeypatch.setattr(desktop.QDesktopServices, "openUrl", lambda url: False)
    monkeypatch.setattr(desktop.QDBusConnection, "sessionBus", lambda: desktop.QDBusConnection(""))
    desk.fill()
    desk.grid.go_to(0)
    choose(desk.window._actions.make_menu(desk.window), "Show in file manager")
    text = desk.window._notice._text
    desk.qtbot.waitUntil(lambda: text.text() == "No file manager could be found that shows photos.")


def test_without_a_photo_nothing_can_be_chosen(desk):
    desk.fill()
    desk.grid.clearSelection()

    menu = desk.window._actions.make_menu(desk.window)

    assert not any(a.isEnabled() for a in menu.actions() if not a.isSeparator())


def test_in_the_viewer_actions_are_about_the_shown_photo(desk, revealed):
    rows = desk.fill()
    desk.grid.go_to(0)
    desk.press(desk.grid, Qt.Key.Key_Return)
    desk.press(desk.viewer, Qt.Key.Key_Right)

    desk.press(desk.viewer, Qt.Key.Key_R, modifier=Qt.KeyboardModifier.ControlModifier)

    assert revealed == [rows[1].path]


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_after_a_question_the_keys_go_to_the_photos_again(desk, opened, key):
    desk.fill()
    desk.grid.go_to(0)
    photos = desk.grid
    desk.grid.setFocus()
    if opened:
        desk.press(desk.grid, Qt.Key.Key_Return)
        photos = desk.viewer
    desk.press(photos, Qt.Key.Key_Delete)
    question = desk.window._question
    assert question.isVisible()

    desk.press(question, key)  # on "Keep", which has the focus

    assert not question.isVisible()
    assert photos.hasFocus()


def test_after_news_that_were_put_away_too(desk):
    desk.fill()
    desk.grid.go_to(0)
    desk.press(desk.grid, Qt.Key.Key_Return)
    notice = desk.window._notice
    notice.tell("The photo is in the trash.", "Put back")
    notice._act.setFocus()
    desk.press(notice._act, Qt.Key.Key_Space)
    assert not notice.isVisible()
    assert desk.viewer.hasFocus()


def test_a_photo_that_cannot_be_copied_says_so(desk):
    rows = desk.fill()
    rows[0].path.unlink()
    desk.grid.go_to(0)

    choose(desk.window._actions.make_menu(desk.window), "Copy image")

    text = desk.window._notice._text
    desk.qtbot.waitUntil(lambda: "red.png could not be copied" in text.text())


def test_the_menu_of_a_folder(desk):
    desk.fill()
    panel = desk.browser.side_panel
    panel._list.setCurrentRow(0)
    folder = panel._list.current_value()

    choose(panel.make_menu(folder), "Look for changes")
    assert desk.link.last(Rescan) == Rescan(1)
    choose(panel.make_menu(folder), "Remove from PhotoCLIP…")

    assert panel._question.isVisible()


def test_photos_are_dragged_out_as_files(desk, monkeypatch):
    rows = desk.fill()
    dragged = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: dragged.append(drag.mimeData()))
    desk.grid.go_to(0)

    desk.grid.startDrag(Qt.DropAction.CopyAction)

    assert read_photo_ids(dragged[-1]) == (1,)
    assert dragged[-1].urls()[0].toLocalFile() == str(rows[0].path)


def test_a_drag_waits_until_all_that_is_selected_is_known(desk, monkeypatch):
    desk.fill()
    dragged = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: dragged.append(drag))
    desk.answer([1, 2, 3, 4, 99])  # of the last one nothing is known yet
    desk.grid.selectAll()

    desk.grid.startDrag(Qt.DropAction.CopyAction)

    assert dragged == []


# --- other programs


@pytest.fixture
def opened(monkeypatch):
    """What the desktop was told to open; it knows no program for broken.png."""
    paths: list[Path] = []

    def open_url(url):
        paths.append(Path(url.toLocalFile()))
        return paths[-1].name != "broken.png"

    monkeypatch.setattr(desktop.QDesktopServices, "openUrl", open_url)
    return paths


def open_usually(desk) -> None:
    desk.press(desk.grid, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)


def test_all_chosen_photos_open_with_the_usual_program(desk, opened):
    rows = desk.fill()
    desk.grid.selectAll()
    open_usually(desk)
    assert opened == [row.path for row in rows]


def test_very_many_open_only_when_that_is_meant(desk, opened):
    rows = desk.fill([*COLOURS] * 2)
    desk.grid.selectAll()
    question = desk.window._question
    for button, expected in ((question._no, []), (question._yes, [row.path for row in rows])):
        open_usually(desk)
        assert opened == []
        assert question._text.text().startswith(f"Open {len(rows)} photos with")
        button.click()
        assert opened == expected


def test_where_a_photo_has_no_usual_program_the_others_open(desk, opened):
    rows = desk.fill()
    rows[1].path.rename(rows[1].path.with_name("broken.png"))
    desk.hear(PhotosLoaded([make_row(2, rows[1].path.with_name("broken.png"))]))
    desk.grid.selectAll()
    open_usually(desk)
    assert len(opened) == len(rows)
    text = desk.window._notice._text.text()
    assert text == "No program could be found that opens broken.png."


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Makes programs that open PNG and write down what they were given."""
    place = tmp_path / "data" / "applications"
    place.mkdir(parents=True)
    for name in ("XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(place.parent if "DATA" in name else tmp_path / "config"))

    def make(name: str, code: str) -> Path:
        """The file that each start adds a line to."""
        record = tmp_path / f"{name} started.txt"
        script = tmp_path / f"{name} $(script).py"
        script.write_text(
            "import sys\n"
            f"with open({str(record)!r}, 'a') as file:\n"
            "    file.write(repr(sys.argv[1:]) + '\\n')\n"
        )
        quoted = str(script).replace("$", r"\\$")
        (place / f"{name}.desktop").write_text(
            f"[Desktop Entry]\nType=Application\nName={name}\nMimeType=image/png;\n"
            f'Exec="{sys.executable}" "{quoted}" {code}\n'
        )
        return record

    return make


def open_programs(desk) -> QMenu:
    menu = desk.window._actions.make_menu(desk.window)
    (inner,) = [a.menu() for a in menu.actions() if a.text() == "Open with"]
    inner.aboutToShow.emit()
    return inner


@not_freedesktop
def test_photos_open_with_a_chosen_program(desk, programs):
    editor, viewer = programs("Editor", "--new %F"), programs("Viewer", "%f")
    rows = desk.fill()
    desk.grid.selectAll()
    menu = open_programs(desk)
    assert [action.text() for action in menu.actions()] == ["Editor", "Viewer"]

    choose(menu, "Editor")
    files = [str(row.path) for row in rows]
    desk.qtbot.waitUntil(lambda: editor.exists() and editor.read_text().endswith("\n"))
    assert editor.read_text() == f"{['--new', *files]!r}\n"

    choose(open_programs(desk), "Viewer")
    desk.qtbot.waitUntil(lambda: viewer.exists() and viewer.read_text().count("\n") == len(rows))
    assert sorted(viewer.read_text().splitlines()) == sorted(repr([file]) for file in files)


@not_freedesktop
def test_a_program_is_not_started_for_a_great_many_photos(desk, programs, monkeypatch):
    monkeypatch.setattr(open_with, "MOST_STARTS", 3)
    programs("Editor", "%F"), programs("Viewer", "%f")
    desk.fill()
    desk.grid.selectAll()

    actions = open_programs(desk).actions()
    assert [(a.text(), a.isEnabled()) for a in actions] == [("Editor", True), ("Viewer", False)]


@not_freedesktop
def test_where_no_program_is_known_the_menu_says_so(desk, programs):
    desk.fill()
    desk.grid.go_to(0)

    (action,) = open_programs(desk).actions()
    assert action.text() == "No program is known for these photos"
    assert not action.isEnabled()


@not_freedesktop
def test_a_program_that_cannot_be_started_says_so(desk, programs, tmp_path):
    programs("Viewer", "%f")
    desk.fill()
    desk.grid.go_to(0)
    menu = open_programs(desk)
    application = menu.actions()[0]
    (tmp_path / "broken").write_text("no program")
    (tmp_path / "broken").chmod(0o755)
    entry = tmp_path / "data" / "applications" / "Viewer.desktop"
    entry.write_text(entry.read_text().replace(sys.executable, str(tmp_path / "broken")))
    menu = open_programs(desk)
    (application,) = menu.actions()
    application.trigger()

    assert desk.window._notice._text.text() == "Viewer could not be started."


@not_freedesktop
def test_programs_are_chosen_by_keys_too(desk, programs):
    programs("Viewer", "%f")
    desk.fill()
    desk.grid.go_to(0)
    menu = desk.window._actions._open_with.menu
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    desk.press(desk.grid, Qt.Key.Key_Return, modifier=modifiers)

    desk.qtbot.waitUntil(menu.isVisible)
    assert [action.text() for action in menu.actions()] == ["Viewer"]
    menu.close()


def test_the_stars_are_found_by_what_they_are(desk):
    names = [action_name(action) for action in desk.window.actions()]
    found = {name for name in names if (match("rat", name) or (1,))[0] == 0}
    stars = {f"Rating: {number} stars" for number in (2, 3, 4, 5)}
    assert {"Rating: No stars", "Rating: 1 star", *stars} <= found
    desk.fill()
    rating = desk.window._actions._rating
    assert rating.actions()[1].text().split("\t")[0] == "1 star"


def test_without_a_chosen_photo_an_action_says_what_it_needs(desk):
    desk.fill()
    desk.grid.clearSelection()
    desk.press(desk.grid, Qt.Key.Key_F)

    assert desk.window._notice._text.text() == "Choose a photo first."
