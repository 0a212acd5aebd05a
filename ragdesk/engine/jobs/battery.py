"""Whether this computer runs on its battery."""

from __future__ import annotations

from collections.abc import Callable

IsOnBattery = Callable[[], bool]

ON_BATTERY = "This computer runs on its battery; reading goes on when it is plugged in."


def is_on_battery() -> bool:
    """False where there is no battery, or where the system does not tell."""
    import psutil

    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError, NotImplementedError):  # not known on every system
        return False
    return battery is not None and battery.power_plugged is False
