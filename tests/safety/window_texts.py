"""T12: ten thousand odd, random and hostile texts through every widget of the window.

usage: python -m tests.safety.window_texts [--texts 10000] [--seed 1]
0 crashes, 0 errors, 0 files or sockets of a text's choosing (strace), 0 frames longer than half a second.
Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.safety.traced_window import visited

LONGEST_FRAME_MS = 500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = visited(Path(folder), "wild", options.texts, options.seed)
    print(
        f"{found.texts} texts, {found.labels} labels, {found.documents} formatted texts, {found.tooltips} tooltips,"
        f" {found.links} links; longest frame {found.longest_ms} ms; opened {len(found.opened)},"
        f" sockets {len(found.sockets)}, programs {len(found.started)}; traced: {found.is_traced}",
        *found.harm[:20], sep="\n  ",
    )  # fmt: skip
    return 1 if found.harm or found.longest_ms > LONGEST_FRAME_MS else 0


if __name__ == "__main__":
    sys.exit(main())
