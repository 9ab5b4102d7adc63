"""What customer managers answer: who may, what stands afterwards, and taking it back."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from lobby_tui.desk import absences, answers, checkup, referrals, results
from lobby_tui.desk.answer import lookup as answer_lookup
from lobby_tui.desk.answer import undoing as answer_undoing
from lobby_tui.desk.answer.undoing import take_back
from lobby_tui.desk.answer.views import AnswerView
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.undoing import Undone
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import Allocation, Answer, FollowUpKind
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral
from tests.desk.follow import entry as to_follow_up
from tests.desk.follow import logged as logged_to_follow_up
from tests.desk.tray import to_nobody

SignIn = Callable[[str], Shift]
ENTRY = ReferralEntry("王小明", ["A01"], manager_no="301", contact="13812345678")
LATER = ReferralEntry("李四", ["A10"], status="to_follow_up", contact="13900002222", best_time="morning", consent=True)


@pytest.fixture
def manager(sign_in: SignIn) -> Shift:
    return sign_in("301")


@pytest.fixture
def given(lobby_manager: Shift) -> ReferralView:
    """A referral that was given to 301."""
    return referrals.log(lobby_manager, ENTRY).referral


def rows_of(shift: Shift, referral_id: uuid.UUID) -> tuple[Referral, list[Confirmation]]:
    with shift.reading() as session:
        row = session.get_one(Referral, (shift.branch.id, referral_id))
        acts = session.exec(select(Confirmation).where(Confirmation.referral_id == referral_id).order_by("id")).all()
        return row, list(acts)


def events_of(shift: Shift) -> list[AuditEvent]:
    with shift.reading() as session:
        return list(session.exec(select(AuditEvent).order_by("seq")).all())


def test_accepting_stands_with_name_and_time(manager: Shift, given: ReferralView, clock: FixedClock) -> None:
    clock.advance(600)
    view = answers.accept(manager, given.id, version=given.version)
    assert (view.answer, view.answered_at) == (Answer.ACCEPTED, clock.now())
    assert view.answered_by is not None
    assert view.answered_by.no == "301"
    row, (act,) = rows_of(manager, given.id)
    assert (row.answer, row.version, row.changed_at) == ("accepted", given.version + 1, clock.now())
    assert (act.decision, act.by, act.at, act.day_id) == ("accepted", manager.person.id, clock.now(), row.day_id)
    last = events_of(manager)[-1]
    assert (last.action, last.detail) == ("referral_accepted", {"number": 1})


def test_an_answer_is_given_once(manager: Shift, given: ReferralView) -> None:
    answers.accept(manager, given.id)
    with pytest.raises(RefusedError) as caught:
        answers.accept(manager, given.id)
    assert caught.value.code == "answered_already"
    answers.return_(manager, given.id, "other", "客户改了主意")
    with pytest.raises(RefusedError) as caught:
        answers.return_(manager, given.id, "other", "客户改了主意")
    assert caught.value.code == "answered_already"
    answers.accept(manager, given.id)
    assert len(rows_of(manager, given.id)[1]) == 3


def test_returning_needs_a_reason_that_says_something(manager: Shift, given: ReferralView) -> None:
    for reason, note, field in (
        ("no_such", "", "return_reason"),
        ("other", " \u200b", "note"),
        ("other", "长" * 201, "note"),
        ("other", "密码是123456", "note"),
    ):
        with pytest.raises(RefusedError) as caught:
            answers.return_(manager, given.id, reason, note)
        assert caught.value.field == field
    assert rows_of(manager, given.id)[1] == []
    view = answers.return_(manager, given.id, "other", "电话是空号")
    assert (view.answer, view.reason, view.note) == (Answer.RETURNED, "other", "电话是空号")
    assert view.referral.manager is not None  # it is known who returned it, and from whom it comes back
    assert events_of(manager)[-1].detail == {"number": 1, "reason": "other"}


@pytest.mark.parametrize("no", ["302", "101", "201"])
def test_others_may_not_answer(sign_in: SignIn, given: ReferralView, no: str) -> None:
    other = sign_in(no)
    acts: list[Callable[[], object]] = [
        lambda: answers.accept(other, given.id),
        lambda: answers.return_(other, given.id, "other", "不合适"),
        lambda: answers.reassign(other, given.id, "302"),
        lambda: results.record(other, given.id, ResultEntry(opened=1)),
    ]
    for act in acts:
        with pytest.raises(NotAllowedError):
            act()
    assert rows_of(other, given.id)[1] == []


def test_the_supervisor_answers_for_others(sign_in: SignIn, given: ReferralView) -> None:
    view = answers.accept(sign_in("001"), given.id)
    assert view.answered_by is not None
    assert view.answered_by.no == "001"
    assert view.referral.manager is not None
    assert view.referral.manager.no == "301"


@pytest.mark.parametrize(("first", "last", "may"), [(0, 0, True), (-3, 2, True), (1, 2, False), (-3, -1, False)])
def test_a_stand_in_answers_on_the_days_of_the_absence(
    sign_in: SignIn, manager: Shift, given: ReferralView, first: int, last: int, may: bool, clock: FixedClock
) -> None:
    today = manager.today()
    absences.plan(manager, "301", today + timedelta(days=first), today + timedelta(days=last), "302", "王先生下午来电")
    other = sign_in("302")
    if may:
        view = answers.accept(other, given.id)
        assert view.answered_by is not None
        assert view.answered_by.no == "302"
        assert set(answer_lookup.of(other, [given.id])) == {given.id}
    else:
        with pytest.raises(NotAllowedError):
            answers.accept(other, given.id)
        assert answer_lookup.of(other, [given.id]) == {}


def test_a_dropped_absence_lets_nobody_stand_in(sign_in: SignIn, manager: Shift, given: ReferralView) -> None:
    planned = absences.plan(manager, "301", manager.today(), manager.today(), "302")
    absences.drop(manager, planned.absence.id)
    with pytest.raises(NotAllowedError):
        answers.accept(sign_in("302"), given.id)


def test_passing_on_asks_the_next_one(sign_in: SignIn, manager: Shift, given: ReferralView) -> None:
    answers.accept(manager, given.id)
    view = answers.reassign(manager, given.id, "302", "客户想做外汇")
    assert (view.answer, view.answered_by, view.answered_at) == (None, None, None)
    assert (view.allocation, view.note) == (Allocation.REASSIGNED, "客户想做外汇")
    assert view.referral.manager is not None
    assert view.referral.manager.no == "302"
    with pytest.raises(NotAllowedError):
        answers.accept(manager, given.id)
    assert answers.accept(sign_in("302"), given.id).answer is Answer.ACCEPTED
    _, acts = rows_of(manager, given.id)
    assert [(act.decision, act.from_manager is not None, act.to_manager is not None) for act in acts] == [
        ("accepted", True, False), ("reassigned", True, True), ("accepted", True, False)
    ]  # fmt: skip


@pytest.mark.parametrize(("no", "code"), [("999", "unknown_staff"), ("201", "not_a_manager"), ("301", "same_manager")])
def test_passing_on_to_nobody_who_could(manager: Shift, given: ReferralView, no: str, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        answers.reassign(manager, given.id, no)
    assert (caught.value.code, caught.value.field) == (code, "manager")


def test_follow_ups_go_with_the_referral(manager: Shift, sign_in: SignIn, given: ReferralView) -> None:
    with manager.writing() as writing:
        for number in (1, 2):
            writing.session.add(
                FollowUp(
                    branch_id=manager.branch.id, id=manager.ids.new(), referral_id=given.id, owner_id=manager.person.id,
                    day_id=rows_of(manager, given.id)[0].day_id, kind=FollowUpKind.CONTACT, due_on=manager.today(),
                    created_by=manager.person.id, created_at=manager.now(),
                    done_at=manager.now() if number == 1 else None,
                )
            )  # fmt: skip
        writing.record("test", "test")
    answers.reassign(manager, given.id, "302")
    with manager.reading() as session:
        owners = {one.done_at is None: one.owner_id for one in session.exec(select(FollowUp)).all()}
    assert owners == {True: sign_in("302").person.id, False: manager.person.id}


def test_the_lobby_manager_gives_what_nobody_accepted(lobby_manager: Shift, sign_in: SignIn) -> None:
    row = referrals.log(lobby_manager, LATER).referral
    to_nobody(lobby_manager, row.id)
    with pytest.raises(RefusedError) as caught:
        answers.accept(sign_in("001"), row.id)
    assert caught.value.code == "no_manager"
    answers.assign(lobby_manager, row.id, "302")
    manager = sign_in("302")
    answers.return_(manager, row.id, "other", "客户要求换人")
    again = answers.assign(lobby_manager, row.id, manager.person.no, "客户又来了")  # the same one, asked anew
    assert (again.answer, again.note) == (None, "客户又来了")
    answers.accept(manager, row.id)
    with pytest.raises(RefusedError) as caught:
        answers.assign(lobby_manager, row.id, "301")
    assert caught.value.code == "answered_already"
    with pytest.raises(NotAllowedError):
        answers.assign(sign_in("201"), row.id, "301")


def test_a_colleague_was_faster(manager: Shift, sign_in: SignIn, given: ReferralView) -> None:
    answers.accept(sign_in("001"), given.id)
    acts: list[Callable[[], object]] = [
        lambda: answers.return_(manager, given.id, "other", "不合适", version=given.version),
        lambda: answers.reassign(manager, given.id, "302", version=given.version),
        lambda: results.record(manager, given.id, ResultEntry(opened=1), version=given.version),
        lambda: answers.assign(sign_in("001"), given.id, "302", version=given.version),
    ]
    for act in acts:
        with pytest.raises(RefusedError) as caught:
            act()
        assert caught.value.code == "changed_meanwhile"
    assert len(rows_of(manager, given.id)[1]) == 1


def test_what_was_undone_or_never_was_is_not_answered(
    manager: Shift, lobby_manager: Shift, given: ReferralView
) -> None:
    referrals.undo(lobby_manager, given.id)
    for referral_id, code in ((given.id, "referral_undone"), (uuid.UUID(int=7), "unknown_referral")):
        with pytest.raises(RefusedError) as caught:
            answers.accept(manager, referral_id)
        assert caught.value.code == code


def test_taking_back_lets_it_wait_again(manager: Shift, given: ReferralView, clock: FixedClock) -> None:
    answers.accept(manager, given.id)
    clock.advance(60)
    view = take_back(manager)
    assert (view.id, view.answer, view.answered_by, view.note) == (given.id, None, None, "")
    assert events_of(manager)[-1].action == "answer_taken_back"
    with pytest.raises(RefusedError) as caught:
        take_back(manager)
    assert caught.value.code == "nothing"
    answers.return_(manager, given.id, "other", "不合适")
    take_back(manager)
    assert rows_of(manager, given.id)[0].answer is None
    with pytest.raises(RefusedError):
        take_back(manager)


def test_taking_a_reassignment_back_returns_it_to_whoever_had_it(
    manager: Shift, sign_in: SignIn, given: ReferralView
) -> None:
    answers.reassign(manager, given.id, "302")
    view = take_back(manager)
    assert view.referral.manager is not None
    assert view.referral.manager.no == "301"
    with pytest.raises(RefusedError):
        take_back(manager)
    answers.reassign(manager, given.id, "302")
    answers.accept(sign_in("302"), given.id)
    with pytest.raises(RefusedError) as caught:  # it is in the colleague's hands now
        take_back(manager)
    assert caught.value.code == "nothing"


def test_what_went_through_other_hands_is_not_taken_back(
    manager: Shift, sign_in: SignIn, given: ReferralView, clock: FixedClock
) -> None:
    answers.reassign(manager, given.id, "302")
    for no in ("301", "302"):
        clock.advance(60)
        answers.reassign(sign_in("001"), given.id, no)
    with pytest.raises(RefusedError) as caught:  # it stands as if nothing had been done since
        take_back(manager)
    assert caught.value.code == "nothing"


def test_from_the_tray_and_back(lobby_manager: Shift) -> None:
    row = referrals.log(lobby_manager, LATER).referral
    to_nobody(lobby_manager, row.id)
    answers.assign(lobby_manager, row.id, "301")
    view = take_back(lobby_manager)
    assert (view.referral.manager, view.allocation) == (None, Allocation.NONE)


def test_only_what_one_did_oneself_and_today_is_taken_back(
    manager: Shift, sign_in: SignIn, lobby_manager: Shift, given: ReferralView, clock: FixedClock
) -> None:
    from lobby_tui.models.day import BusinessDay

    answers.accept(manager, given.id)
    for no in ("001", "302", "101"):
        with pytest.raises(RefusedError) as caught:
            take_back(sign_in(no))
        assert caught.value.code == "nothing"
    with lobby_manager.writing() as writing:
        day = writing.session.exec(select(BusinessDay)).one()
        day.state, day.closed_at, day.closed_by = "closed", lobby_manager.now(), lobby_manager.person.id
        writing.session.add(day)
        writing.record("test", "test")
    with pytest.raises(RefusedError):
        take_back(manager)
    clock.advance(timedelta(days=1))
    answers.return_(manager, given.id, "other", "不合适")
    row, acts = rows_of(manager, given.id)
    assert acts[1].day_id != row.day_id  # it belongs to the day on which it was given
    assert take_back(manager).answer is None


def test_a_result_is_changed_not_taken_back(manager: Shift, given: ReferralView) -> None:
    results.record(manager, given.id, ResultEntry(opened=1))
    acts: list[Callable[[], object]] = [
        lambda: take_back(manager),
        lambda: answers.reassign(manager, given.id, "302"),
        lambda: answers.return_(manager, given.id, "other", "不合适"),
    ]
    for act in acts:
        with pytest.raises(RefusedError) as caught:
            act()
        assert caught.value.code == "has_result"


def test_one_key_undoes_whichever_came_last(manager: Shift, given: ReferralView, clock: FixedClock) -> None:
    clock.advance(60)
    referrals.log(manager, ReferralEntry("赵六", ["A02"], manager_no="302"))
    clock.advance(60)
    answers.accept(manager, given.id)
    first, second = answer_undoing.undo_last(manager), answer_undoing.undo_last(manager)
    assert isinstance(first, AnswerView)
    assert isinstance(second, Undone)
    assert (first.id, second.number) == (given.id, 2)
    with pytest.raises(LobbyError):
        answer_undoing.undo_last(manager)


def test_finding_by_number(manager: Shift, given: ReferralView) -> None:
    assert answer_lookup.by_number(manager, 1) == given.id
    assert answer_lookup.by_number(manager, 1, given.day) == given.id
    with pytest.raises(RefusedError) as caught:
        answer_lookup.by_number(manager, 2)
    assert (caught.value.code, caught.value.field) == ("unknown_referral", "number")
    with pytest.raises(RefusedError) as caught:
        answer_lookup.by_number(manager, 1, given.day - timedelta(days=1))
    assert caught.value.field == "day"


def test_a_number_without_a_day(manager: Shift) -> None:
    with pytest.raises(RefusedError) as caught:
        answer_lookup.by_number(manager, 1)
    assert caught.value.code == "no_open_day"


def test_the_first_act_of_a_day_opens_it(
    manager: Shift, lobby_manager: Shift, given: ReferralView, clock: FixedClock, sign_in: SignIn
) -> None:
    test_only_what_one_did_oneself_and_today_is_taken_back(manager, sign_in, lobby_manager, given, clock)
    found = checkup.check(sign_in("001"))
    # The day above was closed by hand; every row of an answer is bound to the chain.
    assert found.problems == ()
    assert found.replayed


def test_the_reason_stands_although_the_clock_runs(
    sign_in: SignIn, lobby_manager: Shift, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real clock moves on between two looks at it; row and act have to name one moment."""
    given = referrals.log(lobby_manager, ENTRY).referral
    looks = iter(range(1, 1000))
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(microseconds=next(looks)))
    manager = sign_in("301")
    view = answers.return_(manager, given.id, "unreachable", "三次未接")
    assert (view.reason, view.note) == ("unreachable", "三次未接")
    assert take_back(manager).answer is None
    done = results.record(manager, given.id, ResultEntry(opened=1))
    assert done.result is not None
    assert done.outcome_at == done.result.at


