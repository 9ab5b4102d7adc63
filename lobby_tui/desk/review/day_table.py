"""The review of a day as a table: what stands on the screen, on the command line and in what is taken away."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from lobby_tui.desk.review.day_words import fate_text, mark_text, missed_reason, signature_text
from lobby_tui.desk.review.rows import DayReview, Missed, ReviewRow
from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.review.words import span_text
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, Renderable, msg

DRAWN: Final = "*"
"""Beside the number of a referral in the sample."""


class Shown(StrEnum):
    """Which rows of a day."""

    ALL = "all"
    SAMPLE = "sample"
    LEFT = "left"
    MISSED = "missed"


NAMES: Final[Mapping[Shown, Message]] = MappingProxyType(
    {
        Shown.ALL: msg("every referral"),
        Shown.SAMPLE: msg("the drawn sample"),
        Shown.LEFT: msg("not settled yet"),
        Shown.MISSED: msg("seen, not referred"),
    }
)
_COLUMNS: Final = (
    ReviewColumn(msg("No."), numeric=True),
    ReviewColumn(msg("Time")),
    ReviewColumn(msg("Customer")),
    ReviewColumn(msg("By")),
    ReviewColumn(msg("Signal")),
    ReviewColumn(msg("What came of it")),
    ReviewColumn(msg("Review")),
)
_MISSED: Final = (
    ReviewColumn(msg("No."), numeric=True),
    ReviewColumn(msg("Time")),
    ReviewColumn(msg("By")),
    ReviewColumn(msg("Need")),
    ReviewColumn(msg("Signal")),
    ReviewColumn(msg("Why not referred")),
    ReviewColumn(msg("Zone")),
)


def shown_rows(review: DayReview, shown: Shown) -> tuple[ReviewRow | Missed, ...]:
    """The rows that are shown, in the order of their numbers."""
    if shown is Shown.MISSED:
        return review.missed
    if shown is Shown.SAMPLE:
        return review.sample
    return review.left(sample=False) if shown is Shown.LEFT else review.rows


def table_of(review: DayReview, shown: Shown, shift: Shift) -> ReviewTable:
    """The rows of a day with the day, what is shown, how far the review is, the sample's seed, the signature."""
    day = review.day.date
    facts: list[tuple[Renderable, Renderable]] = [
        (msg("Day"), span_text(Unit.DAY, Span(day, day))),
        (msg("Shown"), NAMES[shown]),
        (msg("Reviewed"), msg("{done} of {all}", done=review.settled, all=len(review.rows))),
    ]
    if review.seed is not None:
        drawn = msg("{count}, seed {seed}", count=len(review.sample), seed=str(review.seed))
        facts.append((msg("Sample"), drawn))
    facts.append((msg("Review signature"), signature_text(review, shift)))
    columns = _MISSED if shown is Shown.MISSED else _COLUMNS
    rows = tuple(
        _missed(one, shift) if isinstance(one, Missed) else _referral(one, shift) for one in shown_rows(review, shown)
    )
    return ReviewTable(msg("Review of the day"), tuple(facts), columns, rows, "review_day")


def _referral(row: ReviewRow, shift: Shift) -> tuple[Renderable, ...]:
    one = row.view.referral
    return (
        f"{DRAWN}{one.number}" if row.drawn else str(one.number),
        shift.local(one.created_at).strftime("%H:%M"),
        one.customer,
        one.identified_by.name,
        " ".join(signal.code for signal in row.signals),
        fate_text(row),
        mark_text(row),
    )


def _missed(one: Missed, shift: Shift) -> tuple[Renderable, ...]:
    visit, playbook = one.visit, shift.playbook
    return (
        str(visit.number),
        shift.local(visit.arrived_at).strftime("%H:%M"),
        visit.by.name,
        next((need.short for need in playbook.needs if need.code == visit.need), visit.need or "-"),
        " ".join(signal.code for signal in one.signals),
        missed_reason(one, playbook),
        next((zone.short for zone in playbook.zones if zone.code == visit.zone), visit.zone or "-"),
    )
