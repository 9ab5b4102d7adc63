"""A whole day without a network: run by `test_offline_day.py` in a process where nothing may be asked outside.

`python -m tests.faults.offline_day HOME OUT`: the commands of a day, then the app at a terminal, then the evening.
"""

import asyncio
import os
import sys
from pathlib import Path

from lobby_tui.app import LobbyApp
from lobby_tui.cli.run import run
from lobby_tui.settings import Settings
from lobby_tui.store import keys
from tests.conftest import CHEAP, PASSWORD
from tests.hand import Hand

WANTED = ("--status", "to_follow_up", "--manager", "301", "--consent", "--best-time", "morning")
REFER = ("refer", "--customer", "王小明", "--signal", "A01", *WANTED, "--contact", "13812345678")
SECOND = ("--with", "001")


def lobby(home: Path, who: str, *words: str) -> None:
    """Run a command, which has to succeed."""
    status = run(["--home", str(home), "--lang", "en", "--as", who, *words])
    assert status == 0, (words, status)


def morning(home: Path) -> None:
    lobby(home, "101", "visit", "--need", "cash_small")
    lobby(home, "101", *REFER)
    lobby(home, "301", "confirm", "1", "--accept")
    lobby(home, "101", "fault", "add", "atm", "--what", "吞卡")
    lobby(home, "301", "follow-up", "list")


async def at_the_terminal(home: Path) -> None:
    """Visits, the lists, the day, the closing, help in both languages."""
    app = LobbyApp(Settings(home, "zh", CHEAP))
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.sign_in_by_keys("101", PASSWORD)
        await hand.press("1", "2", "4")
        await hand.press("f5", "1", "escape", "4", "escape", "9", "escape", "escape", "f4", "escape")
        await hand.press("f8", "f1", "escape", "f10", "escape", "f9", "escape")
        assert hand.app.shift.person.no == "101", hand.screen


def evening(home: Path, out: Path) -> None:
    lobby(home, "101", "day", "close", "--carry-over", "next_day")
    lobby(home, "001", "day", "sign")
    papers = ("--paper", "referral_record", "--format", "pdf,xlsx,csv,txt", "--out", str(out / "papers"))
    lobby(home, "101", "day", "export", *_latest(home), *papers)
    pack = ("--paper", "day_pack", "--format", "pdf", "--full", *SECOND, "--out", str(out / "pack"))
    lobby(home, "101", "day", "export", *_latest(home), *pack)
    lobby(home, "301", "crm", "copy", "--out", str(out / "crm"), *SECOND)
    lobby(home, "001", "audit", "export", "--out", str(out / "trail"), "--format", "csv", "--with", "101")
    lobby(home, "001", "store", "backup", str(out / "copy.db"))
    lobby(home, "001", "store", "check")


def _latest(home: Path) -> tuple[str, str]:
    from lobby_tui.desk import days
    from lobby_tui.desk.opening import open_desk

    desk = open_desk(Settings(home, "zh", CHEAP))
    try:
        return "--day", days.latest(desk.sign_in("101", PASSWORD))[0].date.isoformat()
    finally:
        desk.close()


def main(home: Path, out: Path) -> None:
    keys.ARGON2 = CHEAP
    os.environ |= {"LOBBY_PASSWORD": PASSWORD, "LOBBY_SECOND_PASSWORD": PASSWORD}
    out.mkdir()
    morning(home)
    asyncio.run(at_the_terminal(home))
    evening(home, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
