"""Keeping data no longer than needed: the days of each kind, and taking out what is over.

It runs by itself once a day, after the desk is shown or a command is done, in small transactions between which
everybody works on. The audit trail keeps that it happened and how many rows of which kind, never of whom.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from lobby_tui.desk.keeping import due
from lobby_tui.desk.keeping.kinds import RULES, Kind, chosen
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.locale import Message, msg

GAP_DAYS: Final = 31
"""What is taken out cannot come back. A clock that is so many days past the last closed day may be wrong."""


@dataclass(frozen=True, slots=True)
class Removed:
    """Rows of one kind that were taken out."""

    kind: Kind
    rows: int

    @property
    def text(self) -> Message:
        """What was removed, in a few words."""
        return msg("{kind}: {count}", kind=RULES[self.kind].name, count=self.rows)


@dataclass(frozen=True, slots=True)
class Purged:
    """What was taken out in all; `held_back` says why nothing was, where the clock may be wrong."""

    removed: tuple[Removed, ...]
    held_back: Message | None = None

    @property
    def lines(self) -> tuple[Message, ...]:
        """What a person is told; nothing where there is nothing to tell."""
        if self.held_back:
            return (self.held_back,)
        return (
            (msg("Removed because their time was over:"), *(one.text for one in self.removed)) if self.removed else ()
        )


def purge(shift: Shift, *, by_hand: bool = False) -> Purged:
    """Take out everything whose time is over, in batches.

    By itself it stops where the clock is more than `GAP_DAYS` past the last closed day; `by_hand` is for whoever
    answers for customers' data and has looked at the date. Raises NotAllowedError, StoreError.
    """
    shift.require(Action.PURGE)
    if by_hand:
        shift.require(Action.CUSTOMER_RIGHTS, fresh=True)
    elif why := held_back(shift):
        return Purged((), why)
    found: Counter[Kind] = Counter()
    while one := step(shift, by_hand=by_hand):
        found[one.kind] += one.rows
    return Purged(tuple(Removed(kind, found[kind]) for kind in Kind if found[kind]))


def step(shift: Shift, *, by_hand: bool = False) -> Removed | None:
    """Take out one batch, so that a colleague's entry waits for no more than that; None once nothing is left.

    Raises NotAllowedError, StoreError.
    """
    shift.require(Action.PURGE)
    with shift.reading() as session:
        first = due.next_due(session.connection(), shift, most=1)
    if first is None or (not by_hand and held_back(shift)):
        return None
    # Here and not above: on most days nothing is due, and none of these models is needed.
    from lobby_tui.desk.keeping.taking_out import take_out
    from lobby_tui.models.branch import Branch

    with shift.writing() as writing:
        # Another terminal may have been faster; then this transaction says that it found nothing.
        found = due.next_due(writing.connection, shift) or replace(first, ids=(), mark=None)
        rows = take_out(writing, shift, found)
        if found.mark:
            branch = writing.session.get_one(Branch, shift.branch.id)
            marks = {**branch.settings.get("purged", {}), found.kind.value: found.mark.isoformat()}
            branch.settings = {**branch.settings, "purged": marks}
            writing.session.add(branch)
        detail = {"kind": found.kind.value, "rows": rows, "until": found.until.isoformat()}
        writing.record("data_purged", f"branch:{shift.branch.id}", **detail)
        return Removed(found.kind, rows)


def periods(shift: Shift) -> Mapping[Kind, int]:
    """The days that each kind is kept here. Everybody may see them: customers ask."""
    with shift.reading() as session:
        return chosen(due.settings_of(session.connection(), shift))


def set_periods(shift: Shift, typed: Mapping[str, str]) -> Mapping[Kind, int]:
    """Set how many days each kind is kept; one that is left out, or blank, has the default.

    Takes effect at the next purge, and what is gone does not come back. Raises EntryError with every number that is
    wrong, NotAllowedError.
    """
    from lobby_tui.desk.entry_problems import EntryError
    from lobby_tui.models.branch import Branch

    shift.require(Action.SET_BRANCH, fresh=True)
    days: dict[str, int] = {}
    problems: list[LobbyError] = []
    for name, raw in typed.items():
        try:
            kind, number = _checked(name, raw)
        except RefusedError as error:
            problems.append(error)
        else:
            if number is not None:
                days[kind.value] = number
    if problems:
        raise EntryError(problems)
    with shift.writing() as writing:
        branch = writing.session.get_one(Branch, shift.branch.id)
        branch.settings = {**branch.settings, "retention": days}
        writing.session.add(branch)
        writing.record("retention_set", f"branch:{shift.branch.id}", days=days)
        return chosen(branch.settings)


def _checked(name: str, raw: str) -> tuple[Kind, int | None]:
    from lobby_tui.models.text import fold
    from lobby_tui.nearest import nearest

    if name not in list(Kind):
        raise RefusedError(
            msg("There is no “{name}”.", name=name), remedy=nearest(name, list(Kind)), field=name, code="unknown_kind"
        )
    kind, text = Kind(name), fold(raw).strip()
    rule = RULES[kind]
    if not text:
        return kind, None
    # Not isdigit: it takes characters that int refuses.
    if not (text.isascii() and text.isdecimal() and rule.least <= int(text[:9]) <= rule.most):
        raise RefusedError(
            msg("A number of days from {least} to {most} is needed here.", least=rule.least, most=rule.most),
            remedy=msg("Leave it empty for {days} days.", days=rule.days),
            field=name,
            code="days",
        )
    return kind, int(text)


def _something(found: due.Due | None) -> bool:
    return found is not None and bool(found.ids)


def held_back(shift: Shift) -> Message | None:
    """Why nothing goes by itself today, where that is so: the clock may be wrong, and something would go."""
    today = shift.today()
    with shift.reading() as session:
        connection = session.connection()
        last: date | None = due.last_day(connection, shift)
        if last is None or (today - last).days <= GAP_DAYS or not _something(due.next_due(connection, shift, most=1)):
            return None
    return msg(
        "This device says {today}, and the last closed day is {last}. In case the clock is wrong, nothing was removed; "
        "if it is right, a supervisor runs `lobby store purge --by-hand`.",
        today=today.isoformat(),
        last=last.isoformat(),
    )
