"""The sample branch: lifelike, whole, and the same for the same seed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import SQLModel, col, func, select

from lobby_tui.desk import (
    absences,
    checkup,
    days,
    faults,
    follow_ups,
    gaps,
    lobby,
    meetings,
    outcomes,
    signing,
    summary,
    worklist,
)
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.sample import Sample, make_sample
from lobby_tui.desk.sample_life import branch as sample_branch
from lobby_tui.desk.sample_life.complaints import stories
from lobby_tui.desk.sample_life.people import PASSWORD, Customers
from lobby_tui.desk.sample_life.time import PUBLIC, so_far, working_days
from lobby_tui.desk.shift import Shift
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.branch import Branch
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.contacts import parse_contact
from lobby_tui.models.enums import Decision, MeetingKind
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.identifiers import parse_identifier
from lobby_tui.models.text import clean
from lobby_tui.models.visit import Visit
from lobby_tui.settings import Settings

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # a Tuesday, 11:00 in Shanghai


def _opened(home: Path, now: datetime = NOW) -> tuple[Desk, Shift]:
    desk = open_desk(Settings(home), FixedClock(now))
    return desk, desk.sign_in("001", PASSWORD)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return make_sample(Settings(tmp_path_factory.mktemp("sample") / "home"), NOW, days=1, seed=7)


@pytest.fixture
def supervisor(made: Sample) -> Iterator[Shift]:
    desk, shift = _opened(made.home)
    yield shift
    desk.close()


def test_a_day_is_as_busy_as_a_branch(supervisor: Shift, made: Sample) -> None:
    figures = summary.of_day(supervisor, date(2026, 11, 23))
    assert figures is not None
    assert 250 <= figures.visits <= 450
    assert 10 <= figures.referrals <= 45
    assert figures.introduced > figures.to_follow_up > 0
    assert figures.not_referred > 0
    assert figures.in_lobby == 0
    assert set(figures.by_hour) == {f"{hour:02}" for hour in range(9, 17)}
    assert max(figures.by_hour, key=lambda hour: figures.by_hour[hour]) in ("10", "12")
    assert figures.by_hour["12"] > figures.by_hour["16"]
    assert len(figures.identified_by_role) >= 3
    today = summary.of_day(supervisor)
    assert today is not None
    assert (made.visits, made.referrals) == (
        figures.visits + today.visits,
        figures.referrals + today.referrals,
    )


def test_today_is_alive(supervisor: Shift) -> None:
    waits = [visit.waited(NOW) for visit in lobby.in_lobby(supervisor)]
    assert 3 <= len(waits) <= 5
    assert all(60 <= wait <= 20 * 60 for wait in waits)
    assert {visit.step for visit in lobby.in_lobby(supervisor)} >= {"ask", "spot"}
    assert [day.date for day in days.latest(supervisor)] == [date(2026, 11, 24), date(2026, 11, 23)]


def test_its_store_is_whole(supervisor: Shift) -> None:
    found = checkup.check(supervisor)
    assert found.problems == ()
    assert found.replayed
    assert found.events > 300


def test_every_kind_of_record_is_there(supervisor: Shift) -> None:
    with supervisor.reading() as session:
        actions = set(session.exec(select(AuditEvent.action)).all())
        visits = session.exec(select(Visit)).all()
    assert actions >= {"visits_counted", "visit_greeted", "visit_asked", "signal_seen", "visit_routed",
                       "referral_logged", "referral_changed", "referral_revealed", "day_closed"}  # fmt: skip
    assert {visit.state for visit in visits} >= {"in_lobby", "routed", "referred"}
    assert any(visit.assistance for visit in visits)
    assert any(visit.zone_reason for visit in visits)
    page = referral_search.of_day(supervisor, date(2026, 11, 23), undone=True)
    assert any(one.masked_identifier for one in page.rows)
    assert any(one.remarks for one in page.rows)


# The branch's own row holds what is sealed with its keys.
_SAME: tuple[type[SQLModel], ...] = tuple(table for table in checkup.AUDITED if table is not Branch)
# What a branch does only with papers and files of others.
_NEVER = {"crm_export", "result_import", "import_line"}


def test_every_part_of_the_work_has_left_its_records(supervisor: Shift) -> None:
    with supervisor.reading() as session:
        counts = {table: session.exec(select(func.count()).select_from(table)).one() for table in checkup.AUDITED}
        actions = set(session.exec(select(AuditEvent.action)).all())
    empty = {str(table.__tablename__) for table, count in counts.items() if not count}
    assert empty == _NEVER
    assert actions >= {
        "referral_accepted", "referral_returned", "result_recorded", "checklist_ticked",
        "meeting_held", "fault_reported", "fault_ticket", "crowding_recorded", "incident_reported", "incident_closed",
        "complaint_registered", "complaint_calmed", "complaint_investigated", "complaint_decided", "complaint_notified",
        "complaint_archived", "complaint_made_complex", "complaint_extended", "complaint_withdrawn", "absence_planned",
        "follow_up_done", "calendar_day_set", "day_closed",
    }  # fmt: skip
    assert actions & {"credit_shared", "credit_not_shared"}


def test_most_referrals_are_answered_on_their_day(supervisor: Shift) -> None:
    figures = summary.of_day(supervisor, date(2026, 11, 23))
    assert figures is not None
    assert figures.unconfirmed < 0.4 * figures.referrals
    assert figures.with_result > 0.4 * figures.referrals
    assert 0 < figures.carried <= 20
    shown = gaps.of_day(supervisor, date(2026, 11, 23))
    # What was accepted since lacks its result now: another gap of the same referral.
    assert {gap.subject for gap in shown.gaps} <= {one.subject for one in shown.carried}, "each has a reason"
    assert {one.reason for one in shown.carried} <= {"next_day", "customer", "others", "manager_away"}


def test_everybody_finds_something_that_waits(made: Sample) -> None:
    desk, supervisor = _opened(made.home)
    try:
        today, yesterday = days.latest(supervisor)
        assert (today.state, yesterday.state) == ("open", "closed"), "yesterday waits for the signature"
        assert gaps.of_day(supervisor, today.date).gaps
        unfiled = complaint_lists.unfiled(supervisor).rows
        assert any(one.clock.near for one in unfiled)
        assert any(one.clock.extended for one in unfiled)
        assert any(one.handler is None for one in unfiled)
        lobby_manager, manager = (desk.sign_in(no, PASSWORD) for no in ("101", "301"))
        assert [fault.ticket for fault in faults.open_faults(lobby_manager)].count("") == 1
        rows = worklist.of_me(manager).rows
        assert {row.section for row in rows} >= {"confirm", "result"}
        assert any(row.stands_in and row.handover for row in worklist.of_me(manager).rows)
        assert follow_ups.due(manager, NOW.date())
        away = absences.planned(supervisor)
        assert [(one.person.no, one.stand_in and one.stand_in.no) for one in away] == [("303", "301")]
        assert outcomes.mine(desk.sign_in("201", PASSWORD)).rows
    finally:
        desk.close()


def test_both_meetings_were_held(supervisor: Shift) -> None:
    for kind in MeetingKind:
        sheet = meetings.sheet(supervisor, date(2026, 11, 23), kind)
        assert sheet.held_by
        assert any(answer for _, answer in sheet.questions)
        assert sheet.present >= 8


def test_a_week_is_signed_and_one_day_was_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lobby_tui.desk.sample._A_DAY", (40, 50))
    make_sample(Settings(tmp_path / "home"), NOW, days=5, seed=2)
    desk, shift = _opened(tmp_path / "home")
    try:
        assert [day.state for day in days.latest(shift)] == ["open", "closed", *["signed"] * 4]
        moves = [one.kind for one in signing.history(shift, days.latest(shift)[4].date)]
        assert moves == ["closed", "signed", "reopened", "closed", "signed"]
        urgencies = {one.urgency for one in follow_ups.due(shift)}
        assert urgencies & {"overdue", "climbed"}
        assert urgencies & {"due", "later"}
        with shift.reading() as session:
            outcome = set(session.exec(select(FollowUp.outcome).where(col(FollowUp.done_at).is_not(None))).all())
            fixed = session.exec(select(DeviceFault).where(col(DeviceFault.fixed_at).is_not(None))).all()
            decisions = set(session.exec(select(Confirmation.decision)).all())
        assert decisions == set(Decision)
        assert len(outcome) >= 4
        assert fixed
        assert checkup.check(shift).problems == ()
    finally:
        desk.close()


@pytest.mark.parametrize("count", [1, 2, 6, 25])
def test_complaints_are_told_back_from_today(count: int) -> None:
    today = date(2026, 11, 24)
    lived = [*working_days(today, count - 1), today]
    told = stories(sample_branch.events()["complaints"], lived)
    assert len(told) == (8 if count == 25 else 6)
    for story in told:
        moments = [story.registered_on, *(on for on, _ in story.steps)]
        assert moments == sorted(moments)
        assert set(moments) <= set(lived)
        assert story.received_on <= story.registered_on


def _content(home: Path) -> list[Any]:
    """All rows but the keyed ones."""
    desk, shift = _opened(home)
    try:
        with shift.reading() as session:
            rows = [row.model_dump() for table in _SAME for row in session.exec(select(table))]
            events = session.exec(select(AuditEvent).where(AuditEvent.seq > 0).order_by(AuditEvent.seq)).all()  # type: ignore[arg-type]
            said = [(one.at, one.staff_id, one.action, one.subject, one.detail, sorted(one.rows)) for one in events]
    finally:
        desk.close()
    for row in rows:
        for keyed in ("identifier_index", "contact_index", "chain", "head"):
            row.pop(keyed, None)
    return [*rows, *said[:-1]]


def test_the_same_seed_makes_the_same_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lobby_tui.desk.sample._A_DAY", (40, 50))
    made = {}
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        make_sample(Settings(tmp_path / name), NOW, days=1, seed=seed)
        made[name] = _content(tmp_path / name)
    assert len(made["one"]) > 150
    assert made["one"] == made["two"]
    assert made["one"] != made["three"]


@pytest.mark.parametrize("hour", [0, 7, 9, 12, 19])
def test_it_is_alive_at_any_hour_even_on_a_sunday(tmp_path: Path, hour: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lobby_tui.desk.sample._A_DAY", (40, 50))
    monkeypatch.setattr("lobby_tui.desk.sample._COLLEAGUES", (1, 2))
    monkeypatch.setattr("lobby_tui.desk.sample._TALKS", 0.9)
    now = datetime(2026, 11, 21, 16, 3, tzinfo=UTC) + timedelta(hours=hour)  # Sunday, 00:03 in Shanghai and on
    make_sample(Settings(tmp_path / "home"), now, days=1, seed=hour)
    desk, shift = _opened(tmp_path / "home", now)
    try:
        assert [day.date for day in days.latest(shift)] == [date(2026, 11, 22), date(2026, 11, 20)]
        visits = lobby.in_lobby(shift)
        assert len(visits) == 4, "and nobody who was forgotten"
        assert all(visit.arrived_at <= now for visit in visits)
        assert not days.latest(shift)[0].stale
    finally:
        desk.close()


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 30))
def test_working_days_end_yesterday_and_skip_weekends_and_holidays(today: date, count: int) -> None:
    found = working_days(today, count)
    assert len(found) == count
    first = found[0] if found else today
    between = [first + timedelta(days=number) for number in range((today - first).days)]
    assert found == [day for day in between if PUBLIC.works_on(day)]


def test_nobody_works_on_the_national_day() -> None:
    assert working_days(date(2025, 10, 10), 2) == [date(2025, 9, 30), date(2025, 10, 9)]


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_window_of_today_ends_now_and_lies_in_today(now: datetime) -> None:
    window = so_far(now)
    assert window.start <= window.end == now
    assert window.start.date() == window.end.date()


@given(st.integers(0, 10**9))
def test_customers_are_invented_and_pass_every_check(seed: int) -> None:
    customers = Customers(Random(seed))
    for sex in ("male", "female"):
        name = customers.name(sex)  # type: ignore[arg-type]
        assert clean(name, limit=60, field="customer") == name
        contact = parse_contact(customers.contact())
        assert contact is not None
        if contact.kind == "mobile":
            assert contact.value[:3] in ("154", "164")
        identifier = parse_identifier(customers.identifier(sex))  # type: ignore[arg-type]
        assert identifier is not None
        if identifier.kind == "id_card":
            assert identifier.value.startswith("999999")
