"""The chain's keys: sealed for supervisors, turned forward every day, never back."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.models.enums import Role
from lobby_tui.models.staff import Staff
from lobby_tui.store.audit import canonical, event_hash, next_key, row_digest, row_name
from lobby_tui.store.sealing import new_key_pair, seal, unseal

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def person(**values: object) -> Staff:
    known = {"branch_id": uuid.UUID(int=1), "id": uuid.UUID(int=2), "no": "101", "name": "李娜"}
    return Staff(**{**known, "role": Role.GUIDE, "active": True, "created_at": NOW, **values})


def test_only_the_private_key_unseals() -> None:
    private, public = new_key_pair()
    sealed = seal(public, b"first key of a chain")
    assert unseal(private, sealed) == b"first key of a chain"
    assert b"first key" not in sealed
    with pytest.raises(InvalidTag):
        unseal(new_key_pair()[0], sealed)


@given(place=st.integers(0, 32 + 20 + 15), bit=st.integers(0, 7))
def test_a_sealed_key_that_was_touched_does_not_open(place: int, bit: int) -> None:
    private, public = new_key_pair()
    sealed = bytearray(seal(public, b"first key of a chain"))
    sealed[place] ^= 1 << bit
    with pytest.raises((InvalidTag, ValueError)):
        unseal(private, bytes(sealed))


def test_sealing_twice_gives_two_texts() -> None:
    _, public = new_key_pair()
    assert seal(public, b"x" * 32) != seal(public, b"x" * 32)


def test_the_next_key_does_not_tell_the_one_before() -> None:
    keys = [b"k" * 32]
    for _ in range(5):
        keys.append(next_key(keys[-1]))
    assert len(set(keys)) == 6
    assert {len(key) for key in keys} == {32}


EVENT = {
    "branch_id": uuid.UUID(int=1),
    "chain": uuid.UUID(int=3),
    "seq": 7,
    "at": NOW,
    "staff_id": uuid.UUID(int=2),
    "action": "referral_logged",
    "subject": "referral:1",
    "detail": {"number": 1},
    "rows": {"referral:1": "00ff"},
    "key_number": 0,
    "prev": bytes(32),
}
CHANGED = {
    "branch_id": uuid.UUID(int=9),
    "chain": uuid.UUID(int=9),
    "seq": 8,
    "at": NOW.replace(microsecond=1),
    "staff_id": None,
    "action": "referral_undone",
    "subject": "referral:2",
    "detail": {"number": 2},
    "rows": {},
    "key_number": 1,
    "prev": b"\x01" * 32,
}


@pytest.mark.parametrize("column", EVENT)
def test_a_link_binds_every_column(column: str) -> None:
    before = event_hash(b"k" * 32, EVENT)
    assert event_hash(b"k" * 32, {**EVENT, column: CHANGED[column]}) != before
    assert event_hash(b"l" * 32, EVENT) != before


def test_a_link_is_the_same_however_the_columns_are_ordered() -> None:
    assert event_hash(b"k" * 32, dict(reversed(EVENT.items()))) == event_hash(b"k" * 32, EVENT)
    assert event_hash(b"k" * 32, {**EVENT, "hash": b"whatever"}) == event_hash(b"k" * 32, EVENT)


@pytest.mark.parametrize(
    "values",
    [{"name": "李 娜"}, {"active": False}, {"role": Role.SUPERVISOR}, {"created_at": NOW.replace(second=1)}],
    ids=str,
)
def test_a_digest_tells_any_change_of_a_row(values: dict[str, object]) -> None:
    assert row_digest(b"k" * 32, person(**values)) != row_digest(b"k" * 32, person())


def test_a_digest_is_keyed_and_the_same_for_equal_rows() -> None:
    assert row_digest(b"k" * 32, person()) == row_digest(b"k" * 32, person(role="guide"))
    assert row_digest(b"l" * 32, person()) != row_digest(b"k" * 32, person())
    assert row_name(person()) == f"staff:{uuid.UUID(int=2)}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(JSON, JSON)
def test_the_canonical_form_is_one_to_one(one: object, other: object) -> None:
    assert json.loads(canonical(one)) == one
    if json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True):
        assert canonical(one) != canonical(other)


def test_the_canonical_form_is_what_it_was() -> None:
    # Stores hold digests of it: another form would make every one of them wrong.
    assert canonical({"b": "王", "a": [1, None, True]}) == b'{"a":[1,null,true],"b":"\\u738b"}'
    assert row_digest(b"k" * 32, person()) == "f04c74461ddbf2aefd2c8c87a8f818a9"
    assert event_hash(b"k" * 32, EVENT).hex()[:16] == "63f6fad1b34200ad"
