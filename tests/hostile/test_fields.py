"""Every text through every field of the desk: what the store holds afterwards, or why it was refused."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import lobby_tui.desk
from lobby_tui.desk import checkup
from lobby_tui.desk.opening import Desk
from lobby_tui.errors import LobbyError
from lobby_tui.locale import catalogue
from lobby_tui.models.text import display, secretlike
from tests.hostile.places import PLACES, Bench, Place
from tests.hostile.texts import TEXTS, dangers, kept, share, tell

# Fields whose texts are kept nowhere: what is typed is looked for, or is read from a file that another test hands over.
NOT_KEPT = {("doubles", "customer"), ("setup", "branch"), ("setup", "name")}
# Fields that others of the list lead to: what was read masked is put back there, and checked again.
AGAIN = {("meetings", "answer_"), ("meetings", "note")}
AGAIN |= {("incidents", field) for field in ("what", "place", "measures", "reported_to")}


def why_not(bench: Bench, place: Place, text: str) -> tuple[str | None, str]:
    """What the store holds of a text, or None and the words with which it was refused."""
    try:
        return place.put(bench, text), ""
    except LobbyError as error:
        problems = getattr(error, "problems", (error,))
        assert [problem.field for problem in problems if not str(problem.field).startswith(place.field)] == []
        parts = [part for problem in problems for part in (problem.message, problem.remedy) if part]
        return None, "\n".join(map(catalogue("zh").render, parts))


def promised(place: Place, text: str) -> str | None:
    """What the field has to hold of a text; None where it has to refuse it."""
    left = display(text, multiline=place.multiline).strip()
    secret = place.secrets and secretlike(left)
    return None if len(left) > place.limit or (place.needed and not left) or secret else left


GROUPS = 4


@pytest.mark.parametrize("group", range(GROUPS))
def test_what_goes_in_is_kept_or_refused(desk: Desk, group: int) -> None:
    bench = Bench(desk)
    for turn, place in list(enumerate(PLACES))[group::GROUPS]:
        seen = Counter[str]()
        bench.begun = False
        for text in share(TEXTS, turn, 23):
            seen[try_one(bench, place, text)] += 1
        tell(place.name, **seen)
        assert seen["kept"]
    assert checkup.check(bench.head).problems == ()


def try_one(bench: Bench, place: Place, text: str) -> str:
    """Put one text into one field; what became of it, in one word."""
    held, words = why_not(bench, place, text)
    assert held == promised(place, text), (place.name, ascii(text))
    if held is None:
        assert words
        assert not dangers(words), ascii(words)
        return "refused"
    assert not dangers(held), ascii(held)
    assert kept(held) == held or place.multiline
    return "kept" if held == text else "changed"


def checked_fields() -> Iterator[tuple[str, str]]:
    """Each field that the desk cleans, by the module that does it: read from the source, so that none is forgotten."""
    root = Path(lobby_tui.desk.__file__).parent
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("said", "required", "clean"):
                named = [word.value for word in node.keywords if word.arg == "field"]
                if not named:
                    continue  # another function of that name
                field = named[0]
                name = field.values[0] if isinstance(field, ast.JoinedStr) else field
                assert isinstance(name, ast.Constant), ast.dump(field)
                yield ".".join(file.relative_to(root).with_suffix("").parts), str(name.value)


def test_no_field_is_forgotten() -> None:
    assert set(checked_fields()) == {(place.module, place.field) for place in PLACES} | NOT_KEPT | AGAIN
