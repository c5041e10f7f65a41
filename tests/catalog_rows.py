"""Photos and vectors as rows of a catalog."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np

from photoclip.catalog import Catalog
from photoclip.domain import FileStat, PhotoFacts

FACTS = PhotoFacts(
    640,
    480,
    datetime(2024, 5, 6, 7, 8, 9, 123456, timezone(timedelta(hours=2))),
    "Camera",
    (47.5, -8.25),
)

STAT = FileStat(1234, 1_700_000_000_123_456_789)

MODEL = "model-1"


def save(catalog: Catalog, folder: int, path: str = "a.jpg", content: str = "hash") -> int:
    return catalog.save_photo(folder, path, STAT, content, FACTS)


def embed(catalog: Catalog, *photos: int, model: str = MODEL) -> list[int]:
    rows = np.eye(8, dtype=np.float32)[: len(photos)]
    return catalog.save_vectors(photos, rows, model).tolist()
