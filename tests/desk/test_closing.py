"""Closing, signing and reopening: what is missing, what is carried over, who may, and what is kept of it."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from lobby_tui.desk import (
    answers,
    checklists,
    closing,
    complaints,
    days,
    faults,
    gaps,
    incidents,
    referrals,
    results,
    second_person,
    signing,
    summary,
    visit_endings,
    visits,
)
from lobby_tui.desk.closing import GapsError
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.gap.kinds import GAP_KINDS, MENDED_IN, Gap, GapKey, GapKind
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import BusinessDay, CarriedGap, DayMove
from lobby_tui.models.enums import DayMoveKind, DayState, Role
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral
from tests.conftest import PASSWORD, types_password

MONDAY = date(2026, 11, 23)
SignIn = Callable[[str], Shift]


def introduced(shift: Shift, customer: str = "王小明") -> uuid.UUID:
    return referrals.log(shift, ReferralEntry(customer, ["A01"], manager_no="301")).referral.id


def to_follow_up(shift: Shift, customer: str = "欧阳娜娜", manager: str = "302") -> uuid.UUID:
    entry = ReferralEntry(
        customer, ["B04"], status="to_follow_up", manager_no=manager, contact="010-60001234",
        best_time="afternoon", consent=True,
    )  # fmt: skip
    return referrals.log(shift, entry).referral.id


def kinds(shift: Shift, day: date = MONDAY) -> list[str]:
    """What is missing, but for the checklists, which are missing every day."""
    return [gap.kind.value for gap in gaps.of_day(shift, day).gaps if gap.kind is not GapKind.CHECKLIST]


def tick_all(shift: Shift) -> None:
    for plan in shift.playbook.checklists:
        for item in plan.items:
            checklists.tick(shift, plan.code, item.code)


def without_allocation(shift: Shift, referral_id: uuid.UUID) -> None:
    """As if no rule had found a customer manager."""
    with shift.writing() as writing:
        row = writing.session.get_one(Referral, (shift.branch.id, referral_id))
        row.manager_id, row.allocation = None, "none"
        writing.session.add(row)
        writing.record("test", f"referral:{row.id}")


def rows(shift: Shift, table: type) -> list:  # type: ignore[type-arg]
    with shift.reading() as session:
        return list(session.exec(select(table)).all())


def test_every_kind_has_a_name_and_a_place() -> None:
    assert set(GAP_KINDS) == set(MENDED_IN) == set(GapKind)


def test_a_day_with_everything_done_closes_by_itself(lobby_manager: Shift, sign_in: SignIn) -> None:
    first = introduced(lobby_manager)
    results.record(sign_in("301"), first, ResultEntry(opened=1))
    tick_all(lobby_manager)
    assert gaps.of_day(lobby_manager, MONDAY).gaps == ()
    closed = closing.close(lobby_manager)
    assert (closed.day.state, closed.carried) == (DayState.CLOSED, 0)
    assert rows(lobby_manager, CarriedGap) == []


def test_what_is_missing_of_a_referral(lobby_manager: Shift, sign_in: SignIn) -> None:
    waits, accepted, returned, done = (introduced(lobby_manager, f"王小{name}") for name in "甲乙丙丁")
    manager = sign_in("301")
    answers.accept(manager, accepted)
    answers.return_(manager, returned, "unreachable")
    results.record(manager, done, ResultEntry(opened=1))
    found = gaps.of_day(lobby_manager, MONDAY).gaps
    assert {(gap.kind, gap.subject) for gap in found if gap.kind is not GapKind.CHECKLIST} == {
        (GapKind.UNCONFIRMED, waits),
        (GapKind.WITHOUT_RESULT, accepted),
        (GapKind.RETURNED, returned),
    }
    assert [gap.number for gap in found[:3]] == [1, 3, 2], "kind after kind"
    assert "王小" not in str(found), "names are masked"


def test_what_was_returned_is_settled_by_a_result_from_the_core_system(lobby_manager: Shift, sign_in: SignIn) -> None:
    row_id = introduced(lobby_manager)
    answers.return_(sign_in("301"), row_id, "unreachable")
    assert kinds(lobby_manager) == ["returned"]
    with lobby_manager.writing() as writing:
        row = writing.session.get_one(Referral, (lobby_manager.branch.id, row_id))
        row.outcome = "success"
        writing.session.add(row)
        writing.record("test", f"referral:{row.id}")
    assert kinds(lobby_manager) == []


def test_what_is_missing_of_one_to_follow_up(lobby_manager: Shift, sign_in: SignIn) -> None:
    row = to_follow_up(lobby_manager)
    assert kinds(lobby_manager) == ["unconfirmed"]
    answers.accept(sign_in("302"), row)
    follow_ups_dropped(lobby_manager)
    assert kinds(lobby_manager) == ["no_follow_up"], "accepted, and no result is asked for yet"
    without_allocation(lobby_manager, row)
    assert "without_manager" in kinds(lobby_manager)


def follow_ups_dropped(shift: Shift) -> None:
    """Whatever was planned is planned no more."""
    with shift.writing() as writing:
        for row in writing.session.exec(select(FollowUp)).all():
            row.dropped_at = shift.now()
            writing.session.add(row)
        writing.record("test", "follow_up")


def test_an_undone_referral_lacks_nothing(lobby_manager: Shift) -> None:
    referrals.undo(lobby_manager, introduced(lobby_manager))
    assert kinds(lobby_manager) == []


def test_what_else_is_missing(lobby_manager: Shift) -> None:
    faults.report(lobby_manager, NewFault(device="other", what="不出票"))
    faults.report(lobby_manager, NewFault(device="other", what="黑屏", ticket="BX-1"))
    complaints.register(
        lobby_manager, ComplaintEntry(customer="王小明", what="排队太久", kind="other", channel="phone")
    )
    assert {"fault_ticket", "complaint_calmed"} <= set(kinds(lobby_manager))
    assert kinds(lobby_manager).count("fault_ticket") == 1
    faults.set_ticket(lobby_manager, 1, "BX-2")
    assert "fault_ticket" not in kinds(lobby_manager)


def test_an_incident_is_missing_until_it_is_closed(lobby_manager: Shift) -> None:
    one = incidents.report(lobby_manager, IncidentEntry(kind="other", what="停电五分钟"))
    assert kinds(lobby_manager) == ["incident"]
    incidents.close(lobby_manager, one.id, "已恢复供电")
    assert kinds(lobby_manager) == []


def test_a_complaint_lacks_its_handler_and_the_first_talk(lobby_manager: Shift) -> None:
    one = complaints.register(lobby_manager, ComplaintEntry(kind="other", what="排队太久"))
    with lobby_manager.writing() as writing:
        row = writing.session.get_one(Complaint, (lobby_manager.branch.id, one.id))
        row.handler_id = None
        writing.session.add(row)
        writing.record("test", f"complaint:{row.id}")
    assert kinds(lobby_manager) == ["complaint_handler", "complaint_calmed"]
    complaint_steps.take(lobby_manager, one.id, StepEntry("assigned", choice="101"))
    complaint_steps.take(lobby_manager, one.id, StepEntry("calmed", note="已请到会客室"))
    assert kinds(lobby_manager) == []


def test_whoever_is_to_be_called_needs_a_contact(lobby_manager: Shift, sign_in: SignIn) -> None:
    row = introduced(lobby_manager)
    manager = sign_in("301")
    answers.accept(manager, row)
    assert kinds(lobby_manager) == ["without_result"]
    with manager.writing() as writing:
        day = writing.session.get_one(Referral, (manager.branch.id, row)).day_id
        plan = FollowUp(
            branch_id=manager.branch.id, id=manager.ids.new(), referral_id=row, day_id=day,
            owner_id=manager.person.id, kind="contact", due_on=MONDAY, created_by=manager.person.id,
            created_at=manager.now(),
        )  # fmt: skip
        writing.session.add(plan)
        writing.record("test", f"follow_up:{plan.id}")
    assert kinds(lobby_manager) == ["without_result", "no_contact"]


def test_checklists_and_meetings(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    before = gaps.of_day(lobby_manager, MONDAY)
    assert {gap.kind for gap in before.gaps} == {GapKind.CHECKLIST}
    assert len(before.hints) == 2, "a meeting that was not held is a hint, and no gap"
    tick_all(lobby_manager)
    assert gaps.of_day(lobby_manager, MONDAY).gaps == ()


def test_another_days_records_are_not_this_days_gaps(lobby_manager: Shift) -> None:
    introduced(lobby_manager)
    closing.close(lobby_manager, carry_over="next_day")
    visits.count(lobby_manager, "cash_small")
    assert kinds(lobby_manager, MONDAY + timedelta(days=1)) == []


def test_closing_refuses_with_the_list_and_changes_nothing(lobby_manager: Shift) -> None:
    row = introduced(lobby_manager)
    before = len(rows(lobby_manager, AuditEvent))
    with pytest.raises(GapsError) as caught:
        closing.close(lobby_manager)
    assert caught.value.code == "gaps"
    assert caught.value.exit_status == 1
    assert (GapKind.UNCONFIRMED, row) in {(gap.kind, gap.subject) for gap in caught.value.gaps}
    assert len(rows(lobby_manager, AuditEvent)) == before
    assert days.current(lobby_manager) is not None


def test_nobody_is_carried_over_in_the_lobby(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    with pytest.raises(GapsError) as caught:
        closing.close(lobby_manager, carry_over="next_day")
    assert caught.value.code == "customers_in_lobby"
    assert [gap.subject for gap in caught.value.gaps if gap.blocks] == [visit.id]
    visit_endings.leave(lobby_manager, visit.id, "comes_back")
    assert closing.close(lobby_manager, carry_over="next_day").day.state is DayState.CLOSED


def test_each_gap_with_its_own_reason(lobby_manager: Shift) -> None:
    introduced(lobby_manager)
    missing = gaps.of_day(lobby_manager, MONDAY).gaps
    reasons: dict[GapKey, str] = {gap.key: "客户经理外出" for gap in missing[1:]}
    with pytest.raises(GapsError) as caught:
        closing.close(lobby_manager, carry_over=reasons)
    assert caught.value.gaps == missing[:1]
    closed = closing.close(lobby_manager, carry_over={**reasons, missing[0].key: "manager_away"})
    assert closed.carried == len(missing)
    found = gaps.of_day(lobby_manager, MONDAY)
    assert found.gaps == ()
    assert {(one.kind, one.subject): one.reason for one in found.carried} == {
        **reasons, missing[0].key: "manager_away",
    }  # fmt: skip
    assert not any(one.settled for one in found.carried)


@pytest.mark.parametrize("reason", ["", " \u200b", "长" * 201, "密码是123456"])
def test_a_reason_has_to_be_one(lobby_manager: Shift, reason: str) -> None:
    introduced(lobby_manager)
    with pytest.raises(RefusedError) as caught:
        closing.close(lobby_manager, carry_over=reason)
    assert caught.value.field == "carry_over"
    assert days.current(lobby_manager) is not None


def test_a_carried_gap_that_was_settled_later_shows_as_settled(lobby_manager: Shift, sign_in: SignIn) -> None:
    first, second = introduced(lobby_manager), introduced(lobby_manager, "周末")
    closing.close(lobby_manager, carry_over="next_day")
    manager = sign_in("301")
    results.record(manager, first, ResultEntry(opened=1))
    found = gaps.of_day(lobby_manager, MONDAY)
    settled = {one.subject: one.settled for one in found.carried if one.kind is GapKind.UNCONFIRMED}
    assert settled == {first: True, second: False}
    texts = {one.subject: one.text for one in found.carried}
    assert texts[first].params["number"] == 1
    assert found.still_carried == len(found.carried) - 1


def test_what_a_carried_gap_leads_to_is_carried_with_it(lobby_manager: Shift, sign_in: SignIn) -> None:
    first = introduced(lobby_manager)
    closing.close(lobby_manager, carry_over="next_day")
    answers.accept(sign_in("301"), first)
    found = gaps.of_day(lobby_manager, MONDAY)
    assert found.gaps == ()
    (one,) = [one for one in found.carried if one.subject == first]
    assert not one.settled
    assert GapKind.WITHOUT_RESULT in {gap.kind for gap in _found(lobby_manager)}
    assert one.text == next(gap.text for gap in _found(lobby_manager) if gap.subject == first)


def _found(shift: Shift) -> tuple[Gap, ...]:
    with shift.reading() as session:
        return gaps.find(session, shift, days.by_date(session, shift, MONDAY))


def test_what_a_closing_leaves_behind(lobby_manager: Shift, clock: FixedClock) -> None:
    introduced(lobby_manager)
    clock.advance(timedelta(hours=8))
    with lobby_manager.reading() as session:
        event = session.exec(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()  # type: ignore[attr-defined]
        assert event is not None
    closed = closing.close(types_password(lobby_manager), carry_over="next_day")
    (move,) = rows(lobby_manager, DayMove)
    assert (move.move, move.head, move.events) == ("closed", event.hash.hex(), event.seq)
    assert (closed.head.head, closed.head.events, closed.head.final) == (move.head, move.events, True)
    after = [one for one in rows(lobby_manager, AuditEvent) if one.seq > event.seq]
    assert [one.action for one in after] == ["day_closed"], "one event"
    assert after[0].detail["carried"] == closed.carried
    tables = {name.partition(":")[0] for name in after[0].rows}
    assert tables == {"business_day", "day_move", "carried_gap"}


def test_entries_after_closing_belong_to_the_next_day_even_beside_a_reopened_one(
    lobby_manager: Shift, sign_in: SignIn
) -> None:
    introduced(lobby_manager)
    closing.close(lobby_manager, carry_over="next_day")
    reopened(sign_in)
    late = referrals.log(lobby_manager, ReferralEntry("周末", ["A01"], manager_no="301")).referral
    assert late.day == MONDAY + timedelta(days=1)
    assert [day.state for day in days.latest(lobby_manager)] == [DayState.OPEN, DayState.REOPENED]
    assert summary.of_day(lobby_manager, MONDAY).referrals == 1  # type: ignore[union-attr]


def reopened(sign_in: SignIn, day: date | None = None, reason: str = "漏记一笔") -> Shift:
    supervisor = sign_in("001")
    signing.reopen(supervisor, day, reason, second_person.prove(supervisor, "101", PASSWORD))
    return supervisor


def test_from_open_to_signed_and_back(lobby_manager: Shift, sign_in: SignIn, clock: FixedClock) -> None:
    introduced(lobby_manager)
    supervisor = sign_in("001")
    with pytest.raises(RefusedError) as caught:
        signing.sign(supervisor, MONDAY)
    assert caught.value.code == "day_not_closed"
    first = closing.close(lobby_manager, carry_over="next_day")
    clock.advance(60)
    assert signing.sign(supervisor, MONDAY).day.state is DayState.SIGNED
    with pytest.raises(RefusedError) as caught:
        signing.sign(supervisor, MONDAY)
    assert caught.value.code == "day_signed"
    reopened(sign_in)
    (row,) = rows(supervisor, BusinessDay)
    assert (row.state, row.signed_at, row.signed_by) == ("reopened", None, None)
    with pytest.raises(RefusedError):
        signing.sign(supervisor, MONDAY)
    with pytest.raises(RefusedError) as caught:
        closing.close(lobby_manager)
    assert caught.value.remedy is not None
    assert caught.value.remedy.params == {"day": "2026-11-23"}, "a reopened day has to be named"
    second = closing.close(lobby_manager, MONDAY)
    assert second.carried == 0, "what was carried over stays carried over"
    assert second.head.events > first.head.events
    signing.sign(supervisor)
    story = signing.history(supervisor, MONDAY)
    assert [move.kind.value for move in story] == ["closed", "signed", "reopened", "closed", "signed"]
    assert [move.second.no if move.second else "" for move in story] == ["", "", "101", "", ""]
    assert [move.reason for move in story] == ["", "", "漏记一笔", "", ""]
    assert story[0].head == first.head.head


def test_a_history_goes_by_the_chain_and_not_by_the_clock(
    lobby_manager: Shift, sign_in: SignIn, clock: FixedClock
) -> None:
    visits.count(lobby_manager, "cash_small")
    closing.close(lobby_manager, carry_over="next_day")
    clock.set(clock.now() - timedelta(days=9))
    signing.sign(sign_in("001"))
    assert [move.kind for move in signing.history(lobby_manager, MONDAY)] == [DayMoveKind.CLOSED, DayMoveKind.SIGNED]


def test_closing_a_closed_day(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    closing.close(lobby_manager, carry_over="next_day")
    with pytest.raises(RefusedError) as caught:
        closing.close(lobby_manager, MONDAY, "next_day")
    assert (caught.value.code, caught.value.field) == ("day_closed", "day")
    with pytest.raises(RefusedError) as caught:
        closing.close(lobby_manager, MONDAY - timedelta(days=1))
    assert caught.value.code == "unknown_day"


@pytest.mark.parametrize(
    ("no", "password", "code", "kind"),
    [("101", "wrong horse", "wrong_password", NotAllowedError), ("999", PASSWORD, "wrong_password", NotAllowedError),
     ("001", PASSWORD, "same_person", RefusedError), (" ００1", PASSWORD, "same_person", RefusedError),
     ("102", PASSWORD, "not_a_second", NotAllowedError), ("301", PASSWORD, "not_a_second", NotAllowedError)],
)  # fmt: skip
def test_who_cannot_be_the_second_person(
    sign_in: SignIn, no: str, password: str, code: str, kind: type[LobbyError]
) -> None:
    supervisor = sign_in("001")
    before = len(rows(supervisor, AuditEvent))
    with pytest.raises(kind) as caught:
        second_person.prove(supervisor, no, password)
    assert caught.value.code == code
    assert len(rows(supervisor, AuditEvent)) == before


def test_a_lobby_manager_is_a_second_person(sign_in: SignIn) -> None:
    second = second_person.prove(sign_in("001"), "１０１", PASSWORD)
    assert (second.no, second.name, second.role) == ("101", "李娜", Role.LOBBY_MANAGER)


def test_reopening_takes_two_and_a_reason(lobby_manager: Shift, sign_in: SignIn) -> None:
    visits.count(lobby_manager, "cash_small")
    closing.close(lobby_manager, carry_over="next_day")
    supervisor = sign_in("001")
    second = second_person.prove(supervisor, "101", PASSWORD)
    for reason in ("", "\u200b", "验证码 482913"):
        with pytest.raises(RefusedError) as caught:
            signing.reopen(supervisor, MONDAY, reason, second)
        assert caught.value.field == "reason"
    person = supervisor.person
    for nobody in (
        SecondPerson(person.id, person.no, person.name, person.role),
        SecondPerson(second.id, second.no, second.name, Role.GUIDE),
    ):
        with pytest.raises(NotAllowedError):
            signing.reopen(supervisor, MONDAY, "漏记一笔", nobody)
    assert [day.state for day in days.latest(supervisor)] == [DayState.CLOSED]
    signing.reopen(supervisor, MONDAY, "漏记一笔", second)
    with pytest.raises(RefusedError) as refused:
        signing.reopen(supervisor, MONDAY, "漏记一笔", second)
    assert refused.value.code == "day_not_closed"


def test_the_records_of_a_closed_day_take_corrections_only_when_it_is_reopened(
    lobby_manager: Shift, sign_in: SignIn
) -> None:
    introduced(lobby_manager)
    (day,) = rows(lobby_manager, BusinessDay)

    def corrected(session: Session) -> None:
        days.must_take_corrections(session, lobby_manager, day.id)

    with lobby_manager.reading() as session:
        corrected(session)
    closing.close(lobby_manager, carry_over="next_day")
    for step in ("closed", "signed"):
        if step == "signed":
            signing.sign(sign_in("001"))
        with lobby_manager.reading() as session, pytest.raises(RefusedError) as caught:
            corrected(session)
        assert caught.value.code == "day_closed"
    reopened(sign_in)
    with lobby_manager.reading() as session:
        corrected(session)


def test_nothing_to_sign_or_reopen(sign_in: SignIn) -> None:
    supervisor = sign_in("001")
    with pytest.raises(RefusedError) as caught:
        signing.sign(supervisor)
    assert caught.value.code == "day_not_closed"
    with pytest.raises(RefusedError):
        signing.reopen(supervisor, None, "漏记", second_person.prove(supervisor, "101", PASSWORD))
