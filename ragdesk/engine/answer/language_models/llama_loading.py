"""Loads a GGUF file with llama.cpp: where it shall run in, the native model and its context out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ragdesk.engine.answer.language_models.native_llama import NativeLlama
from ragdesk.protocol.errors import ModelError

BATCH_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Placement:
    """How much of the computer a model may use."""

    n_ctx: int
    threads: int
    threads_batch: int
    gpu_layers: int = 0
    use_mmap: bool = True
    flash_attention: bool | None = None
    """None: llama.cpp switches it on where the device can do it."""
    is_alone: bool = False
    """Whether the process does nothing else: then fewer threads are used while other programs need the processor."""


def load_model(
    native: NativeLlama, path: Path, placement: Placement, on_load: Callable[[float], bool] | None = None
) -> Any:
    """The native model. Raises ModelError with llama.cpp's own words as the detail."""
    llama = native.functions
    params = llama.llama_model_default_params()
    # WORKAROUND: with these buffers llama.cpp crashes on processors with AMX, in ggml_backend_amx_mul_mat.
    # https://github.com/ggml-org/llama.cpp/issues/20824
    params.use_extra_bufts = False
    params.n_gpu_layers = placement.gpu_layers
    params.load_mode = llama.LLAMA_LOAD_MODE_MMAP if placement.use_mmap else llama.LLAMA_LOAD_MODE_NONE
    # llama.cpp holds its address while it loads.
    progress = llama.llama_progress_callback(lambda share, _: on_load(share) if on_load else True)
    params.progress_callback = progress
    native.complaints.clear()
    model = llama.llama_model_load_from_file(str(path).encode("utf-8"), params)
    if not model:
        raise ModelError(
            f"The chat model {path.name} could not be loaded.",
            "Choose another model, or get its file again.",
            native.last_complaints(),
        )
    if llama.llama_model_has_encoder(model) or not llama.llama_model_has_decoder(model):
        llama.llama_model_free(model)
        raise ModelError(f"The model {path.name} is not made for conversation.", "Choose a chat model.")
    return model


def open_context(native: NativeLlama, model: Any, placement: Placement, name: str) -> Any:
    """The native context of a model. Raises ModelError, and frees the model then."""
    llama = native.functions
    params = llama.llama_context_default_params()
    params.n_ctx = placement.n_ctx
    params.n_batch = params.n_ubatch = min(BATCH_TOKENS, placement.n_ctx)
    params.n_threads = placement.threads
    params.n_threads_batch = placement.threads_batch
    params.flash_attn_type = {
        None: llama.LLAMA_FLASH_ATTN_TYPE_AUTO,
        True: llama.LLAMA_FLASH_ATTN_TYPE_ENABLED,
        False: llama.LLAMA_FLASH_ATTN_TYPE_DISABLED,
    }[placement.flash_attention]
    params.no_perf = True
    context = llama.llama_init_from_model(model, params)
    if not context or not llama.llama_get_memory(context):
        llama.llama_model_free(model)
        raise ModelError(
            f"The chat model {name} could not be started.",
            "It may need more memory than is free, or may not be a chat model: choose another one.",
            native.last_complaints(),
        )
    return context


def free_model(llama: Any, model: Any, context: Any) -> None:
    """Give the memory of both back."""
    llama.llama_free(context)
    llama.llama_model_free(model)
