"""`kill -9` while a customer is looked after: the visit is at the step it was at, and what was typed comes back."""

import signal
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from lobby_tui.settings import Settings
from tests.faults.conftest import saved

pytest.importorskip("fcntl", reason="needs pseudo-terminals")

from tests.faults.terminals import FrontDesk

Begin = Callable[..., FrontDesk]

DRAFT_SECONDS = 0.5
"""After this long without a key, what was typed is promised to survive anything; the form takes half of it."""


@dataclass(frozen=True)
class Step:
    """Where the program is killed: the way there, what is typed there, and how the place shows afterwards."""

    reach: Callable[[FrontDesk], None]
    typed: str
    in_lobby: str
    shown: tuple[str, ...]


STEPS = {
    "greet": Step(lambda desk: desk.greet(), "", "刚到", ("> 1 迎",)),
    "ask": Step(lambda desk: desk.ask(), "", "先生", ("> 2 问",)),
    "spot": Step(lambda desk: desk.begin_amount(), "35万", "大额现金", ("> 3 识", "35万")),
    "refer": Step(lambda desk: desk.refer(), "王小明", "大额现金", ("> 4 荐", "王小明", "A01")),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_killed_visit_goes_on_where_it_was(front_desk: Begin, settings: Settings, name: str) -> None:
    step = STEPS[name]
    program = front_desk()
    program.sign_in()
    step.reach(program)
    if step.typed:
        program.type(step.typed)
        program.idle(DRAFT_SECONDS)
    program.signal(signal.SIGKILL)
    assert program.ended(3) == -signal.SIGKILL

    program = front_desk()
    program.sign_in()
    program.wait("在场 1", step.in_lobby)
    if step.typed:
        program.wait("尚未保存的草稿：1 份")
        program.press("1")
    else:
        assert "草稿" not in program.text
        program.press("enter")
    program.wait(*step.shown)
    program.press("tab")
    program.wait("在场 1", step.in_lobby)
    assert saved(settings) == {}


def test_a_killed_one_page_referral_comes_back(front_desk: Begin, settings: Settings) -> None:
    program = front_desk()
    program.sign_in()
    program.refer_on_one_page()
    program.type("王小明")
    program.press("enter")
    program.wait_cursor("客户姓名")
    program.idle(DRAFT_SECONDS)
    program.signal(signal.SIGKILL)
    assert program.ended(3) == -signal.SIGKILL

    program = front_desk()
    program.sign_in()
    program.wait("在场 0", "尚未保存的草稿：1 份")
    program.press("1")
    program.wait("新推介", "王小明", "推介原因  A01")
    assert saved(settings) == {}


def test_a_saved_referral_leaves_no_draft_behind(front_desk: Begin, settings: Settings) -> None:
    program = front_desk()
    program.sign_in()
    program.refer()
    program.type("王小明")
    program.idle(DRAFT_SECONDS)
    program.press("enter", "1", "1", "f2")
    program.wait("✓ 第 1 号")
    program.signal(signal.SIGKILL)
    program.ended(3)

    program = front_desk()
    program.sign_in()
    program.wait("在场 0", "今天")
    assert "草稿" not in program.text
    assert list(saved(settings).values()) == [1]
