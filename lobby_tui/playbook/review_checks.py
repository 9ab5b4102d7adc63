"""What must hold among the parts for the review: a scorecard that is fair, and limits that can be reached."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from lobby_tui.locale import msg
from lobby_tui.playbook.flaws import Flaw
from lobby_tui.playbook.schema import Playbook

TAKES: Final = frozenset({"complaints", "irregular"})
"""The measures that take points off; all others give some."""
SERVICE: Final = frozenset({"served", "followed_up", "checks"})
"""What is work for customers and not selling."""


def check_review(playbook: Playbook) -> Iterator[Flaw]:
    """Every flaw of `odd`, `review` and `scorecard` that types do not show."""
    yield from _scorecard(playbook)
    hours, odd = playbook.hours, playbook.odd
    if hours.opens_at < hours.closes_at:
        day = hours.closes_at.hour * 60 + hours.closes_at.minute - hours.opens_at.hour * 60 - hours.opens_at.minute
        if odd.burst_minutes >= day:
            yield Flaw("odd.burst_minutes", msg("Just before closing cannot be the whole day."))


def _scorecard(playbook: Playbook) -> Iterator[Flaw]:
    items = playbook.scorecard.items
    for code, count in Counter(item.code for item in items).items():
        if count > 1:
            yield Flaw(f"scorecard.items.{code}", msg("“{code}” stands here more than once.", code=code))
    measures = {item.measure for item in items}
    if "complaints" not in measures or not measures & SERVICE:
        yield Flaw("scorecard.items", msg("Complaints and service have to count beside referrals."))
    gains = sum(item.most for item in items if item.measure not in TAKES)
    for item in items:
        takes = item.measure in TAKES
        if item.points >= 0 if takes else item.points <= 0:
            said = msg("This takes points off: below 0.") if takes else msg("This gives points: above 0.")
            yield Flaw(f"scorecard.items.{item.code}.points", said)
        if not takes and item.most > gains / 2:
            yield Flaw(f"scorecard.items.{item.code}.most", msg("One line must not give more than half of all points."))
