"""Identification by tellers against the lobby, and what the lobby misses. Roles are those that people have today."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.review import rules, tallies
from lobby_tui.desk.review.shares import Share, share
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.tallies import Kind
from lobby_tui.desk.review.works_rows import Fate, fates, standing
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.words import ROLES
from lobby_tui.locale import Renderable, msg
from lobby_tui.models.enums import Role
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import VisitSignal

LOBBY: Final = frozenset({Role.LOBBY_MANAGER, Role.GUIDE})
TELLERS: Final = frozenset({Role.CASH_TELLER, Role.COUNTER_TELLER})


@dataclass(frozen=True, slots=True)
class ByRole:
    """What people of one role identified. `per_100` referrals came of every hundred visits; None without any visit."""

    role: str
    name: Renderable
    fate: Fate
    per_100: float | None
    share: Share


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of the branch, and how many visits they had before them."""

    span: Span
    visits: int
    rows: tuple[ByRole, ...]
    total: ByRole


@dataclass(frozen=True, slots=True)
class Missed:
    """One signal or need, as `kind` says. `lobby` and `counter` are the customers whom each of them identified.

    `share` is that of both which the lobby missed: identified at the counter although they had passed the lobby, and
    nothing that stands was noted of them there.
    """

    kind: str
    key: str
    name: Renderable
    lobby: int
    counter: int
    share: Share


@dataclass(frozen=True, slots=True)
class Misses:
    """What the lobby misses: all of it, by signal, by need; within each what it misses most often first."""

    span: Span
    rows: tuple[Missed, ...]


def by_role(shift: Shift, span: Span) -> Roles:
    """How many customers each role identified, against the visits of the span. Raises NotAllowedError, StoreError."""
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        visits = sum(one.count for one in tallies.totals(session, shift, span, Kind.ALL).values())
        people = staff_names(session, shift)
        made: defaultdict[str, Fate] = defaultdict(Fate)
        for (who,), fate in fates(session, shift, span, Referral.identified_by):
            made[people[who].role] += fate
    policy = rules.of(shift).review

    def row(role: str, name: Renderable, fate: Fate) -> ByRole:
        per_100 = fate.referred * 100 / visits if visits else None
        return ByRole(role, name, fate, per_100, share(fate.succeeded, fate.referred, policy))

    there = {one.role for one in people.values()}
    whole = sum(made.values(), Fate())
    rows = tuple(row(role, ROLES[role], made[role]) for role in Role if role in there)
    return Roles(span, visits, rows, row("", msg("All"), whole))


def missed(shift: Shift, span: Span) -> Misses:
    """Customers whom tellers identified and of whom the lobby had noted nothing. Raises NotAllowedError, StoreError."""
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        roles = {one: name.role for one, name in staff_names(session, shift).items()}
        counts = _counts(session, shift, span, roles)
    signals: dict[str, Renderable] = {one.code: one.name for one in shift.playbook.signals}
    needs: dict[str, Renderable] = {one.code: one.name for one in shift.playbook.needs}
    needs[""] = msg("Need not noted")
    names: Mapping[str, Mapping[str, Renderable]] = {"all": {"": msg("All")}, "signal": signals, "need": needs}
    policy = rules.of(shift).review
    rows = [
        Missed(kind, key, names[kind].get(key, key), one.lobby, one.counter,
               share(one.missed, one.lobby + one.counter, policy))
        for (kind, key), one in counts.items()
    ]  # fmt: skip
    order = list(names)
    rows.sort(key=lambda one: (order.index(one.kind), -one.share.hits, one.key))
    return Misses(span, tuple(rows))


def missed_ids(shift: Shift, span: Span, kind: str, key: str) -> frozenset[UUID]:
    """The referrals that the lobby missed, of one row of `missed`. Raises NotAllowedError, StoreError."""
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        tellers = [one for one, name in staff_names(session, shift).items() if name.role in TELLERS]
        query = select(Referral.id, col(Referral.reasons), col(Referral.need)).where(
            *standing(shift, span), col(Referral.identified_by).in_(tellers), ~_noted()
        )
        return frozenset(one for one, reasons, need in session.exec(query) if (kind, key) in _kinds(reasons, need))


def _noted() -> ColumnElement[bool]:
    """Whether something that stands was noted of the customer while they were in the lobby."""
    noted = exists().where(
        col(VisitSignal.branch_id) == col(Referral.branch_id),
        col(VisitSignal.visit_id) == col(Referral.visit_id),
        col(VisitSignal.dropped_at).is_(None),
    )
    return noted.correlate(Referral)


def _kinds(reasons: str, need: str | None) -> list[tuple[str, str]]:
    """The rows that a referral stands in."""
    return [("all", ""), ("need", need or ""), *(("signal", code) for code in set(reasons.split()))]


@dataclass(slots=True)
class _Count:
    lobby: int = 0
    counter: int = 0
    missed: int = 0


def _counts(session: Session, shift: Shift, span: Span, roles: Mapping[UUID, str]) -> Mapping[tuple[str, str], _Count]:
    """The customers whom lobby and counter identified, by kind and key."""
    found: defaultdict[tuple[str, str], _Count] = defaultdict(_Count)
    columns = col(Referral.identified_by), col(Referral.reasons), col(Referral.need), _noted()
    for (who, reasons, need, seen), fate in fates(session, shift, span, *columns):
        for one in map(found.__getitem__, _kinds(reasons, need) if roles[who] in LOBBY | TELLERS else ()):
            if roles[who] in LOBBY:
                one.lobby += fate.referred
            else:
                one.counter += fate.referred
                one.missed += 0 if seen else fate.referred
    return found
