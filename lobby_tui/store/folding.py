"""Folding the write-ahead log into the file, so that what was erased does not lie in the log any longer."""

from lobby_tui.store.store import Store


def fold_log(store: Store) -> bool:
    """Write the log into the file and cut it to nothing; False where somebody still reads: closing does it then.

    In the file itself `secure_delete` overwrites what is deleted; older copies of a page are only in the log.
    Raises StoreError where the disk refuses; the records are as they were then.
    """
    with store.alone() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
