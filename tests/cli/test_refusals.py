"""Whatever is wrong is said in one form, with the promised status, and nothing has changed."""

from pathlib import Path
from typing import Any

import pytest

from lobby_tui.desk.opening import open_desk
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store.audit import canonical
from tests.cli.conftest import REFER, Lobby
from tests.conftest import CHEAP, MORNING, PASSWORD

LATER = ("refer", "--customer", "王", "--signal", "A01", "--status", "to_follow_up")
LONG = "长" * 10_000


def _written(lobby: Lobby) -> tuple[Any, int]:
    """All referrals, and how many events besides those of looking."""
    listed = lobby("referrals", "--json").json
    events = lobby("store", "check", "--json", who="001").json["events"]
    return canonical(listed), events


WRONG: list[tuple[tuple[str, ...], int, str, str | None, str]] = [
    (("visit", "--need", "cash_smal"), 1, "unknown_code", "need", "cash_small"),
    (("visit", "--zone", "vip"), 1, "unknown_code", "zone", "vip_area"),
    (("visit",), 1, "refused", "need", ""),
    (("visit", "--need", "cash_small", "--count", "0"), 1, "refused", "count", "500"),
    (("visit", "--need", "cash_small", "--count", "501"), 1, "refused", "count", "500"),
    (("visit", "--need", "cash_small", "--count", "two"), 2, "usage", "count", "--count"),
    (("visit", "--need", "cash_small", "--key", "1"), 2, "usage", "key", "UUID"),
    ((*REFER, "--signal", "A1"), 1, "unknown_code", "signal", "A10"),
    ((*REFER, "--status", "introdused"), 1, "refused", "status", "introduced"),
    ((*REFER, "--manager", "31"), 1, "unknown_staff", "manager", "301"),
    ((*REFER, "--manager", "201"), 1, "not_a_manager", "manager", "201"),
    ((*REFER, "--manager", ""), 1, "manager_missing", "manager", ""),
    ((*REFER, "--identified-by", "2001"), 1, "unknown_staff", "identified_by", "201"),
    ((*REFER, "--need", "welth"), 1, "unknown_code", "need", "wealth"),
    ((*REFER, "--key", "not-a-uuid"), 2, "usage", "key", "UUID"),
    ((*REFER, "--customer", ""), 1, "refused", "customer", ""),
    ((*REFER, "--customer", " \u202e\u200b "), 1, "refused", "customer", ""),
    ((*REFER, "--customer", LONG), 1, "refused", "customer", "10000"),
    ((*REFER, "--remarks", LONG), 1, "refused", "remarks", "10000"),
    ((*REFER, "--remarks", "密码是 123456"), 1, "refused", "remarks", "password"),
    ((*REFER, "--contact", "1381234567"), 1, "refused", "contact", "11"),
    ((*REFER, "--identifier", "账号一二三"), 1, "refused", "identifier", ""),
    ((*REFER, "--identifier", "110105194912310021"), 1, "refused", "identifier", ""),
    ((*REFER, "--signal", "D05"), 0, "", None, ""),
    (("refer", "--customer", "王", "--signal", "D05", "--status", "introduced", "--manager", "301"),
     1, "reason_missing", "override_reason", ""),
    (LATER, 1, "contact_missing", "contact", ""),
    ((*LATER, "--contact", "15400001234"), 1, "best_time_missing", "best_time", ""),
    ((*LATER, "--contact", "15400001234", "--best-time", "noon"), 1, "consent_missing", "consent", ""),
    (("refer", "--customer", "王"), 2, "usage", "signal", "--signal"),
    (("referrals", "--day", "22/11/2026"), 2, "usage", "day", "2026-11-22"),
    (("referrals", "--day", "1999-01-01"), 1, "unknown_day", "day", "nearest"),
    (("referrals", "--status", "folow_up"), 1, "refused", "status", "to_follow_up"),
    (("day", "show", "--day", "1999-01-01"), 1, "unknown_day", "day", "20"),
    (("day", "export", "--out", "OUT", "--format", "pfd"), 1, "refused", "format", "pdf"),
    (("day", "export", "--out", "OUT", "--format", ","), 1, "refused", "format", "pdf"),
    (("day", "export", "--out", "OUT", "--paper", "referal_record"), 1, "refused", "paper", "referral_record"),
    (("day", "export"), 2, "usage", "out", "--out"),
    (("staff", "add", "9", "N", "lobby_manager"), 3, "not_allowed", None, ""),
    (("staff", "list", "--as", "2001"), 3, "wrong_password", "password", ""),
    (("store", "backup", "OUT/copy"), 3, "not_allowed", None, ""),
    (("referals",), 2, "usage", "command", "referrals"),
    (("day", "shwo"), 2, "usage", "command", "show"),
    (("day",), 2, "usage", "command", "lobby day"),
    (("visit", "--neeed", "x"), 2, "usage", "neeed", "--need"),
    (("visit", "--need"), 2, "usage", "need", "--need"),
    (("store", "check", "more"), 2, "usage", None, "lobby store check"),
    (("visit", "--lang", "fr"), 2, "usage", "lang", "zh"),
    (("visit", "--as"), 2, "usage", "as", "--as"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "status", "code", "field", "named"), WRONG, ids=lambda value: str(value)[:60])
