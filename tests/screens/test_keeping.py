"""What is done behind the desk after signing in."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from lobby_tui.desk.review import tallies
from lobby_tui.desk.shift import Shift
from lobby_tui.models.tally import DayTally
from lobby_tui.store import failures
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.review.reviewed import closed_day


@pytest.fixture
def uncounted(sign_in: Callable[[str], Shift]) -> Shift:
    """A branch with a closed day of before counts were kept."""
    closed_day(sign_in)
    shift = sign_in("101")
    with shift.store.scribbling() as session:
        session.connection().exec_driver_sql("DELETE FROM day_tally")
    return shift


def kept(shift: Shift) -> int:
    with shift.reading() as session:
        return len(session.exec(select(DayTally)).all())


@pytest.mark.parametrize(("no", "counted"), [("001", True), ("101", False)])
async def test_the_heads_sign_in_counts_closed_days(
    uncounted: Shift, at_terminal: AtTerminal, no: str, counted: bool
) -> None:
    async with at_terminal() as hand:
        await hand.sign_in(no, PASSWORD)
        await hand.settle()
        assert (kept(uncounted) > 0) is counted


async def test_a_disk_that_refuses_is_not_spoken_of(
    uncounted: Shift, at_terminal: AtTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise failures.older(uncounted.store.path)

    monkeypatch.setattr(tallies, "write", full)
    async with at_terminal() as hand:
        await hand.sign_in("001", PASSWORD)
        await hand.settle()
        assert hand.sees("在场")
        assert kept(uncounted) == 0
