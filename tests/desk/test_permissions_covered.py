"""Whatever a screen or a command asks of the desk stands in the test of the permissions: nothing is forgotten there."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ASKING = ("cli", "screens", "widgets", "app.py", "terminal_app.py")
# Everybody who is signed in may ask these; why stands beside them.
ASKS_FOR_NOTHING = {
    "absences.planned": "who is away and who stands in concerns everybody",
    "branch_settings.current": "they explain what is suggested",
    "calendar.coming": "public holidays, and the branch's own days",
    "crowding.alert": "asks the store nothing",
    "days.current": "which day it is",
    "days.latest": "which days there were",
    "drafts.drop": "one's own only",
    "drafts.keep": "one's own only",
    "drafts.kept": "one's own only",
    "drafts.mine": "one's own only",
    "incidents.entry_of": "of what is seen already",
    "own_password.change": "one's own only",
    "own_password.prove_again": "one's own only",
    "own_password.remove_pin": "one's own only",
    "own_password.set_pin": "one's own only",
    "referral.search.of_day": "only those that this person may see",
    "referral.search.search": "only those that this person may see",
    "results.check": "an entry as it was typed",
    "retention.held_back": "why nothing was removed",
    "retention.periods": "how long data is kept: customers ask",
    "second_person.prove": "anybody may stand by somebody who is allowed",
    "staff.everyone": "colleagues' names and numbers",
    "undoing.undo_last": "through those that ask",
    "visits.advise": "writes nothing and reads nothing",
    "waiting.for_me": "what waits for this very person",
}


def sources() -> Iterator[Path]:
    for name in ASKING:
        place = ROOT / "lobby_tui" / name
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def asked_in(path: Path) -> set[str]:
    """The desk functions of a shift that a file names, by their full names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lobby_tui.desk"):
            module = importlib.import_module(str(node.module))
            for alias in node.names:
                one = getattr(module, alias.name, None)
                if one is None:
                    one = importlib.import_module(f"{node.module}.{alias.name}")
                known[alias.asname or alias.name] = one
    found = set()
    for node in ast.walk(tree):
        one = None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            place = known.get(node.value.id)
            one = getattr(place, node.attr, None) if isinstance(place, ModuleType) else None
        elif isinstance(node, ast.Name):
            one = known.get(node.id)
        if isinstance(one, FunctionType) and next(iter(inspect.signature(one).parameters), "") == "shift":
            found.add(f"{one.__module__.removeprefix('lobby_tui.desk.')}.{one.__name__}")
    return found


def test_every_function_that_is_asked_is_tried_with_every_role() -> None:
    asked = set().union(*(asked_in(path) for path in sources()))
    assert {"referrals.log", "audit_export.export"} <= asked
    tried = asked_in(Path(__file__).with_name("test_permissions.py"))
    assert sorted(asked - tried - set(ASKS_FOR_NOTHING)) == [], "add these to CALLS in test_permissions.py"
    assert set(ASKS_FOR_NOTHING) <= asked - tried
