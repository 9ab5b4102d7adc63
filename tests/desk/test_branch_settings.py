"""What a branch sets over its playbook: typed amounts, signals switched off, and nothing that cannot be."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from lobby_tui.desk import branch_settings
from lobby_tui.desk.branch_settings import BranchChoices
from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from tests.conftest import PASSWORD

YUAN = 100


@pytest.fixture
def supervisor(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("001")


def test_nothing_is_set_in_a_new_branch(supervisor: Shift) -> None:
    now = branch_settings.current(supervisor)
    assert (dict(now.thresholds), now.disabled_signals, now.hide_sensitive) == ({}, frozenset(), False)
    assert now.playbook == supervisor.playbook


def test_what_is_set_is_in_the_playbook_of_whoever_signs_in_next(supervisor: Shift, desk: Desk) -> None:
    changed = branch_settings.change(supervisor, BranchChoices({"cash": "30万"}, frozenset({"A02"}), True))
    theirs = desk.sign_in("102", PASSWORD)
    assert theirs.playbook == changed
    assert changed.threshold("cash").fen == 300_000 * YUAN
    assert [one.code for one in changed.signals if not one.enabled] == ["A02", "D06", "D08"]
    now = branch_settings.current(theirs)
    assert dict(now.thresholds) == {"cash": 300_000 * YUAN}
    assert (now.disabled_signals, now.hide_sensitive) == (frozenset({"A02"}), True)
    assert now.playbook.threshold("cash").fen == 200_000 * YUAN
    assert now.playbook.signal("A02").enabled


def test_a_kind_that_is_left_out_has_the_playbooks_amount_again(supervisor: Shift) -> None:
    branch_settings.change(supervisor, BranchChoices({"cash": "30万"}, frozenset(), False))
    changed = branch_settings.change(supervisor, BranchChoices({}, frozenset(), False))
    assert changed.threshold("cash").fen == 200_000 * YUAN


def test_every_wrong_amount_is_told_and_nothing_changes(supervisor: Shift) -> None:
    wrong = {"cash": "很多", "remittance": "0", "loan": "50万", "bond": "-1"}
    with pytest.raises(EntryError) as caught:
        branch_settings.change(supervisor, BranchChoices(wrong, frozenset({"A02"}), True))
    assert [one.field for one in caught.value.problems] == ["cash", "remittance", "bond"]
    now = branch_settings.current(supervisor)
    assert (dict(now.thresholds), now.disabled_signals) == ({}, frozenset())


@pytest.mark.parametrize(
    ("choices", "field"),
    [(BranchChoices({"csah": "1"}, frozenset(), False), "thresholds"),
     (BranchChoices({}, frozenset({"Z99"}), False), "disabled_signals")],
)  # fmt: skip
def test_what_the_playbook_does_not_know_is_refused(supervisor: Shift, choices: BranchChoices, field: str) -> None:
    with pytest.raises(RefusedError) as caught:
        branch_settings.change(supervisor, choices)
    assert caught.value.field == field


@profile(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    yuan=st.dictionaries(st.sampled_from(["cash", "loan", "fund", "wealth"]), st.integers(1, 10**9)),
    off=st.frozensets(st.sampled_from(["A01", "A10", "B01", "D06"])),
    hidden=st.booleans(),
)
def test_what_is_set_is_what_is_read(
    supervisor: Shift, yuan: dict[str, int], off: frozenset[str], hidden: bool
) -> None:
    typed = {kind: f"{amount:,}" for kind, amount in yuan.items()}
    branch_settings.change(supervisor, BranchChoices(typed, off, hidden))
    now = branch_settings.current(supervisor)
    assert dict(now.thresholds) == {kind: amount * YUAN for kind, amount in yuan.items()}
    assert (now.disabled_signals, now.hide_sensitive) == (off, hidden)
