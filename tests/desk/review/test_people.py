"""The scorecards: equal to a recount in plain Python, and fair whatever is counted."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select, update

from lobby_tui.desk import visits
from lobby_tui.desk.calendar import working_time
from lobby_tui.desk.permissions import Action, allows
from lobby_tui.desk.review import people, tallies
from lobby_tui.desk.review.scores import COUNTED_FROM, NEEDS, points_of
from lobby_tui.desk.review.span import Unit, span_of
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Role
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral
from lobby_tui.models.review import ReviewMark
from lobby_tui.models.staff import Staff
from lobby_tui.models.visit import Visit
from lobby_tui.playbook.review import Measure, Scorecard, ScoreItem
from lobby_tui.playbook.texts import Text
from tests.desk.review.random_months import DAYS, Inventor
from tests.plans import steps

Key = tuple[str, uuid.UUID, Measure]


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("001")


def invent(shift: Shift, seed: int) -> None:
    with shift.store.scribbling() as session:
        Inventor(session, shift, seed).fill()


def recount(shift: Shift) -> Counter[Key]:
    """Row by row over the whole store: by month, person and measure."""
    found: Counter[Key] = Counter()
    with shift.reading() as session:
        days = {row.id: f"{row.date:%Y-%m}" for row in session.exec(select(BusinessDay))}
        referrals = {row.id: row for row in session.exec(select(Referral)) if row.undone_at is None}
        for visit in session.exec(select(Visit)):
            found[days[visit.day_id], visit.staff_id, "served"] += visit.state != "undone"
        for tick in session.exec(select(ChecklistTick)):
            found[days[tick.day_id], tick.by, "checks"] += tick.dropped_at is None
        for one in session.exec(select(FollowUp)):
            referral = referrals.get(one.referral_id)
            if referral and one.done_by and one.done_at and not one.dropped_at:
                in_time = shift.local(one.done_at).date() <= one.due_on
                found[days[referral.day_id], one.done_by, "followed_up"] += in_time
        for mark in session.exec(select(ReviewMark)):
            if mark.referral_id in referrals and mark.asked_of:
                found[days[mark.day_id], mark.asked_of, "irregular"] += mark.decision != "coached"
        count_referrals(session, shift, days, referrals, found)
        count_complaints(session, days, found)
    return +found


def count_referrals(session: Session, shift: Shift, days: Any, referrals: Any, found: Counter[Key]) -> None:
    hours = working_time(session, shift).hours_between
    for row in referrals.values():
        credit = row.second_to is None or bool(row.credit_shared)
        found[days[row.day_id], row.identified_by, "referred_with_result"] += row.outcome == "success" and credit
        if row.answer:
            found[days[row.day_id], row.answered_by, "answered_in_time"] += (
                hours(row.created_at, row.answered_at) <= shift.playbook.follow_up.answer_hours
            )


def count_complaints(session: Session, days: Any, found: Counter[Key]) -> None:
    for row in session.exec(select(Complaint)):
        upheld = False
        query = select(ComplaintStep).where(ComplaintStep.complaint_id == row.id).order_by("seq")
        for step in session.exec(query):
            if step.step == "decided":
                upheld = step.choice in ("justified", "partly_justified")
            elif step.step in ("restarted", "withdrawn"):
                upheld = False
        if row.about_staff:
            found[days[row.day_id], row.about_staff, "complaints"] += upheld


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kept", [False, True])
def test_every_card_is_what_a_recount_says(head: Shift, seed: int, kept: bool) -> None:
    invent(head, seed)
    if kept:
        tallies.catch_up(head)
    counted = recount(head)
    assert {measure for _, _, measure in counted} == set(NEEDS)
    for day in DAYS:
        for score in people.of_branch(head, day):
            for line in score.lines:
                count = counted[f"{day:%Y-%m}", score.id, line.measure]
                assert line.count == (count if allows(Role(score.person.role), NEEDS[line.measure]) else None)
            assert score.total == round(sum(line.points or 0 for line in score.lines), 2)
            assert people.of_person(head, score.person.no, day) == score


@pytest.mark.parametrize("seed", [11, 12])
def test_twelve_months_are_the_sums_of_their_cards(head: Shift, seed: int) -> None:
    invent(head, seed)
    for no in ("001", "101", "201", "301"):
        months = people.course(head, no, DAYS[-1])
        assert months[0].month.first == date(2025, 12, 1)
        assert len(months) == 12
        for one in months:
            worked = any(day in one.month for day in DAYS)
            assert one.points == (people.of_person(head, no, one.month.first).total if worked else None)
        assert any(one.points for one in months)


@pytest.mark.parametrize("seed", [21])
def test_every_number_has_so_many_facts_behind_it(head: Shift, seed: int) -> None:
    invent(head, seed)
    for score in people.of_branch(head, DAYS[-1]):
        for line in score.lines:
            if not line.applies:
                with pytest.raises(RefusedError):
                    people.behind(head, score.person.no, DAYS[-1], line.code)
                continue
            found = people.behind(head, score.person.no, DAYS[-1], line.code)
            assert found.count == line.count
            assert found.counted_from == COUNTED_FROM[line.measure]
            assert all(fact.day in score.month and fact.person == score.id for fact in found.facts)
            if line.measure in ("referred_with_result", "answered_in_time", "irregular"):
                assert len(found.referrals) == line.count


def test_nobody_is_ever_ranked(head: Shift) -> None:
    invent(head, 5)
    for day in DAYS:
        numbers = [score.person.no for score in people.of_branch(head, day)]
        # One's own first, then the staff numbers, whoever has how many points.
        assert numbers == ["001", "101", "102", "201", "202", "301", "302"]
    totals = [score.total for score in people.of_branch(head, DAYS[-1])]
    assert totals not in (sorted(totals), sorted(totals, reverse=True))


def test_the_own_card_comes_first_whatever_the_number(head: Shift, sign_in: Callable[[str], Shift]) -> None:
    with head.store.scribbling() as session:
        session.connection().execute(update(Staff).where(Staff.no == "202").values(role="supervisor"))  # type: ignore[arg-type]
    other = sign_in("202")
    scores = people.of_branch(other, DAYS[-1])
    assert [score.person.no for score in scores] == ["202", "001", "101", "102", "201", "301", "302"]
    assert [score.own for score in scores] == [True] + [False] * 6


def test_roles_have_lines_of_their_own(head: Shift) -> None:
    parts = {
        score.person.role: {line.measure for line in score.lines if line.applies}
        for score in people.of_branch(head, DAYS[-1])
    }
    everybody: set[Measure] = {"referred_with_result", "complaints", "irregular"}
    assert parts[Role.CASH_TELLER] == parts[Role.COUNTER_TELLER] == everybody
    assert parts[Role.CUSTOMER_MANAGER] == everybody | {"answered_in_time", "followed_up"}
    assert parts[Role.LOBBY_MANAGER] == parts[Role.GUIDE] == everybody | {"served", "checks"}
    assert set(NEEDS) == set(COUNTED_FROM)


@given(
    points=st.floats(-100, 100, allow_nan=False).filter(bool),
    most=st.floats(0.01, 1000),
    count=st.integers(0, 100_000),
)
def test_no_line_gives_or_takes_more_than_its_limit(points: float, most: float, count: int) -> None:
    item = ScoreItem(code="x", name=Text(zh="甲", en="x"), measure="served", points=points, most=most)
    made = points_of(item, count)
    assert abs(made) <= round(most, 2) + 1e-9
    assert made == pytest.approx(max(-most, min(most, count * points)), abs=0.006)
    assert str(points_of(item, 0)) == "0.0"


def test_selling_alone_makes_no_good_month(lobby_manager: Shift) -> None:
    """A thousand referrals give what the line can give, and the card says so."""
    card = Scorecard()
    results = next(item for item in card.items if item.measure == "referred_with_result")
    assert points_of(results, 1000) == results.most < sum(item.most for item in card.items if item.points > 0) / 2


def test_a_limit_reached_is_shown(lobby_manager: Shift, head: Shift) -> None:
    visits.count(lobby_manager, "cash_small", number=90)
    assert not people.mine(lobby_manager, lobby_manager.today()).line("service").capped
    item = ScoreItem(code="service", name=Text(zh="接待", en="Served"), measure="served", points=1, most=89)
    playbook = head.playbook.model_copy(update={"scorecard": Scorecard(items=(item,))})
    (line,) = people.mine(replace(lobby_manager, playbook=playbook), head.today()).lines
    assert (line.count, line.points, line.capped) == (90, 89.0, True)


def test_the_own_card_changes_on_the_day_itself(lobby_manager: Shift) -> None:
    before = people.mine(lobby_manager, lobby_manager.today())
    visits.count(lobby_manager, "cash_small", number=20)
    after = people.mine(lobby_manager, lobby_manager.today())
    assert (before.line("service").count, after.line("service").count) == (0, 20)
    assert after.total == before.total + 20 * before.line("service").each
    assert after.month == span_of(Unit.MONTH, lobby_manager.today())
    assert after.own


def test_others_cards_are_the_branch_heads(head: Shift, sign_in: Callable[[str], Shift]) -> None:
    for no in ("101", "102", "201", "202", "301"):
        shift = sign_in(no)
        assert people.of_person(shift, no, DAYS[-1]).own
        assert people.course(shift, no, DAYS[-1])
        assert people.behind(shift, no, DAYS[-1], "complaints").facts == ()
        for call in (
            lambda shift=shift: people.of_branch(shift, DAYS[-1]),
            lambda shift=shift: people.of_person(shift, "302", DAYS[-1]),
            lambda shift=shift: people.course(shift, "302", DAYS[-1]),
            lambda shift=shift: people.behind(shift, "302", DAYS[-1], "complaints"),
        ):
            with pytest.raises(NotAllowedError):
                call()
    assert people.of_person(head, "302", DAYS[-1]).person.name == "赵静"
    assert allows(Role.CASH_TELLER, Action.SEE_OWN_SCORE)


def test_whoever_has_left_is_shown_only_where_something_counts(head: Shift) -> None:
    invent(head, 31)
    with head.store.scribbling() as session:
        session.connection().execute(update(Staff).where(Staff.no == "201").values(active=False))  # type: ignore[arg-type]
    counted = {(month, one) for (month, one, _), count in recount(head).items() if count}
    for day in (*DAYS, date(2024, 3, 1)):
        scores = people.of_branch(head, day)
        left = [score.id for score in scores if score.person.no == "201"]
        gone = people.of_person(head, "201", day).id
        assert bool(left) == ((f"{day:%Y-%m}", gone) in counted)
    assert "201" not in [score.person.no for score in people.of_branch(head, date(2024, 3, 1))]


def test_the_first_months_of_the_calendar_are_no_error(head: Shift) -> None:
    assert len(people.course(head, "101", date(1, 3, 1))) <= 12
    assert people.of_person(head, "101", date(9999, 12, 31)).total == 0


def test_nothing_is_read_but_the_days_asked_for(head: Shift) -> None:
    """SQLite has no statistics here: left alone it begins with all follow-ups and marks that there ever were."""
    invent(head, 3)
    found = steps(head, lambda: [people.of_branch(head, DAYS[-1]), people.course(head, "301", DAYS[-1])])
    big = ("visit ", "referral ", "follow_up ", "complaint ", "checklist_tick ", "review_mark ", "day_tally ")
    read = [step for step in found if any(f" {table}" in f"{step} " for table in big)]
    assert len(read) > 10
    for step in read:
        assert any(f"{one}=?" in step for one in ("day_id", "referral_id", "complaint_id", "AND id")), step
