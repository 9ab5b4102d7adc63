"""The real program in a real terminal, and the ways from its first screen to a form."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lobby_tui.desk import drafts
from lobby_tui.desk.drafts import DraftView
from lobby_tui.desk.opening import open_desk
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, PASSWORD
from tests.pty_driver import Terminal

MEANT = ("LOBBY_", "LC_", "LANG", "TEXTUAL_", "PYTHON", "COLUMNS", "LINES", "TERM", "NO_COLOR")


def environment(**values: str) -> dict[str, str]:
    """This process's environment without what would change how the program looks; UTF-8 unless told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(MEANT)}
    return kept | {"TERM": "xterm-256color", "LANG": "C.UTF-8"} | values


class FrontDesk(Terminal):
    """`python -m lobby_tui`, with a person at it."""

    def __init__(self, home: Path, *, program: Sequence[str] = ("-m", "lobby_tui"), **variables: str) -> None:
        super().__init__([sys.executable, *program, "--home", str(home), "--lang", "zh"], environment(**variables))

    def sign_in(self, no: str = "101") -> None:
        """From the first screen to the desk, or to what it offers first."""
        self.wait("工号")
        self.send(no)
        self.wait(no)
        self.press("enter")
        self.wait_cursor("密码", below=1)
        self.send(PASSWORD)
        self.press("enter")
        self.wait("在场")

    def greet(self) -> None:
        """A new customer: the first step of a visit."""
        self.press("space")
        self.wait("> 1 迎")

    def ask(self) -> None:
        """The second step."""
        self.greet()
        self.press("1")
        self.wait("> 2 问")

    def spot(self) -> None:
        """The third step, for a need that has an amount."""
        self.ask()
        self.press("2")
        self.wait("> 3 识", "大额汇款")

    def begin_amount(self) -> None:
        """The third step, in the field for the amount."""
        self.spot()
        self.press("f3")
        self.wait("300000")

    def refer(self) -> None:
        """The fourth step, with one reason, in the field for the name."""
        self.spot()
        self.press("1")
        self.wait("推介给客户经理")
        self.press("f2")
        self.wait("> 4 荐")
        self.wait_cursor("姓名")

    def refer_on_one_page(self) -> None:
        """The page for a referral without a visit, with one reason, in the field for the name."""
        self.press("f2")
        self.wait("新推介", "姓名", "大额汇款")
        self.press("1")
        self.wait("推介原因  A01")
        self.press("enter")
        self.wait_cursor("姓名")

    def type(self, text: str) -> None:
        """Type, and see it."""
        self.send(text)
        self.wait(text)


def draft(home: Path, kind: str) -> DraftView | None:
    """The one draft of this kind that person 101 has in the store."""
    desk = open_desk(Settings(home, "zh", CHEAP))
    try:
        found = [one for one in drafts.mine(desk.sign_in("101", PASSWORD)) if one.kind == kind]
    finally:
        desk.close()
    assert len(found) <= 1
    return found[0] if found else None
