"""llama.cpp, loaded once per process: its functions, its last complaints, and a switch that stops it at once.

The only file that imports llama_cpp.
"""

from __future__ import annotations

import atexit
import ctypes
import sys
from collections import deque
from dataclasses import dataclass, field
from functools import cache
from typing import Any

LOG_WARNING, LOG_ERROR, LOG_CONTINUED = 3, 4, 5
"""As in ggml.h; the list in the binding is out of date."""


@dataclass(frozen=True, slots=True)
class NativeLlama:
    """`functions` is the ctypes module of llama.cpp; `complaints` are its last warnings and errors."""

    functions: Any
    complaints: deque[str]
    stop_check: Any
    keep_alive: tuple[Any, ...] = field(repr=False)
    """The callbacks that llama.cpp holds addresses of."""

    def last_complaints(self) -> str | None:
        """The last lines of llama.cpp's own log, for an error's details."""
        return "".join(self.complaints).strip() or None


@cache
def native_llama() -> NativeLlama:
    """Load llama.cpp. Process-wide because llama.cpp itself is: one log, one set of devices."""
    import llama_cpp
    import llama_cpp._utils as opened_at_import
    import llama_cpp.llama_cpp as functions

    # WORKAROUND: importing llama_cpp opens two files and never closes them, a ResourceWarning at exit
    # (llama_cpp/_utils.py of 0.3.36).
    atexit.register(opened_at_import.outnull_file.close)
    atexit.register(opened_at_import.errnull_file.close)

    complaints: deque[str] = deque(maxlen=12)
    is_complaint = False

    def note(level: int, text: bytes, _user_data: object) -> None:
        nonlocal is_complaint
        if level != LOG_CONTINUED:
            is_complaint = level in (LOG_WARNING, LOG_ERROR)
        if is_complaint:
            complaints.append(text.decode("utf-8", errors="replace"))

    log = llama_cpp.llama_log_callback(note)
    functions.llama_log_set(log, ctypes.c_void_p(0))
    functions.llama_backend_init()
    stop_check = _stop_check(functions)
    return NativeLlama(functions, complaints, stop_check, (log, stop_check))


class StopSwitch:
    """A flag that llama.cpp reads itself while it computes."""

    def __init__(self) -> None:
        self._flag = ctypes.create_string_buffer(2)

    @property
    def address(self) -> ctypes.c_void_p:
        """Where llama.cpp finds the flag; valid as long as this switch lives."""
        return ctypes.cast(self._flag, ctypes.c_void_p)

    @property
    def is_set(self) -> bool:
        return bool(self._flag.value)

    def set(self) -> None:
        self._flag.value = b"\x01"

    def clear(self) -> None:
        self._flag.value = b""


def _stop_check(functions: Any) -> Any:
    """C's `strlen` as llama.cpp's "shall I stop?": 0 for an empty flag, 1 for a flag of one byte.

    llama.cpp asks 515 times for each token of a model with 30 layers. A Python function would take the interpreter's
    lock each time: measured beside a thread that computes in Python, it halved the speed.
    """
    library = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
    return ctypes.cast(library.strlen, functions.ggml_abort_callback)
