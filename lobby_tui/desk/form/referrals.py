"""The referral record form, gathered: what was identified, what was answered, what came of it [ICBC 3]."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from lobby_tui.desk.form.look import Look
from lobby_tui.desk.gap.kinds import GapKind, reason_text
from lobby_tui.desk.gaps import carried_rows
from lobby_tui.desk.referral.views import identifier_of
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.contacts import mask_contact
from lobby_tui.models.enums import Answer, Decision
from lobby_tui.models.identifiers import mask_identifier
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result, ResultProduct
from lobby_tui.papers.content import Paper
from lobby_tui.papers.referral_record import CODE, ReferralLine, referral_record

# What was carried over says why column 9, or column 10, is empty.
_OF_ANSWER = (GapKind.UNCONFIRMED, GapKind.WITHOUT_MANAGER, GapKind.RETURNED)
_OF_RESULT = (GapKind.WITHOUT_RESULT, GapKind.NO_FOLLOW_UP, GapKind.NO_CONTACT)


@dataclass(frozen=True, slots=True)
class _Back:
    """What came back of a day's referrals, each by the referral's id."""

    answers: Mapping[uuid.UUID, Sequence[Confirmation]]
    results: Mapping[uuid.UUID, Result]
    products: Mapping[uuid.UUID, Sequence[ResultProduct]]
    carried: Mapping[tuple[str, uuid.UUID], str]


def paper(look: Look) -> Paper:
    """The form with a row for each referral of the day that stands."""
    rows = _rows(look)
    back = _back(look)
    firsts = {row.id: row for row in rows}
    return referral_record(
        look.sheet, look.shift.playbook.paper(CODE), [_line(look, row, back, firsts) for row in rows]
    )


def _rows(look: Look) -> Sequence[Referral]:
    query = select(Referral).where(*_of_day(look)).order_by(col(Referral.number))
    return look.session.exec(query).all()


def _of_day(look: Look) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Referral.branch_id) == look.shift.branch.id,
        col(Referral.day_id) == look.day.id,
        col(Referral.undone_at).is_(None),
    )


def _line(look: Look, row: Referral, back: _Back, firsts: Mapping[uuid.UUID, Referral]) -> ReferralLine:
    return ReferralLine(
        number=row.number,
        day=look.day.date,
        status=row.status,  # type: ignore[arg-type]
        customer=look.customer(row.customer),
        identified_by=look.people[row.identified_by].name,
        identifier=_identifier(look, row),
        reasons=tuple(row.reasons.split(" ")),
        contact=_contact(look, row.contact),
        best_time=look.said(look.named(look.shift.playbook.best_time, row.best_time)) if row.best_time else "",
        confirmation=_confirmation(look, row, back),
        result=_result(look, row, back),
        remarks=_remarks(look, row, firsts),
    )


def _confirmation(look: Look, row: Referral, back: _Back) -> str:
    """Column 9: who confirmed and when, or to whom it was returned and why; else whose confirmation it waits for."""
    t = look.t
    said = back.answers.get(row.id, ())
    if row.answer and row.answered_at and row.answered_by:
        lines = [f"{_answered_by(look, row)} {look.at(row.answered_at)}"]
        if row.answer == Answer.RETURNED:
            lines.insert(0, t("Returned: {reason}", reason=_why(look, row, said)))
        return "\n".join([*lines, *_passed_on(look, row, said)])
    waits = [t("To be confirmed by {name}", name=look.people[row.manager_id].name)] if row.manager_id else []
    return "\n".join([*_carried(look, row, back, _OF_ANSWER), *waits, *_passed_on(look, row, said)])


def _answered_by(look: Look, row: Referral) -> str:
    """The one who answered; and for whom, where that was a stand-in or the supervisor."""
    by = look.people[row.answered_by].name if row.answered_by else ""
    if row.manager_id and row.manager_id != row.answered_by:
        return look.t("{name} for {manager}", name=by, manager=look.people[row.manager_id].name)
    return by


def _why(look: Look, row: Referral, said: Sequence[Confirmation]) -> str:
    """The reason of the latest return, with what was added to it."""
    last = next((one for one in reversed(said) if one.decision == Decision.RETURNED), None)
    if last is None:
        return ""
    reason = look.named(look.shift.playbook.return_reason, last.reason) if last.reason else ""
    note = look.said(last.note, row.customer)
    return look.t("{reason} ({note})", reason=reason, note=note) if note else reason


def _passed_on(look: Look, row: Referral, said: Sequence[Confirmation]) -> list[str]:
    """Where the manager who has it now got it from."""
    given = [one for one in said if one.decision == Decision.REASSIGNED and one.to_manager == row.manager_id]
    if not given:  # nobody passed it on, or that was taken back
        return []
    last = given[-1]
    from_manager = look.people[last.from_manager].name if last.from_manager else look.people[last.by].name
    return [look.t("Reassigned from {name} {at}", name=from_manager, at=look.at(last.at))]


def _result(look: Look, row: Referral, back: _Back) -> str:
    """Column 10: accounts opened, products with their quantities, or why nothing came of it."""
    t, playbook = look.t, look.shift.playbook
    result = back.results.get(row.id)
    if result is None or row.outcome is None:
        return "\n".join(_carried(look, row, back, _OF_RESULT))
    parts = [t("Accounts opened: {count}", count=result.opened)] if result.opened else []
    for sold in back.products.get(result.id, ()):
        unit = look.t.render(playbook.product(sold.product).unit) if _known(look, sold.product) else ""
        name = look.named(playbook.product, sold.product)
        parts.append(t("{product} {quantity} {unit}", product=name, quantity=sold.quantity, unit=unit).rstrip())
    if result.no_result_reason:
        reason = look.named(playbook.no_result_reason, result.no_result_reason)
        parts.append(t("No sale: {reason}", reason=reason))
    return "\n".join([*parts, *([look.said(result.note, row.customer)] if result.note else [])])


def _known(look: Look, product: str) -> bool:
    return any(one.code == product for one in look.shift.playbook.products)


def _carried(look: Look, row: Referral, back: _Back, kinds: Sequence[GapKind]) -> list[str]:
    reasons = [back.carried[(kind.value, row.id)] for kind in kinds if (kind.value, row.id) in back.carried]
    return [look.t("Carried over: {reason}", reason=reason_text(reason)) for reason in dict.fromkeys(reasons)]


def _remarks(look: Look, row: Referral, firsts: Mapping[uuid.UUID, Referral]) -> str:
    """Column 11: what was noted; before it, whose claim is the first one, and where the accounts are kept."""
    t, lines = look.t, []
    if row.second_to:
        first = firsts.get(row.second_to)
        name = look.people[first.identified_by].name if first else ""
        lines.append(t("Second claim, the first is by {name}", name=name))
        if row.credit_shared:
            lines.append(t("Credit shared"))
    if row.home_branch:
        lines.append(t("Home branch: {branch}", branch=look.said(row.home_branch)))
    return "\n".join([*lines, *([look.said(row.remarks, row.customer)] if row.remarks else [])])


def _back(look: Look) -> _Back:
    """Every answer and result of the day's referrals, in four queries however many there are."""
    branch = look.shift.branch.id
    mine = select(Referral.id).where(*_of_day(look))
    said = look.session.exec(
        select(Confirmation)
        .where(col(Confirmation.branch_id) == branch, col(Confirmation.referral_id).in_(mine))
        .order_by(col(Confirmation.at), col(Confirmation.id))
    ).all()
    results = look.session.exec(
        select(Result).where(col(Result.branch_id) == branch, col(Result.referral_id).in_(mine))
    ).all()
    ids = [result.id for result in results]
    products = (
        look.session.exec(
            select(ResultProduct)
            .where(col(ResultProduct.branch_id) == branch, col(ResultProduct.result_id).in_(ids))
            .where(col(ResultProduct.quantity) > 0)
            .order_by(col(ResultProduct.id))
        ).all()
        if ids
        else []
    )
    answers: dict[uuid.UUID, list[Confirmation]] = {}
    for one in said:
        answers.setdefault(one.referral_id, []).append(one)
    sold: dict[uuid.UUID, list[ResultProduct]] = {}
    for product in products:
        sold.setdefault(product.result_id, []).append(product)
    carried = {(one.kind, one.subject): one.reason for one in carried_rows(look.session, look.shift, look.day)}
    return _Back(answers, {one.referral_id: one for one in results}, sold, carried)


def _identifier(look: Look, row: Referral) -> str:
    identifier = identifier_of(row)
    if identifier is None:
        return ""
    return identifier.value if look.full else mask_identifier(identifier)


def _contact(look: Look, contact: str | None) -> str:
    if not contact:
        return ""
    return contact if look.full else mask_contact(contact)
