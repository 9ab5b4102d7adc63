"""Withdrawing a consent: the contact goes, the referral stays, nothing is planned or copied any more."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import col, select

from lobby_tui.desk import answers, checkup, consent, crm, customer_data, follow_ups, gaps, referrals
from lobby_tui.desk.gap.kinds import GapKind
from lobby_tui.desk.referral import search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.referral import Referral
from tests.desk.customers import NAME, PHONE, referral


@pytest.fixture
def manager(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("301")


def test_what_only_the_consent_allowed_goes(
    lobby_manager: Shift, manager: Shift, sign_in: Callable[[str], Shift]
) -> None:
    one = referral(lobby_manager)
    answers.accept(manager, one.id)
    assert len(follow_ups.due(manager)) == 1
    shown = consent.withdraw(manager, one.id)
    assert (shown.withdrawn, shown.consent, shown.masked_contact, shown.best_time or "") == (True, False, "", "")
    assert shown.customer == "欧阳*容"
    assert follow_ups.due(manager) == ()
    assert crm.waiting(manager) == ()
    assert search.search(lobby_manager, PHONE[-4:]) == ()
    assert [found.id for found in search.search(lobby_manager, NAME)] == [one.id]
    assert referrals.reveal(lobby_manager, one.id, "look").contact == ""
    supervisor = sign_in("001")
    assert customer_data.find(supervisor, PHONE) == ()
    assert checkup.check(supervisor).ok
    with supervisor.reading() as session:
        row = session.exec(select(Referral)).one()
        assert row.consent_at is not None
        assert row.consent_withdrawn_at == supervisor.now()
        assert row.contact_index is None
        event = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "consent_withdrawn")).one()
    assert event.detail == {"number": 1}


def test_nothing_is_missing_nor_planned_afterwards(lobby_manager: Shift, manager: Shift) -> None:
    one = referral(lobby_manager)
    consent.withdraw(lobby_manager, one.id)
    answers.accept(manager, one.id)
    assert follow_ups.due(manager) == ()
    with pytest.raises(RefusedError) as refused:
        follow_ups.plan(manager, one.id)
    assert refused.value.code == "consent_withdrawn"
    found = {gap.kind for gap in gaps.of_day(lobby_manager, lobby_manager.today()).gaps}
    assert not found & {GapKind.NO_FOLLOW_UP, GapKind.NO_CONTACT, GapKind.UNCONFIRMED}


def test_it_goes_into_no_second_copy_for_the_crm(lobby_manager: Shift, manager: Shift, tmp_path: Path) -> None:
    one = referral(lobby_manager)
    answers.accept(manager, one.id)
    assert [found.id for found in crm.waiting(manager)] == [one.id]
    consent.withdraw(manager, one.id)
    assert crm.waiting(manager) == ()
    with manager.reading() as session:
        assert crm._copied(session, manager, manager.today()) == []


def test_it_can_be_given_anew(lobby_manager: Shift, clock: FixedClock) -> None:
    one = referral(lobby_manager)
    version = consent.withdraw(lobby_manager, one.id).version
    clock.advance(60)
    entry = ReferralEntry(
        customer=NAME, signals=["A01"], status="to_follow_up", contact=PHONE, best_time="morning", consent=True
    )
    shown = referrals.change(lobby_manager, one.id, entry, version).referral
    assert (shown.consent, shown.withdrawn, shown.masked_contact) == (True, False, "139****4321")
    with lobby_manager.reading() as session:
        assert session.exec(select(Referral)).one().consent_at == clock.now()


@pytest.mark.parametrize("number", ["102", "201", "202"])
def test_who_does_not_speak_with_customers_withdraws_nothing(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], number: str
) -> None:
    one = referral(lobby_manager)
    with pytest.raises(NotAllowedError):
        consent.withdraw(sign_in(number), one.id)


def test_a_colleagues_customer(lobby_manager: Shift, sign_in: Callable[[str], Shift]) -> None:
    one = referral(lobby_manager)
    with pytest.raises(NotAllowedError):
        consent.withdraw(sign_in("302"), one.id)


def test_there_has_to_be_something_to_withdraw(lobby_manager: Shift) -> None:
    never = referrals.log(lobby_manager, ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")).referral
    twice, undone = referral(lobby_manager), referral(lobby_manager, "李小明", "13700001111")
    consent.withdraw(lobby_manager, twice.id)
    referrals.undo(lobby_manager, undone.id)
    codes = []
    for one in (never, twice, undone):
        with pytest.raises(RefusedError) as refused:
            consent.withdraw(lobby_manager, one.id)
        codes.append(refused.value.code)
    assert codes == ["no_consent", "withdrawn_already", "nothing_to_withdraw"]
