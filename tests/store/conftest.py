"""An open store, and a way behind its back for whoever plays the attacker."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store.engine import unlock
from lobby_tui.store.keys import KeyFile, Keys
from lobby_tui.store.store import Store
from tests.conftest import CHEAP, PASSWORD

Behind = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def keys(settings: Settings) -> Keys:
    return KeyFile(settings.home, CHEAP).open("001", PASSWORD)


@pytest.fixture
def store(settings: Settings, keys: Keys, clock: FixedClock) -> Iterator[Store]:
    store = Store(settings.store_path, keys, clock)
    yield store
    store.close()


@pytest.fixture
def behind(settings: Settings, keys: Keys) -> Behind:
    """Opens the file with its key and nothing else: no desk, no audit, no pragmas. Commits at the end."""

    @contextmanager
    def opened() -> Iterator[Any]:
        connection = dbapi2.connect(str(settings.store_path), isolation_level=None)
        try:
            unlock(connection, keys.data)
            yield connection
        finally:
            connection.close()

    return opened