def test_a_refusal_says_what_is_wrong_and_changes_nothing(
    lobby: Lobby, tmp_path: Path, line: tuple[str, ...], status: int, code: str, field: str | None, named: str
) -> None:
    lobby(*REFER)
    line = tuple(word.replace("OUT", str(tmp_path / "out")) for word in line)
    before, events = _written(lobby)
    answer = lobby(*line, "--json")
    assert answer.status == status
    if status == 0:
        return
    error = answer.error
    assert (error["code"], error["field"], error["data"]) == (code, field, "unchanged")
    assert named in error["message"]
    after, later = _written(lobby)
    assert after == before
    # Two looks signed in to list and check; the refused command may have signed in, and wrote nothing else.
    assert events + 2 <= later <= events + 3
    in_words = lobby(*line)
    assert (in_words.status, in_words.out) == (status, "")
    assert "Nothing was changed." in in_words.err
    assert "Traceback" not in in_words.err


@pytest.mark.parametrize(
    "line",
    [
        ("staff", "add", "2O1", "N", "cash_tellr"),
        ("staff", "add", "101", "李四", "cash_teller"),
        ("staff", "add", "a b", "N", "cash_teller"),
        ("staff", "add", "9", "", "cash_teller"),
        ("staff", "add", "9", LONG, "cash_teller"),
        ("staff", "disable", "103"),
        ("staff", "disable", "001"),
        ("staff", "reset", "99"),
    ],
)
def test_staff_refusals(lobby: Lobby, line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOBBY_NEW_PASSWORD", "another long one")
    before = lobby("staff", "list", "--json", who="001").json
    answer = lobby(*line, "--json", who="001")
    assert answer.status == 1
    assert answer.error["field"] in {"no", "name", "role"}
    assert lobby("staff", "list", "--json", who="001").json == before


TRICKS = {
    "[/b]": "[/b]",
    "王\x1b[31m红\x1b[0m": "王红",
    "王\x1b]52;c;eA==\x07小": "王小",
    "\u202e王小明\u202c": "王小明",
    "王\x00小": "王小",
    "王\u200b小\n明": "王小 明",
    "=cmd|'/c calc'!A1": "=cmd|'/c calc'!A1",
    "😀👩‍💻": "😀👩‍💻",
    "䶮𬀩": "䶮𬀩",
    "\udcff王": "王",
}


@pytest.mark.parametrize("text", TRICKS)
def test_what_people_type_is_data(lobby: Lobby, settings: Settings, text: str) -> None:
    answer = lobby(*REFER, "--customer", text, "--remarks", text, "--best-time", text, "--json")
    assert answer.status == 0
    assert answer.json["referral"]["best_time"] == TRICKS[text]
    shown = lobby(*REFER, "--customer", text)
    assert (shown.status, shown.err) == (0, "")
    assert not set("\x00\x1b\u202e\u202c\u200b\udcff") & set(shown.out)
    desk = open_desk(Settings(settings.home, "zh", CHEAP), FixedClock(MORNING))
    try:
        shift = desk.sign_in("101", PASSWORD)
        from lobby_tui.desk import referrals
        from lobby_tui.desk.referral import search as referral_search

        kept = referral_search.search(shift, TRICKS[text])
        assert len(kept) == 2
        in_full = [referrals.reveal(shift, one.id, "look") for one in kept]
        assert {one.customer for one in in_full} == {TRICKS[text]}
        assert {one.remarks for one in in_full} == {TRICKS[text], ""}
    finally:
        desk.close()


@pytest.mark.parametrize("text", [text for text in TRICKS if "\x00" not in text])
@pytest.mark.parametrize("option", ["--need", "--status", "--signal", "--manager", "--key"])
def test_what_an_error_quotes_steers_no_terminal(lobby: Lobby, option: str, text: str) -> None:
    answer = lobby(*REFER, option, text)
    assert answer.status in (1, 2)
    assert not set("\x1b\u202e\u202c\u200b\udcff") & set(answer.err)


def test_nobody_is_let_in_without_a_right_password(
    lobby: Lobby, command: Lobby, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("visit", "--need", "cash_small", "--json").error["code"] == "not_signed_in"
    for tries, password in enumerate(("wrong", "", "\udcff", "密码密码密码密码")):
        monkeypatch.setenv("LOBBY_PASSWORD", password)
        for who in ("nobody", "１０１"):
            answer = lobby("visit", "--need", "cash_small", "--json", who=who)
            assert (answer.status, answer.error["code"]) == (3, "wrong_password" if tries < 3 else "wait")
    monkeypatch.setattr("lobby_tui.models.clock.since_boot", lambda: 10_000_000.0)
    monkeypatch.delenv("LOBBY_PASSWORD")
    answer = lobby("visit", "--need", "cash_small", "--json")
    assert (answer.status, answer.error["field"]) == (3, "password")
    monkeypatch.setenv("LOBBY_PASSWORD", PASSWORD)
    assert lobby("day", "show", "--json").error["code"] == "no_open_day"


def test_a_defect_is_an_answer_too(lobby: Lobby, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("王小明")

    monkeypatch.setattr("lobby_tui.desk.visits.count", broken)
    answer = lobby("visit", "--need", "cash_small", "--json")
    assert (answer.status, answer.error["code"], answer.error["data"]) == (5, "internal", "unknown")
    assert "王小明" not in answer.out + answer.err
    assert "test_refusals.py" in answer.error["message"]


def test_stopping_is_no_crash(lobby: Lobby, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lobby_tui.desk.visits.count", stopped)
    answer = lobby("visit", "--need", "cash_small")
    assert answer.status == 130
    assert "Traceback" not in answer.err
