"""The system ends the program, or takes its terminal away: what was typed is kept, and the terminal given back."""

import os
import signal
from collections.abc import Callable
from itertools import product

import pytest

from lobby_tui.settings import Settings
from tests.faults.conftest import saved

pytest.importorskip("fcntl", reason="needs pseudo-terminals")

from tests.faults.terminals import FrontDesk, draft
from tests.pty_driver import CURSOR_SHOWN, LEFT_ALTERNATE_SCREEN

SECONDS_TO_END = 3
BY_REQUEST = 0
"""The exit status of a program that was asked to end, as `docs/en/command-line.md` promises."""

WAYS: dict[str, Callable[[FrontDesk], None]] = {
    "SIGTERM": lambda program: program.signal(signal.SIGTERM),
    "SIGHUP": lambda program: program.signal(signal.SIGHUP),
    "hang-up": lambda program: program.hang_up(),
}
Begin = Callable[..., FrontDesk]
# LOBBY_EVERY_SCREEN=1 ends the program in each part of the work, each way.
SOME = (("4", "SIGTERM"), ("7", "SIGHUP"), ("9", "hang-up"))
PARTS = tuple(product("134567890", WAYS)) if os.environ.get("LOBBY_EVERY_SCREEN") else SOME


def restored(program: FrontDesk) -> bool:
    """Whether the terminal is as it was: the last that it heard was to leave the other screen and show the cursor."""
    left, shown = program.output.rfind(LEFT_ALTERNATE_SCREEN), program.output.rfind(CURSOR_SHOWN)
    return left > program.output.rfind(b"\x1b[?1049h") and shown > program.output.rfind(b"\x1b[?25l")


def ends(program: FrontDesk, way: str) -> None:
    WAYS[way](program)
    assert program.ended(SECONDS_TO_END) == BY_REQUEST
    if way != "hang-up":
        assert restored(program)
    assert b"Traceback" not in program.output


@pytest.mark.parametrize("way", WAYS)
def test_at_the_first_screen(front_desk: Begin, way: str) -> None:
    program = front_desk()
    program.wait("工号")
    program.type("101")
    ends(program, way)


@pytest.mark.parametrize("way", WAYS)
def test_at_the_desk(front_desk: Begin, settings: Settings, way: str) -> None:
    program = front_desk()
    program.sign_in()
    ends(program, way)
    assert saved(settings) == {}


@pytest.mark.parametrize("way", WAYS)
def test_in_a_visit_what_was_just_typed_is_kept(front_desk: Begin, settings: Settings, way: str) -> None:
    program = front_desk()
    program.sign_in()
    program.refer()
    program.type("王小明")
    # At once: sooner than the form would have kept the draft by itself.
    ends(program, way)
    kept = draft(settings.home, "referral")
    assert kept is not None
    assert kept.fields["customer"] == "王小明"
    assert saved(settings) == {}


@pytest.mark.parametrize("way", WAYS)
def test_on_the_one_page_referral_what_was_just_typed_is_kept(front_desk: Begin, settings: Settings, way: str) -> None:
    program = front_desk()
    program.sign_in()
    program.refer_on_one_page()
    program.type("王小明")
    ends(program, way)
    kept = draft(settings.home, "quick")
    assert kept is not None
    assert kept.fields["customer"] == "王小明"
    assert kept.fields["signals"] == ["A01"]


@pytest.mark.parametrize(("digit", "way"), PARTS)
def test_in_a_part_of_the_work(front_desk: Begin, settings: Settings, digit: str, way: str) -> None:
    program = front_desk()
    program.sign_in()
    program.press("f5")
    program.wait("网点事务")
    program.press(digit)
    program.wait_gone("网点事务")
    ends(program, way)
    assert saved(settings) == {}
