"""Whether the computer runs on its battery."""

from __future__ import annotations

import psutil


def is_on_battery() -> bool:
    """False where there is no battery, or where the system does not tell."""
    try:
        battery = psutil.sensors_battery()
    except (OSError, AttributeError, NotImplementedError):  # absent on some platforms
        return False
    return battery is not None and battery.power_plugged is False
