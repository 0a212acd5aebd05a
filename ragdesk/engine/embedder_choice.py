"""Which embedder an engine uses: any LangChain Embeddings, a named folder, or the bundled model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from ragdesk.engine.index.embedders import Embedder, LangChainEmbedder, open_embedder
from ragdesk.engine.model_files.bundled import bundled_embedder
from ragdesk.paths import make_private
from ragdesk.settings import Settings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings


def choose_embedder(settings: Settings, embeddings: Embeddings | None, on_progress: Callable[[str], None]) -> Embedder:
    """Open the embedder that the settings name."""
    if embeddings is not None:
        return LangChainEmbedder(embeddings, _fingerprint(embeddings))
    cache = make_private(settings.cache_dir)
    folder = settings.embedder or bundled_embedder(cache)
    return open_embedder(
        folder, cache, on_progress=on_progress, threads=settings.threads, route=settings.embedder_route
    )


def _fingerprint(embeddings: Embeddings) -> str:
    """Known by what it makes of one sentence: another model, or another setting of it, makes something else."""
    unnamed = LangChainEmbedder(embeddings, "")
    vector = unnamed.encode_questions(["The harbour was dredged in 1931 by a young engineer."])[0]
    rounded = ",".join(f"{value:.3f}" for value in vector)
    return f"langchain-{type(embeddings).__name__}-{hashlib.blake2b(rounded.encode(), digest_size=6).hexdigest()}"
