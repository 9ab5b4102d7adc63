"""Where a store may lie: on a disk of this device, never on another computer's.

SQLite's locks and its log work through memory that processes share; over a network they do not hold, and two terminals
would overwrite each other. Backups may lie there, since they are written whole and by one.
"""

import os
import re
import sys
from pathlib import Path
from typing import Final

from lobby_tui.errors import StoreError
from lobby_tui.locale import msg

MOUNTS: Final = Path("/proc/self/mountinfo")
# Kinds of file systems behind which there is another computer. Not those with which a virtual machine sees the disk of
# the very device that it runs on (9p, virtiofs, vboxsf).
NETWORK: Final = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "ceph", "lustre", "gpfs", "beegfs",
        "ocfs2", "gfs2", "pvfs2", "orangefs", "coda", "davfs", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph",
        "fuse.davfs2", "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse", "fuse.smbnetfs", "fuse.juicefs", "fuse.seaweedfs",
        "fuse.curlftpfs", "fuse.gvfsd-fuse",
    }
)  # fmt: skip
_REMOTE_DRIVE: Final = 4  # DRIVE_REMOTE of GetDriveTypeW
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")


def refuse_network(path: Path) -> None:
    """Raise StoreError where the store at `path` lies on another computer. What this system does not tell is let be."""
    kind = _kind_on_windows(path) if sys.platform == "win32" else kind_of(path)
    if kind not in NETWORK:
        return
    raise StoreError(
        msg("The folder {path} lies on another computer ({kind}).", path=str(path.parent), kind=kind),
        data=msg("The file was left as it is. Over a network two terminals would overwrite each other's entries."),
        remedy=msg("Move the data folder to a disk of this device; backups may stay on the network."),
        code="store_on_network",
    )


def kind_of(path: Path) -> str:
    """The kind of the file system that holds `path`, by the system's own table; empty where there is none."""
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
        wanted = os.path.realpath(path)
    except OSError:
        return ""
    kind, longest = "", -1
    for line in lines:
        place, _, after = line.partition(" - ")
        fields, kinds = place.split(" "), after.split(" ")
        if len(fields) < 5:
            continue
        mounted = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4]).rstrip("/")
        # Of two on one place the later one lies over the earlier.
        if len(mounted) >= longest and (wanted == mounted or wanted.startswith(mounted + "/")):
            kind, longest = kinds[0], len(mounted)
    return kind


def _kind_on_windows(path: Path) -> str:
    """`smb` for a drive or a share of another computer."""
    import ctypes

    drive = path.absolute().drive
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 # there is none on the system where types are checked
    remote = drive.startswith("\\\\") or kernel.GetDriveTypeW(drive + "\\") == _REMOTE_DRIVE
    return "smb" if remote else ""
