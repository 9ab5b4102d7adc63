"""A visit from greeting to its end."""

import uuid
from collections.abc import Callable

import pytest

from lobby_tui.desk import lobby, referrals, summary, visit_endings, visits
from lobby_tui.desk.lobby import VisitView
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import Step, VisitState


def _figures(shift: Shift) -> summary.Summary:
    figures = summary.of_day(shift)
    assert figures is not None
    return figures


def test_counting_routes_by_the_playbook_or_by_the_key(lobby_manager: Shift) -> None:
    assert visits.count(lobby_manager, "cash_small").zone == "self_service"
    assert visits.count(lobby_manager, zone="vip_area").zone == "vip_area"
    assert visits.count(lobby_manager, "cash_small", "cash_counter", 3).zone == "cash_counter"
    assert _figures(lobby_manager).routed == {"cash_counter": 3, "self_service": 1, "vip_area": 1}


@pytest.mark.parametrize("number", [0, -1, 501])
def test_a_wrong_number_counts_nobody(lobby_manager: Shift, number: int) -> None:
    with pytest.raises(RefusedError):
        visits.count(lobby_manager, "cash_small", number=number)
    assert summary.of_day(lobby_manager) is None


def test_visits_are_numbered_through_the_day(lobby_manager: Shift, sign_in: Callable[[str], Shift]) -> None:
    guide = sign_in("102")
    visits.count(lobby_manager, "cash_small", number=3)
    assert visits.greet(guide).number == 4
    visits.count(guide, "passbook")
    assert visits.greet(lobby_manager).number == 6


def test_the_same_key_is_one_visit(lobby_manager: Shift) -> None:
    key = uuid.uuid4()
    first = visits.greet(lobby_manager, "sir", key=key)
    assert visits.greet(lobby_manager, "madam", key=key) == first
    assert len(lobby.in_lobby(lobby_manager)) == 1


def test_the_longest_waiting_stands_first(lobby_manager: Shift, clock: FixedClock) -> None:
    first = visits.greet(lobby_manager, "sir")
    clock.advance(90)
    second = visits.greet(lobby_manager, "madam")
    clock.advance(30)
    waiting = lobby.in_lobby(lobby_manager)
    assert [visit.id for visit in waiting] == [first.id, second.id]
    assert [visit.waited(clock.now()) for visit in waiting] == [120, 30]


def test_no_wait_is_negative_when_the_clock_is_set_back(lobby_manager: Shift, clock: FixedClock) -> None:
    visit = visits.greet(lobby_manager)
    clock.set(clock.now().replace(hour=0))
    assert visit.waited(clock.now()) == 0
    visit_endings.leave(lobby_manager, visit.id, "wait_too_long")
    assert _figures(lobby_manager).longest_wait == 0


