"""The first word of the command line chooses one face, and only that face is imported.

Today there is one face, the command line, with the engine in the same process.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run ragdesk with the arguments of the process; the exit code."""
    from ragdesk import cli
    from ragdesk.server.in_process import open_engine

    return cli.run(sys.argv[1:], open_engine)
