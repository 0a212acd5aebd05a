"""What llama.cpp can compute on in this process: its own list of devices, asked of its libraries by ctypes."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

GRAPHICS_CARDS = (1, 2)
"""GGML_BACKEND_DEVICE_TYPE_GPU and _IGPU of ggml-backend.h."""


def graphics_cards() -> list[dict[str, Any]]:
    """Name, free and total bytes of each; empty in a build for the processor alone."""
    import llama_cpp.llama_cpp as native

    if not native.llama_supports_gpu_offload():
        return []
    folder = Path(native.__file__).parent / "lib"
    listing, base = _library(folder, "ggml"), _library(folder, "ggml-base")
    listing.ggml_backend_dev_count.restype = ctypes.c_size_t
    listing.ggml_backend_dev_get.restype = ctypes.c_void_p
    listing.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    for function in (base.ggml_backend_dev_description, base.ggml_backend_dev_type):
        function.argtypes = [ctypes.c_void_p]
    base.ggml_backend_dev_description.restype = ctypes.c_char_p
    base.ggml_backend_dev_memory.argtypes = [ctypes.c_void_p] * 3
    devices = [listing.ggml_backend_dev_get(i) for i in range(listing.ggml_backend_dev_count())]
    return [_told(base, device) for device in devices if base.ggml_backend_dev_type(device) in GRAPHICS_CARDS]


def _told(base: ctypes.CDLL, device: int) -> dict[str, Any]:
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    base.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
    name = base.ggml_backend_dev_description(device).decode("utf-8", "replace")
    return {"name": name, "free": free.value, "total": total.value}


def _library(folder: Path, name: str) -> ctypes.CDLL:
    endings = ("lib{}.so", "lib{}.dylib", "{}.dll", "lib{}.dll")
    found = next((file for ending in endings if (file := folder / ending.format(name)).exists()), None)
    if found is None:
        raise OSError(f"llama.cpp came without {name}")
    return ctypes.CDLL(str(found))
