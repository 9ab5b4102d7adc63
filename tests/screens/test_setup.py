"""The first start: a branch is set up or a sample made, wholly or not at all, and nothing typed is lost."""

import functools
import subprocess
import sys
from pathlib import Path

import pytest
from textual.widgets import Input

from lobby_tui.desk import sample, setup
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.sample_life.people import STAFF
from lobby_tui.models.enums import Role
from lobby_tui.screens.desk import DeskScreen
from lobby_tui.screens.keys import KeysScreen
from lobby_tui.screens.new_branch import NewBranchScreen
from lobby_tui.screens.setup import SetupScreen
from lobby_tui.screens.sign_in import SignInScreen
from lobby_tui.settings import Settings, remembered
from tests.conftest import CHEAP, PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import dialog, error_under, in_field

SIZES = [(80, 24), (120, 36)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A device on which nothing has been set up."""
    return Settings(tmp_path / "home", "zh", CHEAP)


@pytest.fixture
def small_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today's morning only: the days before it are the same again."""
    monkeypatch.setattr(sample, "make_sample", functools.partial(sample.make_sample, days=0))


async def fill(hand: Hand, password: str = PASSWORD, again: str = PASSWORD) -> None:
    await hand.press("1")
    await hand.type("长安街支行")
    await hand.burst("enter", "enter")
    await hand.type("００1")
    await hand.burst("enter", "孙", "丽", "enter")
    await hand.type(password)
    await hand.burst("enter")
    await hand.type(again)


def note(hand: Hand) -> str:
    """What the sign-in screen says about how one came there; it may take two lines."""
    assert isinstance(hand.app.screen, SignInScreen), hand.screen
    return str(hand.app.screen.query_one("#note").render())


def leftovers(home: Path) -> list[str]:
    return sorted(path.name for path in home.rglob("*")) if home.exists() else []


@pytest.mark.parametrize("module", ["setup", "new_branch", "sample", "sign_in", "help", "palette"])
def test_a_screen_for_the_first_minute_imports_nothing_heavy(module: str) -> None:
    code = f"import sys, lobby_tui.screens.{module}; print([m for m in ('pydantic', 'sqlmodel') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("size", SIZES)
async def test_both_ways_stand_on_the_first_screen_in_both_languages(
    at_terminal: AtTerminal, size: tuple[int, int]
) -> None:
    async with at_terminal(size) as hand:
        assert hand.sees("1  设置本网点")
        assert hand.sees("2  试用演示网点")
        await hand.press("f8")
        assert hand.sees("1  Set up this branch")
        assert hand.sees("2  Try a sample branch")
        await hand.press("enter")
        assert isinstance(hand.app.screen, NewBranchScreen)


@pytest.mark.parametrize("keys", [("1",), ("１",), ("enter",), ("down", "up", "enter")])
async def test_digits_and_arrows_lead_to_the_form(at_terminal: AtTerminal, keys: tuple[str, ...]) -> None:
    async with at_terminal() as hand:
        await hand.press(*keys)
        assert isinstance(hand.app.screen, NewBranchScreen)
        assert hand.sees("中国工商银行")
        assert in_field(hand) == "branch"


@pytest.mark.parametrize("last", ["enter", "f2"])
async def test_the_form_sets_the_branch_up_and_leads_to_the_desk(
    at_terminal: AtTerminal, settings: Settings, last: str
) -> None:
    async with at_terminal() as hand:
        await fill(hand)
        await hand.press(last)
        assert isinstance(hand.app.screen, SignInScreen), hand.screen
        assert "✓ 长安街支行已设置完成，请用工号登录。" in note(hand)
        await hand.sign_in_by_keys("001", PASSWORD)
        # The last step: a paper key for the safe, now or later.
        assert isinstance(hand.app.screen, KeysScreen)
        assert hand.sees("网点已设置完毕")
        await hand.press("escape")
        assert isinstance(hand.app.screen, DeskScreen)
        assert hand.sees("长安街支行")
    desk = open_desk(settings)
    shift = desk.sign_in("001", PASSWORD)
    assert (shift.branch.name, shift.branch.playbook_name, shift.branch.language) == ("长安街支行", "icbc", "zh")
    assert (shift.person.name, shift.person.role) == ("孙丽", Role.SUPERVISOR)
    desk.close()


async def test_the_branch_is_set_up_in_the_language_that_was_chosen(
    at_terminal: AtTerminal, settings: Settings
) -> None:
    async with at_terminal() as hand:
        await hand.press("f8")
        await fill(hand)
        await hand.press("f2")
        assert "is set up. Sign in with your number." in note(hand)
    assert remembered(settings.home)["language"] == "en"


async def test_every_error_stands_under_its_field_and_the_first_gets_the_cursor(
    at_terminal: AtTerminal, settings: Settings
) -> None:
    async with at_terminal() as hand:
        await hand.press("1", "f2")
        assert error_under(hand, "网点名称")
        assert error_under(hand, "工号")
        assert error_under(hand, "姓名")
        assert error_under(hand, "密码") == "密码长度为 8 至 128 个字符。"
        assert in_field(hand) == "branch"
        await hand.type("长")
        assert not error_under(hand, "网点名称")
        assert error_under(hand, "工号")
    assert leftovers(settings.home) == []


async def test_two_different_passwords_are_refused(at_terminal: AtTerminal, settings: Settings) -> None:
    async with at_terminal() as hand:
        await fill(hand, again=PASSWORD + "!")
        await hand.press("f2")
        assert error_under(hand, "再输一次密码") == "两次输入的密码不一致，请重新输入。"
        assert in_field(hand) == "again"
        assert not hand.sees(PASSWORD)
    assert leftovers(settings.home) == []


async def test_going_back_keeps_what_was_typed_but_no_password(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await fill(hand)
        await hand.press("escape")
        assert isinstance(hand.app.screen, SetupScreen)
        assert PASSWORD not in hand.app.screen.begun.values()
        await hand.press("1")
        values = {one.value for one in hand.app.screen.query(Input)}
        assert values == {"长安街支行", "００1", "孙丽", ""}


async def test_another_language_keeps_all_that_was_typed_and_the_cursor(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await fill(hand)
        await hand.press("f8")
        assert hand.sees("Password again")
        assert in_field(hand) == "again"
        assert hand.sees("Industrial and Commercial Bank of China")
        await hand.press("f2")
        assert "is set up. Sign in with your number." in note(hand)


async def test_a_disk_that_refuses_is_explained_and_the_form_stays(at_terminal: AtTerminal, settings: Settings) -> None:
    settings.home.parent.mkdir(exist_ok=True)
    settings.home.write_text("a file is in the way")
    async with at_terminal() as hand:
        await fill(hand)
        await hand.press("f2")
        assert "home" in dialog(hand)
        await hand.press("enter")
        assert isinstance(hand.app.screen, NewBranchScreen)
        assert hand.sees("长安街支行")
    assert settings.home.read_text() == "a file is in the way"


async def test_a_failure_in_the_middle_leaves_no_half_store(
    at_terminal: AtTerminal, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    async with at_terminal() as hand:
        await fill(hand)
        with monkeypatch.context() as patch:
            patch.setattr(setup, "move_into_place", full)
            await hand.press("f2")
        assert dialog(hand)
        assert leftovers(settings.home) == []
        await hand.press("enter", "f2")
        assert isinstance(hand.app.screen, SignInScreen), hand.screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.usefixtures("small_sample")
async def test_the_sample_is_made_and_everybody_may_sign_in(
    at_terminal: AtTerminal, settings: Settings, size: tuple[int, int]
) -> None:
    async with at_terminal(size) as hand:
        await hand.press("2")
        await hand.until(lambda: isinstance(hand.app.screen, SignInScreen))
        for one in STAFF:
            assert hand.sees(f"{one.no}  {one.name}")
        assert hand.sees("lobby-demo")
        await hand.press("f8")
        assert hand.sees("303  覃祎    Customer manager")
        await hand.press("f8")
        await hand.sign_in_by_keys("101", "lobby-demo")
        assert hand.sees("长安街支行（演示数据）"), hand.screen
        await hand.press("f8")
    assert not settings.is_set_up
    demo = settings.home / "demo"
    assert sorted(path.name for path in demo.iterdir()) == [
            "device.key", "keys.json", "lobby.db", "terminal.json", "tries.db",
        ]  # fmt: skip
    assert remembered(demo)["language"] == "en"


@pytest.mark.usefixtures("small_sample")
async def test_a_sample_made_earlier_is_opened_again(at_terminal: AtTerminal, settings: Settings) -> None:
    async with at_terminal() as hand:
        await hand.press("2")
        await hand.until(lambda: isinstance(hand.app.screen, SignInScreen))
    before = (settings.home / "demo" / "keys.json").read_bytes()
    async with at_terminal() as hand:
        assert hand.sees("此前已生成，可再次打开。")
        await hand.press("2")
        assert isinstance(hand.app.screen, SignInScreen)
        assert hand.sees("101  李娜")
        await hand.sign_in_by_keys("101", "lobby-demo")
        assert isinstance(hand.app.screen, DeskScreen)
    assert (settings.home / "demo" / "keys.json").read_bytes() == before


async def test_a_sample_that_is_stopped_leaves_nothing(at_terminal: AtTerminal, settings: Settings) -> None:
    async with at_terminal() as hand:
        await hand.burst("2", "escape")
        await hand.until(lambda: isinstance(hand.app.screen, SetupScreen))
        assert leftovers(settings.home / "demo") == []


async def test_leaving_while_a_sample_is_made_leaves_nothing(at_terminal: AtTerminal, settings: Settings) -> None:
    async with at_terminal() as hand:
        hand.app.screen.take(2)  # type: ignore[attr-defined]
        await hand.pilot.pause(0.05)
    assert leftovers(settings.home / "demo") == []
