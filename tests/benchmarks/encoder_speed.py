"""How fast the starter model is on this computer, on each runtime: prints a table.

    python tests/benchmarks/encoder_speed.py [--rounds N] [--threads N]

Every round runs all candidates in turn, so that a busy moment hits them alike; the medians count.
"CPU ms" is processor time of all threads together, which other programs disturb less.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from photoclip.devices import default_threads
from photoclip.encoder import Encoder, OpenClipEncoder
from photoclip.starter import assemble, load_starter

_START = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from photoclip.starter import load_starter
load_starter(Path(sys.argv[1]), device="cpu").texts(["a photo"])
print(time.perf_counter() - start)
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--threads", type=int, default=default_threads())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder)
        print(f"first start  {_seconds_to_start(models):6.1f} s")
        print(f"later starts {_seconds_to_start(models):6.1f} s\n")
        encoders = _load_all(models, options.threads)
        _print_table(encoders, options.rounds)


def _seconds_to_start(models: Path) -> float:
    """In a process of its own, imports and a first text included."""
    command = [sys.executable, "-c", _START, str(models)]
    return float(subprocess.run(command, capture_output=True, check=True).stdout)


def _load_all(models: Path, threads: int) -> dict[str, Encoder]:
    assembled = models / "assembled"
    assembled.mkdir()
    assemble(assembled)
    exact = OpenClipEncoder.from_folder(assembled, device="cpu", threads=threads, exact=True)
    chosen = OpenClipEncoder.from_folder(assembled, device="cpu", threads=threads)
    onnx = load_starter(models, device="cpu", threads=threads)
    return {
        "torch float32": exact,
        f"torch, chosen ({chosen.precision})": chosen,
        f"ONNX Runtime, {threads} threads": onnx,
    }


def _print_table(encoders: dict[str, Encoder], rounds: int) -> None:
    tasks = {
        (name, what): run
        for name, encoder in encoders.items()
        for what, run in _tasks(encoder).items()
    }
    walls, processors = defaultdict(list), defaultdict(list)
    for number in range(rounds + 1):
        for key, run in tasks.items():
            start, used = time.perf_counter(), time.process_time()
            run()
            if number:  # the first round warms up
                walls[key].append(time.perf_counter() - start)
                processors[key].append(time.process_time() - used)
    print(f"{'runtime':70} {'task':28} {'per s':>8} {'ms':>8} {'CPU ms':>8}")
    for (name, what), seconds in walls.items():
        count = int(what.split()[0])
        each = statistics.median(seconds) / count
        used = statistics.median(processors[name, what]) / count
        print(f"{name:70} {what:28} {1 / each:8.1f} {1e3 * each:8.2f} {1e3 * used:8.2f}")


def _tasks(encoder: Encoder) -> dict[str, Callable[[], object]]:
    rng = np.random.default_rng(0)
    photo = Image.fromarray(rng.integers(0, 256, (780, 1040, 3), np.uint8))
    pixels = encoder.preprocess(photo)
    batches = {count: np.stack([pixels] * count) for count in (1, 4, 16)}
    tasks: dict[str, Callable[[], object]] = {
        f"{count} photos in a batch": partial(encoder.images, batch)
        for count, batch in batches.items()
    }
    tasks["1 text"] = partial(encoder.texts, ["a photo of a dog on the beach"])
    tasks["1 preprocessing, 1040 x 780"] = partial(encoder.preprocess, photo)
    return tasks


if __name__ == "__main__":
    main()
