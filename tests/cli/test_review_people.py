"""`lobby review people | my-score | coaching`."""

from tests.cli.conftest import Lobby

MEASURES = ["served", "referred_with_result", "answered_in_time", "followed_up", "checks", "complaints", "irregular"]


def test_everybody_as_scripts_see_it(lobby: Lobby) -> None:
    lobby("visit", "--need", "cash_small", "--count", "3")
    found = lobby("review", "people", "--json", who="001").json
    assert [one["no"] for one in found["people"]] == sorted(one["no"] for one in found["people"])
    assert found["people"][0]["no"] == "001"
    served = {one["no"]: one["lines"][0]["count"] for one in found["people"]}
    assert (served["101"], served["001"]) == (3, 0)
    assert [line["measure"] for line in found["people"][0]["lines"]] == MEASURES
    teller = next(one for one in found["people"] if one["role"] == "cash_teller")
    assert (teller["lines"][0]["count"], teller["lines"][0]["points"]) == (None, None)


def test_ones_own_needs_nobodys_leave(lobby: Lobby) -> None:
    lobby("visit", "--need", "cash_small", "--count", "3")
    found = lobby("review", "my-score", "--json", who="101").json
    served = found["lines"][0]
    assert (served["count"], served["points"]) == (3, round(3 * served["points_each"], 2))
    assert (found["no"], found["total"], len(found["months"])) == ("101", served["points"], 12)
    assert found["months"][-1] == {"month": found["month"], "points": served["points"]}
    assert found["months"][0]["points"] is None
    before = lobby("review", "my-score", "--month", "2020-02", "--json", who="101").json
    assert (before["month"], before["total"], before["months"][0]["month"]) == ("2020-02", 0, "2019-03")
    assert lobby("review", "people", "--json", who="101").status == 3


def test_for_people(lobby: Lobby) -> None:
    answer = lobby("review", "people", "--lang", "zh", who="001").out
    assert "接待客户: 不属于本岗位" in answer
    assert answer.rstrip().endswith("不同岗位的合计之间没有可比性。")
    assert "被投诉: 0 × -10 = 0\n" in lobby("review", "my-score", "--lang", "zh", who="101").out


def test_the_coaching_log(lobby: Lobby) -> None:
    said = ["--answer", "goal=多开口", "--answer", "customers=致电 13812345678", "--note", "先问用途"]
    talk = lobby("review", "coaching", "add", "101", "morning", *said, "--json", who="001").json
    assert talk["answers"] == {"market": "", "customers": "致电 138****5678", "goal": "多开口"}
    assert (talk["no"], talk["part"], talk["by"], talk["version"]) == ("101", "morning", "001", 1)
    assert lobby("review", "coaching", "list", "--json", who="101").json == [talk]
    assert lobby("review", "coaching", "list", "101", "--json", who="001").json == [talk]
    shown = lobby("review", "coaching", "list", "--lang", "zh", who="101").out
    assert "多开口" in shown
    assert "138****5678" in shown


def test_refusals(lobby: Lobby) -> None:
    assert lobby("review", "coaching", "list", "001", "--json", who="101").status == 3
    assert lobby("review", "coaching", "add", "101", "morning", "--note", "a", "--json", who="101").status == 3
    month = lobby("review", "my-score", "--month", "11", "--json", who="101")
    assert (month.status, month.error["field"]) == (2, "month")
    noon = lobby("review", "coaching", "add", "101", "noon", "--note", "a", "--json", who="001")
    assert (noon.status, noon.error["field"]) == (1, "part")
    empty = lobby("review", "coaching", "add", "101", "morning", "--json", who="001")
    assert (empty.status, empty.error["code"]) == (1, "nothing_said")
    lobby("review", "coaching", "add", "101", "morning", "--note", "a", who="001")
    again = lobby("review", "coaching", "add", "101", "morning", "--note", "b", "--json", who="001")
    assert (again.status, again.error["code"]) == (1, "coaching_exists")
