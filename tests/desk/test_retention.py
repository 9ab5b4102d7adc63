"""What is kept too long goes: each kind at its own time, in batches, counted and never named."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from lobby_tui.desk import answers, branch_settings, checkup, closing, drafts, referrals, results, retention
from lobby_tui.desk import days as days_of
from lobby_tui.desk.branch_settings import BranchChoices
from lobby_tui.desk.customer import wiping
from lobby_tui.desk.keeping import due
from lobby_tui.desk.keeping.kinds import RULES, Kind
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.retention import Removed
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, NotAllowedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.draft import Draft
from lobby_tui.models.names import ERASED
from lobby_tui.models.referral import Referral, SearchTerm
from tests.conftest import PASSWORD
from tests.desk.customers import NAME, PHONE, left_in_rows, planted, referral

DAY = 86400


@pytest.fixture
def later(desk: Desk, clock: FixedClock) -> Callable[..., Shift]:
    """So many days later, on a branch that closed its last day then."""

    def later(days: int, who: str = "001") -> Shift:
        clock.advance(days * DAY)
        shift = desk.sign_in(who, PASSWORD)
        if days_of.current(shift):
            closing.close(shift, carry_over="next_day")
        referrals.log(shift, ReferralEntry(customer="昨天的人", signals=["A01"], manager_no="301"))
        closing.close(shift, carry_over="next_day")
        return desk.sign_in(who, PASSWORD)

    return later


def counted(shift: Shift) -> dict[Kind, int]:
    return {one.kind: one.rows for one in retention.purge(shift).removed}


def events(shift: Shift, action: str) -> list[AuditEvent]:
    with shift.reading() as session:
        return list(session.exec(select(AuditEvent).where(col(AuditEvent.action) == action)).all())


def test_everything_at_its_time(desk: Desk, later: Callable[..., Shift]) -> None:
    planted(desk)
    assert counted(later(6)) == {}
    assert counted(later(1)) == {Kind.DRAFTS: 1}
    assert counted(later(22)) == {}
    assert counted(later(1)) == {Kind.UNDONE: 1}
    assert counted(later(59)) == {}
    assert counted(later(1)) == {Kind.ENDED_CONTACTS: 1}
    assert counted(later(639)) == {}
    shift = later(1)
    assert counted(shift) == {Kind.REFERRALS: 2}
    assert checkup.check(shift).problems == ()
    shift = later(365)
    found = counted(shift)
    assert found.pop(Kind.REFERRALS) >= 1
    assert found == {Kind.INCIDENTS: 1, Kind.NOTES: 4}
    shift = later(800)
    assert counted(shift)[Kind.COMPLAINTS] == 1
    with shift.reading() as session:
        names = {line.split(":")[0] for line in left_in_rows(session, NAME, PHONE)}
    # Notes about machines and absences are about no customer by their kind; erasing on request finds them.
    assert names == {f"device_fault.{name}" for name in ("label", "what", "ticket", "fixed_note")} | {"absence.note"}
    assert checkup.check(shift).problems == ()


def test_a_referral_is_nobodys_and_counts_as_before(lobby_manager: Shift, later: Callable[..., Shift]) -> None:
    one = referral(lobby_manager, remarks="常来", identifier="6222021234567890128")
    day = lobby_manager.today()
    shift = later(731)
    before = search.of_day(shift, day).total
    retention.purge(shift)
    (shown,) = search.of_day(shift, day).rows
    assert (search.of_day(shift, day).total, before) == (1, 1)
    assert (shown.customer, shown.erased) == (ERASED, True)
    assert (shown.masked_contact, shown.masked_identifier, shown.remarks, shown.best_time or "") == ("", "", "", "")
    assert search.search(shift, NAME) == ()
    details = referrals.reveal(shift, one.id, "look")
    assert (details.customer, details.contact, details.identifier) == (ERASED, "", "")
    with pytest.raises(LobbyError) as refused:
        referrals.change(shift, one.id, ReferralEntry(customer="x", signals=["A01"], manager_no="301"), shown.version)
    assert refused.value.code == "erased"
    with shift.reading() as session:
        terms = select(func.count()).select_from(SearchTerm).where(col(SearchTerm.referral_id) == one.id)
        assert session.exec(terms).one() == 0


def test_nothing_is_left_to_do_about_it(lobby_manager: Shift, later: Callable[..., Shift]) -> None:
    from lobby_tui.desk import outcomes, worklist

    referral(lobby_manager)
    shift = later(731)
    retention.purge(shift)
    assert [row for row in worklist.waiting(shift) if row.view.referral.erased] == []
    assert [row for row in outcomes.mine(shift).rows if row.view.referral.erased] == []
    assert all(one.customer != ERASED for one in search.search(shift, "erased"))


def test_a_contact_goes_only_where_it_came_to_nothing(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], later: Callable[..., Shift]
) -> None:
    manager = sign_in("301")
    sold, none, back, waits = (referral(lobby_manager, f"客户{n}", f"1370000000{n}") for n in range(4))
    for one in (sold, none):
        answers.accept(manager, one.id)
    results.record(manager, sold.id, ResultEntry(opened=1))
    results.record(manager, none.id, ResultEntry(no_result_reason="declined"))
    answers.return_(manager, back.id, "unreachable")
    shift = later(91)
    assert counted(shift)[Kind.ENDED_CONTACTS] == 2
    with shift.reading() as session:
        contacts = {row.id: row.contact for row in session.exec(select(Referral)).all()}
    assert (contacts[none.id], contacts[back.id]) == ("", "")
    assert (contacts[sold.id], contacts[waits.id]) == ("13700000000", "13700000003")
    assert search.search(shift, "0002") == ()
    assert len(search.search(shift, "客户2")) == 1


def test_nothing_happens_where_nothing_is_due(lobby_manager: Shift, later: Callable[..., Shift]) -> None:
    referral(lobby_manager)
    shift = later(20)
    before = len(events(shift, "data_purged"))
    assert retention.purge(shift).lines == ()
    assert retention.step(shift) is None
    assert len(events(shift, "data_purged")) == before


def test_in_batches_each_with_an_event_of_counts_only(
    lobby_manager: Shift, later: Callable[..., Shift], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        referral(lobby_manager, f"客户{number}号", f"1370000000{number}")
    shift = later(731)
    monkeypatch.setattr(due.next_due, "__defaults__", (2,))
    assert [retention.step(shift) for _ in range(4)] == [
        Removed(Kind.REFERRALS, 2), Removed(Kind.REFERRALS, 2), Removed(Kind.REFERRALS, 1), None,
    ]  # fmt: skip
    found = events(shift, "data_purged")
    until = (shift.today() - timedelta(days=730)).isoformat()
    assert [one.detail for one in found] == [{"kind": "referrals", "rows": rows, "until": until} for rows in (2, 2, 1)]


def test_cut_off_in_the_middle_nothing_is_half_done(
    lobby_manager: Shift, later: Callable[..., Shift], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        referral(lobby_manager, f"客户{number}号", f"1370000000{number}")
    shift, wipe, times = later(731), wiping.wipe_referral, []

    def fails(*given: Any) -> None:
        times.append(1)
        if len(times) == 2:
            raise RuntimeError("power")
        wipe(*given)

    taken = {Kind.REFERRALS: ((Referral,), fails)}
    with monkeypatch.context() as patch:
        patch.setattr("lobby_tui.desk.keeping.taking_out._TAKERS", taken)
        with pytest.raises(RuntimeError):
            retention.purge(shift)
    with shift.reading() as session:
        assert session.exec(select(Referral).where(col(Referral.erased_at).is_not(None))).all() == []
    assert counted(shift) == {Kind.REFERRALS: 3}


def test_a_clock_that_jumped_removes_nothing(lobby_manager: Shift, desk: Desk, clock: FixedClock) -> None:
    referral(lobby_manager)
    closing.close(lobby_manager, carry_over="next_day")
    clock.advance(4000 * DAY)
    shift = desk.sign_in("001", PASSWORD)
    found = retention.purge(shift)
    assert found.removed == ()
    assert found.held_back is not None
    assert retention.step(shift) is None
    with pytest.raises(NotAllowedError):
        retention.purge(desk.sign_in("101", PASSWORD), by_hand=True)
    assert [one.kind for one in retention.purge(shift, by_hand=True).removed] == [Kind.REFERRALS]


def test_a_clock_set_back_removes_nothing(lobby_manager: Shift, later: Callable[..., Shift], clock: FixedClock) -> None:
    referral(lobby_manager)
    shift = later(729)
    clock.set(clock.now() - timedelta(days=300))
    assert retention.purge(shift).lines == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_a_branch_sets_days_within_limits(sign_in: Callable[[str], Shift], kind: Kind) -> None:
    shift, rule = sign_in("001"), RULES[kind]
    assert retention.periods(shift)[kind] == rule.days
    assert retention.set_periods(shift, {kind.value: str(rule.least)})[kind] == rule.least
    assert retention.periods(shift)[kind] == rule.least
    for wrong in (str(rule.least - 1), str(rule.most + 1), "x", "-5", "1e3", "²", "9" * 30):
        with pytest.raises(LobbyError) as refused:
            retention.set_periods(shift, {kind.value: wrong})
        assert refused.value.field == kind.value
    assert retention.set_periods(shift, {kind.value: " "})[kind] == rule.days
    assert rule.least <= rule.days <= rule.most
    assert len(events(shift, "retention_set")) == 2


def test_days_typed_with_an_input_method(sign_in: Callable[[str], Shift]) -> None:
    assert retention.set_periods(sign_in("001"), {"drafts": "１４"})[Kind.DRAFTS] == 14


def test_other_choices_of_the_branch_stay(sign_in: Callable[[str], Shift]) -> None:
    shift = sign_in("001")
    retention.set_periods(shift, {"drafts": "14"})
    branch_settings.change(shift, BranchChoices({}, frozenset(), True))
    assert retention.periods(shift)[Kind.DRAFTS] == 14
    retention.set_periods(shift, {"drafts": "15"})
    assert branch_settings.current(shift).hide_sensitive


def test_a_shorter_time_holds_at_once(lobby_manager: Shift, later: Callable[..., Shift]) -> None:
    referral(lobby_manager)
    shift = later(200)
    assert counted(shift) == {}
    retention.set_periods(shift, {"referrals": "180"})
    assert counted(shift) == {Kind.REFERRALS: 1}


def test_an_unfinished_draft_of_today_stays(lobby_manager: Shift, clock: FixedClock, desk: Desk) -> None:
    drafts.keep(lobby_manager, "referral", {"customer": NAME})
    clock.advance(8 * DAY)
    drafts.keep(lobby_manager, "complaint", {"customer": NAME})
    retention.purge(desk.sign_in("201", PASSWORD))
    with lobby_manager.reading() as session:
        assert [row.kind for row in session.exec(select(Draft)).all()] in (["complaint"], ["referral", "complaint"])
