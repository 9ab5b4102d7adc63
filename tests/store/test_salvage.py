"""Reading around damaged pages: exactly the rows that lie on them are lost, and nothing comes out changed."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.store.engine import unlock
from lobby_tui.store.salvage import Reader, TableRead, read_table, write_salvaged

KEY = bytes(range(32))
PAGE = 4096
ROWS = 900


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A table of short rows with gaps between them, and one of rows that are longer than a page."""
    path = tmp_path / "store.db"
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        unlock(connection, KEY)
        connection.execute("CREATE TABLE short (id TEXT, body TEXT, PRIMARY KEY (id)) STRICT")
        connection.execute("CREATE TABLE long (id TEXT, body TEXT, tail TEXT, PRIMARY KEY (id)) STRICT")
        connection.execute("BEGIN")
        for number in range(ROWS):
            connection.execute("INSERT INTO short VALUES (?, ?)", (f"{number:06d}", f"{number}" * 10))
        for number in range(12):
            connection.execute("INSERT INTO long VALUES (?, ?, ?)", (f"{number:06d}", f"{number:04d}" * 3000, "tail"))
        connection.execute("DELETE FROM short WHERE CAST(id AS INTEGER) % 100 > 60")
        connection.execute("COMMIT")
    return path


def _read(path: Path, name: str) -> tuple[list[tuple[str, ...]], TableRead]:
    reader, told = Reader(path, KEY), TableRead(name)
    try:
        columns = {"short": ["id", "body"], "long": ["id", "body", "tail"]}[name]
        return list(read_table(reader, name, columns, told)), told
    finally:
        reader.close()


def _spoil(content: bytes, pages: list[int]) -> bytes:
    spoiled = bytearray(content)
    for page in pages:
        spoiled[(page - 1) * PAGE + 1000] ^= 1
    return bytes(spoiled)


@pytest.mark.parametrize("name", ["short", "long"])
def test_one_damaged_page_costs_the_rows_that_lie_on_it(store: Path, name: str) -> None:
    content = store.read_bytes()
    whole, told = _read(store, name)
    assert (told.rows, told.lost) == (len(whole), 0)
    costs = []
    for page in range(2, len(content) // PAGE + 1):
        store.write_bytes(_spoil(content, [page]))
        rows, told = _read(store, name)
        assert set(rows) <= set(whole), "nothing comes out changed"
        assert rows == [row for row in whole if row in set(rows)], "in order, each once"
        assert told.lost in (None, len(whole) - len(rows))
        costs.append(len(whole) - len(rows))
    # The root of a table costs all of it; any other page a page full of rows at most.
    assert sum(cost == len(whole) for cost in costs) <= 1
    assert sorted(costs)[-2] <= 80
    assert sum(costs) > 0


@pytest.mark.parametrize("index_too", [False, True])
def test_many_damaged_pages(store: Path, index_too: bool) -> None:
    content = store.read_bytes()
    whole, _ = _read(store, "short")
    kinds = {page: _cost(store, content, page, whole) for page in range(2, len(content) // PAGE + 1)}
    leaves = [page for page, (cost, known) in kinds.items() if 0 < cost < len(whole) and known]
    index = [page for page, (cost, known) in kinds.items() if not cost and not known]
    assert len(leaves) > 6
    assert index
    spoiled = [leaves[0], *leaves[3:5], leaves[-1], *(index if index_too else [])]
    store.write_bytes(_spoil(content, spoiled))
    rows, told = _read(store, "short")
    expected = len(whole) - sum(kinds[page][0] for page in (leaves[0], *leaves[3:5], leaves[-1]))
    assert len(rows) == expected
    assert told.lost == (None if index_too else len(whole) - expected)


def _cost(store: Path, content: bytes, page: int, whole: list[tuple[str, ...]]) -> tuple[int, bool]:
    store.write_bytes(_spoil(content, [page]))
    rows, told = _read(store, "short")
    return len(whole) - len(rows), told.lost is not None


def test_without_its_first_page_there_is_nothing(store: Path, tmp_path: Path) -> None:
    store.write_bytes(_spoil(store.read_bytes(), [1]))
    reader = Reader(store, KEY)
    (tmp_path / "new.db").touch()
    assert write_salvaged(reader, tmp_path / "new.db", KEY) is None
    reader.close()
    assert (tmp_path / "new.db").read_bytes() == b""


def test_another_key_reads_nothing(store: Path, tmp_path: Path) -> None:
    reader = Reader(store, bytes(32))
    (tmp_path / "new.db").touch()
    assert write_salvaged(reader, tmp_path / "new.db", KEY) is None
    reader.close()
