"""How long a person waits for labels in a large library, through the store: prints a table.

    python tests/benchmarks/labelling_speed.py [--photos 100000] [--labels 100] [--rounds 3]

Unlike ``tagging_speed.py``, which measures the arithmetic alone, everything is read from a library
and written into it. The library is made up: photos gather around 300 centres, and each label lies
among some of them. "arithmetic" is the same scoring over arrays, measured in between, so that the
share of the store is known on a machine that is busy with other things too. The program keeps
numpy's BLAS to one thread; ``OPENBLAS_NUM_THREADS=1`` does so here.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from library_scale import ClusteredEncoder, fill

from photoclip.changes import Judge, SaveLabel
from photoclip.domain import Filter, Label, Query, Vectors, Verdict
from photoclip.library import Library
from photoclip.tagging import confidences, fit_label


class LabelEncoder(ClusteredEncoder):
    """The text of a label with a number lies among some centres: most photos fit a label or two."""

    logit_scale = 30.0

    def texts(self, texts: Sequence[str]) -> Vectors:
        rows = self.make(len(texts))
        for place, text in enumerate(texts):
            if number := re.search(r"thing (\d+)", text):
                chance = np.random.default_rng(int(number[1]))
                near = self._centres[chance.integers(0, len(self._centres), 8)]
                rows[place] = 0.9 ** np.arange(8) @ near
        unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return unit


class Times:
    """Wall times of one thing in several rounds, in milliseconds."""

    def __init__(self) -> None:
        self.walls: dict[str, list[float]] = {}

    def take(self, name: str, run: Callable[[], object]) -> None:
        begun = time.perf_counter()
        run()
        self.walls.setdefault(name, []).append(1e3 * (time.perf_counter() - begun))

    def show(self, unit: str) -> None:
        base = float(np.median(self.walls[unit]))
        print(f"{'':44} {'median ms':>10} {'best ms':>10} {'x ' + unit:>14}")
        for name, walls in self.walls.items():
            median = float(np.median(walls))
            print(f"{name:44} {median:10.1f} {min(walls):10.1f} {median / base:14.2f}")


def retag(library: Library, times: Times, name: str) -> None:
    """Run the job to its end; its longest step is what a query may have to wait for."""
    longest, begun, steps = 0.0, time.perf_counter(), library.labels.retag()
    while True:
        at = time.perf_counter()
        step = next(steps, None)
        longest = max(longest, time.perf_counter() - at)
        if step is None:
            break
    times.walls.setdefault(name, []).append(1e3 * (time.perf_counter() - begun))
    times.walls.setdefault(f"  {name}: longest step", []).append(1e3 * longest)


def measure(library: Library, photos: int, labels: int, rounds: int) -> Times:
    times = Times()
    vectors, directions, background = arrays(library, labels)
    none = vectors[:0]
    fitted = [
        fit_label(one, none, none, none, none, background, vectors[:64], directions)
        for one in directions
    ]
    carried = library.newest(10)
    for number in range(rounds):
        times.take("arithmetic", lambda: confidences(fitted, vectors, background))
        define(library, f"new thing {labels + number}")
        retag(library, times, "a label more: all tags visible")
        label = library.labels.find("thing 1")
        library.labels.apply(SaveLabel(replace(label, threshold=0.3 + 0.01 * number)))
        retag(library, times, "a threshold moved: retag")
        times.take("  counts of all labels", library.labels.all)
        query = Query(filter=Filter(labels=("thing 1",)))
        times.take("  the grid of that label", lambda query=query: library.search(query))
        photo = int(carried[number])
        library.labels.apply(Judge.all([photo], label.id, Verdict.ACCEPTED))
        retag(library, times, "a verdict: retag")
        times.take("a preview", lambda: library.labels.preview(Label(0, "thing 250")))
    return times


def arrays(library: Library, labels: int) -> tuple[Vectors, Vectors, object]:
    scores = library.labels.scores
    known = scores.background
    assert known is not None
    rows = [scores._tags.vectors_from(0, 10**9, known[0])[1]]
    directions = scores._working_contest().directions(rows[0].shape[1])
    return rows[0], directions[:labels], known[1]


def define(library: Library, name: str) -> None:
    library.labels.apply(SaveLabel(Label(0, name)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        encoder, library = LabelEncoder(), Library(Path(place) / "library")
        fill(library, encoder, Path(place), options.photos)
        library.use(encoder)
        first = Times()
        first.take("use", lambda: list(library.labels.prepare()))
        for number in range(options.labels):
            define(library, f"thing {number}")
        retag(library, first, "all labels at once")
        first.take("arithmetic", lambda: None)
        rows = library._catalog.database.row("SELECT count(*), count(confidence) FROM tag")
        carried = sum(label.photos for label in library.labels.all())
        print(
            f"{options.photos} photos x {options.labels} labels: {rows[0]} rows, {carried} tags\n"
        )
        for name in ("all labels at once", "  all labels at once: longest step"):
            print(f"{name:44} {first.walls[name][0]:10.1f}")
        measure(library, options.photos, options.labels, options.rounds).show("arithmetic")
        library.close()


if __name__ == "__main__":
    main()
