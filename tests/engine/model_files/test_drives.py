"""Files on sticks and network shares are read whole, not mapped."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.model_files.drives import is_remote, may_vanish

MOUNTS = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
40 22 0:52 / /net/docs rw,relatime shared:9 - nfs4 server:/docs rw,vers=4.2
41 22 0:53 /a /home/u/share rw - fuse.sshfs u@server:/ rw
"""


@pytest.mark.parametrize(("device", "is_far"), [("254:1", False), ("0:52", True), ("0:53", True), ("9:9", False)])
def test_network_drives_are_known_by_their_file_system(device: str, is_far: bool) -> None:
    assert is_remote(device, MOUNTS) is is_far


def test_this_disk_stays(tmp_path: Path) -> None:
    assert not may_vanish(tmp_path)
    assert not may_vanish(tmp_path / "missing")
