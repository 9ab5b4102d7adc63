"""How points are made of counts: a line for each measure of the playbook's scheme, each up to a limit, and their sum.

A measure that a role has no leave for is no part of that role's card. So two roles have different lines, and their
sums are not to be held against each other.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lobby_tui.desk.permissions import Action, allows
from lobby_tui.desk.referral.views import StaffName
from lobby_tui.desk.review.span import Span
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.enums import Role
from lobby_tui.playbook.review import Measure, Scorecard, ScoreItem

NEEDS: Final[Mapping[Measure, Action]] = MappingProxyType(
    {
        "served": Action.VISIT,
        "referred_with_result": Action.REFER,
        "answered_in_time": Action.ANSWER,
        "followed_up": Action.FOLLOW_UP,
        # Anybody can be complained about, and asked about an entry.
        "complaints": Action.SEE_OWN_SCORE,
        "checks": Action.GO_THROUGH_CHECKLIST,
        "irregular": Action.SEE_OWN_SCORE,
    }
)
"""The leave without which a measure is no part of a role."""
COUNTED_FROM: Final[Mapping[Measure, Message]] = MappingProxyType(
    {
        "served": msg("Customers whom this person received, by the day; what was undone does not count."),
        "referred_with_result": msg(
            "Referrals of customers whom this person noticed and of whom something came; of a second claim only where "
            "the credit was shared."
        ),
        "answered_in_time": msg(
            "Referrals that this person accepted or returned within the working hours that the playbook gives."
        ),
        "followed_up": msg("Contacts and appointments that this person made by the day for which they were planned."),
        "complaints": msg(
            "Complaints about this person that were found justified, at least in part; not those in hand or withdrawn."
        ),
        "checks": msg("Items of the checklists that this person went through, by the day."),
        "irregular": msg(
            "Referrals that the review asked this person about; a question that was taken back does not count."
        ),
    }
)
NOT_PART: Final = msg("not part of this role")
NOTES: Final = (
    msg("In the order of staff numbers. This is no ranking."),
    msg("Each role has lines of its own, so that sums of different roles say nothing about each other."),
    msg("What comes of a referral counts for the month in which the customer was referred, also when it comes later."),
)
_PLACES: Final = 2


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One measure of somebody's month. `count` and `points` are None where it is not part of their role."""

    code: str
    measure: Measure
    name: Renderable
    each: float
    most: float
    count: int | None
    points: float | None

    @property
    def applies(self) -> bool:
        """Whether the measure is part of this person's role."""
        return self.points is not None

    @property
    def capped(self) -> bool:
        """Whether more was done than the line can give or take."""
        return self.count is not None and abs(self.count * self.each) > self.most


@dataclass(frozen=True, slots=True)
class Score:
    """Somebody's month: `id` is theirs, `own` where it is that of whoever looks."""

    id: uuid.UUID
    person: StaffName
    month: Span
    lines: tuple[ScoreLine, ...]
    own: bool

    @property
    def total(self) -> float:
        """The points of all lines that are part of the role."""
        return round(sum(line.points for line in self.lines if line.points is not None), _PLACES)

    def line(self, code: str) -> ScoreLine:
        """The line with this code. KeyError where there is none."""
        return {line.code: line for line in self.lines}[code]


def measures_of(role: str, card: Scorecard) -> frozenset[Measure]:
    """What of the scheme is part of a role."""
    return frozenset(item.measure for item in card.items if allows(Role(role), NEEDS[item.measure]))


def line_of(item: ScoreItem, role: str, count: int) -> ScoreLine:
    """A line of somebody's card."""
    part = allows(Role(role), NEEDS[item.measure])
    return ScoreLine(
        code=item.code,
        measure=item.measure,
        name=item.name,
        each=item.points,
        most=item.most,
        count=count if part else None,
        points=points_of(item, count) if part else None,
    )


def points_of(item: ScoreItem, count: int) -> float:
    """So many points for each, at most the line's limit either way."""
    # Nothing times less than nothing is -0.0, which nobody wants to read.
    return round(max(-item.most, min(item.most, count * item.points)), _PLACES) + 0.0
