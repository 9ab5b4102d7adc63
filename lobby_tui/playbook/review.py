"""The parts of a playbook for the review: what counts as odd, how much a share may say, how points are made."""

from typing import Annotated, Literal

from pydantic import Field

from lobby_tui.playbook.texts import Coded, Frozen, Text

Measure = Literal[
    "served", "referred_with_result", "answered_in_time", "followed_up", "complaints", "checks", "irregular"
]
"""What a scorecard can count of a person; `lobby_tui/desk/review/people.py` says how each is counted."""


class OddPolicy(Frozen):
    """From when on a day's entries are worth a second look. Each limit is a reason to ask, never an accusation."""

    burst_minutes: Annotated[int, Field(ge=5, le=120)] = 20
    """How many minutes before the doors close …"""
    burst_count: Annotated[int, Field(ge=2, le=50)] = 3
    """… so many referrals by one person are many."""
    same_contact: Annotated[int, Field(ge=2, le=20)] = 2
    """One phone in so many referrals of different customers …"""
    same_contact_days: Annotated[int, Field(ge=1, le=365)] = 30
    """… within so many days."""
    same_remarks: Annotated[int, Field(ge=2, le=50)] = 3
    """So many identical remarks by one person on one day …"""
    remarks_length: Annotated[int, Field(ge=1, le=100)] = 6
    """… where they have at least so many characters: “喜欢定期” may well come twice."""
    outside_minutes: Annotated[int, Field(ge=0, le=240)] = 45
    """Entries more than so many minutes before opening or after closing."""


class ReviewPolicy(Frozen):
    """How far back “usual” reaches, and how much has to be seen before a share says anything."""

    usual_weeks: Annotated[int, Field(ge=2, le=52)] = 8
    """The same weekday of so many weeks makes the usual one."""
    least_n: Annotated[int, Field(ge=5, le=1000)] = 20
    """Below so many cases a share stays silent."""
    confidence: Annotated[float, Field(ge=0.8, le=0.999)] = 0.95
    sample_share: Annotated[float, Field(gt=0, le=1)] = 0.2
    """The share of a day's referrals that a drawn sample has …"""
    sample_least: Annotated[int, Field(ge=1, le=100)] = 5
    """… but at least so many."""


class ScoreItem(Coded):
    """A line of the monthly scorecard: so many points for each of what is counted, up to a limit either way."""

    measure: Measure
    points: Annotated[float, Field(ge=-100, le=100)]
    """Points for one; below 0 they are taken off."""
    most: Annotated[float, Field(gt=0, le=1000)]
    """As many points as this line can give or take in a month, so that no single measure decides."""


def _item(code: str, measure: Measure, points: float, most: float, zh: str, en: str) -> ScoreItem:
    return ScoreItem(code=code, measure=measure, points=points, most=most, name=Text(zh=zh, en=en))


class Scorecard(Frozen):
    """The point scheme of a month, modelled on those of the sources `[BOCOM, BOC]`; the weights are the branch's own.

    `review_checks` proves that it is fair: selling is not the only measure, and no line decides alone.
    """

    items: tuple[ScoreItem, ...] = (
        _item("service", "served", 0.01, 40, "接待客户", "Customers served"),
        _item("results", "referred_with_result", 0.5, 30, "推介有成果", "Referrals with a result"),
        _item("answers", "answered_in_time", 0.1, 20, "按时确认推介", "Referrals answered in time"),
        _item("follow_up", "followed_up", 0.1, 20, "按期跟进客户", "Follow-ups made in time"),
        _item("checks", "checks", 0.05, 20, "完成检查项目", "Checks gone through"),
        _item("complaints", "complaints", -10, 40, "被投诉", "Complaints about the person"),
        _item("irregular", "irregular", -1, 10, "复核退回", "Entries asked back in review"),
    )


class ReviewRules(Frozen):
    """What a playbook says about the review. Everything has a default."""

    odd: OddPolicy = OddPolicy()
    review: ReviewPolicy = ReviewPolicy()
    scorecard: Scorecard = Scorecard()
