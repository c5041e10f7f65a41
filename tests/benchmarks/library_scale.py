"""How long a large library takes to open, to search, to look through and to shrink.

    python tests/benchmarks/library_scale.py [photos] [files]

Prints a table: a library of made-up photos (100,000 by default) with clustered vectors of 384
dimensions, and a look at a folder of small files (20,000 by default) of which none has changed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoclip.domain import FileStat, Filter, LikePhoto, PhotoFacts, Query, Text, Vectors
from photoclip.library import Library

DIM = 384
BATCH = 2000


class ClusteredEncoder:
    """Vectors around 300 centres; photos are never looked at."""

    key = "clustered"
    name = "Clustered"
    dim = DIM
    device = "cpu"
    image_size = 16
    batch_size = 64

    def __init__(self) -> None:
        self._generator = np.random.default_rng(0)
        self._centres = self._generator.normal(size=(300, DIM))

    def make(self, count: int) -> Vectors:
        picked = self._centres[self._generator.integers(0, 300, count)]
        rows = picked + 0.7 * self._generator.normal(size=(count, DIM))
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def preprocess(self, image: Image.Image) -> npt.NDArray[np.float32]:
        return np.zeros((3, 16, 16), np.float32)

    def images(self, pixels: npt.NDArray[np.float32]) -> Vectors:
        return self.make(len(pixels))

    def texts(self, texts: Sequence[str]) -> Vectors:
        return self.make(len(texts))


def timed(what: str, act: Callable[[], object], times: int = 1) -> None:
    """Print the mean and the longest of some runs, in milliseconds."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - begun))
    print(f"{what:44} {np.mean(took):10.1f} {max(took):10.1f}", flush=True)


def fill(library: Library, encoder: ClusteredEncoder, root: Path, count: int) -> None:
    """Put photos into the catalog as if they had been indexed."""
    catalog = library._catalog
    folder = catalog.add_folder(root)
    for start in range(0, count, BATCH):
        with catalog.transaction():
            ids = [
                catalog.save_photo(
                    folder,
                    f"{start // BATCH:04}/IMG_{number:06}.jpg",
                    FileStat(3_000_000 + number % 5000, number * 10**9),
                    f"{number:040x}",
                    PhotoFacts(4000, 3000, None, "Camera"),
                )
                for number in range(start, min(start + BATCH, count))
            ]
            catalog.save_vectors(ids, encoder.make(len(ids)), encoder.key)


def small(size: int) -> Query:
    """Photos up to so many megabytes."""
    return Query(filter=Filter(most_size=size * 10**6))


def tend(library: Library) -> None:
    while library.tend():
        pass


def longest_step(library: Library) -> None:
    """Refresh everything, and print how long one step kept everybody else waiting."""
    longest, steps = 0.0, library.refresh()
    while True:
        begun = time.perf_counter()
        step = next(steps, None)
        longest = max(longest, time.perf_counter() - begun)
        if step is None:
            break
    print(f"{'  its longest step':44} {'':10} {1000 * longest:10.1f}", flush=True)


def measure_catalog(place: Path, photos: int) -> None:
    encoder = ClusteredEncoder()
    library = Library(place / "library")
    timed("fill the catalog", lambda: fill(library, encoder, place / "made-up", photos))
    library.close()
    library = Library(place / "library")
    timed("use(): no index on the disk", lambda: library.use(encoder))
    timed("search, all rows fresh", lambda: library.search(Query((Text("x"),))), 20)
    timed("build the graph", lambda: tend(library))
    library.close()
    timed("open the catalog", lambda: Library(place / "library").close())
    library = Library(place / "library")
    timed("use(): index loaded", lambda: library.use(encoder))
    timed("newest(), all", lambda: library.newest(), 5)
    timed("folders()", lambda: library.folders(), 5)
    timed("count_photos()", lambda: library.count_photos(), 5)
    timed("facets, read anew", lambda: library.facets(Query()))
    sizes = iter(range(1, 100))
    timed("facets of another filter", lambda: library.facets(small(next(sizes))), 20)
    timed("photos(200)", lambda: library.photos(library.newest(200)), 5)
    timed("search a text, 1000 hits", lambda: library.search(Query((Text("x"),))), 20)
    timed("search a photo, 100 hits", lambda: library.search(Query((LikePhoto(500),), 100)), 20)
    folder = library.folders()[0]
    timed("remove the folder", lambda: library.remove_folder(folder.id))
    timed("close", library.close)


def measure_refresh(place: Path, files: int) -> None:
    """A folder of tiny pictures, looked at again and again."""
    root = place / "files"
    for number in range(files):
        path = root / f"{number // 500:03}" / f"{number:05}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), (number % 256, number // 256, 0)).save(path)
    library = Library(place / "second")
    library.use(ClusteredEncoder())
    library.add_folder(root)
    timed(f"first refresh of {files} tiny files", lambda: list(library.refresh()))
    timed("refresh(), nothing changed", lambda: list(library.refresh()), 3)
    longest_step(library)
    for path in (root / "000").iterdir():
        path.unlink()
    timed("refresh(), 500 files gone", lambda: list(library.refresh()))
    timed("refresh() of one file", lambda: list(library.refresh(None, {"001/00500.png"})), 20)
    library.close()


def main() -> None:
    photos, files = (
        int(text) for text in (sys.argv[1:] + ["100000", "20000"][len(sys.argv) - 1 :])
    )
    print(f"{f'{photos} photos':44} {'mean ms':>10} {'longest':>10}")
    with tempfile.TemporaryDirectory() as place:
        measure_catalog(Path(place), photos)
        measure_refresh(Path(place), files)


if __name__ == "__main__":
    main()
