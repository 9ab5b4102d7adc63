"""The review of a day: its rows, its marks, its questions, its signature."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from lobby_tui.desk import answers, checkup, closing, customer_changes, customer_data, referrals, signing, staff, visits
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.review import asked, marks
from lobby_tui.desk.review import signing as review_signing
from lobby_tui.desk.review.drawing import drawn, size_of
from lobby_tui.desk.review.lobby_rows import Noticed
from lobby_tui.desk.review.marked import Decision
from lobby_tui.desk.review.marks import Sight
from lobby_tui.desk.review.rows import ReviewRow, beside, of_day
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.waiting import Part, for_me
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import Answer, Outcome
from lobby_tui.models.referral import Referral
from lobby_tui.models.review import ReviewMark, ReviewMove
from lobby_tui.playbook.review import ReviewPolicy
from tests.conftest import MORNING, PASSWORD, types_password
from tests.conftest import beside as second
from tests.desk.review.reviewed import SignIn, approve_all, busy_day, closed_day, log
from tests.plans import steps

TODAY = MORNING.date()


@pytest.fixture
def head(sign_in: SignIn) -> Shift:
    closed_day(sign_in)
    return sign_in("001")


def row_of(head: Shift, number: int) -> ReviewRow:
    return next(row for row in of_day(head, TODAY).rows if row.number == number)


def refused(code: str, call: object, *args: object, **more: object) -> LobbyError:
    with pytest.raises((RefusedError, NotAllowedError)) as caught:
        call(*args, **more)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def test_the_decision_stands_beside_what_came_of_it(head: Shift) -> None:
    review = of_day(head)
    assert (review.day.date, [row.number for row in review.rows], review.settled) == (TODAY, [1, 2, 3], 0)
    first, second_row, _ = review.rows
    assert first.visit is not None
    assert (first.visit.number, first.visit.need) == (1, "wealth")
    assert Noticed("A02", False) in first.signals
    assert [one.code for one in first.signals if one.suggested] == []
    assert (first.view.answer, first.view.outcome) == (Answer.ACCEPTED, Outcome.SUCCESS)
    assert (second_row.visit, second_row.signals) == (None, (Noticed("A01", False),))
    assert (second_row.view.answer, second_row.mark, second_row.mine, second_row.changed) == (None, None, False, False)
    assert "王小二2" not in str(second_row)


def test_a_visit_with_signals_that_led_to_nothing(head: Shift) -> None:
    (missed,) = of_day(head).missed
    assert (missed.visit.number, missed.reason, missed.left) == (2, "in_a_hurry", False)
    assert Noticed("C01", False) in missed.signals


def test_a_visit_that_still_goes_on_and_one_whose_referral_stands_are_not_missed(sign_in: SignIn) -> None:
    busy_day(sign_in)
    lobby = sign_in("101")
    visits.see(lobby, visits.greet(lobby).id, "A01")
    review = of_day(sign_in("001"))
    assert [one.visit.number for one in review.missed] == [2]
    assert (review.seed, review.sample) == (None, ())  # nobody can foresee what will be drawn


def test_days_beside(head: Shift, sign_in: SignIn, clock: FixedClock) -> None:
    clock.advance(timedelta(days=3))
    visits.count(sign_in("101"), "cash_small")
    later = TODAY + timedelta(days=3)
    assert of_day(head).day.date == later
    assert (beside(head, later, later=False), beside(head, TODAY, later=True)) == (TODAY, later)
    assert (beside(head, TODAY, later=False), beside(head, later, later=True)) == (None, None)
    refused("unknown_day", of_day, head, TODAY + timedelta(days=1))


def test_a_branch_without_a_day(sign_in: SignIn) -> None:
    refused("unknown_day", of_day, sign_in("001"))


# Marks.


def test_approved_and_taken_back(head: Shift) -> None:
    mark = marks.approve(head, row_of(head, 1).id)
    assert (mark.decision, mark.note, mark.by.no, mark.version, mark.own) == (Decision.APPROVED, "", "001", 1, False)
    assert row_of(head, 1).settled
    assert of_day(head).settled == 1
    assert marks.take_back(head, row_of(head, 1).id).version == 2
    assert not row_of(head, 1).settled
    refused("not_marked", marks.take_back, head, row_of(head, 1).id)
    refused("not_marked", marks.take_back, head, row_of(head, 2).id)
    marks.approve(head, row_of(head, 1).id)
    assert row_of(head, 1).settled


def test_two_reviewers(head: Shift, desk, sign_in: SignIn) -> None:  # type: ignore[no-untyped-def]
    staff.add(types_password(head), "002", "吴刚", "supervisor", PASSWORD)
    other, row = sign_in("002"), row_of(head, 2)
    marks.approve(other, row.id, Sight(row.view.referral.version, 0))
    refused("changed_meanwhile", marks.coach, head, row.id, "说明", "identifier", Sight(row.view.referral.version, 0))
    assert row_of(head, 2).mark.by.no == "002"  # type: ignore[union-attr]
    refused("changed_meanwhile", marks.approve, head, row_of(head, 3).id, Sight(9, 0))


def test_nobody_reviews_their_own_unless_there_is_nobody_else(sign_in: SignIn) -> None:
    head = sign_in("001")
    own = log(head, 1)
    assert row_of(head, 1).mine
    assert marks.approve(head, own.id).own
    assert row_of(head, 1).mark.own  # type: ignore[union-attr]
    refused("no_recipient", marks.ask, head, own.id, "为何？")
    staff.add(types_password(head), "002", "吴刚", "supervisor", PASSWORD)
    error = refused("own_referral", marks.approve, head, own.id)
    assert "吴刚" in str(error.remedy.params if error.remedy else "")
    assert not marks.approve(sign_in("002"), own.id).own
    staff.disable(types_password(head), "002")
    marks.approve(head, own.id)


def test_what_is_said_is_checked_and_masked(head: Shift) -> None:
    one = row_of(head, 2).id
    for text in ("", "密码是123456", "长" * 201):
        with pytest.raises(RefusedError) as caught:
            marks.ask(head, one, text)
        assert caught.value.field == "note"
    assert refused("unknown_recipient", marks.coach, head, one, "说明", "head").field == "whom"
    assert "13812345678" not in marks.coach(head, one, "王小三2的电话13812345678要核对").note
    assert "王小三2" not in row_of(head, 2).mark.note  # type: ignore[union-attr]
    with head.reading() as session:
        assert "13812345678" in session.exec(select(ReviewMark.note)).one()


def test_no_manager_to_ask(sign_in: SignIn) -> None:
    view = log(sign_in("101"), 1, manager_no="", status="to_follow_up", contact="13812345678", best_time="上午",
               consent=True)  # fmt: skip
    head = sign_in("001")
    with head.writing() as writing:
        row = writing.session.get_one(Referral, (head.branch.id, view.id))
        row.manager_id = None
        writing.session.add(row)
        writing.record("tested", f"referral:{row.id}")
    refused("no_recipient", marks.ask, head, view.id, "为何？", "manager")


def test_a_referral_that_is_gone(sign_in: SignIn) -> None:
    busy_day(sign_in)
    head = sign_in("001")
    refused("unknown_referral", marks.approve, head, head.branch.id)
    one = row_of(head, 3).id
    referrals.undo(sign_in("201"), one)
    refused("referral_undone", marks.approve, head, one)
    assert [row.number for row in of_day(head, TODAY).rows] == [1, 2]


# Questions.


def told(shift: Shift) -> list[tuple[Part, bool]]:
    return [(one.part, one.urgent) for one in for_me(shift) if one.part in (Part.ASKED, Part.REVIEW)]


def test_a_question_goes_to_the_desk_of_the_person(head: Shift, sign_in: SignIn) -> None:
    teller, manager = sign_in("201"), sign_in("301")
    two, three = row_of(head, 2).id, row_of(head, 3).id
    marks.ask(head, two, "客户为何没有留电话？")
    marks.ask(head, three, "何时联系客户？", "manager")
    assert told(teller) == told(manager) == [(Part.ASKED, False)]
    assert told(head) == told(sign_in("302")) == []
    (mine,) = asked.mine(teller)
    assert (mine.id, mine.mark.note, mine.mark.by.no, mine.mark.unanswered) == (
        two,
        "客户为何没有留电话？",
        "001",
        True,
    )
    refused("not_asked", asked.answer, manager, two, "不知道")
    refused("changed_meanwhile", asked.answer, teller, two, "客户不愿意", version=9)
    done = asked.answer(teller, two, "客户不愿意", version=mine.mark.version)
    assert (done.mark.answer, done.mark.unanswered) == ("客户不愿意", False)
    assert (told(teller), told(head)) == ([], [(Part.REVIEW, False)])
    assert asked.answer(teller, two, "客户不愿意留").mark.answer == "客户不愿意留"
    row = row_of(head, 2)
    assert row.mark is not None
    assert (row.settled, row.mark.answer) == (False, "客户不愿意留")
    approved = marks.approve(head, two, Sight(row.view.referral.version, row.mark.version))
    assert (approved.note, approved.answer, approved.settled) == ("客户为何没有留电话？", "客户不愿意留", True)
    assert told(head) == []
    refused("not_asked", asked.answer, teller, two, "再说一次")
    assert [one.mark.answer for one in asked.mine(teller)] == ["客户不愿意留"]


def test_a_word_of_coaching_is_read_at_the_desk(head: Shift, sign_in: SignIn) -> None:
    two = row_of(head, 2).id
    marks.coach(head, two, "下次先征得同意")
    (mine,) = asked.mine(sign_in("201"))
    assert (mine.mark.decision, mine.mark.note, told(sign_in("201"))) == (Decision.COACHED, "下次先征得同意", [])
    refused("not_asked", asked.answer, sign_in("201"), two, "好")


def test_what_was_told_long_ago_is_not_shown_and_what_waits_is(head: Shift, sign_in: SignIn, clock: FixedClock) -> None:
    marks.coach(head, row_of(head, 2).id, "下次先征得同意")
    marks.ask(head, row_of(head, 3).id, "为何？")
    clock.advance(timedelta(days=32))
    assert [one.referral.number for one in asked.mine(sign_in("201"))] == [3]
    assert told(sign_in("201")) == [(Part.ASKED, False)]


def test_a_question_approved_without_an_answer_leaves_no_question(head: Shift, sign_in: SignIn) -> None:
    marks.ask(head, row_of(head, 2).id, "为何？")
    assert marks.approve(head, row_of(head, 2).id).note == ""
    assert (asked.mine(sign_in("201")), told(sign_in("201"))) == ((), [])


def test_nothing_is_read_from_end_to_end(head: Shift, sign_in: SignIn) -> None:
    marks.ask(head, row_of(head, 2).id, "为何？")
    teller = sign_in("201")
    for shift, look in ((head, of_day), (teller, asked.mine), (teller, for_me), (head, for_me)):
        plan = steps(shift, lambda look=look, shift=shift: look(shift))  # type: ignore[misc]
        whole = [step for step in plan if step.startswith("SCAN") and not re.search("anon|subquery|CONSTANT", step)]
        assert whole == [], look
        assert look is of_day or any("review_mark_asked" in step for step in plan)


# Signing.


def test_signed_when_every_row_is_reviewed(head: Shift, sign_in: SignIn) -> None:
    refused("not_reviewed", review_signing.sign, head)
    approve_all(head)
    marks.ask(head, row_of(head, 3).id, "为何？")
    refused("question_open", review_signing.sign, head)
    asked.answer(sign_in("201"), row_of(head, 3).id, "客户要求")
    refused("question_open", review_signing.sign, head)  # the answer is not read yet
    marks.coach(head, row_of(head, 3).id, "写明原因")
    signed = review_signing.sign(head).signed
    assert signed is not None
    assert (signed.by.no, signed.to_review, signed.reviewed, signed.seed) == ("001", 3, 3, None)
    refused("review_signed", review_signing.sign, head)
    for act in (marks.approve, marks.take_back):
        refused("review_signed", act, head, row_of(head, 1).id)
    assert not of_day(head).changed_since
    assert checkup.check(head).ok


def test_an_open_or_reopened_day_is_not_signed(sign_in: SignIn, clock: FixedClock) -> None:
    busy_day(sign_in)
    head = sign_in("001")
    approve_all(head)
    refused("day_not_closed", review_signing.sign, head)
    closing.close(sign_in("101"), carry_over="next_day")
    signing.reopen(head, TODAY, "更正", second(head))
    refused("day_not_closed", review_signing.sign, head)
    closing.close(sign_in("101"), TODAY, carry_over="next_day")
    assert review_signing.sign(head).signed


def test_signed_over_the_drawn_sample(sign_in: SignIn) -> None:
    closed_day(sign_in, count=9)
    head = sign_in("001")
    review = of_day(head)
    assert review.seed is not None
    assert [row.number for row in review.sample] == [row.number for row in of_day(head).sample]
    assert len(review.sample) == 5
    for row in review.sample[:-1]:
        marks.approve(head, row.id)
    error = refused("not_reviewed", review_signing.sign, head, sample=True)
    assert str(review.sample[-1].number) in str(error.message.params)
    marks.approve(head, review.sample[-1].id)
    signed = review_signing.sign(head, sample=True)
    assert signed.signed is not None
    assert (signed.signed.seed, signed.signed.to_review, signed.signed.reviewed) == (review.seed, 5, 5)
    assert {row.number for row in signed.sample} == drawn(TODAY, range(1, 10), review.seed, 5)
    others = {row.number for row in of_day(head, seed=review.seed + 1).sample}
    assert others == drawn(TODAY, range(1, 10), review.seed + 1, 5)


def test_a_question_outside_the_sample_is_open_too(sign_in: SignIn) -> None:
    closed_day(sign_in, count=9)
    head = sign_in("001")
    for row in of_day(head).rows:
        if row.drawn:
            marks.approve(head, row.id)
        else:
            marks.ask(head, row.id, "为何？", "manager")
    refused("question_open", review_signing.sign, head, sample=True)


def test_unsigned_by_two(head: Shift, sign_in: SignIn) -> None:
    refused("review_not_signed", review_signing.unsign, head, TODAY, "误签", second(head))
    approve_all(head)
    review_signing.sign(head)
    refused("second_needed", review_signing.unsign, head, TODAY, "误签", None)
    with pytest.raises(RefusedError) as caught:
        review_signing.unsign(head, TODAY, " ", second(head))
    assert caught.value.field == "reason"
    review = review_signing.unsign(head, TODAY, "误签13812345678", second(head))
    assert [(one.move, one.second and one.second.no) for one in review.moves] == [("signed", None), ("unsigned", "101")]
    assert "13812345678" not in review.moves[-1].reason
    assert review.signed is None
    marks.take_back(head, row_of(head, 1).id)
    refused("not_reviewed", review_signing.sign, head)
    marks.approve(head, row_of(head, 1).id)
    assert len(review_signing.sign(head).moves) == 3
    with head.reading() as session:
        assert session.exec(select(ReviewMove.reviewed).order_by(col(ReviewMove.at))).first() == 3


def test_a_correction_after_signing(head: Shift, sign_in: SignIn, clock: FixedClock) -> None:
    approve_all(head)
    review_signing.sign(head)
    clock.advance(3600)
    answers.accept(sign_in("301"), row_of(head, 2).id)  # not a correction
    assert not of_day(head, TODAY).changed_since
    signing.reopen(types_password(head), TODAY, "更正", second(head))
    teller, two = sign_in("201"), row_of(head, 2)
    entry = ReferralEntry(customer="王小三2", signals=["A01", "A02"], manager_no="301")
    referrals.change(teller, two.id, entry, two.view.referral.version)
    clock.advance(60)
    closing.close(types_password(sign_in("101")), TODAY, carry_over="next_day")
    review = of_day(head, TODAY)
    assert (review.changed_since, review.signed is not None) == (True, True)
    assert [row.number for row in review.rows if row.changed] == [2]


def test_a_correction_after_the_mark_has_to_be_looked_at_again(sign_in: SignIn, clock: FixedClock) -> None:
    busy_day(sign_in)
    head, teller = sign_in("001"), sign_in("201")
    approve_all(head)
    clock.advance(60)
    entry = ReferralEntry(customer="王小三2", signals=["A01", "A02"], manager_no="301")
    referrals.change(teller, row_of(head, 2).id, entry, 1)
    clock.advance(60)
    answers.accept(sign_in("301"), row_of(head, 3).id)
    closing.close(sign_in("101"), carry_over="next_day")
    assert [row.number for row in of_day(head, TODAY).left(sample=False)] == [2]
    refused("not_reviewed", review_signing.sign, head)
    marks.approve(head, row_of(head, 2).id)
    assert review_signing.sign(head).signed


def test_nothing_of_an_erased_customer_stays_in_the_review(head: Shift, sign_in: SignIn) -> None:
    two, three = row_of(head, 2).id, row_of(head, 3).id
    marks.ask(head, two, "王小三2为何没有留电话？")
    asked.answer(sign_in("201"), two, "王小三2不愿意")
    marks.ask(head, three, "王小四3为何？")
    known = customer_data.known_in_full(head, two, "客户要求")
    words = {fact.value for one in known.records for fact in one.facts if isinstance(fact.value, str)}
    assert {"王小三2为何没有留电话？", "王小三2不愿意"} <= words
    assert "王小三2不愿意" in referrals.reveal(head, two, "核对").notes
    for one in (two, three):
        customer_changes.erase(types_password(head), one, "客户要求")
    with head.reading() as session:
        found = session.exec(select(ReviewMark).order_by(col(ReviewMark.id))).all()
        assert [(one.note, one.answer, one.decision) for one in found] == [("", "", "asked"), ("", "", "taken_back")]
    assert told(sign_in("201")) == []
    refused("erased", marks.coach, head, two, "说明")
    for row in of_day(head).rows:
        marks.approve(head, row.id)
    assert review_signing.sign(head).signed
    assert checkup.check(head).ok


# The sample.


def test_a_day_that_was_closed_twice_has_the_sample_of_its_first_closing(sign_in: SignIn) -> None:
    closed_day(sign_in, count=9)
    head = sign_in("001")
    drawn_first = of_day(head)
    signing.reopen(head, TODAY, "更正", second(head))
    assert of_day(head).seed == drawn_first.seed
    closing.close(sign_in("101"), TODAY, carry_over="next_day")
    assert (of_day(head).seed, len(of_day(head).sample)) == (drawn_first.seed, 5)


@given(st.sets(st.integers(1, 999), max_size=60), st.integers(0, 2**32 - 1), st.floats(0.01, 1), st.integers(1, 100))
def test_a_draw(numbers: set[int], seed: int, share: float, least: int) -> None:
    size = size_of(len(numbers), ReviewPolicy(sample_share=share, sample_least=least))
    assert size == len(numbers) or size >= max(least, share * len(numbers) - 1e-6)
    sample = drawn(TODAY, numbers, seed, size)
    assert len(sample) == size
    assert sample <= numbers
    assert drawn(TODAY, sorted(numbers, reverse=True), seed, size) == sample
    # One that is undone later changes nothing about the others.
    if sample:
        assert drawn(TODAY, numbers - {min(sample)}, seed, size - 1) == sample - {min(sample)}


def test_sizes_and_a_draw_written_down() -> None:
    policy = ReviewPolicy(sample_share=0.2, sample_least=5)
    assert [size_of(count, policy) for count in (0, 3, 25, 26, 40)] == [0, 3, 5, 6, 8]
    assert size_of(30, ReviewPolicy(sample_share=0.1, sample_least=1)) == 3
    # By hand: printf '7 2026-11-23 N' | sha256sum for N from 1 to 9, and the three smallest.
    assert drawn(TODAY, range(1, 10), 7, 3) == {4, 5, 7}
