"""`lobby review works`: the JSON that scripts read, and the table for people."""

import pytest

from tests.cli.conftest import REFER, Lobby


@pytest.fixture
def referred(lobby: Lobby) -> None:
    assert lobby(*REFER).status == 0


@pytest.mark.usefixtures("referred")
def test_a_dimension_as_json(lobby: Lobby) -> None:
    found = lobby("review", "works", "--json", who="001").json
    assert found["by"] == "signal"
    share = {"hits": 0, "n": 1, "share": None, "low": None, "high": None}
    counts = {"seen": 1, "referred": 1, "confirmed": 0, "sold": 0, "open": 1, "share": share}
    assert found["rows"][0] == {"key": "A01", **counts}
    assert found["total"] == {"key": "", **counts}
    zone = lobby("review", "works", "--by", "zone", "--json", who="001").json
    assert [row["key"] for row in zone["rows"] if row["referred"]] == ["no_visit"]


@pytest.mark.usefixtures("referred")
@pytest.mark.parametrize(
    ("by", "keys"),
    [("pairs", {"silent", "least_n"}), ("times", set()), ("tellers", {"visits", "total"}), ("missed", set())],
)
def test_the_others(lobby: Lobby, by: str, keys: set[str]) -> None:
    found = lobby("review", "works", "--by", by, "--json", who="001").json
    assert found.keys() == {"by", "from", "to", "rows", *keys}


@pytest.mark.usefixtures("referred")
def test_a_table_for_people(lobby: Lobby) -> None:
    out = lobby("review", "works", who="001").out
    assert "large cash deposit or withdrawal" in out
    assert "Share sold %" in out


@pytest.mark.parametrize(
    ("line", "status", "field"),
    [
        (("--by", "looks"), 2, "by"),
        (("--from", "2026-11-02", "--to", "2026-11-01"), 2, "to"),
        (("--from", "yesterday"), 2, "day"),
    ],
)
def test_what_is_refused(lobby: Lobby, line: tuple[str, ...], status: int, field: str) -> None:
    answer = lobby("review", "works", *line, "--json", who="001")
    assert (answer.status, answer.error["field"]) == (status, field)


def test_only_the_supervisor(lobby: Lobby) -> None:
    assert lobby("review", "works", "--json", who="101").status == 3
