"""What makes entries worth a second look: pure rules over referrals. Each gives a reason, none an accusation."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from lobby_tui.locale import Message, msg
from lobby_tui.playbook.review import OddPolicy


class Rule(StrEnum):
    """The rules, in the order in which their findings are read."""

    BURST = "burst"
    SAME_CONTACT = "same_contact"
    SAME_REMARKS = "same_remarks"
    OWN_CONFIRMATION = "own_confirmation"
    LOOKS_ALONE = "looks_alone"
    EDITED_AFTER = "edited_after"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True, slots=True)
class Entry:
    """A referral, as far as the rules look at it. `at` is on the branch's own clock; nothing here names a customer.

    `customer` and `contact` are digests, equal for equal values; `edits` are the moments at which it was changed.
    """

    id: uuid.UUID
    number: int
    day: date
    at: datetime
    identified_by: uuid.UUID
    customer: Hashable
    contact: Hashable | None
    remarks: str
    reasons: tuple[str, ...]
    confirmed_by: uuid.UUID | None = None
    confirmed_at: datetime | None = None
    edits: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Entries that one rule points at, and why."""

    rule: Rule
    entries: tuple[Entry, ...]
    reason: Message


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rules hold entries against: the playbook's policy, the opening hours, the weak signals."""

    policy: OddPolicy
    opens: time
    closes: time
    looks: frozenset[str]
    """The codes of signals that are looks."""
    works_on: Callable[[date], bool]


def findings(entries: Sequence[Entry], limits: Limits) -> tuple[Found, ...]:
    """Everything odd among `entries`, by rule and then by the first entry; they may be in any order."""
    ordered = sorted(entries, key=lambda one: (one.day, one.at, one.number))
    return tuple(found for rule in RULES for found in rule(ordered, limits))


def bursts(entries: Iterable[Entry], limits: Limits) -> Iterator[Found]:
    """Many referrals by one person just before the doors close."""
    policy = limits.policy
    late = timedelta(minutes=policy.burst_minutes)

    def just_before(one: Entry) -> bool:
        closing = datetime.combine(one.at.date(), limits.closes, one.at.tzinfo)
        return closing - late <= one.at <= closing

    for group in _alike(filter(just_before, entries), lambda one: (one.day, one.identified_by)):
        if len(group) >= policy.burst_count:
            count, minutes = len(group), policy.burst_minutes
            text = msg(
                "{count} referrals within the last {minutes} minutes before closing.", count=count, minutes=minutes
            )
            yield Found(Rule.BURST, group, text)


def same_contacts(entries: Iterable[Entry], limits: Limits) -> Iterator[Found]:
    """One phone in referrals of different customers, close to one another."""
    policy = limits.policy
    near = timedelta(days=policy.same_contact_days)
    for group in _alike((one for one in entries if one.contact is not None), lambda one: one.contact):
        for run in _runs(group, near):
            customers = len({one.customer for one in run})
            if len(run) >= policy.same_contact and customers > 1:
                yield Found(
                    Rule.SAME_CONTACT, run, msg("One contact stands with {count} different customers.", count=customers)
                )


def same_remarks(entries: Iterable[Entry], limits: Limits) -> Iterator[Found]:
    """The same words again and again by one person on one day."""
    policy = limits.policy
    told = (one for one in entries if len(one.remarks) >= policy.remarks_length)
    for group in _alike(told, lambda one: (one.day, one.identified_by, one.remarks.casefold())):
        if len(group) >= policy.same_remarks:
            yield Found(Rule.SAME_REMARKS, group, msg("{count} referrals with identical remarks.", count=len(group)))


def own_confirmations(entries: Iterable[Entry], limits: Limits) -> Iterator[Found]:
    """Whoever identified the customer confirmed the referral too."""
    for one in entries:
        if one.confirmed_by == one.identified_by:
            yield Found(Rule.OWN_CONFIRMATION, (one,), msg("Identified and confirmed by the same person."))


def looks_alone(entries: Iterable[Entry], limits: Limits) -> Iterator[Found]:
    """Referred for looks and nothing else [ICBC 6]: they should have led to a question first."""
    for one in entries:
        if one.reasons and limits.looks.issuperset(one.reasons):
            yield Found(Rule.LOOKS_ALONE, (one,), msg("Visible cues are the only reason."))


def edited_after(entries: Iterable[Entry], limits: Limits) -> Iterator[Found]:
    """Changed after the customer manager had confirmed it."""
    for one in entries:
        later = [moment for moment in one.edits if one.confirmed_at is not None and moment > one.confirmed_at]
        if later:
            yield Found(Rule.EDITED_AFTER, (one,), msg("Changes after it was confirmed: {count}.", count=len(later)))


def outside_hours(entries: Iterable[Entry], limits: Limits) -> Iterator[Found]:
    """Entered long before the doors open, long after they close, or on a day on which the branch does not work."""
    grace = timedelta(minutes=limits.policy.outside_minutes)
    for one in entries:
        opens = datetime.combine(one.at.date(), limits.opens, one.at.tzinfo) - grace
        closes = datetime.combine(one.at.date(), limits.closes, one.at.tzinfo) + grace
        if not limits.works_on(one.at.date()):
            yield Found(Rule.OUTSIDE_HOURS, (one,), msg("Entered on a day on which the branch does not work."))
        elif not opens <= one.at <= closes:
            text = msg("Entered at {time}, outside the opening hours.", time=one.at.strftime("%H:%M"))
            yield Found(Rule.OUTSIDE_HOURS, (one,), text)


RULES: Final[tuple[Callable[[Iterable[Entry], Limits], Iterator[Found]], ...]] = (
    bursts, same_contacts, same_remarks, own_confirmations, looks_alone, edited_after, outside_hours,
)  # fmt: skip


def _alike(entries: Iterable[Entry], key: Callable[[Entry], Hashable]) -> Iterator[tuple[Entry, ...]]:
    """The entries with equal keys together, in their order."""
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for one in entries:
        groups[key(one)].append(one)
    yield from map(tuple, groups.values())


def _runs(entries: Sequence[Entry], near: timedelta) -> Iterator[tuple[Entry, ...]]:
    """Entries in a row of which each is at most `near` after the one before."""
    run: list[Entry] = []
    for one in entries:
        if run and one.at - run[-1].at > near:
            yield tuple(run)
            run = []
        run.append(one)
    if run:
        yield tuple(run)
