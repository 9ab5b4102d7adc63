"""The audit trail on the screen: filtered, paged, exported."""

from pathlib import Path

import pytest
from textual.widgets import DataTable, Input

from lobby_tui.desk import audit_trail, referrals, visits
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.screens.audit import AuditScreen
from lobby_tui.screens.work import WorkScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand


@pytest.fixture
def entries(desk: Desk) -> None:
    lobby_manager = desk.sign_in("101", PASSWORD)
    row = referrals.log(lobby_manager, ReferralEntry("王小明", ["A01"], manager_no="301")).referral
    visits.count(lobby_manager, "cash_small")
    referrals.reveal(lobby_manager, row.id, "look")


async def open_trail(hand: Hand) -> None:
    await hand.sign_in("001", PASSWORD)
    await hand.app.push_screen(AuditScreen())
    await hand.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_who_did_what(at_terminal: AtTerminal, entries: None, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        await open_trail(hand)
        for text in ("审计记录", "登记推介", "推介第 1 号", "李娜 101", "客流计数", "网点"):
            assert hand.sees(text), hand.screen
        assert not hand.sees("王小明")
        await hand.press("f8")
        for text in ("Audit trail", "Referral no. 1", "Signed in"):
            assert hand.sees(text), hand.screen


async def test_narrowing_it_down(at_terminal: AtTerminal, entries: None) -> None:
    async with at_terminal() as hand:
        await open_trail(hand)
        await hand.press("f2")
        await hand.press("enter", "enter", "enter")
        await hand.type("出口")
        await hand.press("f2")
        assert hand.sees("没有名为“出口”的操作"), hand.screen
        hand.app.screen.query_one("#field-action TextField", Input).value = "查看推介"
        await hand.press("f2")
        assert hand.sees("筛选：查看推介"), hand.screen
        assert rows(hand) == 1
        assert hand.sees("reason=look")
        await hand.press("enter")
        assert rows(hand) == 2, hand.screen
        await hand.press("escape")
        assert rows(hand) == 1
        await hand.press("escape")
        assert rows(hand) > 5
        await hand.press("f2", "tab", "tab")
        await hand.type("102")
        await hand.press("f2")
        await hand.until(lambda: hand.sees("没有符合条件的事件"))
        await hand.press("escape", "escape")
        assert not isinstance(hand.app.screen, AuditScreen)


async def test_page_after_page(at_terminal: AtTerminal, entries: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_trail, "PAGE", 4)
    monkeypatch.setattr(audit_trail, "STRIDE", 3)
    async with at_terminal() as hand:
        await open_trail(hand)
        first = seqs(hand)
        assert len(first) == 4
        assert not hand.sees("F4")
        await hand.press("f5")
        assert seqs(hand) == [one - 4 for one in first]
        await hand.press("f4")
        assert seqs(hand) == first
        await hand.press(*["f5"] * 9)
        assert seqs(hand)[-1] == 1
        assert not hand.sees("F5")


async def test_taking_it_away(at_terminal: AtTerminal, entries: None, tmp_path: Path) -> None:
    out = tmp_path / "out"
    async with at_terminal() as hand:
        await open_trail(hand)
        await hand.press("f3", "1")
        hand.app.screen.query_one("#field-out TextField", Input).value = str(out)
        await hand.press("enter")
        await hand.type("301")
        await hand.press("enter")
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert hand.sees("301 不能作为第二人"), hand.screen
        assert not out.exists()
        hand.app.screen.query_one("#field-second TextField", Input).value = "101"
        await hand.press("f2")
        assert hand.sees("条事件写入"), hand.screen
        assert hand.sees("导出审计记录"), hand.screen
    (written,) = out.iterdir()
    assert written.suffix == ".csv"


async def test_one_day_needs_nobody_else(at_terminal: AtTerminal, entries: None, tmp_path: Path) -> None:
    out = tmp_path / "out"
    async with at_terminal() as hand:
        await open_trail(hand)
        await hand.press("f2")
        await hand.type("1123")
        await hand.press("enter")
        await hand.type("1123")
        await hand.press("f2", "f3")
        assert not hand.sees("第二人密码"), hand.screen
        hand.app.screen.query_one("#field-out TextField", Input).value = str(out)
        await hand.press("3")
        await hand.press("f2")
        assert hand.sees("条事件写入"), hand.screen
    assert [path.suffix for path in out.iterdir()] == [".txt"]


@pytest.mark.parametrize(("number", "sees"), [("001", True), ("101", False), ("301", False)])
async def test_it_stands_in_the_menu_of_the_supervisor(at_terminal: AtTerminal, number: str, sees: bool) -> None:
    async with at_terminal((120, 36)) as hand:
        await hand.sign_in(number, PASSWORD)
        await hand.app.push_screen(WorkScreen())
        await hand.settle()
        assert hand.sees("审计记录") is sees, hand.screen


def rows(hand: Hand) -> int:
    return hand.app.screen.query_one(DataTable).row_count


def seqs(hand: Hand) -> list[int]:
    table = hand.app.screen.query_one(DataTable)
    return [int(str(table.get_row_at(index)[0])) for index in range(table.row_count)]
