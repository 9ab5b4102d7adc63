"""The cover of a review pack: where the days stand, their figures, who signed the review, and the audit head."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from lobby_tui.desk import day_heads
from lobby_tui.desk.days import by_date
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.review import trends
from lobby_tui.desk.review.measures import NAMES, Measure, value_text
from lobby_tui.desk.review.signatures import SIGNED, UNSIGNED, SignedReview, signatures
from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.desk.review.words import span_text
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.words import DAY_STATES
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayState
from lobby_tui.models.review import ReviewMove
from lobby_tui.papers.content import Pairs
from lobby_tui.papers.day_pack import Cover
from lobby_tui.papers.sheet import Sheet

_FIGURES = (
    Measure.VISITS, Measure.MEAN_WAIT, Measure.LONGEST_WAIT, Measure.LEFT, Measure.MISSED, Measure.REFERRALS,
    Measure.INTRODUCED, Measure.TO_FOLLOW_UP, Measure.CONFIRMED, Measure.RETURNED, Measure.WITH_RESULT,
    Measure.OPENED, Measure.COMPLAINTS,
)  # fmt: skip
_MOVES = {SIGNED: msg("Review signed"), UNSIGNED: msg("Signature under the review taken off")}


def title(unit: Unit, span: Span) -> Message:
    """What the pack is called."""
    return msg("Review {span}", span=span_text(unit, span))


def cover(session: Session, shift: Shift, sheet: Sheet, unit: Unit, span: Span) -> Cover:
    """The cover. Its head is that of the last day's closing; the chain's current one while that day is open."""
    day = by_date(session, shift, sheet.day)
    head = day_heads.of_day(session, shift, day)
    render = sheet.t.render
    figures = [(NAMES[one], value_text(one, trends.whole_of(session, shift, span, one)) or "-") for one in _FIGURES]
    moves = _of_day(session, shift, sheet, day) if unit is Unit.DAY else _of_month(session, shift, sheet, span)
    return Cover(
        state=render(_state(session, shift, unit, span, day)),
        figures=tuple((render(name), render(value)) for name, value in figures),
        moves=moves,
        head=day_heads.printed(head),
        events=head.events,
        qr=day_heads.qr_text(day.date, head),
        final=head.final,
    )


def _state(session: Session, shift: Shift, unit: Unit, span: Span, day: BusinessDay) -> Renderable:
    if unit is Unit.DAY:
        return DAY_STATES[DayState(day.state)]
    states = [row.state for row in _worked(session, shift, span)]
    over = sum(state in (DayState.CLOSED, DayState.SIGNED) for state in states)
    return msg("{days} business days, {over} of them closed", days=len(states), over=over)


def _of_day(session: Session, shift: Shift, sheet: Sheet, day: BusinessDay) -> Pairs:
    """Every signature under the review, and every one that was taken off."""
    found = signatures(session, shift, day.id, staff_names(session, shift))
    return tuple((sheet.t.render(_MOVES[one.move]), sheet.t.render(_who(shift, one))) for one in found)


def _who(shift: Shift, one: SignedReview) -> Renderable:
    names = " + ".join(person.name for person in (one.by, one.second) if person)
    at = shift.local(one.at).strftime("%m-%d %H:%M")
    if one.move != SIGNED:
        return f"{at}  {names}  {one.reason}"
    if one.seed is None:
        return msg("{at}  {names}, all {count} referrals", at=at, names=names, count=one.to_review)
    return msg(
        "{at}  {names}, {count} drawn with seed {seed}", at=at, names=names, count=one.to_review, seed=str(one.seed)
    )


def _of_month(session: Session, shift: Shift, sheet: Sheet, span: Span) -> Pairs:
    """Of how many of the month's days the review is signed."""
    worked = list(_worked(session, shift, span))
    last: dict[object, str] = {}
    query = select(ReviewMove.day_id, ReviewMove.move).where(
        col(ReviewMove.branch_id) == shift.branch.id, col(ReviewMove.day_id).in_([row.id for row in worked])
    )
    for day_id, move in session.exec(query.order_by(col(ReviewMove.at), col(ReviewMove.id))):
        last[day_id] = move
    signed = sum(move == SIGNED for move in last.values())
    text = msg("{signed} of {days} days", signed=signed, days=len(worked))
    return ((sheet.t.render(_MOVES[SIGNED]), sheet.t.render(text)),)


def _worked(session: Session, shift: Shift, span: Span) -> Iterator[BusinessDay]:
    yield from session.exec(
        select(BusinessDay).where(
            BusinessDay.branch_id == shift.branch.id, col(BusinessDay.date).between(span.first, span.last)
        )
    )
