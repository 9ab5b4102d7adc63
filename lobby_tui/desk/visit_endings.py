"""How a visit ends: sent to a zone, left unserved; and taking the last ending back."""

import uuid

from sqlmodel import col, select

from lobby_tui.desk.days import entered_into
from lobby_tui.desk.lobby import VisitView, signal_rows, view
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.visit_rows import open_visit, saved
from lobby_tui.desk.visits import advise
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.enums import VisitState
from lobby_tui.models.visit import Visit


def send(
    shift: Shift,
    visit_id: uuid.UUID,
    zone: str | None = None,
    zone_reason: str | None = None,
    not_referred_reason: str | None = None,
) -> VisitView:
    """End a visit by sending the customer to a zone: the playbook's, or another one with a reason.

    Where the playbook suggested a referral, `not_referred_reason` says why there was none. Raises RefusedError where
    a reason is missing or not in the playbook.
    """
    with shift.writing() as writing:
        row = open_visit(writing.session, shift, visit_id)
        advice = advise(shift, view(row, signal_rows(writing.session, [row])))
        suggested = advice.route.zone if advice.route else None
        target = shift.playbook.zone(zone).code if zone else suggested
        if target is None:
            raise RefusedError(
                msg("Where the customer goes is missing."),
                remedy=msg("Choose the need or the zone first."),
                field="zone",
            )
        if suggested and target != suggested:
            row.zone_reason = _reason(shift, zone_reason, "zone_reason")
        if advice.suggestion.action == "refer":
            row.not_referred_reason = _not_referred(shift, not_referred_reason)
        row.zone, row.suggested_zone = target, suggested
        row.state, row.ended_at, row.staff_id = VisitState.ROUTED, shift.now(), shift.person.id
        return saved(writing, row, "visit_routed", zone=target, not_referred=row.not_referred_reason)


def leave(shift: Shift, visit_id: uuid.UUID, reason: str) -> VisitView:
    """End a visit of a customer who left unserved, with the reason."""
    shift.playbook.leave_reason(reason)
    with shift.writing() as writing:
        row = open_visit(writing.session, shift, visit_id)
        row.state, row.ended_at, row.staff_id = VisitState.LEFT, shift.now(), shift.person.id
        row.leave_reason = reason
        return saved(writing, row, "visit_left", reason=reason)


def undo_last(shift: Shift) -> VisitView:
    """Take back the last thing this person did with a visit: a count is undone, a sending reopened.

    Raises RefusedError where there is nothing left to take back today.
    """
    shift.require(Action.VISIT)
    with shift.writing() as writing:
        day = entered_into(shift, writing)
        row = writing.session.exec(
            select(Visit)
            .where(
                col(Visit.branch_id) == shift.branch.id,
                col(Visit.day_id) == day.id,
                col(Visit.staff_id) == shift.person.id,
                col(Visit.state).in_([VisitState.ROUTED.value, VisitState.LEFT.value]),
            )
            .order_by(col(Visit.ended_at).desc(), col(Visit.number).desc())
            .limit(1)
        ).first()
        if row is None:
            raise nothing_to_undo()
        counted = row.arrived_at == row.ended_at
        row.state = VisitState.UNDONE if counted else VisitState.IN_LOBBY
        if not counted:
            row.ended_at = row.zone = row.suggested_zone = row.zone_reason = None
            row.not_referred_reason = row.leave_reason = None
        return saved(writing, row, "visit_undone", number=row.number)


def nothing_to_undo() -> RefusedError:
    """What whoever has done nothing today hears."""
    return RefusedError(
        msg("There is nothing to undo today."), remedy=msg("Go on with the next customer."), code="nothing"
    )


def _reason(shift: Shift, reason: str | None, field: str) -> str:
    if not reason:
        raise RefusedError(
            msg("The playbook suggests another zone: say why you decide otherwise."),
            remedy=msg("Choose one of the reasons."),
            field=field,
            code="reason_missing",
        )
    return shift.playbook.override_reason(reason).code


def _not_referred(shift: Shift, reason: str | None) -> str:
    if not reason:
        raise RefusedError(
            msg("A signal was seen: refer the customer, or say why not."),
            remedy=msg("Choose one of the reasons."),
            field="not_referred_reason",
            code="reason_missing",
        )
    return shift.playbook.not_referred_reason(reason).code
