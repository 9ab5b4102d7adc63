"""Routes: one for every case, help before value, and the zones that the source names."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.playbook.errors import UnknownCodeError
from lobby_tui.playbook.loading import load_playbook
from lobby_tui.playbook.routes import route
from lobby_tui.playbook.schema import Playbook

ICBC = load_playbook("icbc")
needs = st.sampled_from([need.code for need in ICBC.needs])
segments = st.sampled_from([None, *(segment.code for segment in ICBC.segments)])


@pytest.mark.parametrize(
    ("need", "zone", "role"),
    [
        ("cash_small", "self_service", "guide"),
        ("bill_payment", "self_service", "guide"),
        ("passbook", "self_service", "guide"),
        ("cash_large", "cash_counter", "cash_teller"),
        ("non_cash", "non_cash_counter", "counter_teller"),
        ("complaint", "quiet_room", "lobby_manager"),
        ("enquiry", "lobby_desk", "lobby_manager"),
    ],
)
def test_an_ordinary_customer_goes_by_need(icbc: Playbook, need: str, zone: str, role: str) -> None:
    for tier in (None, "ordinary", "potential"):
        found = route(icbc, need, tier)
        assert (found.zone, found.staff_role) == (zone, role)


def test_private_business_of_better_segments_goes_to_the_vip_area(icbc: Playbook) -> None:
    for need, tier in product(icbc.needs, ("mid", "high_end", "private_bank")):
        vip = need.code not in ("complaint", "corporate")
        assert (route(icbc, need.code, tier).zone == "vip_area") is vip, need.code


def test_every_case_of_both_banks_has_exactly_one_route(icbc: Playbook, small: Playbook) -> None:
    for book in (icbc, small):
        for need, tier, helped in product(book.needs, book.segments, (False, True)):
            fitting = [rule for rule in book.routes if rule.fits(need.code, tier.code, helped)]
            assert len(fitting) == 1, (need.code, tier.code, helped)


@given(needs, segments, segments, st.sampled_from([True, *(kind.code for kind in ICBC.assistance)]))
def test_help_comes_before_value_and_leads_to_a_person(
    need: str, one: str | None, other: str | None, help_: bool | str
) -> None:
    found = route(ICBC, need, one, help_)
    assert ICBC.zone(found.zone).staffed
    assert found == route(ICBC, need, other, True)


@given(needs, segments, st.booleans())
def test_a_route_is_in_the_playbook_and_says_why(need: str, tier: str | None, helped: bool) -> None:
    found = route(ICBC, need, tier, helped)
    assert ICBC.zone(found.zone)
    assert found.reasons


def test_a_rule_may_name_its_own_role(small: Playbook) -> None:
    assert route(small, "coins", assistance="lame").staff_role == "lobby_manager"
    assert route(small, "coins").zone == "hall"
    assert route(small, "coins", "upper").staff_role == "cash_teller"


@pytest.mark.parametrize(
    ("arguments", "field", "nearest"),
    [
        (("cash_smal",), "need", "cash_small"),
        (("card", "hihg_end"), "segment", "high_end"),
        (("card", None, "eldery"), "assistance", "elderly"),
        (("card", None, ""), "assistance", None),
    ],
)
def test_unknown_codes_are_refused(icbc: Playbook, arguments: tuple[str, ...], field: str, nearest: str | None) -> None:
    with pytest.raises(UnknownCodeError) as unknown:
        route(icbc, *arguments)
    assert (unknown.value.field, unknown.value.nearest) == (field, nearest)
