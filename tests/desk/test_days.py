"""The business day: begun by an entry, ended by closing, whatever the clock says."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from lobby_tui.desk import closing, days, referrals, summary, visit_endings, visits
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import DayState
from tests.conftest import types_password

ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")
MONDAY = date(2026, 11, 23)


def _open(shift: Shift) -> days.Day:
    day = days.current(shift)
    assert day is not None
    return day


def test_looking_opens_no_day(lobby_manager: Shift) -> None:
    assert days.current(lobby_manager) is None
    assert summary.of_day(lobby_manager) is None
    assert days.latest(lobby_manager) == ()


def test_an_entry_opens_the_day(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    day = _open(lobby_manager)
    assert (day.date, day.state, day.stale) == (MONDAY, DayState.OPEN, False)


def test_a_day_lasts_until_it_is_closed(lobby_manager: Shift, clock: FixedClock) -> None:
    visits.count(lobby_manager, "cash_small")
    clock.advance(timedelta(hours=20))
    visits.count(lobby_manager, "cash_small")
    assert [(day.date, day.stale) for day in days.latest(lobby_manager)] == [(MONDAY, True)]
    figures = summary.of_day(lobby_manager)
    assert figures is not None
    assert figures.visits == 2


def test_what_comes_after_closing_belongs_to_the_next_day(lobby_manager: Shift) -> None:
    first = referrals.log(lobby_manager, ENTRY).referral
    closing.close(lobby_manager, carry_over="next_day")
    second = referrals.log(lobby_manager, ENTRY).referral
    assert (first.day, second.day) == (MONDAY, MONDAY + timedelta(days=1))
    assert (first.number, second.number) == (1, 1)
    assert [one.id for one in referral_search.of_day(lobby_manager, MONDAY).rows] == [first.id]
    assert [day.state for day in days.latest(lobby_manager)] == [DayState.OPEN, DayState.CLOSED]


def test_a_clock_set_back_reorders_nothing(lobby_manager: Shift, clock: FixedClock) -> None:
    visits.count(lobby_manager, "cash_small")
    closing.close(lobby_manager, carry_over="next_day")
    clock.set(clock.now() - timedelta(days=300))
    visits.count(lobby_manager, "cash_small")
    assert [day.date for day in days.latest(lobby_manager)] == [MONDAY + timedelta(days=1), MONDAY]


def test_the_date_is_that_of_the_branch(lobby_manager: Shift, clock: FixedClock) -> None:
    clock.set(clock.now().replace(hour=16, minute=1))  # 00:01 of Tuesday in Shanghai
    visits.count(lobby_manager, "cash_small")
    assert _open(lobby_manager).date == MONDAY + timedelta(days=1)
    figures = summary.of_day(lobby_manager)
    assert figures is not None
    assert figures.by_hour == {"00": 1}


def test_closing_waits_for_everybody(lobby_manager: Shift) -> None:
    with pytest.raises(RefusedError) as caught:
        closing.close(lobby_manager, carry_over="next_day")
    assert caught.value.code == "no_open_day"
    visit = visits.greet(lobby_manager)
    with pytest.raises(RefusedError) as caught:
        closing.close(lobby_manager, carry_over="next_day")
    assert caught.value.code == "customers_in_lobby"
    assert _open(lobby_manager).state is DayState.OPEN
    visit_endings.leave(lobby_manager, visit.id, "comes_back")
    closed = closing.close(lobby_manager, carry_over="next_day").day
    assert (closed.state, closed.closed_at) == (DayState.CLOSED, lobby_manager.now())


def test_a_closed_days_referral_is_not_taken_back(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    logged = referrals.log(
        lobby_manager,
        ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", visit_id=visit.id),
    ).referral
    closing.close(lobby_manager, carry_over="next_day")
    with pytest.raises(RefusedError) as caught:
        referrals.undo(lobby_manager, logged.id)
    assert caught.value.code == "day_closed"
    visits.count(lobby_manager, "cash_small")
    closing.close(lobby_manager, carry_over="next_day")


def test_a_closed_days_visit_is_not_undone(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    closing.close(lobby_manager, carry_over="next_day")
    with pytest.raises(RefusedError):
        visit_endings.undo_last(lobby_manager)


@pytest.mark.parametrize(
    ("asked", "nearest"), [(1, "2026-11-23"), (8, "2026-11-30"), (400, "2026-11-30"), (-9, "2026-11-23")]
)
def test_an_unknown_day_names_the_nearest(lobby_manager: Shift, clock: FixedClock, asked: int, nearest: str) -> None:
    for _ in range(2):
        visits.count(lobby_manager, "cash_small")
        closing.close(types_password(lobby_manager), carry_over="next_day")
        clock.advance(timedelta(days=7))
    with pytest.raises(RefusedError) as caught:
        summary.of_day(lobby_manager, MONDAY + timedelta(days=asked))
    assert caught.value.code == "unknown_day"
    assert caught.value.remedy is not None
    assert caught.value.remedy.params["day"] == nearest


def test_figures_belong_to_one_day(lobby_manager: Shift, sign_in: Callable[[str], Shift]) -> None:
    visits.count(lobby_manager, "cash_small", number=5)
    referrals.log(sign_in("201"), ENTRY)
    closing.close(lobby_manager, carry_over="next_day")
    visits.count(lobby_manager, "wealth")
    monday = summary.of_day(lobby_manager, MONDAY)
    assert monday is not None
    assert (monday.visits, monday.introduced, monday.to_follow_up) == (5, 1, 0)
    assert monday.received_by_manager == {"301": 1}
    assert monday.identified_by_role == {"cash_teller": 1}
    today = summary.of_day(lobby_manager)
    assert today is not None
    assert (today.visits, today.referrals) == (1, 0)
    assert today.routed == {"non_cash_counter": 1}
