"""Folders, saved and recent searches and filters, all in one query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from ui.search_desk import SearchDesk
from ui.test_accessibility import unnamed

from photoclip.changes import ForgetSearch, SaveSearch
from photoclip.domain import Facets, Filter, Folder, LikePhoto, Query, SavedSearch, Text
from photoclip.messages import (
    CountFacets,
    Do,
    FacetsCounted,
    ForgetRecent,
    ModelPhase,
    ModelState,
    NoteSearch,
    PhotosChanged,
    SearchesChanged,
)
from photoclip.ui.drops import DroppedAddress
from photoclip.ui.side_list import SideList

DOGS = SavedSearch(3, "Dogs", Query((Text("dog"),), filter=Filter(favourite=True)), 12)
CATS = SavedSearch(4, "Cats", Query((Text("cat"),)))
FAMILY = (("/photos/Family", 5),)
FOLDERS = [Folder(1, Path("/photos/Family"), True, 4), Folder(2, Path("/photos/Work"), True, 2)]


@pytest.fixture
def desk(qtbot, tmp_path) -> Iterator[SearchDesk]:
    desk = SearchDesk(qtbot, tmp_path)
    desk.panel.show_folders(FOLDERS)
    yield desk
    desk.close()


def click(desk: SearchDesk, lines: SideList, row: int, **options: object) -> None:
    at = lines.visualItemRect(lines.item(row)).center()
    desk.qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=at, **options)


def spoken(lines: SideList) -> list[str]:
    return [
        lines.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(lines.count())
    ]


# --- folders


def test_a_click_on_a_folder_chooses_its_photos_and_another_one_takes_it_back(desk):
    desk.bar.show_query(Query((Text("dog"),)))
    folders = desk.panel._list

    click(desk, folders, 1)
    assert desk.asked() == Query((Text("dog"),), filter=Filter(folders=("/photos/Work",)))
    assert desk.names() == ["dog", "Only: Work"]
    assert spoken(folders) == ["Family, 4 photos", "Work, 2 photos, shown"]
    click(desk, folders, 1)

    assert desk.asked() == Query((Text("dog"),))
    assert spoken(folders)[1] == "Work, 2 photos"


def test_several_folders_with_ctrl_and_one_without(desk):
    folders = desk.panel._list
    click(desk, folders, 0)
    desk.panel._choose(FOLDERS[1], True)
    assert desk.asked().filter.folders == ("/photos/Family", "/photos/Work")
    click(desk, folders, 1)

    assert desk.asked().filter.folders == ("/photos/Work",)


def test_escape_and_enter_in_the_folders(desk):
    folders = desk.panel._list
    folders.setCurrentRow(0)
    desk.qtbot.keyClick(folders, Qt.Key.Key_Return)
    assert desk.asked().filter.folders == ("/photos/Family",)

    desk.qtbot.keyClick(folders, Qt.Key.Key_Escape)

    assert desk.asked() == Query()


def test_a_folder_that_is_typed_is_marked_too(desk):
    desk.qtbot.keyClicks(desk.bar._edit, "in:/photos/Family")

    assert spoken(desk.panel._list)[0] == "Family, 4 photos, shown"


# --- saved searches


def test_a_search_is_saved_under_a_name_that_is_asked_in_place(desk):
    desk.qtbot.keyClicks(desk.bar._edit, "dog rating:3")
    desk.qtbot.mouseClick(desk.bar._keep, Qt.MouseButton.LeftButton)
    name = desk.foot.saving._name
    assert name.isVisible()
    assert name.text() == "dog, 3 stars or more"

    desk.qtbot.keyClicks(name, "Good dogs")
    desk.qtbot.keyClick(name, Qt.Key.Key_Return)

    wanted = SavedSearch(0, "Good dogs", Query((Text("dog"),), filter=Filter(least_rating=3)))
    assert desk.link.last(Do) == Do(SaveSearch(wanted))
    assert not name.isVisible()
    assert desk.bar._edit.hasFocus()


def test_escape_saves_nothing(desk):
    desk.qtbot.keyClicks(desk.bar._edit, "dog")
    desk.bar.save_asked.emit()

    desk.qtbot.keyClick(desk.foot.saving._name, Qt.Key.Key_Escape)

    assert not desk.foot.saving.isVisible()
    assert desk.bar._edit.text() == "dog"
    assert desk.link.last(Do) is None


def test_saved_searches_are_albums_with_live_counts(desk):
    saved = desk.panel.saved_searches
    assert not desk.panel.searches_section.isVisible()
    desk.hear(SearchesChanged([DOGS, CATS], []))
    assert desk.panel.searches_section.isVisible()
    assert spoken(saved) == ["Dogs, 12 photos", "Cats"]

    desk.hear(SearchesChanged([replace(DOGS, harmless=5)], []))
    desk.session.hide_labels(["private"])
    assert spoken(saved) == ["Dogs, 5 photos"]
    desk.session.hide_labels([])
    desk.hear(SearchesChanged([DOGS, CATS], []))
    assert spoken(saved) == ["Dogs, 12 photos", "Cats"]

    click(desk, saved, 0)
    assert desk.asked() == DOGS.query
    assert desk.names() == ["dog", "Only: Favourites"]
    assert spoken(saved)[0] == "Dogs, 12 photos, shown"
    click(desk, saved, 0)

    assert desk.asked() == Query()


def test_a_saved_search_is_renamed_in_place(desk):
    desk.hear(SearchesChanged([DOGS, CATS], []))
    saved = desk.panel.saved_searches
    saved.setCurrentRow(1)
    saved.rename_current()
    edit = saved.findChild(QLineEdit)
    assert edit.text() == "Cats"

    edit.clear()
    desk.qtbot.keyClicks(edit, "Kittens")
    desk.qtbot.keyClick(edit, Qt.Key.Key_Return)

    desk.qtbot.waitUntil(lambda: desk.link.last(Do) is not None)
    assert desk.link.last(Do) == Do(SaveSearch(SavedSearch(4, "Kittens", CATS.query)))
    assert desk.searches() == 0


def choose(desk: SearchDesk, search: SavedSearch, text: str) -> None:
    menu = desk.panel.saved_searches.make_menu(search)
    (action,) = [each for each in menu.actions() if each.text() == text]
    assert action.isEnabled()
    action.trigger()
    menu.close()


def test_a_saved_search_takes_the_present_query(desk):
    desk.hear(SearchesChanged([DOGS], []))
    desk.bar.show_text("wolf")

    choose(desk, DOGS, "Replace with the present search")

    assert desk.link.last(Do) == Do(SaveSearch(SavedSearch(3, "Dogs", Query((Text("wolf"),)))))


def test_a_saved_search_goes_by_key_and_by_menu(desk):
    desk.hear(SearchesChanged([DOGS, CATS], []))
    saved = desk.panel.saved_searches
    saved.setCurrentRow(1)

    desk.qtbot.keyClick(saved, Qt.Key.Key_Delete)
    choose(desk, DOGS, "Remove")

    assert desk.link.all(Do) == [Do(ForgetSearch(4)), Do(ForgetSearch(3))]


# --- recent searches


def test_enter_notes_the_search_once(desk):
    desk.qtbot.keyClicks(desk.bar._edit, "dog -cat")
    desk.qtbot.keyClick(desk.bar._edit, Qt.Key.Key_Return)
    desk.searching.noting.note()

    assert desk.link.all(NoteSearch) == [NoteSearch("dog -cat")]


def test_resting_on_results_notes_the_search(desk):
    rest = desk.searching.noting._rest
    desk.qtbot.keyClicks(desk.bar._edit, "dog")
    assert rest.isActive()
    assert desk.link.all(NoteSearch) == []

    rest.timeout.emit()

    assert desk.link.all(NoteSearch) == [NoteSearch("dog")]


def test_neither_nothing_nor_a_picture_is_noted(desk):
    desk.searching.noting.note()
    desk.bar.show_query(Query((LikePhoto(3), Text("red"))))
    desk.searching.noting.note()

    assert desk.link.all(NoteSearch) == []


def test_recent_searches_come_and_are_forgotten(desk):
    desk.hear(SearchesChanged([], ["dog"]))
    assert desk.bar._clock.isVisible()

    desk.bar.forget_recent_asked.emit()

    assert desk.link.last(ForgetRecent) == ForgetRecent()


# --- filters


def test_counts_are_asked_for_only_while_the_panel_is_open(desk):
    desk.bar.set_filter(Filter(favourite=True))
    assert not desk.foot.filters.isVisible()
    assert desk.link.all(CountFacets) == []

    desk.qtbot.mouseClick(desk.bar._funnel, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: desk.link.last(CountFacets) is not None)
    assert desk.link.last(CountFacets).query.filter == Filter(favourite=True)
    desk.hear(FacetsCounted(desk.link.last(CountFacets).serial, Facets(5, labels=(("dog", 3),))))
    assert desk.foot.filters.isVisible()
    words = Query((Text("other words"),), filter=Filter(favourite=True))
    desk.bar.show_query(words)
    desk.qtbot.waitUntil(lambda: desk.link.last(CountFacets).query == words)

    desk.bar.show_filters_open(False)
    count = len(desk.link.all(CountFacets))
    desk.bar.show_query(Query())
    assert not desk.searching._counting._rest.isActive()
    assert len(desk.link.all(CountFacets)) == count


def test_only_the_newest_counts_are_shown(desk):
    desk.bar.show_filters_open(True)
    desk.qtbot.waitUntil(lambda: desk.link.last(CountFacets) is not None)
    old = desk.link.last(CountFacets).serial
    desk.bar.set_filter(Filter(favourite=True))
    desk.qtbot.waitUntil(lambda: desk.link.last(CountFacets).serial > old)

    desk.hear(FacetsCounted(old + 1, Facets(5, FAMILY)), FacetsCounted(old, Facets(9)))

    assert desk.foot.filters._facets.photos == 5


@pytest.mark.parametrize("event", [PhotosChanged(6, 0), ModelState(ModelPhase.READY)])
def test_a_changed_library_is_counted_again(desk, event):
    desk.bar.show_filters_open(True)
    desk.qtbot.waitUntil(lambda: desk.link.last(CountFacets) is not None)

    desk.hear(event)
    assert desk.searching._counting._refresh.isActive()
    desk.searching._counting._refresh.timeout.emit()

    desk.qtbot.waitUntil(lambda: desk.link.last(CountFacets).serial == 2)


def test_the_panel_is_open_again_after_a_start(desk, qtbot, tmp_path):
    desk.bar.show_filters_open(True)
    desk.foot.filters.relevance.show_scores(True)
    desk.settings.sync()

    other = SearchDesk(qtbot, tmp_path)

    assert other.foot.filters.isVisible()
    assert other.searching.shows_scores()
    other.close()


def test_the_slider_moves_the_line_of_relevance(desk):
    desk.bar.show_filters_open(True)
    desk.bar.show_text("dog")
    slider = desk.foot.filters.relevance._slider

    desk.qtbot.keyClick(slider, Qt.Key.Key_Home)
    desk.qtbot.waitUntil(lambda: desk.asked() == Query((Text("dog"),), strictness=1.0))
    desk.qtbot.keyClick(slider, Qt.Key.Key_End)

    desk.qtbot.waitUntil(lambda: desk.asked() == Query((Text("dog"),), strictness=-1.0))


def test_a_label_is_chosen_and_taken_back(desk):
    desk.searching.filter_by_label("dog")
    desk.searching.filter_by_label("cat", beside=True)
    assert desk.asked().filter == Filter(labels=("dog", "cat"))
    desk.searching.filter_by_label("cat")
    assert desk.asked().filter == Filter(labels=("cat",))

    desk.searching.filter_by_label("cat")

    assert desk.asked().filter == Filter()


def test_every_control_has_a_name(desk):
    desk.hear(SearchesChanged([DOGS], ["dog"]))
    desk.bar.show_query(Query((Text("dog"), LikePhoto(3)), filter=Filter(labels=("a",))))
    desk.bar.toggle_filters()
    desk.foot.filters.show_facets(
        Facets(5, FAMILY, (("a", 3),), months=((10**18, 3), (2 * 10**18, 2)))
    )
    desk.bar.save_asked.emit()
    desk.searching.pictures.take(DroppedAddress("http://127.0.0.1:1/a.png"))

    assert len(desk.foot.findChildren(QWidget)) > 30
    assert unnamed(desk.window) == []
