"""What is done about a complaint, step by step, and what cannot be done now.

The five steps of the sources [ICBC 6, BOC, BOCOM]: courtesy and calm, investigation, decision, feedback, file; and what
moves the clock by CBIRC Order 2020-3. Whoever is complained about takes none of them.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk import drafts
from lobby_tui.desk.complaint.entry import checked_date
from lobby_tui.desk.complaint.order import Place, refusal
from lobby_tui.desk.complaint.rows import add_step, clock_of, find, histories, refuse_stale, refuse_the_accused
from lobby_tui.desk.complaint.views import ComplaintView, view
from lobby_tui.desk.complaint.words import DECISIONS, PAUSES
from lobby_tui.desk.opening import person_of
from lobby_tui.desk.permissions import Action, allows
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.shift import Person, Shift
from lobby_tui.desk.staff import find as find_staff
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.enums import ComplaintState as State
from lobby_tui.models.enums import ComplaintStepKind as Kind
from lobby_tui.models.enums import Role
from lobby_tui.models.staff import Staff
from lobby_tui.models.text import said
from lobby_tui.nearest import nearest


@dataclass(frozen=True, slots=True)
class Form:
    """What a step asks for. `choice` names the list that its choice comes from.

    `note` where words are needed; `dated` where it may be entered later than it happened; `told` where it counts only
    if the complainant was told.
    """

    note: bool = False
    choice: str = ""
    dated: bool = False
    told: bool = False


FORMS: Final[Mapping[Kind, Form]] = MappingProxyType(
    {
        Kind.CALMED: Form(dated=True),
        Kind.INVESTIGATED: Form(note=True),
        Kind.DECIDED: Form(note=True, choice="decision"),
        Kind.NOTIFIED: Form(choice="means", dated=True, told=True),
        Kind.ARCHIVED: Form(),
        Kind.NOTED: Form(note=True),
        Kind.ASSIGNED: Form(choice="handler"),
        Kind.MADE_COMPLEX: Form(note=True),
        Kind.EXTENDED: Form(note=True, told=True),
        Kind.PAUSED: Form(choice="pause", dated=True),
        Kind.RESUMED: Form(dated=True),
        Kind.RESTARTED: Form(note=True, dated=True),
        Kind.ESCALATED: Form(note=True),
        Kind.WITHDRAWN: Form(dated=True),
    }
)
LEADS_TO: Final[Mapping[Kind, State]] = MappingProxyType(
    {
        Kind.DECIDED: State.DECIDED,
        Kind.NOTIFIED: State.NOTIFIED,
        Kind.WITHDRAWN: State.WITHDRAWN,
        Kind.ARCHIVED: State.ARCHIVED,
        Kind.RESTARTED: State.OPEN,
    }
)


@dataclass(frozen=True, slots=True)
class StepEntry:
    """A step as somebody enters it. `step` is one of `FORMS`.

    `choice` is a decision, a means of notification, what the clock is paused for, or the handler's staff number.
    `told`: for a notice, that the ways to appeal were named; for an extension, that the complainant was told. `on` is
    the day on which it happened, where that may be before today. `version` is that of the complaint as it was read.
    """

    step: str
    note: str = ""
    choice: str = ""
    told: bool = False
    on: str | date | None = None
    version: int | None = None
    draft: str | None = None
    """The kind of draft that this step was, to be thrown away in the same transaction."""


def needed_action(kind: Kind) -> Action:
    """What leave a step takes: an extension is a superior's to approve [CBIRC Order 2020-3]."""
    return Action.APPROVE_COMPLAINT if kind is Kind.EXTENDED else Action.HANDLE_COMPLAINT


def take(shift: Shift, complaint_id: uuid.UUID, entry: StepEntry) -> ComplaintView:
    """Take a step. Raises RefusedError where it is too late, too early or lacks something, NotAllowedError."""
    shift.require(Action.HANDLE_COMPLAINT)
    kind = checked_kind(entry.step)
    shift.require(needed_action(kind))
    form = FORMS[kind]
    note = _note(entry.note, needed=form.note)
    with shift.writing() as writing:
        session = writing.session
        row = find(session, shift, complaint_id)
        refuse_the_accused(shift, row)
        refuse_stale(row, entry.version)
        history = histories(session, shift, [row])[row.id]
        place = Place(row, history, clock_of(shift, row, history), shift.person.id)
        on = _day(shift, entry, kind, place)
        problem = refusal(kind, place.at(clock_of(shift, row, history, on)))
        if problem:
            raise problem
        choice = _choice(session, shift, row, kind, entry)
        _must_be_told(kind, form, entry)
        _apply(shift, row, kind)
        row.version += 1
        by = shift.person.id if kind is Kind.EXTENDED else None
        step = add_step(shift, writing, row, history, kind, on, choice=choice, note=note, approved_by=by)
        drafts.drop_with(session, shift, entry.draft)
        writing.record(f"complaint_{kind}", f"complaint:{row.id}", number=row.number, seq=step.seq, on=on.isoformat())
        session.flush()
        return view(shift, row, history, staff_names(session, shift))


