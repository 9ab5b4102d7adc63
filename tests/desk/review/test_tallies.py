"""The kept counts of days that are over: equal to what the rows say, whatever was done to the day."""

from collections import Counter
from datetime import date

import pytest
from sqlmodel import col, select, update

from lobby_tui.desk import closing, days, signing, visit_endings, visits
from lobby_tui.desk.day_rows import DayLook
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.review import tallies
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.tallies import Kind, Tally
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import Role, VisitState
from lobby_tui.models.tally import DayTally
from lobby_tui.models.visit import Visit
from lobby_tui.store import failures
from tests.conftest import PASSWORD

EVER = Span(date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture
def head(desk: Desk) -> Shift:
    return desk.sign_in("001", PASSWORD)


def a_morning(shift: Shift, clock: FixedClock) -> None:
    """Five customers: one seen with a signal and waiting for some minutes, one who left, three counted with one key."""
    seen = visits.greet(shift)
    visits.ask(shift, seen.id, "wealth")
    visits.see(shift, seen.id, "A01")
    clock.advance(400)
    visit_endings.send(shift, seen.id, "vip_area", "customer_wish", not_referred_reason="declined")
    gone = visits.greet(shift)
    clock.advance(60)
    visit_endings.leave(shift, gone.id, "other")
    visits.count(shift, "cash_small", number=3)


def totals(shift: Shift, kind: Kind, span: Span = EVER) -> dict[str, Tally]:
    with shift.reading() as session:
        return tallies.totals(session, shift, span, kind)


def recount(shift: Shift, kind: str) -> dict[str, int]:
    """By the rows alone, in plain Python."""
    with shift.reading() as session:
        rows = session.exec(select(Visit).where(Visit.state != VisitState.UNDONE.value)).all()
        return dict(Counter(getattr(row, kind) or "" for row in rows))


def kept(shift: Shift) -> int:
    with shift.reading() as session:
        return len(session.exec(select(DayTally)).all())


def close(shift: Shift) -> None:
    closing.close(shift, carry_over="次日补")


def test_an_open_day_is_counted_from_its_rows(lobby_manager: Shift, clock: FixedClock) -> None:
    a_morning(lobby_manager, clock)
    assert kept(lobby_manager) == 0
    assert totals(lobby_manager, Kind.ALL) == {"": Tally(5, 2, 460, 400)}
    assert {key: one.count for key, one in totals(lobby_manager, Kind.NEED).items()} == recount(lobby_manager, "need")
    assert {key: one.count for key, one in totals(lobby_manager, Kind.ZONE).items()} == recount(lobby_manager, "zone")
    assert totals(lobby_manager, Kind.SEEN_ZONE) == {"vip_area": Tally(1, 1, 400, 400)}
    assert totals(lobby_manager, Kind.SEEN_NEED) == {"wealth": Tally(1, 1, 400, 400)}
    assert totals(lobby_manager, Kind.LEFT) == {"other": Tally(1, 1, 60, 60)}
    assert totals(lobby_manager, Kind.NOT_REFERRED) == {"declined": Tally(1, 1, 400, 400)}


@pytest.mark.parametrize("kind", list(Kind))
def test_closing_keeps_what_the_rows_say(lobby_manager: Shift, clock: FixedClock, kind: Kind) -> None:
    a_morning(lobby_manager, clock)
    before = totals(lobby_manager, kind)
    close(lobby_manager)
    assert kept(lobby_manager) > 0
    _spoil(lobby_manager)
    # From the kept counts: the rows now say something else.
    assert totals(lobby_manager, kind) == before


def _spoil(shift: Shift) -> None:
    with shift.store.scribbling() as session:
        session.connection().execute(update(Visit).values(zone=None, need=None, state="undone"))


def test_a_reopened_day_is_counted_from_its_rows_until_it_is_closed_again(
    desk: Desk, head: Shift, lobby_manager: Shift, clock: FixedClock
) -> None:
    a_morning(lobby_manager, clock)
    close(lobby_manager)
    day = days.latest(head)[0].date
    second = SecondPerson(lobby_manager.person.id, "101", "李娜", Role.LOBBY_MANAGER)
    signing.reopen(head, day, "更正", second)
    with head.store.scribbling() as session:
        session.connection().execute(update(Visit).where(col(Visit.zone) == "vip_area").values(zone="quiet_room"))
    assert totals(head, Kind.ZONE)["quiet_room"].count == 1
    closing.close(head, day, "次日补")
    _spoil(head)
    assert totals(head, Kind.ZONE)["quiet_room"].count == 1
    assert "vip_area" not in totals(head, Kind.ZONE)


def test_days_closed_before_there_were_counts_are_caught_up_with(lobby_manager: Shift, clock: FixedClock) -> None:
    a_morning(lobby_manager, clock)
    close(lobby_manager)
    whole = {kind: totals(lobby_manager, kind) for kind in Kind}
    _forget(lobby_manager)
    assert {kind: totals(lobby_manager, kind) for kind in Kind} == whole
    assert kept(lobby_manager) == 0
    tallies.catch_up(lobby_manager)
    assert kept(lobby_manager) > 0
    assert {kind: totals(lobby_manager, kind) for kind in Kind} == whole


def _forget(shift: Shift) -> None:
    with shift.store.scribbling() as session:
        session.connection().exec_driver_sql("DELETE FROM day_tally")


def test_catching_up_with_nothing_writes_nothing(lobby_manager: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    visits.count(lobby_manager, "cash_small")
    close(lobby_manager)
    before = kept(lobby_manager)
    monkeypatch.setattr(tallies, "write", None)
    tallies.catch_up(lobby_manager)
    assert kept(lobby_manager) == before


def test_a_full_disk_while_catching_up_changes_no_figure(
    lobby_manager: Shift, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_morning(lobby_manager, clock)
    close(lobby_manager)
    whole = totals(lobby_manager, Kind.ZONE)
    _forget(lobby_manager)

    def full(*_: object) -> None:
        raise failures.older(lobby_manager.store.path)

    monkeypatch.setattr(tallies, "write", full)
    tallies.catch_up(lobby_manager)
    assert totals(lobby_manager, Kind.ZONE) == whole


def test_a_day_without_visits_is_there_and_empty(lobby_manager: Shift, clock: FixedClock) -> None:
    visits.count(lobby_manager, "cash_small")
    visit_endings.undo_last(lobby_manager)
    close(lobby_manager)
    with lobby_manager.reading() as session:
        found = tallies.by_day(session, lobby_manager, EVER, Kind.ALL)
    assert list(found.values()) == [{"": Tally()}]


def test_only_the_days_of_the_span(lobby_manager: Shift, clock: FixedClock) -> None:
    visits.count(lobby_manager, "cash_small")
    close(lobby_manager)
    clock.advance(86_400)
    visits.count(lobby_manager, "cash_small", number=2)
    first, second = sorted(day.date for day in days.latest(lobby_manager))
    assert totals(lobby_manager, Kind.ALL, Span(first, first))[""].count == 1
    assert totals(lobby_manager, Kind.ALL, Span(second, second))[""].count == 2
    assert totals(lobby_manager, Kind.ALL, Span(first, second))[""].count == 3


def test_the_mean_wait() -> None:
    assert Tally().mean_wait is None
    assert (Tally(3, 2, 61, 60) + Tally(1, 1, 60, 60)).mean_wait == 40


def test_a_kind_is_counted_alone_as_with_the_others(lobby_manager: Shift, clock: FixedClock) -> None:
    a_morning(lobby_manager, clock)
    with lobby_manager.reading() as session:
        look = DayLook(session, lobby_manager, days.by_date(session, lobby_manager, days.latest(lobby_manager)[0].date))
        whole = tallies.counted(look)
        assert {kind: tallies.counted(look, (kind,))[kind] for kind in Kind} == whole
