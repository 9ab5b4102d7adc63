"""The review of a day, row by row: what was seen and decided in the lobby, beside what came of it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from lobby_tui.desk.answer.views import AnswerView, answer_views
from lobby_tui.desk.days import Day, by_date, day_of
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import People, staff_names
from lobby_tui.desk.review import rules
from lobby_tui.desk.review.corrections import corrections
from lobby_tui.desk.review.drawing import drawn, seed_of, size_of
from lobby_tui.desk.review.lobby_rows import Decided, Noticed, decided, noticed
from lobby_tui.desk.review.marked import Decision, MarkView, mark_view, marks_of_day
from lobby_tui.desk.review.signatures import SIGNED, SignedReview, signatures
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayState
from lobby_tui.models.referral import Referral
from lobby_tui.models.review import ReviewMark


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A referral: what was noticed and decided, what came of it, what the reviewer says.

    `visit` is what was decided in the lobby, None where there was no visit. `drawn` while it is in the sample. `mine`
    where the reader noticed the customer. `changed` where it was corrected after the mark.
    """

    view: AnswerView
    visit: Decided | None
    signals: tuple[Noticed, ...]
    override: str | None
    mark: MarkView | None
    drawn: bool
    mine: bool
    changed: bool

    @property
    def id(self) -> uuid.UUID:
        """The referral's id."""
        return self.view.id

    @property
    def number(self) -> int:
        """Its number of the day."""
        return self.view.referral.number

    @property
    def settled(self) -> bool:
        """Whether it is reviewed as it stands now."""
        return self.mark is not None and self.mark.settled and not self.changed


@dataclass(frozen=True, slots=True)
class Missed:
    """A visit with signals that led to no referral, and why; `reason` is a code, `left` where they left unserved."""

    visit: Decided
    signals: tuple[Noticed, ...]
    reason: str | None
    left: bool


@dataclass(frozen=True, slots=True)
class DayReview:
    """The review of one business day. `seed` is None before the day was closed: no sample is drawn until then.

    `moves` are its signatures, in order; `changed_since` where a referral was corrected after the last one.
    """

    day: Day
    rows: tuple[ReviewRow, ...]
    missed: tuple[Missed, ...]
    seed: int | None
    moves: tuple[SignedReview, ...]
    changed_since: bool

    @property
    def signed(self) -> SignedReview | None:
        """The signature that stands."""
        return self.moves[-1] if self.moves and self.moves[-1].move == SIGNED else None

    @property
    def sample(self) -> tuple[ReviewRow, ...]:
        """The rows that were drawn."""
        return tuple(row for row in self.rows if row.drawn)

    @property
    def settled(self) -> int:
        """How many rows are reviewed."""
        return sum(row.settled for row in self.rows)

    @property
    def questions(self) -> tuple[ReviewRow, ...]:
        """The rows that were asked about, answered or not, and are not decided yet."""
        return tuple(row for row in self.rows if row.mark and row.mark.decision is Decision.ASKED)

    def left(self, *, sample: bool) -> tuple[ReviewRow, ...]:
        """What has still to be reviewed: of the sample, or of all."""
        return tuple(row for row in (self.sample if sample else self.rows) if not row.settled)


def of_day(shift: Shift, day: date | None = None, seed: int | None = None) -> DayReview:
    """The review of a business day, of the latest one where none is named.

    With a `seed` the sample is drawn anew from it, as somebody does who looks whether a signed one was drawn so.
    Raises NotAllowedError, RefusedError for a date on which the branch did not work.
    """
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        return read(session, shift, the_day(session, shift, day), seed)


def the_day(session: Session, shift: Shift, day: date | None, *, over: bool = False) -> BusinessDay:
    """The row of a date, of the latest business day where none is named; with `over` the latest that is not open.

    Raises RefusedError where there is none.
    """
    if day is None:
        dates = select(col(BusinessDay.date)).where(col(BusinessDay.branch_id) == shift.branch.id)
        if over:
            dates = dates.where(col(BusinessDay.state) != DayState.OPEN.value)
        day = session.exec(dates.order_by(col(BusinessDay.date).desc()).limit(1)).first()
    return by_date(session, shift, day or shift.today())


