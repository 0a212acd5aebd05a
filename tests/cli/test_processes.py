"""The command line as processes: what is imported, pipes that close, Ctrl-C, encodings."""

from __future__ import annotations

import json
import signal
import sys

import pytest

from tests.cli.running import start

RUN = """
import sys
from ragdesk.cli import run
from tests.doubles import FakeEngine, record
engine = FakeEngine()
for number in range(3000):
    engine.records[f"/sources/{number}.txt"] = record(f"/sources/{number}.txt", "failed", "broken " * 20)
engine.put("/sources/faro.md", "El faro está en la costa española.")
"""
END = "sys.exit(run(sys.argv[1:], lambda options: engine))"

FORBIDDEN = (
    "torch",
    "numpy",
    "chromadb",
    "llama_cpp",
    "langchain_core",
    "openvino",
    "PySide6",
    "ragdesk.engine",
    "rich",
)


@pytest.mark.parametrize("arguments", [["list"], ["search", "faro"], ["ask", "faro"], ["status"], ["--help"]])
def test_nothing_heavy_is_imported(arguments: list[str]) -> None:
    check = f"code = run(sys.argv[1:], lambda options: engine)\nprint([n for n in {FORBIDDEN} if n in sys.modules])"
    process = start(RUN + check, *arguments)
    out, err = process.communicate(timeout=60)
    assert out.splitlines()[-1] == "[]", err


def test_a_pipe_that_closes_early_ends_quietly() -> None:
    process = start(RUN + END, "list")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith("failed\t/sources/0.txt")
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 0
    process.stderr.close()
    assert process.stdin is not None
    process.stdin.close()


def test_each_question_is_answered_before_the_next_is_read() -> None:
    process = start(RUN + END, "search", "--json", "-")
    assert process.stdin is not None
    assert process.stdout is not None
    for question in ("faro", "costa"):
        process.stdin.write(question + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["question"] == question
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_json_is_utf8_whatever_the_system_writes() -> None:
    process = start(RUN + END, "search", "--json", "¿española?", PYTHONIOENCODING="latin-1", NO_COLOR="1")
    out, _ = process.communicate(timeout=60)
    assert json.loads(out)["passages"][0]["text"] == "El faro está en la costa española."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands arguments on as text")
def test_a_question_in_utf8_is_understood_in_a_locale_without_it() -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    made = "import sys\nfrom ragdesk.cli import run\nfrom tests.doubles import FakeEngine\nengine = FakeEngine()\n"
    process = start(made + END, "search", "--json", "¿española?", **ascii_only)
    out, _ = process.communicate(timeout=60)
    assert json.loads(out)["question"] == "¿española?"


def test_a_character_that_the_terminal_lacks_stops_nothing() -> None:
    script = RUN + 'engine.put("/sources/x.md", "Costs 5 € 漢字.")\n' + END
    process = start(script, "search", "Costs", PYTHONIOENCODING="ascii")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "Costs 5 ? ??" in out


SLOW_ADD = """
import time
from ragdesk.protocol.events import JobProgressed
def add(paths):
    try:
        for number in range(10_000):
            yield JobProgressed("reading", number, None, "files")
            time.sleep(0.02)
    finally:
        print("closed", flush=True)
engine.add = add
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a console signal reaches the whole group on Windows")
def test_ctrl_c_stops_add_with_130() -> None:
    process = start(RUN + SLOW_ADD + END, "add", "/sources")
    assert process.stderr is not None
    assert process.stderr.readline() == "Reading: 0 files\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == "closed\n"
    assert err.splitlines() == [
        "ragdesk: Stopped. Documents that were finished are kept.",
        "ragdesk: The next `ragdesk add` reads the rest.",
    ]


SWALLOWED = """
import ctypes, os, signal
from ragdesk.protocol.events import JobProgressed
def add(paths):
    callback = ctypes.CFUNCTYPE(None)(lambda: os.kill(os.getpid(), signal.SIGINT))
    sys.unraisablehook = lambda fault: print("lost", fault.exc_type.__name__)
    for number in range(1000):
        callback()
        yield JobProgressed("reading", number, None, "files")
engine.add = add
"""


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends the process on Windows")
def test_ctrl_c_that_python_drops_in_a_callback_is_not_lost() -> None:
    process = start(RUN + SWALLOWED + END, "add", "/sources")
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out in ("", "lost KeyboardInterrupt\n")


def test_remove_asks_first_on_a_terminal() -> None:
    script = RUN + "sys.stdin.isatty = lambda: True\n" + END
    process = start(script, "remove", "faro.md")
    out, err = process.communicate("n\n", timeout=60)
    assert (process.returncode, out) == (1, "")
    assert "faro.md" in err
    assert err.endswith("Nothing was removed.\n")
    process = start(script, "remove", "faro.md")
    out, err = process.communicate("y\n", timeout=60)
    assert process.returncode == 0
    assert "Your files were not touched." in out
