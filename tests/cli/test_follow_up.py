"""`lobby follow-up`, `lobby absence`, `lobby crm`: what scripts rely on."""

import hashlib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lobby_tui.models.clock import SystemClock
from tests.cli.conftest import Lobby
from tests.conftest import PASSWORD

TO_FOLLOW_UP = (
    "refer", "--customer", "王小明", "--signal", "A01", "--status", "to_follow_up", "--manager", "301",
    "--contact", "13812345678", "--best-time", "morning", "--consent",
)  # fmt: skip
# The branch's own date, which is not that of a machine in another zone.
TODAY = SystemClock().now().astimezone(ZoneInfo("Asia/Shanghai")).date()


@pytest.fixture
def one(lobby: Lobby) -> Lobby:
    """A customer of 301, accepted."""
    assert lobby(*TO_FOLLOW_UP).status == 0
    assert lobby("confirm", "1", "--accept", who="301").status == 0
    return lobby


def test_a_customer_is_followed_up(one: Lobby) -> None:
    added = one("follow-up", "add", "1", "--at", "2099-11-26T15:30", "--json", who="301")
    assert (added.status, added.error["field"]) == (1, "appointment_at")
    (planned,) = one("follow-up", "list", "--json", who="301").json
    assert (planned["number"], planned["customer"], planned["kind"]) == (1, "王*明", "contact")
    assert set(planned) == {
        "id", "number", "day", "customer", "masked_contact", "kind", "due_on", "appointment_at", "owner", "urgency",
        "attempts", "outcome",
    }  # fmt: skip
    done = one("follow-up", "done", "1", "--outcome", "no_answer", "--note", "占线", "--json", who="301").json
    assert done["follow_up"]["outcome"] == "no_answer"
    assert done["following"]["attempts"] == 1
    last = one("follow-up", "done", "1", "--outcome", "reached_done", "--json", who="301").json
    assert (last["following"], last["awaits_result"]) == (None, True)
    nothing = one("follow-up", "done", "1", "--outcome", "no_answer", "--json", who="301")
    assert (nothing.status, nothing.error["code"]) == (1, "nothing_planned")


def test_refusals_of_follow_ups(one: Lobby) -> None:
    assert one("follow-up", "list", who="201").status == 3
    assert one("follow-up", "done", "1", "--outcome", "no_answer", who="302").status == 3
    wrong = one("follow-up", "done", "1", "--outcome", "no_anser", "--json", who="301")
    assert wrong.status in (1, 2)
    assert "no_answer" in wrong.error["message"]
    assert one("follow-up", "add", "1", "--at", "tomorrow", "--json", who="301").error["field"] == "at"


def test_absences(lobby: Lobby) -> None:
    day = TODAY.isoformat()
    added = lobby("absence", "add", "301", "--from", day, "--stand-in", "302", "--note", "交接", "--json").json
    assert added["warnings"] == []
    (listed,) = lobby("absence", "list", "--json").json
    assert listed == added["absence"]
    assert (listed["no"], listed["first_on"], listed["last_on"], listed["stand_in"]) == ("301", day, day, "302")
    again = lobby("absence", "add", "301", "--from", day, "--json")
    assert (again.status, again.error["code"], again.error["field"]) == (1, "absence_overlaps", "first_on")
    assert lobby("absence", "add", "301", "--from", day, who="201").status == 3
    assert lobby("absence", "drop", "302", day, "--json").error["code"] == "unknown_absence"
    assert lobby("absence", "drop", "301", day).status == 0
    assert lobby("absence", "list", "--json").json == []


def test_the_calendar(lobby: Lobby) -> None:
    day = TODAY.isoformat()
    assert lobby("absence", "day", day, "closed").status == 3
    assert lobby("absence", "day", day, "perhaps", who="001").status == 2
    assert lobby("absence", "day", day, "closed", "--note", "装修", who="001").status == 0
    first = lobby("absence", "calendar", "--json").json["days"][0]
    assert first == {"day": day, "works": False, "own": True, "note": "装修"}
    assert lobby("absence", "day", day, "public", who="001").status == 0
    assert {"day": day, "own": True} not in lobby("absence", "calendar", "--json").json["days"]


def test_customers_are_copied_once(one: Lobby, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOBBY_SECOND_PASSWORD", PASSWORD)
    out = tmp_path / "out"
    copied = one("crm", "copy", "--out", str(out), "--with", "101", "--json", who="301").json
    assert (copied["rows"], copied["again"]) == (1, False)
    for file in copied["files"]:
        assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]
    alone = one("crm", "copy", "--out", str(out), "--json", who="301")
    assert (alone.status, alone.error["code"]) == (3, "second_needed")
    again = one("crm", "copy", "--out", str(out), "--with", "001", "--json", who="301")
    assert (again.status, again.error["code"]) == (1, "nothing_to_copy")
    assert one("crm", "copy", "--out", str(out), "--again", "--format", "csv", "--with", "001", who="301").status == 0
    assert one("crm", "copy", "--out", str(out)).status == 3


def test_results_are_read_and_reviewed(one: Lobby, tmp_path: Path) -> None:
    day = TODAY.isoformat()
    file = tmp_path / "results.csv"
    file.write_text(f"customer,product,quantity,date\n王小明,fund,2,{day}\n王小明,nothing,2,{day}\n", encoding="utf-8")
    assert one("crm", "import", str(file)).status == 3
    read = one("crm", "import", str(file), "--json", who="001").json
    assert (read["recorded"], read["waiting"], [bad["line"] for bad in read["bad"]]) == (0, 1, [3])
    (line,) = one("crm", "review", "--json", who="001").json
    assert (line["customer"], line["product"], [one["number"] for one in line["candidates"]]) == ("王*明", "fund", [1])
    assert one("crm", "review", "--take", line["id"], who="001").status == 2
    taken = one("crm", "review", "--take", line["id"], "--referral", "1", "--json", who="001")
    assert taken.status == 0
    assert one("crm", "review", "--json", who="001").json == []
    assert one("crm", "review", "--refuse", line["id"], "--json", who="001").error["code"] == "line_decided"
    assert one("follow-up", "list", "--json", who="301").json == []
