"""The words that fit a photo best: of its labels, else common ones, else none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from label_shelf import Shelf

from photoclip.calibration import Background
from photoclip.catalog import Catalog
from photoclip.descriptions import Descriptions, compose
from photoclip.domain import Origin, Tag, Vector
from photoclip.label_prompts import background_phrases
from photoclip.label_store import LabelVectors

MODEL, DIM = "model", 512  # each phrase is an axis, and there are some to spare
SNOW, DOG = background_phrases().index("snow"), background_phrases().index("a dog")
SOFA, GRASS = DIM - 1, DIM - 2
EYE = np.eye(DIM, dtype=np.float32)
BACKGROUND = Background(EYE[: len(background_phrases())], np.zeros(DIM, np.float32), 0.1, 10)


class Album:
    """A photo for each mixture of axes."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.descriptions = Descriptions(shelf.catalog.database)

    def label(self, name: str, **descriptions: int) -> int:
        """``descriptions``: text, with "_" for spaces, -> axis."""
        texts = [text.replace("_", " ") for text in descriptions]
        number = self.shelf.define(name, descriptions=tuple(texts))
        rows = EYE[list(descriptions.values())]
        vectors = LabelVectors(rows[:1], rows[:0], rows[:0], rows)
        self.shelf.labels.save_vectors(number, MODEL, vectors)
        return number

    def gist(self, *tags: Tag, common_too: bool = True, **axes: float) -> str | None:
        """``axes``: "x" and the number of an axis -> weight."""
        vector: Vector = sum((w * EYE[int(axis[1:])] for axis, w in axes.items()), EYE[0] * 0)
        photo = self.shelf.photos.pop()
        self.shelf.catalog.save_vectors([photo], vector[None] / np.linalg.norm(vector), MODEL)
        found = self.descriptions.best(
            [photo], {photo: tags}, MODEL, BACKGROUND, common_too=common_too
        )
        return found.get(photo)


@pytest.fixture
def album(tmp_path: Path) -> Iterator[Album]:
    catalog = Catalog(tmp_path / "catalog.db")
    yield Album(Shelf(catalog, tmp_path))
    catalog.close()


def _axes(**weights: float) -> dict[str, float]:
    places = {"snow": SNOW, "dog": DOG, "sofa": SOFA, "grass": GRASS}
    return {f"x{places[name]}": weight for name, weight in weights.items()}


def test_a_common_phrase_is_said_where_it_is_clear(album: Album) -> None:
    assert album.gist(**_axes(snow=1.0)) == "snow"
    assert album.gist(**_axes(snow=1.0, dog=1.0)) is None
    assert album.gist(**_axes(sofa=1.0)) is None  # nothing common fits


def test_common_phrases_are_left_out_where_a_guess_will_not_do(album: Album) -> None:
    rex = Tag(album.label("Rex", our_dog_on_grass=GRASS, our_dog=DOG), "Rex", Origin.ACCEPTED)
    assert album.gist(rex, common_too=False, **_axes(snow=1.0)) is None
    assert album.gist(rex, common_too=False, **_axes(grass=1.0)) == "our dog on grass"


def test_a_text_is_made_of_what_fits_and_the_labels() -> None:
    assert compose("our dog on the sofa", ["Rex", "Sofa"]) == "Our dog on the sofa. Rex, Sofa."
    assert compose("", ["rex"]) == "Rex."


def test_the_best_description_of_a_label_comes_first(album: Album) -> None:
    pet = album.label("Rex", our_dog_on_the_sofa=SOFA, our_dog_on_grass=GRASS)
    tag = Tag(pet, "Rex", Origin.ACCEPTED)
    assert album.gist(tag, **_axes(grass=1.0, snow=0.9)) == "our dog on grass"
    assert album.gist(tag, **_axes(grass=0.7, sofa=0.7)) is None
    assert album.gist(tag, **_axes(grass=0.3, snow=1.0)) == "snow"  # says more than its label does


def test_who_carries_more_labels_needs_no_common_phrase(album: Album) -> None:
    tags = [Tag(album.label(name), name, Origin.AUTO) for name in ("Winter", "Rex")]
    assert album.gist(tags[0], **_axes(snow=1.0)) == "snow"
    assert album.gist(*tags, **_axes(snow=1.0)) is None


def test_what_the_person_is_sure_of_is_said_before_what_was_found(album: Album) -> None:
    sofa, grass = album.label("Sofa", a_red_sofa=SOFA), album.label("Lawn", a_green_lawn=GRASS)
    both = _axes(sofa=0.8, grass=0.7)
    found, sure = Tag(sofa, "Sofa", Origin.AUTO), Tag(grass, "Lawn", Origin.ACCEPTED)
    assert album.gist(found, sure, **both) == "a green lawn"


def test_what_a_label_says_by_its_name_is_not_said_twice(album: Album) -> None:
    dog = album.label("Dog", a_dog=DOG)
    assert album.gist(Tag(dog, "Dog", Origin.AUTO, 0.6), **_axes(dog=1.0)) is None


def test_every_common_phrase_is_known_in_german() -> None:
    lines = (Path(__file__).parents[1] / "resources/labels/background_de.txt").read_text("utf-8")
    known = [line.split(": ", 1)[0] for line in lines.splitlines() if not line.startswith("#")]
    assert tuple(known) == background_phrases()
