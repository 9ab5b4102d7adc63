"""The glance says what the rows say: against SQL and plain Python that know nothing of ours."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobby_tui.desk import absences, checklists, closing, complaints, faults, records, referrals, visit_endings, visits
from lobby_tui.desk.behind import Behind
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.review import glance
from lobby_tui.desk.review.glance import Glance
from lobby_tui.desk.review.glance_panels import Mark, hours, panels, staff_marks, table
from lobby_tui.desk.review.usual import Usual
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import DayState
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, MORNING, PASSWORD, types_password
from tests.desk.random_day import RandomDay, random_days

MONDAY = date(2026, 11, 23)
WEEKS = 8
LATER = MORNING + timedelta(days=9000)
SignIn = Callable[[str], Shift]


@pytest.fixture(scope="module")
def kept(branch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Shift]]:
    """One store for all drawn days, each example in weeks of its own. In a function: hypothesis would print it."""
    home = tmp_path_factory.mktemp("glances") / "home"
    shutil.copytree(branch_folder, home)
    desk = open_desk(Settings(home, "zh", CHEAP), FixedClock(LATER))
    shift = desk.sign_in("001", PASSWORD)
    yield lambda: shift
    desk.close()


_BLOCKS = count()


@st.composite
def weeks(draw: st.DrawFn) -> dict[int, dict[str, Any]]:
    """What the days were like: 0 is the day itself, 7 the same weekday a week before; others do not matter to it."""
    back = draw(st.sets(st.integers(1, 70), max_size=6))
    return {days: draw(random_days()) for days in sorted({0, *back, *(7 * (one % 11 + 1) for one in back)})}


def written(shift: Shift, drawn: dict[int, dict[str, Any]]) -> date:
    """These days, written long after those of the example before."""
    day = MONDAY + timedelta(weeks=12 * (next(_BLOCKS) + 1))
    with shift.writing() as writing:
        for back in sorted(drawn, reverse=True):
            RandomDay(shift, writing.session, day - timedelta(days=back)).write(drawn[back])
        writing.record("test", "test")
    return day


def by_hour(drawn: dict[str, Any]) -> dict[str, int]:
    """Customers of a drawn day by the hour; minutes are counted from nine o'clock."""
    came = (one["minute"] for one in drawn["visits"] if one["state"] != "undone")
    return dict(Counter(f"{9 + minute // 60:02}" for minute in came))


