from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from photoclip.domain import Facets, Filter, Orientation, Query
from photoclip.ui.choice_row import FIRST_ONES
from photoclip.ui.filter_panel import FilterPanel

MAY = int(datetime(2021, 5, 1).timestamp()) * 10**9
FACETS = Facets(
    1200,
    (("/photos/Family", 800), ("/photos/Work", 400)),
    (("dog", 120), ("cat", 0)),
    (("Canon EOS", 500), ("iPhone", 300)),
    (("jpg", 1100), ("png", 90)),
    ((Orientation.LANDSCAPE, 900),),
    ((MAY, 10),),
    (90, 80, 50, 20, 4),
    33,
    410,
    (600, 500, 0, 100),
)


class Host(QWidget):
    """Shows what it is told, as the window does."""

    def __init__(self) -> None:
        super().__init__()
        self.panel = FilterPanel()
        layout = QVBoxLayout(self)
        layout.addWidget(self.panel)
        layout.addStretch()
        self.chosen: list[Filter] = []
        self.panel.filter_chosen.connect(self.take)
        self.panel.show()

    def take(self, wanted: Filter) -> None:
        self.chosen.append(wanted)
        self.panel.show_query(Query(filter=wanted))

    def button(self, text: str) -> QPushButton:
        buttons = self.findChildren(QPushButton)
        (button,) = [b for b in buttons if b.text() == text and not b.isHidden()]
        return button


@pytest.fixture
def host(qtbot):
    host = Host()
    qtbot.addWidget(host)
    host.resize(900, 700)
    with qtbot.waitExposed(host):
        host.show()
    host.panel.show_facets(FACETS)
    return host


def test_every_choice_becomes_a_condition_and_goes_again(qtbot, host):
    for text, part in (
        ("Family  800", Filter(folders=("/photos/Family",))),
        ("dog  120", Filter(labels=("dog",))),
        ("Canon EOS  500", Filter(cameras=("Canon EOS",))),
        ("JPG  1,100", Filter(suffixes=("jpg",))),
        ("Landscape  900", Filter(orientations=(Orientation.LANDSCAPE,))),
        ("Favourites  33", Filter(favourite=True)),
        ("3 stars or more  50", Filter(least_rating=3)),
        ("With a place  410", Filter(has_location=True)),
        ("1 MB to 5 MB  500", Filter(least_size=10**6, most_size=5 * 10**6)),
    ):
        button = host.button(text)
        assert not button.isChecked()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert host.chosen[-1] == part
        assert button.isChecked()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert host.chosen[-1] == Filter()


def test_a_folder_chosen_by_its_name_is_the_one_that_is_listed(qtbot, host):
    host.panel.show_query(Query(filter=Filter(folders=("family",))))
    assert host.button("Family  800").isChecked()
    texts = [button.text() for button in host.panel.findChildren(QPushButton)]
    assert "family  0" not in texts

    qtbot.mouseClick(host.button("Family  800"), Qt.MouseButton.LeftButton)
    assert host.chosen[-1] == Filter()


def test_the_focus_stays_on_a_choice_that_has_another_condition_now(qtbot, host):
    host.activateWindow()
    host.panel.show_query(Query(filter=Filter(folders=("work",))))
    named = host.button("Work  400")
    named.setFocus()
    qtbot.waitUntil(named.hasFocus)

    qtbot.keyClick(named, Qt.Key.Key_Space)

    assert host.chosen[-1] == Filter()
    assert host.button("Work  400").hasFocus()
    qtbot.keyClick(host.button("Work  400"), Qt.Key.Key_Space)
    assert host.chosen[-1] == Filter(folders=("/photos/Work",))


def test_choices_of_one_kind_add_up_and_ranges_replace(qtbot, host):
    for text in (
        "Canon EOS  500",
        "iPhone  300",
        "Below 1 MB  600",
        "From 20 MB  100",
        "2 stars or more  80",
    ):
        qtbot.mouseClick(host.button(text), Qt.MouseButton.LeftButton)

    assert host.chosen[-1] == Filter(
        cameras=("Canon EOS", "iPhone"), least_size=20 * 10**6, least_rating=2
    )


