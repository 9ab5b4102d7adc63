"""Referrals with what became of them: the answer of the customer manager, and the result. Masked, as everywhere."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from lobby_tui.desk.referral.views import People, ReferralView, StaffName, staff_names, views
from lobby_tui.desk.shift import Shift
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.enums import Allocation, Answer, Decision, Outcome
from lobby_tui.models.masking import mask_text
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result, ResultProduct


@dataclass(frozen=True, slots=True)
class ResultView:
    """What came of a referral: accounts opened and products sold, by code; or why nothing."""

    opened: int
    sold: tuple[tuple[str, int], ...]
    no_result_reason: str | None
    note: str
    source: str
    by: StaffName
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A referral and its way back. `note` and `reason` are those of the answer, or of the reassignment, that stands."""

    referral: ReferralView
    answer: Answer | None
    answered_by: StaffName | None
    answered_at: datetime | None
    reason: str | None
    note: str
    outcome: Outcome | None
    outcome_at: datetime | None
    result: ResultView | None
    allocation: Allocation | None
    second_to: uuid.UUID | None
    shared: bool | None

    @property
    def id(self) -> uuid.UUID:
        """The referral's id."""
        return self.referral.id


def answer_views(session: Session, shift: Shift, rows: Sequence[Referral]) -> tuple[AnswerView, ...]:
    """Rows with what became of them, in a handful of queries however many there are."""
    if not rows:
        return ()
    people = staff_names(session, shift)
    acts = _standing(session, shift, rows)
    results = _results(session, shift, {row.id: row.customer for row in rows if row.outcome}, people)
    shown = views(session, shift, rows)
    return tuple(
        _view(row, referral, acts.get(row.id), results.get(row.id), people)
        for row, referral in zip(rows, shown, strict=True)
    )


def _view(
    row: Referral, referral: ReferralView, act: Confirmation | None, result: ResultView | None, people: People
) -> AnswerView:
    return AnswerView(
        referral=referral,
        answer=Answer(row.answer) if row.answer else None,
        answered_by=people[row.answered_by] if row.answered_by else None,
        answered_at=row.answered_at,
        reason=act.reason if act else None,
        note=mask_text(act.note, row.customer) if act else "",
        outcome=Outcome(row.outcome) if row.outcome else None,
        outcome_at=row.outcome_at,
        result=result,
        allocation=Allocation(row.allocation) if row.allocation else None,
        second_to=row.second_to,
        shared=row.credit_shared,
    )


def _standing(session: Session, shift: Shift, rows: Sequence[Referral]) -> dict[uuid.UUID, Confirmation]:
    """The act that each referral's row speaks of, if it has one that was not taken back.

    Not simply the last one: where a clock was set back, that may look as if it were the first.
    """
    of_row = {row.id: row for row in rows}
    found = session.exec(
        select(Confirmation)
        .where(
            col(Confirmation.branch_id) == shift.branch.id,
            col(Confirmation.referral_id).in_([row.id for row in rows]),
        )
        .order_by(col(Confirmation.at), col(Confirmation.id))
    ).all()
    return {act.referral_id: act for act in found if stands(of_row[act.referral_id], act)}


def stands(row: Referral, act: Confirmation) -> bool:
    """Whether an act on a referral is what its row says, so that it was not taken back."""
    if act.decision == Decision.REASSIGNED:
        return row.answer is None and row.manager_id == act.to_manager
    return row.answer == act.decision and row.answered_at == act.at


def _results(
    session: Session, shift: Shift, customers: Mapping[uuid.UUID, str], people: People
) -> dict[uuid.UUID, ResultView]:
    if not customers:
        return {}
    rows = session.exec(
        select(Result).where(col(Result.branch_id) == shift.branch.id, col(Result.referral_id).in_(list(customers)))
    ).all()
    sold: dict[uuid.UUID, list[tuple[str, int]]] = {}
    for one in products_of(session, shift, [row.id for row in rows]):
        if one.quantity:
            sold.setdefault(one.result_id, []).append((one.product, one.quantity))
    order = {product.code: place for place, product in enumerate(shift.playbook.products)}
    return {
        row.referral_id: ResultView(
            opened=row.opened,
            sold=tuple(sorted(sold.get(row.id, ()), key=lambda pair: (order.get(pair[0], len(order)), pair[0]))),
            no_result_reason=row.no_result_reason,
            note=mask_text(row.note, customers[row.referral_id]),
            source=row.source,
            by=people[row.by],
            at=row.at,
            version=row.version,
        )
        for row in rows
    }


def products_of(session: Session, shift: Shift, result_ids: Iterable[uuid.UUID]) -> Sequence[ResultProduct]:
    """The products of some results; those with a quantity of 0 were taken back by an amendment."""
    return session.exec(
        select(ResultProduct).where(
            col(ResultProduct.branch_id) == shift.branch.id, col(ResultProduct.result_id).in_(list(result_ids))
        )
    ).all()
