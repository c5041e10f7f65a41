"""Choices are kept in the library; exclusion patterns mean what people expect of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoclip.catalog import Catalog
from photoclip.choices import EXCLUDED, NAMES, ON_BATTERY, PAUSE, Choices, make_exclusion


def test_a_choice_is_kept_and_forgotten(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.db")
    choices = Choices(catalog)
    assert choices[ON_BATTERY] == ""
    choices[ON_BATTERY] = PAUSE
    choices[EXCLUDED] = "*.gif\nPrivate"
    catalog.close()
    again = Catalog(tmp_path / "catalog.db")
    assert dict(Choices(again).all()) == {
        name: {ON_BATTERY: PAUSE, EXCLUDED: "*.gif\nPrivate"}.get(name, "") for name in NAMES
    }
    Choices(again)[EXCLUDED] = ""
    assert again.setting("choice excluded") is None
    again.close()


@pytest.mark.parametrize(
    ("pattern", "excluded", "kept"),
    [
        ("*.gif", ["a.gif", "sub/B.GIF"], ["a.gif.jpg", "gif/a.jpg"]),
        ("private", ["private/a.jpg", "x/Private/y/a.jpg"], ["privately/a.jpg", "a.jpg"]),
        ("2019/raw*", ["2019/raw/a.jpg", "2019/raw-2/x/a.jpg"], ["2019/a.jpg", "x/2019/raw/a.jpg"]),
        ("/2019/", ["2019/a.jpg"], ["2020/2019.jpg"]),
        ("IMG_00??.jpg", ["x/IMG_0042.jpg"], ["IMG_004.jpg"]),
        ("a[1].jpg", ["a1.jpg"], ["a2.jpg"]),
        ("", [], ["a.jpg", "x/b.jpg"]),
        ("  \n\n", [], ["a.jpg"]),
        ("/", [], ["a.jpg", "x/b.jpg"]),
    ],
)
def test_patterns(pattern: str, excluded: list[str], kept: list[str]) -> None:
    is_excluded = make_exclusion(pattern)
    assert [path for path in excluded if not is_excluded(path)] == []
    assert [path for path in kept if is_excluded(path)] == []


def test_one_of_several_patterns_is_enough() -> None:
    is_excluded = make_exclusion("*.png\nold/*.jpg\n.trash")
    wanted = [p for p in ("a.png", "old/a.jpg", "b/.trash/c.jpg", "a.jpg") if not is_excluded(p)]
    assert wanted == ["a.jpg"]
