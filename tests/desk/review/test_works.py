"""What works, against a recount in plain Python of the same days."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from sqlmodel import col, func, select

from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.review import works_tellers
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.works import NO_VISIT, By, Found, Funnel, funnel
from lobby_tui.desk.review.works_look import Dimension, Missed, Row, look
from lobby_tui.desk.review.works_pairs import pairs
from lobby_tui.desk.review.works_rows import Fate
from lobby_tui.desk.review.works_tables import table_of
from lobby_tui.desk.review.works_times import times
from lobby_tui.desk.review.works_words import sentence
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError
from lobby_tui.locale import Language, catalogue
from lobby_tui.models import wilson
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.day import BusinessDay
from lobby_tui.playbook.review import ReviewPolicy
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, MORNING, PASSWORD
from tests.desk.review.works_days import DAYS, ROLES, Made, Written, middle

LEAST = 5
KEYS: dict[By, Callable[[Made], frozenset[str]]] = {
    By.SIGNAL: lambda one: one.reasons,
    By.NEED: lambda one: frozenset({one.need}),
    By.HOUR: lambda one: frozenset({one.hour}),
    By.ZONE: lambda one: frozenset({one.visit.zone if one.visit else NO_VISIT}),
}


@pytest.fixture(scope="module")
def kept(branch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Shift]]:
    """A store of its own, to which each example adds days; shares speak from five cases on."""
    home = tmp_path_factory.mktemp("works") / "home"
    shutil.copytree(branch_folder, home)
    desk = open_desk(Settings(home, "zh", CHEAP), FixedClock(MORNING + timedelta(days=4000)))
    shift = desk.sign_in("001", PASSWORD)
    policy = {"review": ReviewPolicy(least_n=LEAST)}
    shift = replace(shift, playbook=shift.playbook.model_copy(update=policy))
    yield lambda: shift
    desk.close()


def written(shift: Shift, drawn: list[dict[str, Any]]) -> tuple[Written, Span]:
    """Some days after all days that there are, and the span that they are."""
    with shift.writing() as writing:
        last = writing.session.exec(
            select(func.max(col(BusinessDay.date))).where(col(BusinessDay.branch_id) == shift.branch.id)
        ).one()
        first = last + timedelta(days=1) if last else date(2026, 11, 23)
        days = Written(shift, writing.session, first)
        end = days.days(drawn)
        writing.record("test", "test")
    return days, Span(first, end)


def numbers(fate: Fate) -> tuple[int, int, int, int]:
    return fate.referred, fate.confirmed, fate.succeeded, fate.waiting


@settings(max_examples=20)
@given(DAYS)
def test_what_was_seen_and_what_came_of_it(kept: Callable[[], Shift], drawn: list[dict[str, Any]]) -> None:
    days, span = written(kept(), drawn)
    seen_keys: dict[By, Callable[[Any], frozenset[str]]] = {
        By.SIGNAL: lambda visit: visit.seen,
        By.NEED: lambda visit: frozenset({visit.need}),
        By.HOUR: lambda visit: frozenset({visit.hour}),
        By.ZONE: lambda visit: frozenset({visit.zone}),
    }
    for by in By:
        found = funnel(kept(), span, by)
        rows = {row.key: row for row in found.rows}
        assert len(rows) == len(found.rows)
        there = set().union(*map(KEYS[by], days.made), *(seen_keys[by](one) for one in days.visits if one.seen))
        assert there <= rows.keys()
        for key, row in rows.items():
            assert numbers(row.fate) == days.of(has(by, key)), (by, key)
            noted = sum(bool(one.seen) and key in seen_keys[by](one) for one in days.visits)
            alone = sum(one.visit is None and key in KEYS[by](one) for one in days.made)
            assert row.seen == noted + alone, (by, key)
            must_be_share(row)
        assert numbers(found.total.fate) == days.of(lambda _: True)
        alone = sum(one.visit is None for one in days.made)
        assert found.total.seen == sum(bool(one.seen) for one in days.visits) + alone


def has(by: By, key: str) -> Callable[[Made], bool]:
    return lambda one: key in KEYS[by](one)


def with_signals(*codes: str, without: str = "") -> Callable[[Made], bool]:
    return lambda one: one.reasons >= {*codes} and without not in one.reasons


def by_role(role: str) -> Callable[[Made], bool]:
    """Of everybody for no role."""
    return lambda one: not role or ROLES[one.by] == role


def in_row(row: Missed) -> Callable[[Made], bool]:
    if row.kind == "signal":
        return with_signals(row.key)
    return lambda one: row.kind == "all" or one.need == row.key


def must_be_share(row: Found) -> None:
    """It speaks from five cases on, and then says what Wilson says."""
    share = row.share
    assert (share.hits, share.n) == (row.fate.succeeded, row.fate.referred)
    if share.n < LEAST:
        assert share.bounds is None
        assert share.value is None
    else:
        assert share.bounds == wilson.interval(share.hits, share.n, 0.95)
        assert share.value == share.hits / share.n


@settings(max_examples=20)
@given(DAYS)
def test_pairs_of_signals(kept: Callable[[], Shift], drawn: list[dict[str, Any]]) -> None:
    days, span = written(kept(), drawn)
    found = pairs(kept(), span)
    codes = sorted(set().union(*(one.reasons for one in days.made)))
    expected, silent = {}, 0
    for one in codes:
        for other in codes:
            both = days.of(with_signals(one, other)) if one != other else (0, 0, 0, 0)
            without = days.of(with_signals(one, without=other))
            if both[0] >= LEAST and without[0] >= LEAST:
                expected[one, other] = (both[2], both[0]), (without[2], without[0])
            elif both[0]:
                silent += 1
    assert {
        (row.signal, row.other): ((row.both.hits, row.both.n), (row.without.hits, row.without.n)) for row in found.rows
    } == expected
    assert found.silent == silent
    support = [row.both.n for row in found.rows]
    assert support == sorted(support, reverse=True)


@settings(max_examples=20)
@given(DAYS)
def test_how_long_it_took(kept: Callable[[], Shift], drawn: list[dict[str, Any]]) -> None:
    days, span = written(kept(), drawn)
    for row in times(kept(), span).rows:
        some = [
            one
            for one in days.made
            if row.kind == "all" or row.key == (one.status if row.kind == "status" else one.need)
        ]
        confirmed, contacted = [one.confirmed for one in some], [one.contacted for one in some]
        for wait, known in ((row.confirmed, confirmed), (row.contacted, contacted)):
            assert wait.n == sum(one is not None for one in known)
            assert wait.median == pytest.approx(middle(known, LEAST))
            assert (wait.early is None) == (wait.late is None) == (wait.n < LEAST)


@settings(max_examples=20)
@given(DAYS)
def test_tellers_against_the_lobby(kept: Callable[[], Shift], drawn: list[dict[str, Any]]) -> None:
    days, span = written(kept(), drawn)
    found = works_tellers.by_role(kept(), span)
    assert found.visits == len(days.visits)
    assert [row.role for row in found.rows] == [
        "lobby_manager", "guide", "cash_teller", "counter_teller", "customer_manager", "supervisor"
    ]  # fmt: skip
    for row in (*found.rows, found.total):
        expected = days.of(by_role(row.role))
        assert numbers(row.fate) == expected
        assert row.per_100 == (pytest.approx(expected[0] * 100 / found.visits) if found.visits else None)
    lobby = [one for one in days.made if one.by in ("101", "102")]
    counter = [one for one in days.made if one.by in ("201", "202")]
    rows = works_tellers.missed(kept(), span).rows
    assert {row.key for row in rows if row.kind == "signal"} == set().union(*(one.reasons for one in lobby + counter))
    for one in rows:
        mine = in_row(one)
        missed = [made for made in counter if mine(made) and not (made.visit and made.visit.seen)]
        assert (one.lobby, one.counter) == (sum(map(mine, lobby)), sum(map(mine, counter)))
        assert (one.share.hits, one.share.n) == (len(missed), one.lobby + one.counter)
        assert len(works_tellers.missed_ids(kept(), span, one.kind, one.key)) == len(missed)


def referral(**fields: Any) -> dict[str, Any]:
    """A referral to be written, as the lobby makes most."""
    visit = {"zone": None, "need": "wealth", "seen": {"A01"}, "dropped": set(), "undone": False}
    return {
        "times": 1, "visit": visit, "minute": 30, "reasons": {"A01"}, "need": "wealth", "status": "introduced",
        "by": "101", "answer": "accepted", "answered": 20, "outcome": None, "contacts": [], "undone": False, **fields,
    }  # fmt: skip


def day(*referrals: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"referrals": list(referrals), "visits": [], "state": "closed"}]


def of_key(found: Funnel, key: str) -> Found:
    return next(row for row in found.rows if row.key == key)


@pytest.mark.parametrize(("n", "speaks"), [(LEAST - 1, False), (LEAST, True)])
def test_a_share_is_silent_below_the_least_number(kept: Callable[[], Shift], n: int, speaks: bool) -> None:
    drawn = day(referral(times=n - 1, outcome="success"), referral(outcome="nothing"), referral(reasons={"A02"}))
    _, span = written(kept(), drawn)
    share = of_key(funnel(kept(), span, By.SIGNAL), "A01").share
    assert (share.hits, share.n, share.bounds is not None) == (n - 1, n, speaks)


@pytest.mark.parametrize(("n", "speaks"), [(LEAST - 1, False), (LEAST, True)])
def test_so_is_a_median(kept: Callable[[], Shift], n: int, speaks: bool) -> None:
    _, span = written(kept(), day(referral(times=n), referral(times=9, answer="returned")))
    confirmed = times(kept(), span).rows[0].confirmed
    assert (confirmed.n, confirmed.median is not None) == (n, speaks)


def test_what_the_playbook_offers_stands_there_with_nothing_too(kept: Callable[[], Shift]) -> None:
    _, span = written(kept(), day(referral()))
    playbook = kept().playbook
    offered = [one.code for one in playbook.signals if one.enabled]
    assert [row.key for row in funnel(kept(), span, By.SIGNAL).rows] == offered
    assert [row.key for row in funnel(kept(), span, By.HOUR).rows] == ["09"]
    none = of_key(funnel(kept(), span, By.SIGNAL), "A02")
    assert (none.seen, numbers(none.fate), none.share.bounds) == (0, (0, 0, 0, 0), None)


def test_the_playbooks_own_limit_holds(kept: Callable[[], Shift]) -> None:
    _, span = written(kept(), day(referral(times=20)))
    for least, speaks in ((20, True), (21, False)):
        policy = {"review": ReviewPolicy(least_n=least)}
        shift = replace(kept(), playbook=kept().playbook.model_copy(update=policy))
        assert (of_key(funnel(shift, span, By.SIGNAL), "A01").share.bounds is not None) is speaks


@pytest.mark.parametrize("dimension", Dimension)
def test_only_the_supervisor_looks(sign_in: Callable[[str], Shift], dimension: Dimension) -> None:
    span = Span(date(2026, 11, 23), date(2026, 11, 23))
    assert look(sign_in("001"), span, dimension) is not None
    for no in ("101", "201", "301"):
        with pytest.raises(NotAllowedError):
            look(sign_in(no), span, dimension)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("dimension", Dimension)
def test_everything_reads_in_both_languages(
    kept: Callable[[], Shift], dimension: Dimension, language: Language
) -> None:
    render = catalogue(language).render
    both = referral(times=6, reasons={"A01", "A02"}, outcome="success", contacts=[60], by="201", visit=None)
    _, span = written(kept(), day(both, referral(times=6), referral(times=6, reasons={"A02"})))
    found = look(kept(), span, dimension)
    assert found.rows
    table = table_of(found, ())
    assert all(render(column.title) for column in table.columns)
    rows: tuple[Row, ...] = found.rows
    for row, cells in zip(rows, table.rows, strict=False):
        assert all(render(part) for part in sentence(row))
        assert all(cell is None or isinstance(cell, int | float) or isinstance(render(cell), str) for cell in cells)


def test_a_pair_says_what_the_second_signal_adds(kept: Callable[[], Shift]) -> None:
    both = referral(times=6, reasons={"A01", "A02"}, outcome="success")
    _, span = written(kept(), day(both, referral(times=5, outcome="nothing"), referral(times=4, reasons={"A02"})))
    (row,) = pairs(kept(), span).rows
    assert (row.signal, row.other, row.both.value, row.without.value) == ("A01", "A02", 1.0, 0.0)
    assert pairs(kept(), span).silent == 1  # A02 without A01: four


def test_only_what_lies_in_the_span(kept: Callable[[], Shift]) -> None:
    one = day(referral(minute=0), referral(minute=420))
    _, span = written(kept(), [*one, *one, *one])
    middle_day = span.first + timedelta(days=1)
    for by in By:
        found = funnel(kept(), Span(middle_day, middle_day), by)
        assert (found.total.seen, found.total.fate.referred) == (2, 2)
        assert sum(row.seen for row in found.rows) == 2
    assert funnel(kept(), Span(span.last + timedelta(days=1), span.last + timedelta(days=9)), By.SIGNAL).total.seen == 0
