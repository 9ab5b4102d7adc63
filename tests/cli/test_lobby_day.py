"""The lobby's day from the command line: checklists, faults, meetings, traffic; and the JSON that they promise."""

import uuid

import pytest

from lobby_tui.playbook.loading import load_playbook
from tests.cli.conftest import REFER, Lobby

MORNING = [question.code for question in load_playbook("icbc").meeting("morning").questions]


def test_checklists_are_listed_and_ticked(lobby: Lobby) -> None:
    listed = lobby("checklist", "list", "--json").json
    assert [one["checklist"] for one in listed] == ["opening", "patrol", "closing"]
    assert {item["in_order"] for one in listed for item in one["items"]} == {None}
    ticked = lobby("checklist", "tick", "opening", "folder", "--json")
    assert ticked.status == 0
    item = next(item for item in ticked.json["items"] if item["item"] == "folder")
    assert (item["in_order"], item["by"], item["note"], item["at"][-6:]) == (True, "101", "", "+08:00")
    assert ticked.json["done"] == 1
    trouble = lobby("checklist", "tick", "opening", "machines", "--trouble", "缺纸", "--json", who="102").json
    assert [(one["item"], one["note"]) for one in trouble["items"] if one["in_order"] is False] == [
        ("machines", "缺纸")
    ]
    assert lobby("checklist", "list", "--json").json[0] == trouble
    undone = lobby("checklist", "tick", "opening", "machines", "--undo", "--json").json
    assert undone["done"] == 1
    assert "缺纸" not in lobby("checklist", "list").out
    assert "Work folder" in lobby("checklist", "list").out


def test_patrols(lobby: Lobby) -> None:
    assert lobby("checklist", "tick", "patrol", "queues", "--json").json["round"] == 1
    assert lobby("checklist", "tick", "patrol", "queues", "--round", "2", "--json").json["round"] == 2
    assert "Patrol, round 2" in lobby("checklist", "list").out


@pytest.mark.parametrize(
    ("line", "status", "field"),
    [(("checklist", "tick", "opening", "machines", "--trouble", ""), 1, "note"),
     (("checklist", "tick", "opening", "machine"), 1, "item"),
     (("checklist", "tick", "opening", "folder", "--undo", "--note", "x"), 2, "undo"),
     (("checklist", "tick", "patrol", "queues", "--round", "3"), 1, "round"),
     (("fault", "add", "atn", "--what", "x"), 1, "device"), (("fault", "fixed", "7"), 1, "number"),
     (("fault", "add", "atm", "--what", "x", "--key", "7"), 2, "key"),
     (("meeting", "show", "noon"), 2, "kind"), (("meeting", "hold", "morning", "--present", "0"), 1, "present"),
     (("meeting", "hold", "morning", "--present", "3", "--answer", "x"), 2, "answer"),
     (("traffic",), 1, "day"), (("crowded", "pray"), 1, "crowding_measure")],
)  # fmt: skip
def test_refusals(lobby: Lobby, line: tuple[str, ...], status: int, field: str) -> None:
    answer = lobby(*line, "--json")
    assert (answer.status, answer.error["field"]) == (status, field)


def test_a_fault_from_report_to_repair(lobby: Lobby) -> None:
    key = str(uuid.uuid4())
    line = ("fault", "add", "atm", "--what", "吞卡", "--label", "2号", "--key", key, "--json")
    fault = lobby(*line, who="201").json["fault"]
    wanted = {"number": 1, "device": "atm", "label": "2号", "what": "吞卡", "ticket": None, "reported_by": "201"}
    assert fault.items() >= (wanted | {"fixed_at": None}).items()
    assert lobby(*line, who="201").json["fault"]["id"] == fault["id"]
    assert lobby("fault", "ticket", "1", "R-7", "--json").json["fault"]["ticket"] == "R-7"
    (listed,) = lobby("fault", "list", "--json").json
    assert (listed["number"], listed["ticket"]) == (1, "R-7")
    fixed = lobby("fault", "fixed", "1", "--note", "已换件", "--json").json["fault"]
    assert (fixed["fixed_by"], fixed["fixed_note"]) == ("101", "已换件")
    assert {type(fixed["minutes"]), type(fixed["working_minutes"])} == {int}
    assert lobby("fault", "list", "--json").json == []
    day = fixed["reported_at"][:10]
    assert [one["number"] for one in lobby("fault", "list", "--day", day, "--json").json] == [1]
    assert lobby("fault", "fixed", "1", "--undo", "--json").json["fault"]["fixed_at"] is None
    assert "Cash dispenser" in lobby("fault", "list").out


