"""What is asked of a data folder after a kill: was every promise kept, does it find, and can it be completed."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ragdesk.engine.engine import Engine
from tests.safety.catalogue_picture import NOTHING, Picture, broken_rules, take_picture
from tests.safety.doings import CATALOGUE, open_engine
from tests.safety.index_state import index_violations

States = Mapping[str, tuple[str, str | None]]
DONE = ("ready", "partly")
GONE = ("gone", None)
WAITING = "waiting"
_PROBED = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A killed data folder, what it held before the run, and what an undisturbed library of the same files holds."""

    data_dir: Path
    sources: tuple[Path, ...]
    before: Picture
    expected: Picture
    told: Sequence[Mapping[str, Any]]
    known_contents: Mapping[str, str]


def examine(case: Case, work_dir: Path) -> dict[str, Any]:
    """Look at copies, since the killed folder goes on as it is. Belongs into a fork."""
    if not (case.data_dir / CATALOGUE).exists():  # killed before anything was made
        return {"violations": [], "now": NOTHING.as_json(), "first_answer_s": 0.0}
    still, live = work_dir / "still", work_dir / "live"
    for copy in (still, live):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(case.data_dir, copy)
    began = time.perf_counter()
    engine = open_engine(live)
    with closing(engine):
        engine.search("Who paid crowns for the new scales?")
        first_answer_s = time.perf_counter() - began
        violations = broken_rules(still / CATALOGUE)
        now = take_picture(still / CATALOGUE)
        violations += broken_promises(case, now)
        violations += index_violations(still)
        # The engine has begun to finish what was interrupted: only what is done already has to be found.
        done = {path: state for path, state in now.documents.items() if case.expected.documents.get(path) == state}
        violations += _not_found(engine, done, {**case.expected.documents, **now.documents})
        list(engine.add(case.sources))
        violations += [f"after the next add: {told}" for told in _not_found(engine, case.expected.documents, {})]
    violations += [f"after the next add: {told}" for told in broken_rules(live / CATALOGUE)]
    violations += [f"after the next add: {told}" for told in differences(take_picture(live / CATALOGUE), case.expected)]
    violations += [f"after the next add: {told}" for told in index_violations(live)]
    return {"violations": violations, "now": now.as_json(), "first_answer_s": first_answer_s}


def broken_promises(case: Case, now: Picture) -> list[str]:
    """Every document is in a state that it may be in; what is there of a text is all of it."""
    allowed, removed_together = allowed_states(case)
    found = []
    for path in allowed.keys() | now.documents.keys():
        state, may = now.documents.get(path, GONE), allowed.get(path, {GONE})
        is_waiting = state[0] == WAITING and WAITING in {status for status, _ in may}
        if state not in may and not is_waiting:
            found.append(f"{Path(path).name} is {state}, and may be {sorted(may, key=str)}")
    if removed_together and len({path in now.documents for path in removed_together}) > 1:
        found.append(f"a removal is half done: {removed_together}")
    for content_hash, digest in now.contents.items():
        if case.known_contents.get(content_hash, digest) != digest:
            found.append(f"the text of {content_hash} is not whole")
    return found


def allowed_states(case: Case) -> tuple[dict[str, set[tuple[str, str | None]]], list[str]]:
    """From what was told: the states that each document may be in, and those that were being removed together."""
    allowed = {path: {state} for path, state in case.before.documents.items()}
    removing: list[str] = []
    # Opening resumes the add that the kill before interrupted, and files may have changed since.
    for line in ({"begin": "add"}, *case.told):
        if line.get("begin") == "add":
            for path in case.expected.documents.keys() | allowed.keys():
                final = case.expected.documents.get(path, GONE)
                present = allowed.get(path, {GONE})
                is_same = present == {final} and final[0] != WAITING
                allowed[path] = present if is_same else present | {final, (WAITING, None)}
        elif line.get("begin") == "remove":
            removing = _below(line["paths"], allowed)
            for path in removing:
                allowed[path] = allowed[path] | {GONE}
        elif line.get("end") == "remove":
            allowed |= {path: {GONE} for path in removing}
            removing = []
        elif line.get("end") == "add":
            allowed = {path: {state} for path, state in case.expected.documents.items()}
        elif "document" in line:
            allowed[line["document"]] = {case.expected.documents.get(line["document"], GONE)}
    return allowed, [path for path in removing if path in case.before.documents]


def _below(named: Sequence[str], paths: Mapping[str, Any]) -> list[str]:
    return [path for path in paths if any(path == one or path.startswith(f"{one}/") for one in named)]


def _not_found(engine: Engine, documents: States, others: States) -> list[str]:
    """Every ready text has a word of its own, and that word must find it, under whichever path that holds it."""
    found = []
    ready = sorted(path for path, (status, _) in documents.items() if status in DONE)
    for path in ready[:: max(len(ready) // _PROBED, 1)][:_PROBED]:
        text = " ".join(section.text for section in engine.show(path).sections)
        if not (word := re.search(r"\bwort\w*\d{4}|Entry \d+ records that [\w ]+ paid \d+", text)):
            continue
        # Copies of a text are listed as one, by the first path that holds it.
        both = [*documents.items(), *others.items()]
        held = {other for other, state in both if state[1] == documents[path][1]}
        # A copy that was edited at its end begins with the same passage, and the two are listed as one as well.
        found_in = engine.search(word[0], limit=10).passages
        if not any(passage.document in held or passage.text in text for passage in found_in):
            found.append(f"search does not find {word[0]!r} in {Path(path).name}")
    return found


def differences(now: Picture, expected: Picture) -> list[str]:
    """Between a library and an undisturbed one of the same files; none if all is right."""
    found = [
        f"{Path(path).name}: {now.documents.get(path)} in place of {expected.documents.get(path)}"
        for path in now.documents.keys() | expected.documents.keys()
        if now.documents.get(path) != expected.documents.get(path)
    ]
    if now.contents != expected.contents:
        found.append(f"{len(now.contents.items() ^ expected.contents.items())} texts differ")
    if now.vectors != expected.vectors:
        found.append(f"{len(now.vectors.items() ^ expected.vectors.items())} vectors differ")
    if now.running:
        found.append(f"{now.running} jobs still run")
    return found
