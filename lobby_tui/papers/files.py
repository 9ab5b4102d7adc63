"""Writing papers into a folder: all or none, each whole, for their owner's eyes, never over another file."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from lobby_tui.errors import LobbyError, RefusedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.papers.apart import Job, render_all
from lobby_tui.papers.content import Document

SAFE = msg("The records are safe; no file was written.")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A written file: where it is, what it holds, and the SHA-256 of its bytes in hexadecimal digits."""

    path: Path
    paper: str
    format: str
    rows: int
    sha256: str


def file_name(document: Document, format: str) -> str:  # noqa: A002 - the word that the command line uses
    """The name of the file, made of nothing that a person typed: `2026-11-22_referral_record_masked.pdf`."""
    details = "masked" if document.masked else "full"
    edition = "" if document.language == "zh" else f"_{document.language}"
    return f"{document.day.isoformat()}_{document.code}_{details}{edition}.{format}"


def make_folder(folder: Path) -> None:
    """Make a folder for papers if it is missing, for its owner's eyes; what is in the way is said by `write_papers`."""
    with suppress(OSError):
        if not folder.exists() and not folder.is_symlink():
            folder.mkdir(mode=0o700, parents=True)


def write_paper(document: Document, format: str, folder: Path) -> PaperFile:  # noqa: A002
    """Render `document` and write it into `folder`, as `write_papers` does."""
    return write_papers([(document, format)], folder)[0]


def write_papers(jobs: Sequence[Job], folder: Path) -> tuple[PaperFile, ...]:
    """Render each document in its format and write it into `folder`, which must exist; all of them or none.

    The bytes go to a new temporary file (0600) in the same folder, are forced to the disk, and only then get
    their name; whatever goes wrong, no file stays. Raises `RefusedError` where a name is taken or the folder is
    missing, no folder, or a link; `StoreError` where the disk is full or may not be written.
    """
    _check_folder(folder)
    paths = [folder / file_name(*job) for job in jobs]
    for path in paths:
        if os.path.lexists(path):
            raise _taken(path)
    written: list[PaperFile] = []
    try:
        for (document, format_name), path, data in zip(jobs, paths, render_all(jobs), strict=True):
            _put(data, path)
            digest = hashlib.sha256(data).hexdigest()
            written.append(PaperFile(path, document.code, format_name, document.count, digest))
    except BaseException:
        remove(written)
        raise
    return tuple(written)


def write_data(data: bytes, document: Document, format: str, folder: Path) -> PaperFile:  # noqa: A002
    """Write what somebody else has made of `document` into `folder`, as `write_papers` does."""
    _check_folder(folder)
    path = folder / file_name(document, format)
    if os.path.lexists(path):
        raise _taken(path)
    _put(data, path)
    return PaperFile(path, document.code, format, document.count, hashlib.sha256(data).hexdigest())


def remove(files: Iterable[PaperFile]) -> None:
    """Take back files that were just written: the export that they belong to has failed."""
    for file in files:
        with suppress(OSError):
            file.path.unlink()


def _put(data: bytes, path: Path) -> None:
    """One file, durable before it gets its name."""
    temporary = path.parent / f".lobby-{uuid4().hex}.tmp"
    with _clear_errors(path):
        descriptor = os.open(temporary, _NEW, 0o600)
        try:
            _write(descriptor, data)
            _name(temporary, path)
            _sync_folder(path.parent, path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _check_folder(folder: Path) -> None:
    try:
        mode = folder.lstat().st_mode
    except OSError as error:
        raise RefusedError(
            msg("The folder “{folder}” cannot be found.", folder=str(folder)),
            remedy=msg("Create it, or choose another folder."),
            data=SAFE,
            field="out",
        ) from error
    if stat.S_ISLNK(mode):
        raise RefusedError(
            msg("“{folder}” is a link, and may lead anywhere.", folder=str(folder)),
            remedy=msg("Name the folder itself instead of the link to it."),
            data=SAFE,
            field="out",
        )
    if not stat.S_ISDIR(mode):
        raise RefusedError(
            msg("“{folder}” is not a folder.", folder=str(folder)),
            remedy=msg("Choose a folder for the papers."),
            data=SAFE,
            field="out",
        )


def _taken(path: Path) -> RefusedError:
    return RefusedError(
        msg("“{file}” exists already and is never overwritten.", file=str(path)),
        remedy=msg("Move the old file away, or choose another folder."),
        data=SAFE,
        field="out",
    )


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    """Say what an error of the operating system means for whoever wanted the paper."""
    try:
        yield
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        raise _store_error(path, error) from error


def _store_error(path: Path, error: OSError) -> LobbyError:
    folder = str(path.parent)
    if error.errno in _FULL:
        message = msg("There is no room left in “{folder}” for the paper.", folder=folder)
        remedy = msg("Free some space, or choose a folder on another disk; then export again.")
    elif error.errno in _READ_ONLY:
        message = msg("Nothing may be written into “{folder}”.", folder=folder)
        remedy = msg("Choose a folder that you may write to, or ask for the right to write there.")
    else:
        reason = error.strerror or type(error).__name__
        message = msg("The paper could not be written to “{folder}”: {reason}.", folder=folder, reason=reason)
        remedy = msg("Check the disk, or choose another folder; then export again.")
    return StoreError(message, remedy=remedy, data=SAFE, field="out")


def _write(descriptor: int, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _name(temporary: Path, path: Path) -> None:
    """Give the finished file its name. A second name (a hard link) fails where the name is taken."""
    try:
        os.link(temporary, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _name_without_links(temporary, path)
    except NotImplementedError:
        _name_without_links(temporary, path)


def _name_without_links(temporary: Path, path: Path) -> None:
    """For memory sticks (FAT), which have no hard links: take the name, then put the file in its place."""
    os.close(os.open(path, _NEW, 0o600))
    try:
        temporary.replace(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path, path: Path) -> None:
    """Force the new name to the disk, or take it back; Windows does so by itself and opens no folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)
