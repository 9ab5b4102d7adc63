"""Follow-ups: what is due, what comes of it, and that nobody is forgotten."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from lobby_tui.desk import absences, calendar, checkup, follow_ups, staff
from lobby_tui.desk.follow_ups import Urgency
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import FollowUpKind
from tests.desk.follow import accepted, logged, row_of
from tests.store.test_plans import plans

SignIn = Callable[[str], Shift]
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
THREE = datetime(2026, 11, 26, 7, tzinfo=UTC)  # Thursday, 15:00 in Shanghai


@pytest.fixture
def wei(sign_in: SignIn) -> Shift:
    return sign_in("301")


def test_an_accepted_customer_is_due_the_next_working_day(lobby_manager: Shift, wei: Shift) -> None:
    accepted(wei, logged(lobby_manager))
    (one,) = follow_ups.due(wei)
    assert (one.kind, one.due_on, one.urgency) == (FollowUpKind.CONTACT, TUESDAY, Urgency.LATER)
    assert (one.owner.no, one.mine, one.attempts, one.referral.customer) == ("301", True, 0, "王*明")


def test_over_a_holiday_of_the_branch(lobby_manager: Shift, wei: Shift, sign_in: SignIn) -> None:
    calendar.set_day(sign_in("001"), TUESDAY, works=False)
    accepted(wei, logged(lobby_manager))
    assert follow_ups.due(wei)[0].due_on == WEDNESDAY


def test_it_begins_once_and_ends_with_the_referral(lobby_manager: Shift, wei: Shift) -> None:
    view = accepted(wei, logged(lobby_manager))
    accepting_again = follow_ups.due(wei)
    with wei.writing() as writing:
        follow_ups.begin(writing, wei, row_of(writing.session, wei, view))
        follow_ups.begin(writing, wei, row_of(writing.session, wei, view))
        writing.record("tested", "x:1")
    assert follow_ups.due(wei) == accepting_again
    with wei.writing() as writing:
        follow_ups.end(writing, wei, view.id)
        writing.record("tested", "x:1")
    assert follow_ups.due(wei) == ()
    assert [one.urgency for one in follow_ups.of_referral(wei, view.id)] == [Urgency.DROPPED]


def test_what_outcomes_lead_to(lobby_manager: Shift, wei: Shift, clock: FixedClock) -> None:
    view = accepted(wei, logged(lobby_manager))
    clock.advance(timedelta(days=1))
    again = follow_ups.done(wei, follow_ups.due(wei)[0].id, "no_answer", "占线")
    assert again.following
    assert (again.following.kind, again.following.due_on) == (FollowUpKind.CONTACT, THURSDAY)
    assert again.following.attempts == 1
    met = follow_ups.done(wei, again.following.id, "appointment", appointment_at=THREE)
    assert met.following
    assert (met.following.kind, met.following.due_on, met.following.appointment_at) == ("appointment", THURSDAY, THREE)
    assert not met.awaits_result
    last = follow_ups.done(wei, met.following.id, "reached_done")
    assert last.following is None
    assert last.awaits_result
    assert follow_ups.due(wei) == ()
    history = follow_ups.of_referral(wei, view.id)
    assert [one.outcome for one in history] == ["no_answer", "appointment", "reached_done"]


def test_the_next_date_may_be_chosen(lobby_manager: Shift, wei: Shift) -> None:
    accepted(wei, logged(lobby_manager))
    saturday = follow_ups.done(wei, follow_ups.due(wei)[0].id, "no_answer", next_on=date(2026, 11, 28))
    assert saturday.following
    assert saturday.following.due_on == date(2026, 11, 28)
    assert len(saturday.warnings) == 1
    far = follow_ups.plan(wei, saturday.follow_up.referral.id, due_on=date(2027, 11, 22))
    assert len(far.warnings) == 1  # nobody knows the holidays of 2027 yet


@pytest.mark.parametrize(
    ("outcome", "next_on", "appointment_at", "field"),
    [
        ("nobody", None, None, "contact_outcome"),
        ("appointment", None, None, "appointment_at"),
        ("appointment", None, datetime(2026, 11, 22, 7, tzinfo=UTC), "appointment_at"),
        ("no_answer", date(2026, 11, 22), None, "next_on"),
        ("no_answer", date(2028, 1, 1), None, "next_on"),
        ("reached_done", TUESDAY, None, "next_on"),
        ("reached_done", None, THREE, "appointment_at"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    lobby_manager: Shift, wei: Shift, outcome: str, next_on: date | None, appointment_at: datetime | None, field: str
) -> None:
    accepted(wei, logged(lobby_manager))
    before = follow_ups.due(wei)
    with pytest.raises(LobbyError) as caught:
        follow_ups.done(wei, before[0].id, outcome, "", next_on, appointment_at)
    assert caught.value.field == field
    assert follow_ups.due(wei) == before


def test_nothing_is_done_twice(lobby_manager: Shift, wei: Shift) -> None:
    accepted(wei, logged(lobby_manager))
    (one,) = follow_ups.due(wei)
    follow_ups.done(wei, one.id, "no_answer")
    with pytest.raises(RefusedError) as caught:
        follow_ups.done(wei, one.id, "no_answer")
    assert caught.value.code == "follow_up_settled"
    assert len(follow_ups.due(wei)) == 1


def test_the_last_one_is_not_dropped(lobby_manager: Shift, wei: Shift) -> None:
    view = accepted(wei, logged(lobby_manager))
    (one,) = follow_ups.due(wei)
    with pytest.raises(RefusedError) as caught:
        follow_ups.drop(wei, one.id)
    assert caught.value.code == "last_follow_up"
    follow_ups.plan(wei, view.id, due_on=THURSDAY)
    follow_ups.drop(wei, one.id)
    assert [one.due_on for one in follow_ups.due(wei)] == [THURSDAY]


def test_only_an_accepted_referral_is_followed_up(lobby_manager: Shift, wei: Shift) -> None:
    with pytest.raises(RefusedError) as caught:
        follow_ups.plan(wei, logged(lobby_manager).id)
    assert caught.value.code == "not_accepted"


def test_overdue_ones_climb(lobby_manager: Shift, wei: Shift, clock: FixedClock) -> None:
    accepted(wei, logged(lobby_manager))
    seen = []
    for _ in range(5):
        seen.append(follow_ups.due(wei)[0].urgency)
        clock.advance(timedelta(days=1))
    assert seen == ["later", "due", "overdue", "climbed", "climbed"]


def test_weekends_do_not_make_it_climb(lobby_manager: Shift, wei: Shift, clock: FixedClock) -> None:
    clock.advance(timedelta(days=3))  # Thursday: due on Friday
    accepted(wei, logged(lobby_manager))
    seen = []
    for _ in range(6):
        seen.append(follow_ups.due(wei)[0].urgency)
        clock.advance(timedelta(days=1))
    assert seen == ["later", "due", "overdue", "overdue", "overdue", "climbed"]


def test_whose_they_are(lobby_manager: Shift, wei: Shift, sign_in: SignIn) -> None:
    jing, head = sign_in("302"), sign_in("001")
    view = accepted(wei, logged(lobby_manager))
    (one,) = follow_ups.due(wei)
    assert follow_ups.due(jing) == ()
    assert [found.id for found in follow_ups.due(head)] == [one.id]
    for act in (
        lambda: follow_ups.done(jing, one.id, "no_answer"),
        lambda: follow_ups.drop(jing, one.id),
        lambda: follow_ups.plan(jing, view.id),
        lambda: follow_ups.of_referral(jing, view.id),
    ):
        with pytest.raises(NotAllowedError):
            act()
    absences.plan(wei, "301", MONDAY, MONDAY, "302")
    assert [(found.id, found.mine) for found in follow_ups.due(jing)] == [(one.id, False)]
    assert follow_ups.due(jing, until=MONDAY) == ()
    saved = follow_ups.done(jing, one.id, "no_answer")
    assert saved.follow_up.done_by
    assert saved.follow_up.done_by.no == "302"
    assert saved.following
    assert saved.following.owner.no == "301"


def test_the_check_finds_whoever_is_forgotten(lobby_manager: Shift, wei: Shift, sign_in: SignIn) -> None:
    head = sign_in("001")
    view = accepted(wei, logged(lobby_manager))
    assert checkup.check(head).ok
    with wei.writing() as writing:
        follow_ups.end(writing, wei, view.id)
        writing.record("tested", "x:1")
    (problem,) = checkup.check(head).problems
    assert problem.params == {"number": 1, "day": "2026-11-23"}
    follow_ups.plan(wei, view.id)
    follow_ups.done(wei, follow_ups.due(wei)[0].id, "reached_done")
    assert checkup.check(head).ok  # the result is missing, and the work list says so


def test_the_check_names_the_red_tray_and_those_of_people_who_left(lobby_manager: Shift, sign_in: SignIn) -> None:
    head = sign_in("001")
    view = logged(lobby_manager)
    logged(lobby_manager, "李四", "302", contact="13812345679")
    staff.disable(head, "302")
    with head.writing() as writing:
        row = row_of(writing.session, head, view)
        row.manager_id, row.allocation = None, "none"
        writing.session.add(row)
        writing.record("tested", f"referral:{view.id}")
    problems = checkup.check(head).problems
    assert [one.params["number"] for one in problems] == [1, 2]
    assert problems[1].params["no"] == "302"


@pytest.mark.parametrize("no", ["301", "001"])
def test_what_is_due_is_found_by_its_index(sign_in: SignIn, no: str) -> None:
    steps = plans(sign_in(no), follow_ups.due)
    assert [step for step in steps if "follow_up_due (branch_id=? AND owner_id=?" in step], steps
    assert not [step for step in steps if step.startswith(("SCAN follow_up", "SCAN referral"))]
