"""Slots of both versions: what opens them, what a PIN can do, and what whoever only writes the file cannot."""

import json
from pathlib import Path
from typing import Any

import pytest

from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.store import slots as slots_module
from lobby_tui.store.keys import KeyFile, Keys
from lobby_tui.store.sealing import new_key_pair
from lobby_tui.store.slots import Lock
from lobby_tui.store.wrapping import FIRST_SLOT, Wrapping, sealed_to, wrap
from lobby_tui.store.wrapping_apart import in_child
from tests.conftest import CHEAP, PASSWORD

LOBBY = Keys(b"d" * 32, None, b"r" * 32, (b"e" * 32, b"f" * 32))
HEAD = Keys(b"d" * 32, b"a" * 32, b"r" * 32, (b"e" * 32, b"f" * 32))
PIN = "4826"


@pytest.fixture
def slots(tmp_path: Path) -> KeyFile:
    slots = KeyFile(tmp_path, CHEAP)
    slots.create()
    slots.put("101", PASSWORD, LOBBY)
    slots.put("001", PASSWORD, HEAD)
    return slots


def put_first(slots: KeyFile, no: str, keys: Keys) -> None:
    """A slot as the first version made it, in a file as it was then."""
    lock = Lock(no, PASSWORD.encode(), slots.device_path.read_bytes(), CHEAP)
    slot = slots_module._fresh(lock)
    texts = {name: slots_module._bytes(slot[name]) for name in ("salt", "nonce")}
    wrapping = Wrapping(lock.secret, texts["salt"], CHEAP, lock.device_secret, texts["nonce"], no.encode(), FIRST_SLOT)
    slot["wrapped"] = slots_module._text(wrap(wrapping, keys.data + (keys.audit_private or b"")))
    document = json.loads(slots.path.read_text())
    old = {"version": 1, "slots": {**document["slots"], no: slot}}
    slots.path.write_text(json.dumps(old))


def change(slots: KeyFile, no: str, **values: Any) -> None:
    document = json.loads(slots.path.read_text())
    document["slots"][no] |= values
    slots.path.write_text(json.dumps(document))


def test_everything_comes_back(slots: KeyFile) -> None:
    assert slots.open("101", PASSWORD) == LOBBY
    assert slots.open("001", PASSWORD) == HEAD


def test_a_slot_of_the_first_version_opens_and_is_brought_up_once(slots: KeyFile) -> None:
    put_first(slots, "001", Keys(b"d" * 32, b"a" * 32))
    before = slots.open("001", PASSWORD)
    assert before == Keys(b"d" * 32, b"a" * 32, b"d" * 32)
    slots.renew("001", PASSWORD, before)
    assert not slots_module.is_first(slots.document().slots["001"])
    assert slots.open("001", PASSWORD) == before
    written = slots.path.read_bytes()
    slots.renew("001", PASSWORD, before)
    assert slots.path.read_bytes() == written


def test_a_slot_stripped_to_the_first_version_opens_nothing(slots: KeyFile) -> None:
    document = json.loads(slots.path.read_text())
    for name in ("public", "sealed", "tag"):
        del document["slots"]["001"][name]
    slots.path.write_text(json.dumps(document))
    with pytest.raises(NotAllowedError):
        slots.open("001", PASSWORD)


def test_another_role_needs_no_password(slots: KeyFile) -> None:
    assert slots.give("101", HEAD)
    assert slots.open("101", PASSWORD) == HEAD
    assert slots.give("101", LOBBY)
    assert slots.open("101", PASSWORD).audit_private is None


def test_what_cannot_be_given_is_said(slots: KeyFile) -> None:
    put_first(slots, "301", Keys(b"d" * 32))
    assert not slots.give("301", HEAD)
    assert not slots.give("999", HEAD)


def test_nobody_has_the_keys_sealed_to_themselves_by_writing_the_file(slots: KeyFile) -> None:
    """Who can write keys.json puts a public key of their own into a slot, and waits for the next sealing."""
    _, public = new_key_pair()
    text = {name: slots_module._text(bytes.fromhex(value)) for name, value in
            sealed_to(public, b"x" * 32, b"101", LOBBY.payload()).items()}  # fmt: skip
    change(slots, "101", **text)
    assert not slots.give("101", HEAD)
    with pytest.raises(StoreError) as caught:
        slots.open("101", PASSWORD)
    assert caught.value.code == "keys_damaged"


