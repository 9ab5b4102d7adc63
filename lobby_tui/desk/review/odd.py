"""What is worth a second look in a span of days: unlike the rest, each with its reason. To ask, never to accuse."""

import uuid
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.calendar import working_time
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import People, StaffName, staff_names
from lobby_tui.desk.review import rules
from lobby_tui.desk.review.odd_rows import Rows, read
from lobby_tui.desk.review.odd_rules import Entry, Found, Limits, Rule, findings
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.review import ReviewMark

LONGEST: Final = timedelta(days=366)
"""More than a year at once is no list that anybody goes through."""
LOOKED_AT: Final = ("approved", "coached")
"""What a reviewer may have said of a referral that settles it; what was asked back is open."""
NAMES: Final[Mapping[Rule, Message]] = MappingProxyType(
    {
        Rule.BURST: msg("Before closing"),
        Rule.SAME_CONTACT: msg("Shared contact"),
        Rule.SAME_REMARKS: msg("Same remarks"),
        Rule.OWN_CONFIRMATION: msg("Self-confirmed"),
        Rule.LOOKS_ALONE: msg("Looks alone"),
        Rule.EDITED_AFTER: msg("Changed later"),
        Rule.OUTSIDE_HOURS: msg("Outside hours"),
    }
)

_OF_ONE: Final = frozenset({Rule.OWN_CONFIRMATION, Rule.LOOKS_ALONE, Rule.EDITED_AFTER, Rule.OUTSIDE_HOURS})
"""The rules that look at each referral by itself."""


@dataclass(frozen=True, slots=True, order=True)
class OddReferral:
    """A referral that a rule points at, by its day and number."""

    day: date
    number: int
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Oddity:
    """What a rule found: its reason in a sentence, the referrals, and whose entries they are.

    `people` are those who identified the customers, or who made the changes, by staff number. `looked_at` once every
    one of the referrals was approved or coached in the review.
    """

    rule: Rule
    reason: Message
    referrals: tuple[OddReferral, ...]
    people: tuple[StaffName, ...]
    looked_at: bool

    @property
    def name(self) -> Message:
        """What the rule is called."""
        return NAMES[self.rule]


@dataclass(frozen=True, slots=True)
class OddLook:
    """All that is odd among the `entries` referrals of a span; what has not been looked at yet comes first."""

    span: Span
    entries: int
    found: tuple[Oddity, ...]

    @property
    def referrals(self) -> int:
        """How many referrals something points at."""
        return len({referral for one in self.found for referral in one.referrals})


def look(shift: Shift, span: Span) -> OddLook:
    """Everything odd in the business days of `span`, by rule and then by day.

    What stands in the span is held against the days before it as far as a rule reaches back. Raises NotAllowedError,
    RefusedError for more than a year.
    """
    shift.require(Action.REVIEW)
    if len(span) > LONGEST.days:
        raise RefusedError(
            msg("That is more than a year."), remedy=msg("Choose a shorter span."), field="to", code="span_too_long"
        )
    with shift.reading() as session:
        policy = rules.of(shift).odd
        rows = read(session, shift, span, policy.same_contact_days)
        limits = limits_of(session, shift)
        people = staff_names(session, shift)
        done = _looked_at(session, shift, Span(span.first - timedelta(days=policy.same_contact_days), span.last))
        found = [_oddity(one, rows, people, done) for one in _found(rows, limits)]
        return OddLook(span, len(rows.entries), tuple(sorted(_together(found), key=lambda one: one.looked_at)))


def limits_of(session: Session, shift: Shift) -> Limits:
    """What the rules hold entries against here: the playbook's limits and looks, the branch's hours and calendar."""
    time = working_time(session, shift)
    weak = {group.code for group in shift.playbook.signal_classes if group.weak}
    looks = frozenset(signal.code for signal in shift.playbook.signals if signal.class_code in weak)
    return Limits(rules.of(shift).odd, time.opens, time.closes, looks, time.works_on)


def _found(rows: Rows, limits: Limits) -> Iterable[Found]:
    """What the rules find in the span; of the days before it, only what shares its contact with an entry in it."""
    inside = {one.id for one in rows.entries}
    for one in findings([*rows.earlier, *rows.entries], limits):
        within = any(entry.id in inside for entry in one.entries)
        if within if one.rule is Rule.SAME_CONTACT else all(entry.id in inside for entry in one.entries):
            yield one


def _oddity(one: Found, rows: Rows, people: People, done: frozenset[uuid.UUID]) -> Oddity:
    whose = {person for entry in one.entries for person in _people(one.rule, entry, rows)}
    return Oddity(
        rule=one.rule,
        reason=one.reason,
        referrals=tuple(OddReferral(entry.day, entry.number, entry.id) for entry in one.entries),
        people=tuple(sorted((people[person] for person in whose if person in people), key=lambda name: name.no)),
        looked_at=all(entry.id in done for entry in one.entries),
    )


def _together(found: Iterable[Oddity]) -> Iterable[Oddity]:
    """On one line what is said of single referrals in the same words about the same people."""
    lines: dict[Hashable, Oddity] = {}
    for number, one in enumerate(found):
        said = (one.rule, one.reason.text, *one.reason.params.items(), one.people, one.looked_at)
        key: Hashable = said if one.rule in _OF_ONE else number
        line = lines.get(key)
        lines[key] = replace(line, referrals=(*line.referrals, *one.referrals)) if line else one
    return lines.values()


def _people(rule: Rule, entry: Entry, rows: Rows) -> Iterable[uuid.UUID]:
    """Whose entry it is: where it was changed, whoever changed it."""
    if rule is not Rule.EDITED_AFTER:
        return [entry.identified_by]
    after = [edit for edit in rows.edits[entry.id] if entry.confirmed_at and edit.at > entry.confirmed_at]
    return [edit.by for edit in after if edit.by]


def _looked_at(session: Session, shift: Shift, span: Span) -> frozenset[uuid.UUID]:
    """The referrals of a span that the review has settled."""
    query = (
        select(ReviewMark.referral_id)
        .join(BusinessDay, (col(BusinessDay.branch_id) == ReviewMark.branch_id) & (BusinessDay.id == ReviewMark.day_id))
        .where(
            col(ReviewMark.branch_id) == shift.branch.id,
            col(BusinessDay.date).between(span.first, span.last),
            col(ReviewMark.decision).in_(LOOKED_AT),
        )
    )
    return frozenset(session.exec(query).all())
