"""Signing in, locking and unlocking: what each opens, what it leaves in the trail, and what is gone meanwhile."""

import gc
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from types import FrameType

import pytest
from sqlmodel import col, select

from lobby_tui.desk import branch_settings, own_password, referrals, second_person, staff, visits
from lobby_tui.desk.branch_settings import BranchChoices
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Limits, Shift
from lobby_tui.errors import NotAllowedError, RefusedError, StoreError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.staff import Staff
from lobby_tui.settings import Settings
from tests.conftest import PASSWORD, types_password

PIN = "2580"
ENTRY = ReferralEntry("王小明", ["A01"], manager_no="301")


def wrong(call: Callable[[], object]) -> str:
    with pytest.raises(NotAllowedError) as caught:
        call()
    return caught.value.code


def events(shift: Shift, action: str) -> list[AuditEvent]:
    with shift.reading() as session:
        query = select(AuditEvent).where(AuditEvent.action == action).order_by(col(AuditEvent.seq))
        return list(session.exec(query).all())


def test_slips_stand_in_the_trail(desk: Desk) -> None:
    desk.sign_in("001", PASSWORD)
    for _ in range(2):
        assert wrong(lambda: desk.sign_in("101", "not this one")) == "wrong_password"
    shift = desk.sign_in("101", PASSWORD)
    assert events(shift, "signed_in")[-1].detail == {"role": "lobby_manager", "failures": 2}


@pytest.mark.parametrize("no", ["101", "999", "no such number"])
def test_the_third_slip_makes_everybody_wait_alike(desk: Desk, clock: FixedClock, no: str) -> None:
    assert [wrong(lambda: desk.sign_in(no, "not this one")) for _ in range(4)] == ["wrong_password"] * 3 + ["wait"]
    assert wrong(lambda: desk.sign_in(no, PASSWORD)) == "wait", "not even the right one is looked at"
    clock.advance(1)
    with suppress(NotAllowedError):
        assert desk.sign_in(no, PASSWORD).person.no == no


def test_widths_and_spaces_are_one_number(desk: Desk) -> None:
    for no in ("101", "１０１", " 101 "):
        assert wrong(lambda no=no: desk.sign_in(no, "not this one")) == "wrong_password"
    assert wrong(lambda: desk.sign_in("101", PASSWORD)) == "wait"


def test_a_second_person_and_a_password_once_more_count_as_well(desk: Desk) -> None:
    head = desk.sign_in("001", PASSWORD)
    for call in (lambda: second_person.prove(head, "101", "x" * 8), lambda: own_password.prove_again(head, "x" * 8)):
        assert [wrong(call) for _ in range(4)] == ["wrong_password"] * 3 + ["wait"]
    assert wrong(lambda: desk.sign_in("101", PASSWORD)) == "wait"
    assert wrong(lambda: desk.sign_in("001", PASSWORD)) == "wait"


def test_what_could_not_be_tried_keeps_nobody_waiting(desk: Desk, settings: Settings) -> None:
    keys = settings.home / "keys.json"
    kept = keys.read_bytes()
    keys.write_bytes(b"{")
    for _ in range(5):
        with pytest.raises(StoreError):
            desk.sign_in("101", PASSWORD)
    keys.write_bytes(kept)
    assert desk.sign_in("101", PASSWORD)


def test_a_lost_count_is_told_once(desk: Desk, settings: Settings) -> None:
    desk.sign_in("101", PASSWORD)
    (settings.home / "tries.db").unlink()
    shift = desk.sign_in("101", PASSWORD)
    desk.sign_in("101", PASSWORD)
    assert [one.detail.get("tries") for one in events(shift, "signed_in")][-2:] == ["renewed", None]


def test_a_lock_leaves_nothing_that_opens(desk: Desk, lobby_manager: Shift) -> None:
    secret = lobby_manager.keys.data
    desk.lock(lobby_manager)
    with pytest.raises(StoreError) as caught:
        _ = lobby_manager.keys
    assert caught.value.code == "locked"
    assert lobby_manager.store.forgotten
    assert not {"keys", "engine", "row_key", "blind_key"} & set(vars(lobby_manager.store))
    gc.collect()
    assert [type(one) for one in gc.get_referrers(secret) if not isinstance(one, FrameType)] == []


def test_unlocked_everything_goes_on(desk: Desk, lobby_manager: Shift) -> None:
    first = referrals.log(lobby_manager, ENTRY).referral
    desk.lock(lobby_manager)
    assert wrong(lambda: desk.unlock(lobby_manager, "not this one")) == "wrong_password"
    assert lobby_manager.store.forgotten
    again = desk.unlock(lobby_manager, PASSWORD)
    for shift in (again, lobby_manager):
        assert referrals.reveal(shift, first.id, "look").customer == "王小明"
    assert events(again, "signed_in")[-1].detail == {"role": "lobby_manager", "failures": 1}


