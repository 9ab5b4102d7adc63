"""The day page: figures, the masked paper, export, closing; and who may not."""

import os
from datetime import date
from pathlib import Path

import pytest

from lobby_tui.desk import days, referrals, summary, visits
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral_entry import ReferralEntry
from lobby_tui.models.clock import FixedClock
from lobby_tui.widgets.fields import TextField
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import dialog

DAY = 24 * 3600
PHONE = "13812345678"
ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", contact=PHONE)


def one_day(desk: Desk) -> None:
    """Three counted customers and one referral."""
    shift = desk.sign_in("101", PASSWORD)
    visits.count(shift, "cash_small", number=2)
    visits.count(shift, "cash_large")
    referrals.log(shift, ENTRY)


async def export(hand: Hand, folder: Path, masked: str = "1", format_: str = "1") -> None:
    """Fill the dialog in, as one who pastes the folder."""
    await hand.press("f2", format_, masked)
    field = hand.app.focused
    assert isinstance(field, TextField)
    await hand.burst("end", "ctrl+u")
    await hand.paste(str(folder))
    await hand.press("f2")


async def test_left_and_right_go_through_the_days(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    one_day(desk)
    days.close(desk.sign_in("101", PASSWORD))
    clock.advance(DAY)
    visits.count(desk.sign_in("101", PASSWORD), "wealth")
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4")
        assert hand.sees("营业日 2026-11-24  营业中")
        assert hand.sees("到访 1")
        await hand.press("right")
        assert hand.sees("营业日 2026-11-24")
        await hand.press("left", "left")
        assert hand.sees("营业日 2026-11-23")
        figures = summary.of_day(desk.sign_in("101", PASSWORD), date(2026, 11, 23))
        assert figures is not None
        assert hand.sees(f"到访 {figures.visits}")
        assert (figures.visits, dict(figures.routed)) == (3, {"cash_counter": 1, "self_service": 2})
        assert hand.sees("自助区 2")
        assert hand.sees("推介 1")
        assert hand.sees("王*明")
        assert not hand.sees("王小明")
        assert not hand.sees(PHONE)
        await hand.press("right", "escape")
        assert hand.sees("11月24日 周二")


async def test_no_day_yet(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4")
        assert hand.sees("尚无营业日") or hand.sees("还没有营业日"), hand.screen
        await hand.press("f2", "left", "right", "f6", "1")
        assert "没有" in dialog(hand)


@pytest.mark.parametrize(("masked", "name"), [("1", "王*明"), ("2", "王小明")], ids=["masked", "full"])
async def test_export(at_terminal: AtTerminal, desk: Desk, tmp_path: Path, masked: str, name: str) -> None:
    one_day(desk)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4")
        await export(hand, tmp_path / "out", masked, "5")
        assert hand.sees("✓ 已写入"), hand.screen
    (file,) = (tmp_path / "out").iterdir()
    assert file.stem.endswith("_masked" if masked == "1" else "_full")
    assert name in file.read_text()
    assert (PHONE in file.read_text()) == (masked == "2")


@pytest.mark.parametrize("kind", ["taken", "file", "link", "read-only"])
async def test_an_export_that_cannot_be_written(at_terminal: AtTerminal, desk: Desk, tmp_path: Path, kind: str) -> None:
    one_day(desk)
    folder = tmp_path / "out"
    if kind == "file":
        folder.write_text("mine")
    elif kind == "link":
        (tmp_path / "elsewhere").mkdir()
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        folder.mkdir()
    if kind == "taken":
        (folder / "2026-11-23_referral_record_masked.txt").write_text("mine")
    if kind == "read-only":
        if os.geteuid() == 0:
            folder = Path("/proc/lobby")  # nobody writes there, not even root
        else:
            folder.chmod(0o500)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4")
        await export(hand, folder, format_="5")
        assert "记录完好无损；未生成任何文件" in dialog(hand)
        await hand.press("enter")
        assert not hand.sees("✓ 已写入")
        assert not hand.sees("正在写入")
    written = [path for path in tmp_path.rglob("*") if path.is_file() and "home" not in path.parts]
    assert [path.read_text() for path in written] == (["mine"] if kind in ("taken", "file") else [])


async def test_a_guide_sees_the_figures_and_no_export(at_terminal: AtTerminal, desk: Desk) -> None:
    one_day(desk)
    async with at_terminal() as hand:
        await hand.sign_in("102", PASSWORD)
        await hand.press("f4")
        assert hand.sees("到访 3")
        assert not hand.sees("导出")
        assert not hand.sees("关闭")
        assert not hand.sees("王*明")
        await hand.press("f2", "f6")
        assert hand.sees("到访 3")
        assert not hand.sees("│")  # no dialog
        await hand.press("f10")
        await hand.type("导出")
        assert not hand.sees("PDF")


async def test_closing_the_day(at_terminal: AtTerminal, desk: Desk) -> None:
    one_day(desk)
    shift = desk.sign_in("101", PASSWORD)
    visits.greet(shift, "sir")
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4", "f6", "2")
        assert hand.sees("营业中")
        await hand.press("f6", "1")
        assert "大堂内尚有客户 1 位" in dialog(hand)
        await hand.press("enter", "escape", "delete", "1", "f4", "f6", "1")
        assert hand.sees("2026-11-23")
        assert not hand.sees("营业中")
        await hand.press("escape")
        assert hand.sees("未开业")
    assert days.current(shift) is None
