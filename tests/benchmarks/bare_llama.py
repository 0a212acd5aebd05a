"""The least that one can do with llama.cpp: decode, take the likeliest token, decode. Ours is held against it."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Sequence
from pathlib import Path

from ragdesk.engine.answer.language_models.native_llama import native_llama

_BATCH_TOKENS = 512


class BareLlama:
    """One model and one context, set as ours are."""

    def __init__(self, path: Path, n_ctx: int, threads: int) -> None:
        self._llama = native_llama().functions
        model_params = self._llama.llama_model_default_params()
        model_params.use_extra_bufts = False  # as ours: https://github.com/ggml-org/llama.cpp/issues/20824
        self._model = self._llama.llama_model_load_from_file(str(path).encode(), model_params)
        params = self._llama.llama_context_default_params()
        params.n_ctx, params.n_batch, params.n_ubatch = n_ctx, _BATCH_TOKENS, _BATCH_TOKENS
        params.n_threads = params.n_threads_batch = threads
        self._context = self._llama.llama_init_from_model(self._model, params)
        chain = self._llama.llama_sampler_chain_default_params()
        self._sampler = self._llama.llama_sampler_chain_init(chain)
        self._llama.llama_sampler_chain_add(self._sampler, self._llama.llama_sampler_init_greedy())

    def tokens_per_s(self, prompt: Sequence[int], most: int) -> float:
        """The rate after the first token; the prompt is read before, from scratch."""
        llama, context = self._llama, self._context
        vocabulary = llama.llama_model_get_vocab(self._model)
        llama.llama_memory_clear(llama.llama_get_memory(context), True)
        self._decode(prompt)
        token = llama.llama_sampler_sample(self._sampler, context, -1)
        began, written = time.perf_counter(), 1
        while written < most and not llama.llama_vocab_is_eog(vocabulary, token):
            self._decode([token])
            token = llama.llama_sampler_sample(self._sampler, context, -1)
            written += 1
        return (written - 1) / (time.perf_counter() - began)

    def _decode(self, tokens: Sequence[int]) -> None:
        batch = (ctypes.c_int32 * len(tokens))(*tokens)
        if self._llama.llama_decode(self._context, self._llama.llama_batch_get_one(batch, len(tokens))):
            raise SystemExit("llama_decode failed.")

    def close(self) -> None:
        """Free the memory."""
        self._llama.llama_sampler_free(self._sampler)
        self._llama.llama_free(self._context)
        self._llama.llama_model_free(self._model)
