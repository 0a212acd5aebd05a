"""Files on sticks and network shares are read whole, not mapped."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.model_files.drives import lies_elsewhere, may_vanish

MOUNTS = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
40 22 0:52 / /net/docs rw,relatime shared:9 - nfs4 server:/docs rw,vers=4.2
42 22 0:54 / /media/disk rw - fuseblk /dev/sdb1 rw
41 22 0:53 /a /home/u/share rw - fuse.sshfs u@server:/ rw
"""


@pytest.mark.parametrize(
    ("device", "is_far"), [("254:1", False), ("0:52", True), ("0:53", True), ("0:54", True), ("9:9", False)]
)
def test_what_another_computer_or_a_program_holds_may_vanish(device: str, is_far: bool) -> None:
    assert lies_elsewhere(device, MOUNTS) is is_far


def test_this_disk_stays(tmp_path: Path) -> None:
    assert not may_vanish(tmp_path)
    assert not may_vanish(tmp_path / "missing")
