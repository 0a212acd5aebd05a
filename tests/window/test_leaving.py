"""What ends the process without a word where the window's thread and the others are not kept apart.

Each test has a process of its own to end.
"""

from __future__ import annotations

import subprocess
import sys

LEAVING = """
import sys, time
from PySide6.QtCore import QCoreApplication, QObject
from ragdesk.window.background import Background
application = QCoreApplication([])
sys.setswitchinterval(0.001)
for _ in range(100):
    window = QObject()
    background = Background(window)
    for _ in range(400):
        background.run(lambda: None, lambda _: None)
    time.sleep(0.002)
    background.close()
    del window
print("left")
"""

SEARCHING = """
import gc, threading, weakref
gc.disable()  # as `ragdesk.main` does
from PySide6.QtCore import QCoreApplication, QTimer
from ragdesk.window.background import Background
from ragdesk.window.garbage import Garbage
application = QCoreApplication([])
garbage, background = Garbage(), Background()
searched_in = set()
gc.callbacks.append(lambda phase, info: searched_in.add(threading.current_thread() is threading.main_thread()))

def make_garbage():
    timer = QTimer()
    timer.start(1_000_000)
    timer.knows = lambda: timer
    return weakref.ref(timer)

left = [make_garbage() for _ in range(50)]

def make_very_much():
    return len([[] for _ in range(500_000)])

def look():
    if not any(timer() for timer in left):
        application.quit()

background.run(make_very_much, lambda made: looking.start(10))
looking = QTimer()
looking.timeout.connect(look)
QTimer.singleShot(20_000, application.quit)
application.exec()
background.close()
print(sum(timer() is not None for timer in left), searched_in)
"""


def test_answers_that_come_while_the_window_goes_do_not_end_the_process() -> None:
    """Qt's objects must not be destroyed while another thread sends a signal through them."""
    assert _printed(LEAVING) == "left"


def test_garbage_is_searched_for_by_the_windows_thread_alone() -> None:
    """A running QTimer that another thread frees ends the process."""
    assert _printed(SEARCHING) == "0 {True}"


def _printed(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout.strip()
