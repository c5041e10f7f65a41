"""How long decoding takes, full size against reduced: prints a table. Run it as a script."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

import photos
from PIL import Image

from photoclip import images

ROUNDS = 5
SHORT_SIDES = (None, 1024, 520, 256)


def milliseconds(work: Callable[[], object]) -> float:
    """Return the median of ``ROUNDS`` runs after one that warms up."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * median(times)


def measure(name: str, data: bytes) -> None:
    times = [
        milliseconds(lambda side=side: images.decode(data, short_side=side)) for side in SHORT_SIDES
    ]
    print(f"{name:<22}{len(data) / 1e6:7.1f}" + "".join(f"{t:9.0f}" for t in times), flush=True)


def measure_pool(data: bytes, threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        batch = [data] * 32
        total = milliseconds(
            lambda: list(pool.map(lambda d: images.decode(d, short_side=520), batch))
        )
    print(f"{threads} threads: {32_000 / total:.0f} JPEGs a second at 520")


def main() -> None:
    picture = photos.scene((4000, 3000))
    print("12 megapixels, ms         MB     full     1024      520      256")
    jpeg = photos.encode(picture, "JPEG", quality=90)
    measure("JPEG", jpeg)
    measure(
        "JPEG, AdobeRGB", photos.encode(picture, "JPEG", quality=90, icc_profile=photos.icc_rgb())
    )
    measure("JPEG, 3999x2999", photos.encode(picture.crop((0, 0, 3999, 2999)), "JPEG", quality=90))
    measure("JPEG, progressive", photos.encode(picture, "JPEG", quality=90, progressive=True))
    measure("PNG", photos.encode(picture, "PNG", compress_level=1))
    measure("WebP", photos.encode(picture, "WEBP", quality=80, method=0))
    soft = photos.scene((1000, 750)).resize((4000, 3000), Image.Resampling.BICUBIC)
    measure("HEIC", photos.encode(soft, "HEIF", quality=60, chroma=420))
    for threads in (1, 2, 4):
        measure_pool(jpeg, threads)


if __name__ == "__main__":
    main()
