"""Which folders lie on another computer: the system tells of no changes there."""

from __future__ import annotations

from pathlib import Path

import psutil

_KINDS = (
    "9p afpfs afs beegfs ceph cifs coda davfs fuse.davfs fuse.glusterfs fuse.rclone fuse.s3fs"
    " fuse.sshfs glusterfs lustre macfuse ncpfs nfs nfs3 nfs4 smb2 smb3 smbfs webdav"
)
NETWORK_KINDS = frozenset(_KINDS.split())
"""Names of file systems, as Linux and macOS list them."""


def is_on_network(path: Path) -> bool:
    """Whether a folder that is there lies on a network share; links are followed."""
    try:
        place = path.resolve()
        mounts = psutil.disk_partitions(all=True)
    except (OSError, psutil.Error):
        return False
    if place.drive.startswith("\\\\"):  # Windows: \\computer\share
        return True
    above = [one for one in mounts if place.is_relative_to(one.mountpoint)]
    nearest = max(above, key=lambda one: len(one.mountpoint), default=None)
    return nearest is not None and (
        nearest.fstype in NETWORK_KINDS or "remote" in nearest.opts.split(",")
    )
