"""Signals: what amounts suggest, and that looks never lead to a referral."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.locale import catalogue
from lobby_tui.playbook.errors import UnknownCodeError
from lobby_tui.playbook.loading import Overrides, load_playbook
from lobby_tui.playbook.schema import Playbook
from lobby_tui.playbook.signals import suggest, suggested_signals

ICBC = load_playbook("icbc")
ORDER = ("none", "ask_more", "refer")
LOOKS = [signal.code for signal in ICBC.signals if signal.class_code == "D" and signal.strength == "weak"]
codes = st.sampled_from([signal.code for signal in ICBC.signals])


def test_the_codes_are_those_of_the_source(icbc: Playbook) -> None:
    expected = [f"A{n:02}" for n in (*range(1, 11), 99)]
    for letter, count in (("B", 6), ("C", 2), ("D", 8), ("E", 4)):
        expected += [f"{letter}{n:02}" for n in range(1, count + 1)]
    assert [signal.code for signal in icbc.signals] == expected
    assert [s.code for s in icbc.signals if s.sensitive] == ["D06", "D08"]
    assert [s.code for s in icbc.signals if s.off_paper] == [c for c in expected if c[0] == "D"]
    strong = [s.code for s in icbc.signals if s.strength == "strong"]
    assert strong == [c for c in expected if c[0] in "ABC" or c == "D02"]
    assert icbc.signal("A02").fraud_warning


@given(st.sets(st.sampled_from(LOOKS)))
def test_looks_alone_never_suggest_a_referral(seen: set[str]) -> None:
    assert suggest(ICBC, seen).action == ("ask_more" if seen else "none")


@given(st.sets(codes), codes)
def test_one_more_signal_never_lowers_the_suggestion(seen: set[str], more: str) -> None:
    before, after = suggest(ICBC, seen), suggest(ICBC, {*seen, more})
    assert ORDER.index(after.action) >= ORDER.index(before.action)
    assert after.fraud_warning >= before.fraud_warning
    assert after.reasons


@given(st.sets(codes))
def test_a_strong_signal_always_refers(seen: set[str]) -> None:
    if any(ICBC.signal(code).strength == "strong" for code in seen):
        assert suggest(ICBC, seen).action == "refer"


@pytest.mark.parametrize(
    ("seen", "action"),
    [
        ((), "none"),
        (("D02",), "refer"),
        (("E03",), "ask_more"),
        (("E03", "E03"), "ask_more"),
        (("E03", "D01", "D04", "D05"), "ask_more"),
        (("E01", "E03"), "refer"),
        (("D01", "A01"), "refer"),
    ],
)
def test_information_that_agrees_refers_a_single_hint_asks(icbc: Playbook, seen: tuple[str, ...], action: str) -> None:
    assert suggest(icbc, seen).action == action


def test_the_number_of_hints_is_the_banks(small: Playbook) -> None:
    assert suggest(small, {"Z01", "Z03", "L01"}).action == "ask_more"
    assert suggest(small, {"Z01", "Z03", "Z04"}).action == "refer"
    assert suggest(small, {"L01"}).action == "ask_more"


def test_only_large_transfers_and_withdrawals_warn_of_fraud(icbc: Playbook) -> None:
    warned = {signal.code for signal in icbc.signals if suggest(icbc, {signal.code}).fraud_warning}
    assert warned == {"A01", "A02"}


def test_questions_follow_the_classes_seen(icbc: Playbook) -> None:
    assert suggest(icbc, {"E01", "D01"}).probes == (
        *icbc.signal_class("D").probes,
        *icbc.signal_class("E").probes,
    )


def test_an_amount_suggests_from_its_limit_on(icbc: Playbook, small: Playbook) -> None:
    def found(book: Playbook, need: str | None, fen: int | None) -> list[str]:
        return [each.code for each in suggested_signals(book, need, fen)]

    assert found(icbc, "cash_large", 19_999_999) == []
    assert found(icbc, "cash_large", 20_000_000) == ["A01"]
    assert found(icbc, "remittance", 20_000_000) == []
    assert found(icbc, "remittance", 50_000_000) == ["A02"]
    assert found(icbc, "bill_payment", 10**12) == [], "no amount is asked for it"
    assert found(icbc, None, 10**12) == []
    assert found(icbc, "safe_deposit_box", None) == ["C01"]
    assert found(small, "gold", 123_455) == ["Z01"]
    assert found(small, "gold", 123_456) == ["Z01", "Z02"]


def test_the_reason_names_amount_and_limit(icbc: Playbook) -> None:
    (only,) = suggested_signals(icbc, "cash_large", 30_000_050)
    assert catalogue("en").render(only.reason) == ("300,000.50 yuan reaches the branch's limit of 200,000 yuan (cash).")


def test_what_a_branch_switches_off_is_neither_suggested_nor_counted(icbc: Playbook) -> None:
    quiet = load_playbook("icbc", Overrides(disabled_signals=frozenset({"A01", "E01"}), hide_sensitive=True))
    assert suggested_signals(quiet, "cash_large", 10**12) == ()
    assert suggest(quiet, {"A01", "E01", "D06"}) == suggest(quiet, set())
    assert suggest(quiet, {"E01", "E02"}).action == "ask_more"
    assert [s.code for s in icbc.signals_of("D") if s not in quiet.signals_of("D")] == ["D06", "D08"]


def test_an_unknown_signal_is_refused(icbc: Playbook) -> None:
    with pytest.raises(UnknownCodeError) as unknown:
        suggest(icbc, ["A01", "a2"])
    assert unknown.value.field == "signal"
    with pytest.raises(UnknownCodeError):
        suggested_signals(icbc, "gold", None)