def test_a_handle_of_the_dates_chooses_a_range(qtbot, host):
    host.panel.show_facets(Facets(2, months=((MAY, 1), (MAY + 40 * 86400 * 10**9, 1))))
    qtbot.keyClick(host.panel._histogram._handles[1], Qt.Key.Key_Left)

    assert host.chosen[-1] == Filter(until_ns=int(datetime(2021, 6, 1).timestamp()) * 10**9)


def test_what_nobody_has_cannot_be_chosen_but_taken_back(qtbot, host):
    assert not host.button("cat  0").isEnabled()

    host.panel.show_query(Query(filter=Filter(labels=("cat",), cameras=("Leica",))))

    qtbot.mouseClick(host.button("cat  0"), Qt.MouseButton.LeftButton)
    assert host.chosen[-1] == Filter(cameras=("Leica",))
    qtbot.mouseClick(host.button("Leica  0"), Qt.MouseButton.LeftButton)
    assert host.chosen[-1] == Filter()


def test_new_counts_leave_the_focus_where_it_is(qtbot, host):
    host.activateWindow()
    button = host.button("dog  120")
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)

    host.panel.show_facets(Facets(9, labels=(("dog", 7), ("cat", 1))))

    assert button.hasFocus()
    assert button.text() == "dog  7"


def test_arrow_keys_walk_through_a_row_and_tab_leaves_it(qtbot, host):
    host.activateWindow()
    first, second = host.button("Canon EOS  500"), host.button("iPhone  300")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert host.chosen[-1] == Filter(cameras=("iPhone",))

    qtbot.keyClick(second, Qt.Key.Key_Tab)

    assert host.button("JPG  1,100").hasFocus()


def test_a_choice_that_changes_nothing_is_not_offered(host):
    host.panel.show_facets(Facets(9, cameras=(("Canon", 9),), suffixes=(("jpg", 8),)))
    camera, suffix = host.panel._rows[2][0], host.panel._rows[3][0]
    assert camera.isHidden()
    assert not suffix.isHidden()

    host.panel.show_query(Query(filter=Filter(cameras=("Canon",))))

    assert not camera.isHidden()


def test_sizes_that_no_photo_has_are_not_offered(qtbot, host):
    texts = [button.text() for button in host.findChildren(QPushButton)]
    assert "From 20 MB  100" in texts
    assert not any(text.startswith("5 MB to") for text in texts)

    own = Filter(least_size=5 * 10**6, most_size=20 * 10**6)
    host.panel.show_query(Query(filter=own))
    assert host.button("5 MB to 20 MB  0").isChecked()
    host.panel.show_facets(Facets(9, sizes=(9, 0, 0, 0)))
    host.panel.show_query(Query())
    assert host.panel._rows[6][0].isHidden()


def test_many_choices_come_when_asked_for(qtbot, host):
    cameras = tuple((f"Camera {n}", 100 - n) for n in range(30))
    host.panel.show_facets(Facets(9, cameras=cameras))
    row = host.panel._rows[2][0]
    assert len(row._buttons) == FIRST_ONES

    qtbot.mouseClick(row._more, Qt.MouseButton.LeftButton)

    assert len(row._buttons) == 30
    assert not row._more.isVisible()


def test_a_screen_reader_hears_kind_name_and_count(host):
    assert host.button("dog  120").accessibleName() == "Label, dog, 120 photos"


@pytest.mark.parametrize("width", [300, 500, 1400])
def test_it_keeps_below_half_of_the_window_at_any_width(qtbot, host, width):
    host.resize(width, 600)

    qtbot.waitUntil(lambda: host.panel.width() > 0.9 * width)
    assert host.panel.height() <= 0.45 * 600 + 1
    assert host.minimumSizeHint().width() <= 300
