"""The child process that makes the fast model: torch -> OpenVINO -> static int8, then compared with its original.

Reads one JSON object from standard input, writes one per line to standard output; see `conversion.py`, which starts it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import numpy as np

from ragdesk.engine.index.embedders.calibration import LANGUAGES, calibration_spans, check_sentences, check_spans
from ragdesk.engine.index.embedders.conversion_report import ConversionReport
from ragdesk.engine.index.embedders.embedder import Embedder, Vectors
from ragdesk.engine.index.embedders.model_folder import ModelFolder, PlainModel, read_model_folder
from ragdesk.engine.index.embedders.openvino_int8 import MODEL_FILE, WEIGHTS_FILE, OpenVinoEmbedder, load_tokenizer
from ragdesk.engine.index.embedders.openvino_library import import_nncf, import_openvino
from ragdesk.engine.index.embedders.reference import ReferenceEmbedder, load_sentence_transformer
from ragdesk.engine.model_files.checksums import KnownSums
from ragdesk.engine.offline.kernel_denial import keep_names_here
from ragdesk.engine.offline.process_start import keep_memory_private
from ragdesk.environment import forbid_ipv6_probe

VERSIONS_OF = ("openvino", "nncf", "torch", "transformers", "sentence-transformers", "tokenizers")
NEAREST = 10
SPEED_ROUNDS = 2

Say = Callable[[dict[str, Any]], None]


def main() -> None:
    answers = _answers_only()
    forbid_ipv6_probe()
    keep_names_here()
    with suppress(OSError):
        keep_memory_private()

    def say(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    request = json.load(sys.stdin)
    try:
        convert(Path(request["model"]), Path(request["into"]), Path(request["cache"]), request["threads"], say)
    except Exception as error:
        say({"failed": f"{type(error).__name__}: {error}"})
        raise


def convert(model: Path, into: Path, cache_dir: Path, threads: int | None, say: Say) -> None:
    """Leaves the model, its compiled form and its report in `into`."""
    start = time.perf_counter()
    folder = read_model_folder(model, KnownSums(cache_dir))
    if folder.plain is None:
        raise ValueError("only models with mean pooling can be converted")
    say({"progress": "reading the original"})
    reference = ReferenceEmbedder(folder, threads)
    reference.warm_up()
    say({"progress": "converting"})
    _quantise(folder, folder.plain, into)
    say({"progress": "comparing with the original"})
    fast = OpenVinoEmbedder(folder, folder.plain, into, threads)
    sizes = {name: (into / name).stat().st_size for name in (MODEL_FILE, WEIGHTS_FILE)}
    compare(reference, fast, time.perf_counter() - start, sizes).write(into)
    say({"done": True})


def _answers_only() -> IO[str]:
    """What libraries print goes to standard error; the true standard output is kept for the answers."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _quantise(folder: ModelFolder, plain: PlainModel, into: Path) -> None:
    import torch

    openvino, nncf = import_openvino(), import_nncf()

    class Encoder(torch.nn.Module):
        """Transformer, mean over the tokens that are no padding, unit length: the whole model in one graph."""

        def __init__(self, transformer: Any) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states = self.transformer(input_ids=input_ids, attention_mask=attention_mask)[0]
            kept = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2.0, dim=1)

    tokenizer = load_tokenizer(folder, plain)

    def inputs(text: str) -> dict[str, Any]:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        return {"input_ids": ids, "attention_mask": np.ones_like(ids)}

    original = load_sentence_transformer(folder)
    example = {name: torch.from_numpy(value) for name, value in inputs("an example").items()}
    graph = openvino.convert_model(Encoder(original[0].auto_model).eval(), example_input=example)
    spans = calibration_spans()
    small = nncf.quantize(
        graph, nncf.Dataset(spans, inputs), model_type=nncf.ModelType.TRANSFORMER, subset_size=len(spans)
    )
    openvino.save_model(small, into / MODEL_FILE)


def compare(original: Embedder, converted: Embedder, seconds: float, sizes: dict[str, int]) -> ConversionReport:
    mean: dict[str, float] = {}
    least: dict[str, float] = {}
    spans = [span for language in LANGUAGES for span in check_spans(language)]
    for language in LANGUAGES:
        texts = check_spans(language)
        cosines = (original.encode(texts) * converted.encode(texts)).sum(axis=1)
        mean[language], least[language] = float(cosines.mean()), float(cosines.min())
    questions = [sentence for language in LANGUAGES for sentence in check_sentences(language)]
    shared, loss = order_difference(
        original.encode(questions) @ original.encode(spans).T, converted.encode(questions) @ converted.encode(spans).T
    )
    original_speed, converted_speed = _speeds(original, converted, spans[::2])
    return ConversionReport(
        cosine_mean=mean,
        cosine_least=least,
        shared_top_ten=shared,
        order_loss=loss,
        texts_per_second_original=original_speed,
        texts_per_second_converted=converted_speed,
        seconds=seconds,
        file_sizes=sizes,
        versions={name: version(name) for name in VERSIONS_OF},
        processor=_processor(),
    )


def order_difference(original: Vectors, converted: Vectors) -> tuple[float, float]:
    """From two tables of cosines (questions x texts): share of common nearest texts, and the greatest loss.

    The loss counts, for each text that is only in the second table's top ten, how far it stands behind the first
    table's tenth text in the first table's own cosines.
    """
    shared, losses = [], [0.0]
    for first, second in zip(original, converted, strict=True):
        wanted, found = np.argsort(-first)[:NEAREST], np.argsort(-second)[:NEAREST]
        shared.append(len(np.intersect1d(wanted, found)) / len(wanted))
        losses.append(float(first[wanted].min() - first[found].min()))
    return float(np.mean(shared)), max(losses)


def _speeds(original: Embedder, converted: Embedder, texts: list[str]) -> tuple[float, float]:
    """Texts per second; the best of rounds taken in turn, so that a busy moment does not decide."""
    best = [float("inf"), float("inf")]
    for _ in range(SPEED_ROUNDS):
        for n, embedder in enumerate((original, converted)):
            start = time.perf_counter()
            embedder.encode_all(texts)
            best[n] = min(best[n], time.perf_counter() - start)
    return len(texts) / best[0], len(texts) / best[1]


def _processor() -> str:
    import platform

    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
