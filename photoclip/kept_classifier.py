"""Label classifiers as bytes that can be kept, each with a mark of what it was made with."""

from __future__ import annotations

from dataclasses import fields
from io import BytesIO

import numpy as np

from photoclip.label_background import UNFIT, read_arrays
from photoclip.tagging import LabelClassifier


def pack(classifier: LabelClassifier, mark: str) -> bytes:
    """What ``unpack`` reads."""
    file = BytesIO()
    arrays = {one.name: np.asarray(getattr(classifier, one.name)) for one in fields(classifier)}
    np.savez(file, allow_pickle=False, mark=np.array(mark), **arrays)
    return file.getvalue()


def unpack(data: bytes, mark: str) -> LabelClassifier | None:
    """None: it is of another model or background, or was kept by another version."""
    try:
        arrays = read_arrays(BytesIO(data))
        if str(arrays.pop("mark")) != mark:
            return None
        values = {name: one if one.ndim else one.item() for name, one in arrays.items()}
        return LabelClassifier(**values)
    except UNFIT:
        return None
