"""How long it takes to score labels over stored vectors, and to move thresholds: prints a table.

    python tests/benchmarks/tagging_speed.py [--photos 100000] [--labels 100] [--dim 384]

The vectors are random: the arithmetic does not depend on what they show. The best of the rounds
counts, because other programs can only make it slower. "CPU ms" is processor time of all threads
together, which other programs disturb less.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from photoclip.calibration import measure, unit
from photoclip.label_prompts import background_phrases
from photoclip.tagging import LabelClassifier, confidences, fit_label, most_informative


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("--dim", type=int, default=384)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    rng = np.random.default_rng(0)

    def rows(count: int) -> np.ndarray:
        return unit(rng.standard_normal((count, options.dim), dtype=np.float32))

    vectors, phrases = rows(options.photos), rows(len(background_phrases()))
    background = measure(phrases, vectors[:4096])
    directions, none = rows(options.labels), vectors[:0]

    def fit(direction: np.ndarray, verdicts: int) -> LabelClassifier:
        half = verdicts // 2
        accepted, rejected = vectors[:half], vectors[half:verdicts]
        nearest = vectors[:64]
        return fit_label(direction, none, none, accepted, rejected, background, nearest, directions)

    labels = [fit(direction, 10) for direction in directions]
    found = confidences(labels, vectors, background)
    crowds = background.crowds(vectors)
    one = [labels[0]]
    what = f"{options.photos} photos x {options.labels} labels"
    show(f"score {what}", options.rounds, lambda: confidences(labels, vectors, background))
    show(
        "  the same, crowds known",
        options.rounds,
        lambda: confidences(labels, vectors, background, crowds=crowds),
    )
    show(
        "  one label, crowds known (a preview)",
        options.rounds,
        lambda: confidences(one, vectors, background, directions, crowds=crowds),
    )
    show(f"threshold {what}", options.rounds, lambda: (found >= 0.5).sum(0))
    show("fit a label without verdicts", options.rounds, lambda: fit(directions[0], 0))
    show("fit a label to 10 verdicts", options.rounds, lambda: fit(directions[0], 10))
    show("fit a label to 300 verdicts", options.rounds, lambda: fit(directions[0], 300))
    show("choose 50 to be judged", options.rounds, lambda: most_informative(found[:, 0], 0.5, 50))


def show(name: str, rounds: int, run: Callable[[], object]) -> None:
    walls, processors = [], []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        run()
        walls.append(time.perf_counter() - start)
        processors.append(time.process_time() - used)
    print(f"{name:50} {1e3 * min(walls):9.1f} ms {1e3 * min(processors):9.1f} CPU ms")


if __name__ == "__main__":
    main()
