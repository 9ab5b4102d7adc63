"""Filling a store that nobody relies on yet, such as the sample branch's."""

from typing import Any

from sqlalchemy import event

from lobby_tui.store.store import Store


def hasten(store: Store) -> None:
    """Let commits of `store` no longer wait for the disk, until it is closed.

    Only for a store that can be made again: what was acknowledged may be lost by a power cut. Whoever calls
    this forces the file to the disk after closing it.
    """

    def loosen(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    event.listen(store.engine, "connect", loosen)
    # Connections opened before keep waiting; none of them is taken again.
    store.close()