@pytest.mark.parametrize("name", ["public", "sealed", "tag"])
def test_open_halves_do_not_go_from_one_person_to_another(slots: KeyFile, name: str) -> None:
    document = json.loads(slots.path.read_text())
    document["slots"]["101"][name] = document["slots"]["001"][name]
    slots.path.write_text(json.dumps(document))
    with pytest.raises(StoreError) as caught:
        slots.open("101", PASSWORD)
    assert caught.value.code == "keys_damaged"


def test_a_pin_opens_what_the_password_opens(slots: KeyFile) -> None:
    slot = json.loads(json.dumps(slots.pin_slot("001", PASSWORD, PIN)))
    assert slots.open_with_pin("001", slot, PIN) == HEAD
    assert slots.open_with_pin("001", slot, "4827") is None
    assert slots.open_with_pin("101", slot, PIN) is None
    assert slots.open_with_pin("999", slot, PIN) is None


def test_a_pin_is_made_with_the_password_only(slots: KeyFile) -> None:
    with pytest.raises(NotAllowedError):
        slots.pin_slot("001", "wrong horse", PIN)


def test_a_pin_brings_an_old_slot_up(slots: KeyFile) -> None:
    put_first(slots, "301", Keys(b"d" * 32))
    slot = slots.pin_slot("301", PASSWORD, PIN)
    assert slots.open_with_pin("301", slot, PIN) == Keys(b"d" * 32)


def test_a_pin_outlives_another_role_and_ends_with_its_password(slots: KeyFile) -> None:
    slot = slots.pin_slot("101", PASSWORD, PIN)
    slots.give("101", HEAD)
    assert slots.open_with_pin("101", slot, PIN) == HEAD
    slots.put("101", "another horse", LOBBY)
    assert slots.open_with_pin("101", slot, PIN) is None
    slots.remove("101")
    assert slots.open_with_pin("101", slot, PIN) is None


def test_a_pin_needs_this_device(slots: KeyFile, tmp_path: Path) -> None:
    slot = slots.pin_slot("101", PASSWORD, PIN)
    document = json.loads(slots.path.read_text())
    slots.path.write_text(json.dumps(document | {"device": ""}))
    slots.device_path.write_bytes(b"o" * 32)
    assert slots.open_with_pin("101", slot, PIN) is None


def test_a_pin_s_wrapping_is_no_slot(slots: KeyFile) -> None:
    """Four digits would be no password: what a PIN wraps does not open where passwords do."""
    change(slots, "101", **slots.pin_slot("101", PASSWORD, PIN))
    with pytest.raises(NotAllowedError):
        slots.open("101", PIN)


def test_keys_of_a_later_release_are_not_touched(slots: KeyFile) -> None:
    document = json.loads(slots.path.read_text())
    slots.path.write_text(json.dumps(document | {"version": 3}))
    with pytest.raises(StoreError) as caught:
        slots.open("101", PASSWORD)
    assert caught.value.code == "keys_newer"


def test_no_key_is_printed_by_a_failing_test() -> None:
    assert "dddd" not in repr(HEAD)
    assert "correct" not in repr(Lock("1", PASSWORD.encode(), b"s" * 32, CHEAP))


def test_a_child_makes_what_opens_here(tmp_path: Path) -> None:
    dear = {**CHEAP, "memory_cost": 2048}
    slots = KeyFile(tmp_path, dear)
    slots.create()
    slots.put("101", PASSWORD, LOBBY)
    document = slots.document()
    lock = slots._lock("101", PASSWORD, document)
    asked = slots_module._asked(lock, document.slots["101"])
    found = in_child("open", asked | {"slot": slots_module._open_half(document.slots["101"])}, apart=False)
    assert bytes.fromhex(found["payload"]) == LOBBY.payload()
    assert slots.open("101", PASSWORD) == LOBBY
