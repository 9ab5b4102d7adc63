"""The terms by which a referral is found follow what it says now."""

from lobby_tui.desk import referrals
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift


def test_a_changed_referral_is_found_by_what_it_says_now_and_by_nothing_else(lobby_manager: Shift) -> None:
    before = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", contact="13812345678")
    after = ReferralEntry(customer="欧阳娜娜", signals=["A01"], manager_no="301", contact="13900004321")
    logged = referrals.log(lobby_manager, before).referral
    referrals.change(lobby_manager, logged.id, after, logged.version)
    for query in ("欧阳", "oynn", "4321"):
        assert [one.id for one in referral_search.search(lobby_manager, query)] == [logged.id], query
    for query in ("王", "wxm", "5678"):
        assert referral_search.search(lobby_manager, query) == (), query
