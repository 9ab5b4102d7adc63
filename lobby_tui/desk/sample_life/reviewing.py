"""What the supervisor of the sample branch looks back at each morning: yesterday's referrals, goals, coaching talks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from lobby_tui.desk.review import asked, coaching, goals, marks, rows, signing
from lobby_tui.desk.review.rows import DayReview
from lobby_tui.desk.sample_life.branch import Branch
from lobby_tui.models.enums import MeetingKind

GOALS: Final = {"visits": 7000, "referrals": 560, "with_result": 240}
"""What the branch wants to reach in a month."""
_TALKED_TO: Final = ("101", "301", "201", "111", "302")
_WEEK: Final = 5


@dataclass(slots=True)
class LookBack:
    """Which days have been looked through, which are signed, and for which months there are goals."""

    seen: set[date] = field(default_factory=set)
    signed: set[date] = field(default_factory=set)
    months: set[str] = field(default_factory=set)


def look_back(branch: Branch, done: LookBack, days: Sequence[date]) -> None:
    """Look through the `days` that are closed: what was asked yesterday is answered and settled, the rest is new."""
    head = branch.types_password("001")
    for day in days:
        if day in done.signed:
            continue
        if day not in done.seen:
            _mark(branch, rows.of_day(head, day), len(done.seen))
            done.seen.add(day)
        else:
            _settle(branch, rows.of_day(head, day), len(done.seen))
        if not rows.of_day(head, day).questions:
            signing.sign(head, day)
            done.signed.add(day)
    _aim(branch, done)
    if branch.day.weekday() == 0 or not days:
        _talk(branch, len(days))


def _mark(branch: Branch, review: DayReview, number: int) -> None:
    """Approve each referral, but for a word of coaching on every other day and a question on the others.

    Not the drawn sample: which referrals that has comes from the audit chain, whose keys are no two times the same.
    """
    head, texts = branch.staff["001"], branch.texts["review"]
    for place, row in enumerate(review.rows):
        if place == 0 and number % 2 == 0:
            marks.coach(head, row.id, texts["notes"][number % len(texts["notes"])])
        elif place == 0:
            marks.ask(head, row.id, texts["questions"][number % len(texts["questions"])])
        else:
            marks.approve(head, row.id)


def _settle(branch: Branch, review: DayReview, number: int) -> None:
    """Whoever was asked answers; the supervisor reads it and approves."""
    answers = branch.texts["review"]["answers"]
    for row in review.questions:
        assert row.mark is not None
        assert row.mark.asked_of is not None
        if row.mark.unanswered:
            asked.answer(branch.staff[row.mark.asked_of.no], row.id, answers[number % len(answers)])
        marks.approve(branch.staff["001"], row.id)


def _aim(branch: Branch, done: LookBack) -> None:
    month = f"{branch.day:%Y-%m}"
    if month not in done.months:
        for measure, target in GOALS.items():
            goals.set_goal(branch.staff["001"], month, measure, target)
        done.months.add(month)


def _talk(branch: Branch, number: int) -> None:
    """A morning talk with one of the staff."""
    head, texts = branch.staff["001"], branch.texts
    no = _TALKED_TO[number // _WEEK % len(_TALKED_TO)]
    questions = head.playbook.meeting(MeetingKind.MORNING).questions
    said = {one.code: texts["meetings"]["morning"][one.code][number % 2] for one in questions}
    coaching.add(head, no, MeetingKind.MORNING, said, texts["review"]["talks"][number % 2])