def test_a_meeting_is_shown_held_and_amended(lobby: Lobby) -> None:
    before = lobby("meeting", "show", "morning", "--json").json
    assert (before["version"], before["held_by"], set(before["answers"].values())) == (0, None, {""})
    assert sum(item["minutes"] for item in before["agenda"]) == load_playbook("icbc").meeting("morning").minutes
    answers = [word for code in MORNING for word in ("--answer", f"{code}=a=b {code}")]
    held = lobby("meeting", "hold", "morning", "--present", "7", *answers, "--note", "准时", "--json").json
    assert held["answers"] == {code: f"a=b {code}" for code in MORNING}
    assert (held["present"], held["note"], held["held_by"], held["version"]) == (7, "准时", "101", 1)
    again = lobby("meeting", "hold", "morning", "--present", "8", "--json", who="001").json
    assert (again["version"], again["held_by"], again["present"]) == (2, "101", 8)
    assert "held by 李娜, 8 present" in lobby("meeting", "show", "morning").out
    evening = lobby("meeting", "show", "evening", "--day", held["day"], "--json").json
    assert evening["records"][0]["title"] == f"Today, {held['day']}"


def test_traffic_and_crowding(lobby: Lobby) -> None:
    lobby("visit", "--need", "cash_small", "--count", "3")
    crowding = lobby("crowded", "open_counter", "--waiting", "15", "--note", "3号窗口", "--json").json["crowding"]
    assert (crowding["waiting"], crowding["measure"], crowding["note"], crowding["by"]) == (
        15, "open_counter", "3号窗口", "101"
    )  # fmt: skip
    traffic = lobby("traffic", "--json").json
    counted = {"visits": 3, "left": 0, "timed": 0, "median_wait": None, "longest_wait": None}
    assert (traffic["total"], traffic["by_need"]) == (counted, {"cash_small": counted})
    assert traffic["by_zone"] == {"self_service": counted}
    (hour,) = traffic["by_hour"]
    assert traffic["cells"] == [{"hour": hour, "need": "cash_small", "zone": "self_service", **counted}]
    assert (traffic["left"], traffic["crowding"]) == ({}, [crowding])
    assert lobby("traffic", "--day", traffic["day"], "--json").json == traffic
    assert "Opened another counter" in lobby("traffic").out


@pytest.mark.parametrize("line", [("checklist", "list"), ("meeting", "show", "morning"), ("traffic",)])
def test_a_teller_is_not_allowed(lobby: Lobby, line: tuple[str, ...]) -> None:
    assert lobby(*line, who="201").status == 3


@pytest.mark.parametrize(
    "line",
    [
        ("confirm", "{}", "--accept"),
        ("complaint", "show", "{}"),
        ("complaint", "step", "{}", "noted", "--note", "x"),
        ("complaint", "close", "{}"),
        ("fault", "fixed", "{}"),
        ("fault", "ticket", "{}", "R-1"),
        ("incident", "close", "{}", "--outcome", "x"),
        ("follow-up", "add", "{}"),
        ("follow-up", "done", "{}", "--outcome", "call_back"),
    ],
)
def test_a_number_that_no_record_has(lobby: Lobby, line: tuple[str, ...]) -> None:
    for number in ("99999999999999999999999", "0"):
        answer = lobby(*(word.format(number) for word in line), "--json", who="001")
        assert (answer.status, answer.error["field"], answer.error["data"]) == (2, "number", "unchanged")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (("incident", "add", "--kind", "fire", "--what", "x", "--happened", "0001-01-01 00:00"), "happened"),
        (("complaint", "add", "--kind", "fees", "--what", "x", "--received-on", "0026-11-20"), "received_on"),
        (("follow-up", "add", "1", "--at", "0001-01-01T00:00+14:00"), "appointment_at"),
        (("follow-up", "add", "1", "--at", "9999-12-31T23:59-14:00"), "appointment_at"),
    ],
)
def test_a_date_at_the_ends_of_the_calendar(lobby: Lobby, line: tuple[str, ...], field: str) -> None:
    lobby(*REFER)
    lobby("confirm", "1", "--accept", who="301")
    answer = lobby(*line, "--json", who="001")
    assert (answer.status, answer.error["field"]) == (1, field)
