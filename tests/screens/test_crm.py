"""Copying into the CRM and reviewing results, on the screen."""

from pathlib import Path

import pytest
from textual.widgets import Input

from lobby_tui.desk import crm, import_review
from lobby_tui.desk.opening import Desk
from lobby_tui.screens.crm import CrmScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.follow import accepted, logged
from tests.hand import Hand
from tests.screens.steps import stands_by

RESULTS = (
    "联系方式,客户姓名,产品,数量,日期\n13812345678,王小明,基金,2,2026-11-23\n,李四光,国债,1,2026-11-23\n"
    ",李四光,基金,1,2026-11-23\n,,基金,1,2026-11-23\n"
)


@pytest.fixture
def customers(desk: Desk) -> None:
    lobby_manager, wei = desk.sign_in("101", PASSWORD), desk.sign_in("301", PASSWORD)
    accepted(wei, logged(lobby_manager, "王小明"))
    accepted(wei, logged(lobby_manager, "李四光", contact="13812345679"))


async def open_list(hand: Hand, number: str = "301") -> None:
    await hand.sign_in(number, PASSWORD)
    await hand.app.push_screen(CrmScreen())
    await hand.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_manager_copies_their_customers(
    at_terminal: AtTerminal, customers: None, desk: Desk, tmp_path: Path, size: tuple[int, int]
) -> None:
    out = tmp_path / "crm"
    async with at_terminal(size) as hand:
        await open_list(hand)
        assert hand.sees("待转入 2")
        assert hand.sees("138****5678")
        assert not hand.sees("F4")
        await hand.press("f2")
        await stands_by(hand)
        await hand.press("1", "1")
        field = hand.app.screen.query_one("#field-out TextField", Input)
        field.value = str(out)
        await hand.press("enter")
        assert hand.sees("✓ 已转入 2 位客户"), hand.screen
        assert hand.sees("待转入 0")
        assert hand.sees("已确认的客户均已转入")
        await hand.press("f2")
        await stands_by(hand)
        await hand.press("f2")
        assert hand.sees("没有待转入的客户"), hand.screen
        await hand.press("escape", "f3", "escape")
        assert not isinstance(hand.app.screen, CrmScreen)
    assert sorted(path.suffix for path in out.iterdir()) == [".csv", ".xlsx"]
    assert crm.waiting(desk.sign_in("301", PASSWORD)) == ()


async def test_the_supervisor_reads_and_reviews(
    at_terminal: AtTerminal, customers: None, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "results.csv"
    path.write_text(RESULTS, encoding="gb18030")
    async with at_terminal() as hand:
        await open_list(hand, "001")
        await hand.press("f4")
        hand.app.screen.query_one("#field-file TextField", Input).value = str(path)
        await hand.press("enter")
        assert hand.sees("1 行记为 1 笔成果"), hand.screen
        assert hand.sees("第 5 行")
        assert hand.sees("待核对 2")
        assert hand.sees("李*光")
        assert hand.sees("只有姓名相符")
        await hand.press("１")
        assert hand.sees("✓ 已记为第 2 号推介的成果"), hand.screen
        await hand.press("f8", "delete")
        assert hand.sees("✓ Line 4 is nobody's result here."), hand.screen
        assert hand.sees("No line waits for review.")
        await hand.press("delete", "1", "enter", "f3")
        assert hand.sees("To be copied 2")
        await hand.press("f4")
        hand.app.screen.query_one("#field-file TextField", Input).value = str(path)
        await hand.press("f2")
        assert hand.sees("This file was read on 2026-11-23 already."), hand.screen
    assert import_review.waiting(desk.sign_in("001", PASSWORD)) == ()
