"""The reference route: any sentence-transformers folder on torch, exact, slow to start. Texts in, vectors out."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ragdesk.engine.index.embedders.embedder import Embedder, Vectors, unit_length, well_formed
from ragdesk.engine.index.embedders.model_folder import ModelFolder
from ragdesk.protocol.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Read when the libraries are imported, so it must be set before. Nothing may be asked of, or told to, a model hub.
OFFLINE_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DO_NOT_TRACK": "1",
}


def load_sentence_transformer(folder: ModelFolder, threads: int | None = None) -> SentenceTransformer:
    os.environ.update(OFFLINE_ENVIRONMENT)
    try:
        import tqdm

        # WORKAROUND: tqdm leaves a monitor thread behind that outlives the call, also with hidden bars.
        # https://github.com/tqdm/tqdm/issues/1564
        tqdm.tqdm.monitor_interval = 0
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        message = "The library that runs search models is not installed."
        raise ModelError(message, "Install ragdesk again.", str(error)) from error
    if threads is not None:
        torch.set_num_threads(threads)
    try:
        return SentenceTransformer(str(folder.path), device="cpu", local_files_only=True)
    except Exception as error:  # the libraries below raise every kind of error for a damaged folder
        hint = "Its files may be damaged: install or fetch it again."
        raise ModelError("The search model could not be loaded.", hint, f"{type(error).__name__}: {error}") from error


def _run(call: Callable[..., Any], texts: list[str]) -> Any:
    try:
        return call(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
    except RuntimeError as error:
        hint = "Close other programs to free memory, then try again."
        raise ModelError("The search model stopped with an error.", hint, str(error)) from error


class ReferenceEmbedder(Embedder):
    route = "reference"

    def __init__(self, folder: ModelFolder, threads: int | None = None, route_note: str = "") -> None:
        self.fingerprint = f"{folder.name}-st"
        self.languages = folder.languages
        self.route_note = route_note
        self._folder = folder
        self._threads = threads
        self._model: SentenceTransformer | None = None
        self._loading = threading.Lock()

    @property
    def dimensions(self) -> int:
        if self._folder.plain is not None:
            return self._folder.plain.dimensions
        return self._loaded().get_embedding_dimension() or self._encode(["dimensions"], as_questions=False).shape[1]

    def warm_up(self) -> None:
        self._encode(["warm up"], as_questions=True)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, as_questions=False)

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        return self._encode(questions, as_questions=True)

    def _loaded(self) -> SentenceTransformer:
        with self._loading:
            if self._model is None:
                self._model = load_sentence_transformer(self._folder, self._threads)
            return self._model

    def _encode(self, texts: Sequence[str], *, as_questions: bool) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        model = self._loaded()
        import torch

        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        ordered = well_formed([texts[n] for n in order])
        call = model.encode_query if as_questions else model.encode_document
        # Without AVX-512 there is no arithmetic in bfloat16, and pretending costs more than it gains.
        has_bfloat16 = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16):
            rows = _run(call, ordered)
        vectors = np.empty((len(texts), rows.shape[1]), dtype=np.float32)
        vectors[order] = unit_length(rows)
        return vectors