def test_an_amount_suggests_and_another_answer_takes_it_back(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    visits.see(lobby_manager, visit.id, "E03")
    asked = visits.ask(lobby_manager, visit.id, "cash_large", 20_000_000)
    assert asked.signals == ("A01", "E03")
    assert asked.suggested_signals == ("A01",)
    less = visits.ask(lobby_manager, visit.id, "cash_large", 19_999_999)
    assert less.signals == ("E03",)
    assert visits.ask(lobby_manager, visit.id, "safe_deposit_box").signals == ("C01", "E03")


def test_what_a_person_saw_stays(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    visits.see(lobby_manager, visit.id, "A01")
    visits.ask(lobby_manager, visit.id, "cash_large", 90_000_000)
    assert visits.ask(lobby_manager, visit.id, "cash_small").signals == ("A01",)


def test_seeing_twice_is_once_and_can_be_taken_back(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    for _ in range(2):
        assert visits.see(lobby_manager, visit.id, "D02").signals == ("D02",)
    for _ in range(2):
        assert visits.see(lobby_manager, visit.id, "D02", seen=False).signals == ()
    assert visits.see(lobby_manager, visit.id, "D02").signals == ("D02",)


def test_help_comes_before_need(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager, "elder_man", "elderly")
    visit = visits.ask(lobby_manager, visit.id, "cash_small")
    advice = visits.advise(lobby_manager, visit)
    assert advice.route is not None
    assert advice.route.zone == "cash_counter"
    visits.describe(lobby_manager, visit.id, "uncle", None)
    assert visit_endings.send(lobby_manager, visit.id).zone == "self_service"


def test_another_zone_needs_a_reason(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    visits.ask(lobby_manager, visit.id, "passbook")
    with pytest.raises(RefusedError) as caught:
        visit_endings.send(lobby_manager, visit.id, "cash_counter")
    assert (caught.value.field, caught.value.code) == ("zone_reason", "reason_missing")
    with pytest.raises(RefusedError):
        visit_endings.send(lobby_manager, visit.id, "cash_counter", "because")
    assert lobby.one(lobby_manager, visit.id).state is VisitState.IN_LOBBY
    sent = visit_endings.send(lobby_manager, visit.id, "cash_counter", "zone_full")
    assert (sent.zone, sent.suggested_zone, sent.state) == ("cash_counter", "self_service", VisitState.ROUTED)


def test_a_signal_that_is_not_referred_needs_a_reason(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    visits.ask(lobby_manager, visit.id, "cash_large", 50_000_000)
    with pytest.raises(RefusedError) as caught:
        visit_endings.send(lobby_manager, visit.id)
    assert caught.value.field == "not_referred_reason"
    visit_endings.send(lobby_manager, visit.id, not_referred_reason="declined")
    assert _figures(lobby_manager).not_referred == 1


def test_nowhere_to_go(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    with pytest.raises(RefusedError) as caught:
        visit_endings.send(lobby_manager, visit.id)
    assert caught.value.field == "zone"


def test_what_has_ended_is_left_alone(lobby_manager: Shift) -> None:
    visit = visits.greet(lobby_manager)
    visit_endings.leave(lobby_manager, visit.id, "papers_missing")
    calls: tuple[Callable[[], VisitView], ...] = (
        lambda: visits.ask(lobby_manager, visit.id, "wealth"),
        lambda: visits.see(lobby_manager, visit.id, "A01"),
        lambda: visits.go_to(lobby_manager, visit.id, Step.ASK),
        lambda: visits.describe(lobby_manager, visit.id, None, None),
        lambda: visit_endings.send(lobby_manager, visit.id, "vip_area"),
        lambda: visit_endings.leave(lobby_manager, visit.id, "other"),
    )
    for call in calls:
        with pytest.raises(RefusedError) as caught:
            call()
        assert caught.value.code == "visit_ended"
    entry = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", visit_id=visit.id)
    with pytest.raises(RefusedError):
        referrals.log(lobby_manager, entry)
    assert _figures(lobby_manager).referrals == 0


@pytest.mark.parametrize(
    "wrong",
    [{"addressee": "mister"}, {"assistance": "old"}, {"addressee": ""}],
)
def test_unknown_codes_begin_nothing(lobby_manager: Shift, wrong: dict[str, str]) -> None:
    with pytest.raises(RefusedError):
        visits.greet(lobby_manager, **wrong)
    assert lobby.in_lobby(lobby_manager) == ()


def test_undoing_takes_back_ones_own_last_step(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock
) -> None:
    visit = visits.greet(lobby_manager)
    visits.ask(lobby_manager, visit.id, "passbook")
    clock.advance(60)
    visit_endings.send(lobby_manager, visit.id)
    clock.advance(5)
    visits.count(lobby_manager, "cash_small")
    clock.advance(5)
    visits.count(sign_in("102"), "cash_small")
    assert visit_endings.undo_last(lobby_manager).state is VisitState.UNDONE
    assert _figures(lobby_manager).visits == 2
    again = visit_endings.undo_last(lobby_manager)
    assert (again.id, again.state, again.zone) == (visit.id, VisitState.IN_LOBBY, None)
    with pytest.raises(RefusedError) as caught:
        visit_endings.undo_last(lobby_manager)
    assert caught.value.code == "nothing"


def test_nothing_to_undo_opens_no_day(lobby_manager: Shift) -> None:
    with pytest.raises(RefusedError):
        visit_endings.undo_last(lobby_manager)
    assert summary.of_day(lobby_manager) is None
