"""Which of the keys that a slot holds opens a file: the latest, or one from before the key was changed."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from lobby_tui.store.slots import Keys


def fitting(path: Path, keys: Keys) -> Keys:
    """`keys` with the one in front that opens the file at `path`; unchanged where none does, or nothing can be told.

    An older backup has an earlier key, and so has a store while its key is being changed. Costs nothing where the key
    was never changed.
    """
    if not keys.earlier or not path.is_file():
        return keys
    every = (keys.data, *keys.earlier)
    for key in every:
        if _opens(path, key):
            return replace(keys, data=key, earlier=tuple(one for one in every if one != key))
    return keys


def _opens(path: Path, key: bytes) -> bool:
    from sqlcipher3 import dbapi2

    from lobby_tui.store.engine import BUSY_MILLISECONDS, quoted, unlock

    try:
        with closing(dbapi2.connect(f"file:{quoted(path)}?mode=rw", uri=True, isolation_level=None)) as connection:
            unlock(connection, key)
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.OperationalError:
        return True  # locked, or not to be opened at all: whoever opens it next says so
    except dbapi2.Error:
        return False
    return True
