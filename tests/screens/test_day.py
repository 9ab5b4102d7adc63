"""The day page: figures, the masked paper, export, closing; and who may not."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lobby_tui.desk import closing, forms, referrals, summary, visits
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.closing import ClosingScreen
from lobby_tui.screens.day import DayScreen
from lobby_tui.screens.figures import FiguresScreen
from lobby_tui.widgets.fields import TextField
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import dialog, stands_by

DAY = 24 * 3600
PHONE = "13812345678"
ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", contact=PHONE)


def one_day(desk: Desk) -> None:
    """Three counted customers and one referral."""
    shift = desk.sign_in("101", PASSWORD)
    visits.count(shift, "cash_small", number=2)
    visits.count(shift, "cash_large")
    referrals.log(shift, ENTRY)


async def export(hand: Hand, folder: Path, masked: str = "1", format_: str = "5", papers: str = "3") -> None:
    """Fill the dialog in, as one who pastes the folder."""
    await hand.press("f2", papers, format_, masked)
    field = hand.app.focused
    assert isinstance(field, TextField)
    await hand.burst("end", "ctrl+u")
    await hand.paste(str(folder))
    await hand.press("f2")


async def test_left_and_right_go_through_the_days(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    one_day(desk)
    closing.close(desk.sign_in("101", PASSWORD), carry_over="next_day")
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
        await hand.press("f2", "f3", "left", "right", "f6", "1")
        assert isinstance(hand.app.screen, DayScreen)


@pytest.mark.parametrize(("masked", "name"), [("1", "王*明"), ("2", "王小明")], ids=["masked", "full"])
async def test_export(at_terminal: AtTerminal, desk: Desk, tmp_path: Path, masked: str, name: str) -> None:
    one_day(desk)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4")
        await export(hand, tmp_path / "out", masked)
        if masked == "2":
            assert "第二" in dialog(hand)
            await stands_by(hand)
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
        await export(hand, folder)
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
        assert not hand.sees("日终")
        assert not hand.sees("王*明")
        await hand.press("f2", "f6", "3")
        assert isinstance(hand.app.screen, DayScreen)
        assert hand.sees("到访 3")
        assert not hand.sees("│")  # no dialog
        await hand.press("f10")
        await hand.type("导出")
        assert not hand.sees("PDF")


@pytest.mark.parametrize(
    ("papers", "format_", "names"),
    [
        ("1", "1", {"day_pack_masked.pdf", "day_pack_masked.xlsx"}),
        ("1", "2", {"day_pack_masked.pdf"}),
        ("2", "4", {f"{code}_masked.csv" for code in forms.PAPERS}),
        ("3", "5", {"traffic_masked.txt"}),
    ],
    ids=["pack", "pack as pdf", "all", "this one"],
)
async def test_which_papers_are_written(
    at_terminal: AtTerminal, desk: Desk, tmp_path: Path, papers: str, format_: str, names: set[str]
) -> None:
    one_day(desk)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4", "3")
        await export(hand, tmp_path / "out", format_=format_, papers=papers)
        assert hand.sees("✓ 已写入"), hand.screen
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"2026-11-23_{name}" for name in names}


async def test_f2_twice_writes_the_pack(at_terminal: AtTerminal, desk: Desk) -> None:
    one_day(desk)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4", "f2", "f2")
        assert hand.sees("✓ 已写入 2"), hand.screen
        folder = hand.app.settings.home / "papers"
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_digit_shows_each_paper(at_terminal: AtTerminal, desk: Desk, size: tuple[int, int]) -> None:
    one_day(desk)
    playbook = desk.sign_in("101", PASSWORD).playbook
    async with at_terminal(size) as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4")
        for digit, code in enumerate(forms.PAPERS, start=1):
            await hand.press(str(digit))
            assert hand.sees(playbook.paper(code).title.zh), hand.screen
        await hand.press("１", "8", "9", "0")
        assert hand.sees(playbook.paper("referral_record").title.zh)
        await hand.press("f8")
        assert hand.sees(playbook.paper("referral_record").title.en)
        assert all(len(line) <= size[0] for line in hand.screen.splitlines())


async def test_the_paper_has_room(at_terminal: AtTerminal, desk: Desk) -> None:
    """At the smallest size at least three rows of the form are on the screen, and nothing scrolls sideways."""
    shift = desk.sign_in("101", PASSWORD)
    for n in range(5):
        referrals.log(shift, replace(ENTRY, customer=f"王小{'一二三四五'[n]}", contact=f"1381234567{n}"))
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4")
        assert sum(hand.sees(f"王*{n}") for n in "一二三四五") >= 3, hand.screen
        paper = hand.app.screen.query_one("#paper")
        assert paper.max_scroll_x == 0
        assert not paper.show_horizontal_scrollbar


async def test_f6_leads_to_the_closing_of_the_day_shown(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    one_day(desk)
    closing.close(desk.sign_in("101", PASSWORD), carry_over="next_day")
    clock.advance(DAY)
    visits.count(desk.sign_in("101", PASSWORD), "wealth")
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4", "left", "f6")
        assert isinstance(hand.app.screen, ClosingScreen)
        assert hand.sees("2026-11-23")
        closing.close(desk.sign_in("101", PASSWORD), carry_over="next_day")
        await hand.press("escape", "right")
        assert hand.sees("2026-11-24")
        assert not hand.sees("营业中"), hand.screen  # closed on the other screen, so it was read again


async def test_f3_leads_to_the_figures_of_the_day_shown(at_terminal: AtTerminal, desk: Desk) -> None:
    one_day(desk)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f4", "f3")
        assert isinstance(hand.app.screen, FiguresScreen)
        await hand.press("escape")
        assert isinstance(hand.app.screen, DayScreen)
