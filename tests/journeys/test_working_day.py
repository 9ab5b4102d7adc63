"""A whole working day, keyed in Chinese through the real app at 80×24.

Forty customers, twelve referrals by three people (a teller among them), two parked visits, one crash with recovery;
then the form in every format equals what was typed.
"""

import asyncio
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from pypdf import PdfReader

from lobby_tui.desk import checkup, summary
from lobby_tui.desk.opening import Desk
from lobby_tui.models.clock import FixedClock
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import stands_by


@dataclass(frozen=True)
class Typed:
    """A referral as it is keyed; the managers are chosen by name, as their order changes with the day."""

    customer: str
    signal: str
    phone: str
    status: str
    manager: str
    by: str


LOBBY = (
    Typed("王小明", "A01", "13800000001", "已推介", "陈伟", "李娜"),
    Typed("欧阳娜娜", "A02", "13800000002", "待跟进", "", "李娜"),
    Typed("李㛃", "B04", "13800000003", "已推介", "赵静", "李娜"),
    Typed("阿卜杜拉·买买提", "C02", "13800000004", "已推介", "陈伟", "李娜"),
    Typed("张𬀩", "A10", "13800000005", "待跟进", "", "李娜"),
)
GUIDE = (
    Typed("刘洋", "B05", "13900000001", "已推介", "赵静", "周敏"),
    Typed("陈晨", "A05", "13900000002", "待跟进", "", "周敏"),
    Typed("John Smith", "D02", "13900000003", "已推介", "陈伟", "周敏"),
)
TELLER = (
    Typed("赵一", "A06", "13700000001", "待跟进", "", "王芳"),
    Typed("钱二", "A07", "13700000002", "已推介", "赵静", "王芳"),
    Typed("孙三", "B01", "13700000003", "已推介", "陈伟", "王芳"),
    Typed("周四", "C01", "13700000004", "待跟进", "", "王芳"),
)


async def pick(hand: Hand, signal: str) -> None:
    """Choose a signal in the picker: arrows to its class, then its digit."""
    picker = hand.app.screen.query_one("SignalPicker")
    classes, code = picker.classes_of_signals, signal[0]  # type: ignore[attr-defined]
    steps = classes.index(code) - picker._class  # type: ignore[attr-defined]
    await hand.press(*["right" if steps > 0 else "left"] * abs(steps))
    if signal not in picker.seen:  # type: ignore[attr-defined]
        await hand.press(signal[-1])


async def fill(hand: Hand, typed: Typed) -> None:
    """Key the fields of a referral, from the name to the consent."""
    await hand.type(typed.customer)
    await hand.press("enter", "1" if typed.status == "已推介" else "2")
    if typed.manager:
        segments = hand.app.focused.segments  # type: ignore[union-attr]
        await hand.press(next(str(one.digit) for one in segments if one.text == typed.manager))
    else:
        await hand.press("enter")
    await hand.press("enter")
    await hand.type(typed.phone)
    await hand.press("enter")
    if typed.status == "待跟进":
        await hand.press("3", "1")


async def refer_greeted(hand: Hand, typed: Typed) -> None:
    """Greet, ask, spot, refer."""
    await hand.press("space", "1", "9")
    await pick(hand, typed.signal)
    await hand.press("enter")
    await fill(hand, typed)
    await hand.press("f2")
    assert hand.sees("✓ 第"), hand.screen


async def refer_at_counter(hand: Hand, typed: Typed) -> None:
    """A teller's page."""
    await hand.press("space")
    await pick(hand, typed.signal)
    await hand.press("enter")
    await fill(hand, typed)
    await hand.press("f2")
    assert hand.sees("✓ 第"), hand.screen


async def lobby_morning(hand: Hand, clock: FixedClock) -> None:
    """Ordinary customers, two parked visits, the lobby manager's referrals; the last is cut off half-way."""
    await hand.sign_in_by_keys("101", PASSWORD)
    for digit in "1212434":
        await hand.press(digit)
        clock.advance(120)
    await hand.press("space", "2", "tab", "space", "6", "5", "tab")
    assert hand.sees("在场 2")
    for typed in LOBBY[:4]:
        await refer_greeted(hand, typed)
        clock.advance(300)
    await hand.press("space", "1", "9")
    await pick(hand, LOBBY[4].signal)
    await hand.press("enter")
    await hand.type(LOBBY[4].customer)
    await asyncio.sleep(0.4)  # typing pauses: the draft is kept
    await hand.settle()


