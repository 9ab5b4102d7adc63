"""The parts of a playbook for the review: sensible without a word, and never a ranking by sales."""

from typing import Any

import pytest
from pydantic import ValidationError

from lobby_tui.playbook.review import ReviewRules, Scorecard, ScoreItem

RULES = ReviewRules()


def _items(**changes: Any) -> list[dict[str, Any]]:
    """The scorecard as data, with the item `code` changed or left out."""
    items = [item.model_dump() for item in RULES.scorecard.items]
    code = changes.pop("code")
    return [item | changes if item["code"] == code else item for item in items if changes or item["code"] != code]


def test_no_single_measure_decides() -> None:
    gains = [item.most for item in RULES.scorecard.items if item.points > 0]
    assert max(gains) < sum(gains) / 2


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (_items(code="complaints"), "complaints and service"),
        (_items(code="complaints", points=1.0), "take points off"),
        (_items(code="service", points=-0.1), "take points off"),
        ([*_items(code=""), _items(code="")[0]], "one code"),
    ],
)
def test_an_unfair_scheme_is_refused(items: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Scorecard.model_validate({"items": items})


def test_referrals_alone_are_no_scorecard() -> None:
    kept = [item for item in RULES.scorecard.items if item.measure in ("referred_with_result", "complaints")]
    with pytest.raises(ValidationError):
        Scorecard(items=(*kept, ScoreItem(code="more", name=kept[0].name, measure=kept[0].measure, points=1, most=5)))
