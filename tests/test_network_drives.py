"""Which folders lie on another computer, by what the system says is mounted."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path

import psutil
import pytest

from photoclip.network_drives import is_on_network

Mount = namedtuple("Mount", "device mountpoint fstype opts")


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("ext4", "rw", False),
        ("nfs4", "rw", True),
        ("cifs", "rw,relatime", True),
        ("fuse.sshfs", "rw", True),
        ("NTFS", "rw,fixed", False),
        ("NTFS", "rw,remote", True),
    ],
)
def test_the_nearest_mount_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, options: str, expected: bool
) -> None:
    mounts = [
        Mount("server:/", str(tmp_path / "share" / "deeper"), "nfs", "rw"),
        Mount("disk", str(tmp_path / "share"), kind, options),
        Mount("disk", tmp_path.anchor, "nfs", "rw"),
    ]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: mounts)
    photos = tmp_path / "share" / "photos"
    photos.mkdir(parents=True)
    (tmp_path / "link").symlink_to(photos)
    assert is_on_network(photos) is expected
    assert is_on_network(tmp_path / "link") is expected


def test_a_local_folder(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path)


def test_a_system_that_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(all: bool) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(psutil, "disk_partitions", fail)
    assert not is_on_network(tmp_path)
