"""Backups on the screens: behind a closing, in the list, and restored by two people."""

import errno
from pathlib import Path

import pytest
from sqlmodel import select

from lobby_tui.desk import closing, referrals, safekeeping
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.models.referral import Referral
from lobby_tui.screens.backups import BackupsScreen
from lobby_tui.screens.closing import ClosingScreen
from lobby_tui.screens.sign_in import SignInScreen
from lobby_tui.screens.work import WorkScreen
from lobby_tui.settings import Settings
from lobby_tui.store import backup
from lobby_tui.store.backup_folder import FOLDER, listed
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand

ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")


@pytest.fixture
def supervisor(desk: Desk) -> Shift:
    return desk.sign_in("001", PASSWORD)


async def _open(hand: Hand) -> None:
    await hand.sign_in("001", PASSWORD)
    await hand.app.push_screen(BackupsScreen())
    await hand.settle()


async def _close_the_day(hand: Hand) -> None:
    await hand.sign_in("001", PASSWORD)
    await hand.app.push_screen(ClosingScreen())
    await hand.settle()
    await hand.press("f2", "1", "1", "f2")


async def test_a_closing_is_backed_up_behind_the_screen(
    at_terminal: AtTerminal, supervisor: Shift, desk: Desk, settings: Settings
) -> None:
    referrals.log(supervisor, ENTRY)
    desk.close()
    async with at_terminal() as hand:
        await _close_the_day(hand)
        await hand.until(lambda: hand.sees("备份已写好并核对"))
        assert hand.sees("已完成日终关闭"), hand.screen
    assert [one.kind for one in listed(settings.home / FOLDER)] == ["closing"]


async def test_a_closing_stands_where_there_is_no_room_for_a_backup(
    at_terminal: AtTerminal, supervisor: Shift, desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    referrals.log(supervisor, ENTRY)
    desk.close()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with at_terminal() as hand:
        monkeypatch.setattr(backup, "write_private", full)
        await _close_the_day(hand)
        await hand.until(lambda: hand.sees("未能备份"))
        assert hand.sees("已完成日终关闭"), hand.screen
    assert listed(settings.home / FOLDER) == []


async def test_whoever_has_left_the_screen_is_told_as_well(
    at_terminal: AtTerminal, supervisor: Shift, desk: Desk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    safekeeping.keep_in(supervisor, stick)
    stick.rmdir()
    referrals.log(supervisor, ENTRY)
    desk.close()
    async with at_terminal() as hand:
        await _close_the_day(hand)
        await hand.press("escape")
        await hand.until(lambda: hand.sees("第二份备份"))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_list(at_terminal: AtTerminal, supervisor: Shift, desk: Desk, size: tuple[int, int]) -> None:
    safekeeping.after_closing(supervisor)
    desk.close()
    async with at_terminal(size) as hand:
        await _open(hand)
        for text in ("备份", "日终备份", "MB", "2026-11-23 09:30", "第二份存放于：无"):
            assert hand.sees(text), hand.screen
        await hand.press("f8")
        for text in ("Backups", "after a closing", "Second copies go to: none"):
            assert hand.sees(text), hand.screen


async def test_two_people_restore_one(
    at_terminal: AtTerminal, supervisor: Shift, desk: Desk, settings: Settings
) -> None:
    safekeeping.after_closing(supervisor)
    referrals.log(supervisor, ENTRY)
    desk.close()
    async with at_terminal() as hand:
        await _open(hand)
        await hand.press("enter")
        assert hand.sees("恢复 2026-11-23 09:30 的备份"), hand.screen
        # The backup's own event, the referral, the sign-in.
        assert hand.sees("此后的 3 条审计记录"), hand.screen
        await hand.press("1")
        await hand.type("101")
        await hand.press("enter")
        await hand.type("wrong password")
        await hand.press("f2")
        assert not isinstance(hand.app.screen, SignInScreen)
        await hand.type(PASSWORD)
        await hand.press("f2")
        assert isinstance(hand.app.screen, SignInScreen), hand.screen
        assert hand.sees("现为当前数据库"), hand.screen
        await hand.sign_in("001", PASSWORD)
        assert hand.app.signed_in
        with hand.app.shift.reading() as session:
            assert session.exec(select(Referral)).all() == []
    assert sorted(one.kind for one in listed(settings.home / FOLDER)) == ["closing", "replaced"]


async def test_not_now_changes_nothing(at_terminal: AtTerminal, supervisor: Shift, desk: Desk) -> None:
    safekeeping.after_closing(supervisor)
    referrals.log(supervisor, ENTRY)
    desk.close()
    async with at_terminal() as hand:
        await _open(hand)
        await hand.press("enter", "2")
        assert isinstance(hand.app.screen, BackupsScreen)
        await hand.press("enter", "1", "escape")
        assert isinstance(hand.app.screen, BackupsScreen)
        with hand.app.shift.reading() as session:
            assert len(session.exec(select(Referral)).all()) == 1


async def test_one_now_and_a_second_folder(
    at_terminal: AtTerminal, supervisor: Shift, desk: Desk, tmp_path: Path
) -> None:
    desk.close()
    stick = tmp_path / "U盘"
    stick.mkdir()
    async with at_terminal((120, 36)) as hand:
        await _open(hand)
        assert hand.sees("尚无备份"), hand.screen
        await hand.press("f4")
        await hand.type(str(tmp_path / "没有"))
        await hand.press("f2")
        assert hand.sees("目前找不到文件夹"), hand.screen
        await hand.press("escape", "f4")
        await hand.type(str(stick))
        await hand.press("f2")
        assert hand.sees("U盘"), hand.screen
        await hand.press("f2")
        await hand.until(lambda: hand.sees("手工备份"))
    assert len(listed(stick)) == 1


async def test_it_is_in_the_menu_of_supervisors_only(at_terminal: AtTerminal, desk: Desk) -> None:
    for no, there in (("001", True), ("101", False)):
        async with at_terminal((80, 40)) as hand:
            await hand.sign_in(no, PASSWORD)
            await hand.app.push_screen(WorkScreen())
            await hand.settle()
            names = [entry.name for entry in hand.app.screen.entries]  # type: ignore[attr-defined]
            assert ("Backups" in names) is there


def test_a_closing_of_the_desk_alone_makes_no_backup(supervisor: Shift, settings: Settings) -> None:
    referrals.log(supervisor, ENTRY)
    closing.close(supervisor, carry_over="next_day")
    assert not (settings.home / FOLDER).exists()
