"""Who works here, and the passwords that let them in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lobby_tui.desk import referrals, staff
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.enums import Role
from lobby_tui.settings import Settings
from tests.conftest import PASSWORD

SignIn = Callable[[str], Shift]


def test_a_new_person_is_let_in_with_their_own_password(desk: Desk, sign_in: SignIn) -> None:
    added = staff.add(sign_in("001"), "３０３", " 覃祎 ", "customer_manager", "their own password")
    assert (added.no, added.name, added.role, added.active) == ("303", "覃祎", Role.CUSTOMER_MANAGER, True)
    assert desk.sign_in("303", "their own password").person == added
    with pytest.raises(NotAllowedError) as caught:
        desk.sign_in("303", PASSWORD)
    assert caught.value.code == "wrong_password"


@pytest.mark.parametrize(
    ("no", "name", "role", "password", "field"),
    [
        ("", "N", "guide", PASSWORD, "no"),
        ("1" * 21, "N", "guide", PASSWORD, "no"),
        ("a b", "N", "guide", PASSWORD, "no"),
        ("9", "", "guide", PASSWORD, "name"),
        ("9", "N" * 41, "guide", PASSWORD, "name"),
        ("9", "N", "giude", PASSWORD, "role"),
        ("9", "N", "guide", "1234567", "password"),
        ("9", "N", "guide", "x" * 129, "password"),
        ("101", "N", "guide", PASSWORD, "no"),
    ],
)
def test_what_is_wrong_adds_nobody(
    desk: Desk, sign_in: SignIn, settings: Settings, no: str, name: str, role: str, password: str, field: str
) -> None:
    supervisor = sign_in("001")
    before, slots = staff.everyone(supervisor), (settings.home / "keys.json").read_bytes()
    with pytest.raises(RefusedError) as caught:
        staff.add(supervisor, no, name, role, password)
    assert caught.value.field == field
    assert staff.everyone(supervisor) == before
    assert (settings.home / "keys.json").read_bytes() == slots
    assert desk.sign_in("101", PASSWORD).person.name == "李娜"


def test_a_key_file_that_cannot_be_written_adds_nobody(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    supervisor = sign_in("001")
    before = staff.everyone(supervisor)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lobby_tui.store.key_document.write_private", full)
    with pytest.raises(Exception, match=r"space|disk|store"):
        staff.add(supervisor, "9", "N", "guide", PASSWORD)
    assert staff.everyone(supervisor) == before


def test_the_disabled_are_not_let_in_and_what_they_did_stays(desk: Desk, sign_in: SignIn) -> None:
    teller = sign_in("201")
    entry = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")
    row = referrals.log(teller, entry).referral
    supervisor = sign_in("001")
    assert staff.disable(supervisor, "201").active is False
    with pytest.raises(NotAllowedError) as caught:
        desk.sign_in("201", PASSWORD)
    assert caught.value.code == "wrong_password", "their key is gone, not only their leave"
    assert referrals.reveal(supervisor, row.id, "look").view.identified_by.name == "王芳"
    staff.reset(supervisor, "201", "a new password")
    assert desk.sign_in("201", "a new password").person.active
    with pytest.raises(NotAllowedError):
        desk.sign_in("201", PASSWORD)


def test_nobody_disables_themselves(sign_in: SignIn) -> None:
    for no in ("001", " ００１ "):
        with pytest.raises(RefusedError):
            staff.disable(sign_in("001"), no)


def test_an_unknown_number_names_the_nearest(sign_in: SignIn) -> None:
    with pytest.raises(RefusedError) as caught:
        staff.disable(sign_in("001"), "3001")
    assert caught.value.remedy is not None
    assert caught.value.remedy.params["value"] == "301"


def test_only_supervisors_hold_the_audit_key(sign_in: SignIn) -> None:
    for no in ("101", "102", "201", "301"):
        assert sign_in(no).keys.audit_private is None
    supervisor = sign_in("001")
    assert supervisor.keys.audit_private is not None
    staff.add(supervisor, "002", "高洁", "supervisor", PASSWORD)
    assert sign_in("002").keys == supervisor.keys


def test_no_password_is_written_down(desk: Desk, sign_in: SignIn, settings: Settings) -> None:
    staff.add(sign_in("001"), "9", "N", "guide", "their own password")
    desk.close()
    for path in Path(settings.home).iterdir():
        assert b"their own password" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0, path.name
