"""The end of a full day: what is missing, shown before closing and after it, and the closing itself."""

from benchmarks import big_store
from benchmarks.branch import folder, set_up, signed_in
from benchmarks.measure import Result, in_turns, median, milliseconds
from lobby_tui.desk import closing, gaps

REFERRALS = 300
DAYS = 10


def run() -> list[Result]:
    """A day of 300 referrals that nobody has answered, after nine others like it."""
    with folder() as home:
        settings = set_up(home / "home")
        big_store.fill(settings, REFERRALS * DAYS, REFERRALS)
        with signed_in(settings, "101") as shift:
            today = shift.today()

            def shown() -> None:
                found = gaps.of_day(shift, today)
                assert len(found.gaps) + len(found.carried) > REFERRALS

            before = median(in_turns(20, {"shown": shown})["shown"])
            took = milliseconds(lambda: closing.close(shift, carry_over="next_day"))
            after = median(in_turns(20, {"shown": shown})["shown"])
    return [
        Result(f"gaps of a day of {REFERRALS} referrals", before, 200),
        Result("gaps of that day, all carried over", after, 200),
        Result(f"closing it with {REFERRALS} gaps carried over", took, 500),
    ]
