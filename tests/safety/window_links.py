"""T18: over 200 texts that point at files, hosts and programs, in answers, sources, titles, tooltips, copies, prints.

usage: python -m tests.safety.window_links [--rounds 30]
0 files opened, 0 sockets, 0 programs started (strace); every link shows where it leads before it is followed.
Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.safety.hostile_strings import hostile_strings
from tests.safety.traced_window import visited


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30, help="how often each text is shown somewhere")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        strings = len(hostile_strings(Path(folder)))
        found = visited(Path(folder), "hostile", strings * options.rounds)
    print(
        f"{strings} strings, shown {found.texts} times; {found.labels} labels, {found.documents} formatted texts,"
        f" {found.tooltips} tooltips, {found.links} links followed; opened {len(found.opened)},"
        f" sockets {len(found.sockets)}, programs {len(found.started)}; traced: {found.is_traced}",
        *found.harm[:20], sep="\n  ",
    )  # fmt: skip
    return 1 if found.harm or not found.links else 0


if __name__ == "__main__":
    sys.exit(main())
