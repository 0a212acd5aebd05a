"""The fast route: a converted model run by OpenVINO, without torch. Texts in, vectors out."""

from __future__ import annotations

import contextlib
import queue
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ragdesk.engine.index.embedders.batches import TOKEN_BUDGET, WIDTH_STEP, Batch, plan_batches
from ragdesk.engine.index.embedders.compiled_models import COMPILED_FOLDER, compile_model
from ragdesk.engine.index.embedders.conversion_report import REPORT_FILE
from ragdesk.engine.index.embedders.embedder import Embedder, Vectors, unit_length, well_formed
from ragdesk.engine.index.embedders.model_folder import ModelFolder, PlainModel
from ragdesk.engine.index.embedders.openvino_library import import_openvino
from ragdesk.engine.processors import usable_processors
from ragdesk.protocol.errors import ModelError

MODEL_FILE = "model.xml"
WEIGHTS_FILE = "model.bin"
MOST_STREAMS = 4
"""The second costs 25 MB of buffers."""
# Texts that are tokenised together; bounds memory, and is far more than a batch needs to be filled.
TEXTS_AT_ONCE = 512

_first_call = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: Any
    requests: queue.SimpleQueue[Any]
    """Infer requests that nobody uses, as many as there are streams. Each does one call at a time."""


class OpenVinoEmbedder(Embedder):
    """Runs `converted`, a folder that `conversion` made from the model in `folder`.

    A batch on each processor: where one batch has all of them, they wait for each other at every layer. On two that
    took 6 to 24 % off an ingest, most beside other programs. And a thread that calls computes by itself, at its own
    priority.
    """

    route = "fast"

    def __init__(self, folder: ModelFolder, plain: PlainModel, converted: Path, threads: int | None = None) -> None:
        self.fingerprint = f"{folder.name}-ov-int8"
        self.languages = folder.languages
        self._folder = folder
        self._plain = plain
        self._converted = converted
        self._threads = threads
        self.at_once = min(threads or usable_processors(), MOST_STREAMS)
        self._model: _Loaded | None = None
        self._loading = threading.Lock()

    @property
    def dimensions(self) -> int:
        return self._plain.dimensions

    def warm_up(self) -> None:
        self.encode_questions(["warm up"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._folder.document_prompt)

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        return self._encode(questions, self._folder.question_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            part = [prompt + text for text in well_formed(texts[start : start + TEXTS_AT_ONCE])]
            self._encode_part(part, vectors[start : start + len(part)])
        return vectors

    def _encode_part(self, texts: list[str], vectors: Vectors) -> None:
        model = self._loaded()
        tokens = [encoding.ids for encoding in model.tokenizer.encode_batch_fast(texts)]
        budget = TOKEN_BUDGET if self.at_once == 1 else TOKEN_BUDGET // 2
        for batch in plan_batches([len(ids) for ids in tokens], budget):
            inputs = _fill(batch, tokens, self._plain.pad_token)
            vectors[list(batch.rows)] = unit_length(_run(model, inputs))

    def _loaded(self) -> _Loaded:
        with self._loading:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> _Loaded:
        tokenizer, compiled = load_tokenizer(self._folder, self._plain), self._compile()
        model = _Loaded(tokenizer, queue.SimpleQueue())
        for _ in range(self.at_once):
            model.requests.put(compiled.create_infer_request())
        # WORKAROUND: the bindings prepare themselves in the first call of a process, and two threads that do so at the
        # same moment wait for each other for ever (openvino 2026.4, pybind11; seen in one of seven processes).
        with _first_call:
            _run(model, _fill(Batch((0,), WIDTH_STEP), [[self._plain.pad_token]], self._plain.pad_token))
        return model

    def _compile(self) -> Any:
        try:
            openvino = import_openvino()
            try:
                return _compile(openvino, self._converted, self.at_once, self._threads)
            except RuntimeError:
                # The cache of compiled code may be damaged or of another processor: it is rebuilt in half a second.
                shutil.rmtree(self._converted / COMPILED_FOLDER, ignore_errors=True)
                return _compile(openvino, self._converted, self.at_once, self._threads)
        except (ImportError, RuntimeError) as error:
            # Without its report the folder counts as not whole, and the next start converts the model again.
            with contextlib.suppress(OSError):
                (self._converted / REPORT_FILE).unlink()
            message = "The converted search model could not be loaded."
            hint = "Run the same command again: it will be made anew, which takes about half a minute."
            raise ModelError(message, hint, str(error)) from error


def _compile(openvino: Any, converted: Path, streams: int, threads: int | None) -> Any:
    # One stream with every processor is this library's way to answer one caller soonest.
    settings: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY"} if streams == 1 else {"NUM_STREAMS": str(streams)}
    if threads is not None:
        settings["INFERENCE_NUM_THREADS"] = threads
    return compile_model(openvino, converted, MODEL_FILE, settings)


def _run(model: _Loaded, inputs: dict[str, np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    # A request is held for one batch only, so that a question waits milliseconds while documents are embedded.
    request = model.requests.get()
    try:
        return np.array(request.infer(inputs, share_inputs=True)[0])
    except RuntimeError as error:
        hint = "Close other programs to free memory, then try again."
        raise ModelError("The search model stopped with an error.", hint, str(error)) from error
    finally:
        model.requests.put(request)


def load_tokenizer(folder: ModelFolder, plain: PlainModel) -> Any:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(folder.path / "tokenizer.json"))
    except Exception as error:  # the library raises bare Exception
        message = "The search model's tokenizer could not be loaded."
        raise ModelError(message, "Its files may be damaged: install or fetch it again.", str(error)) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(plain.max_tokens)
    return tokenizer


def _fill(batch: Batch, tokens: Sequence[Sequence[int]], pad_token: int) -> dict[str, np.ndarray[Any, Any]]:
    ids = np.full((len(batch.rows), batch.width), pad_token, dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, position in enumerate(batch.rows):
        length = len(tokens[position])
        ids[row, :length] = tokens[position]
        mask[row, :length] = 1
    return {"input_ids": ids, "attention_mask": mask}
