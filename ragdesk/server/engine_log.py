"""The engine's own log in the data folder: when it came and went and where it failed; no texts, no names of files."""

from __future__ import annotations

import faulthandler
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG = "engine.log"
CRASH_LOG = "engine.crash.log"
"""Where native code crashed, as lines of our source; of the newest crashes only."""
_MOST_BYTES = 256_000


@contextmanager
def keep_log(data_dir: Path) -> Iterator[None]:
    """Log below `data_dir` while it lasts; a folder that cannot be written to costs the log and nothing else."""
    logger = logging.getLogger("ragdesk.server")
    try:
        handler = RotatingFileHandler(data_dir / LOG, maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8")
        crashes = _crash_log(data_dir / CRASH_LOG)
    except OSError:
        yield
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    was, did_propagate = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    with open(crashes, "ab") as crash_file:
        faulthandler.enable(crash_file)
        try:
            yield
        finally:
            faulthandler.disable()
            logger.removeHandler(handler)
            handler.close()
            logger.setLevel(was)
            logger.propagate = did_propagate


def _crash_log(path: Path) -> Path:
    if path.exists() and path.stat().st_size > _MOST_BYTES:
        path.unlink()
    path.touch(mode=0o600)
    return path
