"""The fetcher process: one request, one download, progress as JSON lines, the end."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

from ragdesk.connection_log import ConnectionLog
from ragdesk.fetcher.download import Busy, Download
from ragdesk.fetcher.leash import Leash
from ragdesk.fetcher.problems import BrokenOff, FetchProblem, Stopped, gave_up, refused_status, unknown_size
from ragdesk.fetcher.request import FetchRequest, read_request
from ragdesk.fetcher.web import Web

_LONGEST_REQUEST = 64 * 1024


def main() -> NoReturn:
    """Reads one line from standard input. When that is closed, the user or the face is gone, and so is the fetcher."""
    os.umask(0o077)
    leash = Leash()
    line = _first_line()
    threading.Thread(target=_stop_at_end_of_input, args=(leash,), daemon=True).start()
    try:
        code = _answer(line, leash)
    except OSError:  # nobody reads any more
        code = 1
    os._exit(code)


def fetch(request: FetchRequest, leash: Leash, say: Any) -> dict[str, Any]:
    """The last event. Raises FetchProblem or Stopped."""
    log = ConnectionLog(Path(request.log)) if request.log else None
    web = Web(request, log, leash, say)
    if request.task == "look":
        return _look(web)
    sha256, size = Download(request, web, leash, say).run()
    return {"event": "fetched", "sha256": sha256, "size": size}


def _look(web: Web) -> dict[str, Any]:
    try:
        with web.open("HEAD", {}) as answer:
            size = answer.linked.get("size") or answer.length
            if answer.status == 429:
                raise Busy(answer)
            if answer.status >= 300 and "size" not in answer.linked:
                raise refused_status(answer.status, answer.host)
            if size is None:
                raise unknown_size(answer.host)
            return {"event": "seen", "size": int(size), "sha256": answer.linked.get("sha256"), "host": answer.host}
    except Busy as busy:
        raise refused_status(busy.answer_status, busy.host) from busy
    except BrokenOff as broken:
        raise gave_up(str(broken)) from broken


def _answer(line: str, leash: Leash) -> int:
    try:
        last = fetch(read_request(line), leash, _say)
    except Stopped:
        last = {"event": "stopped"}
    except FetchProblem as problem:
        last = {"event": "failed", "message": problem.message, "hint": problem.hint, "detail": problem.detail}
    except Exception as fault:
        last = {
            "event": "failed",
            "message": "Something unexpected went wrong while fetching.",
            "hint": "Please report this.",
            "detail": repr(fault),
        }
    _say(last)
    return 0 if last["event"] in ("seen", "fetched") else 1


def _say(event: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def _first_line() -> str:
    """Without a buffer of Python's, as a thread reads on from the same descriptor."""
    line = b""
    while not line.endswith(b"\n") and len(line) < _LONGEST_REQUEST:
        block = os.read(0, 4096)
        if not block:
            break
        line += block
    return line.decode("utf-8", "replace")


def _stop_at_end_of_input(leash: Leash) -> None:
    while os.read(0, 4096):
        pass
    leash.stop()
