"""The state of an engine and its data folder, put together for `ragdesk status`."""

from __future__ import annotations

from collections import Counter

from ragdesk.engine.pipeline import Pipeline
from ragdesk.engine.stores import Stores
from ragdesk.protocol.records import EngineStatus, LibraryId, LibraryRecord
from ragdesk.settings import Settings


def engine_status(settings: Settings, stores: Stores, library: LibraryId, pipeline: Pipeline) -> EngineStatus:
    """Counts come from the catalogue. The embedder is opened, since it says which vectors count; no chat model is."""
    documents = stores.documents.records(library)
    models = pipeline.models
    waiting = len(models.vectors.missing(library))
    catalogue = stores.database.path
    return EngineStatus(
        data_dir=str(settings.data_dir),
        libraries=tuple(_library_record(stores, name) for name in stores.documents.library_names()),
        library=settings.library,
        documents=dict(Counter(record.status for record in documents)),
        embedder=models.vectors.fingerprint,
        embedder_route=models.embedder.route,
        index=models.index(library).kind,
        spans=stores.contents.counts(library)[1],
        spans_waiting=waiting,
        chat_model=pipeline.chat_models.name,
        catalogue_bytes=sum(
            file.stat().st_size for file in catalogue.parent.glob(f"{catalogue.name}*") if file.is_file()
        ),
    )


def _library_record(stores: Stores, name: str) -> LibraryRecord:
    library = stores.documents.find_library(name)
    assert library is not None
    return LibraryRecord(
        name,
        stores.documents.searched(library).of,
        stores.contents.counts(library)[0],
        tuple(stores.documents.source_paths(library)),
    )
