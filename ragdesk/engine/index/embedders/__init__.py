"""Texts in, vectors out. Input: a model folder; output: an `Embedder` on the fastest route that is right here.

Routes: `openvino_int8` (the model converted once by `conversion`), `reference` (sentence-transformers on torch), and
`from_langchain` for anybody's LangChain embeddings.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from ragdesk.engine.index.embedders.conversion import converted_folder
from ragdesk.engine.index.embedders.embedder import Embedder, Vectors
from ragdesk.engine.index.embedders.from_langchain import LangChainEmbedder
from ragdesk.engine.index.embedders.model_folder import ModelFolder, read_model_folder
from ragdesk.engine.index.embedders.openvino_int8 import OpenVinoEmbedder
from ragdesk.engine.index.embedders.reference import ReferenceEmbedder
from ragdesk.engine.model_files.checksums import KnownSums
from ragdesk.protocol.errors import ModelError

__all__ = ["Embedder", "LangChainEmbedder", "Route", "Vectors", "open_embedder"]

Route = Literal["auto", "reference", "fast"]
"""auto: fast where it can be had, else reference with a note; fast: an error where it cannot."""


def open_embedder(
    model_dir: Path,
    cache_dir: Path,
    *,
    on_progress: Callable[[str], None],
    threads: int | None = None,
    route: Route = "auto",
) -> Embedder:
    """The embedder of a sentence-transformers folder; its weights are not loaded yet.

    The first time on a computer the fast route takes about half a minute, told through `on_progress`.
    """
    folder = read_model_folder(model_dir, KnownSums(cache_dir))
    if route == "reference":
        return ReferenceEmbedder(folder, threads)
    try:
        return _fast(folder, cache_dir, on_progress, threads)
    except ModelError as error:
        if route == "fast":
            raise
        note = f"{error.message} The original model is used, which is slower."
        on_progress(note)
        return ReferenceEmbedder(folder, threads, route_note=note)


def _fast(folder: ModelFolder, cache_dir: Path, on_progress: Callable[[str], None], threads: int | None) -> Embedder:
    if folder.plain is None:
        raise ModelError("This kind of search model cannot be converted for fast use.", "Use the reference route.")
    return OpenVinoEmbedder(folder, folder.plain, converted_folder(folder, cache_dir, on_progress, threads), threads)
