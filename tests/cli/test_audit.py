"""`lobby audit list` and `export`."""

from pathlib import Path

import pytest

from tests.cli.conftest import REFER, Lobby
from tests.conftest import PASSWORD


@pytest.fixture
def day(lobby: Lobby) -> str:
    """A day with a referral and two visits."""
    lobby(*REFER)
    lobby("visit", "--need", "cash_small")
    lobby("visit", "--need", "cash_small")
    name: str = lobby("day", "show", "--json").json["day"]
    return name


def test_listing(lobby: Lobby, day: str) -> None:
    found = lobby("audit", "list", "--json", who="001").json
    assert found["next"] is None
    events = found["events"]
    assert [one["seq"] for one in events] == list(range(len(events), 0, -1))
    assert [one["action"] for one in events[:2]] == ["signed_in", "signed_in"]
    assert {"referral_logged", "visits_counted", "branch_set_up"} <= {one["action"] for one in events}
    one = next(one for one in events if one["action"] == "referral_logged")
    assert set(one) == {"terminal", "seq", "at", "person", "action", "subject", "detail", "head"}
    assert (one["person"], one["detail"]["number"], len(one["head"])) == ("101", 1, 64)


def test_for_people(lobby: Lobby, day: str) -> None:
    answer = lobby("audit", "list", "--about", "referral", who="001")
    assert "Referral logged" in answer.out
    assert "Referral no. 1" in answer.out
    assert "李娜 101" in answer.out
    assert "王小明" not in answer.out
    chinese = lobby("audit", "list", "--about", "推介", "--lang", "zh", who="001")
    assert "登记推介" in chinese.out
    nothing = lobby("audit", "list", "--action", "day signed", who="001")
    assert nothing.status == 0
    assert "No event fits" in nothing.out


def test_page_after_page(lobby: Lobby, day: str) -> None:
    whole = lobby("audit", "list", "--person", "101", "--json", who="001").json["events"]
    found, place = [], None
    while True:
        more = ("--before", place) if place else ()
        page = lobby("audit", "list", "--person", "101", "--limit", "2", *more, "--json", who="001").json
        found += page["events"]
        place = page["next"]
        if place is None:
            break
    assert found == whole
    assert "There are older ones: --before" in lobby("audit", "list", "--limit", "1", who="001").out
    assert lobby("audit", "list", "--before", "x", who="001").status == 2


def test_exporting(lobby: Lobby, day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    one_day = ("audit", "export", "--since", day, "--until", day, "--format", "csv,txt", "--out", str(out), "--json")
    files = lobby(*one_day, who="001").json["files"]
    assert [one["format"] for one in files] == ["csv", "txt"]
    assert all(Path(one["path"]).exists() and len(one["sha256"]) == 64 for one in files)
    more = ("audit", "export", "--out", str(out), "--json")
    refused = lobby(*more, who="001")
    assert (refused.status, refused.error["code"]) == (3, "second_needed")
    without = lobby(*more, "--with", "101", who="001")
    assert (without.status, without.error["field"]) == (3, "password")
    monkeypatch.setenv("LOBBY_SECOND_PASSWORD", PASSWORD)
    assert lobby(*more, "--with", "101", who="001").status == 0
    last = lobby("audit", "list", "--action", "audit_exported", "--json", who="001").json["events"]
    assert [set(one["detail"]) for one in last] == [{"asked", "files", "second"}, {"asked", "files"}]


def test_only_the_supervisor(lobby: Lobby, day: str, tmp_path: Path) -> None:
    for who in ("101", "102", "201", "301"):
        assert lobby("audit", "list", who=who).status == 3
        assert lobby("audit", "export", "--out", str(tmp_path / "out"), who=who).status == 3
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [("--person", "999", "person"), ("--action", "moon", "action"), ("--about", "moon", "subject"),
     ("--terminal", "zz", "chain"), ("--since", "yesterday", "day")],
)  # fmt: skip
def test_what_there_is_not(lobby: Lobby, day: str, option: str, value: str, field: str) -> None:
    answer = lobby("audit", "list", option, value, "--json", who="001")
    assert answer.status in (1, 2)
    assert answer.error["field"] == field
