"""`lobby review rows`, `approve`, `ask`, `coach`, `answer`, `sign`, `unsign`: the review of a day without the app."""

import pytest

from tests.cli.conftest import REFER, Answer, Lobby
from tests.conftest import PASSWORD


@pytest.fixture
def head(lobby: Lobby, monkeypatch: pytest.MonkeyPatch) -> Lobby:
    """The branch head, after a closed day of three referrals."""
    monkeypatch.setenv("LOBBY_SECOND_PASSWORD", PASSWORD)
    for name in ("王小明", "李小红", "张小刚"):
        lobby(*[name if one == "王小明" else one for one in REFER], who="201")
    lobby("day", "close", "--carry-over", "next_day")

    def review(*arguments: str, who: str = "001") -> Answer:
        return lobby("review", *arguments, "--json", who=who)

    return review


def test_from_the_rows_to_the_signature(head: Lobby) -> None:
    found = head("rows").json
    assert (found["referrals"], found["reviewed"], found["signed"], found["state"]) == (3, 0, None, "closed")
    first = found["rows"][0]
    assert (first["number"], first["customer"], first["identified_by"]) == (1, "王*明", "201")
    assert first["signals"] == [{"code": "A01", "suggested": False}]
    assert (first["status"], first["answer"], first["outcome"], first["mark"]) == ("introduced", None, None, None)
    assert found["sample"] == [1, 2, 3]
    assert head("approve", "1").json["mark"]["decision"] == "approved"
    assert head("ask", "2", "--question", "Why no contact?").json["mark"]["asked_of"] == "201"
    assert head("coach", "3", "--note", "Ask first", "--of", "manager").json["mark"]["asked_of"] == "301"
    assert [row["number"] for row in head("rows", "--left").json["rows"]] == [2]
    assert head("sign").error["code"] == "question_open"
    (asked,) = head("asked", who="201").json
    assert (asked["number"], asked["mark"]["note"]) == (2, "Why no contact?")
    assert head("answer", "2", "They did not want to", who="301").error["code"] == "not_asked"
    done = head("answer", "2", "They did not want to", "--day", found["day"], who="201").json
    assert done["mark"]["answer"] == "They did not want to"
    head("approve", "2")
    signed = head("sign", "--sample").json
    assert (signed["signed"]["by"], signed["signed"]["seed"], signed["changed_since"]) == ("001", found["seed"], False)
    assert head("take-back", "1").error["code"] == "review_signed"
    assert head("unsign", "--reason", "typo", "--with", "001").error["code"] == "same_person"
    assert head("unsign", "--reason", " ", "--with", "101").error["field"] == "reason"
    assert head("unsign", "--reason", "typo", "--with", "101").json["signed"] is None
    assert head("take-back", "1").json["mark"]["decision"] == "taken_back"


def test_a_sample_drawn_again(head: Lobby) -> None:
    found = head("rows", "--seed", "7").json
    assert (found["seed"], found["sample"], head("rows").json["seed"] != 7) == (7, [1, 2, 3], True)


def test_for_people(lobby: Lobby, head: Lobby) -> None:
    text = lobby("review", "rows", who="001").out
    assert "intro»open" in text
    assert "0 of 3" in text
    assert "王小明" not in text
    assert "No. 1: approved" in lobby("review", "approve", "1", who="001").out
    assert "asked 王芳: Why?" in lobby("review", "ask", "2", "--question", "Why?", who="001").out
    assert "asked 王芳: Why?" in lobby("review", "asked", who="201").out
    assert "Nothing was asked of you." in lobby("review", "asked", who="202").out


@pytest.mark.parametrize(
    ("arguments", "who", "code"),
    [
        (("approve", "9"), "001", "unknown_referral"),
        (("approve", "1", "--day", "2020-01-01"), "001", "unknown_day"),
        (("ask", "1", "--question", "?", "--of", "boss"), "001", "unknown_recipient"),
        (("rows",), "101", "not_allowed"),
        (("sign",), "001", "not_reviewed"),
        (("unsign", "--reason", "x", "--with", "101"), "001", "review_not_signed"),
    ],
)
def test_refused(head: Lobby, arguments: tuple[str, ...], who: str, code: str) -> None:
    assert head(*arguments, who=who).error["code"] == code
