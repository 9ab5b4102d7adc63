"""Looking at a customer in full: one key, a reason, twenty seconds, a trace; and nothing comes back from beneath."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from statistics import median

import pytest
from sqlmodel import col, select

from lobby_tui.desk import referrals
from lobby_tui.desk.referral import search
from lobby_tui.desk.shift import Shift
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.absences import AbsencesScreen
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.complaints import ComplaintsScreen
from lobby_tui.screens.faults import FaultsScreen
from lobby_tui.screens.follow_ups import FollowUpsScreen
from lobby_tui.screens.incidents import IncidentsScreen
from lobby_tui.screens.reveal_dialog import SECONDS, RevealDialog
from lobby_tui.screens.shield import ShieldScreen
from lobby_tui.screens.worklist import WorklistScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.masking.planted import CARD, NAME, NUMBERS, PHONE, leaks

MOST_SECONDS = 0.1
PLACES: list[tuple[Callable[[], LobbyScreen], tuple[str, ...], str]] = [
    (WorklistScreen, ("f4",), "referral_revealed"),
    (FollowUpsScreen, ("f3", "f4"), "referral_revealed"),
    (ComplaintsScreen, ("enter", "f4"), "complaint_revealed"),
    (IncidentsScreen, ("f3",), "incident_revealed"),
    (FaultsScreen, ("f5",), "fault_revealed"),
    (AbsencesScreen, ("f4",), "absence_revealed"),
]


@asynccontextmanager
async def looking(
    at_terminal: AtTerminal, make: Callable[[], LobbyScreen] = WorklistScreen, keys: tuple[str, ...] = ("f4",)
) -> AsyncIterator[Hand]:
    """Somebody who has just been shown something in full."""
    async with at_terminal((120, 36)) as hand:
        await hand.sign_in("001", PASSWORD)
        await hand.app.push_screen(make())
        await hand.settle()
        await hand.press(*keys, "1")
        assert isinstance(hand.app.screen, RevealDialog), hand.screen
        yield hand


def latest(shift: Shift) -> AuditEvent:
    with shift.reading() as session:
        return session.exec(select(AuditEvent).order_by(col(AuditEvent.at).desc(), col(AuditEvent.seq).desc())).first()  # type: ignore[return-value]


@pytest.mark.parametrize(("make", "keys", "action"), PLACES, ids=[action + keys[0] for _, keys, action in PLACES])
async def test_one_key_and_a_reason(
    at_terminal: AtTerminal, make: Callable[[], LobbyScreen], keys: tuple[str, ...], action: str
) -> None:
    async with looking(at_terminal, make, keys) as hand:
        assert PHONE in leaks(hand.screen)
        assert hand.sees("20 秒后自动遮盖")
        event = latest(hand.app.shift)
        assert (event.action, event.detail) == (action, {"reason": "contact"})
        await hand.press("enter")
        assert leaks(hand.screen) == []
        assert hand.app.screen.__class__.__name__ != "RevealDialog"


async def test_without_a_reason_there_is_nothing(at_terminal: AtTerminal) -> None:
    async with at_terminal((120, 36)) as hand:
        await hand.sign_in("301", PASSWORD)
        before = latest(hand.app.shift).seq
        await hand.press("f4", "9", "escape")
        assert leaks(hand.screen) == []
        assert latest(hand.app.shift).seq == before


async def test_it_covers_itself_after_twenty_seconds(at_terminal: AtTerminal, clock: FixedClock) -> None:
    async with looking(at_terminal) as hand:
        # Whoever sets the clock does not gain a second.
        clock.set(clock.now().replace(year=2020))
        clock.advance(SECONDS - 1)
        await hand.until(lambda: hand.sees("1 秒后自动遮盖"))
        assert {NAME, PHONE, CARD} <= set(leaks(hand.screen))
        clock.advance(1)
        await hand.until(lambda: not isinstance(hand.app.screen, RevealDialog))
        assert leaks(hand.screen) == []


async def test_it_is_over_also_under_the_shield(at_terminal: AtTerminal) -> None:
    async with looking(at_terminal) as hand:
        await hand.press("f9")
        assert isinstance(hand.app.screen, ShieldScreen)
        assert leaks(hand.screen) == []
        # Nothing waits beneath either: neither on the screen nor in the dialog.
        assert not any(screen.lines for screen in hand.app.screen_stack if isinstance(screen, RevealDialog))
        await hand.press("f9")
        assert isinstance(hand.app.screen, WorklistScreen)
        assert leaks(hand.screen) == []


async def test_the_lock_covers_it_for_good(at_terminal: AtTerminal) -> None:
    async with looking(at_terminal) as hand:
        await hand.press("f12")
        assert leaks(hand.screen) == []
        assert not any(screen.lines for screen in hand.app.screen_stack if isinstance(screen, RevealDialog))
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert leaks(hand.screen) == []
        assert isinstance(hand.app.screen, WorklistScreen)


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_it_has_room(at_terminal: AtTerminal, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        await hand.sign_in("301", PASSWORD)
        await hand.press("f4", "2")
        assert hand.sees(NAME)
        assert hand.sees(PHONE)


def test_a_look_takes_less_than_a_tenth_of_a_second(sign_in: Callable[[str], Shift]) -> None:
    shift = sign_in("301")
    one = search.of_day(shift, shift.today()).rows[0]
    took = []
    for _ in range(9):
        started = time.perf_counter()
        details = referrals.reveal(shift, one.id, "contact")
        took.append(time.perf_counter() - started)
        assert set(NUMBERS) & set(leaks(details.remarks))
    assert median(took) < MOST_SECONDS
