"""How long the window takes from the start of its process: painted for the first time, engine ready, documents listed.

`python tests/benchmarks/window_start.py [runs]` prints medians; needs a screen, or QT_QPA_PLATFORM=offscreen. The first
start of a data folder makes the catalogue and the welcome library. All modules are compiled before, as they are when
ragdesk is installed.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHILD = """
import gc
gc.disable()  # as `ragdesk.main` does
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from ragdesk.window import app as start
from ragdesk.window.documents.document_list import DocumentList
from ragdesk.window.start_options import StartOptions

seen = {}
application = start.make_application()
app = start.App(application, StartOptions(Path(sys.argv[1])))

def painted():
    seen.setdefault("painted", time.time())
    seen.setdefault("worked", time.process_time())

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and "painted" not in seen:
            QTimer.singleShot(0, painted)
        return False

watch = Watch()
app.window.panes.installEventFilter(watch)
app.link.engine_ready.connect(lambda _: seen.setdefault("ready", time.time()))

def look():
    if "ready" in seen and listed():
        seen.setdefault("listed", time.time())
        application.quit()

def listed():
    views = app.window.documents.findChildren(DocumentList)
    return any(view.model() is not None and view.model().rowCount() for view in views)

timer = QTimer()
timer.setInterval(20)
timer.timeout.connect(look)
timer.start()
QTimer.singleShot(60_000, application.quit)
app.show()
gc.freeze()
application.exec()
app.close()
print(json.dumps(seen))
"""
STEPS = ("painted", "ready", "listed")


def one_start(data_dir: Path) -> dict[str, float]:
    """Seconds since the process was started."""
    began = time.time()
    done = subprocess.run([sys.executable, "-c", CHILD, str(data_dir)], stdout=subprocess.PIPE, text=True, check=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    return {step: at - began for step, at in seen.items() if step != "worked"} | {"worked": seen["worked"]}


def medians(runs: list[dict[str, float]]) -> str:
    steps = ", ".join(f"{step} {statistics.median(run[step] for run in runs):.2f} s" for step in STEPS)
    return f"{steps}; processor time until painted {statistics.median(run['worked'] for run in runs):.2f} s"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    cold, warm = [], []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RAGDESK_IDLE_S"] = "1"
        # As installed: compiled once, wherever that is switched off for the sources.
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        os.environ["PYTHONDONTWRITEBYTECODE"] = ""
        print("with every module to be compiled:", medians([in_turn(Path(folder) / "compiling")]))
        first = [in_turn(Path(folder) / f"data{number}") for number in range(count)]
        data_dir = Path(folder) / "data0"
        for _ in range(count):
            cold.append(one_start(data_dir))
            warm.append(in_turn(data_dir))
    print(f"{count} first starts, each of a new data folder:", medians(first))
    print(f"{count} starts with the engine started too:", medians(cold))
    print(f"{count} starts with the engine running:", medians(warm))


def in_turn(data_dir: Path) -> dict[str, float]:
    """A start, after which nothing runs any more."""
    start = one_start(data_dir)
    while (data_dir / "engine.json").exists():
        time.sleep(0.2)
    return start


if __name__ == "__main__":
    main()
