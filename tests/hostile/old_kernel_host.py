"""As `captured_host`, on a kernel without Landlock."""

from __future__ import annotations

import errno
from typing import NoReturn

from ragdesk.engine.documents.workers import landlock, lockdown
from tests.hostile.captured_host import main as main_with_landlock


def main() -> NoReturn:
    def is_missing(*_: object) -> NoReturn:
        raise OSError(errno.ENOSYS, "Function not implemented")

    # The lockdown knows them by the names that it imported.
    vars(lockdown).update(version=is_missing, Ruleset=is_missing)
    vars(landlock).update(version=is_missing)
    main_with_landlock()
