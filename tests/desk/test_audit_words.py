"""Every action that the desk records has a name for people, in both languages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lobby_tui.desk.audit.words import ACTIONS, SUBJECTS, action_text, detail_text, subject_text
from lobby_tui.desk.review.marked import Decision
from lobby_tui.locale import LANGUAGES, Language, catalogue
from lobby_tui.models.enums import ComplaintStepKind

PACKAGE = Path(__file__).resolve().parents[2] / "lobby_tui"
CODE = re.compile(r"[a-z]+(_[a-z]+)*")
# What is made of parts: each with the codes that it becomes.
MADE = {
    "complaint_{kind}": [f"complaint_{kind}" for kind in ComplaintStepKind],
    "review_{mark.decision}": [f"review_{decision}" for decision in Decision],
}


def words(node: ast.expr) -> Iterator[str]:
    """The actions that an argument may name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if CODE.fullmatch(node.value):
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from words(node.body)
        yield from words(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        made = "".join(
            part.value if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"  # type: ignore[attr-defined]
            for part in node.values
        )
        if ":" not in made:
            assert made in MADE, f"{made}: say in MADE which actions this becomes"
            yield from MADE[made]


@cache
def recorded() -> dict[str, str]:
    """Every action, with a place that records it: directly, or through one of the helpers that end in `saved`."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            # `record` takes the action first; what is named with a helper has two words.
            parts = node.args[:1] if name == "record" else node.args if name.endswith("saved") else []
            for action in (one for part in parts for one in words(part) if name == "record" or "_" in one):
                found.setdefault(action, f"{path.relative_to(PACKAGE)}:{node.lineno}")
    return found


def test_the_code_was_read() -> None:
    known = {"recovered", "referral_logged", "signal_taken_back", "fault_fixed", "checklist_ticked", "complaint_paused"}
    assert known <= set(recorded())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_has_a_name(language: Language) -> None:
    nameless = {action: place for action, place in recorded().items() if action not in ACTIONS}
    assert not nameless, "give these a name in desk/audit/words.py"
    t = catalogue(language)
    for action in ACTIONS:
        assert t.render(action_text(action)) not in ("", action)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_actions_have_one_name(language: Language) -> None:
    names = [catalogue(language).render(name) for name in ACTIONS.values()]
    assert len(set(names)) == len(names)


def test_no_name_is_left_of_what_nobody_records() -> None:
    assert set(ACTIONS) - set(recorded()) == set()


def test_every_kind_of_subject_has_a_name() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "desk").rglob("*.py"))
    kinds = set(re.findall(r'f"([a-z_]+):\{[a-z_.\[\]0-9]*(?:id|isoformat\(\))\}"', source))
    assert {"referral", "business_day", "staff"} <= kinds
    assert kinds - set(SUBJECTS) == set()


def test_an_action_of_a_later_release_is_shown_as_it_is() -> None:
    assert action_text("moon_landed") == "moon_landed"
    assert subject_text("moon:1", {}).text == "{kind} {one}"  # type: ignore[union-attr]


def test_subjects_are_named_by_what_people_call_them() -> None:
    t = catalogue("zh")
    assert t.render(subject_text("referral:0192", {"number": 12})) == "推介第 12 号"
    assert t.render(subject_text("business_day:01926b8e-0000", {"date": "2026-11-23"})) == "营业日 2026-11-23"
    assert t.render(subject_text("business_day:2026-11-23", {})) == "营业日 2026-11-23"
    assert t.render(subject_text("branch:01926b8e", {})) == "网点"


def test_details_are_short_and_whole() -> None:
    assert detail_text({"number": 3, "full": True, "files": [{"rows": 2}]}) == "files=[(rows=2)]  full=true  number=3"
    assert len(detail_text({"sha256": "ab" * 400})) < 420
    assert detail_text({}) == ""


def test_a_reason_is_masked_and_a_digest_is_not() -> None:
    digest = "1234567890123456" * 4
    text = detail_text({"reason": "客户 13812345678 来电", "sha256": digest})
    assert "13812345678" not in text
    assert digest in text
