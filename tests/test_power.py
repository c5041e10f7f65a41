"""The battery is asked of the system; where it does not tell, there is none."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import psutil
import pytest

from photoclip.power import is_on_battery


def _refuse() -> None:
    raise OSError("no such device")


@pytest.mark.parametrize(
    ("tell", "expected"),
    [
        (lambda: SimpleNamespace(power_plugged=False), True),
        (lambda: SimpleNamespace(power_plugged=True), False),
        (lambda: SimpleNamespace(power_plugged=None), False),
        (lambda: None, False),
        (_refuse, False),
    ],
)
def test_only_a_battery_that_is_in_use_counts(
    monkeypatch: pytest.MonkeyPatch, tell: Callable[[], object], expected: bool
) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", tell, raising=False)
    assert is_on_battery() is expected
