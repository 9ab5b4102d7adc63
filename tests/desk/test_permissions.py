"""Who may do what: the whole table, and each desk function against it."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lobby_tui.desk import (
    branch_settings,
    checkup,
    days,
    doubles,
    forms,
    lobby,
    managers,
    referrals,
    safekeeping,
    staff,
    summary,
    visit_endings,
    visits,
)  # fmt: skip
from lobby_tui.desk.branch_settings import BranchChoices
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.permissions import ALLOWED, Action, allows
from lobby_tui.desk.referral_entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.enums import Role, Step
from tests.conftest import PASSWORD

# Written out once more by hand: a slip in the table must not pass because the test reads the same table.
EXPECTED = {
    Role.SUPERVISOR: set(Action),
    Role.LOBBY_MANAGER: set(Action) - {Action.MANAGE_STAFF, Action.SET_BRANCH, Action.BACK_UP},
    Role.GUIDE: {Action.VISIT, Action.REFER, Action.REVEAL, Action.SEE_DAY},
    Role.CASH_TELLER: {Action.REFER, Action.REVEAL},
    Role.COUNTER_TELLER: {Action.REFER, Action.REVEAL},
    Role.CUSTOMER_MANAGER: {Action.REFER, Action.REVEAL},
}
NOBODY = uuid.UUID(int=7)
NUMBERS = {"001": Role.SUPERVISOR, "101": Role.LOBBY_MANAGER, "102": Role.GUIDE, "201": Role.CASH_TELLER,
           "202": Role.COUNTER_TELLER, "301": Role.CUSTOMER_MANAGER}  # fmt: skip
ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")
CHOICES = BranchChoices({}, frozenset(), False)


def _export(shift: Shift, out: Path, full: bool = False) -> object:
    return forms.export(shift, shift.today(), ["txt"], out, full=full)


CALLS: dict[str, tuple[Action, Callable[[Shift, Path], object]]] = {
    "count": (Action.VISIT, lambda shift, _: visits.count(shift, "cash_small")),
    "greet": (Action.VISIT, lambda shift, _: visits.greet(shift)),
    "describe": (Action.VISIT, lambda shift, _: visits.describe(shift, NOBODY, None, None)),
    "ask": (Action.VISIT, lambda shift, _: visits.ask(shift, NOBODY, "wealth")),
    "see": (Action.VISIT, lambda shift, _: visits.see(shift, NOBODY, "A01")),
    "go_to": (Action.VISIT, lambda shift, _: visits.go_to(shift, NOBODY, Step.SPOT)),
    "send": (Action.VISIT, lambda shift, _: visit_endings.send(shift, NOBODY, "vip_area")),
    "leave": (Action.VISIT, lambda shift, _: visit_endings.leave(shift, NOBODY, "other")),
    "undo_last": (Action.VISIT, lambda shift, _: visit_endings.undo_last(shift)),
    "in_lobby": (Action.VISIT, lambda shift, _: lobby.in_lobby(shift)),
    "one": (Action.VISIT, lambda shift, _: lobby.one(shift, NOBODY)),
    "log": (Action.REFER, lambda shift, _: referrals.log(shift, ENTRY)),
    "while_typing": (Action.REFER, lambda shift, _: doubles.while_typing(shift, "王", "", "")),
    "at_work": (Action.REFER, lambda shift, _: managers.at_work(shift)),
    "undo": (Action.REFER, lambda shift, _: referrals.undo(shift, NOBODY)),
    "change": (Action.REFER, lambda shift, _: referrals.change(shift, NOBODY, ENTRY, 1)),
    "reveal": (Action.REVEAL, lambda shift, _: referrals.reveal(shift, NOBODY, "look")),
    "of_day": (Action.SEE_DAY, lambda shift, _: summary.of_day(shift)),
    "close": (Action.CLOSE_DAY, lambda shift, _: days.close(shift)),
    "paper": (Action.EXPORT, lambda shift, _: forms.paper(shift, shift.today())),
    "paper_full": (Action.EXPORT_FULL, lambda shift, _: forms.paper(shift, shift.today(), full=True)),
    "export": (Action.EXPORT, lambda shift, out: _export(shift, out)),
    "export_full": (Action.EXPORT_FULL, lambda shift, out: _export(shift, out, full=True)),
    "staff_add": (Action.MANAGE_STAFF, lambda shift, _: staff.add(shift, "9", "N", "guide", PASSWORD)),
    "staff_disable": (Action.MANAGE_STAFF, lambda shift, _: staff.disable(shift, "302")),
    "staff_reset": (Action.MANAGE_STAFF, lambda shift, _: staff.reset(shift, "302", PASSWORD)),
    "branch": (Action.SET_BRANCH, lambda shift, _: branch_settings.change(shift, CHOICES)),
    "check": (Action.CHECK_STORE, lambda shift, _: checkup.check(shift)),
    "back_up": (Action.BACK_UP, lambda shift, out: safekeeping.back_up(shift, out / "copy.db")),
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(Action))
def test_the_table(action: Action, role: Role) -> None:
    assert allows(role, action) is (action in EXPECTED[role])


def test_what_is_not_in_the_table_is_not_allowed() -> None:
    assert set(ALLOWED) == set(Action)
    assert not any(allows(role, "something_new") for role in Role)  # type: ignore[arg-type]


@pytest.fixture
def everybody(desk: Desk) -> dict[Role, Shift]:
    return {role: desk.sign_in(no, PASSWORD) for no, role in NUMBERS.items()}


def _events(shift: Shift) -> int:
    from sqlmodel import func, select

    with shift.reading() as session:
        return session.exec(select(func.count()).select_from(AuditEvent)).one()


@pytest.mark.parametrize("name", CALLS)
def test_each_function_asks_the_table(everybody: dict[Role, Shift], name: str, tmp_path: Path) -> None:
    action, call = CALLS[name]
    for role, shift in everybody.items():
        before = _events(shift)
        out = tmp_path / role
        out.mkdir()
        if action in EXPECTED[role]:
            # It may fail for want of a visit or a day, never for want of leave.
            with suppress(RefusedError):
                call(shift, out)
        else:
            with pytest.raises(NotAllowedError):
                call(shift, out)
            assert _events(shift) == before
            assert list(out.iterdir()) == []


def test_every_action_is_asked_for_somewhere() -> None:
    asked = {action for action, _ in CALLS.values()}
    assert asked == set(Action) - {Action.SEE_ALL_REFERRALS, Action.CHANGE_ALL_REFERRALS}


def test_others_referrals(everybody: dict[Role, Shift]) -> None:
    theirs = referrals.log(everybody[Role.CASH_TELLER], ENTRY).referral
    for role, shift in everybody.items():
        sees = Action.SEE_ALL_REFERRALS in EXPECTED[role] or role in (Role.CASH_TELLER, Role.CUSTOMER_MANAGER)
        changes = Action.CHANGE_ALL_REFERRALS in EXPECTED[role] or role is Role.CASH_TELLER
        if sees:
            assert referrals.reveal(shift, theirs.id, "look").customer == "王小明"
        else:
            with pytest.raises(NotAllowedError):
                referrals.reveal(shift, theirs.id, "look")
        if changes:
            version = referrals.reveal(shift, theirs.id, "edit").view.version
            assert referrals.change(shift, theirs.id, ENTRY, version).referral.version == version + 1
        else:
            with pytest.raises(NotAllowedError):
                referrals.change(shift, theirs.id, ENTRY, 1)
            with pytest.raises(NotAllowedError):
                referrals.undo(shift, theirs.id)


@pytest.mark.parametrize("reason", ["", " \u200b", "长" * 101, "密码是123456"])
def test_a_look_in_full_needs_a_reason(lobby_manager: Shift, reason: str) -> None:
    row = referrals.log(lobby_manager, ENTRY).referral
    before = _events(lobby_manager)
    with pytest.raises(RefusedError) as caught:
        referrals.reveal(lobby_manager, row.id, reason)
    assert caught.value.field == "reason"
    assert _events(lobby_manager) == before
