"""One Chroma collection in one folder: ids and vectors only, nothing that Chroma could embed, fetch or run.

The only file that imports chromadb. Its folder is a cache: see `library_index` for when it may be believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ragdesk.engine.index.vector_index import Ids, Vector
from ragdesk.protocol.errors import IndexUnavailable

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_COLLECTION = "spans"


class ChromaIndex:
    """HNSW search over vectors on disk. Every failure is an IndexUnavailable.

    Danger: its files do not survive a kill while they are written. One process, one folder, one instance.
    """

    def __init__(self, client: Any, collection: Collection) -> None:
        self._client = client
        self._collection = collection

    @classmethod
    def create(cls, folder: Path, expected: int) -> ChromaIndex:
        """A new collection in an empty folder; all is on disk as soon as `expected` vectors were added."""
        folder.mkdir(parents=True, mode=0o700)
        # Vectors reach the index files only when this many are waiting; until then they are replayed at each start.
        configuration: Any = {"hnsw": {"space": "cosine", "sync_threshold": max(expected, 2)}}
        with _translated():
            client = _open_client(folder)
            collection = client.create_collection(
                _COLLECTION, embedding_function=_refusal(), configuration=configuration
            )
        return cls(client, collection)

    @classmethod
    def open(cls, folder: Path) -> ChromaIndex:
        """The collection of a finished folder."""
        with _translated():
            client = _open_client(folder)
            try:
                collection = client.get_collection(_COLLECTION, embedding_function=_refusal())
            except BaseException:
                client.close()
                raise
        return cls(client, collection)

    def add(self, ids: Sequence[int] | Ids, vectors: Vector) -> None:
        """Add or replace vectors, in batches that Chroma takes."""
        with _translated():
            size = self._client.get_max_batch_size()
            for i in range(0, len(ids), size):
                names = [str(int(one)) for one in ids[i : i + size]]
                self._collection.upsert(ids=names, embeddings=vectors[i : i + size])

    def remove(self, ids: Sequence[int] | Ids) -> None:
        """Forget vectors."""
        with _translated():
            for i in range(0, len(ids), 5000):
                self._collection.delete(ids=[str(int(one)) for one in ids[i : i + 5000]])

    def nearest(self, question: Vector, limit: int) -> list[tuple[int, float]]:
        """The nearest vectors, best first."""
        with _translated():
            found: Any = self._collection.query(
                query_embeddings=question[np.newaxis, :], n_results=max(limit, 1), include=["distances"]
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((int(one), 1 - float(far)) for one, far in pairs), key=lambda hit: (-hit[1], hit[0]))[:limit]

    def ids(self) -> Ids:
        """All ids, in ascending order."""
        with _translated():
            found = self._collection.get(include=[])["ids"]
        return np.sort(np.array([int(one) for one in found], dtype=np.int64))

    def close(self) -> None:
        """Let go of the files."""
        with _translated():
            self._client.close()


def _open_client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    # Without these a `.env` file or a variable could turn this client into one of a foreign server.
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        chroma_server_host=None,
        anonymized_telemetry=False,
    )
    return chromadb.PersistentClient(path=str(folder), settings=settings)


def _refusal() -> Any:
    """An embedding function that refuses: Chroma's own default would download a model."""
    from chromadb.api.types import EmbeddingFunction

    class Refuse(EmbeddingFunction):  # type: ignore[type-arg]
        def __init__(self) -> None: ...

        def __call__(self, input: Any) -> Any:
            raise RuntimeError("ragdesk embeds; Chroma only keeps vectors")

        @staticmethod
        def name() -> str:
            return "ragdesk-refuses"

        def get_config(self) -> dict[str, Any]:
            return {}

        @staticmethod
        def build_from_config(config: dict[str, Any]) -> Refuse:
            return Refuse()

    return Refuse()


@contextmanager
def _translated() -> Iterator[None]:
    """Turn whatever Chroma raises into IndexUnavailable; on damaged files its Rust part panics past `Exception`."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:
        raise IndexUnavailable(
            "The vector index could not be used; exact search answers instead.",
            "It is rebuilt by itself, at the latest by the next `ragdesk add`.",
            f"{type(problem).__name__}: {problem}",
        ) from problem
