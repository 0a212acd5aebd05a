"""What the window needs of the Qt binding itself."""

from __future__ import annotations

import sys

import PySide6
import pytest
from PySide6.QtCore import QObject, Signal


class _Bell(QObject):
    rang = Signal(object)


@pytest.mark.skipif(PySide6.__version__ == "6.12.0", reason="known of 6.12.0, which is not to be used")
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True cannot be deallocated there")
def test_signals_leave_the_count_of_true_alone() -> None:
    """6.12.0 took one from it with each signal, and Python 3.11 ended after about 20,000 of them."""
    bell = _Bell()
    bell.rang.connect(lambda value: None)
    before = sys.getrefcount(True)
    for _ in range(1_000):
        bell.rang.emit("ding")
    assert sys.getrefcount(True) > before - 100
