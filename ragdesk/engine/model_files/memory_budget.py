"""How long a context a model may have in the memory that is free now."""

from __future__ import annotations

from pathlib import Path

from ragdesk.engine.model_files.gguf_header import GgufHeader, memory_needed_bytes
from ragdesk.protocol.errors import ModelError

USABLE_SHARE = 0.8
"""A fifth of the free memory stays free for everything else."""
SMALLEST_CONTEXT = 512
CONTEXT_STEP = 256
"""llama.cpp rounds contexts up to multiples of it."""


def free_memory_bytes() -> int:
    """Memory that programs can have now without anything being swapped out; in a container no more than its own."""
    import psutil

    return int(min(psutil.virtual_memory().available, _free_in_container()))


def _free_in_container(group: Path = Path("/sys/fs/cgroup")) -> float:
    """What this group of processes may still use, the file cache not counted: Linux gives that back on demand."""
    try:
        most, used = ((group / f"memory.{name}").read_text("ascii").strip() for name in ("max", "current"))
        statistics = dict(line.split() for line in (group / "memory.stat").read_text("ascii").splitlines())
        return float("inf") if most == "max" else int(most) - int(used) + int(statistics["inactive_file"])
    except (OSError, ValueError, KeyError):
        return float("inf")


def physical_cores() -> int:
    """Processor cores, two hardware threads of one core counted once; at least 1."""
    import psutil

    return psutil.cpu_count(logical=False) or psutil.cpu_count() or 1


def fitting_context(header: GgufHeader, wanted: int, free_bytes: int) -> int:
    """The context of `wanted` tokens, or less: never more than was trained, and no more than fits the free memory."""
    most = min(wanted, header.context_length)
    least = min(SMALLEST_CONTEXT, most)
    usable = USABLE_SHARE * free_bytes
    needed = memory_needed_bytes(header, most)
    if needed <= usable:
        return most
    per_token = (needed - memory_needed_bytes(header, 0)) / most
    fitting = int((usable - memory_needed_bytes(header, 0)) / per_token) if per_token else 0
    fitting -= fitting % CONTEXT_STEP
    if fitting < least:
        raise ModelError(
            f"There is not enough free memory for the chat model {header.name}: it needs "
            f"{_gigabytes(memory_needed_bytes(header, least))}, and {_gigabytes(usable)} may be used now.",
            "Close other programs, or choose a smaller model.",
            f"{memory_needed_bytes(header, least)} of {free_bytes} free bytes are needed",
        )
    return fitting


def layers_that_fit(header: GgufHeader, n_ctx: int, free_bytes: int) -> int:
    """How many layers fit into the free memory of a graphics card; all of them and the output layer: -1."""
    needed = memory_needed_bytes(header, n_ctx)
    if needed <= USABLE_SHARE * free_bytes:
        return -1
    return int(USABLE_SHARE * free_bytes / (needed / (header.block_count + 1)))


def _gigabytes(count: float) -> str:
    return f"{count / 2**30:.1f} GB"