def follow_ups(shift: Shift) -> list[tuple[str, bool]]:
    with shift.reading() as session:
        rows = session.exec(select(FollowUp).order_by("id")).all()
        return [(row.kind, row.dropped_at is None) for row in rows]


def test_accepting_plans_the_first_contact_and_taking_back_drops_it(
    lobby_manager: Shift, manager: Shift, clock: FixedClock
) -> None:
    row = referrals.log(lobby_manager, replace(LATER, manager_no="301")).referral
    answers.accept(manager, row.id)
    assert follow_ups(manager) == [("contact", True)]
    clock.advance(60)
    take_back(manager)
    assert follow_ups(manager) == [("contact", False)]
    clock.advance(60)
    answers.accept(manager, row.id)
    answers.return_(manager, row.id, "unreachable")
    assert follow_ups(manager) == [("contact", False), ("contact", False)]
    clock.advance(60)
    take_back(manager)
    assert follow_ups(manager) == [("contact", False), ("contact", True)]
    results.record(manager, row.id, ResultEntry(opened=1))
    assert follow_ups(manager) == [("contact", False), ("contact", False)]


def test_a_result_at_once_plans_nothing(lobby_manager: Shift, manager: Shift) -> None:
    row = referrals.log(lobby_manager, replace(LATER, manager_no="301")).referral
    results.record(manager, row.id, ResultEntry(opened=1))
    assert follow_ups(manager) == []


def test_a_clock_set_back_loses_no_reason(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock
) -> None:
    view = logged_to_follow_up(lobby_manager)
    answers.accept(sign_in("301"), view.id)
    clock.set(clock.now() - timedelta(hours=2))
    answers.return_(sign_in("301"), view.id, "wrong_details", "空号")
    again = answer_lookup.of(lobby_manager, [view.id])[view.id]
    assert (again.answer, again.reason, again.note) == ("returned", "wrong_details", "空号")


def test_what_becomes_a_customer_to_follow_up_has_a_first_contact(
    lobby_manager: Shift, sign_in: Callable[[str], Shift]
) -> None:
    """Also where the manager who has accepted it is away: it stays with whom it is."""
    wei = sign_in("301")
    view = referrals.log(lobby_manager, replace(to_follow_up(), status="introduced")).referral
    view = answers.accept(wei, view.id).referral
    today = lobby_manager.today()
    absences.plan(wei, "301", today, today + timedelta(days=20), stand_in="302")
    changed = referrals.change(lobby_manager, view.id, to_follow_up(), view.version).referral
    assert changed.manager is not None
    assert changed.manager.no == "301"
    assert follow_ups(wei) == [("contact", True)]
    assert checkup.check(sign_in("001")).ok
