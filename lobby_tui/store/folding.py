"""Folding the write-ahead log into the file: beside the work, and at once where something was erased.

SQLite would let whoever happens to save do it: in a store of a million referrals one save in 340 then takes 0.4 s.
"""

import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2

from lobby_tui.logs import log_defect, places
from lobby_tui.store.engine import wal_is_safe

if TYPE_CHECKING:
    from lobby_tui.store.store import Store

AFTER: Final = 50
"""Transactions after which the log is folded, at the next pause. `docs/decisions/0002-store.md` has the figures."""
AT_LATEST: Final = 250
"""Transactions after which whoever saves folds it, as during an import: two at once would slow each of its saves."""
PAUSE_SECONDS: Final = 0.01
ROUNDS: Final = 5


class Folding:
    """Folds a store's log now and then, in a thread that lives no longer than one folding.

    Who writes meanwhile only appends to the log. Nothing depends on it: where it fails, the log grows until SQLite
    folds it at a commit, or closing does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._since = 0
        self._thread: threading.Thread | None = None
        self._given_up = threading.Event()

    def committed(self, engine: Engine) -> None:
        """One more transaction is in the log. Called by those who write, who take turns; raises nothing."""
        self._since += 1
        if self._since < AFTER or not wal_is_safe():
            return
        if self._since >= AT_LATEST:
            self._fold(engine)
        elif not (self._thread and self._thread.is_alive()):
            self._begin(engine)

    def _begin(self, engine: Engine) -> None:
        self._thread = threading.Thread(target=self._fold_in_a_pause, args=(engine,), name="folding", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:  # the system gives no thread; what was committed stands
            self._thread, self._since = None, 0
            self._tell(error)

    def stop(self) -> None:
        """Return when nothing is being folded, so that connections can be given back. Nobody may write meanwhile."""
        if self._thread:
            self._given_up.set()
            self._thread.join()
            self._given_up.clear()
            self._thread = None

    def _fold_in_a_pause(self, engine: Engine) -> None:
        """Wait until nobody has written for a moment: a save that meets a folding takes a millisecond longer."""
        seen = -1
        while seen != self._since:
            seen = self._since
            if self._given_up.wait(PAUSE_SECONDS):
                return
        self._fold(engine)

    def _fold(self, engine: Engine) -> None:
        """Fold until the log holds nothing new: whoever writes next then begins it anew, and it does not grow."""
        self._since, before = 0, None
        try:
            with closing(engine.raw_connection()) as connection:
                for _ in range(ROUNDS):
                    busy, *found = _checkpoint(connection, "PASSIVE")
                    # As before: nobody has written meanwhile, or somebody reads on what lay in the file, as a backup.
                    if busy or found == before:
                        return
                    before = found
        except (dbapi2.Error, SQLAlchemyError) as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        log_defect(self._path.parent, type(error).__name__, places(error), event="log_not_folded")


def fold_log(store: "Store") -> bool:
    """Write the log into the file and cut it to nothing; False where somebody still reads: closing does it then.

    What was erased does not lie in the log any longer. In the file itself `secure_delete` overwrites what is deleted;
    older copies of a page are only in the log. Raises StoreError where the disk refuses; the records are as they were.
    """
    with store.alone() as connection:
        busy, *_ = _checkpoint(connection.connection.driver_connection, "TRUNCATE")
    return not busy


def _checkpoint(connection: Any, kind: str) -> tuple[int, int, int]:
    """Whether somebody was in the way, how many pages the log holds, and how many of them are in the file."""
    found: tuple[int, int, int] = connection.cursor().execute(f"PRAGMA wal_checkpoint({kind})").fetchone()
    return found
