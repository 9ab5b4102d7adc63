"""`lobby complaint` and `lobby incident`: what they do, what they answer, how they refuse."""

import json
import uuid

import pytest

from tests.cli.conftest import Lobby

ADD = (
    "complaint",
    "add",
    "--kind",
    "service",
    "--what",
    "等候过久",
    "--customer",
    "王小明",
    "--contact",
    "13812345678",
)
STEPS = (
    ("calmed",),
    ("investigated", "--note", "只开一个柜口"),
    ("decided", "--choice", "justified", "--note", "属实，致歉"),
    ("notified", "--choice", "phone", "--told"),
)


def test_a_complaint_and_its_json(lobby: Lobby) -> None:
    answer = lobby(*ADD, "--wish", "道歉", "--json")
    assert answer.status == 0
    one = answer.json["complaint"]
    assert set(one) == {
        "id", "number", "state", "kind", "channel", "received_on", "due_on", "days_left", "near", "overdue", "paused",
        "complex", "extended", "major", "customer", "masked_contact", "what", "wish", "about", "handler",
        "recorded_by", "people", "representatives", "face_to_face", "decision", "notified_on", "notified_by",
    }  # fmt: skip
    assert (one["number"], one["state"], one["customer"], one["masked_contact"]) == (1, "open", "王*明", "138****5678")
    assert (one["days_left"], one["handler"], one["about"], one["channel"]) == (15, "101", None, "in_person")
    assert lobby("complaint", "list", "--json").json == [one]
    assert "小明" not in answer.out


def test_from_the_first_word_to_the_file(lobby: Lobby) -> None:
    lobby(*ADD)
    early = lobby("complaint", "close", "1", "--json")
    assert (early.status, early.error["code"]) == (1, "wrong_state")
    for step in STEPS:
        assert lobby("complaint", "step", "1", *step, "--json").status == 0
    closed = lobby("complaint", "close", "1", "--json").json["complaint"]
    assert (closed["state"], closed["decision"], closed["notified_by"]) == ("archived", "justified", "phone")
    assert lobby("complaint", "list", "--json").json == []
    assert [one["number"] for one in lobby("complaint", "list", "--filed", "--json").json] == [1]
    page = lobby("complaint", "show", "1", "--json").json["complaint"]
    assert [step["step"] for step in page["steps"]] == [
        "received", "assigned", "calmed", "investigated", "decided", "notified", "archived"
    ]  # fmt: skip
    assert set(page["steps"][0]) == {"step", "on", "at", "choice", "note", "by", "approved_by"}
    assert page["possible"] == []
    assert "full" not in page


def test_name_and_contact_take_a_reason(lobby: Lobby) -> None:
    lobby(*ADD)
    full = lobby("complaint", "show", "1", "--reveal", "回电", "--json").json["complaint"]["full"]
    assert full.items() >= {"customer": "王小明", "contact": "13812345678", "notes": []}.items()
    assert full["what"]
    refused = lobby("complaint", "show", "1", "--reveal", " ", "--json")
    assert (refused.status, refused.error["field"]) == (1, "reason")


def test_an_extension_is_the_supervisors(lobby: Lobby) -> None:
    lobby(*ADD)
    lobby("complaint", "step", "1", "made_complex", "--note", "涉及多方")
    extend = ("complaint", "step", "1", "extended", "--note", "等待总行", "--told", "--json")
    assert lobby(*extend).status == 3
    one = lobby(*extend, who="001").json["complaint"]
    assert (one["complex"], one["extended"], one["days_left"]) == (True, True, 60)


@pytest.mark.parametrize(
    ("line", "status", "field"),
    [
        (("complaint", "add", "--kind", "servce", "--what", "x"), 1, "kind"),
        (("complaint", "add", "--kind", "fees", "--what", "x", "--representatives", "6", "--people", "9"), 1,
         "representatives"),
        (("complaint", "add", "--kind", "fees", "--what", "x", "--received-on", "2099-01-01"), 1, "received_on"),
        (("complaint", "add", "--kind", "fees", "--what", "x", "--key", "1"), 2, "key"),
        (("complaint", "add", "--kind", "fees"), 2, "what"),
        (("complaint", "show", "7"), 1, "number"),
        (("complaint", "step", "1", "decide"), 1, "step"),
        (("complaint", "step", "1", "paused", "--choice", "lunch"), 1, "choice"),
        (("incident", "add", "--kind", "fyre", "--what", "x"), 1, "kind"),
        (("incident", "close", "7", "--outcome", "x"), 1, "number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(lobby: Lobby, line: tuple[str, ...], status: int, field: str) -> None:
    lobby(*ADD)
    answer = lobby(*line, "--json")
    assert (answer.status, answer.error["field"]) == (status, field)
    assert answer.error["data"] == "unchanged"


def test_the_same_key_twice_is_one_record(lobby: Lobby) -> None:
    key = str(uuid.uuid4())
    first = lobby(*ADD, "--key", key, "--json").json
    assert lobby(*ADD, "--key", key, "--json").json == first
    incident = ("incident", "add", "--kind", "fire", "--what", "插座冒烟", "--key", key, "--json")
    assert lobby(*incident).json == lobby(*incident).json
    assert len(lobby("incident", "list", "--json").json) == 1


def test_a_teller_registers_and_takes_no_step(lobby: Lobby) -> None:
    assert lobby(*ADD, "--json", who="201").json["complaint"]["handler"] is None
    assert lobby("complaint", "step", "1", "calmed", "--json", who="201").status == 3
    assert lobby("complaint", "list", "--json", who="202").json == []


def test_an_incident_and_its_json(lobby: Lobby) -> None:
    answer = lobby(
        "incident", "add", "--kind", "fire", "--what", "插座冒烟", "--place", "填单台", "--loss", "200",
        "--people", "1", "--reported-to", "119", "--json",
    )  # fmt: skip
    one = answer.json["incident"]
    assert set(one) == {
        "id", "number", "kind", "happened_at", "place", "what", "people_involved", "injured", "loss", "measures",
        "reported_to", "reported_at", "outcome", "recorded_by", "closed_by", "closed_at",
    }  # fmt: skip
    assert (one["number"], one["loss"], one["closed_at"]) == (1, "200.00", None)
    closed = lobby("incident", "close", "1", "--outcome", "已更换插座", "--json").json["incident"]
    assert (closed["outcome"], closed["closed_by"]) == ("已更换插座", "101")
    assert lobby("incident", "list", "--json").json == [closed]


@pytest.mark.parametrize(
    "line",
    [
        ADD,
        ("complaint", "list"),
        ("complaint", "show", "1"),
        ("complaint", "step", "1", "noted", "--note", "x"),
        ("incident", "add", "--kind", "fire", "--what", "x"),
        ("incident", "list"),
    ],
)
def test_they_speak_to_people_too(lobby: Lobby, line: tuple[str, ...]) -> None:
    lobby(*ADD)
    lobby("incident", "add", "--kind", "fire", "--what", "插座冒烟")
    for language in ("zh", "en"):
        answer = lobby(*line, "--lang", language)
        assert (answer.status, answer.err) == (0, "")
        assert answer.out.strip()
        with pytest.raises(ValueError, match=r"Expecting|Extra"):
            json.loads(answer.out)
