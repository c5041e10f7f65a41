"""A real process that indexes is really killed, at several points; then it is started again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support import COLOURS, ColourEncoder, make_photo

from photoclip.domain import Query, Text
from photoclip.library import Library

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")

PHOTOS = 120

_INDEX = """
import sys
from pathlib import Path
from support import ColourEncoder
from photoclip.library import Library
from photoclip import library as module
from photoclip.vectors import VectorIndex

fresh = int(sys.argv[3])
load = VectorIndex.load.__func__
VectorIndex.load = classmethod(lambda cls, *a: load(cls, *a, fresh_limit=fresh))
library = Library(Path(sys.argv[1]))
library.use(ColourEncoder())
if not library.folders():
    library.add_folder(Path(sys.argv[2]))
for step in library.refresh():
    while fresh == 0 and library.tend():  # the graph is saved after each batch
        pass
    print(step.done, flush=True)
print("end", flush=True)
library.close()
"""


def _index(tmp_path: Path, fresh: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _INDEX, tmp_path / "library", tmp_path / "photos", str(fresh)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )


def _kill_after(process: subprocess.Popen[bytes], done: int) -> int:
    """Kill once so many photos are told as done; returns how many were told in all."""
    assert process.stdout is not None
    told = 0
    for line in process.stdout:
        told = int(line) if line.strip().isdigit() else told
        if told >= done:
            break
    process.kill()
    rest = [int(line) for line in process.stdout if line.strip().isdigit()]
    process.wait()
    process.stdout.close()
    return max([told, *rest])


@pytest.mark.parametrize("fresh", [0, 8192], ids=["graph", "exact"])
@pytest.mark.parametrize("points", [(0,), (1,), (40, 20), (100,), (PHOTOS,)])
def test_a_killed_indexing_goes_on_where_it_was(
    tmp_path: Path, points: tuple[int, ...], fresh: int
) -> None:
    colours = list(COLOURS)
    for number in range(PHOTOS):
        place = tmp_path / "photos" / str(number % 7) / f"{number}.png"
        make_photo(place, colours[number % len(colours)], mark=number)
    told = 0
    for point in points:
        told += _kill_after(_index(tmp_path, fresh), point)
    encoder = ColourEncoder()
    library = Library(tmp_path / "library")
    try:
        library.use(encoder)
        if not library.folders():
            library.add_folder(tmp_path / "photos")
        for _ in library.refresh():
            pass
        assert library.check() == []
        status = library.status(encoder.key, "", "")
        assert (status.photos, status.vectors, list(status.unreadable)) == (PHOTOS, PHOTOS, [])
        assert encoder.encoded <= PHOTOS - told
        _assert_index_is_exact(library, encoder)
    finally:
        library.close()


def _assert_index_is_exact(library: Library, encoder: ColourEncoder) -> None:
    """Each query finds every photo once, with the cosine of the vector that is stored for it."""
    catalog = library._catalog
    ids = library.newest().tolist()
    assert len(set(ids)) == PHOTOS
    numbers = catalog.vectors_of_photos(ids, encoder.key)
    stored = catalog.vectors([numbers[photo_id] for photo_id in ids])
    for colour in COLOURS:
        hits = library.search(Query((Text(colour),)))
        exact = dict(zip(ids, stored @ encoder.texts([colour])[0], strict=True))
        assert sorted(hits.ids.tolist()) == sorted(ids)
        np.testing.assert_allclose(hits.scores, [exact[n] for n in hits.ids.tolist()], atol=1e-5)
        assert np.all(np.diff(hits.scores) <= 1e-6)
        best = {photo.path.stem for photo in library.photos(hits.ids[: PHOTOS // len(COLOURS)])}
        assert {list(COLOURS)[int(stem) % len(COLOURS)] for stem in best} == {colour}
