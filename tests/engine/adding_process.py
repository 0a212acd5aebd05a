"""Adds a folder with the cheap embedder, for tests that kill it. Arguments: DATA_DIR FOLDER EXACT_UP_TO."""

from __future__ import annotations

import sys
from pathlib import Path

from ragdesk.engine.adding import embed_spans
from ragdesk.engine.engine import Engine
from ragdesk.settings import Settings
from tests.fake_embedder import HashedWords


def main() -> None:
    data_dir, folder, exact_up_to = sys.argv[1:]
    embed_spans.BATCH = 8  # so that a kill meets many commits
    settings = Settings(data_dir=Path(data_dir), exact_up_to=int(exact_up_to))
    engine = Engine.open(settings, embeddings=HashedWords(dimensions=48))  # type: ignore[arg-type]
    print("open", flush=True)
    for event in engine.add([Path(folder)]):
        print(event, flush=True)
    engine.close()


if __name__ == "__main__":
    main()
