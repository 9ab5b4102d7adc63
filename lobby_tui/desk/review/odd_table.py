"""What is worth a second look as a table: what stands on the screen, in files and on papers."""

from itertools import groupby
from typing import Final

from lobby_tui.desk.review.odd import Oddity, OddLook
from lobby_tui.desk.review.span import Unit
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.review.words import UNITS, span_text
from lobby_tui.locale import msg

SETTLED: Final = "✓"


def table_of(look: OddLook, unit: Unit) -> ReviewTable:
    """A row for each finding."""
    facts = (
        (UNITS[unit], span_text(unit, look.span)),
        (msg("Referrals"), str(look.entries)),
        (msg("Worth a second look"), str(look.referrals)),
    )
    columns = (
        ReviewColumn(msg("Rule")),
        ReviewColumn(msg("Reason")),
        ReviewColumn(msg("Count"), numeric=True),
        ReviewColumn(msg("Referrals")),
        ReviewColumn(msg("Whose")),
        ReviewColumn(msg("Settled")),
    )
    rows = tuple(
        (
            one.name,
            one.reason,
            len(one.referrals),
            numbers_text(one, whole_day=len(look.span) == 1),
            people_text(one),
            SETTLED if one.looked_at else "",
        )
        for one in look.found
    )
    return ReviewTable(msg("Worth a second look"), facts, columns, rows, "review_odd")


def numbers_text(one: Oddity, *, whole_day: bool) -> str:
    """The numbers of its referrals; with their days, unless a single day is looked at and all are of it."""
    days = {referral.day for referral in one.referrals}
    parts = [
        ("" if whole_day and len(days) == 1 else f"{day:%m-%d}: ")
        + ", ".join(str(referral.number) for referral in some)
        for day, some in groupby(sorted(one.referrals), key=lambda referral: referral.day)
    ]
    return "; ".join(parts)


def people_text(one: Oddity) -> str:
    """Whose entries it points at."""
    return ", ".join(f"{person.name} {person.no}" for person in one.people)
