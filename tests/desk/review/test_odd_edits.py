"""Changes after the confirmation, found by halving the chains: the same as by reading every event."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from lobby_tui.desk.review.odd_edits import Stretch, edits
from lobby_tui.desk.shift import Shift
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from tests.conftest import MORNING

REFERRALS = [uuid.UUID(int=number) for number in range(1, 4)]
# How many hours pass, whose change it is (none: something else happens), at which terminal.
EVENTS = st.lists(st.tuples(st.integers(0, 60), st.none() | st.sampled_from(REFERRALS), st.integers(0, 2)), max_size=25)
HOURS = st.tuples(st.integers(0, 600), st.integers(0, 200))


def counted(shift: Shift, within: dict[uuid.UUID, Stretch]) -> dict[uuid.UUID, list[datetime]]:
    """Every event read, none left out."""
    found: dict[uuid.UUID, list[datetime]] = {}
    with shift.reading() as session:
        query = select(AuditEvent.subject, col(AuditEvent.at)).where(AuditEvent.action == "referral_changed")
        for subject, at in sorted(session.exec(query), key=lambda row: row[1]):
            one = uuid.UUID(subject.partition(":")[2])
            if one in within and within[one].first <= at <= within[one].last:
                found.setdefault(one, []).append(at)
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS, st.lists(HOURS, min_size=3, max_size=3))
def test_none_is_missed_and_none_is_added(
    sign_in: Callable[[str], Shift], clock: FixedClock, events: list[tuple[int, uuid.UUID | None, int]],
    hours: list[tuple[int, int]],
) -> None:  # fmt: skip
    clock.set(max(MORNING, clock.now()))
    start = clock.now()
    shift = sign_in("001")
    chains = [shift.chain, *(uuid.UUID(int=number) for number in (7, 8))]
    for passed, referral, terminal in events:
        clock.set(clock.now() + timedelta(hours=passed))
        object.__setattr__(shift, "chain", chains[terminal])
        with shift.writing() as writing:
            writing.record("referral_changed" if referral else "tested", f"referral:{referral}" if referral else "none")
    within = {
        one: Stretch(start + timedelta(hours=first), start + timedelta(hours=first + length))
        for one, (first, length) in zip(REFERRALS, hours, strict=True)
    }
    with shift.reading() as session:
        found = edits(session, shift, within)
    assert {one: [edit.at for edit in some] for one, some in found.items()} == counted(shift, within)
    assert all(edit.by == shift.person.id for some in found.values() for edit in some)


def test_a_clock_set_back_for_some_hours_hides_nothing(sign_in: Callable[[str], Shift], clock: FixedClock) -> None:
    shift = sign_in("001")
    one = REFERRALS[0]
    for hours in (0, 20, 1, 2, 3, 4, 5, 21, 22):
        clock.set(MORNING + timedelta(hours=hours))
        with shift.writing() as writing:
            writing.record("referral_changed", f"referral:{one}")
    within = {one: Stretch(MORNING + timedelta(hours=1), MORNING + timedelta(hours=5))}
    with shift.reading() as session:
        found = edits(session, shift, within)
    assert [(edit.at - MORNING) / timedelta(hours=1) for edit in found[one]] == [1, 2, 3, 4, 5]


def test_nothing_to_look_for_reads_nothing(sign_in: Callable[[str], Shift]) -> None:
    shift = sign_in("001")
    with shift.reading() as session:
        assert edits(session, shift, {}) == {}
