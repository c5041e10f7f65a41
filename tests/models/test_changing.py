"""Changing the model: the old one answers until the new one has embedded everything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from other_models import GreyEncoder, MirrorEncoder, index_library
from support import COLOURS, ColourEncoder, make_photo

from photoclip.domain import LikePhoto, Picture, Query, Text
from photoclip.errors import PhotoClipError
from photoclip.library import Library


def _vectors(library: Library) -> dict[str, list[float]]:
    """What the library, as it searches now, knows of each file."""
    index = library._index
    assert index is not None
    owners = library._catalog.photos_of_vectors(np.array(sorted(index.ids)))
    names = {photo.id: photo.path.name for photo in library.photos(tuple(owners.values()))}
    return {names[owner]: index.rows([number])[0].tolist() for number, owner in owners.items()}


def _best(library: Library, text: str) -> str:
    hits = library.search(Query((Text(text),), 1))
    return library.photos(hits.ids)[0].path.name.split("-")[0]


def test_changed_is_the_same_as_from_the_start(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    for _ in library.embed_for(GreyEncoder()):
        assert _best(library, "red") == "red"  # the old model answers meanwhile
    library.use(GreyEncoder())
    fresh = index_library(tmp_path / "other", folder, GreyEncoder())
    assert _vectors(library) == _vectors(fresh)
    fresh.close()


def test_vectors_of_two_models_never_meet(folder: Path, tmp_path: Path) -> None:
    """Whatever is asked, a library that knows both answers as one that knows only the model."""
    shutil.copy(folder / "red-0.png", folder / "twin.png")
    both = index_library(tmp_path / "library", folder, ColourEncoder())
    for _ in both.embed_for(MirrorEncoder()):
        pass
    make_photo(folder / "late.png", "red", mark=99)  # the mirror sees it when it is in use
    for _ in both.refresh():
        pass
    for encoder in (MirrorEncoder(), ColourEncoder()):
        both.use(encoder)
        for _ in both.refresh():
            pass
        alone = index_library(tmp_path / encoder.key, folder, encoder)
        for found, wanted in zip(_answers(both), _answers(alone), strict=True):
            assert found == pytest.approx(wanted, abs=1e-5)
        alone.close()
    both.close()


def _answers(library: Library) -> list[dict[str, float]]:
    """File name -> score for a text, a photo, its picture, and all together."""
    [photo] = [one for one in library.photos(library.newest()) if one.path.name == "red-0.png"]
    terms = (Text("red"), LikePhoto(photo.id), Picture(photo.path), Text("blue", -0.5))
    found = []
    for asked in (terms[:1], terms[1:2], terms[2:3], terms):
        hits = library.search(Query(asked))
        names = [one.path.name for one in library.photos(hits.ids)]
        found.append(dict(zip(names, hits.scores.tolist(), strict=True)))
    return found


def test_embedding_for_the_model_in_use_needs_no_change(library: Library, folder: Path) -> None:
    library.use(GreyEncoder())
    make_photo(folder / "red-new.png", "red", mark=77)
    for _ in library.refresh():
        pass
    library.use(ColourEncoder())
    for _ in library.embed_for(ColourEncoder()):
        pass
    assert library.check() == []


CHANGE = """
import sys
from pathlib import Path
from other_models import GreyEncoder
from support import ColourEncoder
from photoclip.library import Library

library = Library(Path(sys.argv[1]))
library.use(ColourEncoder())
encoder = GreyEncoder()
encoder.batch_size = 2
for step in library.embed_for(encoder):
    print(step.done, flush=True)
    sys.stdin.readline()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_process_that_is_killed_twice_on_the_way(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "library"
    index_library(root, folder, ColourEncoder()).close()
    done = 0
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", CHANGE, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            text=True,
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdout.readline()
            child.stdin.write("\n")
            child.stdin.flush()
            done = int(child.stdout.readline())
            child.kill()
    library = Library(root)
    encoder = GreyEncoder()
    library.use(ColourEncoder())
    for _ in library.embed_for(encoder):
        pass
    assert 0 < encoder.encoded == 3 * len(COLOURS) - done  # a batch that was told is not lost
    library.use(encoder)
    assert library.check() == []
    fresh = index_library(tmp_path / "other", folder, GreyEncoder())
    assert _vectors(library) == _vectors(fresh)
    fresh.close()
    library.close()


def test_dropped_twice_on_the_way(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "library"
    encoder = GreyEncoder()
    index_library(root, folder, ColourEncoder()).close()
    for steps in (1, 2):
        library = Library(root)
        library.use(ColourEncoder())
        job = library.embed_for(encoder)
        for _ in range(steps):
            next(job)
        job.close()
        library.close()
    library = Library(root)
    library.use(ColourEncoder())
    for _ in library.embed_for(encoder):
        pass
    assert encoder.encoded == 3 * len(COLOURS)  # nothing was embedded twice
    library.use(encoder)
    fresh = index_library(tmp_path / "other", folder, GreyEncoder())
    assert _vectors(library) == _vectors(fresh)
    fresh.close()
    library.close()


def test_what_changes_meanwhile_is_caught_up(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    job = library.embed_for(GreyEncoder())
    next(job)
    make_photo(folder / "late-1.png", "purple", mark=99)
    make_photo(folder / "red-0.png", "blue", mark=98)
    (folder / "green-1.png").unlink()
    for _ in library.refresh():
        pass
    for _ in job:
        pass
    library.use(GreyEncoder())
    for _ in library.refresh():
        pass
    fresh = index_library(tmp_path / "other", folder, GreyEncoder())
    assert _vectors(library) == _vectors(fresh)
    fresh.close()


def test_changing_back_embeds_nothing(library: Library) -> None:
    for _ in library.embed_for(GreyEncoder()):
        pass
    library.use(GreyEncoder())
    encoder = ColourEncoder()
    for _ in library.embed_for(encoder):
        pass
    assert encoder.encoded == 0


def test_the_vectors_of_a_model_can_be_given_back(library: Library) -> None:
    for _ in library.embed_for(GreyEncoder()):
        pass
    count = 3 * len(COLOURS)
    assert library.vector_sizes() == {
        ColourEncoder.key: (count, count * 2 * ColourEncoder.dim),
        GreyEncoder.key: (count, count * 2 * GreyEncoder.dim),
    }
    library.forget_vectors(GreyEncoder.key)
    assert library.vector_sizes().keys() == {ColourEncoder.key}
    with pytest.raises(PhotoClipError, match="in use"):
        library.forget_vectors(ColourEncoder.key)
