"""Logging, changing, undoing and finding referrals."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lobby_tui.desk import checkup, doubles, drafts, lobby, referrals, summary, visit_endings, visits
from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import VisitState

INTRODUCED = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", contact="13812345678")
LATER = ReferralEntry(
    customer="欧阳娜娜",
    signals=["B04", "C02"],
    status="to_follow_up",
    contact="13912345678",
    best_time="下午",
    consent=True,
)


def test_a_saved_referral_is_masked_and_numbered(lobby_manager: Shift) -> None:
    first = referrals.log(lobby_manager, INTRODUCED).referral
    second = referrals.log(lobby_manager, LATER).referral
    assert (first.number, second.number) == (1, 2)
    assert first.customer == "王*明"
    assert first.masked_contact == "138****5678"
    assert first.manager is not None
    assert first.manager.name == "陈伟"


def test_the_same_key_is_one_referral(lobby_manager: Shift) -> None:
    key = lobby_manager.ids.new()
    entry = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", key=key)
    assert referrals.log(lobby_manager, entry).referral.id == referrals.log(lobby_manager, entry).referral.id
    figures = summary.of_day(lobby_manager)
    assert figures is not None
    assert figures.referrals == 1


def test_every_wrong_field_is_named_at_once(lobby_manager: Shift) -> None:
    entry = ReferralEntry(customer="", signals=[], status="to_follow_up", contact="1381234567")
    with pytest.raises(EntryError) as caught:
        referrals.log(lobby_manager, entry)
    assert {problem.field for problem in caught.value.problems} == {
        "customer",
        "signals",
        "contact",
        "best_time",
        "consent",
    }
    assert summary.of_day(lobby_manager) is None


def test_looks_alone_need_a_reason(lobby_manager: Shift) -> None:
    entry = ReferralEntry(customer="王小明", signals=["D04", "D05"], manager_no="301")
    with pytest.raises(EntryError) as caught:
        referrals.log(lobby_manager, entry)
    assert caught.value.field == "override_reason"


def test_a_referral_ends_its_visit_and_undoing_reopens_it(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager, "sir")
    visits.ask(lobby_manager, visit.id, "cash_large", 30_000_000)
    entry = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", visit_id=visit.id)
    logged = referrals.log(lobby_manager, entry).referral
    assert lobby.in_lobby(lobby_manager) == ()
    referrals.undo(lobby_manager, logged.id)
    (again,) = lobby.in_lobby(lobby_manager)
    assert again.state is VisitState.IN_LOBBY
    assert referral_search.search(lobby_manager, "王小明") == ()
    assert referrals.log(lobby_manager, entry).referral.number == 2


def test_finding_by_name_initials_and_phone_tail(lobby_manager: Shift) -> None:
    logged = referrals.log(lobby_manager, INTRODUCED).referral
    for query in ("王", "王小", "wxm", "WX", "5678", "５６７８"):
        assert [one.id for one in referral_search.search(lobby_manager, query)] == [logged.id], query
    assert referral_search.search(lobby_manager, "李") == ()


def test_a_teller_sees_only_their_own(lobby_manager: Shift, sign_in: Callable[[str], Shift]) -> None:
    theirs = referrals.log(lobby_manager, INTRODUCED).referral
    teller = sign_in("201")
    mine = referrals.log(teller, LATER).referral
    day = mine.day
    assert [one.id for one in referral_search.of_day(teller, day).rows] == [mine.id]
    assert referral_search.search(teller, "王") == ()
    with pytest.raises(NotAllowedError):
        referrals.reveal(teller, theirs.id, "look")
    with pytest.raises(NotAllowedError):
        visits.count(teller, "cash_small")
    assert referral_search.of_day(lobby_manager, day).total == 2


def test_a_double_is_shown_and_never_blocks(lobby_manager: Shift) -> None:
    referrals.log(lobby_manager, INTRODUCED)
    logged = referrals.log(lobby_manager, INTRODUCED)
    assert len(logged.warnings) == 1
    assert logged.referral.number == 2


def test_a_colleagues_change_is_not_overwritten(lobby_manager: Shift) -> None:
    logged = referrals.log(lobby_manager, INTRODUCED).referral
    changed = referrals.change(lobby_manager, logged.id, LATER, logged.version).referral
    assert changed.version == 2
    with pytest.raises(RefusedError) as caught:
        referrals.change(lobby_manager, logged.id, INTRODUCED, logged.version)
    assert caught.value.code == "changed_meanwhile"


def test_a_draft_is_kept_until_the_referral_is_saved(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    drafts.keep(lobby_manager, "referral", {"customer": "王"}, visit.id)
    drafts.keep(lobby_manager, "referral", {"customer": "王小"}, visit.id)
    assert [one.fields for one in drafts.mine(lobby_manager)] == [{"customer": "王小"}]
    visits.ask(lobby_manager, visit.id, "cash_large")
    entry = ReferralEntry("王小明", ["A01"], manager_no="301", visit_id=visit.id, draft="referral")
    referrals.log(lobby_manager, entry)
    assert drafts.mine(lobby_manager) == ()


def test_a_draft_without_a_visit_is_dropped_too(lobby_manager: Shift) -> None:
    drafts.keep(lobby_manager, "quick", {"customer": "王小明"})
    referrals.log(lobby_manager, INTRODUCED)
    assert len(drafts.mine(lobby_manager)) == 1
    referrals.log(lobby_manager, replace(INTRODUCED, draft="quick"))
    assert drafts.mine(lobby_manager) == ()


def test_the_store_checks_out_after_all_of_it(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock
) -> None:
    test_a_referral_ends_its_visit_and_undoing_reopens_it(lobby_manager)
    clock.advance(86400)
    visits.count(lobby_manager, "cash_small")
    visit_endings.undo_last(lobby_manager)
    found = checkup.check(sign_in("001"))
    assert found.problems == ()
    assert found.replayed
    assert found.events > 8


def test_where_the_playbook_keeps_less_only_the_last_digits_are_stored(lobby_manager: Shift) -> None:
    keep = dict.fromkeys(lobby_manager.playbook.identifiers.keep, "tail")
    identifiers = lobby_manager.playbook.identifiers.model_copy(update={"keep": keep})
    shift = replace(lobby_manager, playbook=lobby_manager.playbook.model_copy(update={"identifiers": identifiers}))
    entry = replace(INTRODUCED, identifier="6222021234567890128", contact="")
    logged = referrals.log(shift, entry).referral
    details = referrals.reveal(shift, logged.id, "look")
    assert details.identifier == "0128"
    same = doubles.while_typing(shift, "别人", "6222 0212 3456 7890 128", "")
    assert [double.referral.id for double in same] == [logged.id]
    assert doubles.while_typing(shift, "别人", "0128", "") == ()
    referrals.change(shift, logged.id, replace(entry, identifier=details.identifier), logged.version)
    assert doubles.while_typing(shift, "别人", "6222021234567890128", "")
