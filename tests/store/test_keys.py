"""Who gets the keys, and what is said to whoever does not."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.settings import Settings
from lobby_tui.store.keys import KeyFile, Keys
from tests.conftest import CHEAP, PASSWORD


@pytest.fixture
def slots(tmp_path: Path) -> KeyFile:
    slots = KeyFile(tmp_path, CHEAP)
    slots.create()
    slots.put("101", PASSWORD, Keys(b"d" * 32))
    slots.put("001", PASSWORD, Keys(b"d" * 32, b"a" * 32))
    return slots


def edit(slots: KeyFile, no: str, **values: Any) -> None:
    document = json.loads(slots.path.read_text())
    document["slots"][no] |= values
    slots.path.write_text(json.dumps(document))


def test_a_password_opens_what_was_put_in(slots: KeyFile) -> None:
    assert slots.open("101", PASSWORD) == Keys(b"d" * 32, None)
    assert slots.open("001", PASSWORD) == Keys(b"d" * 32, b"a" * 32)


@pytest.mark.parametrize(("no", "password"), [("101", "wrong horse"), ("999", PASSWORD), ("", PASSWORD)])
def test_a_wrong_pair_says_the_same_whichever_half_is_wrong(slots: KeyFile, no: str, password: str) -> None:
    with pytest.raises(NotAllowedError) as caught:
        slots.open(no, password)
    assert caught.value.code == "wrong_password"
    assert caught.value.message.params == {}


def test_an_unknown_number_costs_as_much_as_a_known_one(slots: KeyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def spy(action: str, asked_of: Mapping[str, Any], *, apart: bool) -> None:
        sizes = {name: len(value) for name, value in asked_of.items() if name not in ("owner", "figures")}
        asked.append((action, asked_of["figures"], sizes | {"slot": 0}, apart))

    monkeypatch.setattr("lobby_tui.store.slots.in_child", spy)
    for no in ("101", "999"):
        with pytest.raises(NotAllowedError):
            slots.open(no, "wrong horse")
    assert asked[0] == asked[1]
    assert asked[0][1] == CHEAP


def test_a_slot_moved_to_another_number_opens_nothing(slots: KeyFile) -> None:
    document = json.loads(slots.path.read_text())
    document["slots"]["777"] = document["slots"]["001"]
    slots.path.write_text(json.dumps(document))
    with pytest.raises(NotAllowedError):
        slots.open("777", PASSWORD)


def test_without_this_devices_secret_a_password_opens_nothing(slots: KeyFile, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    thief = KeyFile(other, CHEAP)
    thief.create()
    shutil.copy(slots.path, thief.path)
    with pytest.raises(StoreError) as caught:
        thief.open("001", PASSWORD)
    assert caught.value.code == "device_secret_other"
    document = json.loads(thief.path.read_text())
    thief.path.write_text(json.dumps(document | {"device": ""}))
    with pytest.raises(NotAllowedError):
        thief.open("001", PASSWORD)


def test_a_removed_slot_opens_nothing_and_the_others_do(slots: KeyFile) -> None:
    slots.remove("101")
    with pytest.raises(NotAllowedError):
        slots.open("101", PASSWORD)
    assert slots.open("001", PASSWORD).data == b"d" * 32


def test_a_new_password_replaces_the_old_one(slots: KeyFile) -> None:
    slots.put("101", "another horse", Keys(b"d" * 32))
    with pytest.raises(NotAllowedError):
        slots.open("101", PASSWORD)
    assert slots.open("101", "another horse").data == b"d" * 32


def test_no_key_stands_in_the_files(slots: KeyFile) -> None:
    for path in (slots.path, slots.device_path):
        content = path.read_bytes()
        assert b"dddd" not in content
        assert PASSWORD.encode() not in content
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("name", "code"), [("keys.json", "keys_missing"), ("device.key", "device_secret_missing")])
def test_a_missing_file_is_named(slots: KeyFile, name: str, code: str) -> None:
    (slots.path.parent / name).unlink()
    with pytest.raises(StoreError) as caught:
        slots.open("101", PASSWORD)
    assert caught.value.code == code
    assert name in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b'{"slots": []}', b'{"slots": {"101": 7}}', b'{"slots": {"101": {}}}', b"\xff"],
)
def test_a_damaged_key_file_is_called_damaged(slots: KeyFile, content: bytes) -> None:
    slots.path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        slots.open("101", PASSWORD)
    assert caught.value.code == "keys_damaged"


@pytest.mark.parametrize(
    "values",
    [
        {"salt": "?"},
        {"salt": "AA=="},
        {"nonce": ""},
        {"wrapped": 7},
        {"argon2id": {}},
        {"argon2id": {**CHEAP, "time_cost": 0}},
        {"argon2id": {**CHEAP, "memory_cost": "much"}},
    ],
)
def test_a_damaged_slot_is_called_damaged(slots: KeyFile, values: dict[str, Any]) -> None:
    edit(slots, "101", **values)
    with pytest.raises(StoreError) as caught:
        slots.open("101", PASSWORD)
    assert caught.value.code == "keys_damaged"


def test_a_device_secret_cut_short_is_damage_and_not_a_wrong_password(slots: KeyFile) -> None:
    slots.device_path.write_bytes(slots.device_path.read_bytes()[:16])
    with pytest.raises(StoreError) as caught:
        slots.open("101", PASSWORD)
    assert caught.value.code == "keys_damaged"
    assert str(slots.device_path) in str(caught.value)


def test_a_key_file_that_cannot_be_read_is_no_crash(slots: KeyFile) -> None:
    slots.path.unlink()
    slots.path.mkdir()
    with pytest.raises(StoreError) as caught:
        slots.open("101", PASSWORD)
    assert caught.value.code == "keys_unreadable"


def test_a_second_device_secret_is_never_made(slots: KeyFile) -> None:
    with pytest.raises(FileExistsError):
        slots.create()
    assert slots.open("101", PASSWORD).data == b"d" * 32


def test_only_a_supervisor_holds_the_audit_key(settings: Settings) -> None:
    slots = KeyFile(settings.home, CHEAP)
    assert slots.open("001", PASSWORD).audit_private is not None
    assert slots.open("101", PASSWORD).audit_private is None


def test_each_purpose_has_its_own_key() -> None:
    keys = Keys(b"d" * 32)
    assert len({keys.data, keys.derive("one"), keys.derive("two")}) == 3
