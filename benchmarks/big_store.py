"""Filling a store with years of referrals in a minute or two: rows and terms as the desk writes them, by plain SQL."""

import os
import random
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlcipher3 import dbapi2

from benchmarks.branch import CHEAP, PASSWORD, signed_in
from lobby_tui.models.names import search_terms
from lobby_tui.settings import Settings
from lobby_tui.store.engine import prepare
from lobby_tui.store.keys import KeyFile

# The commonest surnames with their share of a hundred people, and characters of given names.
SURNAMES = {
    "王": 7,
    "李": 7,
    "张": 7,
    "刘": 5,
    "陈": 5,
    "杨": 3,
    "黄": 2,
    "赵": 2,
    "吴": 2,
    "周": 2,
    "欧阳": 1,
}
GIVEN = "小明华建国丽芳伟娜静敏强磊军洋勇艳杰涛超秀英霞平刚桂兰文玉红梅鹏飞婷雪慧宇浩晨阳子轩梓涵一诺思远"


def _names(number: int) -> tuple[str, ...]:
    chance = random.Random(1)
    surnames = chance.choices(tuple(SURNAMES), weights=tuple(SURNAMES.values()), k=number)
    return tuple(one + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2)))) for one in surnames)


NAMES = _names(20_000)


def fill(settings: Settings, referrals: int, a_day: int) -> None:
    """Write `referrals` into a new branch, `a_day` on each of as many days as it takes; today is the last of them."""
    with signed_in(settings, "001") as shift:
        branch, today, blind = shift.branch.id.hex, shift.today(), shift.blind
    keys = KeyFile(settings.home, CHEAP).open("001", PASSWORD)
    with closing(dbapi2.connect(str(settings.store_path), isolation_level=None)) as connection:
        prepare(connection, keys.data)
        for pragma in (
            "synchronous = OFF",
            "cache_size = -400000",
            "foreign_keys = OFF",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("blind", 1, blind)
        connection.create_function("minute", 1, lambda number: _minute(today, number, referrals, a_day))
        connection.execute("BEGIN IMMEDIATE")
        indexes = _without_indexes(connection)
        _names_table(connection)
        _days(connection, branch, today, -(-referrals // a_day))
        connection.execute(REFERRALS, {"branch": branch, "referrals": referrals, "a_day": a_day})
        connection.execute(TERMS, {"branch": branch})
        connection.execute(VISITS, {"a_day": a_day, "branch": branch})
        for sql in indexes:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    # A branch's store has been on the disk for years; else the first folding would have to bring 1.5 GB there.
    with settings.store_path.open("rb+") as file:
        os.fsync(file.fileno())


def _without_indexes(connection: Any) -> list[str]:
    """Drop the indexes that are not part of a table; how to make them again."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN ('referral', 'search_term')"
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [sql for _, sql in found]


def _names_table(connection: Any) -> None:
    connection.execute("CREATE TEMP TABLE names (no INTEGER PRIMARY KEY, name TEXT)")
    connection.executemany("INSERT INTO names VALUES (?, ?)", enumerate(NAMES))
    connection.execute("CREATE TEMP TABLE terms (name TEXT, term TEXT)")
    terms = ((name, term) for name in set(NAMES) for term in search_terms(name, None, None))
    connection.executemany("INSERT INTO terms VALUES (?, ?)", terms)
    connection.execute("CREATE INDEX temp.terms_of ON terms (name, term)")


def _days(connection: Any, branch: str, today: Any, number: int) -> None:
    (staff,) = connection.execute("SELECT id FROM staff WHERE no = '001'").fetchone()
    rows = []
    for index in range(number):
        day, last = today - timedelta(days=number - 1 - index), index == number - 1
        at = _instant(datetime(day.year, day.month, day.day, 1, tzinfo=UTC))
        closed = (None, None) if last else (at, staff)
        rows.append((branch, f"{index:032x}", day.isoformat(), "open" if last else "closed", at, staff, *closed))
    columns = "branch_id, id, date, state, opened_at, opened_by, closed_at, closed_by"
    connection.executemany(f"INSERT INTO business_day ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _minute(today: Any, number: int, referrals: int, a_day: int) -> str:
    """When a referral was made: in the order of their numbers, the last ones today."""
    day = today - timedelta(days=(referrals - 1) // a_day - number // a_day)
    return _instant(datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(minutes=number % a_day))


def _instant(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


REFERRALS = """
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :referrals)
INSERT INTO referral (branch_id, id, day_id, number, status, customer, reasons, identified_by, logged_by, manager_id,
    contact, contact_index, best_time, consent_at, remarks, version, created_at, changed_at)
SELECT :branch, printf('%032x', n), printf('%032x', n / :a_day), n % :a_day + 1,
    iif(n % 4, 'introduced', 'to_follow_up'), names.name, 'A01 C02', person.id, person.id, manager.id,
    printf('138%08d', :referrals - 1 - n), blind(printf('138%08d', :referrals - 1 - n)),
    '下午', minute(n), '客户希望了解大额存单。', 1, minute(n), minute(n)
FROM numbers
CROSS JOIN names ON names.no = (:referrals - 1 - n) * 7919 % (SELECT count(*) FROM names)
CROSS JOIN staff AS person ON person.branch_id = :branch AND person.no = iif(n % 3, '101', '201')
CROSS JOIN staff AS manager ON manager.branch_id = :branch AND manager.no = iif(n % 2, '301', '302')
"""

# In the order of the table, so that a page is written once.
TERMS = """
INSERT OR IGNORE INTO search_term (branch_id, term, referral_id)
SELECT :branch, term, id FROM (
    SELECT terms.term AS term, referral.id AS id FROM referral CROSS JOIN terms ON terms.name = referral.customer
    UNION ALL SELECT substr(contact, -4), id FROM referral
) ORDER BY term, id
"""

# The last day's visitors: what a day's summary counts.
VISITS = """
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :a_day)
INSERT INTO visit (branch_id, id, day_id, number, state, step, arrived_at, ended_at, staff_id, need, zone)
SELECT :branch, printf('%032x', n), day.id, n + 1, 'routed', 'ask', day.opened_at, day.opened_at, day.opened_by,
    'cash_small', 'self_service'
FROM numbers CROSS JOIN business_day AS day ON day.state = 'open'
"""
