"""Device faults: reported once, given a ticket, fixed; the time out of service, in all and in working hours."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from lobby_tui.desk import days, faults, visits
from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.models.clock import FixedClock
from tests.desk.test_checklists import close

ATM = NewFault("atm", "吞卡", "2号", "R-100")


def test_reported(sign_in: Callable[[str], Shift], clock: FixedClock) -> None:
    teller = sign_in("201")
    fault = faults.report(teller, ATM)
    assert (fault.number, fault.device, fault.label, fault.what, fault.ticket) == (1, "atm", "2号", "吞卡", "R-100")
    assert (fault.name, fault.reported_by.no, fault.reported_at) == (
        teller.playbook.device("atm").name, "201", clock.now()
    )  # fmt: skip
    assert (fault.fixed_at, fault.minutes, fault.working_minutes) == (None, 0, 0)
    assert faults.open_faults(teller) == (fault,) == faults.of_day(teller)


def test_a_key_reports_once(lobby_manager: Shift) -> None:
    new = replace(ATM, key=uuid.uuid4())
    assert faults.report(lobby_manager, new) == faults.report(lobby_manager, new)
    assert faults.report(lobby_manager, replace(ATM, key=uuid.uuid4())).number == 2


def test_every_wrong_field_is_named(lobby_manager: Shift) -> None:
    with pytest.raises(EntryError) as caught:
        faults.report(lobby_manager, NewFault("", " ", "长" * 41, "密码是123456"))
    assert [problem.field for problem in caught.value.problems] == ["device", "label", "what", "ticket"]
    with pytest.raises(EntryError) as caught:
        faults.report(lobby_manager, NewFault("atn", "吞卡"))
    assert [problem.field for problem in caught.value.problems] == ["device"]
    assert days.current(lobby_manager) is None


def test_numbers_go_on_from_day_to_day(lobby_manager: Shift, clock: FixedClock) -> None:
    faults.report(lobby_manager, ATM)
    close(lobby_manager)
    clock.advance(timedelta(days=1))
    visits.count(lobby_manager, "cash_small")
    assert faults.of_day(lobby_manager) == ()
    assert faults.report(lobby_manager, ATM).number == 2
    assert [fault.number for fault in faults.of_day(lobby_manager)] == [2]
    assert [fault.number for fault in faults.open_faults(lobby_manager)] == [1, 2]


def test_out_of_service_over_a_night_and_a_weekend(lobby_manager: Shift, clock: FixedClock) -> None:
    # Monday 09:30 in Shanghai; the branch works from 09:00 to 17:00.
    faults.report(lobby_manager, ATM)
    clock.advance(timedelta(hours=1, minutes=30, seconds=59))
    (fault,) = faults.open_faults(lobby_manager)
    assert (fault.minutes, fault.working_minutes) == (90, 90)
    clock.advance(timedelta(days=6, hours=23))  # the next Monday, 10:00: 7.5 h, four days of 8 h, 1 h
    fault = faults.fixed(lobby_manager, 1, "换了读卡器")
    hours = 7.5 + 4 * 8 + 1
    assert (fault.minutes, fault.working_minutes) == ((7 * 24 + 0.5) * 60, hours * 60)
    assert (fault.fixed_by is not None and fault.fixed_by.no, fault.fixed_note) == ("101", "换了读卡器")
    clock.advance(timedelta(days=3))
    assert faults.open_faults(lobby_manager) == ()
    assert [one.minutes for one in faults.of_day(lobby_manager)] == [fault.minutes]


def test_a_clock_set_back_takes_no_time_away(lobby_manager: Shift, clock: FixedClock) -> None:
    faults.report(lobby_manager, ATM)
    clock.set(clock.now() - timedelta(days=2))
    fault = faults.fixed(lobby_manager, 1)
    assert (fault.minutes, fault.working_minutes) == (0, 0)


def test_fixed_once_and_taken_back(lobby_manager: Shift, clock: FixedClock) -> None:
    faults.report(lobby_manager, ATM)
    with pytest.raises(RefusedError) as caught:
        faults.undo_fixed(lobby_manager, 1)
    assert caught.value.code == "not_fixed"
    faults.fixed(lobby_manager, 1, "好了")
    with pytest.raises(RefusedError) as caught:
        faults.fixed(lobby_manager, 1)
    assert caught.value.code == "fixed_already"
    back = faults.undo_fixed(lobby_manager, 1)
    assert (back.fixed_at, back.fixed_by, back.fixed_note) == (None, None, "")
    clock.advance(300)
    assert [one.minutes for one in faults.open_faults(lobby_manager)] == [5]


def test_the_ticket_comes_later(lobby_manager: Shift) -> None:
    faults.report(lobby_manager, replace(ATM, ticket=""))
    assert faults.set_ticket(lobby_manager, 1, "R-200").ticket == "R-200"
    for ticket in ("", "长" * 41):
        with pytest.raises(RefusedError) as caught:
            faults.set_ticket(lobby_manager, 1, ticket)
        assert caught.value.field == "ticket"
    for act in (lambda: faults.set_ticket(lobby_manager, 7, "R"), lambda: faults.fixed(lobby_manager, 7)):
        with pytest.raises(RefusedError) as caught:
            act()
        assert caught.value.code == "unknown_fault"


def test_a_device_that_has_gone_from_the_playbook(lobby_manager: Shift) -> None:
    faults.report(lobby_manager, ATM)
    left = tuple(one for one in lobby_manager.playbook.devices if one.code != "atm")
    later = replace(lobby_manager, playbook=lobby_manager.playbook.model_copy(update={"devices": left}))
    assert [one.name for one in faults.open_faults(later)] == ["atm"]


def test_what_a_closed_days_papers_say_of_a_device_stays(lobby_manager: Shift, clock: FixedClock) -> None:
    one = faults.report(lobby_manager, ATM)
    faults.fixed(lobby_manager, one.number)
    clock.advance(timedelta(hours=8))
    close(lobby_manager)
    with pytest.raises(RefusedError) as caught:
        faults.undo_fixed(lobby_manager, one.number)
    assert caught.value.code == "day_closed"
    two = faults.report(lobby_manager, replace(ATM, key=None))
    clock.advance(timedelta(minutes=5))
    faults.fixed(lobby_manager, two.number)
    assert faults.undo_fixed(lobby_manager, two.number).fixed_at is None
