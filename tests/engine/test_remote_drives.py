"""One list says which file systems lie on another computer, for all who ask."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from ragdesk.engine.following.drives import tells_of_changes
from ragdesk.engine.keeping.data_folder import mounted_as
from ragdesk.engine.model_files.drives import lies_elsewhere
from ragdesk.engine.remote_drives import is_remote

FAR = (
    "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fuse.davfs", "fuse.glusterfs",
    "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4",
    "smb", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav", "CIFS",
)  # fmt: skip
NEAR = ("", "apfs", "btrfs", "exfat", "ext4", "fuse.gocryptfs", "fuseblk", "hfs", "ntfs", "overlay", "tmpfs", "xfs")


@pytest.mark.parametrize(("kind", "is_far"), [*((kind, True) for kind in FAR), *((kind, False) for kind in NEAR)])
def test_watching_the_data_folder_and_models_agree(kind: str, is_far: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: [SimpleNamespace(mountpoint="/x", fstype=kind)])
    monkeypatch.setattr("sys.platform", "linux")
    assert is_remote(kind) is is_far
    assert tells_of_changes(Path("/x/y")) is not is_far
    assert mounted_as(Path("/x/y"), f"server:/ /x {kind} rw 0 0\n") == (kind if is_far else None)
    # A mapped file is lost with the program behind its file system, too, wherever the disk is.
    assert lies_elsewhere("0:5", f"9 1 0:5 / /x rw - {kind} server:/ rw") is (is_far or kind.startswith("fuse"))


def test_the_innermost_drive_counts() -> None:
    mounts = "/dev/a / ext4 rw 0 0\nserver:/ /net\\040docs nfs4 rw 0 0\n/dev/b /net\\040docs/disk xfs rw 0 0\n"
    assert mounted_as(Path("/net docs/data"), mounts) == "nfs4"
    assert mounted_as(Path("/net docs/disk/data"), mounts) is None
    assert mounted_as(Path("/home"), mounts) is None
