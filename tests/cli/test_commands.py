"""Every command, and the JSON that it promises."""

import json
import uuid
from pathlib import Path

import pytest

from tests.cli.conftest import REFER, Lobby
from tests.conftest import PASSWORD

DAY = "2026-11-22"


def test_init_makes_a_branch_and_refuses_a_second(command: Lobby, bare: Path) -> None:
    line = (
        "init",
        "--branch",
        "长安街支行",
        "--playbook",
        "icbc",
        "--staff-no",
        "001",
        "--name",
        "孙丽",
        "--json",
    )
    first = command(*line)
    assert first.status == 0
    assert first.json == {"branch": "长安街支行", "playbook": "icbc", "home": str(bare)}
    before = (bare / "keys.json").read_bytes()
    again = command(*line)
    assert (again.status, again.error["code"]) == (1, "store_exists")
    assert (bare / "keys.json").read_bytes() == before
    listed = command("staff", "list", "--as", "001", "--json")
    assert listed.json == [{"no": "001", "name": "孙丽", "role": "supervisor", "active": True}]


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [("--branch", " ", "branch"), ("--branch", "支" * 61, "branch"), ("--playbook", "icb", "playbook"),
     ("--staff-no", "no 1", "no"), ("--name", "\u202e", "name"), ("--time-zone", "Asia/Beijin", "time_zone")],
)  # fmt: skip
def test_init_refuses_a_wrong_answer_and_leaves_nothing(
    command: Lobby, bare: Path, option: str, value: str, field: str
) -> None:
    right = {"--branch": "支行", "--playbook": "icbc", "--staff-no": "001", "--name": "孙丽"} | {option: value}
    answer = command("init", "--json", *(word for pair in right.items() for word in pair))
    assert (answer.status, answer.error["field"]) == (1, field)
    assert not list(bare.glob("*")) if bare.exists() else True


