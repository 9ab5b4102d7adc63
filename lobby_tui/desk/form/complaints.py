"""The register of complaints of a day, gathered [ICBC 6, BOC]."""

import uuid
from collections.abc import Mapping, Sequence
from functools import reduce

from sqlmodel import col, select

from lobby_tui.desk.complaint.words import COMPLAINT_STATES
from lobby_tui.desk.form.look import Look
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.enums import ComplaintStepKind
from lobby_tui.papers.complaint_register import CODE, ComplaintLine, complaint_register
from lobby_tui.papers.content import Paper


def paper(look: Look) -> Paper:
    """The register: received on the day; and from before it, what had a step on it or is not filed yet."""
    new, old = received(look), in_hand(look)
    told = _told(look, [*new, *old])
    return complaint_register(
        look.sheet,
        look.shift.playbook.paper(CODE).title,
        [_line(look, row, told) for row in new],
        [_line(look, row, told) for row in old],
    )


def received(look: Look) -> Sequence[Complaint]:
    """The complaints registered on the day."""
    query = select(Complaint).where(
        col(Complaint.branch_id) == look.shift.branch.id, col(Complaint.day_id) == look.day.id
    )
    # Sorted here: asked for an order, SQLite reads the complaints of all days in it.
    return sorted(look.session.exec(query).all(), key=lambda row: row.number)


def in_hand(look: Look) -> Sequence[Complaint]:
    """Those from earlier days with a step on this one, or not filed yet."""
    branch, day = look.shift.branch.id, look.day
    before = (
        col(Complaint.branch_id) == branch,
        col(Complaint.day_id) != day.id,
        col(Complaint.recorded_at) < day.opened_at,
    )
    stepped = select(ComplaintStep.complaint_id).where(
        col(ComplaintStep.branch_id) == branch, col(ComplaintStep.day_id) == day.id
    )
    moved = look.session.exec(select(Complaint).where(*before, col(Complaint.id).in_(stepped))).all()
    # In the order of their index, or SQLite reads those of all years by another one.
    unfiled = look.session.exec(
        select(Complaint).where(*before, col(Complaint.archived_at).is_(None)).order_by(col(Complaint.number))
    ).all()
    return sorted({row.id: row for row in (*moved, *unfiled)}.values(), key=lambda row: row.number)


def _told(look: Look, rows: Sequence[Complaint]) -> Mapping[uuid.UUID, ComplaintStep]:
    """The latest notice to each complainant."""
    if not rows:
        return {}
    query = select(ComplaintStep).where(
        col(ComplaintStep.branch_id) == look.shift.branch.id,
        col(ComplaintStep.complaint_id).in_([row.id for row in rows]),
        col(ComplaintStep.step) == ComplaintStepKind.NOTIFIED.value,
    )
    return {step.complaint_id: step for step in look.session.exec(query.order_by(col(ComplaintStep.seq))).all()}


def _line(look: Look, row: Complaint, told: Mapping[uuid.UUID, ComplaintStep]) -> ComplaintLine:
    playbook = look.shift.playbook
    return ComplaintLine(
        number=row.number,
        received=look.shift.local(row.received_at).strftime("%Y-%m-%d %H:%M"),
        kind=look.named(playbook.complaint_kind, row.kind),
        channel=look.named(playbook.complaint_channel, row.channel),
        customer=look.customer(row.customer),
        handler=look.people[row.handler_id].name if row.handler_id else look.t("nobody yet"),
        state=_state(look, row),
        due=row.due_on,
        notified=_notified(look, told.get(row.id)),
    )


def _state(look: Look, row: Complaint) -> str:
    t = look.t
    marks = [*([t("major")] if row.major else []), *([t("complex")] if row.complex else [])]
    state = t.render(COMPLAINT_STATES[row.state])
    # With the comma of the reader's language.
    said = reduce(lambda left, right: t("{left}, {right}", left=left, right=right), marks) if marks else ""
    return t("{state} ({marks})", state=state, marks=said) if marks else state


def _notified(look: Look, step: ComplaintStep | None) -> str:
    if step is None:
        return ""
    means = look.named(look.shift.playbook.notification_way, step.choice) if step.choice else ""
    return f"{step.on_date.isoformat()} {means}".rstrip()
