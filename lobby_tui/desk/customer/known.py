"""What is known of one customer, record by record: in full for the customer's copy, masked for everybody else."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlmodel import Session, SQLModel, col, select

from lobby_tui.desk.answer.views import answer_views
from lobby_tui.desk.answer.words import answer_text
from lobby_tui.desk.complaint.words import COMPLAINT_STATES, COMPLAINT_STEPS
from lobby_tui.desk.customer.needle import Needle
from lobby_tui.desk.customer.person import Person
from lobby_tui.desk.customer.texts import mentions, said
from lobby_tui.desk.follow_up.words import KINDS as FOLLOW_UP_KINDS
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.words import STATUSES
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.contacts import mask_contact
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.identifiers import Identifier, mask_identifier
from lobby_tui.models.masking import mask_text
from lobby_tui.models.names import mask_name
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result
from lobby_tui.models.review import ReviewMark

TABLES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "referral": msg("Referral"),
        "confirmation": msg("Answer to a referral"),
        "result": msg("Result of a referral"),
        "follow_up": msg("Follow-up"),
        "complaint": msg("Complaint"),
        "complaint_step": msg("Step of a complaint"),
        "incident": msg("Incident"),
        "meeting": msg("Meeting"),
        "crowding": msg("Full lobby"),
        "checklist_tick": msg("Item of a checklist"),
        "device_fault": msg("Machine out of order"),
        "carried_gap": msg("What was carried over"),
        "day_move": msg("Closing or reopening of a day"),
        "absence": msg("Absence"),
        "calendar_day": msg("Calendar"),
        "result_import": msg("File of the core system"),
        "import_line": msg("Line of the core system"),
        "draft": msg("Half-filled form"),
        "review_mark": msg("Review of a referral"),
        "review_move": msg("Signature under a review"),
    }
)
NAME, CONTACT, NUMBER, WORDS = "customer", "contact", "identifier", "words"
"""What has a mask of its own; all else is shown as it is."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known: what it is, its value as it may be shown, and the code of what it is."""

    label: Message
    value: Renderable
    code: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record that says something about the customer; `named` only where others wrote of them there."""

    table: str
    id: uuid.UUID
    number: int | None
    day: date | None
    facts: tuple[Fact, ...]
    named: bool = False


def records(session: Session, shift: Shift, person: Person, known: Needle, *, full: bool) -> tuple[Record, ...]:
    """Every record of theirs, the newest first, then those of others in which they are named."""
    days = dict(
        session.exec(
            select(BusinessDay.id, col(BusinessDay.date)).where(col(BusinessDay.branch_id) == shift.branch.id)
        ).all()
    )
    own = [
        *(_referral(session, shift, row, days) for row in reversed(person.referrals)),
        *(_complaint(session, shift, row, days) for row in reversed(person.complaints)),
    ]
    theirs = {row.id for row in person.rows}
    others = [
        _named(row, columns, days)
        for row, columns in mentions(session, shift, known)
        if getattr(row, "id", None) not in theirs
        and getattr(row, "referral_id", None) not in theirs
        and getattr(row, "complaint_id", None) not in theirs
    ]
    found = (*own, *others)
    return found if full else tuple(_masked(one, known) for one in found)


def _referral(session: Session, shift: Shift, row: Referral, days: Mapping[uuid.UUID, date]) -> Record:
    playbook = shift.playbook
    (view,) = answer_views(session, shift, [row])
    names: Mapping[str, Renderable] = {one.code: one.name for one in (*playbook.signals, *playbook.best_times)}
    facts = [
        Fact(msg("Customer"), row.customer, NAME),
        Fact(msg("Contact"), row.contact or "", CONTACT),
        Fact(msg("Account / ID"), row.identifier or "", f"{NUMBER}:{row.identifier_kind}"),
        Fact(msg("Best time"), names.get(row.best_time or "", row.best_time or ""), WORDS),
        Fact(msg("Consent given at"), _at(shift, row.consent_at)),
        Fact(msg("Consent withdrawn at"), _at(shift, row.consent_withdrawn_at)),
        Fact(msg("Status"), STATUSES[row.status]),
        *(Fact(msg("Reason"), names.get(code, code)) for code in row.reasons.split(" ")),
        Fact(msg("What came of it"), answer_text(view, playbook)),
        *(Fact(msg("Note"), note, WORDS) for note in _notes(session, shift, row)),
        Fact(msg("Home branch"), row.home_branch or "", WORDS),
        Fact(msg("Remarks"), row.remarks, WORDS),
        Fact(msg("Copied into the CRM"), msg("yes") if row.crm_export_id else ""),
    ]
    planned = select(FollowUp).where(col(FollowUp.branch_id) == shift.branch.id, col(FollowUp.referral_id) == row.id)
    for one in session.exec(planned.order_by(col(FollowUp.id))).all():
        due = msg("{kind}, {day}", kind=FOLLOW_UP_KINDS[one.kind], day=one.due_on.isoformat())
        facts += [Fact(msg("Follow-up"), due), Fact(msg("Note"), one.note, WORDS)]
    return Record("referral", row.id, row.number, days[row.day_id], _filled(facts))


def _complaint(session: Session, shift: Shift, row: Complaint, days: Mapping[uuid.UUID, date]) -> Record:
    facts = [
        Fact(msg("Customer"), row.customer, NAME),
        Fact(msg("Contact"), row.contact or "", CONTACT),
        Fact(msg("What happened"), row.what, WORDS),
        Fact(msg("What they wish"), row.wish, WORDS),
        Fact(msg("State"), COMPLAINT_STATES[row.state]),
    ]
    steps = select(ComplaintStep).where(
        col(ComplaintStep.branch_id) == shift.branch.id, col(ComplaintStep.complaint_id) == row.id
    )
    for step in session.exec(steps.order_by(col(ComplaintStep.seq))).all():
        facts.append(Fact(COMPLAINT_STEPS[step.step], step.on_date.isoformat()))
        facts.append(Fact(msg("Note"), step.note, WORDS))
    return Record("complaint", row.id, row.number, days[row.day_id], _filled(facts))


def _named(row: SQLModel, columns: tuple[str, ...], days: Mapping[uuid.UUID, date]) -> Record:
    """A record of somebody else, or of nobody, with the words in which the customer is named."""
    held: Any = row
    words = tuple(Fact(msg("Words"), said(getattr(row, name)), WORDS) for name in columns)
    day = days.get(getattr(row, "day_id", None) or uuid.UUID(int=0))
    return Record(str(row.__tablename__), held.id, getattr(row, "number", None), day, words, named=True)


def _notes(session: Session, shift: Shift, row: Referral) -> Iterator[str]:
    """What was noted beside the answers and the result, and what was asked and answered in the review."""
    for table in (Confirmation, Result):
        query = select(col(table.note)).where(col(table.branch_id) == shift.branch.id)
        yield from session.exec(query.where(col(table.referral_id) == row.id)).all()
    asked = select(ReviewMark.note, ReviewMark.answer).where(col(ReviewMark.branch_id) == shift.branch.id)
    for texts in session.exec(asked.where(col(ReviewMark.referral_id) == row.id)):
        yield from texts


def _filled(facts: list[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.value != "")


def _masked(one: Record, known: Needle) -> Record:
    facts = tuple(Fact(fact.label, _mask(fact, known), fact.code) for fact in one.facts)
    return Record(one.table, one.id, one.number, one.day, facts, one.named)


def _mask(fact: Fact, known: Needle) -> Renderable:
    value = fact.value
    if not isinstance(value, str):
        return value
    what, _, kind = fact.code.partition(":")
    if what == NAME:
        return mask_name(value)
    if what == CONTACT:
        return mask_contact(value)
    if what == NUMBER:
        return mask_identifier(Identifier(kind, value))  # type: ignore[arg-type] # as it stands in the row
    return mask_text(known.starred(value)) if what == WORDS else value


def _at(shift: Shift, moment: Any) -> str:
    return shift.local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