@settings(max_examples=20)
@given(weeks())
def test_it_says_what_was_written(kept: Callable[[], Shift], drawn: dict[int, dict[str, Any]]) -> None:
    day = written(kept(), drawn)
    found = glance.of_day(kept(), day)
    assert found is not None
    seen = [one for one in drawn[0]["visits"] if one["state"] != "undone"]
    assert found.visits.total == len(seen)
    assert found.visits.by_hour == by_hour(drawn[0])
    assert found.visits.by_zone == Counter(one["zone"] for one in seen if one["zone"])
    assert found.visits.waiting == sum(one["state"] == "in_lobby" for one in seen)
    assert found.visits.left == sum(one["state"] == "left" for one in seen)
    assert found.visits.missed == sum(one["not_referred_reason"] is not None for one in seen)
    made = [one for one in drawn[0]["referrals"] if not one["undone"]]
    assert found.referrals.total == len(made)
    assert found.referrals.introduced == sum(one["status"] == "introduced" for one in made)
    assert found.referrals.to_follow_up == sum(one["status"] == "to_follow_up" for one in made)
    assert found.referrals.unanswered == sum(one["answer"] is None for one in made)
    assert found.referrals.confirmed == sum(one["answer"] == "accepted" for one in made)
    assert found.referrals.returned == sum(one["answer"] == "returned" for one in made)
    assert found.referrals.with_result == sum(one["opened"] is not None for one in made)
    assert found.complaints.received == len(drawn[0]["complaints"])
    identified = Counter(one["identified_by"] for one in made)
    assert {one.person.no: one.referrals for one in found.staff if one.referrals} == identified
    # The usual: only the same weekdays of the last weeks.
    same = [by_hour(one) for back, one in drawn.items() if back and back % 7 == 0 and back // 7 <= WEEKS]
    assert found.usual.days == len(same)
    names = {hour for one in same for hour in one}
    middle = {hour: median(one.get(hour, 0) for one in same) for hour in names} if len(same) > 1 else {}
    assert found.usual.by_hour == middle
    assert found.usual.total == (median(sum(one.values()) for one in same) if len(same) > 1 else None)


@settings(max_examples=15)
@given(random_days())
def test_every_mark_is_as_many_as_its_records(kept: Callable[[], Shift], drawn: dict[str, Any]) -> None:
    head = kept()
    found = glance.of_day(head, written(head, {0: drawn}))
    assert found is not None
    for mark in marks(head, found):
        if isinstance(mark.opens, Behind):
            assert records.page(head, found.day.date, mark.opens).value == mark.value, mark
    codes = [mark.code for mark in marks(head, found)]
    assert len(codes) == len(set(codes))
    shown = table(found, head.playbook)
    assert [row[2] for row in shown.rows] == [
        mark.value for mark in marks(head, found) if not mark.code.startswith("staff:")
    ]


def marks(shift: Shift, found: Glance) -> list[Mark]:
    inside = [mark for panel in panels(found, shift.playbook) for mark in panel.marks]
    return [*inside, *hours(found), *staff_marks(found)]


@pytest.mark.parametrize(
    ("counts", "quiet", "total", "ten", "until"),
    [
        ([], True, None, None, None),
        ([{"09": 4}], True, None, None, None),
        ([{"09": 4}, {"10": 2}], False, 3, 1, 2),
        ([{"09": 1, "10": 5}, {"09": 2, "10": 6}, {"09": 30, "10": 1}], False, 8, 5, 2),
    ],
)
def test_what_is_usual(
    counts: list[dict[str, int]], quiet: bool, total: float | None, ten: float | None, until: float | None
) -> None:
    one = Usual(counts)
    assert (one.quiet, one.total, one.by_hour.get("10"), one.until("10")) == (quiet, total, ten, until)


def test_a_day_as_it_is_worked(sign_in: SignIn, clock: FixedClock) -> None:
    head, manager, teller = sign_in("001"), sign_in("101"), sign_in("201")
    assert glance.of_day(head) is None
    visits.count(manager, "cash_small", number=2)
    gone = visits.greet(manager)
    clock.advance(60)
    visit_endings.leave(manager, gone.id, "other")
    visits.greet(manager)
    clock.advance(25 * 60)
    visits.greet(manager)
    clock.advance(60)
    logged = referrals.log(teller, ReferralEntry(customer="王小明", signals=["A01"], manager_no="301"))
    assert logged.referral.number == 1
    checklists.tick(manager, "opening", "folder")
    faults.report(manager, NewFault("atm", "吞卡"))
    absences.plan(head, "302", MONDAY, MONDAY, "301")
    found = glance.of_day(head)
    assert found is not None
    assert found.is_open
    assert (found.visits.total, found.visits.waiting, found.visits.longest_now) == (5, 2, 26 * 60)
    assert (found.visits.until, found.visits.so_far) == ("09", 0)
    assert found.usual.quiet
    assert found.faults == 1
    opening = next(one for one in found.rounds if one.code == "opening")
    assert (opening.done, opening.items, opening.gap) == (1, 7, True)
    assert not any(one.gap for one in found.rounds if one.code != "opening")
    people = {one.person.no: one for one in found.staff}
    assert [one.person.no for one in found.staff] == sorted(people)
    assert (people["101"].entries, people["101"].referrals, people["101"].quiet) == (7, 0, False)
    assert (people["201"].entries, people["201"].referrals) == (1, 1)
    assert people["201"].last == clock.now()
    assert people["202"].quiet
    assert people["302"].away
    assert not people["302"].quiet
    assert people["302"].stand_in
    assert people["302"].stand_in.no == "301"
    urgent = {mark.code for mark in marks(head, found) if mark.urgent}
    assert urgent == {"longest", "list:opening"}


def test_complaints_and_their_deadlines(sign_in: SignIn, clock: FixedClock) -> None:
    head = sign_in("001")
    for days in (0, 3, 20):
        clock.advance(timedelta(days=days))
        complaints.register(sign_in("201"), ComplaintEntry(kind="fees", what="收费未告知"))
    found = glance.of_day(head)
    assert found is not None
    here = found.complaints
    # Fifteen days each: two are past theirs after 23 days, the third has all of its own.
    assert (here.received, here.running, here.late, here.near, here.unhandled) == (3, 3, 2, 0, 3)
    assert here.next_due == head.today() + timedelta(days=15)
    clock.advance(timedelta(days=13))
    later = glance.of_day(head)
    assert later is not None
    assert (later.complaints.late, later.complaints.near) == (2, 1)
    clock.advance(timedelta(days=2))
    last_day = glance.of_day(head)
    assert last_day is not None
    assert (last_day.complaints.late, last_day.complaints.near) == (2, 1)
    assert last_day.complaints.next_due == head.today()


def test_after_closing_it_shows_the_day_that_was_closed(sign_in: SignIn, clock: FixedClock) -> None:
    head, manager = sign_in("001"), sign_in("101")
    visits.count(manager, "cash_small", number=3)
    closing.close(types_password(manager), carry_over="next_day")
    found = glance.of_day(head)
    assert found is not None
    assert found.day.state is DayState.CLOSED
    assert (found.visits.total, found.visits.until, found.visits.so_far) == (3, None, 3)
    clock.advance(timedelta(days=1))
    visits.count(manager, "cash_small")
    today, before = glance.of_day(head), glance.of_day(head, MONDAY)
    assert today is not None
    assert before is not None
    assert (today.day.date, today.visits.total, before.visits.total) == (MONDAY + timedelta(days=1), 1, 3)
    with pytest.raises(RefusedError):
        glance.of_day(head, date(2026, 11, 1))


def test_a_day_left_open_is_compared_with_whole_days(sign_in: SignIn, clock: FixedClock) -> None:
    visits.count(sign_in("101"), "cash_small")
    clock.advance(timedelta(days=1))
    found = glance.of_day(sign_in("001"))
    assert found is not None
    assert found.day.stale
    assert found.visits.until is None


@pytest.mark.parametrize("no", ["101", "102", "201", "301"])
def test_it_is_for_the_head(sign_in: SignIn, no: str) -> None:
    with pytest.raises(NotAllowedError):
        glance.of_day(sign_in(no))
