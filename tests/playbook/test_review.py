"""The parts of a playbook for the review: sensible without a word, another bank's own, and never a ranking by sales."""

from typing import get_args

from lobby_tui.playbook.loading import parse_playbook
from lobby_tui.playbook.review import Measure, ReviewRules
from lobby_tui.playbook.schema import Playbook

RULES = ReviewRules()
PARTS = ("odd", "review", "scorecard")


def test_no_single_measure_decides() -> None:
    gains = [item.most for item in RULES.scorecard.items if item.points > 0]
    assert max(gains) < sum(gains) / 2


def test_a_playbook_from_before_these_parts_has_the_defaults(small_text: str, icbc: Playbook) -> None:
    older = parse_playbook(small_text[: small_text.index("[odd]")], "older.toml")
    for part in PARTS:
        assert getattr(older, part) == getattr(RULES, part) == getattr(icbc, part), part


def test_another_bank_has_limits_and_a_scheme_of_its_own(small: Playbook, icbc: Playbook) -> None:
    for part in ("odd", "review"):
        theirs, ours = getattr(small, part).model_dump(), getattr(icbc, part).model_dump()
        assert all(theirs[key] != ours[key] for key in theirs), part
    assert [(item.code, item.measure, item.points, item.most) for item in small.scorecard.items] == [
        ("served", "served", 1, 12),
        ("gold", "referred_with_result", 3, 12),
        ("grumbles", "complaints", -4, 20),
    ]


def test_the_scheme_uses_every_measure_that_there_is(icbc: Playbook) -> None:
    assert {item.measure for item in icbc.scorecard.items} == set(get_args(Measure))
