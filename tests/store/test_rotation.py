"""Which automatic backups stay: all the ways in which days can lie."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.store.backup_folder import BackupFile
from lobby_tui.store.rotation import staying

MOMENTS = st.lists(
    st.integers(0, 700 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)), max_size=60
)


def _file(made: datetime, name: int) -> BackupFile:
    return BackupFile(Path(f"{name:04d}.db"), "closing", made, 1, True)


def _stays(moments: list[datetime]) -> list[datetime]:
    files = [_file(made, number) for number, made in enumerate(moments)]
    return sorted((one.made for one in staying(files, datetime.date)), reverse=True)


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def test_a_year_of_evenings() -> None:
    last = date(2026, 11, 22)  # a Sunday
    days = [last - timedelta(days=number) for number in range(365)]
    found = [one.date() for one in _stays([_evening(day) for day in days])]
    week = [last - timedelta(days=number) for number in range(7)]
    assert found == [*week, date(2026, 11, 15), date(2026, 11, 8), date(2026, 11, 1), date(2026, 10, 31),
                     date(2026, 9, 30)]  # fmt: skip


def test_of_one_day_the_latest() -> None:
    morning = datetime(2026, 11, 22, 1, tzinfo=UTC)
    assert _stays([morning, morning + timedelta(hours=9), morning + timedelta(hours=3)]) == [
        morning + timedelta(hours=9)
    ]


def test_a_branch_that_was_closed_for_long_loses_nothing_of_its_last_week() -> None:
    days = [date(2026, 1, 5) + timedelta(days=number) for number in range(7)] + [date(2026, 11, 22)]
    assert len(_stays([_evening(day) for day in days])) == 7
    assert date(2026, 1, 11) in [one.date() for one in _stays([_evening(day) for day in days])]


def test_the_one_just_made_stays_though_the_clock_was_set_back() -> None:
    later = [_file(_evening(date(2027, 5, 1) + timedelta(days=number)), number) for number in range(120)]
    newest = _file(_evening(date(2026, 11, 22)), 99)
    assert newest not in staying([*later, newest], datetime.date)
    assert newest in staying([*later, newest], datetime.date, newest)


@given(MOMENTS)
def test_whatever_there_is(moments: list[datetime]) -> None:
    files = [_file(made, number) for number, made in enumerate(moments)]
    stays = staying(files, datetime.date)
    assert stays <= set(files)
    assert len(stays) <= 7 + 4 + 3
    if files:
        assert max(files, key=lambda one: (one.made, one.path.name)) in stays
    # Once more changes nothing, and nothing that has gone is missed by what comes later.
    assert staying(stays, datetime.date) == stays
    assert {one.made.date() for one in stays} >= set(sorted({one.date() for one in moments}, reverse=True)[:7])


@given(MOMENTS)
def test_evening_by_evening_it_comes_to_the_same(moments: list[datetime]) -> None:
    kept: set[BackupFile] = set()
    files = [_file(made, number) for number, made in enumerate(sorted(moments))]
    for one in files:
        kept = staying([*kept, one], datetime.date, one)
    assert kept == staying(files, datetime.date)
