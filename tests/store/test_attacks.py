"""The attack table: somebody who can open the file, and knows how it works, changes it behind the desk's back.

What is promised is found by `lobby store check`; what is not promised is written down here as well, so that a change
of either is noticed.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from lobby_tui.desk import checkup, referrals, staff
from lobby_tui.desk.checkup import Checkup
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.store.audit import START, event_hash
from lobby_tui.store.sealing import seal
from tests.conftest import PASSWORD
from tests.store.conftest import Behind

Check = Callable[[], Checkup]
DAY = 86400


@pytest.fixture
def check(lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock) -> Check:
    """Three referrals a day on two days, then a check by the supervisor."""
    supervisor = sign_in("001")
    for day in range(2):
        for number in range(3):
            entry = ReferralEntry(customer=f"王小明{day}{number}", signals=["A01"], manager_no="301")
            referrals.log(lobby_manager, entry)
        clock.advance(DAY)
    return lambda: checkup.check(supervisor)


@pytest.fixture
def attack(behind: Behind, check: Check) -> Callable[[], Any]:
    @contextmanager
    def without_triggers() -> Iterator[Any]:
        with behind() as connection:
            connection.execute("DROP TRIGGER audit_event_no_update")
            connection.execute("DROP TRIGGER audit_event_no_delete")
            yield connection

    return without_triggers


def said(found: Checkup) -> str:
    return " | ".join(one.text for one in found.problems)


def rehash(connection: Any, key: bytes, since: int, key_number: int | None = None) -> None:
    """Compute the chain anew from event `since` on, as whoever knows the algorithm would."""
    events = connection.execute("SELECT * FROM audit_event ORDER BY seq").fetchall()
    names = [one[1] for one in connection.execute("PRAGMA table_info(audit_event)")]
    previous = START
    for values in events:
        event = dict(zip(names, values, strict=True))
        if event["seq"] >= since:
            number = event["key_number"] if key_number is None else key_number
            plain = {
                **event,
                "branch_id": uuid.UUID(event["branch_id"]),
                "chain": uuid.UUID(event["chain"]),
                "staff_id": uuid.UUID(event["staff_id"]) if event["staff_id"] else None,
                "at": datetime.fromisoformat(event["at"]),
                "detail": json.loads(event["detail"]),
                "rows": json.loads(event["rows"]),
                "prev": previous,
                "key_number": number,
            }
            event["hash"] = event_hash(key, plain)
            connection.execute(
                "UPDATE audit_event SET prev = ?, hash = ?, key_number = ? WHERE seq = ?",
                (previous, event["hash"], number, event["seq"]),
            )
        previous = event["hash"]


def day_key(connection: Any) -> bytes:
    return bytes(connection.execute("SELECT day_key FROM audit_chain").fetchone()[0])


def key_number(shift: Shift) -> int:
    with shift.reading() as session:
        return int(session.connection().exec_driver_sql("SELECT key_number FROM audit_chain").scalar_one())


def test_an_honest_store_has_nothing_to_report(check: Check) -> None:
    found = check()
    assert found.problems == ()
    assert found.replayed
    assert found.ok


@pytest.mark.parametrize(
    "change",
    [
        "action = 'referral_undone'",
        "subject = 'referral:0'",
        "detail = json_set(detail, '$.number', 77)",
        'rows = \'{"staff:1": "00"}\'',
        "at = '2026-01-01T00:00:00.000000Z'",
        "staff_id = NULL",
        "hash = zeroblob(32)",
        "key_number = 1000000000000",
    ],
)
def test_an_edited_event_is_noticed(check: Check, attack: Callable[[], Any], change: str) -> None:
    with attack() as connection:
        connection.execute(f"UPDATE audit_event SET {change} WHERE seq = 9")
    assert not check().ok


def test_a_deleted_event_is_noticed(check: Check, attack: Callable[[], Any]) -> None:
    with attack() as connection:
        connection.execute("DELETE FROM audit_event WHERE seq = 9")
    assert "chain is broken before event {seq}" in said(check())


def test_a_chain_computed_anew_without_the_key_is_noticed(check: Check, attack: Callable[[], Any]) -> None:
    with attack() as connection:
        connection.execute("UPDATE audit_event SET detail = '{}' WHERE seq = 9")
        rehash(connection, b"guess" * 7, since=9)
    assert "changed after it was written" in said(check())


def test_a_closed_days_events_computed_anew_with_todays_key_are_noticed(
    check: Check, attack: Callable[[], Any], lobby_manager: Shift
) -> None:
    referrals.log(lobby_manager, ReferralEntry(customer="周末", signals=["A01"], manager_no="301"))
    with attack() as connection:
        connection.execute("UPDATE audit_event SET detail = '{}' WHERE seq = 9")
        rehash(connection, day_key(connection), since=9)
    assert "changed after it was written" in said(check())


def test_not_promised_todays_events_computed_anew_with_todays_key(
    check: Check, attack: Callable[[], Any], lobby_manager: Shift
) -> None:
    entry = ReferralEntry(customer="周末", signals=["A01"], manager_no="301")
    for _ in range(2):
        referrals.log(lobby_manager, entry)
    with attack() as connection:
        (last,) = connection.execute("SELECT max(seq) FROM audit_event").fetchone()
        connection.execute("UPDATE audit_event SET staff_id = NULL WHERE seq = ?", (last,))
        rehash(connection, day_key(connection), since=last)
    # The printed head of the signed form is what tells; the file alone cannot.
    assert check().ok


def test_the_last_events_cut_off_are_noticed_by_the_rows_they_spoke_of(check: Check, attack: Callable[[], Any]) -> None:
    with attack() as connection:
        connection.execute("DELETE FROM audit_event WHERE seq > (SELECT max(seq) FROM audit_event) - 2")
    assert "No audit event speaks of {row}." in said(check())


def test_not_promised_the_last_events_cut_off_with_their_rows(check: Check, attack: Callable[[], Any]) -> None:
    before = check()
    with attack() as connection:
        last = "(SELECT id FROM referral ORDER BY created_at DESC, number DESC LIMIT 1)"
        connection.execute(f"DELETE FROM search_term WHERE referral_id = {last}")
        connection.execute(f"DELETE FROM referral WHERE id = {last}")
        connection.execute("DELETE FROM audit_event WHERE seq = (SELECT max(seq) FROM audit_event)")
    after = check()
    assert after.ok
    # The head differs from the one that the signed form carries.
    assert (after.events, after.head) != (before.events, before.head)


def test_a_row_changed_behind_the_audits_back_is_noticed(check: Check, behind: Behind) -> None:
    with behind() as connection:
        connection.execute("UPDATE referral SET remarks = 'other' WHERE number = 2")
    assert "differs from what its last audit event says" in said(check())


def test_a_row_put_in_without_an_event_is_noticed(check: Check, behind: Behind) -> None:
    with behind() as connection:
        connection.execute(
            "INSERT INTO staff SELECT branch_id, ?, '999', name, 'supervisor', 1, created_at, NULL "
            "FROM staff WHERE no = '001'",
            ("9" * 32,),
        )
    assert "No audit event speaks of {row}." in said(check())


def test_a_row_taken_out_without_an_event_is_noticed(check: Check, behind: Behind) -> None:
    with behind() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM search_term")
        connection.execute("DELETE FROM referral WHERE number = 2")
    assert "is gone, and no audit event says so" in said(check())


def test_a_row_put_back_to_an_older_state_is_noticed(
    check: Check, behind: Behind, sign_in: Callable[[str], Shift]
) -> None:
    with behind() as connection:
        before = connection.execute("SELECT active FROM staff WHERE no = '102'").fetchone()
    staff.disable(sign_in("001"), "102")
    with behind() as connection:
        connection.execute("UPDATE staff SET active = ? WHERE no = '102'", before)
    assert "differs from what its last audit event says" in said(check())


def test_a_search_term_is_scratch_and_belongs_to_a_row(check: Check, behind: Behind) -> None:
    with behind() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE search_term SET referral_id = ? WHERE term = '王小明00'", ("9" * 32,))
    assert "lost what they belong to" in said(check())


def test_a_chain_that_lost_its_first_key_cannot_pass_unnoticed(check: Check, attack: Callable[[], Any]) -> None:
    with attack() as connection:
        connection.execute("UPDATE audit_event SET staff_id = NULL WHERE seq = 9")
        rehash(connection, b"guess" * 7, since=9)
        connection.execute("DELETE FROM audit_chain")
    found = check()
    assert "lost its first key" in said(found)
    assert not found.replayed


def test_a_first_key_sealed_for_somebody_else_cannot_pass_unnoticed(check: Check, attack: Callable[[], Any]) -> None:
    with attack() as connection:
        connection.execute("UPDATE audit_chain SET sealed_first_key = randomblob(80)")
    found = check()
    assert "lost its first key" in said(found)
    assert not found.replayed


def test_not_promised_a_chain_begun_anew_with_a_key_of_ones_own(check: Check, attack: Callable[[], Any]) -> None:
    before = check()
    with attack() as connection:
        (public,) = connection.execute("SELECT audit_public_key FROM branch").fetchone()
        connection.execute("UPDATE audit_event SET staff_id = NULL WHERE seq = 9")
        rehash(connection, b"m" * 32, since=1, key_number=0)
        connection.execute(
            "UPDATE audit_chain SET sealed_first_key = ?, day_key = ?, key_number = 0",
            (seal(public, b"m" * 32), b"m" * 32),
        )
    after = check()
    # Every printed head, yesterday's too, differs: that is what the signed forms are for.
    assert after.ok
    assert after.head != before.head


def test_a_clock_set_back_is_no_attack(check: Check, sign_in: Callable[[str], Shift], clock: FixedClock) -> None:
    supervisor = sign_in("001")
    staff.disable(supervisor, "102")
    before = key_number(supervisor)
    clock.set(clock.now().replace(year=2026, month=1))
    staff.reset(supervisor, "102", PASSWORD)
    assert check().problems == ()
    assert key_number(supervisor) == before, "a clock set back turns no key"


def test_without_the_audit_key_the_structure_is_still_checked(
    check: Check, attack: Callable[[], Any], sign_in: Callable[[str], Shift]
) -> None:
    with attack() as connection:
        connection.execute("DELETE FROM audit_event WHERE seq = 9")
    found = checkup.check(sign_in("101"))
    assert "chain is broken" in said(found)
    assert not found.replayed
