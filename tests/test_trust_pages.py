"""The threat model and the ASVS table say what is so: the files that they name exist, and their figures are right."""

import re
from collections import Counter

import pytest

from lobby_tui.locale import LANGUAGES
from tests.faults import test_attack_table as attacks
from tools.docs import DOCS

ROOT = DOCS.parent
FILES = re.compile(r"`((?:lobby_tui|tests|desk|store|models|papers|screens|widgets)/[\w./]*|\w+\.py)`")
STATES = {"en": ("met", "partly", "not met"), "zh": ("符合", "部分符合", "不符合")}


def page(language: str, name: str) -> str:
    return (DOCS / language / name).read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("| ---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["asvs.md", "threat-model.md", "permissions.md"])
def test_every_file_that_is_named_is_there(language: str, name: str) -> None:
    named = FILES.findall(page(language, name))
    assert named
    for one in named:
        places = [ROOT / one, ROOT / "lobby_tui" / one, ROOT / "tests" / "desk" / one]
        assert any(place.exists() for place in places), one


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_asvs_table_is_summed_up_rightly(language: str) -> None:
    text = page(language, "asvs.md")
    counted = Counter(row[2] for row in rows(text) if row[2] in STATES[language])
    (said,) = re.findall(r"\*\*(.+?)\*\*", text)
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    assert numbers[-3:] == [counted[state] for state in STATES[language]]


def test_both_languages_judge_alike() -> None:
    judged = {}
    for language, states in STATES.items():
        found = [row for row in rows(page(language, "asvs.md")) if row[2] in states]
        judged[language] = [(row[0], states.index(row[2])) for row in found]
    assert judged["en"] == judged["zh"]
    items = [re.split("[–, ]+", item) for item, _ in judged["en"]]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", one) for item in items for one in item)


# The lines of the page's attack table after its first, in order, each with the attacks of the test that it stands for.
LINES = (
    (attacks.edit_an_old_event, attacks.delete_an_old_event),
    (attacks.recompute_from_an_old_event,),
    (attacks.recompute_from_an_event_of_today,),
    (attacks.recompute_from_an_event_of_today_with_todays_key,),
    (attacks.cut_the_last_five,),
    (attacks.put_back_a_copy_of_today,),
    (attacks.put_back_a_copy_of_yesterday,),
)


@pytest.mark.parametrize(("language", "yes", "no"), [("en", "yes", "no"), ("zh", "是", "否")])
def test_the_attack_table_says_what_was_tried(language: str, yes: str, no: str) -> None:
    lines = [row for row in rows(page(language, "threat-model.md")) if set(row[2:]) <= {yes, no}]
    assert len(lines) == len(LINES)
    for row, tried in zip(lines, LINES, strict=True):
        assert row[1] == no, "dropped triggers stop nothing"
        for attack in tried:
            assert tuple(cell == yes for cell in row[2:]) == attacks.TABLE[attack], attack.__name__


def test_the_permissions_say_what_takes_two() -> None:
    """The functions that ask for a second person belong to the actions that the page marks."""
    from tools.permissions import DESK, TWO

    asking = [path for path in DESK.rglob("*.py") if "second_person.checked(" in path.read_text(encoding="utf-8")]
    found = " ".join(path.read_text(encoding="utf-8") for path in asking)
    assert {action for action in TWO if f"Action.{action.name}" not in found} == set()
    assert len(asking) == len(TWO), "say in tools/permissions.py what takes two people"
