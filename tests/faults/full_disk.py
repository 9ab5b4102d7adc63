"""A disk that is full after so many more steps: for statements, for commits, and for files that are to be durable."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from sqlcipher3 import dbapi2

FULL = "database or disk is full"
ENDLESS = float("inf")


class FullDisk(dbapi2.Connection):  # type: ignore[misc]
    """A connection to a store on such a disk; a commit is a step as well."""

    left: ClassVar[float] = ENDLESS
    says: ClassVar[str] = FULL

    def cursor(self) -> Any:
        return super().cursor(_Cursor)

    def commit(self) -> None:
        self.step()
        super().commit()

    @classmethod
    def step(cls) -> None:
        cls.left -= 1
        if cls.left < 0:
            raise dbapi2.OperationalError(cls.says)


class _Cursor(dbapi2.Cursor):  # type: ignore[misc]
    def execute(self, *arguments: Any) -> Any:
        FullDisk.step()
        return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        FullDisk.step()
        return super().executemany(*arguments)


@contextmanager
def after(steps: int, says: str = FULL) -> Iterator[None]:
    """Let the disk do so many more steps, and then none."""
    FullDisk.left, FullDisk.says = steps, says
    try:
        yield
    finally:
        FullDisk.left = ENDLESS


def put_under(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every store and every file of the program be on such a disk."""
    connect, fsync = dbapi2.connect, os.fsync

    def connected(path: str, **options: Any) -> Any:
        in_memory = path == ":memory:"
        return connect(path, **options) if in_memory else connect(path, factory=FullDisk, **options)

    def synced(descriptor: int) -> None:
        # Only the very step: there is room again for a small file that takes the place of the one before it. And a
        # folder needs none for a name that it has.
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            FullDisk.left -= 1
            if FullDisk.left == -1 and FullDisk.says == FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    monkeypatch.setattr("lobby_tui.store.engine.dbapi2.connect", connected)
    monkeypatch.setattr(os, "fsync", synced)
