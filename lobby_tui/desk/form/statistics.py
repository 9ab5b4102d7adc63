"""The daily statistics, gathered: received, identified, sold, complained about [ICBC 3]."""

import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import func
from sqlmodel import col, select

from lobby_tui.desk.form.look import Look
from lobby_tui.locale import Message, msg
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.enums import Answer, ReferralStatus, Role
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result, ResultProduct
from lobby_tui.papers.content import Paper
from lobby_tui.papers.daily_statistics import CODE, Counts, Statistics, daily_statistics

# The groups of the bank's form; whoever else identified a customer stands under the others.
_GROUPS: Final = {
    Role.LOBBY_MANAGER: msg("Lobby managers"),
    Role.CASH_TELLER: msg("Cash tellers"),
    Role.COUNTER_TELLER: msg("Non-cash tellers"),
}
_OTHERS: Final = msg("Others")


class _Made(NamedTuple):
    id: uuid.UUID
    status: str
    manager_id: uuid.UUID | None
    identified_by: uuid.UUID
    answer: str | None
    outcome: str | None
    second_to: uuid.UUID | None
    opened: int | None


def paper(look: Look) -> Paper:
    """The paper of the day's figures."""
    return daily_statistics(look.sheet, look.shift.playbook.paper(CODE).title, figures(look))


def figures(look: Look) -> Statistics:
    """The figures of the day: every referral that stands counts once for its manager and once for its finder."""
    made = _made(look)
    return Statistics(_received(look, made), _identified(look, made), _sold(look, made), _complaints(look))


def _made(look: Look) -> list[_Made]:
    query = (
        select(  # type: ignore[call-overload] # more columns than SQLModel has types for
            Referral.id,
            Referral.status,
            Referral.manager_id,
            Referral.identified_by,
            Referral.answer,
            Referral.outcome,
            Referral.second_to,
            Result.opened,
        )
        .outerjoin(
            Result,
            (col(Result.branch_id) == col(Referral.branch_id)) & (col(Result.referral_id) == col(Referral.id)),
        )
        .where(
            col(Referral.branch_id) == look.shift.branch.id,
            col(Referral.day_id) == look.day.id,
            col(Referral.undone_at).is_(None),
        )
    )
    return [_Made(*row) for row in look.session.exec(query).all()]


def _received(look: Look, made: list[_Made]) -> tuple[tuple[str, Counts], ...]:
    """Every customer manager who works here or was given something; what nobody was given stands last."""
    given = {one.manager_id for one in made}
    managers = [
        (staff_id, person)
        for staff_id, person in look.people.items()
        if staff_id in given or (person.active and person.role == Role.CUSTOMER_MANAGER)
    ]
    lines = [
        (f"{person.name} {person.no}", _counts(one for one in made if one.manager_id == staff_id))
        for staff_id, person in sorted(managers, key=lambda pair: pair[1].no)
    ]
    if None in given:
        lines.append((look.t("Nobody"), _counts(one for one in made if one.manager_id is None)))
    return tuple(lines)


def _identified(look: Look, made: list[_Made]) -> tuple[tuple[Message, Counts], ...]:
    found = {role: [one for one in made if look.people[one.identified_by].role == role] for role in _GROUPS}
    others = [one for one in made if look.people[one.identified_by].role not in _GROUPS]
    return (*((_GROUPS[role], _counts(ones)) for role, ones in found.items()), (_OTHERS, _counts(others)))


def _counts(ones: Iterable[_Made]) -> Counts:
    return sum((_count(one) for one in ones), Counts())


def _count(one: _Made) -> Counts:
    return Counts(
        introduced=one.status == ReferralStatus.INTRODUCED,
        to_follow_up=one.status == ReferralStatus.TO_FOLLOW_UP,
        accepted=one.answer == Answer.ACCEPTED,
        returned=one.answer == Answer.RETURNED,
        waiting=one.answer is None,
        with_result=one.outcome is not None,
        second=one.second_to is not None,
        opened=one.opened or 0,
    )


def _sold(look: Look, made: list[_Made]) -> tuple[tuple[str, int, str], ...]:
    """Products of the day's referrals, in the playbook's order."""
    ids = [one.id for one in made if one.outcome]
    if not ids:
        return ()
    query = (
        select(ResultProduct.product, func.sum(ResultProduct.quantity))
        .join(
            Result,
            (col(Result.branch_id) == col(ResultProduct.branch_id)) & (col(Result.id) == col(ResultProduct.result_id)),
        )
        .where(col(Result.branch_id) == look.shift.branch.id, col(Result.referral_id).in_(ids))
        .group_by(col(ResultProduct.product))
    )
    sold = {product: int(number) for product, number in look.session.exec(query).all() if number}
    units = {one.code: look.t.render(one.unit) for one in look.shift.playbook.products}
    order = [*(code for code in units if code in sold), *sorted(sold.keys() - units.keys())]
    return tuple((look.named(look.shift.playbook.product, code), sold[code], units.get(code, "")) for code in order)


def _complaints(look: Look) -> tuple[tuple[str, int], ...]:
    query = select(Complaint.kind).where(
        col(Complaint.branch_id) == look.shift.branch.id, col(Complaint.day_id) == look.day.id
    )
    counts = Counter(look.session.exec(query).all())
    order = {one.code: place for place, one in enumerate(look.shift.playbook.complaint_kinds)}
    kinds = sorted(counts, key=lambda code: (order.get(code, len(order)), code))
    return tuple((look.named(look.shift.playbook.complaint_kind, code), counts[code]) for code in kinds)
