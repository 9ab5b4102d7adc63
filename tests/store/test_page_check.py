"""A file that does not open: not encrypted, damaged, or under another key. Each is told from the others."""

import os
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from lobby_tui.errors import StoreError
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store.keys import KeyFile, Keys
from lobby_tui.store.page_check import PAGE, SALT, Why, is_whole, why
from lobby_tui.store.store import Store
from tests.conftest import CHEAP, PASSWORD


@pytest.fixture
def salt(settings: Settings) -> bytes:
    return settings.store_path.read_bytes()[:SALT]


def code(settings: Settings, keys: Keys, clock: FixedClock) -> str:
    with pytest.raises(StoreError) as caught:
        Store(settings.store_path, keys, clock)
    return caught.value.code


def spoil(path: Path, place: int, length: int) -> None:
    """No byte stays as it was: a byte by chance is the one that stands there once in 256 stores."""
    with path.open("r+b") as file:
        file.seek(place)
        was, chance = file.read(length), random.Random(place)
        file.seek(place)
        file.write(bytes(byte ^ chance.randint(1, 255) for byte in was))


def test_every_page_checks_out_under_its_key_only(settings: Settings, keys: Keys, salt: bytes) -> None:
    content = settings.store_path.read_bytes()
    pages = [content[place : place + PAGE] for place in range(0, len(content), PAGE)]
    assert all(is_whole(page, number, keys.data, salt) for number, page in enumerate(pages, start=1))
    assert not any(is_whole(page, number, b"w" * 32, salt) for number, page in enumerate(pages[:9], start=1))
    assert not is_whole(pages[1], 3, keys.data, salt)


def test_the_salt_is_noted_at_the_first_sign_in(settings: Settings, salt: bytes) -> None:
    assert KeyFile(settings.home, CHEAP).open("101", PASSWORD).salt == salt


def test_a_plain_file(settings: Settings, keys: Keys, clock: FixedClock) -> None:
    settings.store_path.unlink()
    connection = dbapi2.connect(str(settings.store_path))
    connection.execute("CREATE TABLE one (id INTEGER)")
    connection.close()
    assert code(settings, keys, clock) == "store_plain"


def test_another_key(settings: Settings, keys: Keys, clock: FixedClock) -> None:
    assert code(settings, Keys(b"w" * 32, salt=keys.salt), clock) == "store_unreadable"


@pytest.mark.parametrize(("place", "length"), [(SALT, 40), (0, PAGE), (0, 3 * PAGE), (PAGE - 60, 4)])
def test_a_damaged_head(settings: Settings, keys: Keys, clock: FixedClock, place: int, length: int) -> None:
    spoil(settings.store_path, place, length)
    assert code(settings, keys, clock) == "store_damaged"


@pytest.mark.parametrize("length", [1, SALT])
def test_a_damaged_salt_is_known_by_the_one_that_was_noted(
    settings: Settings, keys: Keys, clock: FixedClock, length: int
) -> None:
    spoil(settings.store_path, 0, length)
    assert code(settings, keys, clock) == "store_damaged"
    # Nobody noted it: then it cannot be told from another key.
    assert why(settings.store_path, keys.data) is Why.OTHER_KEY


@pytest.mark.parametrize(("size", "expected"), [(15, "store_unreadable"), (1000, "store_damaged")])
def test_cut_to_less_than_a_page(settings: Settings, keys: Keys, clock: FixedClock, size: int, expected: str) -> None:
    os.truncate(settings.store_path, size)
    assert code(settings, keys, clock) == expected


def test_another_programs_encrypted_file_is_not_called_damaged(
    settings: Settings, keys: Keys, clock: FixedClock
) -> None:
    connection = dbapi2.connect(str(settings.store_path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{keys.data.hex()}'\"")
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    assert code(settings, keys, clock) == "store_unreadable"


@given(st.data())
@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_some_damage_never_passes_for_another_key(
    settings: Settings, keys: Keys, tmp_path: Path, data: st.DataObject
) -> None:
    """As long as a page of the first eight is whole, the key is known to be right; wrong keys never are."""
    copy = tmp_path / "copy.db"
    shutil.copy(settings.store_path, copy)
    whole = data.draw(st.integers(0, 7))
    for page in range(8):
        if page != whole:
            spoil(copy, page * PAGE + data.draw(st.integers(0, PAGE - 20)), 20)
    assert why(copy, keys.data, keys.salt) is Why.DAMAGED
    assert why(copy, data.draw(st.binary(min_size=32, max_size=32)), keys.salt) is Why.OTHER_KEY
