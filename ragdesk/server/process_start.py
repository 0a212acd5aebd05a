"""When a process began: together with its id, who it is."""

from __future__ import annotations


def started_at(pid: int) -> float:
    """Seconds since 1970 as the system counts them; 0.0 for a process that is not there."""
    import psutil

    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0
