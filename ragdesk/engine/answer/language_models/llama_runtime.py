"""One GGUF model in memory: texts into tokens, prompts into tokens of an answer, and a stop that acts at once."""

from __future__ import annotations

import ctypes
import math
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from ragdesk.engine.answer.language_models.fair_threads import FairThreads
from ragdesk.engine.answer.language_models.llama_loading import (
    BATCH_TOKENS,
    Placement,
    free_model,
    load_model,
    open_context,
)
from ragdesk.engine.answer.language_models.native_llama import StopSwitch, native_llama
from ragdesk.engine.answer.language_models.sampling import Sampling
from ragdesk.protocol.errors import Cancelled, ModelError

FIRST_BATCH_TOKENS, LEAST_BATCH_TOKENS = 64, 32
SECONDS_PER_BATCH = 0.5
"""A prompt is read in batches of about this length of time, so that a large model on a slow machine shows progress."""
PENALTY_WINDOW_TOKENS = 64
CLOSE_PATIENCE_S = 1.0
"""Ten times what a running computation needs to notice that it shall stop."""


class LlamaRuntime:
    """Holds the native model. One caller at a time writes; a second one waits. Call `close()` when done with it."""

    def __init__(self, path: Path, placement: Placement, on_load: Callable[[float], bool] | None = None) -> None:
        """`on_load` is told the share that is loaded; where it says no, loading ends with ModelError."""
        self._native = native_llama()
        self._llama = self._native.functions
        model = load_model(self._native, path, placement, on_load)
        self._context = open_context(self._native, model, placement, path.name)
        self._free = weakref.finalize(self, free_model, self._llama, model, self._context)
        self._vocabulary = self._llama.llama_model_get_vocab(model)
        self._memory = self._llama.llama_get_memory(self._context)
        self._switch = StopSwitch()
        self._llama.llama_set_abort_callback(self._context, self._native.stop_check, self._switch.address)
        self._lock = threading.Lock()
        self._writer: int | None = None
        self._in_cache: list[int] = []
        fair = placement.is_alone and not placement.gpu_layers
        self._fair = FairThreads(placement.threads) if fair else None
        self._tokens_per_s: float | None = None
        self.tokens_reused = 0
        """How many tokens of the last prompt were in the attention cache already."""
        self.steps = 0
        """Computations finished since the model was loaded: grows as long as it gets on."""
        self.reading = (0, 0)
        """Tokens of the present prompt that are read, and all of them."""

    @property
    def context_tokens(self) -> int:
        """How many tokens prompt and answer may have together."""
        return int(self._llama.llama_n_ctx(self._opened()))

    def tokenize(self, text: str, *, special: bool = False) -> list[int]:
        """Tokens of a text. Only with `special` do control tokens come of their names in the text."""
        self._opened()
        data = text.encode("utf-8", errors="replace")
        room = len(data) + 8
        for _ in range(2):
            buffer = (ctypes.c_int32 * room)()
            count = self._llama.llama_tokenize(self._vocabulary, data, len(data), buffer, room, False, special)
            if count >= 0:
                return list(buffer[:count])
            room = -count
        raise ModelError("A text could not be turned into tokens.", "Choose another chat model.")

    def is_control(self, token: int) -> bool:
        """Whether the token steers the model, instead of being text."""
        return bool(self._llama.llama_vocab_is_control(self._vocabulary, token))

    def opening_token(self) -> int | None:
        """The token that every text has to begin with; None where the model wants none."""
        wanted = self._llama.llama_vocab_get_add_bos(self._vocabulary)
        return int(self._llama.llama_vocab_bos(self._vocabulary)) if wanted else None

    def special_text(self, name: str) -> str:
        """How the model writes its "bos" or "eos" token; empty where it has none."""
        token = getattr(self._llama, f"llama_vocab_{name}")(self._vocabulary)
        return self.piece(token, special=True).decode("utf-8", errors="replace") if token >= 0 else ""

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The bytes of a token; a character may be spread over several."""
        room = 64
        for _ in range(2):
            buffer = ctypes.create_string_buffer(room)
            count = self._llama.llama_token_to_piece(self._vocabulary, token, buffer, room, 0, special)
            if count >= 0:
                return buffer.raw[:count]
            room = -count
        return b""

    def set_threads(self, threads: int) -> None:
        """Use so many processor cores from the next token on."""
        if self._fair:
            self._fair.limit(threads)
        self._llama.llama_set_n_threads(self._opened(), threads, threads)

    def cancel(self) -> None:
        """Stop the answer that is being written, from any thread. Without one, nothing happens."""
        self._switch.set()

    def write(self, prompt: Sequence[int], sampling: Sampling) -> Generator[int, None, None]:
        """Tokens of an answer, until the model ends it or the context is full. Raises Cancelled after `cancel()`."""
        if self._writer == threading.get_ident():
            raise ModelError("The chat model is still writing an answer.", "Finish or stop that answer first.")
        with self._lock:
            self._writer = threading.get_ident()
            self._switch.clear()
            sampler = _sampler(self._llama, self._vocabulary, sampling)
            try:
                self._read(prompt)
                yield from self._continue(sampler)
            finally:
                self._llama.llama_sampler_free(sampler)
                self._writer = None

    def close(self) -> None:
        """Free the memory. An answer that is being written ends with Cancelled."""
        self._switch.set()
        # Where the lock is not given back in time, its owner rests between two tokens and may never go on.
        is_idle = self._writer != threading.get_ident() and self._lock.acquire(timeout=CLOSE_PATIENCE_S)
        self._free()
        if is_idle:
            self._lock.release()

    def _read(self, prompt: Sequence[int]) -> None:
        """Evaluate the prompt, apart from the beginning that it shares with what is in the cache."""
        if not 0 < len(prompt) < self.context_tokens:
            raise ModelError(
                "The question and its passages are too long for this chat model.",
                "Ask a shorter question, or choose a model with a longer context.",
                f"{len(prompt)} of {self.context_tokens} tokens",
            )
        shared = _shared_length(self._in_cache, prompt[:-1])
        if not self._llama.llama_memory_seq_rm(self._memory, 0, shared, -1):
            # Recurrent models cannot go back to the middle of a text.
            self._forget()
            shared = 0
        self.tokens_reused = shared
        self._in_cache = list(prompt[:shared])
        start = shared
        while start < len(prompt):
            self.reading = (start, len(prompt))
            batch = prompt[start : start + self._batch_tokens()]
            began = time.perf_counter()
            self._evaluate(batch)
            if len(batch) >= LEAST_BATCH_TOKENS:
                self._tokens_per_s = len(batch) / (time.perf_counter() - began)
            start += len(batch)
        self.reading = (len(prompt), len(prompt))

    def _batch_tokens(self) -> int:
        if self._tokens_per_s is None:
            return FIRST_BATCH_TOKENS
        return max(LEAST_BATCH_TOKENS, min(BATCH_TOKENS, int(self._tokens_per_s * SECONDS_PER_BATCH)))

    def makes_sense(self) -> bool:
        """Whether the last computation gave numbers: on a device that computes wrongly they are often none."""
        scores = self._llama.llama_get_logits_ith(self._opened(), -1)
        return bool(scores) and all(
            math.isfinite(scores[i]) for i in range(0, self._llama.llama_vocab_n_tokens(self._vocabulary), 97)
        )

    def _continue(self, sampler: Any) -> Iterator[int]:
        while True:
            token = self._llama.llama_sampler_sample(sampler, self._opened(), -1)
            if self._llama.llama_vocab_is_eog(self._vocabulary, token):
                return
            yield token
            if len(self._in_cache) >= self.context_tokens:
                return
            self._evaluate([token])

    def _evaluate(self, tokens: Sequence[int]) -> None:
        if self._fair is None:
            self._compute(tokens)
            return
        before = self._fair.now
        wall_s, cpu_s = time.perf_counter(), time.process_time()
        self._compute(tokens)
        threads = self._fair.after(time.perf_counter() - wall_s, time.process_time() - cpu_s)
        if threads != before:
            self._llama.llama_set_n_threads(self._opened(), threads, threads)

    def _compute(self, tokens: Sequence[int]) -> None:
        context = self._opened()
        code = 2
        if not self._switch.is_set:
            batch = (ctypes.c_int32 * len(tokens))(*tokens)
            code = self._llama.llama_decode(context, self._llama.llama_batch_get_one(batch, len(tokens)))
        if code == 0:
            self.steps += 1
            self._in_cache.extend(tokens)
            return
        if self._switch.is_set:
            if self._memory_may_differ():
                self._forget()
            raise Cancelled("The answer was stopped.")
        self._forget()
        raise ModelError(
            "The chat model failed while it was working.",
            "Ask again; if it happens again, choose a smaller model.",
            self._native.last_complaints() or f"llama_decode returned {code}",
        )

    def _memory_may_differ(self) -> bool:
        """Whether the interrupted computation left more in the attention cache than we know of."""
        return bool(self._llama.llama_memory_seq_pos_max(self._memory, 0) + 1 != len(self._in_cache))

    def _forget(self) -> None:
        self._llama.llama_memory_clear(self._memory, True)
        self._in_cache = []

    def _opened(self) -> Any:
        if not self._free.alive:
            raise Cancelled("The chat model was closed.")
        return self._context


def _sampler(llama: Any, vocabulary: Any, sampling: Sampling) -> Any:
    chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
    steps = []
    if sampling.repeat_penalty != 1.0:
        words = llama.llama_vocab_n_tokens(vocabulary)
        penalty = llama.llama_sampler_init_penalties(words, PENALTY_WINDOW_TOKENS, sampling.repeat_penalty, 0.0, 0.0)
        steps.append(penalty)
    if sampling.temperature <= 0:
        steps.append(llama.llama_sampler_init_greedy())
    else:
        steps += [
            llama.llama_sampler_init_top_k(sampling.top_k),
            llama.llama_sampler_init_top_p(sampling.top_p, 1),
            llama.llama_sampler_init_min_p(sampling.min_p, 1),
            llama.llama_sampler_init_temp(sampling.temperature),
            llama.llama_sampler_init_dist(sampling.seed),
        ]
    for step in steps:
        llama.llama_sampler_chain_add(chain, step)
    return chain


def _shared_length(first: Sequence[int], second: Sequence[int]) -> int:
    for position, (a, b) in enumerate(zip(first, second, strict=False)):
        if a != b:
            return position
    return min(len(first), len(second))
