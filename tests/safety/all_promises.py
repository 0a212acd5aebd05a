"""Every safety test in its long version, one after the other: `python -m tests.safety.all_promises`.

With `--only T1 T4` just those. Each one's output goes into a file of the folder `--into`; its last lines and whether
it kept its promise are printed. The bundled models are used where a test needs them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from tempfile import mkdtemp

SCRIPTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("T1", "tests.safety.kill_add", ("--kills", "1000")),
    ("T2", "tests.safety.kill_at_every_write", ()),
    ("T4", "tests.safety.harm_index", ()),
    ("T5", "tests.safety.random_sequences", ("--sequences", "500")),
    ("T6", "tests.safety.simultaneous_starts", ("--rounds", "10")),
    ("T7", "tests.safety.damaged_catalogue", ("--pages", "200")),
    ("T8", "tests.safety.backups_under_load", ("--backups", "100", "--documents", "150")),
    ("T9", "tests.safety.full_disk", ("--points", "100", "--documents", "6")),
    ("T10-engine", "tests.safety.hung_engine", ("--count", "100")),
    ("T11-engine", "tests.safety.crashed_engine", ("--count", "100")),
    ("T10-T11-readers", "tests.safety.hurt_readers", ("--times", "100")),
    ("T10-T11-chat", "tests.safety.hurt_chat_worker", ("--times", "100")),
    ("T12", "tests.safety.window_texts", ()),
    ("T13", "tests.hostile.all_bombs", ()),
    ("T14", "tests.hostile.all_escapes", ()),
    ("T15", "tests.safety.file_zoo", ("--count", "20")),
    ("T16", "tests.safety.silent_journey", ("--steps", "300")),
    ("T17", "tests.safety.hostile_environment", ()),
    ("T18", "tests.safety.window_links", ()),
    ("T19", "tests.safety.control_tokens", ()),
    ("T21", "tests.safety.hostile_exports", ("--files", "200")),
    ("T22", "tests.safety.mutated_models", ()),
    ("T23", "tests.safety.killed_downloads", ("--kills", "200")),
    ("T25", "tests.safety.erased_markers", ()),
    ("T26", "tests.safety.private_files", ()),
    ("window-kills", "tests.safety.window_kills", ("--kills", "20")),
    ("following", "tests.safety.followed_changes", ("--count", "40")),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--into", type=Path)
    options = parser.parse_args()
    into: Path = options.into or Path(mkdtemp(prefix="ragdesk-promises-"))
    into.mkdir(parents=True, exist_ok=True)
    wanted = [script for script in SCRIPTS if not options.only or script[0] in options.only]
    broken = [name for name, module, arguments in wanted if not _is_kept(name, module, arguments, into)]
    print(f"{len(wanted) - len(broken)} of {len(wanted)} promises kept; output in {into}")
    return bool(broken)


def _is_kept(name: str, module: str, arguments: tuple[str, ...], into: Path) -> bool:
    output = into / f"{name}.txt"
    started = time.monotonic()
    with output.open("w") as file:
        code = subprocess.run(
            [sys.executable, "-m", module, *arguments], stdout=file, stderr=file, check=False
        ).returncode
    took_s = time.monotonic() - started
    print(f"{name}: {'kept' if code == 0 else f'BROKEN ({code})'} in {took_s:.0f} s", flush=True)
    for line in output.read_text(errors="replace").strip().splitlines()[-4:]:
        print(f"    {line[:200]}", flush=True)
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
