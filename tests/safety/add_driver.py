"""The process that is killed: `ragdesk add` with a lower limit for exact search, so that Chroma's folder is built too.

usage: python -m tests.safety.add_driver DATA_DIR CACHE_DIR EXACT_UP_TO FOLDER
Prints one JSON line for each finished document as soon as the engine has told it, then the summary.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from ragdesk.environment import scrub_environment


def main(data_dir: str, cache_dir: str, exact_up_to: str, folder: str) -> None:
    scrub_environment()
    from ragdesk.engine.engine import Engine
    from ragdesk.protocol.events import AddFinished, DocumentFinished
    from ragdesk.settings import Settings

    settings = Settings(data_dir=Path(data_dir), cache_dir=Path(cache_dir), exact_up_to=int(exact_up_to))
    engine = Engine.open(settings)
    for event in engine.add([Path(folder)]):
        if isinstance(event, DocumentFinished):
            told = {"document": event.record.document, "status": event.record.status, "outcome": event.outcome}
            print(json.dumps(told), flush=True)
        elif isinstance(event, AddFinished):
            print(json.dumps({"summary": asdict(event)}), flush=True)
    engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
