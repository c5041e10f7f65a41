"""Labels leave the program and come back the same; a file that holds none is one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from photoclip.domain import Label
from photoclip.errors import PhotoClipError
from photoclip.label_definition import prompts
from photoclip.label_files import (
    LabelRecord,
    find_preset,
    match,
    parents_first,
    presets,
    read_labels,
    write_labels,
)

LABELS = [
    Label(1, "Tier", threshold=0.25),
    Label(
        2,
        "Hund 🐕 \\ 'Bello'",
        ('a dog that says "wuff"', "a dog\x7f", "[[label]]", "# a dog"),
        ("a wolf",),
        (b"\x00\xffpicture",),
        0.625,
        parent_id=1,
        colour="#00ff7f",
        sensitive=True,
        former_names=("Dog", "Köter"),
    ),
]


@pytest.mark.parametrize("name", ["labels.toml", "labels.json", "labels", "labels.txt"])
def test_what_is_exported_is_imported_the_same(tmp_path: Path, name: str) -> None:
    write_labels(tmp_path / name, LABELS)
    records = read_labels(tmp_path / name)
    assert [record.parent for record in records] == [None, "Tier"]
    made = [record.onto(Label(0, record.name)) for record in records]
    assert made == [replace(label, id=0, parent_id=None) for label in LABELS]
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_an_exported_file_can_be_read_by_people(tmp_path: Path) -> None:
    write_labels(tmp_path / "labels.toml", [Label(1, "Ärger", ("an angry person",))])
    assert (tmp_path / "labels.toml").read_text(encoding="utf-8") == (
        '[[label]]\nname = "Ärger"\nthreshold = 0.5\ndescriptions = ["an angry person"]\n'
    )


def test_plain_text_is_one_name_a_line(tmp_path: Path) -> None:
    path = tmp_path / "names"
    path.write_bytes("\ufeffa dog\r\n\r\n# a remark\r\n  a cat \r\nA DOG\r\n".encode())
    assert [record.name for record in read_labels(path)] == ["A DOG", "a cat"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "holds no labels."),
        ("# nothing\n", "holds no labels."),
        ('{"labels": 3}', "it has no list “labels”."),
        ('{"labels": [{"name": 3}]}', "one of its labels has no name."),
        ('{"labels": [', "it is no valid JSON"),
        ("[" * 100_000, "is too long for a label"),
        ('{"labels":' + "[" * 100_000, "it is no valid JSON"),
        ("[[label]]\nname =", "it is no valid TOML"),
        ('[[label]]\nname = "a"\nthreshold = 7', "The threshold of “a” must be from 0 to 1"),
        ('[[label]]\nname = "a"\nthreshold = nan', "must be from 0 to 1"),
        ('[[label]]\nname = "a"\nthreshold = "0.5"', "“threshold” of “a” has an unexpected value."),
        ('[[label]]\nname = "a"\nsensitive = 1', "“sensitive” of “a” has an unexpected value."),
        ('[[label]]\nname = "a"\ndescriptions = [1]', "must be a list of texts."),
        ('[[label]]\nname = "a"\nexamples = ["?"]', "An example of “a” is no base64 text."),
        ('[[label]]\nname = "a"\ncolour = "red"', "The colour of “a” must look like #aabbcc."),
        ('[[label]]\nname = "a"\nformer_names = [1]', "“former_names” of “a” must be a list"),
        ('[[label]]\nname = "a"\nformer_names = ["b|c"]', "it may hold no line break"),
        ('[[label]]\nname = "a|b"', "it may hold no line break, quotation mark or “|”."),
        ('[[label]]\nname = "  "', "A label needs a name."),
        ("x" * 101, "is too long for a label"),
    ],
)
def test_what_is_no_label_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "labels"
    path.write_text(text)
    with pytest.raises(PhotoClipError) as caught:
        read_labels(path)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_what_cannot_be_read_or_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(PhotoClipError, match=r"picture is no text, so it holds no labels\.$"):
        read_labels(tmp_path / "picture")
    with pytest.raises(PhotoClipError, match=r"missing cannot be read: No such file"):
        read_labels(tmp_path / "missing")
    with pytest.raises(PhotoClipError, match=r"^The labels cannot be written to .*missing/x: "):
        write_labels(tmp_path / "missing" / "x", LABELS)
    with pytest.raises(PhotoClipError, match=r"^The labels cannot be written to "):
        write_labels(tmp_path, LABELS)


def test_a_lone_surrogate_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"labels": [{"name": "a\udcff"}]}))
    assert [record.name for record in read_labels(tmp_path / "a.json")] == ["a?"]


def test_a_label_is_known_by_its_name_before_any_former_one() -> None:
    records = [LabelRecord("b", former_names=("a",)), LabelRecord("a"), LabelRecord("e")]
    a, d = Label(1, "A"), Label(2, "d", former_names=("E", "b"))
    assert match(records, [a, d]) == {"a": a, "b": d}  # each label once, and in the file's order
    newer = LabelRecord("c", former_names=("a", "b"))
    assert match([newer], [a, Label(3, "B")]) == {"c": Label(3, "B")}  # the latest name


def test_labels_come_after_those_that_they_lie_in() -> None:
    records = [
        LabelRecord("c", parent="B"),
        LabelRecord("b", parent="a"),
        LabelRecord("d", parent="elsewhere"),
        LabelRecord("a"),
        LabelRecord("x", parent="y"),
        LabelRecord("y", parent="x"),
    ]
    names = [record.name for record in parents_first(records)]
    assert sorted(names) == ["a", "b", "c", "d", "x", "y"]
    assert names.index("a") < names.index("b") < names.index("c")


def test_every_preset_is_fit_to_be_used() -> None:
    assert {preset.name for preset in presets()} == {
        *("people", "nature", "city", "food", "documents", "pets", "travel", "sensitive"),
    }
    for preset in presets():
        names = [record.name for record in preset.labels]
        assert len(names) >= 8
        assert preset.title
        assert preset.summary
        for place, record in enumerate(parents_first(preset.labels)):
            label = record.onto(Label(0, record.name))
            assert label.sensitive == (preset.name == "sensitive")
            assert prompts(label) == record.descriptions
            assert record.parent is None or record.parent in [
                one.name for one in parents_first(preset.labels)[:place]
            ]
    with pytest.raises(PhotoClipError, match=r"^There is no preset “x”; there are: city, "):
        find_preset("x")