def test_init_refuses_a_short_password(command: Lobby, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOBBY_PASSWORD", "short")
    answer = command("init", "--branch", "B", "--staff-no", "1", "--name", "N", "--json")
    assert (answer.status, answer.error["code"], answer.error["field"]) == (1, "password_length", "password")


def test_visits_are_counted_and_shown(lobby: Lobby) -> None:
    answer = lobby("visit", "--need", "cash_small", "--count", "3", "--json")
    assert answer.status == 0
    assert answer.json["zone"] == "self_service"
    assert len({uuid.UUID(one) for one in answer.json["visits"]}) == 3
    assert lobby("visit", "--zone", "vip_area", "--json").json["zone"] == "vip_area"
    day = lobby("day", "show", "--json").json
    assert day["visits"] == 4
    assert day["routed"] == {"self_service": 3, "vip_area": 1}
    assert sum(day["by_hour"].values()) == 4
    assert day["state"] == "open"
    assert set(day) >= {
        "day",
        "referrals",
        "received_by_manager",
        "identified_by_role",
        "complaints",
        "chain_head",
    }


def test_a_key_counts_once(lobby: Lobby) -> None:
    key = str(uuid.uuid4())
    first = lobby("visit", "--need", "passbook", "--key", key, "--json").json
    assert lobby("visit", "--need", "passbook", "--key", key, "--json").json == first
    assert lobby("day", "show", "--json").json["visits"] == 1


def test_a_referral_and_its_json(lobby: Lobby) -> None:
    answer = lobby(*REFER, "--identifier", "9999123412341234", "--contact", "154 0000 1234", "--json")
    assert answer.status == 0
    referral = answer.json["referral"]
    assert {name: referral[name] for name in ("number", "status", "customer", "identified_by", "manager")} == {
        "number": 1, "status": "introduced", "customer": "王*明", "identified_by": "101", "manager": "301"
    }  # fmt: skip
    assert referral["signals"] == ["A01"]
    assert referral["masked_identifier"] == "****1234"
    assert referral["masked_contact"] == "154****1234"
    assert answer.json["warnings"] == []
    assert "小" not in answer.out
    assert lobby("referrals", "--json").json == [referral]
    assert lobby("referrals", "--search", "wxm", "--json").json == [referral]
    assert lobby("referrals", "--day", referral["day"], "--status", "to_follow_up", "--json").json == []


def test_the_same_key_twice_is_one_referral(lobby: Lobby) -> None:
    key = str(uuid.uuid4())
    first = lobby(*REFER, "--key", key, "--json").json["referral"]
    assert lobby(*REFER, "--key", key, "--json").json["referral"]["id"] == first["id"]
    assert len(lobby("referrals", "--json").json) == 1


def test_a_likely_double_warns_and_is_saved(lobby: Lobby) -> None:
    lobby(*REFER)
    answer = lobby(*REFER, "--json")
    assert answer.status == 0
    assert len(answer.json["warnings"]) == 1


def test_staff_come_and_go(lobby: Lobby, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOBBY_NEW_PASSWORD", "another long one")
    added = lobby("staff", "add", "303", "覃祎", "customer_manager", "--json", who="001")
    assert added.json == {"no": "303", "name": "覃祎", "role": "customer_manager", "active": True}
    assert lobby("staff", "disable", "303", "--json", who="001").json["active"] is False
    monkeypatch.setenv("LOBBY_PASSWORD", "another long one")
    assert lobby("staff", "list", "--json", who="303").status == 3
    monkeypatch.setenv("LOBBY_PASSWORD", "correct horse")
    assert lobby("staff", "reset", "303", "--json", who="001").json["active"] is True
    monkeypatch.setenv("LOBBY_PASSWORD", "another long one")
    assert [one["no"] for one in lobby("staff", "list", "--json", who="303").json] == [
        "001", "101", "102", "201", "202", "301", "302", "303"
    ]  # fmt: skip


def test_closing_the_day(lobby: Lobby) -> None:
    lobby("visit", "--need", "cash_small")
    day = lobby("day", "show", "--json").json["day"]
    closed = lobby("day", "close", "--carry-over", "next_day", "--json").json
    assert (closed["day"], closed["state"], closed["missing"]) == (day, "closed", [])
    assert lobby("day", "close", "--json").error["code"] == "no_open_day"
    assert lobby("day", "show", "--json").error["code"] == "no_open_day"
    assert lobby("day", "show", "--day", day, "--json").json["state"] == "closed"
    lobby("visit", "--need", "cash_small")
    assert lobby("day", "show", "--json").json["day"] > day


def test_papers_are_written(lobby: Lobby, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lobby(*REFER)
    answer = lobby("day", "export", "--format", "txt,csv", "--out", str(tmp_path / "out"), "--json")
    assert answer.status == 0
    assert [(one["paper"], one["format"], one["rows"]) for one in answer.json["files"]][:2] == [
        ("referral_record", "txt", 1),
        ("referral_record", "csv", 1),
    ]
    assert {one["paper"] for one in answer.json["files"]} == {
        "referral_record", "daily_statistics", "traffic", "checklist_record", "complaint_register", "meeting_morning",
        "meeting_evening",
    }  # fmt: skip
    for one in answer.json["files"]:
        assert len(one["sha256"]) == 64
        assert "王小明" not in Path(one["path"]).read_text("utf-8-sig")
    pack = lobby("day", "export", "--paper", "day_pack", "--out", str(tmp_path / "out"), "--json")
    assert [(one["paper"], one["format"]) for one in pack.json["files"]] == [("day_pack", "pdf")]
    refused = lobby("day", "export", "--format", "txt", "--full", "--out", str(tmp_path / "alone"), "--json")
    assert (refused.status, refused.error["code"], refused.error["field"]) == (3, "second_needed", "second")
    monkeypatch.setenv("LOBBY_SECOND_PASSWORD", PASSWORD)
    in_full = ("day", "export", "--format", "txt", "--full", "--with", "001", "--out", str(tmp_path / "out"), "--json")
    full = lobby(*in_full)
    assert "王小明" in Path(full.json["files"][0]["path"]).read_text("utf-8-sig")


def test_the_store_is_checked_and_backed_up(lobby: Lobby, tmp_path: Path) -> None:
    lobby(*REFER)
    found = lobby("store", "check", "--json", who="001").json
    assert found["ok"] is True
    assert found["problems"] == []
    assert found["events"] > 8
    assert len(found["head"]) == 64
    target = tmp_path / "copy.db"
    assert lobby("store", "backup", str(target), "--json", who="001").json == {"path": str(target)}
    assert target.stat().st_mode & 0o077 == 0
    again = lobby("store", "backup", str(target), "--json", who="001")
    assert (again.status, again.error["code"]) == (1, "target_exists")


def test_playbooks_need_no_store(command: Lobby) -> None:
    assert command("playbook", "list", "--json").json[0]["name"] == "icbc"
    assert command("playbook", "segment", "--assets", "50000", "--json").json["segment"] == "mid"
    route = command("playbook", "route", "--need", "cash_small", "--assistance", "--json").json
    assert set(route) == {"zone", "staff_role", "reasons"}
    assert route["zone"] == "cash_counter"


@pytest.mark.parametrize(
    "line",
    [
        ("visit", "--need", "cash_small"),
        REFER,
        ("referrals",),
        ("staff", "list"),
        ("day", "show"),
        ("day", "close", "--carry-over", "next_day"),
    ],
)
def test_every_command_speaks_to_people_too(lobby: Lobby, line: tuple[str, ...]) -> None:
    lobby(*REFER)
    for language in ("zh", "en"):
        answer = lobby(*line, "--lang", language)
        if "close" in line and language == "en":
            assert answer.status == 1
        else:
            assert (answer.status, answer.err) == (0, "")
            assert answer.out.strip()
            with pytest.raises(ValueError, match=r"Expecting|Extra"):
                json.loads(answer.out)


def test_options_stand_anywhere_and_the_later_one_wins(lobby: Lobby) -> None:
    answer = lobby("visit", "--json", "--need", "cash_small", "--as=001")
    assert answer.status == 0
    assert lobby("staff", "list", "--as", "999", "--as", "001", "--json").status == 0
