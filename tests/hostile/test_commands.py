"""Every text through every option and argument of every command: done or refused, never a defect, never a control.

The commands are read from the program itself, so a new one is tried as soon as it is there.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from lobby_tui.cli.commands import build
from tests.cli.conftest import Answer, Lobby, bare, command  # noqa: F401 - fixtures of the commands' own tests
from tests.hostile.texts import TEXTS, dangers, share, tell

NOT_TRIED: Final = {"demo"}
"""It takes numbers only, and seconds."""

USUAL: Final = {
    "customer": "王小明", "signal": "A01", "status": "introduced", "manager": "301", "kind": "fees", "what": "吞卡",
    "out": "out", "no": "102", "name": "钱多", "role": "guide", "step": "noted", "device": "atm", "item": "folder",
    "checklist": "opening", "outcome": "no_answer", "first": "2026-11-26", "day": "2026-11-26", "state": "closed",
    "on": "2026-11-26", "measure": "comfort", "reason": "更正", "second": "101", "branch": "新支行", "staff_no": "001",
    "need": "cash_small", "assets": "100", "ticket": "R1", "target": "copy.db", "file": "none.csv", "head": "0" * 64,
}  # fmt: skip
PARTICULAR: Final = {
    "incident add": {"kind": "fire"}, "incident close": {"outcome": "已处理"}, "meeting hold": {"kind": "morning"},
    "meeting show": {"kind": "morning"}, "playbook show": {"name": "icbc"}, "playbook check": {"file": "icbc"},
}  # fmt: skip


def all_commands(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Each command with the words that name it."""
    below = getattr(found, "commands", None)
    if below is None:
        yield " ".join(path), found
    for name, one in (below or {}).items():
        yield from all_commands(one, (*path, name))


COMMANDS: Final = {path: one for path, one in all_commands(typer.main.get_command(build())) if path not in NOT_TRIED}


def words(path: str, parameters: list[Any], tried: str, text: str) -> list[str]:
    """A command line in which one parameter has a text, and what is needed beside it an ordinary value."""
    usual = USUAL | PARTICULAR.get(path, {})
    options: list[str] = []
    arguments: list[str] = []
    for one in parameters:
        value = text if one.name == tried else usual.get(one.name, "1") if one.required else None
        if value is None:
            continue
        if one.param_type_name == "argument":
            arguments.append(value)
        else:
            options.append(f"{max(one.opts, key=len)}={value}")
    return [*path.split(), *options, "--", *arguments]


def harmless(text: str) -> str:
    """No test writes outside of its own folder, whatever a text would be as the name of a file."""
    return f"./{text}" if text.startswith(("/", "~")) else text


def look_at(answer: Answer, line: list[str]) -> str:
    """What every answer has to be; in one word what it was."""
    assert answer.status in range(5), (line, answer)
    for said in (answer.out, answer.err):
        assert not dangers(said), (line, ascii(said))
    assert answer.status == 0 or (answer.out + answer.err).strip(), line
    return "done" if answer.status == 0 else "refused"


@pytest.fixture
def at_work(home_at_work: Path, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """A branch with one record of each kind, and a folder to work in that is so deep down that `..` stays in it."""
    shutil.copytree(home_at_work, bare)
    folder = tmp_path.joinpath(*"abcdefgh")
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LOBBY_NEW_PASSWORD", "another long one")
    monkeypatch.setenv("LOBBY_SECOND_PASSWORD", "correct horse")


@pytest.mark.usefixtures("at_work")
@pytest.mark.parametrize("path", COMMANDS)
def test_no_text_breaks_a_command(command: Lobby, path: str) -> None:  # noqa: F811
    parameters = [one for one in COMMANDS[path].params if not getattr(one, "is_flag", False)]
    turn, seen = list(COMMANDS).index(path), Counter[str]()
    for place, one in enumerate(parameters):
        for number, text in enumerate(map(harmless, share(TEXTS, 7 * turn + place, 600, slow=20))):
            line = ["--as", "001", *words(path, parameters, one.name, text)]
            if path == "init":
                line = ["--home", f"{one.name} {number}", *line]
            seen[look_at(command(*line), line)] += 1
    tell(path, **seen)


@pytest.mark.usefixtures("at_work")
@pytest.mark.parametrize("option", ["--as", "--home", "--lang"])
def test_no_text_breaks_the_options_of_every_command(command: Lobby, option: str) -> None:  # noqa: F811
    for text in map(harmless, share(TEXTS, len(option), 24)):
        line = [f"{option}={text}", "staff", "list"]
        assert look_at(command(*line), line) == "refused"
