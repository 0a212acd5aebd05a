"""Opens a data folder for repair: owned, so that no engine works in it, and with its catalogue untouched."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ragdesk.protocol.repair_api import RepairApi


def open_repair(data_dir: Path | None) -> RepairApi:
    """Raises DataFolderInUse while an engine runs there, and NoSuchLibrary where there is nothing to repair."""
    os.umask(0o077)
    from pathlib import Path

    from ragdesk.engine.keeping.restore import Repair
    from ragdesk.engine.opening import CATALOGUE
    from ragdesk.engine.owner import Owner
    from ragdesk.paths import default_data_dir
    from ragdesk.protocol.errors import NoSuchLibrary

    folder = Path(os.path.abspath(data_dir or default_data_dir()))
    if not folder.is_dir():
        raise NoSuchLibrary(f"There is no library in {folder} yet.", "Add something first: ragdesk add FOLDER")
    return Repair(folder / CATALOGUE, Owner(folder))
