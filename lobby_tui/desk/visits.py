"""A visit from greeting to leaving: greet 迎, ask 问, spot 识, then routed, referred or gone.

Each step is saved when it is taken, so a visit can be parked, taken up by somebody else, or survive a power cut.
"""

import uuid
from dataclasses import dataclass

from sqlmodel import Session

from lobby_tui.desk.days import entered_into
from lobby_tui.desk.lobby import VisitView, signal_rows, view
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.visit_rows import by_key, next_number, open_visit, saved, signal
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Step, VisitState
from lobby_tui.models.visit import Visit
from lobby_tui.playbook.routes import Route, route
from lobby_tui.playbook.signals import Suggestion, suggest, suggested_signals


@dataclass(frozen=True, slots=True)
class Counted:
    """Ordinary customers counted and routed at once."""

    visits: tuple[uuid.UUID, ...]
    zone: str
    need: str | None


@dataclass(frozen=True, slots=True)
class Advice:
    """What the playbook proposes for a visit as it stands, with its reasons."""

    route: Route | None
    suggestion: Suggestion


def count(
    shift: Shift,
    need: str | None = None,
    zone: str | None = None,
    number: int = 1,
    key: uuid.UUID | None = None,
) -> Counted:
    """Count ordinary customers and route them: to `zone`, else where the playbook sends `need`.

    With a `key` that was used before nothing is counted again. Raises RefusedError for an unknown code, for neither
    need nor zone, or for a number outside 1 to 500.
    """
    shift.require(Action.VISIT)
    if not 1 <= number <= 500:
        raise RefusedError(
            msg("The number of customers is from 1 to 500."),
            remedy=msg("Enter larger groups in parts."),
            field="count",
        )
    suggested = route(shift.playbook, need).zone if need else None
    target = shift.playbook.zone(zone).code if zone else suggested
    if target is None:
        raise RefusedError(
            msg("Where the customer goes is missing."),
            remedy=msg("Name the need or the zone."),
            field="need",
        )
    with shift.writing() as writing:
        done = by_key(writing.session, shift, key)
        if done:
            writing.record("visit_counted_again", f"visit:{done.id}")
            return Counted((done.id,), done.zone or target, done.need)
        day = entered_into(shift, writing)
        rows = _counted_rows(shift, writing.session, day, need, target, suggested, number, key)
        writing.session.add_all(rows)
        writing.record("visits_counted", f"visit:{rows[0].id}", need=need, zone=target, count=number)
    return Counted(tuple(row.id for row in rows), target, need)


def _counted_rows(
    shift: Shift,
    session: Session,
    day: BusinessDay,
    need: str | None,
    zone: str,
    suggested: str | None,
    number: int,
    key: uuid.UUID | None,
) -> list[Visit]:
    now, first = shift.now(), next_number(session, day)
    return [
        Visit(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=day.id,
            number=first + index,
            key=key if index == 0 else None,
            state=VisitState.ROUTED,
            step=Step.ASK,
            arrived_at=now,
            ended_at=now,
            staff_id=shift.person.id,
            need=need,
            zone=zone,
            suggested_zone=suggested,
        )
        for index in range(number)
    ]


def greet(
    shift: Shift, addressee: str | None = None, assistance: str | None = None, key: uuid.UUID | None = None
) -> VisitView:
    """Begin a visit: its clock runs from now. With a `key` that was used before, the visit that it began."""
    shift.require(Action.VISIT)
    _known_person(shift, addressee, assistance)
    with shift.writing() as writing:
        done = by_key(writing.session, shift, key)
        if done:
            writing.record("visit_greeted_again", f"visit:{done.id}")
            return view(done, signal_rows(writing.session, [done]))
        day = entered_into(shift, writing)
        row = Visit(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=day.id,
            number=next_number(writing.session, day),
            key=key,
            state=VisitState.IN_LOBBY,
            step=Step.ASK if addressee else Step.GREET,
            arrived_at=shift.now(),
            staff_id=shift.person.id,
            addressee=addressee,
            assistance=assistance,
        )
        writing.session.add(row)
        writing.record("visit_greeted", f"visit:{row.id}", number=row.number)
    return view(row, [])


def describe(shift: Shift, visit_id: uuid.UUID, addressee: str | None, assistance: str | None) -> VisitView:
    """Put the greeting right: how to address the customer, and whether they need a person's help."""
    _known_person(shift, addressee, assistance)
    with shift.writing() as writing:
        row = open_visit(writing.session, shift, visit_id)
        row.addressee, row.assistance = addressee, assistance
        if row.step == Step.GREET:
            row.step = Step.ASK
        return saved(writing, row, "visit_described", assistance=assistance)


def ask(shift: Shift, visit_id: uuid.UUID, need: str, amount_fen: int | None = None) -> VisitView:
    """Record what the customer came for. An amount at or over its threshold suggests its signal.

    Signals that an earlier answer suggested and this one does not are taken back; what a person saw stays.
    """
    shift.playbook.need(need)
    suggested = {one.code for one in suggested_signals(shift.playbook, need, amount_fen)}
    with shift.writing() as writing:
        row = open_visit(writing.session, shift, visit_id)
        row.need, row.amount_fen, row.step = need, amount_fen, Step.SPOT
        seen = signal_rows(writing.session, [row])
        for row_seen in seen:
            if row_seen.suggested and row_seen.code not in suggested:
                row_seen.dropped_at = shift.now()
                writing.session.add(row_seen)
        for code in sorted(suggested - {one.code for one in seen}):
            writing.session.add(signal(shift, row, code, suggested=True))
        return saved(writing, row, "visit_asked", need=need)


def see(shift: Shift, visit_id: uuid.UUID, code: str, seen: bool = True) -> VisitView:
    """Note that a signal was seen, or take it back. Noting it twice changes nothing."""
    shift.playbook.signal(code)
    with shift.writing() as writing:
        row = open_visit(writing.session, shift, visit_id)
        present = {one.code: one for one in signal_rows(writing.session, [row])}
        if seen and code not in present:
            writing.session.add(signal(shift, row, code, suggested=False))
        elif not seen and code in present:
            present[code].dropped_at = shift.now()
            writing.session.add(present[code])
        row.step = Step.SPOT
        return saved(writing, row, "signal_seen" if seen else "signal_taken_back", code=code)


def go_to(shift: Shift, visit_id: uuid.UUID, step: Step) -> VisitView:
    """Move an open visit to a step, forward or back."""
    with shift.writing() as writing:
        row = open_visit(writing.session, shift, visit_id)
        row.step = step
        return saved(writing, row, "visit_step", step=step)


def advise(shift: Shift, visit: VisitView) -> Advice:
    """What the playbook proposes for a visit as it stands. Pure; nothing is written."""
    chosen = None
    if visit.need:
        chosen = route(shift.playbook, visit.need, visit.segment, visit.assistance or False)
    return Advice(chosen, suggest(shift.playbook, visit.signals))


def _known_person(shift: Shift, addressee: str | None, assistance: str | None) -> None:
    shift.require(Action.VISIT)
    if addressee is not None:
        shift.playbook.addressee(addressee)
    if assistance is not None:
        shift.playbook.assistance_kind(assistance)
