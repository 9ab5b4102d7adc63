"""`lobby confirm`, and the lists of what waits."""

import json
from datetime import timedelta
from typing import Any

import pytest

from lobby_tui.desk.opening import open_desk
from lobby_tui.models.clock import SystemClock
from lobby_tui.settings import Settings
from tests.cli.conftest import REFER, Lobby
from tests.conftest import PASSWORD

KEYS = {"answer", "answered_by", "answered_at", "return_reason", "answer_note", "outcome", "result"}


def confirm(lobby: Lobby, *arguments: str, who: str = "301") -> dict[str, Any]:
    answer = lobby("confirm", *arguments, "--json", who=who)
    assert answer.status == 0, answer
    assert set(answer.json) == {"referral"}
    referral: dict[str, Any] = answer.json["referral"]
    return referral


def test_accepting(lobby: Lobby) -> None:
    logged = lobby(*REFER, "--json").json["referral"]
    assert {name: logged[name] for name in KEYS} == {
        "answer": None, "answered_by": None, "answered_at": None, "return_reason": None, "answer_note": "",
        "outcome": None, "result": None,
    }  # fmt: skip
    referral = confirm(lobby, "1", "--accept")
    assert referral["id"] == logged["id"]
    assert (referral["answer"], referral["answered_by"], referral["result"]) == ("accepted", "301", None)
    assert referral["answered_at"].endswith("+00:00")
    assert "小" not in json.dumps(referral, ensure_ascii=False)
    assert lobby("referrals", "--json").json == [referral]
    again = lobby("confirm", "1", "--accept", "--json", who="301")
    assert (again.status, again.error["code"]) == (1, "answered_already")


@pytest.mark.parametrize("accept", [(), ("--accept",)])
def test_a_result_accepts(lobby: Lobby, accept: tuple[str, ...]) -> None:
    lobby(*REFER)
    referral = confirm(
        lobby,
        "1",
        *accept,
        "--opened",
        "1",
        "--sold",
        "fund=2",
        "--sold",
        "gold=1",
        "--sold",
        "fund=1",
        "--note",
        "周五签约",
    )
    assert (referral["answer"], referral["outcome"]) == ("accepted", "success")
    result = referral["result"]
    assert result["sold"] == {"fund": 3, "gold": 1}
    assert {name: result[name] for name in ("opened", "no_result_reason", "note", "by")} == {
        "opened": 1, "no_result_reason": None, "note": "周五签约", "by": "301"
    }  # fmt: skip
    amended = confirm(lobby, "1", "--no-result", "declined")
    assert (amended["outcome"], amended["result"]["sold"], amended["result"]["no_result_reason"]) == (
        "nothing", {}, "declined"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("why", "code", "note"),
    [
        ("unreachable", "unreachable", ""),
        ("联系不上客户", "unreachable", ""),
        ("Not suitable on closer look", "unsuitable", ""),
        ("客户要求换一家网点", "other", "客户要求换一家网点"),
        ("moved to another town", "other", "moved to another town"),
    ],
)
def test_returning_by_code_name_or_words(lobby: Lobby, why: str, code: str, note: str) -> None:
    lobby(*REFER)
    referral = confirm(lobby, "1", "--return", why)
    assert (referral["answer"], referral["return_reason"], referral["answer_note"]) == ("returned", code, note)


def test_why_nothing_in_words(lobby: Lobby) -> None:
    lobby(*REFER)
    result = confirm(lobby, "1", "--no-result", "客户出国", "--note", "明年再联系")["result"]
    assert (result["no_result_reason"], result["note"]) == ("other", "客户出国 明年再联系")


def test_passing_on(lobby: Lobby) -> None:
    lobby(*REFER)
    referral = confirm(lobby, "1", "--reassign", "302", "--note", "客户认识她")
    assert (referral["manager"], referral["answer"], referral["answer_note"]) == ("302", None, "客户认识她")
    assert lobby("confirm", "1", "--accept", "--json", who="301").status == 3
    assert confirm(lobby, "1", "--reassign", "301", who="101")["manager"] == "301"  # the lobby manager gives it out
    assert confirm(lobby, "1", "--accept")["answered_by"] == "301"