def beside(shift: Shift, day: date, *, later: bool) -> date | None:
    """The business day before or after `day`; None where there is none."""
    shift.require(Action.REVIEW)
    on = col(BusinessDay.date)
    query = select(on).where(col(BusinessDay.branch_id) == shift.branch.id, on > day if later else on < day)
    with shift.reading() as session:
        return session.exec(query.order_by(on if later else on.desc()).limit(1)).first()


def read(session: Session, shift: Shift, day: BusinessDay, seed: int | None = None) -> DayReview:
    """The review of a day in the session of the caller, who has asked for leave."""
    people = staff_names(session, shift)
    moves = signatures(session, shift, day.id, people)
    signed = moves[-1] if moves and moves[-1].move == SIGNED else None
    rows = _referrals(session, shift, day)
    marks = marks_of_day(session, shift, day.id)
    found = corrections(session, shift, day, rows, _since(rows, marks, signed))
    visits, signals = decided(session, shift, day, people), noticed(session, shift, day)
    number = seed if seed is not None else (signed.seed if signed else None)
    if number is None:
        number = seed_of(session, shift, day)
    sample = _sample(shift, day, rows, number, signed)
    referred = {row.visit_id for row in rows}
    return DayReview(
        day=day_of(shift, day),
        rows=tuple(
            _row(shift, row, view, marks, people, visits, signals, row.number in sample, found)
            for row, view in zip(rows, answer_views(session, shift, rows), strict=True)
        ),
        missed=tuple(
            Missed(
                visit,
                signals[visit.id],
                visit.not_referred_reason or visit.leave_reason,
                visit.leave_reason is not None,
            )
            for visit in visits.values()
            if visit.id in signals and visit.id not in referred and visit.ended
        ),
        seed=number,
        moves=moves,
        changed_since=signed is not None and any(at > signed.at for at in found.values()),
    )


def _referrals(session: Session, shift: Shift, day: BusinessDay) -> Sequence[Referral]:
    query = select(Referral).where(
        col(Referral.branch_id) == shift.branch.id, col(Referral.day_id) == day.id, col(Referral.undone_at).is_(None)
    )
    return session.exec(query.order_by(col(Referral.number))).all()


def _since(
    rows: Sequence[Referral], marks: Mapping[uuid.UUID, ReviewMark], signed: SignedReview | None
) -> dict[uuid.UUID, datetime]:
    """From when on a correction of each referral matters: from its mark, or from the signature."""
    found = {}
    for row in rows:
        mark = marks.get(row.id)
        moments = [one for one in (mark and mark.at, signed and signed.at) if one]
        if moments:
            found[row.id] = min(moments)
    return found


def _sample(
    shift: Shift, day: BusinessDay, rows: Sequence[Referral], seed: int | None, signed: SignedReview | None
) -> frozenset[int]:
    if seed is None:
        return frozenset()
    # What was signed is drawn again as large as it was, whatever the playbook says by now.
    as_signed = signed is not None and signed.seed is not None
    size = signed.to_review if signed and as_signed else size_of(len(rows), rules.of(shift).review)
    return drawn(day.date, (row.number for row in rows), seed, size)


def _row(
    shift: Shift,
    row: Referral,
    view: AnswerView,
    marks: Mapping[uuid.UUID, ReviewMark],
    people: People,
    visits: Mapping[uuid.UUID, Decided],
    signals: Mapping[uuid.UUID, tuple[Noticed, ...]],
    in_sample: bool,
    found: Mapping[uuid.UUID, datetime],
) -> ReviewRow:
    mark = marks.get(row.id)
    visit = visits.get(row.visit_id) if row.visit_id else None
    seen = signals.get(row.visit_id, ()) if row.visit_id else ()
    # What is given as a reason was seen, also where there was no visit, or it was seen after it.
    more = tuple(Noticed(code, False) for code in view.referral.signals if code not in {one.code for one in seen})
    last = found.get(row.id)
    return ReviewRow(
        view=view,
        visit=visit,
        signals=(*seen, *more),
        override=row.override_reason,
        mark=mark_view(mark, row, people) if mark else None,
        drawn=in_sample,
        mine=row.identified_by == shift.person.id,
        changed=mark is not None and last is not None and last > mark.at,
    )