def test_a_refused_event_leaves_it_locked(desk: Desk, lobby_manager: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.lock(lobby_manager)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lobby_tui.store.store.append_event", full)
    with pytest.raises(OSError, match="space"):
        desk.unlock(lobby_manager, PASSWORD)
    assert lobby_manager.store.forgotten


@pytest.fixture
def with_pin(desk: Desk, lobby_manager: Shift) -> Shift:
    own_password.set_pin(lobby_manager, PASSWORD, PIN)
    desk.lock(lobby_manager)
    return lobby_manager


def test_a_pin_unlocks_and_counts_for_nothing_else(desk: Desk, with_pin: Shift, clock: FixedClock) -> None:
    clock.advance(601)
    again = desk.unlock(with_pin, "２５８０")
    assert again.person == with_pin.person
    assert referrals.log(again, ENTRY).referral.number == 1
    assert [one.action for one in events(again, "unlocked")] == ["unlocked"]
    assert wrong(lambda: own_password.prove_again(again, PIN)) == "wrong_password"
    from lobby_tui.desk import closing

    assert wrong(lambda: closing.close(again)) == "password_again"
    assert wrong(lambda: desk.sign_in("101", PIN)) == "wrong_password"


def test_three_slips_of_a_pin(desk: Desk, with_pin: Shift) -> None:
    assert [wrong(lambda: desk.unlock(with_pin, "2581")) for _ in range(4)] == ["wrong_pin"] * 3 + ["pin_over"]
    assert wrong(lambda: desk.unlock(with_pin, PIN)) == "pin_over"
    assert not desk.takes_pin(with_pin)
    again = desk.unlock(with_pin, PASSWORD)
    assert events(again, "signed_in")[-1].detail == {"role": "lobby_manager"}, "slips of a PIN are no tries"
    desk.lock(again)
    assert desk.unlock(again, PIN).person.no == "101", "the password gives it back"


def test_slips_before_a_right_pin_are_told(desk: Desk, with_pin: Shift) -> None:
    for _ in range(2):
        wrong(lambda: desk.unlock(with_pin, "2581"))
    again = desk.unlock(with_pin, PIN)
    assert events(again, "unlocked")[-1].detail == {"failures": 2}
    desk.lock(again)
    assert [wrong(lambda: desk.unlock(again, "2581")) for _ in range(3)] == ["wrong_pin"] * 3


def test_after_the_shift_only_the_password(desk: Desk, with_pin: Shift, clock: FixedClock) -> None:
    clock.advance(timedelta(hours=12))
    again = desk.unlock(with_pin, PIN)
    assert not again.over
    clock.advance(1)
    assert again.over
    desk.lock(again)
    assert wrong(lambda: desk.unlock(again, PIN)) == "pin_over"
    assert not desk.unlock(again, PASSWORD).over


@pytest.mark.parametrize("by", ["reset", "disable", "remove", "another"])
def test_a_pin_that_has_gone_meanwhile(desk: Desk, settings: Settings, with_pin: Shift, by: str) -> None:
    elsewhere = open_desk(settings, desk.clock)
    if by in ("remove", "another"):
        shift = elsewhere.sign_in("101", PASSWORD)
        own_password.remove_pin(shift) if by == "remove" else own_password.set_pin(shift, PASSWORD, "7362")
    else:
        head = elsewhere.sign_in("001", PASSWORD)
        staff.reset(head, "101", "a new password") if by == "reset" else staff.disable(head, "101")
        with head.reading() as session:
            assert session.exec(select(Staff).where(Staff.no == "101")).one().pin is None
    elsewhere.close()
    assert wrong(lambda: desk.unlock(with_pin, PIN)) in ("wrong_pin", "pin_over")
    assert with_pin.store.forgotten


def test_an_eight_digit_password_is_no_pin(desk: Desk, lobby_manager: Shift) -> None:
    own_password.change(lobby_manager, PASSWORD, "73625148")
    own_password.set_pin(lobby_manager, "73625148", "90176253")
    desk.lock(lobby_manager)
    again = desk.unlock(lobby_manager, "73625148")
    assert len(events(again, "unlocked")) == 0
    desk.lock(again)
    assert len(events(desk.unlock(again, "90176253"), "unlocked")) == 1


def test_changing_the_password(desk: Desk, lobby_manager: Shift) -> None:
    own_password.set_pin(lobby_manager, PASSWORD, PIN)
    assert wrong(lambda: own_password.change(lobby_manager, "not this one", "a new password")) == "wrong_password"
    for new, code in (("12345678", "password_common"), (PASSWORD, "same_password"), ("short", "password_length")):
        with pytest.raises(RefusedError) as caught:
            own_password.change(lobby_manager, PASSWORD, new)
        assert caught.value.code == code
    assert desk.sign_in("101", PASSWORD)
    own_password.change(lobby_manager, PASSWORD, "a new password")
    assert wrong(lambda: desk.sign_in("101", PASSWORD)) == "wrong_password"
    with lobby_manager.reading() as session:
        assert session.exec(select(Staff).where(Staff.no == "101")).one().pin is None
    desk.lock(lobby_manager)
    assert wrong(lambda: desk.unlock(lobby_manager, PIN)) == "wrong_password"
    assert desk.unlock(lobby_manager, "a new password").person.no == "101"


def test_no_pin_to_take_away(lobby_manager: Shift) -> None:
    with pytest.raises(RefusedError) as caught:
        own_password.remove_pin(lobby_manager)
    assert caught.value.code == "no_pin"


def test_the_password_once_more(desk: Desk, clock: FixedClock, lobby_manager: Shift) -> None:
    from lobby_tui.desk.permissions import Action

    clock.advance(600)
    lobby_manager.require(Action.EXPORT, fresh=True)
    clock.advance(1)
    assert wrong(lambda: lobby_manager.require(Action.EXPORT, fresh=True)) == "password_again"
    clock.set(clock.now() - timedelta(days=1))
    assert wrong(lambda: lobby_manager.require(Action.EXPORT, fresh=True)) == "password_again"
    assert wrong(lambda: own_password.prove_again(lobby_manager, "not this one")) == "wrong_password"
    assert wrong(lambda: lobby_manager.require(Action.EXPORT, fresh=True)) == "password_again"
    own_password.prove_again(lobby_manager, PASSWORD)
    lobby_manager.require(Action.EXPORT, fresh=True)
    assert events(lobby_manager, "password_given_again")[-1].detail == {"failures": 1}


def test_the_limits_are_the_branchs(desk: Desk, sign_in: Callable[[str], Shift]) -> None:
    head = sign_in("001")
    assert head.branch.limits == Limits(180, 12)
    branch_settings.change(head, BranchChoices({}, frozenset(), False, Limits(60, 24)))
    assert sign_in("101").branch.limits == branch_settings.current(head).limits == Limits(60, 24)
    branch_settings.change(head, BranchChoices({}, frozenset(), False))
    assert branch_settings.current(head).limits == Limits(60, 24), "not asked, not changed"
    for limits, field in ((Limits(59, 12), "idle_seconds"), (Limits(901, 12), "idle_seconds"),
                          (Limits(60, 0), "shift_hours"), (Limits(60, 25), "shift_hours")):  # fmt: skip
        with pytest.raises(RefusedError) as caught:
            branch_settings.change(head, BranchChoices({}, frozenset(), False, limits))
        assert caught.value.field == field


@pytest.mark.parametrize("settings", [{"idle_seconds": 5}, {"idle_seconds": "x"}, {"shift_hours": 1000}, {}])
def test_limits_out_of_bounds_are_not_believed(settings: dict[str, object]) -> None:
    assert branch_settings.limits(settings) == Limits()


def test_another_role(desk: Desk, sign_in: Callable[[str], Shift], clock: FixedClock) -> None:
    sign_in("101")
    head = sign_in("001")
    assert staff.change_role(head, "101", "supervisor").role == "supervisor"
    promoted = sign_in("101")
    assert promoted.keys.audit_private == head.keys.audit_private
    assert events(head, "role_changed")[-1].detail == {"before": "lobby_manager", "role": "supervisor"}
    staff.change_role(promoted, "001", "guide")
    assert sign_in("001").keys.audit_private is None
    with pytest.raises(RefusedError):
        staff.change_role(promoted, "１０１", "guide")
    with pytest.raises(RefusedError):
        staff.change_role(promoted, "999", "guide")
    clock.advance(601)
    assert wrong(lambda: staff.change_role(promoted, "102", "guide")) == "password_again"
    assert staff.change_role(types_password(promoted), "102", "cash_teller").role == "cash_teller"


def test_whoever_is_disabled_saves_nothing_more_where_they_are_signed_in(
    desk: Desk, sign_in: Callable[[str], Shift], settings: Settings, clock: FixedClock
) -> None:
    guide, head = sign_in("102"), sign_in("001")
    elsewhere = open_desk(settings, clock)
    staff.disable(elsewhere.sign_in("001", PASSWORD), "102")
    elsewhere.close()
    before = len(events(head, "visits_counted"))
    assert wrong(lambda: visits.count(guide, "cash_small")) == "signed_out"
    assert len(events(head, "visits_counted")) == before
    # Not for ever: let in again with the same work, they may go on.
    staff.reset(head, "102", PASSWORD)
    visits.count(guide, "cash_small")


def test_another_role_counts_at_once(sign_in: Callable[[str], Shift]) -> None:
    manager, head = sign_in("101"), sign_in("001")
    staff.change_role(head, "101", "cash_teller")
    assert wrong(lambda: referrals.log(manager, ENTRY)) == "signed_out"
    assert sign_in("101").person.role == "cash_teller"
