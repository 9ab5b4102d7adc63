"""The cover of a day pack, gathered: where the day stands, its figures, and the audit head to be signed for."""

from collections.abc import Iterator, Sequence

from sqlmodel import col, select

from lobby_tui.desk import day_heads
from lobby_tui.desk.form import checks as form_checks
from lobby_tui.desk.form import complaints as form_complaints
from lobby_tui.desk.form import statistics as form_statistics
from lobby_tui.desk.form import traffic as form_traffic
from lobby_tui.desk.form.look import Look
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import DayMove
from lobby_tui.models.enums import DayMoveKind, DayState
from lobby_tui.models.masking import mask_text
from lobby_tui.papers.content import Pack, Pairs, Paper
from lobby_tui.papers.day_pack import CODE, Cover, day_pack

_STATES = {
    DayState.OPEN: msg("Open: figures may still change"),
    DayState.CLOSED: msg("Closed, not signed yet"),
    DayState.SIGNED: msg("Closed and signed"),
    DayState.REOPENED: msg("Reopened for corrections: figures may still change"),
}
_MOVES = {
    DayMoveKind.CLOSED: msg("Closed"),
    DayMoveKind.SIGNED: msg("Signed"),
    DayMoveKind.REOPENED: msg("Reopened"),
}


def pack(look: Look, papers: Sequence[Paper]) -> Pack:
    """`papers` behind the cover of their day."""
    cover = Cover(
        state=look.t.render(_STATES[DayState(look.day.state)]),
        figures=tuple((look.t.render(label), str(number)) for label, number in _figures(look)),
        moves=_moves(look),
        head=day_heads.printed(look.head),
        events=look.head.events,
        qr=day_heads.qr_text(look.day.date, look.head),
        final=look.head.final,
    )
    return day_pack(look.sheet, look.shift.playbook.paper(CODE).title, cover, papers)


def _figures(look: Look) -> Iterator[tuple[Message, int]]:
    referrals, visits = form_statistics.figures(look), form_traffic.figures(look)
    counts = referrals.all
    yield msg("Visits"), visits.visits
    yield msg("Left unserved"), sum(line.visits for line in visits.left)
    yield msg("Crowding"), len(visits.crowded)
    yield msg("Referrals"), counts.referrals
    yield msg("Introduced"), counts.introduced
    yield msg("To follow up"), counts.to_follow_up
    yield msg("Accepted"), counts.accepted
    yield msg("Returned"), counts.returned
    yield msg("No answer yet"), counts.waiting
    yield msg("With a result"), counts.with_result
    yield msg("Accounts opened"), counts.opened
    yield msg("Second claims"), counts.second
    yield msg("Complaints received"), sum(number for _, number in referrals.complaints)
    yield msg("Complaints from earlier days"), len(form_complaints.in_hand(look))
    yield msg("Device faults"), len(form_checks.faults(look))


def _moves(look: Look) -> Pairs:
    """Every closing, signing and reopening of the day, with who did it, when and why."""
    rows = look.session.exec(
        select(DayMove)
        .where(col(DayMove.branch_id) == look.shift.branch.id, col(DayMove.day_id) == look.day.id)
        .order_by(col(DayMove.at), col(DayMove.events))
    ).all()
    return tuple((look.t.render(_MOVES[DayMoveKind(row.move)]), _who(look, row)) for row in rows)


def _who(look: Look, row: DayMove) -> str:
    names = " + ".join(look.people[one].name for one in (row.by, row.second) if one)
    return "  ".join(part for part in (look.at(row.at), names, mask_text(row.reason)) if part)