async def lobby_recovers(hand: Hand) -> None:
    """The draft is offered at the next sign-in, and goes on where it was cut off."""
    await hand.sign_in_by_keys("101", PASSWORD)
    assert hand.sees("尚未保存的草稿")
    await hand.press("1")
    assert hand.sees(LOBBY[4].customer), hand.screen
    await hand.press("2", "enter", "enter")
    await hand.type(LOBBY[4].phone)
    await hand.press("enter", "3", "1", "f2")
    assert hand.sees("✓ 第"), hand.screen


async def lobby_takes_up_the_parked(hand: Hand) -> None:
    """Both parked customers are sent on: the first to self-service, the second with a person's help."""
    await hand.press("enter", "4", "enter")
    await hand.press("enter", "enter")
    assert hand.sees("在场 0"), hand.screen


async def guide_afternoon(hand: Hand) -> None:
    """The guide counts and refers."""
    await hand.sign_in_by_keys("102", PASSWORD)
    for typed in GUIDE:
        await refer_greeted(hand, typed)
    for digit in "１２３" + "41214121412111221444":
        await hand.press(digit)


async def test_a_working_day(at_terminal: AtTerminal, desk: Desk, clock: FixedClock, tmp_path: Path) -> None:
    async with at_terminal() as hand:
        await lobby_morning(hand, clock)
        # Killed: nothing is asked, nothing is saved.
        hand.app.exit()
    async with at_terminal() as hand:
        await lobby_recovers(hand)
        await lobby_takes_up_the_parked(hand)
    async with at_terminal() as hand:
        await guide_afternoon(hand)
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("201", PASSWORD)
        for typed in TELLER:
            await refer_at_counter(hand, typed)
        assert not hand.sees("王*明")
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await hand.press("f4", "f2", "3", "1", "2")
        folder = hand.app.screen.query_one("#field-folder TextField")
        folder.value = str(tmp_path / "papers")  # type: ignore[attr-defined]
        await hand.press("f2")
        await stands_by(hand)
        assert hand.sees("✓ 已写入"), hand.screen
    check_papers(tmp_path / "papers")
    check_figures(desk)


def check_figures(desk: Desk) -> None:
    """The day adds up, and the store is whole."""
    supervisor = desk.sign_in("001", PASSWORD)
    figures = summary.of_day(supervisor)
    assert figures is not None
    assert (figures.visits, figures.introduced, figures.to_follow_up) == (7 + 2 + 5 + 3 + 23, 7, 5)
    assert figures.identified_by_role == {"cash_teller": 4, "guide": 3, "lobby_manager": 5}
    assert figures.in_lobby == 0
    assert checkup.check(supervisor).problems == ()


def check_papers(folder: Path) -> None:
    """Each format holds what was typed: all twelve referrals, in the order in which they were saved."""
    expected = [(one.status, one.customer, one.by, one.signal, one.phone) for one in (*LOBBY, *GUIDE, *TELLER)]
    (workbook_path,) = folder.glob("*_full.xlsx")
    rows = [list(row) for row in load_workbook(workbook_path).active.iter_rows(values_only=True)]
    assert _picked(rows) == expected
    (csv_path,) = folder.glob("*_full.csv")
    assert _picked(list(csv.reader(io.StringIO(csv_path.read_text("utf-8-sig"))))) == expected
    (pdf_path,) = folder.glob("*_full.pdf")
    text = "".join(page.extract_text() for page in PdfReader(pdf_path).pages).replace("\n", "").replace("\u200b", "")
    for _, customer, _, _, phone in expected:
        assert customer.replace(" ", "") in text.replace(" ", "") or "U+" in text
        assert phone in text


def _picked(rows: list[list[object]]) -> list[tuple[str, ...]]:
    """The columns that were typed, of the rows under the heading."""
    heading = next(index for index, row in enumerate(rows) if "客户姓名" in [str(cell) for cell in row])
    status = [str(cell) for cell in rows[heading]].index("状态")
    picked = []
    for row in rows[heading + 1 :]:
        cells = ["" if cell is None else str(cell) for cell in row]
        if len(cells) > status and cells[status] in ("已推介", "待跟进"):
            picked.append((cells[status], cells[status + 1], cells[status + 2], cells[status + 4], cells[status + 5]))
    return picked
