"""How long a context a model may have in the memory that is free now."""

from __future__ import annotations

from ragdesk.engine.model_files.gguf_header import GgufHeader, memory_needed_bytes
from ragdesk.protocol.errors import ModelError

USABLE_SHARE = 0.8
"""A fifth of the free memory stays free for everything else."""
SMALLEST_CONTEXT = 512


def free_memory_bytes() -> int:
    """Memory that programs can have now without anything being swapped out."""
    import psutil

    return int(psutil.virtual_memory().available)


def physical_cores() -> int:
    """Processor cores, two hardware threads of one core counted once; at least 1."""
    import psutil

    return psutil.cpu_count(logical=False) or psutil.cpu_count() or 1


def fitting_context(header: GgufHeader, wanted: int, free_bytes: int) -> int:
    """The context of `wanted` tokens, or less: never more than was trained, halved until it fits the free memory."""
    n_ctx = min(wanted, header.context_length)
    while memory_needed_bytes(header, n_ctx) > USABLE_SHARE * free_bytes:
        if n_ctx // 2 < SMALLEST_CONTEXT:
            raise ModelError(
                f"There is not enough free memory for the chat model {header.name}.",
                "Close other programs, or choose a smaller model.",
                f"{memory_needed_bytes(header, n_ctx)} of {free_bytes} free bytes are needed",
            )
        n_ctx //= 2
    return n_ctx
