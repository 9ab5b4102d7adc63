"""What the branch wants to reach in a month: a number by one measure. Of the branch only, never of a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import People, StaffName, staff_names
from lobby_tui.desk.review.measures import GOALS, NAMES, Measure
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.masking import mask_text
from lobby_tui.models.review import Goal
from lobby_tui.nearest import nearest

HIGHEST: Final = 999_999
"""More of anything than a branch can have in a month."""
FARTHEST_YEARS: Final = 2


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal of a month, "2026-11". `version` counts its changes, so that two at once are told apart."""

    month: str
    measure: Measure
    target: int
    version: int
    by: StaffName
    at: datetime


def listed(shift: Shift, month: str | None = None) -> tuple[GoalView, ...]:
    """The goals that stand, the latest month first, in the order of the measures; those of one month where given.

    Raises RefusedError for what is no month, NotAllowedError, StoreError.
    """
    shift.require(Action.REVIEW)
    query = select(Goal).where(col(Goal.branch_id) == shift.branch.id, col(Goal.target) > 0)
    if month is not None:
        query = query.where(col(Goal.month) == month_of(month))
    with shift.reading() as session:
        people = staff_names(session, shift)
        found = [_view(row, people) for row in session.exec(query).all()]
    found.sort(key=lambda one: list(Measure).index(one.measure))
    return tuple(sorted(found, key=lambda one: one.month, reverse=True))


def of_measure(session: Session, shift: Shift, measure: Measure) -> Mapping[str, int]:
    """The goals by one measure, by month."""
    query = select(Goal.month, Goal.target).where(
        col(Goal.branch_id) == shift.branch.id, col(Goal.measure) == measure.value, col(Goal.target) > 0
    )
    return dict(session.exec(query).all())


def set_goal(shift: Shift, month: str, measure: str, target: int, version: int | None = None) -> GoalView:
    """Set or change a goal of this month or a later one, if nobody changed it since `version` was read (0 where there
    was none, None whatever there is).

    Raises RefusedError for a month that is over or too far off, a measure that there are no goals for, a target that
    is no number of at least 1, or where a colleague was faster; NotAllowedError, StoreError.
    """
    shift.require(Action.REVIEW)
    if not 1 <= target <= HIGHEST:
        raise RefusedError(
            msg("A goal is a number from 1 to {highest}.", highest=HIGHEST),
            remedy=msg("To be without one, take it away."),
            field="target",
        )
    return _save(shift, _coming(shift, month), measure_of(measure), target, version)


def drop(shift: Shift, month: str, measure: str, version: int | None = None) -> None:
    """Take a goal of this month or a later one away, if nobody changed it since `version` was read.

    Raises RefusedError as `set_goal`, and where there is none; NotAllowedError, StoreError.
    """
    shift.require(Action.REVIEW)
    _save(shift, _coming(shift, month), measure_of(measure), 0, version)


def month_of(text: str) -> str:
    """A month as 2026-11. Raises RefusedError."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) or text < "0001":
        raise RefusedError(
            msg("“{text}” is not a month.", text=mask_text(text)), remedy=msg("Write it as 2026-11."), field="month"
        )
    return text


def measure_of(text: str) -> Measure:
    """A measure that there can be goals for, by its code. Raises RefusedError."""
    codes = [one.value for one in GOALS]
    if text not in codes:
        raise RefusedError(
            msg("There are no goals for “{measure}”.", measure=mask_text(text)),
            remedy=nearest(text, codes),
            field="measure",
        )
    return Measure(text)


def _coming(shift: Shift, text: str) -> str:
    month, today = month_of(text), shift.today()
    if month < f"{today:%Y-%m}":
        raise RefusedError(
            msg("{month} is over.", month=month),
            remedy=msg("A goal is set before its month ends; choose this month or a later one."),
            field="month",
        )
    if date.fromisoformat(f"{month}-01").year - today.year > FARTHEST_YEARS:
        raise RefusedError(msg("{month} is too far off.", month=month), remedy=msg("Check the year."), field="month")
    return month


def _save(shift: Shift, month: str, measure: Measure, target: int, version: int | None) -> GoalView:
    """Write the one row of a month and measure. A goal taken away stays as a row of 0: the audit trail speaks of it."""
    with shift.writing() as writing:
        row = writing.session.exec(
            select(Goal).where(
                col(Goal.branch_id) == shift.branch.id, col(Goal.month) == month, col(Goal.measure) == measure.value
            )
        ).one_or_none()
        stands = row is not None and row.target > 0
        _same(month, measure, row.version if row is not None and stands else 0, target, version)
        if row is None:
            row = Goal(
                branch_id=shift.branch.id, id=shift.ids.new(), month=month, measure=measure.value, target=target,
                version=0, by=shift.person.id, at=shift.now(),
            )  # fmt: skip
        row.target, row.version, row.by, row.at = target, row.version + 1, shift.person.id, shift.now()
        writing.session.add(row)
        details = {"month": month, "measure": measure.value}
        if target:
            writing.record("goal_set", f"goal:{row.id}", **details, target=target)
        else:
            writing.record("goal_dropped", f"goal:{row.id}", **details)
        return _view(row, staff_names(writing.session, shift))


def _same(month: str, measure: Measure, found: int, target: int, version: int | None) -> None:
    """Refuse where somebody was faster, or where there is nothing to take away."""
    if not target and not found:
        raise RefusedError(
            msg("{month} has no goal for “{measure}”.", month=month, measure=NAMES[measure]),
            remedy=msg("The list shows which there are."),
            field="measure",
            code="unknown_goal",
        )
    if version is not None and version != found:
        raise RefusedError(
            msg("A colleague has changed this goal in the meantime."),
            remedy=msg("Look at it again, then decide."),
            code="changed_meanwhile",
        )


def _view(row: Goal, people: People) -> GoalView:
    return GoalView(row.month, Measure(row.measure), row.target, row.version, people[row.by], row.at)
