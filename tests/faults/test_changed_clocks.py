"""Somebody changes the clock or the time zone under the running program: nothing is reordered, and nothing is lost."""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing as at_the_end
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from lobby_tui.desk import checkup, closing, referrals, visits
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.clock import FixedClock
from tests.conftest import PASSWORD
from tests.faults import workers
from tests.faults.acts import ACTS
from tests.faults.busy import NOW, Known, at_work, entry

ZONES = ("Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati")
STEPS = [timedelta(days=days, hours=hours) for days in (-4000, -366, -1, 0, 0, 1, 40, 366) for hours in (-9, 0, 9)]


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    yield
    monkeypatch.undo()
    time.tzset()


def move(clock: FixedClock, chance: random.Random) -> None:
    """Somebody sets the clock, and the device's zone, as they like."""
    clock.set(NOW + chance.choice(STEPS))
    os.environ["TZ"] = chance.choice(ZONES)
    time.tzset()


def in_order(shift: Shift) -> None:
    """Days are in the order in which they were opened, numbers without gaps, and events in theirs."""
    with shift.reading() as session:
        ask = session.connection()
        dates = ask.execute(text("SELECT date FROM business_day ORDER BY rowid")).scalars().all()
        assert list(dates) == sorted(set(dates))
        for table in ("referral", "visit"):
            query = f"SELECT day_id, count(*), max(number), count(DISTINCT number) FROM {table} GROUP BY day_id"
            for _, count, highest, different in ask.execute(text(query)):
                assert count == highest == different
    assert [seq for seq, _, _ in workers.events(shift)] == list(range(1, len(workers.events(shift)) + 1))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs a zone that can be set")
@pytest.mark.parametrize("seed", range(3))
def test_everything_is_done_under_a_clock_that_jumps(
    busy_home: Path, known: Known, tmp_path: Path, zone: None, seed: int
) -> None:
    chance, clock, found = random.Random(seed), FixedClock(NOW), Counter[str]()
    with at_the_end(at_work(busy_home, clock)) as desk:
        people = {no: desk.sign_in(no, PASSWORD) for no in {act.who for act in ACTS.values()}}
        for number, name in enumerate(chance.sample(list(ACTS), len(ACTS))):
            move(clock, chance)
            for shift in people.values():
                shift.presence.proved = clock.monotonic()  # they gave their password a moment ago
            act, out = ACTS[name], tmp_path / f"out{number}"
            out.mkdir()
            try:
                act.do(people[act.who], known, out)
                found["done"] += 1
            except (RefusedError, NotAllowedError):
                found["refused"] += 1
            expected = clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
            assert people["001"].today() == expected
        in_order(people["001"])
        # Somebody who was disabled may hold a referral, which the check rightly says.
        people["001"].presence.proved = clock.monotonic()
        ACTS["reset_staff"].do(people["001"], known, tmp_path)
        assert checkup.check(people["001"]).problems == ()
    sys.stdout.write(f"\n{dict(found)}, 0 lost\n")
    assert found["done"] > len(ACTS) / 3


def test_a_day_goes_on_when_the_clock_is_set_back_behind_it(desk: Desk, clock: FixedClock) -> None:
    shift = desk.sign_in("101", PASSWORD)
    first = referrals.log(shift, entry(1)).referral
    clock.set(clock.now() - timedelta(days=400))
    second = referrals.log(shift, entry(2)).referral
    visits.count(shift, "cash_small")
    assert (first.number, second.number) == (1, 2)
    in_order(shift)
    assert desk.sign_in("101", PASSWORD).person.no == "101"


def test_the_day_after_a_closed_one_comes_after_it_whatever_the_clock_says(desk: Desk, clock: FixedClock) -> None:
    shift = desk.sign_in("101", PASSWORD)
    dates = []
    for days in (0, -400, 30, -1):
        clock.set(NOW + timedelta(days=days))
        visits.count(shift, "cash_small")
        dates.append(closing.close(shift, carry_over="next_day").day.date)
    assert dates == [NOW.date() + timedelta(days=after) for after in (0, 1, 30, 31)]
    in_order(shift)


def test_a_device_without_a_time_that_makes_sense_is_still_a_front_desk(desk: Desk, clock: FixedClock) -> None:
    # An empty battery: the clock starts where the computer's begins.
    clock.set(datetime(1970, 1, 1, 0, 0, 1, tzinfo=ZoneInfo("UTC")))
    shift = desk.sign_in("101", PASSWORD)
    assert referrals.log(shift, entry(1)).referral.number == 1
    clock.set(NOW)
    assert referrals.log(shift, entry(2)).referral.number == 2
    in_order(shift)
