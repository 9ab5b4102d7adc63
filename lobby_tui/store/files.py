"""Small private files that must survive a power cut."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make `folder`, readable by its owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Make names in `folder` durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def claim(part: Path, path: Path) -> None:
    """Give `part` the name `path`. Raises FileExistsError where something has it already."""
    try:
        os.link(part, path)
        part.unlink()
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks have no hard links. The name is taken first, so nothing is ever overwritten.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        part.replace(path)


def write_private(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file of mode 0600 whole or not at all, and durably.

    Raises FileExistsError where `path` exists and `replace` is false.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if replace:
            part.replace(path)
        else:
            claim(part, path)
    except BaseException:
        with suppress(FileNotFoundError):
            part.unlink()
        raise
    sync_folder(path.parent)
