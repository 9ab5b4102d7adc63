"""The paper key is made whole or not at all, and the audit trail says that it was."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import col, select

from lobby_tui.desk import key_care
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.recovering import recover
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError, StoreError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.store.keys import Keys
from tests.conftest import PASSWORD
from tests.store.test_keys_slots import put_first

NEW = "a new and long sentence"


@pytest.fixture
def supervisor(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("001")


def made(shift: Shift) -> list[dict[str, object]]:
    with shift.reading() as session:
        query = select(AuditEvent).where(col(AuditEvent.action).startswith("paper_key"))
        return [{"action": one.action, **one.detail} for one in session.exec(query)]


def test_how_the_keys_stand(desk: Desk, supervisor: Shift) -> None:
    assert key_care.state(supervisor) == key_care.KeyState(None, "file", (), 0)
    key = key_care.make_paper_key(supervisor)
    put_first(desk.keys, "301", Keys(b"d" * 32))
    assert key_care.state(supervisor).first == ("301",)
    assert key_care.paper_made(desk.keys) is None  # the old file, as it was written then, had none
    again = key_care.make_paper_key(supervisor)
    assert key_care.state(supervisor).paper == again.made == key.made


def test_the_trail_says_that_it_was_made_and_no_word_of_it(supervisor: Shift) -> None:
    key = key_care.make_paper_key(supervisor)
    key_care.make_paper_key(supervisor)
    assert made(supervisor) == [
        {"action": "paper_key_made", "replaced": False, "files": 0},
        {"action": "paper_key_made", "replaced": True, "files": 0},
    ]
    assert key.english[0] not in repr(key)


def test_a_commit_that_fails_leaves_the_key_there_was(
    desk: Desk, supervisor: Shift, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = "".join(key_care.make_paper_key(supervisor).chinese)
    before = desk.keys.path.read_bytes()

    def fail(*_: object) -> None:
        raise StoreError(key_care.msg("The disk is full."), code="disk_full")

    monkeypatch.setattr("lobby_tui.store.store.append_event", fail)
    with pytest.raises(StoreError):
        key_care.make_paper_key(supervisor, ["txt"], tmp_path)
    monkeypatch.undo()
    assert desk.keys.path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]
    assert recover(desk, words, "001", NEW).staff_no == "001"


def test_a_page_that_cannot_be_written_leaves_the_key_there_was(desk: Desk, supervisor: Shift, tmp_path: Path) -> None:
    before = desk.keys.path.read_bytes()
    for formats, folder in ((["txt"], tmp_path / "nowhere"), (["csv"], tmp_path)):
        with pytest.raises(RefusedError):
            key_care.make_paper_key(supervisor, formats, folder)
    assert desk.keys.path.read_bytes() == before
    assert made(supervisor) == []


def test_the_page_of_a_key_that_was_just_made(supervisor: Shift, tmp_path: Path) -> None:
    key = key_care.make_paper_key(supervisor)
    written = key_care.write_page(supervisor, key, ["txt", "pdf"], tmp_path, "en")
    assert {path.suffix for path in written.files} == {".txt", ".pdf"}
    text = next(path for path in written.files if path.suffix == ".txt").read_text()
    assert all(word in text for word in (*key.chinese, *key.english))
    assert made(supervisor)[-1] == {"action": "paper_key_written", "files": 2}
    assert all(path.stat().st_mode & 0o077 == 0 for path in written.files)


def test_the_password_has_to_be_fresh(supervisor: Shift, tmp_path: Path) -> None:
    key = key_care.make_paper_key(supervisor)
    supervisor.presence.proved -= 601
    for call in (
        lambda: key_care.make_paper_key(supervisor),
        lambda: key_care.write_page(supervisor, key, ["txt"], tmp_path, "zh"),
        lambda: key_care.keep_device_secret_in(supervisor, "file"),
    ):
        with pytest.raises(NotAllowedError) as caught:
            call()
        assert caught.value.code == "password_again"
    assert key_care.state(supervisor).paper
    assert PASSWORD not in repr(supervisor)