@pytest.mark.parametrize(
    ("arguments", "status", "code", "field"),
    [
        (("1",), 2, "usage", "accept"),
        (("1", "--accept", "--return", "unreachable"), 2, "usage", "accept"),
        (("1", "--return", "unreachable", "--opened", "1"), 2, "usage", "accept"),
        (("1", "--reassign", "302", "--sold", "fund=1"), 2, "usage", "accept"),
        (("1", "--sold", "fund"), 2, "usage", "sold"),
        (("1", "--sold", "fund=" + "9" * 5000), 2, "usage", "sold"),
        (("1", "--accept", "--day", "yesterday"), 2, "usage", "day"),
        (("1", "--return", "unreachabel"), 1, "unknown_code", "return_reason"),
        (("1", "--return", "other"), 1, "note_missing", "note"),
        (("1", "--sold", "fnud=1"), 1, "unknown_code", "sold"),
        (("1", "--opened", "-1"), 1, "count", "opened"),
        (("1", "--opened", "1", "--no-result", "declined"), 1, "result_contradicts", "no_result_reason"),
        (("2", "--accept"), 1, "unknown_referral", "number"),
        (("1", "--accept", "--day", "2020-01-01"), 1, "unknown_day", "day"),
        (("1", "--reassign", "201"), 1, "not_a_manager", "manager"),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    lobby: Lobby, arguments: tuple[str, ...], status: int, code: str, field: str
) -> None:
    before = lobby(*REFER, "--json").json["referral"]
    answer = lobby("confirm", *arguments, "--json", who="301")
    assert (answer.status, answer.error["code"], answer.error["field"]) == (status, code, field)
    assert lobby("referrals", "--json").json == [before]


@pytest.mark.parametrize("who", ["101", "201", "302"])
def test_others_may_not(lobby: Lobby, who: str) -> None:
    lobby(*REFER)
    assert lobby("confirm", "1", "--accept", "--json", who=who).status == 3


def test_what_waits_and_what_is_late(lobby: Lobby, settings: Settings) -> None:
    lobby(*REFER)
    lobby(*(word.replace("301", "302") for word in REFER), "--contact", "13812345678")
    lobby(*REFER, "--remarks", "x")
    confirm(lobby, "3", "--accept")
    waiting = lobby("referrals", "--unconfirmed", "--json").json
    assert [one["number"] for one in waiting] == [1, 2]
    assert all(one["waiting_hours"] < 1 and one["overdue"] is False and set(one) >= KEYS for one in waiting)
    assert [one["number"] for one in lobby("referrals", "--unconfirmed", "--json", who="301").json] == [1]
    assert lobby("referrals", "--overdue", "--json").json == []
    age(settings, 1)
    assert [one["number"] for one in lobby("referrals", "--overdue", "--json").json] == [1]
    assert [one["number"] for one in lobby("referrals", "--search", "wxm", "--overdue", "--json").json] == [1]
    assert {one["number"] for one in lobby("referrals", "--search", "wxm", "--unconfirmed", "--json").json} == {1, 2}
    assert lobby("referrals", "--unconfirmed", "--status", "to_follow_up", "--json").json == []
    day = waiting[0]["day"]
    assert [one["number"] for one in lobby("referrals", "--unconfirmed", "--day", day, "--json").json] == [1, 2]


def age(settings: Settings, number: int) -> None:
    """Let a referral be a week old."""
    from sqlmodel import select

    from lobby_tui.models.referral import Referral

    desk = open_desk(settings, SystemClock())
    shift = desk.sign_in("001", PASSWORD)
    with shift.writing() as writing:
        row = writing.session.exec(select(Referral).where(Referral.number == number)).one()
        row.created_at -= timedelta(days=14)
        writing.session.add(row)
        writing.record("test", "test")
    desk.close()


def test_it_speaks_to_people_too(lobby: Lobby, settings: Settings) -> None:
    lobby(*REFER)
    age(settings, 1)
    assert "‼" in lobby("referrals", "--unconfirmed").out
    said = lobby("confirm", "1", "--sold", "fund=2", who="301").out
    assert "Fund (purchases): 2" in said
    assert "基金 2 笔" in lobby("confirm", "1", "--sold", "fund=2", "--lang", "zh", who="301").out
