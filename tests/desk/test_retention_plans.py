"""What is asked after each sign-in is bound by an index, however large the store is."""

import pytest

from lobby_tui.desk.keeping.due import BY_DAY, BY_MOMENT
from lobby_tui.desk.keeping.kinds import Kind
from lobby_tui.desk.shift import Shift

VALUES = {"branch": "0" * 32, "mark": "2026-01-01", "until": "2026-02-01", "before": "2026-02-01", "most": 200}
# As many rows as a branch has people, files, or complaints in a few years.
SMALL = {"complaint", "incident", "draft", "result_import"}


@pytest.mark.parametrize("kind", [*BY_DAY, *BY_MOMENT])
def test_no_large_table_is_read_whole(lobby_manager: Shift, kind: Kind) -> None:
    sql = {**BY_DAY, **BY_MOMENT}[kind]
    with lobby_manager.reading() as session:
        plan = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", VALUES)]
        names = dict(
            session.connection().exec_driver_sql("SELECT name, tbl_name FROM sqlite_master WHERE type = 'table'").all()
        )
    assert names
    whole = [line for line in plan if line.startswith("SCAN") and line.split()[1] in ("r", "d", "x", "l")]
    assert whole == []
    for line in plan:
        if line.startswith("SEARCH") and line.split()[1] in ("r", "x"):
            assert "day_id=?" in line or "AND id=?" in line, line
