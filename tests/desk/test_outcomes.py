"""Back to the referrer: what came of it, what was returned and why, what still waits."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lobby_tui.desk import answers, outcomes, referrals, results
from lobby_tui.desk.outcomes import Outcomes
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import catalogue
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.day import BusinessDay
from tests.plans import steps

SignIn = Callable[[str], Shift]
ENTRY = ReferralEntry("王小明", ["A01"], manager_no="301")


def log(shift: Shift, customer: str, **changed: Any) -> uuid.UUID:
    return referrals.log(shift, replace(ENTRY, customer=customer, **changed)).referral.id


def next_day(shift: Shift, clock: FixedClock) -> None:
    """Close the open day by hand, and let a night pass."""
    from sqlmodel import select

    with shift.writing() as writing:
        day = writing.session.exec(select(BusinessDay).where(BusinessDay.state == "open")).one()
        day.state, day.closed_at, day.closed_by = "closed", shift.now(), shift.person.id
        writing.session.add(day)
        writing.record("test", "test")
    clock.advance(timedelta(days=1))


def said(found: Outcomes) -> list[str]:
    return [catalogue("en").render(row.sentence) for row in found.rows]


@pytest.fixture
def manager(sign_in: SignIn) -> Shift:
    return sign_in("301")


@pytest.fixture
def teller(sign_in: SignIn) -> Shift:
    return sign_in("201")


def test_each_referral_says_where_it_stands(teller: Shift, manager: Shift, clock: FixedClock) -> None:
    ids = []
    for name in ("王一", "王二", "王三", "王四", "王五"):
        clock.advance(60)
        ids.append(log(teller, name))
    clock.advance(60)
    answers.accept(manager, ids[0])
    clock.advance(60)
    results.record(manager, ids[1], ResultEntry(opened=1, sold={"fund": 2}))
    clock.advance(60)
    answers.return_(manager, ids[2], "unreachable")
    found = outcomes.mine(teller)
    assert said(found) == [
        "No. 3: returned: The customer cannot be reached",
        "No. 2: accounts opened: 1, Fund (purchases): 2",
        "No. 1: accepted, no result yet",
        "No. 4: not yet answered",
        "No. 5: not yet answered",
    ]
    assert [row.view.referral.number for row in found.waiting] == [4, 5]
    assert [row.view.referral.number for row in found.ended] == [3, 2]
    ages = [row.age.hours if row.age else None for row in found.rows]
    assert ages == [None, None, None, pytest.approx(4 / 60), pytest.approx(3 / 60)]


def test_only_ones_own(teller: Shift, sign_in: SignIn, lobby_manager: Shift) -> None:
    log(lobby_manager, "王一")
    log(lobby_manager, "王二", identified_by="201")  # the teller noticed, the lobby manager typed
    assert [row.view.referral.number for row in outcomes.mine(teller).rows] == [2]
    assert [row.view.referral.number for row in outcomes.mine(lobby_manager).rows] == [1]
    assert outcomes.mine(sign_in("202")).rows == ()


def test_an_undone_one_is_gone(teller: Shift, manager: Shift) -> None:
    gone = log(teller, "王一")
    answers.accept(manager, gone)
    referrals.undo(teller, gone)
    assert outcomes.mine(teller).rows == ()


def test_late_news_of_an_old_referral_comes_back(teller: Shift, manager: Shift, clock: FixedClock) -> None:
    old, silent, settled = (log(teller, name) for name in ("王一", "王二", "王三"))
    answers.accept(manager, settled)
    next_day(teller, clock)
    for number in range(6):
        last = log(teller, f"客户{number}")
        if number == 0:
            just_before = last
            answers.accept(manager, last)
        if number < 5:
            next_day(teller, clock)
    rows = outcomes.mine(teller).rows
    ids = {row.id for row in rows}
    assert {old, silent} <= ids  # still unanswered, however old
    assert not {settled, just_before} & ids  # accepted a week ago, and nothing since
    results.record(manager, settled, ResultEntry(opened=1))
    assert outcomes.mine(teller).rows[0].id == settled


def test_the_branch_on_one_day(teller: Shift, lobby_manager: Shift, manager: Shift, clock: FixedClock) -> None:
    first, second, third = log(teller, "王一"), log(lobby_manager, "王二"), log(teller, "王三")
    answers.accept(manager, first)
    yesterday = teller.today()
    next_day(teller, clock)
    results.record(manager, first, ResultEntry(no_result_reason="declined"))
    answers.return_(manager, second, "unsuitable")
    with teller.reading() as session:
        today = outcomes.of_branch(session, teller, teller.today())
        assert {row.id for row in today.ended} == {first, second}
        assert [row.id for row in today.waiting] == [third]
        before = outcomes.of_branch(session, teller, yesterday)
        assert {row.id for row in before.rows} == {first, third}
        never = outcomes.of_branch(session, teller, yesterday - timedelta(days=30))
        assert [row.id for row in never.rows] == [third]


def test_it_is_read_by_indexes(teller: Shift, manager: Shift) -> None:
    answers.accept(manager, log(teller, "王一"))
    log(teller, "王二")
    plan = steps(teller, lambda: outcomes.mine(teller))
    assert any("INDEX referral_waiting " in step for step in plan)
    for step in plan:
        assert not step.startswith("SCAN"), step
