"""`lobby review summary`, `trends`, `goal`, `month-file`, `compare`: what scripts rely on."""

import csv
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lobby_tui.models.clock import SystemClock
from tests.cli.conftest import Lobby

# The branch's own date, which is not that of a machine in another zone.
TODAY = SystemClock().now().astimezone(ZoneInfo("Asia/Shanghai")).date()
MONTH = f"{TODAY:%Y-%m}"
DAY = TODAY.isoformat()
FATES = ["referrals", "introduced", "to_follow_up", "confirmed", "returned", "with_result"]
REFER = (
    "refer", "--customer", "王小明", "--signal", "A01", "--status", "to_follow_up", "--manager", "301",
    "--contact", "13812345678", "--best-time", "morning", "--consent",
)  # fmt: skip


@pytest.fixture
def busy(lobby: Lobby) -> Lobby:
    """A day with five visits and one accepted referral."""
    assert lobby("visit", "--need", "cash_small", "--count", "5").status == 0
    assert lobby(*REFER).status == 0
    assert lobby("confirm", "1", "--accept", who="301").status == 0
    return lobby


def test_a_summary(busy: Lobby) -> None:
    whole = busy("review", "summary", "--from", DAY, "--to", DAY, "--json", who="001").json
    made = dict(zip(FATES, (1, 0, 1, 1, 0, 0), strict=True))
    assert whole == {"from": DAY, "to": DAY, "days": 1, "visits": 5, **made}
    keys = {"staff": "101", "signal": "A01", "manager": "301"}
    for by, key in keys.items():
        found = busy("review", "summary", "--from", DAY, "--to", DAY, "--by", by, "--json", who="001").json
        (name,) = found["by"]
        assert name == key
        assert {one: found["by"][key][one] for one in FATES} == made
    hours = busy("review", "summary", "--from", DAY, "--to", DAY, "--by", "hour", "--json", who="001").json["by"]
    assert sum(one["visits"] for one in hours.values()) == 5
    text = busy("review", "summary", "--from", DAY, "--to", DAY, "--by", "staff", who="001").out
    assert "101 李娜  Referrals 1" in text
    assert "王小明" not in text


@pytest.mark.parametrize(
    ("arguments", "status", "field"),
    [
        (("summary", "--from", DAY, "--to", "2020-01-01"), 2, "to"),
        (("summary", "--from", "yesterday", "--to", DAY), 2, "day"),
        (("summary", "--from", DAY, "--to", DAY, "--by", "customer"), 2, "by"),
        (("trends", "--unit", "year"), 2, "unit"),
        (("trends", "--measure", "visit"), 2, "measure"),
        (("goal", "set", "2020-01", "visits", "9"), 1, "month"),
        (("goal", "set", MONTH, "complaints", "9"), 1, "measure"),
        (("goal", "set", MONTH, "visits", "0"), 1, "target"),
        (("goal", "drop", MONTH, "visits"), 1, "measure"),
        (("goal", "list", "--month", "May"), 1, "month"),
        (("month-file", "2020-01", "--out", "."), 1, "month"),
        (("month-file", MONTH, "--out", "/dev/null/there"), 1, "out"),
    ],
)  # fmt: skip
def test_refusals(busy: Lobby, arguments: tuple[str, ...], status: int, field: str) -> None:
    answer = busy("review", *arguments, "--json", who="001")
    assert (answer.status, answer.error["field"]) == (status, field)


@pytest.mark.parametrize(
    "arguments",
    [
        ("summary", "--from", DAY, "--to", DAY), ("trends",), ("goal", "list"), ("goal", "set", MONTH, "visits", "9"),
        ("goal", "drop", MONTH, "visits"), ("month-file", MONTH, "--out", "."),
    ],
)  # fmt: skip
def test_only_the_head_of_the_branch(lobby: Lobby, arguments: tuple[str, ...]) -> None:
    assert lobby("review", *arguments, who="101").status == 3


def test_trends_and_goals(busy: Lobby) -> None:
    made = busy("review", "goal", "set", MONTH, "referrals", "4", "--json", who="001").json["goal"]
    assert made == {"month": MONTH, "measure": "referrals", "target": 4, "version": 1, "by": "001"}
    found = busy("review", "trends", "--unit", "month", "--measure", "referrals", "--json", who="001").json
    assert (found["unit"], found["measure"]) == ("month", "referrals")
    (period,) = found["periods"]
    assert (period["from"], period["days"], period["value"]) == (f"{MONTH}-01", 1, 1)
    assert (period["last_year"], period["last_year_days"], period["difference"]) == (None, 0, None)
    assert (period["over"], period["goal"], period["achieved"]) == (False, 4, 0.25)
    (goal,) = busy("review", "goal", "list", "--json", who="001").json["goals"]
    assert (goal["value"], goal["achieved"], goal["days"]) == (1, 0.25, 1)
    assert f"1 of {goal['working_days']} working days, 25 % reached" in busy("review", "goal", "list", who="001").out
    assert "not over" in busy("review", "trends", "--measure", "mean_wait", who="001").out
    assert busy("review", "goal", "drop", MONTH, "referrals", who="001").status == 0
    assert busy("review", "goal", "list", "--json", who="001").json == {"goals": []}


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31"])
@pytest.mark.parametrize("unit", ["day", "week", "month", "quarter"])
def test_the_ends_of_the_calendar(busy: Lobby, day: str, unit: str) -> None:
    found = busy("review", "trends", "--unit", unit, "--until", day, "--json", who="001")
    assert (found.status, len(found.json["periods"])) == (0, int(day > DAY))


def test_a_span_of_all_time(busy: Lobby) -> None:
    for by in ("staff", "hour"):
        answer = busy(
            "review", "summary", "--from", "0001-01-01", "--to", "9999-12-31", "--by", by, "--json", who="001"
        )
        assert (answer.json["days"], answer.json["referrals"]) == (1, 1)


def test_a_month_file_is_written_and_compared_without_a_store(
    busy: Lobby, command: Lobby, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    written = busy("review", "month-file", MONTH, "--out", str(out), "--json", who="001").json
    month = json.loads(Path(written["path"]).read_text("utf-8"))
    assert (month["month"], month["visits"]["count"], month["referrals"]["confirmed"]) == (MONTH, 5, 1)
    monkeypatch.setenv("LOBBY_HOME", str(tmp_path / "nothing"))
    monkeypatch.delenv("LOBBY_PASSWORD")
    compared = command("review", "compare", written["path"], "--out", str(tmp_path / "table"), "--json").json
    (one,) = compared["branches"]
    assert (one["branch"], one["visits"]["count"], one["sha256"]) == (month["branch"], 5, month["sha256"])
    assert [file["format"] for file in compared["files"]] == ["csv", "xlsx"]
    lines = list(csv.reader(Path(compared["files"][0]["path"]).read_text("utf-8-sig").splitlines()))
    assert lines[1][:4] == [MONTH, f"{month['branch']} (so far)", "1", "5"]
    assert month["branch"] in command("review", "compare", written["path"]).out
    assert not (tmp_path / "nothing").exists()
    twice = command("review", "compare", written["path"], written["path"], "--json")
    assert (twice.status, twice.error["code"]) == (1, "doubled")
    broken = tmp_path / "broken.json"
    broken.write_text(Path(written["path"]).read_text("utf-8").replace('"count": 5', '"count": 6'), "utf-8")
    damaged = command("review", "compare", str(broken), "--json")
    assert (damaged.status, damaged.error["code"]) == (1, "damaged")
    assert "broken.json" in damaged.error["message"]
