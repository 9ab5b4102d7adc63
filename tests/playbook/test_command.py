"""`lobby playbook`: the JSON that scripts rely on."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lobby_tui.cli.playbook import app
from lobby_tui.errors import RefusedError, UsageError
from lobby_tui.locale import Catalogue, catalogue
from tests.playbook.conftest import SMALL


@dataclass
class Context:
    json: bool = True
    catalogue: Catalogue = field(default_factory=lambda: catalogue("en"))
    data: Any = None
    lines: list[str] = field(default_factory=list)

    def emit(self, data: object, lines: Iterable[str]) -> None:
        self.data = json.loads(json.dumps(data))
        self.lines = list(lines)


def run(*arguments: str) -> tuple[int, Context]:
    context = Context()
    result = CliRunner().invoke(app, list(arguments), obj=context)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, context


def test_list() -> None:
    status, context = run("list")
    assert status == 0
    row = next(row for row in context.data if row["name"] == "icbc")
    assert set(row) == {"name", "bank", "version"}


def test_show() -> None:
    _, context = run("show", "icbc")
    assert context.data["code"] == "icbc"
    assert any("A99" in line for line in context.lines)
    assert any("200,000" in line for line in context.lines)


@pytest.mark.parametrize(
    ("arguments", "segment"),
    [
        (("--assets", "49999.99"), "ordinary"),
        (("--assets", "50000"), "mid"),
        (("--assets", "1000000"), "high_end"),
        (("--assets", "10000000.00"), "private_bank"),
        (("--assets", "0", "--age", "28", "--education", "university"), "potential"),
        (("--assets", "0", "--age", "28", "--education", "below_university"), "ordinary"),
        (("--assets", "99999999", "--corporate", "company"), "ordinary"),
        (("--assets", "0", "--loans", "500000", "--playbook", str(SMALL)), "upper"),
    ],
)
def test_segment(arguments: tuple[str, ...], segment: str) -> None:
    _, context = run("segment", *arguments)
    assert set(context.data) == {"segment", "reasons"}
    assert context.data["segment"] == segment
    assert context.data["reasons"]


def test_route() -> None:
    _, plain = run("route", "--need", "cash_small")
    _, helped = run("route", "--need", "cash_small", "--segment", "mid", "--assistance")
    assert (plain.data["zone"], plain.data["staff_role"]) == ("self_service", "guide")
    assert helped.data["zone"] == "cash_counter"
    assert all(isinstance(reason, str) for reason in helped.data["reasons"])


def test_check(tmp_path: Path, small_text: str) -> None:
    status, context = run("check", str(SMALL))
    assert (status, context.data) == (0, {"ok": True, "problems": []})
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(small_text.replace('zone = "hall"', 'zone = "hal"'), encoding="utf-8")
    status, context = run("check", str(wrong))
    assert status == 1
    (problem,) = context.data["problems"]
    assert context.data["ok"] is False
    assert {key: problem[key] for key in ("file", "key", "nearest")} == {
        "file": "wrong.toml", "key": "needs.coins.zone", "nearest": "hall",
    }  # fmt: skip
    assert "hall" in context.lines[0]


def test_wrong_input_is_refused() -> None:
    for amount in ("fifty", "-1", "1.234"):
        with pytest.raises(UsageError):
            run("segment", "--assets", amount)
    with pytest.raises(UsageError):
        run("segment", "--assets", "1", "--education", "phd")
    with pytest.raises(RefusedError):
        run("route", "--need", "cash")
    assert run("segment")[0] == 2


def test_importing_the_command_does_not_import_pydantic() -> None:
    code = "import sys, lobby_tui.cli.playbook; sys.exit('pydantic' in sys.modules or 'textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
