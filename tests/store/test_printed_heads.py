"""A signed paper against the store: what somebody changes behind the desk's back shows, or is written down here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from lobby_tui.desk import answers, closing, day_heads, referrals, second_person, signing, verifying
from lobby_tui.desk.day_heads import DayHead
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.verifying import Verdict
from lobby_tui.errors import RefusedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.store.sealing import seal
from tests.conftest import PASSWORD, types_password
from tests.store.conftest import Behind
from tests.store.test_attacks import day_key, rehash

MONDAY = date(2026, 11, 23)
SignIn = Callable[[str], Shift]


@dataclass(frozen=True)
class Paper:
    """Two signed days and the papers of them; then an entry of the open day."""

    supervisor: Shift
    monday: DayHead
    tuesday: DayHead

    def verify(self, head: DayHead | None = None, day: date | None = MONDAY) -> Verdict:
        return verifying.verify(self.supervisor, (head or self.monday).head, day)


@pytest.fixture
def paper(lobby_manager: Shift, sign_in: SignIn, clock: FixedClock) -> Paper:
    supervisor, heads = sign_in("001"), []
    for day in range(2):
        for number in range(3):
            referrals.log(lobby_manager, ReferralEntry(f"王小明{day}{number}", ["A01"], manager_no="301"))
        heads.append(closing.close(types_password(lobby_manager), carry_over="next_day").head)
        signing.sign(types_password(supervisor))
        clock.advance(timedelta(days=1))
    referrals.log(lobby_manager, ReferralEntry("周末", ["A01"], manager_no="301"))
    return Paper(supervisor, *heads)


@pytest.fixture
def attack(behind: Behind, paper: Paper) -> Callable[[], Any]:
    from contextlib import contextmanager

    @contextmanager
    def without_triggers() -> Any:
        with behind() as connection:
            connection.execute("DROP TRIGGER audit_event_no_update")
            connection.execute("DROP TRIGGER audit_event_no_delete")
            yield connection

    return without_triggers


def said(verdict: Verdict) -> str:
    return " | ".join(one.text for one in verdict.problems)


def test_a_paper_agrees_with_its_store(paper: Paper) -> None:
    verdict = paper.verify()
    assert verdict.ok
    assert (verdict.event, verdict.day, verdict.replayed) == (paper.monday.events, MONDAY, True)
    assert (verdict.problems, verdict.notes, verdict.changed_since) == ((), (), 0)
    assert paper.verify(paper.tuesday, MONDAY + timedelta(days=1)).ok


def test_as_it_is_printed_and_as_it_is_scanned(paper: Paper) -> None:
    for text in (day_heads.printed(paper.monday).upper(), day_heads.qr_text(MONDAY, paper.monday)):
        assert verifying.verify(paper.supervisor, text).ok


def test_a_paper_of_another_day(paper: Paper) -> None:
    verdict = paper.verify(paper.tuesday)
    assert not verdict.ok
    assert "belongs to {found}, not to {asked}" in said(verdict)
    assert verdict.day == MONDAY + timedelta(days=1)
    with pytest.raises(RefusedError) as caught:
        paper.verify(day=MONDAY - timedelta(days=9))
    assert caught.value.code == "unknown_day"


def test_a_paper_with_another_count(paper: Paper) -> None:
    head = DayHead(paper.monday.head, paper.monday.events + 1, True)
    verdict = verifying.verify(paper.supervisor, day_heads.qr_text(MONDAY, head))
    assert "counts {paper} events" in said(verdict)


def test_a_head_of_nowhere(paper: Paper) -> None:
    verdict = paper.verify(DayHead("0" * 64, 1, True))
    assert (verdict.ok, verdict.event, verdict.day) == (False, None, None)
    assert "No audit event has this head" in said(verdict)


def test_a_signed_days_referral_changed_behind_the_programs_back(paper: Paper, behind: Behind) -> None:
    with behind() as connection:
        connection.execute("UPDATE referral SET remarks = 'other' WHERE customer = '王小明01'")
    verdict = paper.verify()
    assert not verdict.ok
    assert "differs from what its last audit event says" in said(verdict)


def test_so_is_a_signature_taken_away(paper: Paper, behind: Behind) -> None:
    with behind() as connection:
        connection.execute("UPDATE business_day SET signed_at = NULL WHERE date = '2026-11-23'")
    assert not paper.verify().ok


def test_a_referral_put_into_a_signed_day(paper: Paper, behind: Behind) -> None:
    with behind() as connection:
        connection.execute(
            "CREATE TEMP TABLE copy AS SELECT * FROM referral WHERE customer = '王小明01'",
        )
        connection.execute(f"UPDATE copy SET id = '{'9' * 32}', number = 99, allocation = NULL")
        connection.execute("INSERT INTO referral SELECT * FROM copy")
    assert "No audit event speaks of {row}." in said(paper.verify())


def test_a_change_of_today_does_not_spoil_yesterdays_paper(paper: Paper, behind: Behind) -> None:
    with behind() as connection:
        connection.execute("UPDATE referral SET remarks = 'other' WHERE customer = '周末'")
    assert paper.verify().ok


def test_events_recomputed_without_the_key(paper: Paper, attack: Callable[[], Any]) -> None:
    with attack() as connection:
        connection.execute("UPDATE audit_event SET detail = '{}' WHERE seq = 9")
        rehash(connection, b"guess" * 7, since=9)
    assert not paper.verify().ok


def test_events_recomputed_with_todays_key(paper: Paper, attack: Callable[[], Any]) -> None:
    with attack() as connection:
        connection.execute("UPDATE audit_event SET staff_id = NULL WHERE seq = 9")
        rehash(connection, day_key(connection), since=9)
    verdict = paper.verify()
    assert not verdict.ok
    assert verdict.event is None, "the head on the paper is gone"


def test_an_event_changed_in_place_is_seen_by_whoever_replays_the_keys(
    paper: Paper, attack: Callable[[], Any], lobby_manager: Shift
) -> None:
    with attack() as connection:
        connection.execute("UPDATE audit_event SET staff_id = NULL WHERE seq = 9")
    assert "was changed after it was written" in said(paper.verify())
    # Not promised: without the keys an event that kept its links looks whole.
    by_links = verifying.verify(lobby_manager, paper.monday.head)
    assert (by_links.ok, by_links.replayed) == (True, False)


def test_a_chain_begun_anew_with_a_key_of_ones_own(paper: Paper, attack: Callable[[], Any]) -> None:
    with attack() as connection:
        (public,) = connection.execute("SELECT audit_public_key FROM branch").fetchone()
        connection.execute("UPDATE audit_event SET staff_id = NULL WHERE seq = 9")
        rehash(connection, b"m" * 32, since=1, key_number=0)
        connection.execute(
            "UPDATE audit_chain SET sealed_first_key = ?, day_key = ?, key_number = 0",
            (seal(public, b"m" * 32), b"m" * 32),
        )
    assert paper.verify().event is None, "every check of the file alone is passed; the paper tells"


def test_the_last_events_cut_off(paper: Paper, attack: Callable[[], Any]) -> None:
    with attack() as connection:
        connection.execute("DELETE FROM audit_event WHERE seq >= ?", (paper.tuesday.events,))
    assert paper.verify().event == paper.monday.events
    assert paper.verify(paper.tuesday, None).event is None


def test_an_answer_that_came_later_is_no_change_but_is_counted(paper: Paper, sign_in: SignIn) -> None:
    manager = sign_in("301")
    with manager.reading() as session:
        from sqlmodel import col, select

        from lobby_tui.models.referral import Referral

        row = session.exec(select(Referral).where(col(Referral.customer) == "王小明01")).one()
    answers.accept(manager, row.id)
    verdict = paper.verify()
    assert verdict.ok
    assert verdict.changed_since == 1


def test_the_paper_of_an_earlier_closing_says_so(paper: Paper, lobby_manager: Shift) -> None:
    supervisor = paper.supervisor
    signing.reopen(types_password(supervisor), MONDAY, "漏记一笔", second_person.prove(supervisor, "101", PASSWORD))
    assert "is not closed" in paper.verify().notes[0].text
    again = closing.close(types_password(lobby_manager), MONDAY)
    old = paper.verify()
    assert old.ok
    assert "A later closing" in old.notes[0].text
    new = paper.verify(again.head)
    assert (new.ok, new.day, new.notes) == (True, MONDAY, ())


def test_a_paper_of_the_open_day(paper: Paper, lobby_manager: Shift) -> None:
    wednesday = MONDAY + timedelta(days=2)
    verdict = paper.verify(day_heads.shown(lobby_manager, wednesday), wednesday)
    assert (verdict.ok, verdict.day) == (True, wednesday)
    assert "is not closed" in verdict.notes[0].text
