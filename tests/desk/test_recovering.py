"""Getting in again with the paper key, whatever was lost; and who does not get in with it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import col, select

from lobby_tui.desk import checkup, key_care, referrals, staff
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.recovering import Recovered, recover
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.setup import NewBranch, set_up_branch
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError, StoreError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store.paper_key import WORDS
from tests.conftest import CHEAP, PASSWORD

NEW = "a new and long sentence"
SignIn = Callable[[str], Shift]


@pytest.fixture
def words(desk: Desk, sign_in: SignIn) -> str:
    """The words of a paper key; nobody is signed in any more."""
    made = key_care.make_paper_key(sign_in("001"))
    desk.close()
    return "".join(made.chinese)


def refused(call: Callable[[], object], kind: type[LobbyError]) -> str:
    with pytest.raises(kind) as caught:
        call()
    return caught.value.code


def test_all_passwords_are_forgotten(desk: Desk, words: str) -> None:
    assert recover(desk, words, "001", NEW) == Recovered("001", (), False)
    supervisor = desk.sign_in("001", NEW)
    assert refused(lambda: desk.sign_in("001", PASSWORD), NotAllowedError) == "wrong_password"
    assert checkup.check(supervisor).ok
    assert checkup.check(supervisor).replayed
    with supervisor.reading() as session:
        event = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "recovered")).one()
    assert event.detail == {"dropped": 0, "new_terminal": False}
    # The others' passwords are what they were.
    assert desk.sign_in("101", PASSWORD).person.no == "101"


@pytest.mark.parametrize("lost", ["missing", "cut", "other"])
def test_the_secret_of_the_device_is_lost(desk: Desk, words: str, settings: Settings, lost: str) -> None:
    path = settings.home / "device.key"
    if lost == "missing":
        path.unlink()
    else:
        path.write_bytes(b"o" * (32 if lost == "other" else 7))
    assert refused(lambda: desk.sign_in("001", PASSWORD), StoreError) in (
        "device_secret_missing", "device_secret_other", "keys_damaged",
    )  # fmt: skip
    found = recover(desk, words, "001", NEW)
    assert found.dropped == ("101", "102", "201", "202", "301", "302")
    assert set(desk.keys.document().slots) == {"001"}
    supervisor = desk.sign_in("001", NEW)
    staff.reset(supervisor, "101", "another long sentence")
    assert desk.sign_in("101", "another long sentence").keys.audit_private is None
    assert refused(lambda: desk.sign_in("301", PASSWORD), NotAllowedError) == "wrong_password"
    # A secret of no use is never thrown away.
    assert len(list(settings.home.glob("device.key.old-*"))) == (lost != "missing")


def test_the_whole_device_is_lost(desk: Desk, words: str, tmp_path: Path, clock: FixedClock) -> None:
    """On another device there are a backup, a copy of its keys, and the page from the safe."""
    entry = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")
    before = referrals.log(desk.sign_in("101", PASSWORD), entry).referral
    desk.close()
    home = tmp_path / "new"
    home.mkdir()
    for name in ("lobby.db", "keys.json"):
        shutil.copy(desk.settings.home / name, home / name)
    there = open_desk(Settings(home, "zh", CHEAP), clock)
    found = recover(there, words, "001", NEW)
    assert found.new_terminal
    assert len(found.dropped) == 6
    supervisor = there.sign_in("001", NEW)
    assert supervisor.chain != desk.terminal()
    assert referrals.reveal(supervisor, before.id, "look").customer == "王小明"
    assert checkup.check(supervisor).ok
    there.close()


def test_keys_from_a_backup(desk: Desk, words: str, sign_in: SignIn) -> None:
    """The paper key of the time of the backup opens keys.json of that time."""
    copy = desk.keys.path.read_bytes()
    newer = "".join(key_care.make_paper_key(sign_in("001")).chinese)
    assert refused(lambda: recover(desk, words, "001", NEW), NotAllowedError) == "wrong_paper_key"
    desk.keys.path.write_bytes(copy)
    assert recover(desk, words, "001", NEW).dropped == ()
    assert refused(lambda: recover(desk, newer, "001", NEW), NotAllowedError) == "wrong_paper_key"


def test_the_words_stay_good(desk: Desk, words: str) -> None:
    recover(desk, words, "001", NEW)
    recover(desk, words, "001", "yet another sentence")
    assert desk.sign_in("001", "yet another sentence").may


def test_words_of_another_store(desk: Desk, words: str, tmp_path: Path, clock: FixedClock) -> None:
    settings = Settings(tmp_path / "other", "zh", CHEAP)
    set_up_branch(settings, NewBranch("西单支行", "icbc", "001", "何平", PASSWORD), clock)
    other = open_desk(settings, clock)
    assert refused(lambda: recover(other, words, "001", NEW), NotAllowedError) == "wrong_paper_key"
    key_care.make_paper_key(other.sign_in("001", PASSWORD))
    other.close()
    assert refused(lambda: recover(other, words, "001", NEW), NotAllowedError) == "wrong_paper_key"
    assert other.sign_in("001", PASSWORD).may
    other.close()


@pytest.mark.parametrize("who", ["101", "999", ""])
def test_only_a_supervisor_is_let_in_again(desk: Desk, words: str, who: str) -> None:
    before = desk.keys.path.read_bytes()
    assert refused(lambda: recover(desk, words, who, NEW), NotAllowedError) == "not_a_supervisor"
    assert desk.keys.path.read_bytes() == before


def test_a_disabled_supervisor_is_not(desk: Desk, words: str, sign_in: SignIn) -> None:
    staff.add(sign_in("001"), "002", "何平", "supervisor", PASSWORD)
    staff.disable(sign_in("001"), "002")
    assert refused(lambda: recover(desk, words, "002", NEW), NotAllowedError) == "not_a_supervisor"


@pytest.mark.parametrize("password", ["short", "password1", "001001001", "x" * 129])
def test_the_new_password_has_to_be_one(desk: Desk, words: str, password: str) -> None:
    before = desk.keys.path.read_bytes()
    with pytest.raises(RefusedError) as caught:
        recover(desk, words, "001", password)
    assert caught.value.field == "password"
    assert desk.keys.path.read_bytes() == before


def test_the_head_of_the_trail_is_not_lost_with_the_event(
    desk: Desk, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slot that cannot be written leaves no event that says it was."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lobby_tui.store.key_document.write_private", fail)
    assert refused(lambda: recover(desk, words, "001", NEW), StoreError) == "disk_full"
    monkeypatch.undo()
    with desk.sign_in("001", PASSWORD).reading() as session:
        assert session.exec(select(AuditEvent).where(col(AuditEvent.action) == "recovered")).all() == []


def test_a_paper_key_that_somebody_forged_opens_nothing(desk: Desk, words: str) -> None:
    document = json.loads(desk.keys.path.read_text())
    document["paper"]["sealed"] = document["slots"]["001"]["sealed"]
    desk.keys.path.write_text(json.dumps(document))
    assert refused(lambda: recover(desk, words, "001", NEW), StoreError) == "keys_damaged"


def test_the_number_of_words(words: str) -> None:
    assert len(words) == WORDS
