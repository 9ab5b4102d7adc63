"""Every text field of the desk: how a text is put into it, and where the store holds it afterwards."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from sqlmodel import SQLModel, col, select

from lobby_tui.desk import (
    absences,
    answers,
    calendar,
    checklists,
    closing,
    complaints,
    crowding,
    customer_changes,
    customer_data,
    faults,
    follow_ups,
    incidents,
    meetings,
    referrals,
    results,
    second_person,
    signing,
    staff,
)
from lobby_tui.desk.complaint import steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.customer_changes import Correction
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.review import asked, coaching, marks
from lobby_tui.desk.review import rows as review_rows
from lobby_tui.desk.review import signing as review_signing
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.models.absence import Absence
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.calendar import CalendarDay
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.crowding import Crowding
from lobby_tui.models.day import CarriedGap, DayMove
from lobby_tui.models.enums import MeetingKind
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.incident import Incident
from lobby_tui.models.meeting import Meeting
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result
from lobby_tui.models.review import Coaching, ReviewMark, ReviewMove
from lobby_tui.models.staff import Staff
from tests.conftest import PASSWORD

NOBODY: Final = "欧阳甲乙"
"""A customer who is in none of the texts: what names them is starred in some places."""


class Bench:
    """A branch with three people at work, and one record of each kind to write into."""

    def __init__(self, desk: Desk) -> None:
        self.lobby, self.manager, self.head = (desk.sign_in(no, PASSWORD) for no in ("101", "301", "001"))
        self.begun = False
        self.people = 0

    def second(self) -> SecondPerson:
        """Whoever stands beside the head, proved just now."""
        return second_person.prove(self.head, "101", PASSWORD)

    def last(self, table: type[SQLModel], order: str = "id") -> Any:
        """The newest row of a table."""
        with self.lobby.reading() as session:
            return session.exec(select(table).order_by(col(getattr(table, order)).desc()).limit(1)).one()

    def entry(self, **fields: Any) -> uuid.UUID:
        """Log a referral; its id."""
        usual = {"customer": NOBODY, "signals": ["A01"], "manager_no": "301"}
        return referrals.log(self.lobby, ReferralEntry(**(usual | fields))).referral.id

    def accepted(self) -> uuid.UUID:
        """A referral with a follow-up planned."""
        referral = self.entry(status="to_follow_up", contact="13812345678", best_time="上午", consent=True)
        answers.accept(self.manager, referral)
        return referral

    @cached_property
    def referral(self) -> uuid.UUID:
        """One that everything may be read and written about."""
        return self.accepted()

    @cached_property
    def complaint(self) -> uuid.UUID:
        """An open complaint."""
        return complaints.register(self.lobby, ComplaintEntry("fees", "?")).id

    @cached_property
    def incident(self) -> uuid.UUID:
        """An open incident."""
        return incidents.report(self.lobby, IncidentEntry("fire", "?")).id

    @cached_property
    def absence(self) -> uuid.UUID:
        """An absence that is planned, with a note."""
        on = self.lobby.today() + timedelta(days=30)
        return absences.plan(self.lobby, "101", on, on, note="?").absence.id

    @cached_property
    def fault(self) -> int:
        """The number of a fault that waits."""
        return faults.report(self.lobby, NewFault("atm", "?")).number


def _referral(field: str) -> Callable[[Bench, str], str]:
    def put(bench: Bench, text: str) -> str:
        bench.entry(**{field: text})
        return str(getattr(bench.last(Referral), field) or "")

    return put


def _complaint(field: str) -> Callable[[Bench, str], str]:
    def put(bench: Bench, text: str) -> str:
        complaints.register(bench.lobby, ComplaintEntry(**({"kind": "fees", "what": "?"} | {field: text})))
        return str(getattr(bench.last(Complaint, "number"), field))

    return put


def _incident(field: str) -> Callable[[Bench, str], str]:
    def put(bench: Bench, text: str) -> str:
        incidents.report(bench.lobby, IncidentEntry(**({"kind": "fire", "what": "?"} | {field: text})))
        return str(getattr(bench.last(Incident, "number"), field))

    return put


def _fault(field: str) -> Callable[[Bench, str], str]:
    def put(bench: Bench, text: str) -> str:
        faults.report(bench.lobby, NewFault(**({"device": "atm", "what": "?"} | {field: text})))
        return str(getattr(bench.last(DeviceFault, "number"), field))

    return put


def _step(bench: Bench, text: str) -> str:
    steps.take(bench.lobby, bench.complaint, StepEntry("noted", text))
    return str(bench.last(ComplaintStep, "seq").note)


def _closed_incident(bench: Bench, text: str) -> str:
    incidents.close(bench.lobby, incidents.report(bench.lobby, IncidentEntry("fire", "?")).id, text)
    return str(bench.last(Incident, "number").outcome)


def _late_ticket(bench: Bench, text: str) -> str:
    faults.set_ticket(bench.lobby, bench.fault, text)
    with bench.lobby.reading() as session:
        return str(session.exec(select(DeviceFault.ticket).where(col(DeviceFault.number) == bench.fault)).one())


def _fixed(bench: Bench, text: str) -> str:
    faults.fixed(bench.lobby, faults.report(bench.lobby, NewFault("atm", "?")).number, text)
    return str(bench.last(DeviceFault, "number").fixed_note)


def _tick(*, in_order: bool) -> Callable[[Bench, str], str]:
    def put(bench: Bench, text: str) -> str:
        if bench.begun:
            checklists.undo(bench.lobby, "opening", "folder")
        bench.begun = False
        checklists.tick(bench.lobby, "opening", "folder", in_order, text)
        bench.begun = True
        return str(bench.last(ChecklistTick).note)

    return put


def _crowding(bench: Bench, text: str) -> str:
    crowding.record(bench.lobby, "comfort", text)
    return str(bench.last(Crowding).note)


def _meeting_answer(bench: Bench, text: str) -> str:
    question = bench.lobby.playbook.meeting("morning").questions[0].code
    meetings.hold(bench.lobby, MeetingKind.MORNING, {question: text}, 3)
    return str(bench.last(Meeting).answers.get(question, ""))


def _meeting_note(bench: Bench, text: str) -> str:
    meetings.hold(bench.lobby, MeetingKind.MORNING, {}, 3, text)
    return str(bench.last(Meeting).note)


def _coached(question: str) -> Callable[[Bench, str], str]:
    def put(bench: Bench, text: str) -> str:
        # One talk in the morning of a day: it is changed from then on.
        answers, note = ({question: text}, "?") if question else ({"goal": "?"}, text)
        found = coaching.of_person(bench.head, "101")
        if found:
            coaching.change(bench.head, found[0].id, answers, note)
        else:
            coaching.add(bench.head, "101", "morning", answers, note)
        row = bench.last(Coaching)
        return str(row.answers.get(question, "") if question else row.note)

    return put


def _absence(bench: Bench, text: str) -> str:
    on = bench.lobby.today() + timedelta(days=1)
    absences.drop(bench.lobby, absences.plan(bench.lobby, "101", on, on, note=text).absence.id)
    return str(bench.last(Absence).note)


def _calendar(bench: Bench, text: str) -> str:
    calendar.set_day(bench.head, date(2026, 12, 1), works=False, note=text)
    return str(bench.last(CalendarDay).note)


def _follow_up(bench: Bench, text: str) -> str:
    follow_ups.done(bench.manager, follow_ups.of_referral(bench.manager, bench.referral)[-1].id, "no_answer", text)
    with bench.lobby.reading() as session:
        done = col(FollowUp.done_at)
        return str(session.exec(select(FollowUp.note).where(done.is_not(None)).order_by(FollowUp.id.desc())).first())  # type: ignore[attr-defined]


def _answer(bench: Bench, text: str) -> str:
    answers.return_(bench.manager, bench.entry(), "unreachable", text)
    return str(bench.last(Confirmation).note)


def _passed_on(bench: Bench, text: str) -> str:
    answers.assign(bench.lobby, bench.entry(), "302", text)
    return str(bench.last(Confirmation).note)


def _result(bench: Bench, text: str) -> str:
    results.record(bench.manager, bench.entry(), ResultEntry(opened=1, note=text))
    return str(bench.last(Result).note)


def _closing(bench: Bench, text: str) -> str:
    if not bench.begun:
        bench.entry()
        bench.begun = True
    closing.close(bench.lobby, carry_over=text)
    reason = str(bench.last(CarriedGap).reason)
    bench.begun = False
    return reason


def _reopening(bench: Bench, text: str) -> str:
    if not bench.begun:
        bench.entry()
        closing.close(bench.lobby, carry_over="?")
        bench.begun = True
    signing.reopen(bench.head, None, text, bench.second())
    reason = str(bench.last(DayMove).reason)
    closing.close(bench.lobby, bench.lobby.today(), carry_over="?")
    return reason


def _told(tell: Callable[[Shift, uuid.UUID, str], object]) -> Callable[[Bench, str], str]:
    def put(bench: Bench, text: str) -> str:
        tell(bench.head, bench.entry(), text)
        return str(bench.last(ReviewMark).note)

    return put


def _answered(bench: Bench, text: str) -> str:
    referral = bench.entry()
    marks.ask(bench.head, referral, "?")
    asked.answer(bench.lobby, referral, text)
    return str(bench.last(ReviewMark).answer)


def _unsigned(bench: Bench, text: str) -> str:
    if not bench.begun:
        bench.entry()
        _all_reviewed(bench)
        review_signing.sign(bench.head)
        bench.begun = True
    review_signing.unsign(bench.head, None, text, bench.second())
    reason = str(bench.last(ReviewMove).reason)
    review_signing.sign(bench.head)
    return reason


def _all_reviewed(bench: Bench) -> None:
    for row in review_rows.of_day(bench.head).rows:
        marks.approve(bench.head, row.id)
    closing.close(bench.lobby, carry_over="?")


def _audited(look: Callable[[Shift, Any, str], object], of: str) -> Callable[[Bench, str], str]:
    def put(bench: Bench, text: str) -> str:
        look(bench.head if look is customer_data.known_in_full else bench.lobby, getattr(bench, of), text)
        return str(bench.last(AuditEvent, "seq").detail["reason"])

    return put


def _corrected(bench: Bench, text: str) -> str:
    customer_changes.correct(bench.head, bench.entry(), Correction(name=text), "?")
    return str(bench.last(Referral).customer)


def _name(bench: Bench, text: str) -> str:
    bench.people += 1
    staff.add(bench.head, f"9{bench.people}", text, "guide", PASSWORD)
    with bench.head.reading() as session:
        return str(session.exec(select(Staff.name).where(col(Staff.no) == f"9{bench.people}")).one())


@dataclass(frozen=True, slots=True)
class Place:
    """One field: where the desk checks it, by module and name; how much it holds; whether it may be empty."""

    module: str
    field: str
    limit: int
    put: Callable[[Bench, str], str]
    needed: bool = False
    multiline: bool = False
    secrets: bool = True

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.module}:{self.field}"


PLACES: Final = (
    Place("referral.entry", "customer", 60, _referral("customer"), needed=True),
    Place("referral.entry", "best_time", 40, _referral("best_time")),
    Place("referral.entry", "remarks", 500, _referral("remarks")),
    Place("referral.entry", "home_branch", 60, _referral("home_branch")),
    Place("referrals", "reason", 100, _audited(referrals.reveal, "referral"), needed=True),
    Place("complaints", "reason", 100, _audited(complaints.reveal, "complaint"), needed=True),
    Place("incidents", "reason", 100, _audited(incidents.reveal, "incident"), needed=True),
    Place("faults", "reason", 100, _audited(faults.reveal, "fault"), needed=True),
    Place("absences", "reason", 100, _audited(absences.reveal, "absence"), needed=True),
    Place("customer_data", "reason", 100, _audited(customer_data.known_in_full, "referral"), needed=True),
    Place("customer_changes", "name", 60, _corrected, needed=True),
    Place("complaint.entry", "what", 1000, _complaint("what"), needed=True),
    Place("complaint.entry", "customer", 60, _complaint("customer")),
    Place("complaint.entry", "wish", 500, _complaint("wish")),
    Place("complaint.steps", "note", 1000, _step, needed=True),
    Place("incident_entry", "what", 1000, _incident("what"), needed=True),
    Place("incident_entry", "place", 60, _incident("place")),
    Place("incident_entry", "measures", 1000, _incident("measures")),
    Place("incident_entry", "reported_to", 60, _incident("reported_to")),
    Place("incidents", "outcome", 1000, _closed_incident, needed=True),
    Place("faults", "label", 40, _fault("label")),
    Place("faults", "what", 200, _fault("what"), needed=True),
    Place("faults", "ticket", 40, _fault("ticket")),
    Place("faults", "ticket", 40, _late_ticket, needed=True),
    Place("faults", "note", 200, _fixed),
    Place("checklists", "note", 200, _tick(in_order=True)),
    Place("checklists", "note", 200, _tick(in_order=False), needed=True),
    Place("crowding", "note", 200, _crowding),
    Place("minutes", "answer_", 250, _meeting_answer),
    Place("minutes", "note", 500, _meeting_note),
    Place("review.coaching", "answer_", 100, _coached("goal")),
    Place("review.coaching", "note", 400, _coached("")),
    Place("absences", "note", 500, _absence, multiline=True),
    Place("calendar", "note", 60, _calendar),
    Place("follow_ups", "note", 200, _follow_up),
    Place("answer.rows", "note", 200, _answer),
    Place("answer.rows", "note", 200, _passed_on),
    Place("answer.rows", "note", 200, _result),
    Place("review.marks", "note", 200, _told(marks.ask), needed=True),
    Place("review.marks", "note", 200, _told(marks.coach), needed=True),
    Place("review.asked", "answer", 200, _answered, needed=True),
    Place("review.signing", "reason", 200, _unsigned, needed=True),
    Place("closing", "carry_over", 200, _closing, needed=True),
    Place("signing", "reason", 200, _reopening, needed=True),
    Place("staff", "name", 40, _name, needed=True, secrets=False),
)
