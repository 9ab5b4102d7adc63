"""The traffic of a day: every visit is counted once in each table, with the waits of those who were greeted."""

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lobby_tui.desk import crowding, days, referrals, traffic, visit_endings, visits
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.traffic import Count, Line, Traffic
from lobby_tui.errors import RefusedError
from lobby_tui.models.clock import FixedClock
from tests.desk.test_checklists import close

MONDAY = date(2026, 11, 23)


def shown(shift: Shift, day: date | None = None) -> Traffic:
    found = traffic.of_day(shift, day)
    assert found is not None
    return found


def counts(lines: tuple[Line, ...]) -> dict[str, int]:
    return {line.code: line.count.visits for line in lines}


def greeted(shift: Shift, clock: FixedClock, need: str, minutes: int) -> None:
    """Somebody who waits, and is then sent where the playbook says."""
    visit = visits.greet(shift)
    visits.ask(shift, visit.id, need)
    clock.advance(minutes * 60)
    visit_endings.send(shift, visit.id)


def test_no_day_no_traffic(lobby_manager: Shift) -> None:
    assert traffic.of_day(lobby_manager) is None
    with pytest.raises(RefusedError):
        traffic.of_day(lobby_manager, MONDAY)


def test_a_morning(lobby_manager: Shift, clock: FixedClock) -> None:
    visits.count(lobby_manager, "cash_small", number=4)  # 09:30
    greeted(lobby_manager, clock, "passbook", 4)  # until 09:34
    greeted(lobby_manager, clock, "passbook", 40)  # until 10:14
    greeted(lobby_manager, clock, "passbook", 6)  # from 10:14 on
    gone = visits.greet(lobby_manager)
    visits.ask(lobby_manager, gone.id, "wealth")
    clock.advance(600)
    visit_endings.leave(lobby_manager, gone.id, "comes_back")
    visits.greet(lobby_manager)
    clock.advance(60)
    crowding.record(lobby_manager, "comfort")
    found = shown(lobby_manager)
    assert found.day.date == MONDAY
    assert found.total == Count(visits=9, left=1, timed=5, median_wait=360, longest_wait=2400)
    assert counts(found.by_hour) == {"09": 6, "10": 3}
    assert [line.name for line in found.by_hour] == ["09:00", "10:00"]
    assert counts(found.by_need) == {"cash_small": 4, "passbook": 3, "wealth": 1, "": 1}
    assert counts(found.by_place) == {"self_service": 7, "in_lobby": 1, "left": 1}
    assert counts(found.left) == {"comes_back": 1}
    assert found.left[0].name == lobby_manager.playbook.leave_reason("comes_back").name
    assert found.left[0].count.median_wait == 600
    assert [one.measure for one in found.crowding] == ["comfort"]
    by_need = {line.code: line.count for line in found.by_need}
    assert (by_need["cash_small"].median_wait, by_need["cash_small"].longest_wait) == (None, None)
    assert (by_need["passbook"].median_wait, by_need["passbook"].longest_wait) == (360, 2400)
    cells = {(cell.hour, cell.need, cell.place): cell.count.visits for cell in found.cells}
    assert cells == {
        ("09", "cash_small", "self_service"): 4, ("09", "passbook", "self_service"): 2,
        ("10", "passbook", "self_service"): 1, ("10", "wealth", "left"): 1, ("10", "", "in_lobby"): 1,
    }  # fmt: skip


def test_a_referred_customer_and_what_was_undone(lobby_manager: Shift, clock: FixedClock) -> None:
    visit = visits.greet(lobby_manager)
    clock.advance(120)
    referrals.log(lobby_manager, ReferralEntry("王小明", ["A01"], manager_no="301", visit_id=visit.id))
    visits.count(lobby_manager, "cash_small")
    visit_endings.undo_last(lobby_manager)
    found = shown(lobby_manager)
    assert counts(found.by_place) == {"referred": 1}
    assert found.total == Count(1, 0, 1, 120, 120)


def test_one_day_only_in_the_branchs_own_hours(lobby_manager: Shift, clock: FixedClock) -> None:
    visits.count(lobby_manager, "cash_small", number=3)
    crowding.record(lobby_manager, "comfort")
    close(lobby_manager)
    clock.advance(timedelta(days=1))
    visits.count(lobby_manager, "wealth")
    assert (shown(lobby_manager).total.visits, shown(lobby_manager).crowding) == (1, ())
    assert shown(lobby_manager, MONDAY).total.visits == 3
    assert counts(shown(lobby_manager, MONDAY).by_hour) == {"09": 3}


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["cash_small", "passbook", "bill"]), st.integers(0, 90), st.booleans()), max_size=8
    )
)
def test_every_table_adds_up(lobby_manager: Shift, clock: FixedClock, people: list[tuple[str, int, bool]]) -> None:
    if days.current(lobby_manager):
        close(lobby_manager)
    known = [need.code for need in lobby_manager.playbook.needs]
    waits = []
    for need, minutes, leaves in people:
        visit = visits.greet(lobby_manager)
        visits.ask(lobby_manager, visit.id, need if need in known else known[0])
        clock.advance(minutes * 60 + 1)
        waits.append(minutes * 60 + 1)
        if leaves:
            visit_endings.leave(lobby_manager, visit.id, "comes_back")
        else:
            visit_endings.send(lobby_manager, visit.id)
    if not people:
        visits.count(lobby_manager, "cash_small")
        return
    found = shown(lobby_manager)
    for table in (found.by_hour, found.by_need, found.by_place, found.cells):
        assert sum(line.count.visits for line in table) == len(people)
        assert sum(line.count.left for line in table) == sum(leaves for _, _, leaves in people)
        assert max(line.count.longest_wait or 0 for line in table) == max(waits)
    assert found.total.median_wait == int(median(waits))
