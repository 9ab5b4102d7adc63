"""What the playbook says about the review."""

from lobby_tui.desk.shift import Shift
from lobby_tui.playbook.review import ReviewRules


def of(shift: Shift) -> ReviewRules:
    """The review's limits, sample and point scheme: the bank's own, or the defaults where it has none."""
    return shift.playbook
