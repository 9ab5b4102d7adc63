"""Every figure opens the records behind it: the same number, against SQL that knows nothing of ours."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from sqlmodel import Session

from lobby_tui.desk import (
    closing,
    days,
    faults,
    figures,
    records,
    referrals,
    second_person,
    signing,
    summary,
    visit_endings,
    visits,
)
from lobby_tui.desk.behind import Behind, Kind, Measure
from lobby_tui.desk.day_rows import YES
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.figures import DayFigures, Figure
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.records import PAGE
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import Language, catalogue
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, MORNING, PASSWORD, types_password
from tests.desk.random_day import RandomDay, random_days

MONDAY = date(2026, 11, 23)
LATER = MORNING + timedelta(days=4000)

# What each key means, said once more and in SQL. Shanghai has no summer time, so eight hours are always eight.
VISITS = {
    "state": "v.state = ?",
    "zone": "ifnull(v.zone, '') = ?",
    "hour": "strftime('%H', v.arrived_at, '+8 hours') = ?",
    "need": "ifnull(v.need, '') = ?",
    "left": "ifnull(v.leave_reason, '') = ?",
    "not_referred": "iif(v.not_referred_reason IS NULL, '', 'yes') = ?",
    "timed": "iif(v.ended_at IS v.arrived_at, '', 'yes') = ?",
}
REFERRALS = {
    "status": "r.status = ?",
    "answer": "ifnull(r.answer, '') = ?",
    "result": "iif(r.outcome IS NULL, '', 'yes') = ?",
    "manager": "ifnull((SELECT no FROM staff WHERE id = r.manager_id), '') = ?",
    "role": "(SELECT role FROM staff WHERE id = r.identified_by) = ?",
    "staff": "(SELECT no FROM staff WHERE id = r.identified_by) = ?",
    "second": "iif(r.second_to IS NULL, '', 'yes') = ?",
    "product": "? = p.product",
}
SUMS = {
    Measure.OPENED: "SELECT o.opened FROM referral r JOIN result o ON o.referral_id = r.id",
    Measure.SOLD: "SELECT p.quantity FROM referral r JOIN result o ON o.referral_id = r.id "
    "JOIN result_product p ON p.result_id = o.id",
}
WAIT = "SELECT strftime('%s', ifnull(v.ended_at, ?)) - strftime('%s', v.arrived_at) FROM visit v"
REST = {
    Kind.COMPLAINTS: "SELECT 1 FROM complaint WHERE day_id = :day",
    Kind.INCIDENTS: "SELECT 1 FROM incident WHERE day_id = :day",
    Kind.CARRIED: "SELECT 1 FROM carried_gap WHERE day_id = :day",
    Kind.FAULTS: "SELECT 1 FROM device_fault WHERE day_id = :day",
}


class Counter:
    """An independent count of one day."""

    def __init__(self, session: Session, shift: Shift, day: date) -> None:
        self._run = session.connection().exec_driver_sql
        (self.day,) = self.ask("SELECT id FROM business_day WHERE date = ?", day.isoformat())
        (self.closed_at,) = self.ask("SELECT closed_at FROM business_day WHERE date = ?", day.isoformat())
        self.now = shift.now().strftime("%Y-%m-%dT%H:%M:%S")

    def ask(self, query: str, *values: Any) -> list[Any]:
        return [row[0] for row in self._run(query, values)]

    def figure(self, behind: Behind) -> int:
        """The figure that these records make."""
        rows = self.rows(behind)
        match behind.measure:
            case Measure.COUNT:
                return len(rows)
            case Measure.LONGEST:
                return max(rows, default=0)
            case Measure.MEDIAN:
                return int(median(rows)) if rows else 0
        return sum(rows)

    def rows(self, behind: Behind) -> list[int]:
        """What each record adds; those that add nothing to a sum are not behind it."""
        codes = [code for _, code in behind.where]
        if behind.kind is Kind.VISITS:
            wanted = " AND ".join(["v.day_id = ?", "v.state <> 'undone'", *(VISITS[key] for key, _ in behind.where)])
            waits = [max(0, each) for each in self.ask(f"{WAIT} WHERE {wanted}", self.now, self.day, *codes)]
            return [1] * len(waits) if behind.measure is Measure.COUNT else waits
        if behind.kind is Kind.REFERRALS:
            wanted = " AND ".join(["r.day_id = ?", "r.undone_at IS NULL", *(REFERRALS[key] for key, _ in behind.where)])
            query = SUMS.get(behind.measure, "SELECT 1 FROM referral r")
            return [each for each in self.ask(f"{query} WHERE {wanted}", self.day, *codes) if each]
        if behind.code("open") == YES:
            return self.ask(
                "SELECT 1 FROM device_fault WHERE reported_at <= ? AND (fixed_at IS NULL OR fixed_at > ?)",
                self.closed_at,
                self.closed_at,
            )
        query = REST[behind.kind].replace(":day", "?")
        if behind.code("kind"):
            return self.ask(f"{query} AND kind = ?", self.day, behind.code("kind"))
        return self.ask(query, self.day)


@pytest.fixture(scope="module")
def kept(branch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Shift]]:
    """A store of its own, to which each example adds a day. Hidden in a function: hypothesis would print it whole."""
    home = tmp_path_factory.mktemp("figures") / "home"
    shutil.copytree(branch_folder, home)
    desk = open_desk(Settings(home, "zh", CHEAP), FixedClock(LATER))
    shift = desk.sign_in("001", PASSWORD)
    yield lambda: shift
    desk.close()


def written(shift: Shift, drawn: dict[str, Any]) -> date:
    """A day with these records, after all days that there are."""
    known = days.latest(shift, limit=1)
    day = known[0].date + timedelta(days=1) if known else MONDAY
    with shift.writing() as writing:
        RandomDay(shift, writing.session, day).write(drawn)
        writing.record("test", "test")
    return day


def all_of(found: DayFigures) -> Iterator[Figure]:
    for group in found.groups:
        yield from group.figures


@settings(max_examples=25)
@given(random_days())
def test_every_figure_is_that_of_its_records(kept: Callable[[], Shift], drawn: dict[str, Any]) -> None:
    supervisor = kept()
    day = written(supervisor, drawn)
    found = figures.of_day(supervisor, day)
    assert found.day.date == day
    with supervisor.reading() as session:
        counter = Counter(session, supervisor, day)
        for one in all_of(found):
            page = records.page(supervisor, day, one.behind)
            assert one.value == page.value == counter.figure(one.behind), one
            assert page.total == len(page.lines) == len(counter.rows(one.behind)), one
            assert sorted(line.amount for line in page.lines) == sorted(counter.rows(one.behind)), one
            assert len({line.id for line in page.lines}) == page.total
            assert all(len(line.cells) == len(page.columns) for line in page.lines)


@settings(max_examples=25)
@given(random_days())
def test_the_summary_has_the_same_figures(kept: Callable[[], Shift], drawn: dict[str, Any]) -> None:
    supervisor = kept()
    day = written(supervisor, drawn)
    found = summary.of_day(supervisor, day)
    assert found is not None
    with supervisor.reading() as session:
        counter = Counter(session, supervisor, day)
        visits_, referrals_ = Behind(Kind.VISITS), Behind(Kind.REFERRALS)
        assert found.visits == counter.figure(visits_)
        assert found.in_lobby == counter.figure(visits_.of(state="in_lobby"))
        assert found.left == counter.figure(visits_.of(state="left"))
        assert found.not_referred == counter.figure(visits_.of(not_referred=YES))
        assert found.longest_wait == counter.figure(visits_.by(Measure.LONGEST))
        assert found.median_wait == counter.figure(visits_.by(Measure.MEDIAN))
        for zone, wait in found.longest_wait_by_zone.items():
            assert wait == counter.figure(visits_.of(zone=zone).by(Measure.LONGEST))
        assert found.introduced == counter.figure(referrals_.of(status="introduced"))
        assert found.to_follow_up == counter.figure(referrals_.of(status="to_follow_up"))
        assert found.referrals == found.unconfirmed + found.accepted + found.returned
        assert found.unconfirmed == counter.figure(referrals_.of(answer=""))
        assert found.accepted == counter.figure(referrals_.of(answer="accepted"))
        assert found.with_result == counter.figure(referrals_.of(result=YES))
        assert found.second_claims == counter.figure(referrals_.of(second=YES))
        for key, counts in (("hour", found.by_hour), ("need", found.by_need), ("zone", found.routed)):
            assert {code: counter.figure(visits_.of(**{key: code})) for code in counts} == counts
        assert sum(found.by_hour.values()) == sum(found.by_need.values()) == found.visits
        for key, counts in (
            ("manager", found.received_by_manager),
            ("role", found.identified_by_role),
            ("staff", found.identified_by_staff),
        ):
            assert {code: counter.figure(referrals_.of(**{key: code})) for code in counts} == counts
        assert sum(found.identified_by_role.values()) == sum(found.identified_by_staff.values()) == found.referrals
        assert found.complaints == counter.figure(Behind(Kind.COMPLAINTS)) == len(drawn["complaints"])
        assert found.incidents == counter.figure(Behind(Kind.INCIDENTS)) == drawn["incidents"]
        assert found.carried == counter.figure(Behind(Kind.CARRIED)) == drawn["carried"]
        assert found.open_faults == counter.figure(Behind(Kind.FAULTS, (("open", YES),)))


def named(found: DayFigures, group: str, name: str) -> Figure:
    """The figure with this English name; of several the first."""
    render = catalogue("en").render
    (figures_,) = [one.figures for one in found.groups if render(one.title) == group]
    return next(one for one in figures_ if render(one.name) == name)


def test_a_day_as_it_is_worked(lobby_manager: Shift, clock: FixedClock) -> None:
    visits.count(lobby_manager, "cash_small", number=2)
    visit = visits.greet(lobby_manager)
    clock.advance(timedelta(minutes=12, seconds=5))
    visit_endings.send(lobby_manager, visit.id, "vip_area")
    referrals.log(lobby_manager, ReferralEntry(customer="欧阳娜娜", signals=["A01"], manager_no="301"))
    found = figures.of_day(lobby_manager, MONDAY)
    assert named(found, "Traffic", "Visits").value == 3
    wait = named(found, "Traffic", "Longest wait")
    assert (wait.value, wait.text) == (725, "12:05")
    assert named(found, "Traffic", "Median wait").value == 725  # those only counted have no wait
    assert named(found, "Visits by zone", "VIP area").value == 1
    assert named(found, "Identified by role", "Lobby manager").value == 1
    received = named(found, "Received by customer managers", "陈伟")
    (line,) = records.page(lobby_manager, MONDAY, received.behind).lines
    assert "欧阳*娜" in line.cells
    assert "欧阳娜娜" not in str(line)


def test_what_is_nothing_is_said_and_parts_of_nothing_are_not(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    found = figures.of_day(lobby_manager, MONDAY)
    assert named(found, "Complaints, machines, incidents", "Complaints received").value == 0
    assert named(found, "Referrals", "Returned").value == 0
    assert [group.title.text for group in found.groups if not group.figures] == [
        "Received by customer managers", "Identified by role", "Identified by person",
        "Products from these referrals", "Left unserved, by reason",
    ]  # fmt: skip
    assert all(one.value for one in all_of(found) if one.depth and one.behind.kind is Kind.VISITS)


def test_many_records_come_in_pages(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small", number=PAGE + 30)
    behind = Behind(Kind.VISITS).of(need="cash_small")
    first, second = (records.page(lobby_manager, MONDAY, behind, offset) for offset in (0, PAGE))
    assert (len(first.lines), len(second.lines), second.offset) == (PAGE, 30, PAGE)
    assert first.total == first.value == second.value == PAGE + 30
    numbers = [line.cells[0] for line in (*first.lines, *second.lines)]
    assert numbers == [str(number) for number in range(1, PAGE + 31)]
    assert records.page(lobby_manager, MONDAY, behind, PAGE + 30).lines == ()


def test_a_machine_is_out_of_order_on_every_day_until_it_is_fixed(lobby_manager: Shift, clock: FixedClock) -> None:
    fault = faults.report(lobby_manager, NewFault("atm", "不出钞"))
    closing.close(lobby_manager, carry_over="next_day")
    clock.advance(timedelta(days=1))
    visits.count(lobby_manager, "cash_small")
    tuesday = MONDAY + timedelta(days=1)
    faults.fixed(lobby_manager, faults.report(lobby_manager, NewFault("atm", "卡纸")).number)
    for fixed in (False, True):
        if fixed:
            faults.fixed(lobby_manager, fault.number)
        on_monday, today = summary.of_day(lobby_manager, MONDAY), summary.of_day(lobby_manager, tuesday)
        assert on_monday
        assert today
        assert (on_monday.open_faults, today.open_faults) == (1, 0 if fixed else 1)
        behind = Behind(Kind.FAULTS, (("open", YES),))
        assert records.page(lobby_manager, tuesday, behind).total == today.open_faults


def test_who_may_look_behind_what(sign_in: Callable[[str], Shift]) -> None:
    visits.count(sign_in("101"), "cash_small")
    guide, teller = sign_in("102"), sign_in("201")
    assert records.page(guide, MONDAY, Behind(Kind.VISITS)).total == 1
    assert named(figures.of_day(guide, MONDAY), "Referrals", "Referrals").value == 0
    for kind in (Kind.REFERRALS, Kind.COMPLAINTS, Kind.INCIDENTS, Kind.CARRIED):
        with pytest.raises(NotAllowedError):
            records.page(guide, MONDAY, Behind(kind))
        assert records.page(sign_in("101"), MONDAY, Behind(kind)).total == 0
    for kind in Kind:
        with pytest.raises(NotAllowedError):
            records.page(teller, MONDAY, Behind(kind))
    with pytest.raises(NotAllowedError):
        figures.of_day(teller, MONDAY)


def test_there_are_no_figures_of_a_day_that_was_none(lobby_manager: Shift) -> None:
    with pytest.raises(RefusedError):
        figures.of_day(lobby_manager, MONDAY)
    with pytest.raises(RefusedError):
        records.page(lobby_manager, MONDAY, Behind(Kind.VISITS))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_reads_in_both_languages(kept: Callable[[], Shift], language: Language) -> None:
    supervisor = kept()
    render = catalogue(language).render
    day = written(supervisor, BUSY)
    found = figures.of_day(supervisor, day)
    assert all(group.figures for group in found.groups)
    for one in all_of(found):
        page = records.page(supervisor, day, one.behind)
        texts = [one.name, one.text, *page.columns, *(cell for line in page.lines for cell in line.cells)]
        assert all(isinstance(render(text), str) for text in texts)
    kinds = ("Complaints received", "Staff service", "Fees")
    assert [named(found, "Complaints, machines, incidents", kind).value for kind in kinds] == [3, 1, 2]
    assert render(named(found, "Products from these referrals", "Fund").text) in ("12 笔", "12 purchases")


BUSY: dict[str, Any] = {
    "visits": [
        {"state": state, "minute": 60 * place, "waited": 60 * place, "zone": "vip_area" if state == "routed" else None,
         "need": "wealth", "leave_reason": "comes_back" if state == "left" else None, "not_referred_reason": "declined"}
        for place, state in enumerate(["in_lobby", "routed", "referred", "left"])
    ],
    "referrals": [
        {"status": "introduced", "manager": "301", "identified_by": "201", "answer": "accepted", "opened": 2,
         "sold": {"fund": 12}, "second": True, "undone": False},
        {"status": "to_follow_up", "manager": None, "identified_by": "101", "answer": "returned", "opened": 0,
         "sold": {}, "second": False, "undone": False},
    ],
    "complaints": ["service", "fees", "fees"],
    "faults": [None],
    "incidents": 1,
    "carried": 1,
}  # fmt: skip


def test_a_day_that_is_closed_again_ends_when_it_did(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock
) -> None:
    visits.count(lobby_manager, "cash_small")
    monday = lobby_manager.today()
    closing.close(lobby_manager, carry_over="next_day")
    head = sign_in("001")
    signing.reopen(head, monday, "漏记一笔", second_person.prove(head, "101", PASSWORD))
    clock.advance(timedelta(days=1))
    faults.report(lobby_manager, NewFault("atm", "吞卡"))
    closing.close(types_password(lobby_manager), monday, carry_over="next_day")
    found = summary.of_day(lobby_manager, monday)
    assert found is not None
    assert found.open_faults == 0
