"""`lobby review glance`: one day in figures."""

import pytest

from tests.cli.conftest import REFER, Lobby


def test_a_day_in_figures(lobby: Lobby) -> None:
    assert lobby("review", "glance", "--json", who="001").json is None
    assert lobby("visit", "--need", "cash_small", "--count", "3").status == 0
    assert lobby(*REFER).status == 0
    found = lobby("review", "glance", "--json", who="001").json
    assert (found["visits"], found["referrals"], found["introduced"], found["unanswered"]) == (3, 1, 1, 1)
    assert found["state"] == "open"
    assert sum(found["by_hour"].values()) == 3
    assert found["usual"]["days"] == 0
    assert found["usual"]["visits"] is None
    assert found["complaints"] == {
        "received": 0, "not_settled": 0, "late": 0, "near": 0, "unhandled": 0, "next_due": None,
    }  # fmt: skip
    assert [one["no"] for one in found["staff"]] == sorted(one["no"] for one in found["staff"])
    assert {one["no"]: one["entries"] for one in found["staff"]}["101"] == 4
    assert [one["checklist"] for one in found["checklists"]] == ["opening", "patrol", "closing"]
    again = lobby("review", "glance", "--day", found["day"], "--json", who="001").json
    assert again["visits"] == 3


def test_for_people(lobby: Lobby) -> None:
    assert "还没有营业日。" in lobby("review", "glance", "--lang", "zh", who="001").out
    lobby("visit", "--need", "cash_small", "--count", "3")
    out = lobby("review", "glance", "--lang", "zh", who="001").out
    assert "  到访  3\n" in out
    assert "李娜  推介 0" in out


@pytest.mark.parametrize("who", ["101", "301"])
def test_it_is_for_the_head(lobby: Lobby, who: str) -> None:
    assert lobby("review", "glance", "--json", who=who).status == 3


def test_a_date_without_work(lobby: Lobby) -> None:
    lobby("visit", "--need", "cash_small")
    answer = lobby("review", "glance", "--day", "2001-01-01", "--json", who="001")
    assert (answer.status, answer.error["code"]) == (1, "unknown_day")
