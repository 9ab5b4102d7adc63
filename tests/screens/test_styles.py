"""Styles: Textual applies every rule to the whole app, so that a screen's rules have to name the screen."""

import re
from pathlib import Path

import pytest

import lobby_tui.app
from lobby_tui.app import LobbyApp

ROOM = Path(lobby_tui.app.__file__).parent
SHARED = {ROOM / name for name in LobbyApp.CSS_PATH}
OWN = sorted(path for path in ROOM.rglob("*.tcss") if path not in SHARED)


def selectors(path: Path) -> list[str]:
    return [one.strip() for group in re.findall(r"([^{}]+)\{", path.read_text("utf-8")) for one in group.split(",")]


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_each_rule_of_a_screen_says_whose_it_is(path: Path) -> None:
    assert selectors(path)
    for one in selectors(path):
        assert re.match(r"[A-Z][A-Za-z]+(\.-\w+)?( |$|:)", one), one


def test_rules_of_all_screens_are_read() -> None:
    assert len(OWN) > 15
    assert len(SHARED) == 4
