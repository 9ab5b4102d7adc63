"""Passwords tried in vain: how often, and how long whoever tries has to wait.

The count has a small file of its own beside the store, which no password has opened yet. A try is written there before
the password is looked at, so that tries side by side all count, and it outlives a restart. While tries are under way
that would make others wait if they failed, those others are held for a moment: several commands of one person, started
together, all come in. The time is that of the clock since the device was started, which nobody sets. [ASVS 5.0 6.3.1]
"""

import hashlib
import hmac
import math
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlcipher3 import dbapi2

from lobby_tui.errors import NotAllowedError
from lobby_tui.locale import msg
from lobby_tui.models.clock import Clock

TRIES_FILE: Final = "tries.db"
FREE: Final = 2
"""Slips that cost nothing."""
LONGEST: Final = 300
"""The longest wait, in seconds: whoever does know their password is never locked out for good."""
MOST: Final = 1000
"""Numbers that are counted one by one. Those beyond are counted together, so that nobody makes room by inventing."""
ENDED_AFTER: Final = 10.0
"""Seconds after which a try that nobody has ended counts as a failure: its process was killed."""
HELD: Final = 0.02
"""Seconds between two looks at whether the tries of others have ended."""
_LOOKS: Final = 500
# Where SQLite says this, a new file would fare no better; otherwise what is there is not ours, or damaged.
_HOPELESS: Final = ("locked", "full", "i/o error")
_FORGOTTEN_AFTER: Final = 86_400.0
_BEYOND: Final = "beyond"
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS tries (who TEXT PRIMARY KEY, failures INTEGER NOT NULL, at REAL NOT NULL,"
    " running INTEGER NOT NULL, begun REAL NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS about (salt TEXT NOT NULL, noted INTEGER NOT NULL) STRICT",
)

R = TypeVar("R")


def delay(failures: int) -> int:
    """Seconds to wait after so many failures in a row: 1, 2, 4 … 300 from the third on."""
    return 0 if failures <= FREE else min(LONGEST, 2 ** min(failures - FREE - 1, 9))


class Tries:
    """The counts of one data folder. Where its file cannot be used, this program counts for itself, and says so."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.path = folder / TRIES_FILE
        self.clock = clock
        self._spare: Any = None

    def begin(self, staff_no: str) -> int:
        """Note a try of `staff_no` before it is made; how many failed before it. One of the three below ends it.

        Raises NotAllowedError, code `wait`, while a delay is running: then nothing is counted nor to be tried.
        """
        for _ in range(_LOOKS):
            failures = self._in_file(lambda file: self._begun(file, staff_no))
            if failures is not None:
                return failures
            time.sleep(HELD)
        raise _wait(1)

    def _begun(self, file: Any, staff_no: str) -> int | None:
        """As `begin`; None while it is not decided whether this try has to wait."""
        who, now = self._who(file, staff_no), self.clock.monotonic()
        found = file.execute("SELECT failures, at, running, begun FROM tries WHERE who = ?", (who,)).fetchone()
        failures, at, running, begun = found or (0, now, 0, now)
        if running and _elapsed(begun, now) > ENDED_AFTER:
            failures, at, running = failures + running, begun, 0
        left = delay(failures) - _elapsed(at, now)
        if failures and left > 0:
            raise _wait(math.ceil(left))
        if running and failures + running > FREE:
            return None
        file.execute("INSERT OR REPLACE INTO tries VALUES (?, ?, ?, ?, ?)", (who, failures, at, running + 1, now))
        return int(failures)

    def failed(self, staff_no: str) -> None:
        """The password was wrong."""
        now = self.clock.monotonic()
        self._ended(staff_no, "failures = failures + 1, at = ?", now)

    def succeeded(self, staff_no: str) -> None:
        """The password was right: start again from nothing."""
        self._ended(staff_no, "failures = CASE who WHEN ? THEN failures ELSE 0 END", _BEYOND)

    def not_made(self, staff_no: str) -> None:
        """The password was not looked at after all, as the key file could not be read."""
        self._ended(staff_no, "at = at")

    def _ended(self, staff_no: str, change: str, *values: float | str) -> None:
        """A try is over. A row that says nothing any more goes."""

        def end(file: Any) -> None:
            who = self._who(file, staff_no)
            file.execute(f"UPDATE tries SET running = max(0, running - 1), {change} WHERE who = ?", (*values, who))
            file.execute("DELETE FROM tries WHERE who = ? AND running = 0 AND failures = 0", (who,))

        self._in_file(end)

    @property
    def state(self) -> str:
        """`renewed` where the file had gone or was damaged, `unwritable` where it cannot be used, else `kept`."""
        noted = self._in_file(lambda file: file.execute("SELECT noted FROM about").fetchone()[0])
        return "unwritable" if self._spare is not None else "kept" if noted else "renewed"

    def noted(self) -> None:
        """That the file is new stands in the audit trail now."""
        self._in_file(lambda file: file.execute("UPDATE about SET noted = 1"))

    def _who(self, file: Any, staff_no: str) -> str:
        """The row of a number. Not the number itself: somebody may have typed a password into the wrong field."""
        salt = file.execute("SELECT salt FROM about").fetchone()[0]
        who = hmac.new(bytes.fromhex(salt), staff_no.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        if file.execute("SELECT 1 FROM tries WHERE who = ?", (who,)).fetchone():
            return who
        (held,) = file.execute("SELECT count(*) FROM tries").fetchone()
        if held >= MOST:
            now = self.clock.monotonic()
            file.execute(
                "DELETE FROM tries WHERE CASE WHEN at <= ?1 THEN ?1 - at ELSE ?1 END > ?2", (now, _FORGOTTEN_AFTER)
            )
            (held,) = file.execute("SELECT count(*) FROM tries").fetchone()
        return who if held < MOST else _BEYOND

    def _in_file(self, work: Callable[[Any], R]) -> R:
        if self._spare is None:
            for _ in range(2):
                try:
                    with self._turn() as file:
                        return work(file)
                except dbapi2.DatabaseError as error:
                    if any(sign in str(error).lower() for sign in _HOPELESS):
                        break
                    with suppress(OSError):
                        self.path.unlink()
                except OSError:
                    break
            self._spare = dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)
            _prepare(self._spare)
        return work(self._spare)

    @contextmanager
    def _turn(self) -> Iterator[Any]:
        """The file, in a transaction between which no other process comes."""
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        connection = dbapi2.connect(str(self.path), isolation_level=None, timeout=5)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            _prepare(connection)
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()


def _prepare(connection: Any) -> None:
    for statement in _SCHEMA:
        connection.execute(statement)
    if connection.execute("SELECT count(*) FROM about").fetchone() == (0,):
        connection.execute("INSERT INTO about VALUES (?, 0)", (secrets.token_hex(16),))


def _elapsed(then: float, now: float) -> float:
    """Seconds that have passed at least. A clock that stands before `then` was started anew since."""
    return now - then if now >= then else now


def _wait(seconds: int) -> NotAllowedError:
    return NotAllowedError(
        msg("Too many tries. Please wait {seconds} seconds.", seconds=seconds),
        remedy=msg("Then try again, or ask the supervisor to reset the password."),
        code="wait",
        field="password",
    )
