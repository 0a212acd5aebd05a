from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray

from ragdesk.window.memory import FILE, WindowMemory


def test_the_next_window_stands_where_this_one_stood(tmp_path: Path) -> None:
    first = WindowMemory(tmp_path / "data")
    first.geometry, first.library = QByteArray(b"\x01\xff"), "Harbour, old; [x]=%1"
    first.keep_width("documents", 300)
    first.dismiss("citations")
    del first
    second = WindowMemory(tmp_path / "data")
    assert second.geometry == QByteArray(b"\x01\xff")
    assert second.library == "Harbour, old; [x]=%1"
    assert second.width("documents", 264) == 300
    assert second.is_dismissed("citations")


def test_nothing_is_made_before_there_is_something_to_keep(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "data")
    assert (memory.geometry.isEmpty(), memory.library, memory.width("evidence", 420)) == (True, None, 420)
    assert not (tmp_path / "data").exists()


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"[General]\nwidth_documents=wide\ngeometry=@ByteArray(\x00\ngarbage")
    memory = WindowMemory(tmp_path)
    assert memory.width("documents", 264) == 264
    assert memory.library is None
