"""`lobby review anomalies`."""

import pytest

from tests.cli.conftest import REFER, Lobby

TOLD = "客户想了解大额存单"


@pytest.fixture
def day(lobby: Lobby) -> str:
    """A day on which one remark stands three times."""
    for number in range(3):
        lobby(*REFER[:1], "--customer", f"客户{number}", *REFER[3:], "--remarks", TOLD)
    name: str = lobby("day", "show", "--json").json["day"]
    return name


def remarks_of(found: dict[str, object]) -> list[object]:
    findings = found["findings"]
    assert isinstance(findings, list)
    return [one for one in findings if one["rule"] == "same_remarks"]


def test_a_day_as_scripts_see_it(lobby: Lobby, day: str) -> None:
    found = lobby("review", "anomalies", "--from", day, "--to", day, "--json", who="001").json
    assert set(found) == {"from", "to", "referrals", "pointed_at", "findings"}
    assert (found["from"], found["to"], found["referrals"]) == (day, day, 3)
    (one,) = remarks_of(found)
    assert isinstance(one, dict)
    assert set(one) == {"rule", "reason", "referrals", "people", "settled"}
    assert one["reason"] == "3 referrals with identical remarks."
    assert [(each["day"], each["number"]) for each in one["referrals"]] == [(day, 1), (day, 2), (day, 3)]
    assert (one["people"], one["settled"]) == (["101"], False)


def test_for_people(lobby: Lobby, day: str) -> None:
    answer = lobby("review", "anomalies", "--from", day, "--lang", "zh", who="001")
    assert f"备注相同  3 笔推介的备注完全相同。  {day}: 1, 2, 3  李娜 101" in answer.out
    assert TOLD not in answer.out
    none = lobby("review", "anomalies", "--from", "2020-01-01", "--to", "2020-02-01", who="001")
    assert "Nothing here is unlike the rest." in none.out


def test_refusals(lobby: Lobby, day: str) -> None:
    assert lobby("review", "anomalies", "--json", who="101").status == 3
    back = lobby("review", "anomalies", "--from", "2020-02-01", "--to", "2020-01-01", "--json", who="001")
    assert (back.status, back.error["field"]) == (2, "to")
    long = lobby("review", "anomalies", "--from", "2020-01-01", "--to", "2021-01-01", "--json", who="001")
    assert (long.status, long.error["code"]) == (1, "span_too_long")