def possible(shift: Shift, place: Place) -> tuple[Kind, ...]:
    """The steps that this person can take now."""
    if place.row.about_staff == shift.person.id or not shift.may(Action.HANDLE_COMPLAINT):
        return ()
    return tuple(kind for kind in FORMS if shift.may(needed_action(kind)) and refusal(kind, place) is None)


def handlers(shift: Shift, complaint_id: uuid.UUID) -> tuple[Person, ...]:
    """Who may handle a complaint: those at work whose role does that, never the person complained about."""
    shift.require(Action.HANDLE_COMPLAINT)
    with shift.reading() as session:
        row = find(session, shift, complaint_id)
        people = session.exec(select(Staff).where(Staff.branch_id == shift.branch.id).order_by(col(Staff.no)))
        return tuple(person_of(one) for one in people if _may_handle(one, row))


def checked_kind(step: str) -> Kind:
    """A step by its name. Raises RefusedError with the nearest one."""
    for kind in FORMS:
        if kind == step:
            return kind
    raise RefusedError(msg("There is no step “{step}”.", step=step), remedy=nearest(step, list(FORMS)), field="step")


def _may_handle(person: Staff, row: Complaint) -> bool:
    return person.active and allows(Role(person.role), Action.HANDLE_COMPLAINT) and person.id != row.about_staff


def _note(raw: str, *, needed: bool) -> str:
    return said(raw, limit=1000, field="note", needed=needed)


def _day(shift: Shift, entry: StepEntry, kind: Kind, place: Place) -> date:
    """The day of a step: today, or the day before on which it happened. Never before what moved the clock last."""
    earliest = place.last_move
    latest = max(shift.today(), earliest)
    if not entry.on:
        return latest
    on = checked_date(shift, entry.on, "on")
    if on == latest:
        return on
    if not FORMS[kind].dated:
        raise RefusedError(
            msg("This step counts from the day on which it is entered."),
            remedy=msg("Leave the date empty."),
            field="on",
            code="not_dated",
        )
    if on < earliest:
        raise RefusedError(
            msg("On {day} something was entered that moved the deadline; this cannot lie before it.",
                day=earliest.isoformat()),
            remedy=msg("Enter that day or a later one."),
            field="on",
            code="too_early",
        )  # fmt: skip
    return on


def _choice(session: Session, shift: Shift, row: Complaint, kind: Kind, entry: StepEntry) -> str | None:
    """The choice that a step asks for; it also sets the handler. Raises RefusedError with the nearest one."""
    if kind is Kind.ASSIGNED:
        return _assign(session, shift, row, entry.choice)
    known = {
        Kind.DECIDED: list(DECISIONS),
        Kind.NOTIFIED: [one.code for one in shift.playbook.notification_means],
        Kind.PAUSED: list(PAUSES),
    }.get(kind)
    if known is None:
        return None
    if entry.choice not in known:
        raise RefusedError(
            msg("Something has to be chosen here.")
            if not entry.choice
            else msg("There is no “{value}” to choose here.", value=entry.choice),
            remedy=nearest(entry.choice, known),
            field="choice",
        )
    return entry.choice


def _assign(session: Session, shift: Shift, row: Complaint, no: str) -> str:
    """Hand the complaint to somebody. The person complained about never handles it [CBIRC Order 2020-3]."""
    person = find_staff(session, shift, no, "choice")
    if person.id == row.about_staff:
        raise RefusedError(
            msg("The complaint is about {name}, who therefore cannot handle it.", name=person.name),
            remedy=msg("Choose somebody who has no interest in the matter."),
            field="choice",
            code="recused",
        )
    if not _may_handle(person, row):
        raise RefusedError(
            msg("{name} cannot handle complaints: a lobby manager or supervisor at work does that.", name=person.name),
            remedy=msg("Choose one of them."),
            field="choice",
            code="not_a_handler",
        )
    row.handler_id = person.id
    return person.no


def _must_be_told(kind: Kind, form: Form, entry: StepEntry) -> None:
    if not form.told or entry.told:
        return
    if kind is Kind.EXTENDED:
        text = msg("An extension counts only if the complainant has been told of it.")
    else:
        text = msg("The complainant has to be told the ways to appeal.")
    raise RefusedError(text, remedy=msg("Tell them, then enter it."), field="told", code="not_told")


def _apply(shift: Shift, row: Complaint, kind: Kind) -> None:
    """Let a step change where the complaint stands."""
    row.state = LEADS_TO.get(kind, State(row.state))
    row.complex = row.complex or kind is Kind.MADE_COMPLEX
    row.major = row.major or kind is Kind.ESCALATED
    if kind in (Kind.NOTIFIED, Kind.WITHDRAWN):
        row.closed_at = shift.now()
    elif kind is Kind.ARCHIVED:
        row.archived_at = shift.now()
    elif kind is Kind.RESTARTED:
        row.closed_at = None
