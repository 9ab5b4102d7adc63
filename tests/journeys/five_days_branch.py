"""The branch of the five days: its people, its clock, its terminal and its command line, all on one store."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.app import LobbyApp
from lobby_tui.cli.run import run
from lobby_tui.desk import staff
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.setup import NewBranch, set_up_branch
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, PASSWORD
from tests.hand import Hand

SHANGHAI = ZoneInfo("Asia/Shanghai")
PEOPLE = (
    ("101", "李娜", "lobby_manager"),
    ("201", "王芳", "cash_teller"),
    ("301", "陈伟", "customer_manager"),
    ("302", "赵静", "customer_manager"),
)
# Around the National Day of 2026: Wednesday the 30th is followed by Thursday the 8th, and Saturday the 10th is worked.
TUESDAY, EVE, THURSDAY, FRIDAY, SATURDAY = "2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"
DAYS = (TUESDAY, EVE, THURSDAY, FRIDAY, SATURDAY)


def moment(text: str) -> datetime:
    """A moment on the branch's own clock: `09-29 08:40`."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@dataclass
class Branch:
    """Five people, one store, a clock that is moved from event to event."""

    settings: Settings
    clock: FixedClock
    capture: pytest.CaptureFixture[bytes]
    folder: Path
    key: bytes = b""
    heads: dict[str, str] = field(default_factory=dict)
    """The head that the papers of each day carry, as the command that closed it printed it."""

    @property
    def store(self) -> Path:
        """The file of the store."""
        return self.settings.store_path

    def at(self, text: str) -> None:
        """Let time pass until this moment of the branch's clock."""
        self.clock.advance(moment(text) - self.clock.now())

    def lobby(self, who: str, *arguments: str) -> Any:
        """What a command says as JSON; it has to be done."""
        status, document = self.tried(who, *arguments)
        assert status == 0, (arguments, status, document)
        return document

    def tried(self, who: str, *arguments: str) -> tuple[int, Any]:
        """The exit status of a command, and what it says as JSON."""
        self.capture.readouterr()
        status = run(["--as", who, "--json", *arguments])
        out, err = self.capture.readouterr()
        assert out, (arguments, status, err.decode())
        return status, json.loads(out)

    @asynccontextmanager
    async def sits_down(self, who: str) -> AsyncIterator[Hand]:
        """Somebody signs in at the terminal, 80 by 24, in Chinese."""
        async with LobbyApp(self.settings, self.clock).run_test(size=(80, 24)) as pilot:
            hand = Hand(pilot)
            await hand.sign_in_by_keys(who, PASSWORD)
            yield hand

    def rows(self, query: str, *values: Any) -> list[Any]:
        """What a query of the test's own finds in the decrypted file, without anything of the desk in between."""
        connection = dbapi2.connect(f"file:{self.store}?mode=ro", uri=True)
        connection.row_factory = dbapi2.Row
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{self.key.hex()}'\"")
            return list(connection.execute(query, values).fetchall())
        finally:
            connection.close()


def set_up(home: Path, capture: pytest.CaptureFixture[bytes], patch: pytest.MonkeyPatch) -> Branch:
    """The branch on the evening before its first day."""
    clock = FixedClock(moment("09-28 18:00"))
    for name in ("LOBBY_LANG", "LOBBY_NEW_PASSWORD", "LC_ALL", "LC_MESSAGES"):
        patch.delenv(name, raising=False)
    patch.setenv("LOBBY_HOME", str(home))
    patch.setenv("LOBBY_PASSWORD", PASSWORD)
    patch.setenv("LOBBY_SECOND_PASSWORD", PASSWORD)
    patch.setenv("LANG", "zh_CN.UTF-8")
    patch.setattr("lobby_tui.store.keys.ARGON2", CHEAP)
    # A command takes the time from the computer; here the days are those of the journey.
    patch.setattr("lobby_tui.desk.opening.SystemClock", lambda: clock)
    settings = Settings(home, "zh", CHEAP)
    set_up_branch(settings, NewBranch("长安街支行", "icbc", "001", "孙丽", PASSWORD), clock)
    desk = open_desk(settings, clock)
    head = desk.sign_in("001", PASSWORD)
    for no, name, role in PEOPLE:
        staff.add(head, no, name, role, PASSWORD)
    desk.close()
    return Branch(settings, clock, capture, home.parent, head.keys.data)
