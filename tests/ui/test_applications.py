"""Desktop entries and associations in folders of our own, as a desktop lays them out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from photoclip.ui.applications import Application, find_applications

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="freedesktop.org is for other desktops"
)


class Desktop:
    """``home`` counts before ``system``; ``settings`` is where the person's choices are."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.system = root / "home" / "applications", root / "usr" / "applications"
        self.settings = root / "config"
        for place in (self.home, self.system, self.settings):
            place.mkdir(parents=True)
        monkeypatch.setenv("XDG_DATA_HOME", str(self.home.parent))
        monkeypatch.setenv("XDG_DATA_DIRS", str(self.system.parent))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(self.settings))
        monkeypatch.setenv("XDG_CONFIG_DIRS", str(root / "nowhere"))
        monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")

    def install(self, name: str, command: str = "true %F", place: Path | None = None, **keys: str):
        """A desktop entry that opens JPEG; “Name_de” stands for “Name[de]”."""
        values = {"Type": "Application", "Name": name, "Exec": command, "MimeType": "image/jpeg;"}
        lines = [
            f"{key.replace('_de', '[de]')}={value}"
            for key, value in {**values, **keys}.items()
            if value
        ]
        path = (place or self.system) / f"{name}.desktop"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# a comment\n[Desktop Entry]\n" + "\n".join(lines) + "\n")

    def associate(self, name: str, text: str) -> None:
        (self.settings / name).write_text(text)


@pytest.fixture
def desktop(tmp_path, monkeypatch) -> Desktop:
    return Desktop(tmp_path, monkeypatch)


def names(*files: str) -> list[str]:
    return [one.name for one in find_applications([Path("/photos") / file for file in files])]


def test_programs_that_say_they_open_it(desktop):
    desktop.install("viewer")
    desktop.install("editor", MimeType="image/png;image/jpeg;")
    desktop.install("player", MimeType="video/mp4;")

    assert names("a.jpg") == names("A.JPEG") == ["editor", "viewer"]
    assert names("a.png") == ["editor"]
    assert names("a.gif") == []
    assert names() == []


def test_only_programs_that_open_all_of_them(desktop):
    desktop.install("viewer")
    desktop.install("editor", MimeType="image/png;image/jpeg;")

    assert names("a.jpg", "b.jpg") == ["editor", "viewer"]
    assert names("a.jpg", "b.png") == ["editor"]
    assert names("a.jpg", "b.gif") == []


def test_what_opens_the_kind_that_a_kind_is_derived_from_comes_later(desktop):
    desktop.install("any tiff", MimeType="image/tiff;")
    desktop.install("darkroom", MimeType="image/x-canon-cr2;")
    desktop.install("hexes", MimeType="application/octet-stream;")

    assert names("a.cr2") == ["darkroom", "any tiff"]
    assert names("a.tif") == ["any tiff"]


def test_the_persons_choices_count_first(desktop):
    for name in ("a", "b", "c", "d"):
        desktop.install(name)
    desktop.install("extra", MimeType="")
    desktop.associate(
        "mimeapps.list",
        "[Default Applications]\nimage/jpeg=c.desktop;\n"
        "[Added Associations]\nimage/jpeg=extra.desktop;gone.desktop;\n"
        "[Removed Associations]\nimage/jpeg=b.desktop;\n",
    )
    assert names("x.jpg") == ["c", "extra", "a", "d"]

    desktop.associate("gnome-mimeapps.list", "[Default Applications]\nimage/jpeg=d.desktop\n")
    assert names("x.jpg")[:2] == ["d", "c"]


def test_the_cache_is_believed_where_there_is_one(desktop):
    desktop.install("viewer")
    desktop.install("editor")
    (desktop.system / "mimeinfo.cache").write_text("[MIME Cache]\nimage/jpeg=editor.desktop;\n")

    assert names("a.jpg") == ["editor"]


def test_an_entry_of_the_person_hides_the_systems(desktop):
    desktop.install("viewer")
    desktop.install("editor")
    desktop.install("viewer", place=desktop.home, Hidden="true")
    desktop.install("editor", place=desktop.home, Name="mine")

    assert names("a.jpg") == ["mine"]


def test_an_entry_in_a_folder_of_its_own(desktop):
    desktop.install("krita", place=desktop.system / "org.kde")
    assert names("a.jpg") == ["krita"]
    assert find_applications([Path("a.jpg")])[0].id == "org.kde-krita.desktop"


@pytest.mark.parametrize(
    "keys",
    [
        {"Terminal": "true"},
        {"Type": "Link"},
        {"TryExec": "/nowhere/at/all"},
        {"Exec": "/nowhere/at/all %f"},
        {"Exec": ""},
        {"Exec": 'true "%f'},
    ],
)
def test_what_cannot_be_started_is_left_out(desktop, keys):
    desktop.install("viewer", **keys)
    assert names("a.jpg") == []


def test_broken_files_are_left_out(desktop):
    desktop.install("viewer")
    (desktop.system / "broken.desktop").write_bytes(b"\xff\xfe no section")
    (desktop.system / "empty.desktop").write_text("[Desktop Entry]\n")
    desktop.associate("mimeapps.list", "image/jpeg before any section")

    assert names("a.jpg") == ["viewer"]


def test_a_name_in_the_persons_language(desktop, monkeypatch):
    desktop.install("viewer", Name="Viewer", Name_de="Bildbetrachter")
    assert names("a.jpg") == ["Viewer"]
    previous = QLocale()
    QLocale.setDefault(QLocale("de_AT"))
    try:
        assert names("a.jpg") == ["Bildbetrachter"]
    finally:
        QLocale.setDefault(previous)


A, B = Path("/my photos/a b.jpg"), Path("/100%/$(rm).jpg")


@pytest.mark.parametrize(
    ("line", "starts"),
    [
        ("gimp %F", [["gimp", str(A), str(B)]]),
        ("gimp %f", [["gimp", str(A)], ["gimp", str(B)]]),
        (
            "gimp %U",
            [["gimp", "file:///my%20photos/a%20b.jpg", "file:///100%25/%24%28rm%29.jpg"]],
        ),
        ("gimp --new %u", [["gimp", "--new", "file:///my%20photos/a%20b.jpg"]] * 1),
        ("gimp", [["gimp", str(A)], ["gimp", str(B)]]),
        ("gimp %i --title %c %f", [["gimp", "--icon", "wilber", "--title", "GIMP", str(A)]]),
        ("gimp --file=%f --size=50%%", [["gimp", f"--file={A}", "--size=50%"]]),
        ("gimp --file=%u", [["gimp", "--file=file:///my%20photos/a%20b.jpg"]]),
        ("gimp %m %d x%vx %f", [["gimp", "xx", str(A)]]),
    ],
)
def test_an_exec_line_becomes_arguments(line, starts):
    application = Application("gimp.desktop", "GIMP", tuple(line.split()), icon="wilber")
    wanted = [A, B] if len(starts) > 1 or application.takes_many else [A]

    assert application.starts(wanted) == starts


def test_quotes_and_escapes_of_an_exec_line(desktop):
    desktop.install("odd", r'true "two words" "a\\\\b" %f')
    (application,) = find_applications([A])

    assert application.starts([A]) == [["true", "two words", "a\\b", str(A)]]
