"""The help: complete, in both languages, no wider than the terminal, and quick."""

import os
import subprocess
import sys
from unicodedata import east_asian_width

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lobby_tui.cli.help import wrapped
from tests.cli.conftest import Lobby

COMMANDS = ("init", "demo", "visit", "refer", "referrals", "staff", "staff add", "day", "day export", "playbook",
            "playbook route", "store", "store backup")  # fmt: skip


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


@pytest.mark.parametrize("path", COMMANDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_is_given_without_a_store(
    command: Lobby, path: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    answer = command(*path.split(), "--help", "--lang", language)
    assert (answer.status, answer.err) == (0, "")
    assert f"lobby {path}" in answer.out
    assert all(_columns(line) <= 80 for line in answer.out.splitlines())
    assert command(*path.split(), "-h", "--lang", language).out == answer.out


def test_chinese_help_is_chinese(command: Lobby) -> None:
    out = command("--help", "--lang", "zh").out
    described = [line for line in out.splitlines() if line.startswith("  ")]
    assert len(described) > 8
    assert all(any(east_asian_width(character) == "W" for character in line) for line in described)


@given(st.text(alphabet="ab 中文，。", max_size=200), st.integers(10, 40))
@example(" aa。。。。", 10)
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        longest = max(map(_columns, line.split()), default=0)
        assert _columns(line) <= max(width, longest)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from lobby_tui.cli.run import run; run(['--help'])\n"
        "heavy = {'textual', 'rich', 'pydantic', 'sqlmodel', 'sqlalchemy', 'sqlcipher3', 'cryptography', 'alembic'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_real_command(tmp_path: object) -> None:
    environment = {**os.environ, "LOBBY_HOME": str(tmp_path), "LOBBY_LANG": "zh", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "lobby_tui", "referrals", "--json", "--as", "101"],
        capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == 4
    assert b"store_missing" in done.stdout
    assert "没有" in done.stdout.decode("utf-8"), "JSON is UTF-8 whatever the terminal speaks"
    assert done.stderr == b""


def test_a_reader_that_stops_early_is_no_error(tmp_path: object) -> None:
    line = f"{sys.executable} -m lobby_tui playbook show icbc --json | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
